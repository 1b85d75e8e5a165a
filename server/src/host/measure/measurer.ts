/** Measures on this machine: for each run a fresh copy of the folder, the user's Python in it, and its records read back. */
import fs from "node:fs";
import path from "node:path";
import type { Job, JobEvents, Measurer } from "../../measure/job.js";
import { runOrder } from "../../measure/job.js";
import { bytesOf, sizeText } from "../../measure/mirror.js";
import { readRecords } from "../../measure/records.js";
import type { Outcome, Run, Side } from "../../measure/types.js";
import { copyFiles, freeBytes, makeScratch, removeLeftovers, removeScratch, type Scratch, survey } from "./mirror.js";
import { type Ended, environment, probe, runPython } from "./process.js";

/** Records of a program that never stops printing. */
const mostRecords = 20_000_000;

/** `program`: the folder of holdout_measure, which the build puts beside the bundles. */
export function nodeMeasurer(program: string): Measurer {
  return { interpreter: probe, survey, run: (job, events) => runAll(path.join(program, "__main__.py"), job, events) };
}

async function runAll(program: string, job: Job, events: JobEvents): Promise<readonly Run[]> {
  await removeLeftovers();
  const [needed, free] = [bytesOf(job.files), await freeBytes()];
  if (free !== null && needed > 0.9 * free) throw new Error(`The copy needs ${sizeText(needed)}, and ${sizeText(free)} are free for temporary files.`);
  const order = runOrder(job.seeds);
  const runs: Run[] = [];
  for (const [i, { side, seed }] of order.entries()) {
    if (events.cancelled.isCancellationRequested) break;
    // A program that fails with its own seeds fails for a reason that other seeds do not change.
    if (seed > 0 && runs.some((run) => run.outcome !== "done")) break;
    events.running(i + 1, order.length, side, seed);
    const run = await runOnce(program, job, side, seed, events);
    runs.push(run);
    if (run.outcome === "cancelled" || (side === "leak" && run.outcome === "failed")) break;
  }
  return runs;
}

async function runOnce(program: string, job: Job, side: Side, seed: number, { cancelled }: JobEvents): Promise<Run> {
  const scratch = await makeScratch(job.folder);
  try {
    await copyFiles(job.folder, scratch.copy, job.files, job.folders, () => cancelled.isCancellationRequested);
    const records = path.join(scratch.folder, "records.jsonl");
    const plan = path.join(scratch.folder, "plan.json");
    await fs.promises.writeFile(plan, JSON.stringify(await planOf(job, side, seed, scratch, records)));
    const ended: Ended = cancelled.isCancellationRequested
      ? { how: "cancelled", status: 0, seconds: 0, output: "" }
      : await runPython({
          python: job.python,
          args: ["-B", program, plan],
          cwd: path.join(scratch.copy, job.cwd),
          env: runEnvironment(job.python, seed, scratch),
          limitSeconds: job.limitSeconds,
          onCancel: (stop) => cancelled.onCancellationRequested(stop),
        });
    return runOf(side, seed, ended, await readStart(records), scratch);
  } finally {
    await removeScratch(scratch);
  }
}

/** What server/measure/holdout_measure/program.py reads. */
async function planOf(job: Job, side: Side, seed: number, scratch: Scratch, records: string): Promise<object> {
  const { notebook, units } = job.variants[side];
  const script = path.join(scratch.copy, job.document);
  await fs.promises.mkdir(path.dirname(script), { recursive: true });
  await fs.promises.mkdir(path.join(scratch.copy, job.cwd), { recursive: true });
  if (!notebook) await fs.promises.writeFile(script, units[0]?.text ?? "");
  const name = path.basename(job.document);
  return {
    root: scratch.copy,
    original: job.folder,
    scratch: scratch.folder,
    cwd: path.join(scratch.copy, job.cwd),
    script,
    notebook,
    units: notebook ? units.map(({ cell, text }) => ({ name: `${name}, cell ${cell ?? "?"}`, text })) : [{ name: script, text: "" }],
    run: seed,
    records,
    limit: job.limitSeconds,
  };
}

function runEnvironment(python: string, seed: number, { temporary }: Scratch): NodeJS.ProcessEnv {
  return {
    ...environment(python),
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONUNBUFFERED: "1",
    PYTHONIOENCODING: "utf-8",
    PYTHONHASHSEED: String(seed),
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    MPLBACKEND: "Agg",
    QT_QPA_PLATFORM: "offscreen",
    SDL_VIDEODRIVER: "dummy",
    // Six runs more would be in somebody's list of experiments.
    WANDB_MODE: "offline",
  };
}

async function readStart(file: string): Promise<string> {
  const handle = await fs.promises.open(file).catch(() => null);
  if (!handle) return "";
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(size, mostRecords));
    await handle.read(buffer, 0, buffer.length, 0);
    return buffer.toString("utf8");
  } finally {
    await handle.close();
  }
}

function runOf(side: Side, seed: number, { how, status, seconds, output }: Ended, text: string, { copy, folder }: Scratch): Run {
  const records = readRecords(text);
  // People know their folder, not its copy.
  const own = (said: string) =>
    said
      .replaceAll(copy + path.sep, "")
      .replaceAll(copy, ".")
      .replaceAll(folder, "(temporary folder)");
  const outcome: Outcome = how === "exit" ? (records.ended && records.error === null ? "done" : "failed") : how;
  const died =
    outcome === "failed" && records.error === null ? `The process ended with ${typeof status === "string" ? `signal ${status}` : `status ${status}`}.` : null;
  const error = records.error !== null || died !== null ? own(records.error ?? [died, output.trim()].filter(Boolean).join("\n")) : null;
  return { ...records, error, side, seed, outcome, seconds, output: own(output) };
}
