/**
 * Spreads tasks over threads. A thread that takes too long with a file, runs out of memory or crashes is replaced,
 * and only that file is lost. Results come in the order of the tasks, whatever the number of threads.
 */
import os from "node:os";
import { Worker } from "node:worker_threads";
import type { Task, TaskResult } from "./checkFile.js";

export interface PoolOptions {
  readonly threads: number;
  readonly timeoutSeconds: number;
  /** The bundle that serves tasks when it is run as a thread. */
  readonly workerFile: string;
}

/** A thread costs more to start than a few files to check. */
const filesPerThread = 16;

/**
 * A thread that runs into its own heap limit can take the whole process with it. So the limit is far away, and a watch
 * ends the thread that has been at its file for longest when the process grows beyond what any honest file needs.
 */
const heapLimitMb = 4096;
const memoryLimit = Math.min(2e9, os.totalmem() / 2);
const watchEvery = 50;

export async function runTasks(tasks: readonly Task[], options: PoolOptions): Promise<TaskResult[]> {
  const results: TaskResult[] = [];
  let next = 0;
  const take = () => (next < tasks.length ? next++ : null);
  const count = Math.min(options.threads, Math.ceil(tasks.length / filesPerThread));
  const busy = new Set<Thread>();
  const watch = setInterval(() => {
    if (process.memoryUsage.rss() > memoryLimit) [...busy].sort((a, b) => a.since - b.since)[0]?.giveUp("given up, it takes too much memory");
  }, watchEvery);
  await Promise.all(Array.from({ length: count }, () => runThread(tasks, take, results, busy, options)));
  clearInterval(watch);
  return results;
}

async function runThread(tasks: readonly Task[], take: () => number | null, results: TaskResult[], busy: Set<Thread>, options: PoolOptions): Promise<void> {
  let thread: Thread | null = null;
  for (let index = take(); index !== null; index = take()) {
    thread ??= new Thread(options.workerFile);
    busy.add(thread);
    const task = tasks[index] as Task;
    const answer = await thread.check(task, options.timeoutSeconds * 1000);
    busy.delete(thread);
    results[index] = typeof answer === "string" ? { ok: false, message: `${task.filename}: ${answer}` } : answer;
    if (typeof answer !== "string") continue;
    await thread.end();
    thread = null;
  }
  await thread?.end();
}

class Thread {
  private readonly worker: Worker;
  private readonly ready: Promise<void>;
  private settle: (answer: TaskResult | string) => void = () => {};
  private failure: string | null = null;
  /** When the task under way was begun. */
  since = 0;

  constructor(workerFile: string) {
    this.worker = new Worker(workerFile, { resourceLimits: { maxOldGenerationSizeMb: heapLimitMb } });
    this.ready = new Promise((resolve) => {
      const fail = (reason: string) => {
        this.failure ??= reason;
        resolve();
        this.settle(this.failure);
      };
      this.worker.on("message", (message: TaskResult | "ready") => (message === "ready" ? resolve() : this.settle(message)));
      this.worker.on("error", (error: NodeJS.ErrnoException) =>
        fail(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "given up, it takes too much memory" : `the analysis failed: ${error.message}`),
      );
      this.worker.on("exit", () => fail("the analysis ended unexpectedly"));
    });
  }

  /** The result, or why there is none; after a reason the thread is of no more use. */
  async check(task: Task, timeout: number): Promise<TaskResult | string> {
    await this.ready;
    if (this.failure !== null) return this.failure;
    this.since = performance.now();
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(`given up after ${timeout / 1000} seconds`), timeout);
      this.settle = (answer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      this.worker.postMessage(task);
    });
  }

  /** Ends the task under way without a result. */
  giveUp(reason: string): void {
    this.settle(reason);
  }

  async end(): Promise<void> {
    this.settle = () => {};
    await this.worker.terminate();
  }
}
