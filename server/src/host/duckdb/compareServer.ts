/** The process behind the drift panel: comparisons asked for by messages, one at a time, each cancelled when no longer wanted. */
import fs from "node:fs";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import { readBaseline, writeBaseline } from "../../drift/baseline.js";
import { type Comparison, describe } from "../../drift/compare.js";
import type { FurtherTest } from "../../drift/detail.js";
import { type DriftEngine, DriftProblem, type Watch } from "../../drift/engine.js";
import { gathered } from "../../drift/problems.js";
import type { ColumnProfile, DatasetProfile } from "../../drift/profile.js";
import type { Report } from "../../drift/report.js";
import { compareOverTime } from "../../drift/series/overTime.js";
import type { SeriesReport } from "../../drift/series/report.js";
import { defaultThresholds, readThresholds, type Thresholds } from "../../drift/thresholds.js";
import type { DriftAlert, DriftColumn, DriftCompared, DriftData, DriftRequest, DriftStatements, DriftTime, FromDrift, ToDrift } from "../../protocol.js";
import { keepHistory } from "../history.js";
import { SqlEngine } from "../sql/engine.js";
import { statementsFor } from "../sql/statementsFor.js";
import { columnsOf } from "./columns.js";
import { Cancel, compareWhereTheyAre, Engines, type Found, filesAlone, sourceOf, Unavailable, watched } from "./engines.js";
import { exactTests } from "./exactTests.js";
import { locate, relationOf } from "./relations.js";

/** More files than these are not watched for changes. */
const mostStamps = 500;

type Question = Exclude<ToDrift, { kind: "language" | "cancel" | "stop" }>;

export function serveComparisons(channel: NodeJS.Process = process): void {
  const cancels = new Map<number, Cancel>();
  const engines = new Engines();
  let last: Promise<void> = Promise.resolve();
  const send = (message: FromDrift) => channel.connected && channel.send?.(message);

  async function handle(message: Question, cancel: Cancel): Promise<FromDrift> {
    const { id } = message;
    if (message.kind === "history") {
      const history = keepHistory(message.file, path.basename(message.file), message.report as Report | SeriesReport | null, message.reference);
      return { kind: "history", id, history };
    }
    const { request } = message;
    const watch: Watch = { progress: (step, share) => send({ kind: "progress", id, step, share }), onCancel: cancel.arm };
    const tell = (found: Found) => void send({ ...found, id } as FromDrift);
    if (message.kind === "columns") return { kind: "columns", id, columns: await columnsFor(engines, request) };
    if (message.kind === "statements") return { kind: "statements", id, tables: await tablesFor(engines, request) };
    const thresholds = thresholdsFrom(request.thresholds);
    if (message.kind === "tests") {
      if (request.reference.server !== undefined || request.current.server !== undefined)
        throw new DriftProblem(l10n.t("rows of a server are not looked at one by one"));
      const engine = watched<DriftEngine>(await engines.forFiles(request.memoryMb), ["reference", "current"], cancel, tell);
      return { kind: "tests", id, column: message.column, tests: await furtherTests(engine, request, message.column, watch) };
    }
    if (message.kind === "baseline") {
      const engine = watched<DriftEngine>(await engines.of(request.reference, request), ["reference"], cancel, tell);
      const { profile, problems } = await describe(engine, sourceOf(request.reference), { thresholds }, watch);
      if (problems.length > 0) throw new DriftProblem(gathered(problems).join("; "));
      return { kind: "baseline", id, text: writeBaseline(profile) };
    }
    const { label, prediction, exact, time } = request;
    const baseline = request.reference.baseline ? baselineFrom(request.reference) : null;
    if (time) {
      const sides = baseline ? (["current"] as const) : (["reference", "current"] as const);
      const engine = watched(await filesAlone(engines, request), sides, cancel, tell);
      const { probability, positive } = time;
      const asked = { reference: baseline ?? sourceOf(request.reference), current: sourceOf(request.current), thresholds, label, prediction };
      const report = await compareOverTime(engine, { ...asked, probability, positive, time: timeFrom(time) }, watch);
      return { kind: "compared", id, compared: { ...comparedFrom(report, request), profiles: {} } };
    }
    const options = { thresholds, label, prediction, exact };
    const comparison = await compareWhereTheyAre({ engines, request, baseline, options, cancel, watch, tell });
    return { kind: "compared", id, compared: { ...comparedFrom(comparison.report, request), profiles: profilesOf(comparison) } };
  }

  async function run(message: Question, cancel: Cancel): Promise<void> {
    const { id } = message;
    try {
      send(await handle(message, cancel));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const reason = cancel.done ? "cancelled" : error instanceof Unavailable ? "unavailable" : error instanceof DriftProblem ? "failed" : "broken";
      send({ kind: "problem", id, reason, message: text });
    } finally {
      cancels.delete(id);
      await engines.leave();
    }
  }

  async function stop(): Promise<void> {
    for (const cancel of cancels.values()) cancel.now();
    await engines.dispose();
    process.exit(0);
  }

  channel.on("message", (message: ToDrift) => {
    if (message.kind === "cancel") cancels.get(message.id)?.now();
    else if (message.kind === "stop") void stop();
    else if (message.kind === "language") l10n.config({ contents: { ...message.translations } });
    else {
      const cancel = new Cancel();
      cancels.set(message.id, cancel);
      last = last.then(() => run(message, cancel));
    }
  });
  channel.on("disconnect", () => void stop());
}

