/** The engine inside its own process: DuckDB in memory, spilling to a folder of its own, and nothing fetched from anywhere. */

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import * as l10n from "@vscode/l10n";
import {
  type Counted,
  type CountPlan,
  type DriftEngine,
  DriftProblem,
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
import { eachBlock } from "./numbers.js";
import { classes, errorsBy, marks, outcomes, scores } from "./outcomes.js";
import { alwaysFinite, asNumber, distancesSql, distancesWithinSql } from "./sql.js";
import { Summaries } from "./summaries.js";
import { layWindows } from "./timeline.js";

/** So many columns to a query: one scan for all would keep too many sketches at once. */
const columnsAtOnce = 50;

const signals = ["SIGINT", "SIGTERM"] as const;

export type Row = readonly unknown[];
export type Query = (sql: string) => Promise<Row[]>;

export class DuckDbSession implements TimeEngine, Desk {
  readonly countsFacts = true;
  private readonly data = new Map<string, Loaded>();
  private readonly windows = new Map<string, Laid>();
  private readonly summaries = new Summaries(this);
  private next = 1;

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly folder: string,
    private readonly cache: ParquetCache | null,
  ) {
    for (const signal of signals) process.once(signal, this.interrupted);
  }

  /** Nothing stays behind where a signal ends the process; where somebody else listens, they end it in their own time. */
  private readonly interrupted = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) > 0) return;
    fs.rmSync(this.folder, { recursive: true, force: true });
    process.kill(process.pid, signal);
  };

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
    const loaded = await this.working(l10n.t("reading {0}", source.paths.join(", ")), watch, () =>
      load(source, { id, folder: this.folder, cache: this.cache, query: this.query }),
    );
    this.data.set(id, loaded);
    return loaded.opened;
  }

  summarise = (id: string, reads: readonly Read[], watch: Watch = {}) => this.summaries.summarise(id, reads, watch);
  quantiles = (id: string, columns: readonly string[], shares: readonly number[], watch: Watch = {}) => this.summaries.quantiles(id, columns, shares, watch);
  count = (id: string, plans: readonly CountPlan[], watch: Watch = {}): Promise<(Counted | Failed)[]> => this.summaries.count(id, plans, watch);

  overlap = (reference: string, current: string, columns: Parameters<NonNullable<DriftEngine["overlap"]>>[2], watch: Watch = {}) =>
    this.summaries.overlap(reference, current, columns, watch);

  /**
   * Columns without infinite values and NaN: knowing that saves a filter on every aggregate. Minimum and maximum would not tell, since those
   * that stand in a Parquet file leave NaN out.
   */
  async allFinite(id: string, columns: readonly string[]): Promise<Set<string>> {
    const numeric = columns.map((column) => this.column(id, column));
    const unsure = numeric.filter((column) => !alwaysFinite(column));
    const known = numeric.filter(alwaysFinite).map((column) => column.name);
    if (unsure.length === 0) return new Set(known);
    const list = unsure.map((column) => `coalesce(bool_and(isfinite(${asNumber(column)})), true)`);
    const [row = []] = await this.query(`SELECT ${list.join(", ")} FROM ${this.of(id).relation}`);
    return new Set([...known, ...unsure.flatMap((column, i) => (row[i] ? [column.name] : []))]);
  }

  distances(reference: string, current: string, columns: readonly string[], watch: Watch = {}): Promise<(Distances | Failed)[]> {
    return this.inGroups(
      l10n.t("comparing rows"),
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
      l10n.t("comparing tails"),
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
    const { timeline, laid } = await this.working(l10n.t("laying windows"), watch, () =>
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
    for (const signal of signals) process.removeListener(signal, this.interrupted);
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
    if (!loaded) throw new DriftProblem(l10n.t("data set {0} is not open", id));
    if (loaded.changed()) throw new DriftProblem(l10n.t("{0} changed while it was read", loaded.opened.name));
    return loaded;
  }

  blocks(sql: string, take: (columns: readonly Float64Array[]) => void): Promise<void> {
    return eachBlock(this.connection, sql, take);
  }

  column(id: string, column: string) {
    const found = this.of(id).opened.columns.find((each) => each.name === column);
    if (!found) throw new DriftProblem(l10n.t('there is no column "{0}"', column));
    return found;
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
        if (isCancelled()) throw new DriftProblem("cancelled");
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
    // An interrupt that comes between two statements stops neither: it is said again until the work ends.
    const timer = setInterval(() => (cancelled ? this.connection.interrupt() : report()), 250);
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
