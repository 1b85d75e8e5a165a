/** The command line; the same bundle is each of its threads. */
import { isMainThread } from "node:worker_threads";
import { progressLine } from "./cli/progress.js";
import { run } from "./cli/run.js";
import { version } from "./cli/version.js";
import { serveTasks } from "./cli/worker.js";
import { createEngine } from "./engine.js";
import { readGrammar } from "./host/node.js";

if (isMainThread) {
  process.stdout.on("error", () => process.exit()); // A reader such as `head` may leave early.
  const terminal = {
    out: (text: string) => void process.stdout.write(text),
    err: (text: string) => void process.stderr.write(text),
    colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
    cwd: process.cwd(),
    ...(process.stderr.isTTY && { progress: progressLine((text) => void process.stderr.write(text)) }),
    taken: () => new Promise<void>((resolve) => (process.stdout.writableNeedDrain ? process.stdout.once("drain", resolve) : resolve())),
  };
  run(process.argv.slice(2), terminal, { version, workerFile: __filename }).then((status) => {
    process.exitCode = status;
  });
} else void serveTasks(() => createEngine(readGrammar(__dirname)));
