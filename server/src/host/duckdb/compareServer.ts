/** The process behind the drift panel: comparisons asked for by messages, one at a time, each cancelled when no longer wanted. */
import fs from "node:fs";
import path from "node:path";
import { readBaseline, writeBaseline } from "../../drift/baseline.js";
import { type Comparison, compare, describe, type Request } from "../../drift/compare.js";
import type { FurtherTest } from "../../drift/detail.js";
import { type DriftEngine, DriftProblem, failed, type Opened, type Source, type Watch } from "../../drift/engine.js";
import type { ColumnProfile, DatasetProfile } from "../../drift/profile.js";
import type { Report } from "../../drift/report.js";
import { defaultThresholds, readThresholds, type Thresholds } from "../../drift/thresholds.js";
import type { DriftAlert, DriftCompared, DriftData, DriftRequest, FromDrift, ToDrift } from "../../protocol.js";
import { exactTests } from "./exactTests.js";
import { defaultLimits } from "./limits.js";
import { locate, relationOf } from "./relations.js";
import { DuckDbSession } from "./session.js";

/** What a call may be stopped by, at any time. */
class Cancel {
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

/** More files than these are not watched for changes. */
const mostStamps = 500;

export function serveComparisons(channel: NodeJS.Process = process): void {
  const cancels = new Map<number, Cancel>();
  let last: Promise<void> = Promise.resolve();
  let session: { readonly memoryMb: number; readonly engine: DuckDbSession } | null = null;
  const send = (message: FromDrift) => channel.connected && channel.send?.(message);

  async function engineFor({ memoryMb }: DriftRequest): Promise<DuckDbSession> {
    if (session?.memoryMb === memoryMb) return session.engine;
    await session?.engine.dispose();
    session = null;
    try {
      session = { memoryMb, engine: await DuckDbSession.start({ ...defaultLimits, memoryMb }) };
    } catch (error) {
      const reason = String(error instanceof Error ? error.message : error).split("\n")[0];
      throw new Unavailable(`DuckDB's native library for ${process.platform} ${process.arch} could not be loaded: ${reason}`);
    }
    return session.engine;
  }

  async function handle(message: Exclude<ToDrift, { kind: "cancel" | "stop" }>, cancel: Cancel): Promise<FromDrift> {
    const { id, request } = message;
    const watch: Watch = { progress: (step, share) => send({ kind: "progress", id, step, share }), onCancel: cancel.arm };
    const engine = watched(await engineFor(request), request, cancel, (found) => send({ ...found, id } as FromDrift));
    const thresholds = thresholdsFrom(request.thresholds);
    if (message.kind === "tests") return { kind: "tests", id, column: message.column, tests: await furtherTests(engine, request, message.column, watch) };
    if (message.kind === "baseline") {
      const { profile, problems } = await describe(engine, sourceOf(request.reference), { thresholds }, watch);
      if (problems.length > 0) throw new DriftProblem(problems.join("; "));
      return { kind: "baseline", id, text: writeBaseline(profile) };
    }
    const { label, prediction, exact } = request;
    const reference = request.reference.baseline ? baselineFrom(request.reference) : sourceOf(request.reference);
    const asked: Request = { reference, current: sourceOf(request.current), thresholds, label, prediction, exact };
    return { kind: "compared", id, compared: comparedFrom(await compare(engine, asked, watch), request) };
  }

  async function run(message: Exclude<ToDrift, { kind: "cancel" | "stop" }>, cancel: Cancel): Promise<void> {
    const { id } = message;
    try {
      send(await handle(message, cancel));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const reason = cancel.done ? "cancelled" : error instanceof Unavailable ? "unavailable" : error instanceof DriftProblem ? "failed" : "broken";
      send({ kind: "problem", id, reason, message: text });
    } finally {
      cancels.delete(id);
    }
  }

  async function stop(): Promise<void> {
    for (const cancel of cancels.values()) cancel.now();
    await session?.engine.dispose().catch(() => undefined);
    process.exit(0);
  }

  channel.on("message", (message: ToDrift) => {
    if (message.kind === "cancel") cancels.get(message.id)?.now();
    else if (message.kind === "stop") void stop();
    else {
      const cancel = new Cancel();
      cancels.set(message.id, cancel);
      last = last.then(() => run(message, cancel));
    }
  });
  channel.on("disconnect", () => void stop());
}

/** The native library is missing; nothing about the data is wrong. */
class Unavailable extends Error {}

const sourceOf = ({ paths, decimalSeparator, encoding }: DriftData): Source => ({
  paths,
  ...(decimalSeparator && { decimalSeparator }),
  ...(encoding && { encoding }),
});

type Found = { readonly kind: "opened" | "facts" } & Record<string, unknown>;

/** Stops between two questions once nobody wants the answers, and tells what is known early: rows, columns, missing values. */
function watched(engine: DuckDbSession, { reference }: DriftRequest, cancel: Cancel, tell: (found: Found) => void): DriftEngine {
  const sides = new Map<string, "reference" | "current">();
  const asked = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (cancel.done) throw new DriftProblem("cancelled");
    const answer = await ask();
    if (cancel.done) throw new DriftProblem("cancelled");
    return answer;
  };
  return {
    open: (source, watch) =>
      asked(async () => {
        const opened: Opened = await engine.open(source, watch);
        const side = sides.size === 0 && !reference.baseline ? "reference" : "current";
        sides.set(opened.id, side);
        const columns = opened.columns.map(({ name, type }) => ({ name, type }));
        tell({ kind: "opened", opened: { side, name: opened.name, rows: opened.rows, columns } });
        return opened;
      }),
    summarise: (id, reads, watch) =>
      asked(async () => {
        const facts = await engine.summarise(id, reads, watch);
        const missing = Object.fromEntries(facts.flatMap((each, i) => (failed(each) ? [] : [[reads[i]?.column ?? "", each.missing]])));
        tell({ kind: "facts", facts: { side: sides.get(id) ?? "current", missing } });
        return facts;
      }),
    quantiles: (...args) => asked(() => engine.quantiles(...args)),
    count: (...args) => asked(() => engine.count(...args)),
    distances: (...args) => asked(() => engine.distances(...args)),
    distancesWithin: (...args) => asked(() => engine.distancesWithin(...args)),
    dispose: () => engine.dispose(),
  };
}

