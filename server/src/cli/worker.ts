/** A thread that checks files, one task at a time, with an engine of its own. */
import v8 from "node:v8";
import vm from "node:vm";
import { parentPort } from "node:worker_threads";
import type { Engine } from "../engine.types.js";
import { checkFile, ImportCache, type Task, type TaskResult } from "./checkFile.js";
import { DataFileCache } from "./dataFiles.js";

/** After one large file V8 would let the garbage of many small ones pile up to the same height. */
const tidyAbove = 120_000_000;

export async function serveTasks(loadEngine: () => Promise<Engine>): Promise<void> {
  const engine = await loadEngine();
  const imports = new ImportCache();
  const dataFiles = new DataFileCache();
  v8.setFlagsFromString("--expose-gc");
  const collectGarbage = vm.runInNewContext("gc") as () => void;
  parentPort?.on("message", (task: Task) => {
    const result: TaskResult = checkFile(engine, task, imports, dataFiles);
    parentPort?.postMessage(result);
    if (v8.getHeapStatistics().used_heap_size > tidyAbove) collectGarbage();
  });
  parentPort?.postMessage("ready");
}
