/** Facts, cuts and counts of single columns. Numbers are read in one pass over all of them; what the file itself knows is not read at all. */
import * as l10n from "@vscode/l10n";
import type { Counted, CountPlan, Facts, Failed, Overlap, Read, Watch } from "../../drift/engine.js";
import type { Desk } from "./desk.js";
import { Histogram, Moments } from "./numbers.js";
import { bucketCount, factsFrom } from "./results.js";
import { asNumber, doubles, factColumns, isFiniteNumber, name, texts } from "./sql.js";

/** Rows looked at to place cuts, and to tell codes, categories and texts apart. */
const sampleRows = 40_000;
/** Values of all samples that are kept. */
const sampleValues = 8_000_000;

const mostGroups = 64;
/** Categories of one side alone that are named. */
const namedOneSided = 3;

type NumberPlan = CountPlan & { as: "number" };
type CategoryPlan = CountPlan & { as: "category" };

export class Summaries {
  /** Finite numbers of a sample, ascending, by data set and column. */
  private readonly samples = new Map<string, Float64Array>();

  /** Tables of names that were too many to keep in memory here, by data set and column. */
  private readonly groups = new Map<string, string>();
  private nextGroups = 0;

  constructor(private readonly desk: Desk) {}

  async summarise(id: string, reads: readonly Read[], watch: Watch): Promise<(Facts | Failed)[]> {
    const sampled = reads.filter(({ as, distinct }) => as === "number" && distinct !== false).length;
    const facts = await this.desk.inGroups(l10n.t("describing columns"), reads, watch, (group) => this.facts(id, group, sampled));
    const unsure = reads.filter(({ as, distinct }, i) => as === "category" && distinct !== false && !("failed" in (facts[i] as Facts | Failed)));
    const missing = new Map(reads.map(({ column }, i) => [column, (facts[i] as Facts).missing]));
    const distinct = await this.distinct(id, unsure, missing, watch);
    return facts.map((each, i) => {
      if ("failed" in each) return each;
      const { column, as } = reads[i] as Read;
      const found = as === "number" ? distinctIn(this.samples.get(keyOf(id, column))) : distinct.get(column);
      return found === undefined || reads[i]?.distinct === false ? each : { ...each, distinct: found };
    });
  }

  private async facts(id: string, group: readonly Read[], sampled: number): Promise<Facts[]> {
    const isNumeric = ({ as }: Read) => as === "number" || as === "date";
    const numeric = group.filter(isNumeric).map(({ column }) => column);
    const moments = numeric.map(() => new Moments());
    const wanted = group.filter(isNumeric).map(({ as, distinct }) => as === "number" && distinct !== false);
    const gatherers = wanted.some(Boolean) ? wanted.map((is) => (is ? [] : null)) : null;
    if (numeric.length > 0) await this.read(id, numeric, sampled, moments, gatherers);
    return await this.factsOf(
      id,
      group,
      group.map((read) => (isNumeric(read) ? (moments[numeric.indexOf(read.column)] as Moments) : null)),
    );
  }

  /** One pass over columns of numbers. Each block goes to the takers; those that gather keep a sample of it. */
  private async read(
    id: string,
    columns: readonly string[],
    sampled: number,
    takers: readonly { add(values: Float64Array): void }[],
    gatherers: readonly (number[] | null)[] | null,
  ): Promise<void> {
    const { relation, numbered, opened } = this.desk.of(id);
    // Every k-th row: random enough to place cuts, and the same rows every time, whichever block comes first.
    const rows = Math.min(sampleRows, Math.floor(sampleValues / Math.max(1, sampled)));
    const step = gatherers && numbered ? Math.max(1, Math.ceil(opened.rows / rows)) : 1;
    const isNumbered = step > 1;
    const values = columns.map((column) => `coalesce(${asNumber(this.desk.column(id, column))}, 'nan'::DOUBLE)`);
    const sql = `SELECT ${[...values, ...(isNumbered ? ["file_row_number::DOUBLE"] : [])].join(", ")} FROM ${isNumbered ? numbered : relation}`;
    await this.desk.blocks(sql, (block) => {
      takers.forEach((taker, i) => {
        taker.add(block[i] as Float64Array);
      });
      if (!gatherers) return;
      const picked = pickedOf(isNumbered ? (block.at(-1) as Float64Array) : null, step);
      gatherers.forEach((gathered, i) => {
        if (gathered) gather(block[i] as Float64Array, picked, gathered);
      });
    });
    gatherers?.forEach((gathered, i) => {
      if (gathered) this.samples.set(keyOf(id, columns[i] as string), Float64Array.from(gathered).sort());
    });
  }

