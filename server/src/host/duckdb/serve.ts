/** The engine's side, in a process of its own or beside its owner: one call at a time, cancelled between or within queries, gone with its owner. */
import type { EventEmitter } from "node:events";
import { DriftProblem, type Watch } from "../../drift/engine.js";
import type { FromEngine, ToEngine } from "./messages.js";
import { DuckDbSession } from "./session.js";

/** What messages come and go by: a process, or a pipe within one. */
export interface Channel extends EventEmitter {
  readonly connected: boolean;
  send?(message: FromEngine): unknown;
}

/** `leave` is called when the owner wants no more. */
export function serveEngine(channel: Channel = process, leave: () => void = () => process.exit(0)): void {
  let session: DuckDbSession | null = null;
  let last: Promise<void> = Promise.resolve();
  const cancels = new Map<number, () => void>();
  const send = (message: FromEngine) => channel.connected && channel.send?.(message);

  async function call({ id, method, args }: ToEngine & { kind: "call" }): Promise<void> {
    const watch: Watch = { progress: (step, share) => send({ kind: "progress", id, step, share }), onCancel: (act) => cancels.set(id, act) };
    try {
      if (!session) throw new Error("the engine was not started");
      const run = session[method] as (...args: unknown[]) => Promise<unknown>;
      send({ kind: "result", id, result: await run.call(session, ...args, watch) });
    } catch (error) {
      send({ kind: "error", id, message: error instanceof Error ? error.message : String(error), expected: error instanceof DriftProblem });
    } finally {
      cancels.delete(id);
    }
  }

  async function start({ memoryMb, threads, cache }: ToEngine & { kind: "start" }): Promise<void> {
    try {
      session = await DuckDbSession.start({ memoryMb, threads, cache });
      send({ kind: "ready" });
    } catch (error) {
      send({ kind: "unavailable", reason: String(error instanceof Error ? error.message : error).split("\n")[0] ?? "" });
    }
  }

  async function stop(): Promise<void> {
    for (const cancel of cancels.values()) cancel();
    await session?.dispose().catch(() => undefined);
    leave();
  }

  channel.on("message", (message: ToEngine) => {
    if (message.kind === "cancel") cancels.get(message.id)?.();
    else if (message.kind === "stop") void stop();
    else last = last.then(() => (message.kind === "start" ? start(message) : call(message)));
  });
  channel.on("disconnect", () => void stop());
}
