/** Drift statistics by SQL where the data are: a server answers with counts, and rows stay there. */

import * as l10n from "@vscode/l10n";
import { cutShares } from "../../drift/cuts.js";
import {
  type Counted,
  type CountPlan,
  type DriftEngine,
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
import { withinStretches } from "../../drift/stretches.js";
import { bucketCount, factsFrom } from "../duckdb/results.js";
import { type Connection, ConnectionLost, relationFrom, StatementRefused } from "./connection.js";
import { type Column, name } from "./dialect.js";
import { type Asked, bucketsSql, type CategoryPlan, categoriesSql, factsSql, factsWidth, numbersSql, quantilesSql, stretchesSql } from "./statements.js";

/** So many columns to a statement, which keeps its text below what servers take. */
const columnsAtOnce = 40;
/** Distinct values of a stretch that are still fetched. */
const mostValues = 200_000;

interface Table {
  readonly opened: Opened;
  readonly relation: string;
  /** By column and way of reading. */
  readonly facts: Map<string, Facts | Failed>;
}

const keyOf = ({ column, as }: Pick<Read, "column" | "as">) => `${as} ${column}`;
const usualRead = ({ family }: Column): Read["as"] =>
  family === "number" ? "number" : family === "date" ? "date" : family === "other" ? "presence" : "category";

export class SqlEngine implements DriftEngine {
  readonly rowsStay = true;
  private readonly tables = new Map<string, Table>();
  private next = 1;
  /** Why nothing more is asked: the connection is gone. What was found until then stands. */
  private lost: string | null = null;

  /** `sent` sees each statement before it is sent. */
  constructor(
    private readonly connection: Connection,
    private readonly sent: (sql: string) => void = () => {},
  ) {}

  /** What would be sent for a comparison of these tables, with three cuts in the place of those that the second statement finds. Reads no rows. */
  async preview(reference: string | null, current: string): Promise<string[]> {
    const statements: string[] = [];
    for (const given of new Set([reference, current])) {
      if (given === null) continue;
      const relation = this.relation(given);
      const columns = await this.columns(given);
      const { dialect } = this.connection;
      statements.push(
        factsSql(
          dialect,
          relation,
          columns.map((column) => ({ column, as: usualRead(column) })),
        ),
      );
      const numbers = columns.filter(({ family }) => family === "number");
      const others = columns.filter((column) => usualRead(column) === "category");
      if (numbers.length > 0 && given === reference) statements.push(quantilesSql(dialect, relation, numbers, cutShares));
      const cuts = [0.25, 0.5, 0.75];
      if (numbers.length > 0)
        statements.push(
          numbersSql(
            dialect,
            relation,
            numbers.map((column) => ({ column, cuts })),
          ),
        );
      const plan = { as: "category" as const, numeric: false, most: 1000, keep: [], buckets: false };
      if (others.length > 0)
        statements.push(
          categoriesSql(
            dialect,
            relation,
            others.map((column) => ({ column, plan: { ...plan, column: column.name } })),
          ),
        );
    }
    return statements;
  }

  /** Counts and describes all columns as they are usually read, in one scan. */
  async open(source: Source, watch: Watch = {}): Promise<Opened> {
    const [given = ""] = source.paths;
    const relation = this.relation(given);
    const columns = await this.columns(given);
    const asked = columns.map((column): Asked => ({ column, as: usualRead(column) }));
    let rows: number | null = null;
    const found = await this.inGroups(l10n.t("reading {0}", given), asked, watch, async (group) => {
      const result = await this.factsOf(relation, group, watch);
      rows = result.rows;
      return result.facts;
    });
    // Nothing can be said of a data set whose rows nobody has counted.
    if (this.lost !== null) throw new ConnectionLost(this.lost);
    if (rows === null) rows = Number((await this.ask(factsSql(this.connection.dialect, relation, []), watch))[0]?.[0] ?? 0);
    const opened: Opened = { id: `s${this.next++}`, name: given, rows, rejected: 0, rejections: [], columns };
    const facts = new Map(found.map((each, i) => [keyOf({ column: (asked[i] as Asked).column.name, as: (asked[i] as Asked).as }), each] as const));
    this.tables.set(opened.id, { opened, relation, facts });
    return opened;
  }

  async summarise(id: string, reads: readonly Read[], watch: Watch = {}): Promise<(Facts | Failed)[]> {
    const { relation, facts } = this.of(id);
    const open = reads.filter((read) => !facts.has(keyOf(read)));
    const asked = open.map(({ column, as }): Asked => ({ column: this.column(id, column), as }));
    const found = await this.inGroups(l10n.t("describing columns"), asked, watch, async (group) => (await this.factsOf(relation, group, watch)).facts);
    for (const [i, read] of open.entries()) facts.set(keyOf(read), found[i] as Facts | Failed);
    return reads.map((read) => facts.get(keyOf(read)) as Facts | Failed);
  }

  quantiles(id: string, columns: readonly string[], shares: readonly number[], watch: Watch = {}): Promise<(readonly number[] | Failed)[]> {
    return this.inGroups(l10n.t("placing cuts"), columns, watch, async (group) => {
      const typed = group.map((column) => this.column(id, column));
      const [row = []] = await this.ask(quantilesSql(this.connection.dialect, this.of(id).relation, typed, shares), watch);
      return group.map((_, i) => ((row[i] as unknown[] | null) ?? []).map(Number));
    });
  }

  async count(id: string, plans: readonly CountPlan[], watch: Watch = {}): Promise<(Counted | Failed)[]> {
    const isNumber = (plan: CountPlan): plan is CountPlan & { as: "number" } => plan.as === "number";
    const numbers = await this.inGroups(l10n.t("counting numbers"), plans.filter(isNumber), watch, (group) => this.numbers(id, group, watch));
    const isCategory = (plan: CountPlan): plan is CountPlan & { as: "category" } => plan.as === "category";
    const categories = await this.inGroups(l10n.t("counting categories"), plans.filter(isCategory), watch, (group) => this.categories(id, group, watch));
    return plans.map((plan) => (isNumber(plan) ? numbers.shift() : categories.shift()) as Counted | Failed);
  }

  /** All rows of a column would have to be sorted on one machine. */
  async distances(_reference: string, _current: string, columns: readonly string[]): Promise<Failed[]> {
    return columns.map(() => ({ failed: "rows of a server are not compared one by one" }));
  }

  distancesWithin(reference: string, current: string, plans: readonly StretchPlan[], watch: Watch = {}): Promise<(readonly WithinStretch[] | Failed)[]> {
    return this.inGroups(
      l10n.t("comparing tails"),
      plans,
      watch,
      async ([plan]) => {
        const asked = plan as StretchPlan;
        const sides: (readonly [number, number])[][] = [];
        for (const id of [reference, current]) {
          const sql = stretchesSql(this.connection.dialect, this.of(id).relation, this.column(id, asked.column), asked, mostValues + 1);
          const rows = await this.ask(sql, watch);
          if (rows.length > mostValues) return [{ failed: "too many values to fetch" }];
          sides.push(rows.map(([x, n]) => [Number(x), Number(n)]));
        }
        return [withinStretches(asked, sides[0] ?? [], sides[1] ?? [])];
      },
      1,
    );
  }

  dispose(): Promise<void> {
    return this.connection.close();
  }

  private async numbers(id: string, plans: readonly (CountPlan & { as: "number" })[], watch: Watch): Promise<Counted[]> {
    const typed = plans.map(({ column, cuts }) => ({ column: this.column(id, column), cuts }));
    const counts = plans.map(({ cuts }) => new Array<number>(cuts.length + 1).fill(0));
    for (const [c, bucket, n] of await this.ask(numbersSql(this.connection.dialect, this.of(id).relation, typed), watch))
      (counts[Number(c) - 1] as number[])[Number(bucket)] = Number(n);
    return counts.map((each) => ({ counts: each }));
  }

  private async categories(id: string, plans: readonly (CountPlan & { as: "category" })[], watch: Watch): Promise<Counted[]> {
    const { dialect } = this.connection;
    const { relation } = this.of(id);
    const typed = plans.map((plan): CategoryPlan => ({ column: this.column(id, plan.column), plan }));
    const found = plans.map(() => ({ named: [] as (readonly [string, number])[], distinct: 0, rows: 0 }));
    for (const [c, value, n, distinct, rows] of await this.ask(categoriesSql(dialect, relation, typed), watch)) {
      const column = found[Number(c) - 1] as (typeof found)[number];
      column.named.push([plans[Number(c) - 1]?.numeric ? String(Number(value)) : String(value), Number(n)]);
      Object.assign(column, { distinct: Number(distinct), rows: Number(rows) });
    }
    // Numbers are written otherwise by every engine, so their hashes would say nothing.
    const hashed = typed.filter(({ plan }, i) => !plan.numeric && (plan.buckets || (found[i]?.distinct ?? 0) > (found[i]?.named.length ?? 0)));
    const buckets = new Map(hashed.map(({ plan }) => [plan, new Array<number>(bucketCount).fill(0)]));
    if (hashed.length > 0)
      for (const [c, digits, n] of await this.ask(bucketsSql(dialect, relation, hashed), watch))
        (buckets.get((hashed[Number(c) - 1] as CategoryPlan).plan) as number[])[Number.parseInt(String(digits), 16)] = Number(n);
    return found.map(({ named, distinct, rows }, i) => ({
      categories: named,
      otherRows: rows - named.reduce((sum, [, n]) => sum + n, 0),
      otherDistinct: distinct - named.length,
      buckets: buckets.get(plans[i] as CountPlan & { as: "category" }) ?? null,
    }));
  }

  private async factsOf(relation: string, asked: readonly Asked[], watch: Watch): Promise<{ rows: number; facts: Facts[] }> {
    const [row = []] = await this.ask(factsSql(this.connection.dialect, relation, asked), watch);
    const rows = Number(row[0]);
    let at = 1;
    const facts = asked.map(({ as }) => {
      const values = row.slice(at, (at += factsWidth(as)));
      const distinct = as === "presence" ? 0 : Number(values.at(-1));
      return { ...factsFrom(as, rows, values), distinct };
    });
    return { rows, facts };
  }

  private relation = (given: string): string => relationFrom(given, name);

  /** Names and types; reads no rows. */
  async columns(given: string): Promise<readonly Column[]> {
    const columns = await this.connection.columns(this.relation(given));
    const twice = columns.find(({ name }, i) => columns.findIndex((other) => other.name === name) !== i);
    if (twice) throw new DriftProblem(l10n.t('{0} has two columns called "{1}"', given, twice.name));
    return columns;
  }

  private of(id: string): Table {
    const table = this.tables.get(id);
    if (!table) throw new DriftProblem(l10n.t("data set {0} is not open", id));
    return table;
  }

  private column(id: string, column: string): Column {
    const found = this.of(id).opened.columns.find(({ name }) => name === column);
    if (!found) throw new DriftProblem(l10n.t('there is no column "{0}"', column));
    return found;
  }

  private cancelled = false;

  private ask(sql: string, watch: Watch = {}): Promise<readonly (readonly unknown[])[]> {
    watch.onCancel?.(() => {
      this.cancelled = true;
      void this.connection.cancel();
    });
    if (this.cancelled) throw new DriftProblem("cancelled");
    this.sent(sql);
    return this.connection.query(sql).catch((error: unknown) => {
      throw this.cancelled ? new DriftProblem("cancelled") : error;
    });
  }

  /** Asks for many columns at once; where the server refuses, one at a time, so that a bad column costs only itself. */
  private async inGroups<T, R extends object>(
    step: string,
    items: readonly T[],
    watch: Watch,
    ask: (group: readonly T[]) => Promise<(R | Failed)[]>,
    size = columnsAtOnce,
  ): Promise<(R | Failed)[]> {
    const results: (R | Failed)[] = [];
    for (let from = 0; from < items.length; from += size) {
      const group = items.slice(from, from + size);
      if (this.lost !== null) {
        const failed = this.lost;
        results.push(...group.map(() => ({ failed })));
        continue;
      }
      watch.progress?.(step, from / items.length);
      try {
        results.push(...(await ask(group)));
      } catch (error) {
        if (error instanceof ConnectionLost && !this.cancelled) {
          this.lost = error.message;
          from -= size;
          continue;
        }
        if (this.cancelled || !(error instanceof StatementRefused)) throw error;
        for (const item of group) results.push(...(await ask([item]).catch((problem) => this.refusal(problem))));
      }
    }
    return results;
  }

  private refusal(problem: unknown): Failed[] {
    if (this.cancelled || !(problem instanceof StatementRefused)) throw problem;
    return [{ failed: problem.message }];
  }
}