  /** Besides the moments of finite numbers, rows with a value: those stand in a Parquet file. */
  private async factsOf(id: string, reads: readonly Read[], moments: readonly (Moments | null)[]): Promise<Facts[]> {
    const { relation, opened, nulls } = this.desk.of(id);
    const typed = reads.map(({ column }) => this.desk.column(id, column));
    // What a column of numbers holds is a number; others may hold values that are none.
    const isPlain = (i: number) => typed[i]?.family === "number" && !typed[i]?.type.startsWith("VARCHAR");
    const untold = typed.filter((column) => !nulls.has(column.name)).map((column) => column.name);
    const counted = await this.counts(relation, untold.map(name));
    const present = typed.map((column) => opened.rows - (nulls.get(column.name) ?? opened.rows - (counted[untold.indexOf(column.name)] as number)));
    const parsing = typed.flatMap((column, i) => (moments[i] && !isPlain(i) ? [{ i, x: asNumber(column) }] : []));
    const parsed = await this.counts(
      relation,
      parsing.map(({ x }) => x),
    );
    return await Promise.all(
      reads.map(async (read, i): Promise<Facts> => {
        const rows = present[i] as number;
        const found = moments[i];
        if (!found) return { missing: opened.rows - rows, infinite: 0, unparsable: 0, numbers: null, distinct: 0 };
        const numbers = isPlain(i) ? rows : (parsed[parsing.findIndex((each) => each.i === i)] as number);
        // Null and what is no number came as NaN too.
        const nan = found.nan - (opened.rows - numbers);
        const { infinite, mean, squares, min, max } = found;
        if (!Number.isFinite(squares) || !Number.isFinite(mean)) return await this.hugeFacts(id, read);
        return {
          missing: opened.rows - rows + nan,
          infinite,
          unparsable: rows - numbers,
          numbers: found.rows > 0 ? { rows: found.rows, mean, squares, min, max } : null,
          distinct: 0,
        };
      }),
    );
  }

  /** Squares of numbers beyond 1e154 are none: scaled down. */
  private async hugeFacts(id: string, { column, as }: Read): Promise<Facts> {
    const { relation, opened } = this.desk.of(id);
    const [row = []] = await this.desk.query(
      `SELECT ${factColumns(this.desk.column(id, column), as, { allFinite: false, huge: true }).join(", ")} FROM ${relation}`,
    );
    return factsFrom(as, opened.rows, row);
  }

  private async counts(relation: string, expressions: readonly string[]): Promise<number[]> {
    if (expressions.length === 0) return [];
    const [row = []] = await this.desk.query(`SELECT ${expressions.map((each) => `count(${each})`).join(", ")} FROM ${relation}`);
    return row.map(Number);
  }

  /** A sample tells categories from texts, unless nearly every value of it is another. */
  private async distinct(id: string, reads: readonly Read[], missing: ReadonlyMap<string, number>, watch: Watch): Promise<Map<string, number>> {
    const { relation, numbered, opened } = this.desk.of(id);
    const step = Math.ceil(opened.rows / sampleRows);
    const sample = numbered && step > 1 ? `(SELECT * FROM ${numbered} WHERE file_row_number % ${step} = 0)` : relation;
    const ask = (from: string, some: readonly Read[]) =>
      this.desk.inGroups(l10n.t("counting distinct values"), some, watch, async (group) => {
        const list = group.map(({ column }) => `approx_count_distinct(${name(column)}), count(${name(column)})`);
        const [row = []] = await this.desk.query(`SELECT ${list.join(", ")} FROM ${from}`);
        return group.map((_, i) => ({ distinct: Number(row[2 * i]), rows: Number(row[2 * i + 1]) }));
      });
    const found = new Map<string, number>();
    const unsure: Read[] = [];
    (await ask(sample, reads)).forEach((result, i) => {
      const read = reads[i] as Read;
      if ("failed" in result) return;
      const present = opened.rows - (missing.get(read.column) ?? 0);
      if (result.rows < present && result.distinct > 0.4 * result.rows) unsure.push(read);
      else found.set(read.column, result.distinct);
    });
    (await ask(relation, unsure)).forEach((result, i) => {
      if (!("failed" in result)) found.set((unsure[i] as Read).column, result.distinct);
    });
    return found;
  }

