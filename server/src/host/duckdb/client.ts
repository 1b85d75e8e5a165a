/** The engine as its owner sees it: a child process, or a module in this one, started once, that answers by messages. */
import { fork } from "node:child_process";
import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import { DriftProblem, type Watch } from "../../drift/engine.js";
import type { TimeEngine } from "../../drift/series/timeEngine.js";
import { defaultLimits, type Limits } from "./limits.js";
import type { FromEngine, Method, ToEngine } from "./messages.js";
import type { serveEngine as serve } from "./serve.js";

/** The native library is missing; nothing about the data is wrong. */
class EngineUnavailable extends DriftProblem {}

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
  readonly watch: Watch;
}

const unavailable = (reason: string) =>
  new EngineUnavailable(
    `comparing data needs DuckDB's native library, which this installation does not have for ${process.platform} ${process.arch}: ${reason}. Install @duckdb/node-api 1.5.5-r.5, or the build of the extension for this platform`,
  );

/** Starts the bundle at `file` (see main.drift.ts) as the engine. */
export async function startEngine(file: string, limits: Limits = defaultLimits): Promise<TimeEngine> {
  // VS Code's own binary runs plain Node with this variable.
  const child = fork(file, ["serve"], { env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" }, execArgv: [], stdio: ["ignore", "ignore", "pipe", "ipc"] });
  return await started(child, limits);
}

/** The same within this process, for a command that has no more to lose than its result: no second Node has to start. */
export async function loadEngine(file: string, limits: Limits = defaultLimits): Promise<TimeEngine> {
  const [own, other] = [new Pipe(), new Pipe()];
  [own.other, other.other] = [other, own];
  const { serveEngine } = createRequire(file)(file) as { readonly serveEngine: typeof serve };
  serveEngine(other, () => own.emit("exit", 0, null));
  return await started(own, limits);
}

async function started(child: Child, limits: Limits): Promise<TimeEngine> {
  const engine = new EngineProcess(child);
  try {
    await engine.start(limits);
    return engine;
  } catch (error) {
    await engine.dispose();
    throw error;
  }
}

/** Of a child process, what is needed. */
interface Child extends EventEmitter {
  readonly connected: boolean;
  readonly stderr?: NodeJS.ReadableStream | null;
  send(message: ToEngine): unknown;
  kill(signal: "SIGKILL"): unknown;
}

/** An end of a channel between two parts of this process; messages arrive in a later turn, as from elsewhere. */
class Pipe extends EventEmitter implements Child {
  readonly connected = true;
  other: Pipe = this;

  send(message: ToEngine | FromEngine): void {
    setImmediate(() => this.other.emit("message", message));
  }

  kill(): void {
    this.emit("exit", 0, null);
  }
}

class EngineProcess implements TimeEngine {
  readonly countsFacts = true;
  private readonly waiting = new Map<number, Waiting>();
  private next = 1;
  private errors = "";
  private gone: Error | null = null;
  private started: Waiting | null = null;

  constructor(private readonly child: Child) {
    child.stderr?.on("data", (data) => (this.errors = `${this.errors}${data}`.slice(-2000)));
    child.on("message", (message: FromEngine) => this.receive(message));
    child.on("error", (error) => this.fail(error));
    child.on("exit", (code, signal) =>
      this.fail(new Error(`the engine ended (${signal ?? `status ${code}`})${this.errors ? `: ${this.errors.trim().split("\n").at(-1)}` : ""}`)),
    );
  }

  start(limits: Limits): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.started = {
        resolve: resolve as Waiting["resolve"],
        reject: (error) => reject(error instanceof EngineUnavailable ? error : unavailable(error.message)),
        watch: {},
      };
      this.send({ kind: "start", ...limits });
    });
  }

  open: TimeEngine["open"] = (source, watch) => this.call("open", [source], watch);
  summarise: TimeEngine["summarise"] = (id, reads, watch) => this.call("summarise", [id, reads], watch);
  quantiles: TimeEngine["quantiles"] = (id, columns, shares, watch) => this.call("quantiles", [id, columns, shares], watch);
  count: TimeEngine["count"] = (id, plans, watch) => this.call("count", [id, plans], watch);
  distances: TimeEngine["distances"] = (reference, current, columns, watch) => this.call("distances", [reference, current, columns], watch);

  distancesWithin: TimeEngine["distancesWithin"] = (reference, current, plans, watch) => this.call("distancesWithin", [reference, current, plans], watch);
  overlap: NonNullable<TimeEngine["overlap"]> = (reference, current, columns, watch) => this.call("overlap", [reference, current, columns], watch);
  timeline: TimeEngine["timeline"] = (id, plan, watch) => this.call("timeline", [id, plan], watch);
  summariseByWindow: TimeEngine["summariseByWindow"] = (id, reads, watch) => this.call("summariseByWindow", [id, reads], watch);
  countByWindow: TimeEngine["countByWindow"] = (id, plans, watch) => this.call("countByWindow", [id, plans], watch);
  outcomes: TimeEngine["outcomes"] = (id, plan, watch) => this.call("outcomes", [id, plan], watch);
  classes: TimeEngine["classes"] = (id, columns, asNumbers, watch) => this.call("classes", [id, columns, asNumbers], watch);
  scores: TimeEngine["scores"] = (id, plan, watch) => this.call("scores", [id, plan], watch);
  marks: TimeEngine["marks"] = (id, plan, watch) => this.call("marks", [id, plan], watch);
  errorsBy: TimeEngine["errorsBy"] = (id, plan, columns, watch) => this.call("errorsBy", [id, plan, columns], watch);

  /** Lets the process clean up after itself; one that does not answer is killed. */
  dispose(): Promise<void> {
    if (this.gone) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.child.kill("SIGKILL"), 3000);
      this.child.once("exit", () => {
        clearTimeout(timer);
        resolve();
      });
      this.send({ kind: "stop" });
    });
  }

  private call<T>(method: Method, args: readonly unknown[], watch: Watch = {}): Promise<T> {
    if (this.gone) return Promise.reject(this.gone);
    const id = this.next++;
    watch.onCancel?.(() => this.send({ kind: "cancel", id }));
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as Waiting["resolve"], reject, watch });
      this.send({ kind: "call", id, method, args });
    });
  }

  private send(message: ToEngine): void {
    if (this.child.connected) this.child.send(message);
  }

  private receive(message: FromEngine): void {
    if (message.kind === "ready") return this.started?.resolve(undefined as never);
    if (message.kind === "unavailable") return this.started?.reject(unavailable(message.reason));
    const waiting = this.waiting.get(message.id);
    if (message.kind === "progress") return waiting?.watch.progress?.(message.step, message.share);
    this.waiting.delete(message.id);
    if (message.kind === "result") waiting?.resolve(message.result as never);
    else waiting?.reject(message.expected ? new DriftProblem(message.message) : new Error(message.message));
  }

  private fail(error: Error): void {
    this.gone = error;
    this.started?.reject(error);
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