const timeFrom = ({ date, span, format }: DriftTime) => ({ column: date, span, ...(format && { format }) });

async function columnsFor(engines: Engines, request: DriftRequest): Promise<{ reference: readonly DriftColumn[]; current: readonly DriftColumn[] }> {
  const of = async (side: DriftData): Promise<readonly DriftColumn[]> => {
    if (side.baseline) return baselineFrom(side).columns.map(({ name, type, family }) => ({ name, type, family }));
    const engine = await engines.of(side, request);
    return engine instanceof SqlEngine ? engine.columns(side.paths[0] ?? "") : columnsOf(sourceOf(side), engine.query);
  };
  return { reference: await of(request.reference), current: await of(request.current) };
}

async function tablesFor(engines: Engines, request: DriftRequest): Promise<DriftStatements[]> {
  const { reference, current } = request;
  const found: DriftStatements[] = [];
  for (const server of new Set([reference.server, current.server])) {
    if (server === undefined) continue;
    const on = (side: DriftData) => (side.server === server && !side.baseline ? (side.paths[0] ?? "") : null);
    found.push(...(await statementsFor(await engines.forServer(server, request), on(reference), on(current))).map((each) => ({ ...each, server })));
  }
  return found;
}

async function furtherTests(engine: DriftEngine, request: DriftRequest, column: string, watch: Watch): Promise<FurtherTest[]> {
  if (request.reference.baseline) throw new DriftProblem(l10n.t("a baseline has no rows to look at"));
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
    throw new DriftProblem(
      l10n.t("{0} cannot be read: {1}", file, (error as NodeJS.ErrnoException).code === "ENOENT" ? l10n.t("it does not exist") : (error as Error).message),
    );
  }
}

function profilesOf({ reference, current }: Comparison): DriftCompared["profiles"] {
  const before = new Map(reference.columns.map((column) => [column.name, column]));
  const pairs = current.columns.flatMap((now): [string, readonly [ColumnProfile, ColumnProfile]][] => {
    const column = before.get(now.name);
    return column ? [[now.name, [column, now]]] : [];
  });
  return Object.fromEntries(pairs);
}

function comparedFrom(report: Report | SeriesReport, request: DriftRequest): Omit<DriftCompared, "profiles"> {
  const sides = [request.reference, request.current];
  const now = stampsOf(request.current);
  return {
    report,
    relations: sides.map((side) => (side.baseline || side.server !== undefined ? null : relationFor(side))) as [string | null, string | null],
    alert: report.schema === "holdout-drift-report" ? alertFrom(report) : { level: report.level, sentence: report.sentence, columns: [] },
    files: { ...stampsFor(request.thresholds === null ? [] : [request.thresholds]), ...stampsOf(request.reference), ...now },
    current: Object.keys(now),
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

const stampsOf = (side: DriftData) => (side.server === undefined ? stampsFor(side.baseline ? side.paths : locate(sourceOf(side)).files) : {});

/** As VS Code tells size and time of a file; "gone" for one that is not there. */
function stampsFor(files: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    files.slice(0, mostStamps).map((file) => {
      const stat = fs.statSync(file, { throwIfNoEntry: false });
      return [path.resolve(file), stat ? `${stat.size} ${stat.mtime.getTime()}` : "gone"];
    }),
  );
}