  async quantiles(id: string, columns: readonly string[], shares: readonly number[], watch: Watch): Promise<(readonly number[] | Failed)[]> {
    return await this.desk.inGroups(l10n.t("placing cuts"), columns, watch, async (group) => {
      const absent = group.filter((column) => !this.samples.has(keyOf(id, column)));
      if (absent.length > 0)
        await this.read(
          id,
          absent,
          columns.length,
          [],
          absent.map(() => []),
        );
      return group.map((column) => {
        const sample = this.samples.get(keyOf(id, column)) as Float64Array;
        this.samples.delete(keyOf(id, column));
        return sample.length === 0 ? [] : shares.map((share) => sample[Math.floor(share * (sample.length - 1))] as number);
      });
    });
  }

  async count(id: string, plans: readonly CountPlan[], watch: Watch): Promise<(Counted | Failed)[]> {
    const isNumber = (plan: CountPlan): plan is NumberPlan => plan.as === "number";
    const numbers = await this.desk.inGroups(l10n.t("counting numbers"), plans.filter(isNumber), watch, (group) => this.countNumbers(id, group));
    const others = plans.filter((plan): plan is CategoryPlan => !isNumber(plan));
    const categories = await this.desk.inGroups(l10n.t("counting categories"), others, watch, ([plan]) => this.categories(id, plan as CategoryPlan), 1);
    return plans.map((plan) => (isNumber(plan) ? numbers.shift() : categories.shift()) as Counted | Failed);
  }

  private async countNumbers(id: string, plans: readonly NumberPlan[]): Promise<Counted[]> {
    const takers = plans.map(({ cuts, facts }) => {
      const [histogram, moments] = [new Histogram(cuts), facts ? new Moments() : null];
      const add = (values: Float64Array) => {
        histogram.add(values);
        moments?.add(values);
      };
      return { histogram, moments, add };
    });
    const columns = plans.map(({ column }) => column);
    await this.read(id, columns, 0, takers, null);
    const asked = plans.flatMap(({ column, facts }, i) => (facts ? [{ column, moments: takers[i]?.moments as Moments }] : []));
    const reads = asked.map(({ column }): Read => ({ column, as: "number" }));
    const facts = await this.factsOf(
      id,
      reads,
      asked.map(({ moments }) => moments),
    );
    return plans.map(({ column }, i) => {
      const counts = [...(takers[i] as (typeof takers)[number]).histogram.counts];
      const at = asked.findIndex((each) => each.column === column);
      return at < 0 ? { counts } : { counts, facts: facts[at] as Facts };
    });
  }

  /** All categories of a column with their rows, as the table `groups`. */
  private async grouped(id: string, column: string, numeric: boolean): Promise<void> {
    const typed = this.desk.column(id, column);
    const value = numeric ? asNumber(typed) : `${name(column)}::VARCHAR`;
    const where = numeric ? isFiniteNumber(typed) : `${name(column)} IS NOT NULL`;
    await this.desk.query(
      `CREATE OR REPLACE TEMP TABLE groups AS SELECT ${value} AS value, count(*) AS n FROM ${this.desk.of(id).relation} WHERE ${where} GROUP BY 1`,
    );
  }

  private async categories(id: string, { column, numeric, most, keep, buckets }: CategoryPlan): Promise<Counted[]> {
    const { query } = this.desk;
    await this.grouped(id, column, numeric);
    const kept = `value IN (SELECT unnest(${numeric ? doubles(keep.map(Number)) : `${texts(keep)}::VARCHAR[]`}))`;
    // Ties by value, so that the same data always give the same names.
    const rows = await query(`WITH named AS (SELECT value, n FROM groups ORDER BY n DESC, value LIMIT ${most})
      SELECT value, n, (SELECT count(*) FROM groups), (SELECT sum(n) FROM groups) FROM (SELECT * FROM named ${keep.length > 0 ? `UNION SELECT value, n FROM groups WHERE ${kept}` : ""}) ORDER BY n DESC, value`);
    const named = rows.map(([each, n]) => [numeric ? String(Number(each)) : String(each), Number(n)] as const);
    const [, , distinct = 0, all = 0] = rows[0] ?? [];
    const rest = { otherRows: Number(all) - named.reduce((sum, [, n]) => sum + n, 0), otherDistinct: Number(distinct) - named.length };
    if (!buckets && rest.otherDistinct === 0) return [{ categories: named, ...rest, buckets: null }];
    // MD5, since it is the same in every version of DuckDB: baselines outlive them.
    const hashed = await query(`SELECT (md5_number_lower(value::VARCHAR) % ${bucketCount})::INTEGER, sum(n) FROM groups GROUP BY 1`);
    const counts = new Array<number>(bucketCount).fill(0);
    for (const [bucket, n] of hashed) counts[Number(bucket)] = Number(n);
    await this.keepGroups(keyOf(id, column));
    return [{ categories: named, ...rest, buckets: counts }];
  }

