/** The engines behind a comparison: DuckDB for files, a server for its tables. A comparison of data in two places counts each where it is. */
import * as l10n from "@vscode/l10n";
import { type Comparison, compare, describe, type Request } from "../../drift/compare.js";
import { type DriftEngine, DriftProblem, failed, type Opened, type Source, type Watch } from "../../drift/engine.js";
import { gathered } from "../../drift/problems.js";
import type { DatasetProfile } from "../../drift/profile.js";
import type { TimeEngine } from "../../drift/series/timeEngine.js";
import type { DriftData, DriftRequest } from "../../protocol.js";
import { connectWith } from "../sql/connect.js";
import { SqlEngine } from "../sql/engine.js";
import { defaultLimits, timeMemoryMb } from "./limits.js";
import { DuckDbSession } from "./session.js";

/** The native library is missing; nothing about the data is wrong. */
export class Unavailable extends Error {}

/** What a call may be stopped by, at any time. */
export class Cancel {
  done = false;
  private act: () => void = () => {};

  readonly arm = (act: () => void): void => {
    this.act = act;
  };

  now(): void {
    this.done = true;
    this.act();
  }
}

const told = "choose the table anew to give another password";

export class Engines {
  private session: { readonly memoryMb: number; readonly engine: DuckDbSession } | null = null;
  private readonly servers = new Map<string, SqlEngine>();

  async forFiles(memoryMb: number): Promise<DuckDbSession> {
    if (this.session?.memoryMb === memoryMb) return this.session.engine;
    await this.session?.engine.dispose();
    this.session = null;
    try {
      this.session = { memoryMb, engine: await DuckDbSession.start({ ...defaultLimits, memoryMb }) };
    } catch (error) {
      const reason = String(error instanceof Error ? error.message : error).split("\n")[0];
      throw new Unavailable(l10n.t("DuckDB's native library for {0} {1} could not be loaded: {2}", process.platform, process.arch, String(reason)));
    }
    return this.session.engine;
  }

  /** A connection for one question; {@link leave} ends it. */
  async forServer(address: string, { passwords }: Pick<DriftRequest, "passwords">): Promise<SqlEngine> {
    const known = this.servers.get(address);
    if (known) return known;
    const engine = new SqlEngine(await connectWith(address, { password: passwords?.[address] ?? null, alone: true, told }));
    this.servers.set(address, engine);
    return engine;
  }

  of({ server }: DriftData, request: DriftRequest): Promise<DuckDbSession | SqlEngine> {
    return server === undefined ? this.forFiles(request.memoryMb) : this.forServer(server, request);
  }

  async leave(): Promise<void> {
    const open = [...this.servers.values()];
    this.servers.clear();
    await Promise.all(open.map((engine) => engine.dispose().catch(() => undefined)));
  }

  async dispose(): Promise<void> {
    await this.leave();
    await this.session?.engine.dispose().catch(() => undefined);
  }
}

type Side = "reference" | "current";
export type Found = { readonly kind: "opened" | "facts" } & Record<string, unknown>;

/**
 * The same engine, which stops between two questions once nobody wants the answers, and tells early what is known: rows, columns, missing
 * values. `sides`: what is opened first and second.
 */
export function watched<E extends DriftEngine>(engine: E, sides: readonly Side[], cancel: Cancel, tell: (found: Found) => void): E {
  const known = new Map<string, Side>();
  const own = engine as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const told: Record<string, (args: unknown[], answer: unknown) => void> = {
    open: (_, answer) => {
      const opened = answer as Opened;
      const side = sides[known.size] ?? "current";
      known.set(opened.id, side);
      const columns = opened.columns.map(({ name, type }) => ({ name, type }));
      tell({ kind: "opened", opened: { side, name: opened.name, rows: opened.rows, columns } });
    },
    summarise: ([id, reads], answer) => {
      const facts = answer as Awaited<ReturnType<DriftEngine["summarise"]>>;
      const columns = reads as Parameters<DriftEngine["summarise"]>[1];
      const missing = Object.fromEntries(facts.flatMap((each, i) => (failed(each) ? [] : [[columns[i]?.column ?? "", each.missing]])));
      tell({ kind: "facts", facts: { side: known.get(String(id)) ?? "current", missing } });
    },
  };
  return new Proxy(engine, {
    get(target, key) {
      const value = Reflect.get(target, key);
      if (typeof value !== "function" || key === "dispose") return value;
      return async (...args: unknown[]) => {
        if (cancel.done) throw new DriftProblem("cancelled");
        const answer = await own[String(key)]?.call(target, ...args);
        if (cancel.done) throw new DriftProblem("cancelled");
        told[String(key)]?.(args, answer);
        return answer;
      };
    },
  });
}

export const sourceOf = ({ paths, decimalSeparator, encoding }: DriftData): Source => ({
  paths,
  ...(decimalSeparator && { decimalSeparator }),
  ...(encoding && { encoding }),
});

export interface Asked {
  readonly engines: Engines;
  readonly request: DriftRequest;
  /** Null unless the reference is a baseline. */
  readonly baseline: DatasetProfile | null;
  readonly options: Omit<Request, "reference" | "current">;
  readonly cancel: Cancel;
  readonly watch: Watch;
  readonly tell: (found: Found) => void;
}

/** Where both sides are in one place, or the reference is a baseline, as ever; else the reference is counted first, where it is, and its counts go over. */
export async function compareWhereTheyAre({ engines, request, baseline, options, cancel, watch, tell }: Asked): Promise<Comparison> {
  const { reference, current } = request;
  const engine = await engines.of(current, request);
  if (baseline || reference.server === current.server) {
    const sides = baseline ? (["current"] as const) : (["reference", "current"] as const);
    const asked = { ...options, reference: baseline ?? sourceOf(reference), current: sourceOf(current) };
    const comparison = await compare(watched<DriftEngine>(engine, sides, cancel, tell), asked, watch);
    return { ...comparison, report: { ...comparison.report, problems: gathered(comparison.report.problems) } };
  }
  const first = watched<DriftEngine>(await engines.of(reference, request), ["reference"], cancel, tell);
  const { profile, problems } = await describe(first, sourceOf(reference), options, watch);
  const comparison = await compare(
    watched<DriftEngine>(engine, ["current"], cancel, tell),
    { ...options, reference: profile, current: sourceOf(current) },
    watch,
  );
  const all = gathered([...problems, ...comparison.report.problems]);
  // Its counts were made just now: no baseline file is behind them.
  const report = { ...comparison.report, problems: all, partial: all.length > 0, reference: { ...comparison.report.reference, baseline: false } };
  return { ...comparison, report };
}

/** Windows of time are laid by DuckDB alone. */
export async function filesAlone(engines: Engines, { reference, current, memoryMb }: DriftRequest): Promise<DuckDbSession & TimeEngine> {
  if (reference.server !== undefined || current.server !== undefined)
    throw new DriftProblem(l10n.t("windows of time are for files: a table on a server can be compared as a whole, or a query for each window"));
  return engines.forFiles(memoryMb === defaultLimits.memoryMb ? timeMemoryMb : memoryMb);
}
