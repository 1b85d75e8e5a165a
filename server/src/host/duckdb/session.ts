/** The engine inside its own process: DuckDB in memory, spilling to a folder of its own, and nothing fetched from anywhere. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import {
  type Counted,
  type CountPlan,
  DriftProblem,
  type Facts,
  type Failed,
  type Opened,
  type Read,
  type Source,
  type StretchPlan,
  type Watch,
  type WithinStretch,
} from "../../drift/engine.js";
import type { ErrorsBy, MarkPlan, Marks, Outcome, OutcomePlan, TimeEngine, Timeline, TimePlan } from "../../drift/series/timeEngine.js";
import type { ScoredGroup } from "../../drift/stats/isotonic.js";
import type { Distances } from "../../drift/stats/pooled.js";
import { countByWindow, summariseByWindow } from "./byWindow.js";
import { ParquetCache } from "./cache.js";
import type { Desk, Laid } from "./desk.js";
import { defaultLimits, type Limits } from "./limits.js";
import { type Loaded, load, plainMessage } from "./load.js";
import { classes, errorsBy, marks, outcomes, scores } from "./outcomes.js";
import { bucketCount, countsFrom, factsFrom } from "./results.js";
import { alwaysFinite, asNumber, distancesSql, distancesWithinSql, doubles, factColumns, histogramSql, isFiniteNumber, name, texts } from "./sql.js";
import { layWindows } from "./timeline.js";

/** So many columns to a query: one scan for all would keep too many sketches at once. */
const columnsAtOnce = 50;
/** Rows looked at to place cuts. */
const sampleRows = 40_000;

export type Row = readonly unknown[];
export type Query = (sql: string) => Promise<Row[]>;

