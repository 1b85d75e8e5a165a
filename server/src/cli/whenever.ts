/** Does something at once, and again whenever files have changed. */
import fs from "node:fs";
import { DriftProblem } from "../drift/engine.js";
import { locate } from "../host/duckdb/relations.js";
import type { Terminal } from "./terminal.js";

/** Looks by the clock: watching folders works differently on every system, and not at all on many network drives. */
const interval = 1000;

/** Ends at an interrupt with the last status of `act`. A file that is still being written is left alone until it rests for one look. */
export async function whenever(given: string, terminal: Terminal, act: () => Promise<number>): Promise<number> {
  let isOver = false;
  let wake = () => {};
  const stop = () => {
    isOver = true;
    wake();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, interval);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  let status = 0;
  while (!isOver) {
    const seen = stampOf(given);
    status = await act();
    if (isOver) break;
    terminal.err(`watching ${given} for changes\n`);
    let last = stampOf(given);
    // Once it differs from what was compared, wait until it differs no more from the look before.
    for (let now = last; !isOver && (now === seen || now !== last || now === null); ) {
      await rest();
      last = now;
      now = stampOf(given);
    }
  }
  process.off("SIGINT", stop);
  process.off("SIGTERM", stop);
  return status;
}

/** Null while there is nothing. */
function stampOf(given: string): string | null {
  try {
    return locate({ paths: [given] })
      .files.map((file) => {
        const { size, mtimeMs } = fs.statSync(file);
        return `${file} ${size} ${mtimeMs}`;
      })
      .join("\n");
  } catch (error) {
    if (error instanceof DriftProblem || (error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
