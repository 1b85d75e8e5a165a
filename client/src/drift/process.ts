/** The process that compares data: started when somebody asks for a comparison, ended when nobody has for a while. */
import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { l10n } from "vscode";
import type { DriftColumns, DriftCompared, DriftHistory, DriftRequest, DriftStatements, FromDrift, ToDrift } from "../../../server/src/protocol";
import { type Comparer, ComparerProblem, type Events, silent } from "./comparer";

/** Milliseconds without a question after which the process and what it holds in memory are let go. */
const idle = 120_000;

/** A question without its number. */
type Unnumbered<T> = T extends unknown ? Omit<T, "id"> : never;

type Answer<K extends FromDrift["kind"]> = Extract<FromDrift, { kind: K }>;

interface Waiting {
  readonly id: number;
  readonly events: Events;
  readonly resolve: (answer: FromDrift) => void;
  readonly reject: (problem: ComparerProblem) => void;
}

/** `file`: the bundle of server/src/main.compare.ts, beside which the native library lies, if this build has it. */
export class CompareProcess implements Comparer {
  readonly unavailable: string | null;
  private child: ChildProcess | null = null;
  private cwd = "";
  private errors = "";
  private waiting: Waiting | null = null;
  private next = 1;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly file: string) {
    this.unavailable = hasLibrary(file)
      ? null
      : l10n.t(
          "This is the universal build of Holdout, which carries no data engine. Install the build for your platform ({0}-{1}) to compare data; everything else works in both.",
          process.platform,
          process.arch,
        );
  }

  async compare(request: DriftRequest, cwd: string, events: Events): Promise<DriftCompared> {
    return (await this.ask<"compared">({ kind: "compare", request }, cwd, events)).compared;
  }

  async tests(request: DriftRequest, cwd: string, column: string, events: Events): Promise<readonly unknown[]> {
    return (await this.ask<"tests">({ kind: "tests", request, column }, cwd, events)).tests;
  }

  async baseline(request: DriftRequest, cwd: string, events: Events): Promise<string> {
    return (await this.ask<"baseline">({ kind: "baseline", request }, cwd, events)).text;
  }

  async columns(request: DriftRequest, cwd: string, events: Events): Promise<DriftColumns> {
    return (await this.ask<"columns">({ kind: "columns", request }, cwd, events)).columns;
  }

  async statements(request: DriftRequest, cwd: string, events: Events): Promise<readonly DriftStatements[]> {
    return (await this.ask<"statements">({ kind: "statements", request }, cwd, events)).tables;
  }

  async history(file: string, report: unknown, reference: string, cwd: string): Promise<DriftHistory> {
    return (await this.ask<"history">({ kind: "history", file, report, reference }, cwd, silent)).history;
  }

  cancel(): void {
    if (this.waiting) this.send({ kind: "cancel", id: this.waiting.id });
  }

  dispose(): void {
    clearTimeout(this.timer);
    const { child } = this;
    this.child = null;
    if (!child) return;
    if (child.connected) child.send({ kind: "stop" } satisfies ToDrift);
    // One that is in the middle of something may not answer.
    const kill = setTimeout(() => child.kill("SIGKILL"), 3000);
    child.once("exit", () => clearTimeout(kill));
  }

  private ask<K extends Exclude<FromDrift["kind"], "progress" | "opened" | "facts" | "problem">>(
    message: Unnumbered<Exclude<ToDrift, { kind: "language" | "cancel" | "stop" }>>,
    cwd: string,
    events: Events,
  ): Promise<Answer<K>> {
    if (this.unavailable !== null) return Promise.reject(new ComparerProblem("unavailable", this.unavailable));
    if (this.waiting) return Promise.reject(new ComparerProblem("failed", l10n.t("another comparison is under way")));
    clearTimeout(this.timer);
    const id = this.next++;
    return new Promise<Answer<K>>((resolve, reject) => {
      this.waiting = { id, events, resolve: resolve as Waiting["resolve"], reject };
      this.start(cwd);
      this.send({ ...message, id } as ToDrift);
    });
  }

  private start(cwd: string): void {
    if (this.child && this.cwd === cwd) return;
    this.dispose();
    // VS Code's own binary runs plain Node with this variable.
    const child = fork(this.file, [], { cwd, env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" }, execArgv: [], stdio: ["ignore", "ignore", "pipe", "ipc"] });
    this.child = child;
    this.cwd = cwd;
    this.errors = "";
    if (l10n.bundle) child.send({ kind: "language", translations: l10n.bundle } satisfies ToDrift);
    child.stderr?.on("data", (data) => (this.errors = `${this.errors}${data}`.slice(-2000)));
    child.on("message", (message: FromDrift) => this.receive(message));
    child.on("error", (error) => this.gone(child, error.message));
    child.on("exit", (code, signal) => this.gone(child, `${signal ?? `status ${code}`}${this.errors ? `: ${this.errors.trim().split("\n").at(-1)}` : ""}`));
  }

  private send(message: ToDrift): void {
    if (this.child?.connected) this.child.send(message);
  }

  private receive(message: FromDrift): void {
    const { waiting } = this;
    if (!waiting || message.id !== waiting.id) return;
    if (message.kind === "progress") return waiting.events.progress(message.step, message.share);
    if (message.kind === "opened") return waiting.events.opened(message.opened);
    if (message.kind === "facts") return waiting.events.facts(message.facts);
    this.waiting = null;
    this.timer = setTimeout(() => this.dispose(), idle);
    if (message.kind === "problem") waiting.reject(new ComparerProblem(message.reason, message.message));
    else waiting.resolve(message);
  }

  private gone(child: ChildProcess, why: string): void {
    if (this.child === child) this.child = null;
    else if (this.child) return;
    const { waiting } = this;
    this.waiting = null;
    waiting?.reject(new ComparerProblem("broken", l10n.t("the process that compares data ended ({0})", why)));
  }
}

function hasLibrary(file: string): boolean {
  try {
    const require = createRequire(file);
    require.resolve("@duckdb/node-api");
    const names = ["", "-musl"].map((libc) => `${process.platform}-${process.arch}${libc}`);
    return names.some((name) => {
      try {
        return require.resolve(`@duckdb/node-bindings-${name}/package.json`) !== "";
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}