  /** Counting so many names once is enough: they may be wanted for {@link overlap}. */
  private async keepGroups(key: string): Promise<void> {
    const table = `groups_${this.nextGroups++}`;
    await this.desk.query(`ALTER TABLE groups RENAME TO ${table}`);
    for (const [oldest, old] of this.groups) if (oldest === key || this.groups.size >= mostGroups) await this.dropGroups(oldest, old);
    this.groups.set(key, table);
  }

  private async dropGroups(key: string, table: string): Promise<void> {
    this.groups.delete(key);
    await this.desk.query(`DROP TABLE IF EXISTS ${table}`);
  }

  overlap(reference: string, current: string, columns: readonly { readonly column: string; readonly numeric: boolean }[], watch: Watch) {
    return this.desk.inGroups(
      l10n.t("matching categories"),
      columns,
      watch,
      async ([one]) => [await this.overlapOf(reference, current, one as (typeof columns)[number])],
      1,
    );
  }

  private async overlapOf(reference: string, current: string, { column, numeric }: { readonly column: string; readonly numeric: boolean }): Promise<Overlap> {
    const { query } = this.desk;
    for (const id of [reference, current]) {
      const key = keyOf(id, column);
      if (this.groups.has(key)) continue;
      await this.grouped(id, column, numeric);
      await this.keepGroups(key);
    }
    const [before, now] = [reference, current].map((id) => this.groups.get(keyOf(id, column)) as string) as [string, string];
    await query(`CREATE OR REPLACE TEMP TABLE matched AS SELECT coalesce(r.value, c.value) AS value, coalesce(r.n, 0) AS a, coalesce(c.n, 0) AS b
      FROM ${before} r FULL JOIN ${now} c ON r.value = c.value`);
    const groups = await query("SELECT a + b, count(*), count(*) FILTER (b = 0), count(*) FILTER (a = 0) FROM matched GROUP BY 1 ORDER BY 1");
    const largest = async (none: string, rows: string) =>
      (await query(`SELECT value, ${rows} FROM matched WHERE ${none} = 0 ORDER BY 2 DESC, 1 LIMIT ${namedOneSided}`)).map(
        ([each, n]) => [numeric ? String(Number(each)) : String(each), Number(n)] as const,
      );
    const [vanished, fresh] = [await largest("b", "a"), await largest("a", "b")];
    for (const [key, table] of [...this.groups]) if (table === before || table === now) await this.dropGroups(key, table);
    await query("DROP TABLE matched");
    const named = groups.map((row) => row.map(Number) as [number, number, number, number]);
    return { groups: named.map(([rows, categories, onlyReference, onlyCurrent]) => ({ rows, categories, onlyReference, onlyCurrent })), vanished, fresh };
  }
}

const keyOf = (id: string, column: string) => JSON.stringify([id, column]);

/** Which rows of a block are among every `step`-th of their file; null for all. */
function pickedOf(rowNumbers: Float64Array | null, step: number): readonly number[] | null {
  if (!rowNumbers) return null;
  const picked: number[] = [];
  for (let i = 0; i < rowNumbers.length; i++) if ((rowNumbers[i] as number) % step === 0) picked.push(i);
  return picked;
}

function gather(values: Float64Array, picked: readonly number[] | null, into: number[]): void {
  const take = (value: number) => {
    if (Number.isFinite(value)) into.push(value);
  };
  if (picked) for (const i of picked) take(values[i] as number);
  else values.forEach(take);
}

function distinctIn(ascending: Float64Array | undefined): number | undefined {
  let count = ascending && ascending.length > 0 ? 1 : 0;
  if (ascending) for (let i = 1; i < ascending.length; i++) if (ascending[i] !== ascending[i - 1]) count++;
  return ascending && count;
}