export class DuckDbSession implements TimeEngine, Desk {
  private readonly data = new Map<string, Loaded>();
  private readonly windows = new Map<string, Laid>();
  private readonly samples = new Map<string, { readonly id: string; readonly columns: readonly string[] }>();
  private next = 1;

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly folder: string,
    private readonly cache: ParquetCache | null,
  ) {}

  static async start({ memoryMb, threads, cache }: Limits = defaultLimits): Promise<DuckDbSession> {
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-drift-"));
    const instance = await DuckDBInstance.create(":memory:", {
      memory_limit: `${memoryMb}MB`,
      threads: String(threads),
      temp_directory: folder,
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      preserve_insertion_order: "false",
    });
    const connection = await instance.connect();
    // Dates without a zone are UTC, wherever this runs.
    await connection.run("SET TimeZone = 'UTC'");
    return new DuckDbSession(instance, connection, folder, cache === null ? null : new ParquetCache(cache));
  }

  async open(source: Source, watch: Watch = {}): Promise<Opened> {
    const id = `d${this.next++}`;
    const loaded = await this.working(`reading ${source.paths.join(", ")}`, watch, () =>
      load(source, { id, folder: this.folder, cache: this.cache, query: this.query }),
    );
    this.data.set(id, loaded);
    return loaded.opened;
  }

  async summarise(id: string, reads: readonly Read[], watch: Watch = {}): Promise<(Facts | Failed)[]> {
    const { relation, opened } = this.of(id);
    const results = await this.inGroups("describing columns", reads, watch, async (group, again) => {
      const numeric = group.filter(({ as }) => as === "number" || as === "date").map(({ column }) => column);
      const finite = await this.allFinite(id, numeric);
      const lists = group.map((read) => factColumns(this.column(id, read.column), read.as, { allFinite: finite.has(read.column), huge: again }));
      // Extremes of whole columns stand in the file, and so do counts where nothing is missing: questions of their own spare a scan.
      const scanned = new Set(group.flatMap(({ as }, i) => (as === "number" || as === "date" ? (lists[i]?.slice(0, 6) ?? []) : [])));
      const kinds = [(aggregate: string) => scanned.has(aggregate), (aggregate: string) => aggregate.startsWith("m"), () => true];
      const all = [...new Set(lists.flat())];
      const found = new Map<string, unknown>();
      for (const kind of kinds) {
        const asked = all.filter((aggregate) => kinds.find((each) => each(aggregate)) === kind);
        const [values = []] = asked.length > 0 ? await this.query(`SELECT ${asked.join(", ")} FROM ${relation}`) : [];
        for (const [i, aggregate] of asked.entries()) found.set(aggregate, values[i]);
      }
      const row = lists.flat().map((aggregate) => found.get(aggregate));
      let at = 0;
      return group.map((read, i) => factsFrom(read.as, opened.rows, row.slice(at, (at += (lists[i] as string[]).length))));
    });
    const distinct = await this.distinct(
      id,
      reads.filter((read) => read.distinct !== false && (read.as === "number" || read.as === "category")),
      results.map((result, i) => ({ column: (reads[i] as Read).column, missing: "failed" in result ? opened.rows : result.missing })),
      watch,
    );
    return results.map((result, i) => {
      const found = distinct.get((reads[i] as Read).column);
      return found === undefined || "failed" in result ? result : { ...result, distinct: found };
    });
  }

  /** A sample tells codes from measurements, and categories from texts, unless nearly every value of it is another. */
  private async distinct(
    id: string,
    reads: readonly Read[],
    missing: readonly { readonly column: string; readonly missing: number }[],
    watch: Watch,
  ): Promise<Map<string, number>> {
    const { relation, opened } = this.of(id);
    const value = ({ column, as }: Read) => (as === "number" ? asNumber(this.column(id, column)) : name(column));
    const ask = (from: (group: readonly Read[]) => Promise<string>, some: readonly Read[]) =>
      this.inGroups("counting distinct values", some, watch, async (group) => {
        const [row = []] = await this.query(
          `SELECT ${group.map((read) => `approx_count_distinct(${value(read)}), count(${value(read)})`).join(", ")} FROM ${await from(group)}`,
        );
        return group.map((_, i) => ({ distinct: Number(row[2 * i]), rows: Number(row[2 * i + 1]) }));
      });
    const found = new Map<string, number>();
    const unsure: Read[] = [];
    (
      await ask(
        (group) =>
          this.sample(
            id,
            group.map(({ column }) => column),
          ),
        reads,
      )
    ).forEach((result, i) => {
      const read = reads[i] as Read;
      if ("failed" in result) return;
      const present = opened.rows - (missing.find(({ column }) => column === read.column)?.missing ?? 0);
      if (read.as === "category" && result.rows < present && result.distinct > 0.4 * result.rows) unsure.push(read);
      else found.set(read.column, result.distinct);
    });
    (await ask(async () => relation, unsure)).forEach((result, i) => {
      if (!("failed" in result)) found.set((unsure[i] as Read).column, result.distinct);
    });
    return found;
  }

  /** Columns without infinite values and NaN, which sort to the ends: finding none there saves a filter on every aggregate. */
  async allFinite(id: string, columns: readonly string[]): Promise<Set<string>> {
    const numeric = columns.map((column) => this.column(id, column));
    const unsure = numeric.filter((column) => !alwaysFinite(column));
    const known = numeric.filter(alwaysFinite).map((column) => column.name);
    if (unsure.length === 0) return new Set(known);
    const list = unsure.map((column) => `coalesce(isfinite(min(${asNumber(column)})) AND isfinite(max(${asNumber(column)})), true)`);
    const [row = []] = await this.query(`SELECT ${list.join(", ")} FROM ${this.of(id).relation}`);
    return new Set([...known, ...unsure.flatMap((column, i) => (row[i] ? [column.name] : []))]);
  }

  quantiles(id: string, columns: readonly string[], shares: readonly number[], watch: Watch = {}): Promise<(readonly number[] | Failed)[]> {
    return this.inGroups("placing cuts", columns, watch, async (group) => {
      const lists = group.map((column, i) => {
        const typed = this.column(id, column);
        return `list_sort(list(${asNumber(typed)}) FILTER (WHERE ${isFiniteNumber(typed)})) AS s${i}`;
      });
      // One sort for all shares, where quantile_disc would select anew for each.
      const counts = group.map((_, i) => `len(s${i}) AS n${i}`);
      const picks = group.map((_, i) => `list_select(s${i}, list_transform(${doubles(shares)}, lambda p: 1 + floor(p * (n${i} - 1))::BIGINT))`);
      const [row = []] = await this.query(
        `SELECT ${picks.join(", ")} FROM (SELECT *, ${counts.join(", ")} FROM (SELECT ${lists.join(", ")} FROM ${await this.sample(id, group)}))`,
      );
      return group.map((_, i) => (row[i] as number[] | null) ?? []);
    });
  }

  async count(id: string, plans: readonly CountPlan[], watch: Watch = {}): Promise<(Counted | Failed)[]> {
    const isNumber = (plan: CountPlan): plan is CountPlan & { as: "number" } => plan.as === "number";
    const { relation } = this.of(id);
    const numbers = await this.inGroups("counting numbers", plans.filter(isNumber), watch, async (group) => {
      const finite = await this.allFinite(
        id,
        group.map(({ column }) => column),
      );
      const list = group.map(({ column, cuts }) => histogramSql(this.column(id, column), cuts, finite.has(column)));
      const [row = []] = await this.query(`SELECT ${list.join(", ")} FROM ${relation}`);
      return group.map(({ cuts }, i) => ({ counts: countsFrom(row[i], cuts.length) }));
    });
    const others = plans.filter((plan) => !isNumber(plan)) as (CountPlan & { as: "category" })[];
    const categories = await this.inGroups("counting categories", others, watch, ([plan]) => this.categories(id, plan as CountPlan & { as: "category" }), 1);
    return plans.map((plan) => (isNumber(plan) ? numbers.shift() : categories.shift()) as Counted | Failed);
  }

  private async categories(id: string, { column, numeric, most, keep, buckets }: CountPlan & { as: "category" }): Promise<Counted[]> {
    const typed = this.column(id, column);
    const value = numeric ? asNumber(typed) : `${name(column)}::VARCHAR`;
    const where = numeric ? isFiniteNumber(typed) : `${name(column)} IS NOT NULL`;
    const kept = `value IN (SELECT unnest(${numeric ? doubles(keep.map(Number)) : `${texts(keep)}::VARCHAR[]`}))`;
    await this.query(`CREATE OR REPLACE TEMP TABLE groups AS SELECT ${value} AS value, count(*) AS n FROM ${this.of(id).relation} WHERE ${where} GROUP BY 1`);
    // Ties by value, so that the same data always give the same names.
    const rows = await this.query(`WITH named AS (SELECT value, n FROM groups ORDER BY n DESC, value LIMIT ${most})
      SELECT value, n, (SELECT count(*) FROM groups), (SELECT sum(n) FROM groups) FROM (SELECT * FROM named ${keep.length > 0 ? `UNION SELECT value, n FROM groups WHERE ${kept}` : ""}) ORDER BY n DESC, value`);
    const named = rows.map(([each, n]) => [numeric ? String(Number(each)) : String(each), Number(n)] as const);
    const [, , distinct = 0, all = 0] = rows[0] ?? [];
    const rest = { otherRows: Number(all) - named.reduce((sum, [, n]) => sum + n, 0), otherDistinct: Number(distinct) - named.length };
    if (!buckets && rest.otherDistinct === 0) return [{ categories: named, ...rest, buckets: null }];
    // MD5, since it is the same in every version of DuckDB: baselines outlive them.
    const hashed = await this.query(`SELECT (md5_number_lower(value::VARCHAR) % ${bucketCount})::INTEGER, sum(n) FROM groups GROUP BY 1`);
    const counts = new Array<number>(bucketCount).fill(0);
    for (const [bucket, n] of hashed) counts[Number(bucket)] = Number(n);
    return [{ categories: named, ...rest, buckets: counts }];
  }

  distances(reference: string, current: string, columns: readonly string[], watch: Watch = {}): Promise<(Distances | Failed)[]> {
    return this.inGroups(
      "comparing rows",
      columns,
      watch,
      async ([column = ""]) => {
        const side = (id: string) => ({ relation: this.of(id).relation, column: this.column(id, column) });
        const [row = []] = await this.query(distancesSql(side(reference), side(current)));
        const [ks = 0, location = 0, gap = 0, wasserstein = 0, cramer = 0, n = 0, m = 0] = row.map(Number);
        const finite = (value: number) => Math.min(value, Number.MAX_VALUE);
        return [
          {
            rows: { reference: n, current: m },
            ks,
            location,
            sign: gap < 0 ? -1 : 1,
            wasserstein: finite(wasserstein),
            cramer: finite(cramer),
          } satisfies Distances,
        ];
      },
      1,
    );
  }

  distancesWithin(reference: string, current: string, plans: readonly StretchPlan[], watch: Watch = {}): Promise<(readonly WithinStretch[] | Failed)[]> {
    return this.inGroups(
      "comparing tails",
      plans,
      watch,
      async ([plan]) => {
        const asked = plan as StretchPlan;
        const side = (id: string) => ({ relation: this.of(id).relation, column: this.column(id, asked.column) });
        const rows = await this.query(distancesWithinSql(side(reference), side(current), asked));
        return [
          rows.map(([, ks, location, gap, wasserstein]) => ({
            ks: Number(ks),
            location: Number(location),
            sign: Number(gap) < 0 ? -1 : 1,
            wasserstein: Number(wasserstein),
          })),
        ] as WithinStretch[][];
      },
      1,
    );
  }

  async timeline(id: string, plan: TimePlan, watch: Watch = {}): Promise<Timeline> {
    const { timeline, laid } = await this.working("laying windows", watch, () =>
      layWindows(this.column(id, plan.column), this.of(id).relation, plan, this.query),
    );
    this.windows.set(id, laid);
    return timeline;
  }

  summariseByWindow = (id: string, reads: readonly Read[], watch: Watch = {}) => summariseByWindow(this, id, reads, watch);
  countByWindow = (id: string, plans: readonly CountPlan[], watch: Watch = {}) => countByWindow(this, id, plans, watch);
  outcomes = (id: string, plan: OutcomePlan, watch: Watch = {}): Promise<readonly Outcome[]> => outcomes(this, id, plan, watch);
  classes = (id: string, columns: readonly string[], asNumbers: boolean, watch: Watch = {}) => classes(this, id, columns, asNumbers, watch);
  scores = (id: string, plan: OutcomePlan, watch: Watch = {}): Promise<readonly ScoredGroup[]> => scores(this, id, plan, watch);
  marks = (id: string, plan: MarkPlan, watch: Watch = {}): Promise<Marks> => marks(this, id, plan, watch);
  errorsBy = (id: string, plan: OutcomePlan, columns: readonly CountPlan[], watch: Watch = {}): Promise<(ErrorsBy | Failed)[]> =>
    errorsBy(this, id, plan, columns, watch);

  async dispose(): Promise<void> {
    this.connection.closeSync();
    this.instance.closeSync();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  laid(id: string): Laid | null {
    return this.windows.get(id) ?? null;
  }

  async stream(sql: string, take: (columns: readonly (readonly unknown[])[]) => void): Promise<void> {
    const result = await this.connection.stream(sql);
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) take(chunk.getColumns());
  }

  of(id: string): Loaded {
    const loaded = this.data.get(id);
    if (!loaded) throw new DriftProblem(`data set ${id} is not open`);
    if (loaded.changed()) throw new DriftProblem(`${loaded.opened.name} changed while it was read`);
    return loaded;
  }

  column(id: string, column: string) {
    const found = this.of(id).opened.columns.find((each) => each.name === column);
    if (!found) throw new DriftProblem(`there is no column "${column}"`);
    return found;
  }

  /** Every k-th row: random enough to place cuts, and the same rows every time. Kept, since it is asked for twice. */
  private async sample(id: string, columns: readonly string[]): Promise<string> {
    const { relation, opened, numbered } = this.of(id);
    const step = Math.ceil(opened.rows / sampleRows);
    if (!numbered || step <= 1) return relation;
    const known = [...this.samples].find(([, kept]) => kept.id === id && columns.every((column) => kept.columns.includes(column)));
    if (known) return known[0];
    const table = `sample_${this.samples.size}`;
    await this.query(`CREATE OR REPLACE TEMP TABLE ${table} AS SELECT ${columns.map(name).join(", ")} FROM ${numbered} WHERE file_row_number % ${step} = 0`);
    this.samples.set(table, { id, columns });
    return table;
  }

  readonly query: Query = async (sql) => (await this.connection.runAndReadAll(sql)).getRowsJS() as Row[];

  /** Asks for many columns at once; where that fails, one at a time, so that a bad column costs only itself. */
  inGroups<T, R extends object>(
    step: string,
    items: readonly T[],
    watch: Watch,
    ask: (group: readonly T[], again: boolean) => Promise<R[]>,
    size = columnsAtOnce,
  ): Promise<(R | Failed)[]> {
    return this.working(step, watch, async (isCancelled) => {
      const results: (R | Failed)[] = [];
      for (let from = 0; from < items.length; from += size) {
        const group = items.slice(from, from + size);
        watch.progress?.(step, from / items.length);
        try {
          results.push(...(await ask(group, false)));
        } catch (error) {
          if (isCancelled() || error instanceof DriftProblem) throw error;
          for (const item of group) {
            results.push(...(await ask([item], true).catch((problem: unknown) => [{ failed: plainMessage(problem) }])));
            if (isCancelled()) throw new DriftProblem("cancelled");
          }
        }
      }
      return results;
    });
  }

  async working<T>(step: string, watch: Watch, work: (isCancelled: () => boolean) => Promise<T>): Promise<T> {
    let cancelled = false;
    watch.onCancel?.(() => {
      cancelled = true;
      this.connection.interrupt();
    });
    const report = () => watch.progress?.(step, Math.max(0, this.connection.progress.percentage) / 100);
    report();
    const timer = setInterval(report, 250);
    try {
      return await work(() => cancelled);
    } catch (error) {
      if (cancelled) throw new DriftProblem("cancelled");
      throw error instanceof DriftProblem ? error : new DriftProblem(plainMessage(error));
    } finally {
      clearInterval(timer);
    }
  }
}