async function furtherTests(engine: DriftEngine, request: DriftRequest, column: string, watch: Watch): Promise<FurtherTest[]> {
  if (request.reference.baseline) throw new DriftProblem("a baseline has no rows to look at");
  const before = await engine.open(sourceOf(request.reference), watch);
  const now = await engine.open(sourceOf(request.current), watch);
  return exactTests(engine, before.id, now.id, column, watch);
}

function thresholdsFrom(file: string | null): Thresholds {
  if (file === null || !fs.existsSync(file)) return defaultThresholds;
  const { thresholds, problems } = readThresholds(read(file));
  if (problems.length > 0) throw new DriftProblem(problems.map((problem) => `${path.basename(file)}: ${problem}`).join("\n"));
  return thresholds;
}

function baselineFrom({ paths }: DriftData): DatasetProfile {
  const file = paths[0] ?? "";
  const found = readBaseline(read(file));
  if ("problem" in found) throw new DriftProblem(`${file}: ${found.problem}`);
  return found.profile;
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new DriftProblem(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code === "ENOENT" ? "it does not exist" : (error as Error).message}`);
  }
}

function comparedFrom({ report, reference, current }: Comparison, request: DriftRequest): DriftCompared {
  const before = new Map(reference.columns.map((column) => [column.name, column]));
  const pairs = current.columns.flatMap((now): [string, readonly [ColumnProfile, ColumnProfile]][] => {
    const column = before.get(now.name);
    return column ? [[now.name, [column, now]]] : [];
  });
  const sides = [request.reference, request.current];
  return {
    report,
    profiles: Object.fromEntries(pairs),
    relations: sides.map((side) => (side.baseline ? null : relationFor(side))) as [string | null, string | null],
    alert: alertFrom(report),
    files: Object.assign(stampsFor(request.thresholds === null ? [] : [request.thresholds]), ...sides.map(stampsOf)),
  };
}

/** As anybody could run it; rows that cannot be read are an error there, and counted here. */
function relationFor(side: DriftData): string {
  const source = sourceOf(side);
  const located = locate(source);
  // One pattern in a person's own words says more than a thousand names of files.
  const patterns = located.patterns.length > 5 ? side.paths : located.patterns;
  return relationOf({ ...located, patterns }, source, "", { asText: [], strict: true, lenient: false });
}

function alertFrom({ level, sentence, columns, schemaChanges }: Report): DriftAlert {
  const drifted = columns.flatMap((column) => {
    const { state } = column;
    return state === "major" || state === "moderate" ? [{ name: column.name, level: state, sentence: column.sentence }] : [];
  });
  const changed = schemaChanges.flatMap(({ column, level, sentence }) => (level === "none" ? [] : [{ name: column, level, sentence: `${sentence}.` }]));
  return { level, sentence, columns: [...changed, ...drifted] };
}

const stampsOf = (side: DriftData) => stampsFor(side.baseline ? side.paths : locate(sourceOf(side)).files);

/** As VS Code tells size and time of a file; "gone" for one that is not there. */
function stampsFor(files: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    files.slice(0, mostStamps).map((file) => {
      const stat = fs.statSync(file, { throwIfNoEntry: false });
      return [path.resolve(file), stat ? `${stat.size} ${stat.mtime.getTime()}` : "gone"];
    }),
  );
}
