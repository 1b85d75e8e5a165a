import * as assert from "node:assert";
import * as vscode from "vscode";
import { closeAll, diagnosticsOf, eventually, fileOf, holdout, openScript, replace, waitFor } from "./support";

const header = "age,plan";
const rows = (count: number, shift: number) => Array.from({ length: count }, (_, i) => `${30 + ((i * 7919) % 31) + shift},${i % 3 === 0 ? "basic" : "plus"}`);
const csv = (count: number, shift: number) => Buffer.from([header, ...rows(count, shift), ""].join("\n"));
const program = `import pandas as pd\nnew = pd.read_csv("now.csv")\nprint(new["age"].mean())\n`;
const choice = (name: string) => ({ data: { paths: [name] }, name, origin: "" });

describe("the drift panel", () => {
  const drift = () => holdout().exports.drift;
  const write = (name: string, bytes: Uint8Array) => vscode.workspace.fs.writeFile(fileOf(name), bytes);
  const alerts = (document: vscode.TextDocument) =>
    diagnosticsOf(document.uri, "drift").map((found) => `${found.range.start.line}: ${found.message.split(".")[0]}`);

  before(async () => {
    await write("train.csv", csv(400, 0));
    await write("now.csv", csv(300, 9));
    await write("same.csv", csv(300, 0));
    await write("reads.py", Buffer.from(program));
  });
  afterEach(closeAll);

  async function compare(reference: string, current: string): Promise<void> {
    drift().open();
    drift().panel.take("reference", choice(reference));
    drift().panel.take("current", choice(current));
    await drift().panel.compare();
  }

  it("compares two files, and says in Problems where the code reads what drifted", async function () {
    await holdout().activate();
    if (drift().panel.state.unavailable !== null) {
      assert.match(String(drift().panel.state.unavailable), /universal build/);
      this.skip();
    }
    const script = await openScript("reads.py");
    await compare("train.csv", "now.csv");
    assert.strictEqual(drift().panel.state.problem, null);
    const report = drift().panel.state.report as { level: string; columns: { name: string; state: string }[] };
    assert.deepStrictEqual(
      report.columns.map(({ name, state }) => `${name} ${state}`),
      ["age major", "plan ok"],
    );
    await eventually(() => alerts(script), ["1: These data have drifted from train"], "the alert on read_csv");
    // It moves with the code, and goes when the code reads something else.
    await replace(script, "import pandas as pd\n", "import pandas as pd\n\n");
    await eventually(() => alerts(script), ["2: These data have drifted from train"], "after a new line");
    await replace(script, '"now.csv"', '"same.csv"');
    await eventually(() => alerts(script), [], "when other data are read");
    await replace(script, '"same.csv"', '"now.csv"');
    await eventually(() => alerts(script), ["2: These data have drifted from train"], "when they are read again");
    await write("now.csv", csv(300, 0));
    await eventually(() => alerts(script), [], "when the data have changed");
    await eventually(() => drift().panel.state.stale, "now.csv has changed since; compare again.", "the panel says so");
    await write("now.csv", csv(300, 9));
  });

  it("loses its alert to a comparison without drift, and writes reports", async function () {
    if (drift().panel.state.unavailable !== null) this.skip();
    await compare("train.csv", "same.csv");
    assert.strictEqual((drift().panel.state.report as { level: string }).level, "none");
    for (const [format, beginning] of [
      ["json", '{\n  "schema": "holdout-drift-report"'],
      ["markdown", "# Drift: No drift"],
      ["html", "<!doctype html>"],
    ] as const) {
      const target = fileOf(`report.${format}`);
      await drift().exportReport(format, target);
      const text = Buffer.from(await vscode.workspace.fs.readFile(target)).toString();
      assert.ok(text.startsWith(beginning), `${format}: ${text.slice(0, 80)}`);
    }
  });

  it("says what is wrong, and keeps what it had", async function () {
    if (drift().panel.state.unavailable !== null) this.skip();
    await write("empty.csv", Buffer.from(""));
    await compare("train.csv", "empty.csv");
    assert.deepStrictEqual(drift().panel.state.problem, { reason: "failed", message: "empty.csv is empty" });
    assert.ok(drift().panel.state.report, "the report of before");
  });

  it("cancels, and compares again", async function () {
    if (drift().panel.state.unavailable !== null) this.skip();
    await write("large.csv", csv(200_000, 1));
    const running = compare("train.csv", "large.csv");
    await waitFor(
      () => drift().panel.state.running,
      (value) => value !== null,
    );
    drift().panel.cancel();
    await running;
    assert.strictEqual(drift().panel.state.problem?.reason, "cancelled");
    await compare("train.csv", "same.csv");
    assert.strictEqual(drift().panel.state.problem, null);
  });
});
