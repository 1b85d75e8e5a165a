/** Measuring through the protocol, with the real analysis and a machine that only says what it was asked to run. */
import { describe, expect, it } from "vitest";
import { CancellationTokenSource } from "vscode-languageserver-protocol/node";
import { serverMeasurer } from "../../server/src/host/measure/forServer.js";
import type { HostMeasurer } from "../../server/src/lsp/host.js";
import type { Job, JobEvents } from "../../server/src/measure/job.js";
import { runOrder } from "../../server/src/measure/job.js";
import type { Run } from "../../server/src/measure/types.js";
import type { MeasurableResult, MeasureFixesResult, MeasurePlanResult, ViewResult } from "../../server/src/protocol.js";
import { testEngine } from "../helpers/check.js";
import { type Session, startSession } from "./session.js";

const text = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("p.csv")
scaler = StandardScaler()
X = scaler.fit_transform(df[["a", "b"]])
X_train, X_test, y_train, y_test = train_test_split(X, df["y"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
const scoreLine = 11;

/** Scores 0.9 with the leak and 0.7 without, wherever the score stands. */
function machine(more: Partial<HostMeasurer> = {}) {
  const jobs: Job[] = [];
  const measurer: HostMeasurer = {
    ...serverMeasurer("/nowhere"),
    interpreter: async (python) => ({ path: python, version: "3.12.0" }),
    async run(job: Job, events: JobEvents) {
      jobs.push(job);
      const runs: Run[] = [];
      for (const [i, { side, seed }] of runOrder(job.seeds).entries()) {
        if (events.cancelled.isCancellationRequested) break;
        events.running(i + 1, 2 * job.seeds, side, seed);
        const lines = (job.variants[side].units[0]?.text ?? "").split("\n");
        const line = lines.findIndex((each) => each.includes("model.score")) + 1;
        const value = (side === "leak" ? 0.9 : 0.7) + seed / 100;
        const scores = [{ how: "score" as const, name: "accuracy", value, decimals: null, path: [{ unit: 0, line }] }];
        runs.push({ side, seed, outcome: "done", seconds: 1, scores, error: null, ended: true, wrote: [], notes: [], output: "" });
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return runs;
    },
    ...more,
  };
  return { measurer, jobs };
}

const ask = <T>(session: Session, method: string, params: object) => session.client.sendRequest<T>(`holdout/${method}`, params);

async function opened(measurer: HostMeasurer) {
  const session = await startSession({ engine: await testEngine(), appliesFixes: true, measurer, files: { "train.py": text, "p.csv": "a,b,y\n1,2,0\n" } });
  const uri = session.openScript("train.py", text);
  await session.until(() => session.marked(uri).length > 0);
  return { session, uri };
}

async function planned(session: Session, uri: string) {
  const { findings } = await ask<MeasurableResult>(session, "measurable", { uri });
  const finding = findings[0]?.id;
  return ask<MeasurePlanResult>(session, "measurePlan", { uri, finding, fix: 0, python: "/usr/bin/python3", limitSeconds: 600 });
}

describe("measuring", () => {
  it("is offered on a finding with a fix, and only to a client that can", async () => {
    const { session, uri } = await opened(machine().measurer);
    const offered = (await session.codeActions(uri)).filter(({ command }) => command?.command === "holdout.measureFinding");
    expect(offered.map(({ title }) => title)).toEqual(["Measure what HLD101 is worth by running the program ..."]);
    expect(offered[0]?.command?.arguments).toEqual([{ text: uri, line: 7, character: "X = scaler.".length }]);
    const other = await startSession({ engine: await testEngine(), appliesFixes: true });
    const same = other.openScript("train.py", text);
    await other.until(() => other.marked(same).length > 0);
    expect((await other.codeActions(same)).some(({ command }) => command?.command === "holdout.measureFinding")).toBe(false);
  });

  it("asks with all that it means, runs both versions and shows the scores side by side", async () => {
    const { measurer, jobs } = machine();
    const { session, uri } = await opened(measurer);
    const { findings } = await ask<MeasurableResult>(session, "measurable", { uri, at: { text: uri, line: 7, character: 5 } });
    expect(findings.map(({ code, where }) => [code, where])).toEqual([["HLD101", "line 8"]]);
    const { fixes } = await ask<MeasureFixesResult>(session, "measureFixes", { uri, finding: findings[0]?.id });
    expect(fixes).toContain("Split first, then fit StandardScaler on the training part");
    const plan = await planned(session, uri);
    if (plan.problem !== null) throw new Error(plan.problem);
    expect(plan.question).toBe("Run train.py 6 times?");
    expect(plan.details.join("\n")).toContain(`${session.folder} (2 files, `);
    expect(jobs).toEqual([]);
    const view = await ask<ViewResult>(session, "measureRun", { id: plan.id, scope: "all", workDoneToken: "t" });
    expect(view.title).toBe("Measured: HLD101 in train.py");
    expect(view.body).toContain("0.91 with the leak, 0.71 without");
    expect(view.body).toContain(`line ${scoreLine}`);
    expect(view.formats).toEqual(["markdown", "html", "json"]);
    expect(JSON.parse(await ask<string>(session, "export", { id: view.id, format: "json" })).verdict.kind).toBe("optimistic");
    expect(session.progress.some(({ message }) => message === "run 4 of 6, without, seeds + 1")).toBe(true);
    const [job] = jobs;
    expect(job).toMatchObject({ folder: session.folder, document: "train.py", cwd: "", seeds: 3, limitSeconds: 600, python: "/usr/bin/python3" });
    expect(job?.variants.leak.units[0]?.text).toBe(text);
    expect(job?.variants.fixed.units[0]?.text).toContain("scaler.fit_transform(X_train)");
    expect(await ask(session, "measureRun", { id: plan.id, scope: "all" })).toBeNull();
  });

  it("shows what was reached when it is cancelled", async () => {
    const source = new CancellationTokenSource();
    const { measurer } = machine();
    const { session, uri } = await opened(measurer);
    const plan = await planned(session, uri);
    if (plan.problem !== null) throw new Error(plan.problem);
    const running = session.client.sendRequest<ViewResult>("holdout/measureRun", { id: plan.id, scope: "all", workDoneToken: "t" }, source.token);
    await session.until(() => session.progress.some(({ message }) => message?.startsWith("run 2 of 6") ?? false));
    source.cancel();
    expect((await running).body).toMatch(/Cancelled<\/strong> after [234] of 6 runs/);
  });

  it("says why it cannot be planned", async () => {
    const broken = machine({
      interpreter: async () => {
        throw new Error("/usr/bin/python3 is Python 2.7.18; measuring needs 3.8 or later.");
      },
    });
    const { session, uri } = await opened(broken.measurer);
    expect(await planned(session, uri)).toEqual({ problem: "/usr/bin/python3 is Python 2.7.18; measuring needs 3.8 or later." });
    const away = session.openScript("x", text, "python", "untitled:Untitled-1");
    await session.until(() => session.marked(away).length > 0);
    expect((await planned(session, away)).problem).toContain("Save it first");
    const plan = await ask<MeasurePlanResult>(session, "measurePlan", { uri, finding: "HLD101 1 nowhere", fix: 0, python: "p", limitSeconds: 1 });
    expect(plan.problem).toBe("The text has changed since. Ask again.");
  });

  it("passes on what goes wrong with a run", async () => {
    const failing = machine({
      run: async () => {
        throw new Error("The copy needs 3.0 GB, and 1.0 GB are free for temporary files.");
      },
    });
    const { session, uri } = await opened(failing.measurer);
    const plan = await planned(session, uri);
    if (plan.problem !== null) throw new Error(plan.problem);
    await expect(ask(session, "measureRun", { id: plan.id, scope: "all" })).rejects.toThrow("are free for temporary files");
  });
});
