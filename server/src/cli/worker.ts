/** A thread that checks files, one task at a time, with an engine of its own. */
import { parentPort } from "node:worker_threads";
import type { Engine } from "../engine.types.js";
import { checkFile, ImportCache, type Task, type TaskResult } from "./checkFile.js";

export async function serveTasks(loadEngine: () => Promise<Engine>): Promise<void> {
  const engine = await loadEngine();
  const imports = new ImportCache();
  parentPort?.on("message", (task: Task) => {
    const result: TaskResult = checkFile(engine, task, imports);
    parentPort?.postMessage(result);
  });
  parentPort?.postMessage("ready");
}
