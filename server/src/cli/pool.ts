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
  /** Told of each result as it comes. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
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

/** Results in the order of the tasks. */
export async function runTasks(tasks: readonly Task[], options: PoolOptions): Promise<TaskResult[]> {
  const pool = new Pool({ ...options, threads: Math.min(options.threads, Math.ceil(tasks.length / filesPerThread)) });
  try {
    let done = 0;
    const counted = async (task: Task): Promise<TaskResult> => {
      const result = await pool.submit(task);
      options.progress?.(++done, tasks.length);
      return result;
    };
    return await Promise.all(tasks.map(counted));
  } finally {
    await pool.end();
  }
}

/** Threads that tasks are handed to as they come; started when first needed. */
export class Pool {
  private readonly free: (Thread | null)[];
  private readonly waiting: ((thread: Thread | null) => void)[] = [];
  private readonly busy = new Set<Thread>();
  private readonly watch: NodeJS.Timeout;

  constructor(private readonly options: PoolOptions) {
    this.free = new Array<null>(options.threads).fill(null);
    this.watch = setInterval(() => {
      if (process.memoryUsage.rss() > memoryLimit) [...this.busy].sort((a, b) => a.since - b.since)[0]?.giveUp("given up, it takes too much memory");
    }, watchEvery);
  }

  /** Never rejects; tasks are begun in the order in which they are submitted. */
  async submit(task: Task): Promise<TaskResult> {
    const place = this.free.length > 0 ? (this.free.pop() ?? null) : await new Promise<Thread | null>((resolve) => this.waiting.push(resolve));
    const thread = place ?? new Thread(this.options.workerFile);
    this.busy.add(thread);
    const answer = await thread.check(task, this.options.timeoutSeconds * 1000);
    this.busy.delete(thread);
    const isBroken = typeof answer === "string";
    if (isBroken) await thread.end();
    const next = this.waiting.shift();
    if (next) next(isBroken ? null : thread);
    else this.free.push(isBroken ? null : thread);
    return isBroken ? { ok: false, message: `${task.filename}: ${answer}` } : answer;
  }

  /** Once all tasks have their results. */
  async end(): Promise<void> {
    clearInterval(this.watch);
    await Promise.all(this.free.map((thread) => thread?.end()));
  }
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
