/** The baseline of a project holds in the editor as it does on the command line. */
import { describe, expect, it } from "vitest";
import { startSession } from "./session.js";

const fit = 'df = read_csv("x")\nscaler.fit_transform(df)\n';
const baseline = (files: object) => `${JSON.stringify({ version: 1, files }, null, 2)}\n`;
const pyproject = "[tool.holdout]\n";

describe("a baseline", () => {
  it("lets findings stay, up to their number", async () => {
    const session = await startSession({ files: { "pyproject.toml": pyproject, "holdout-baseline.json": baseline({ "src/a.py": { HLD101: 1 } }) } });
    const uri = session.openScript("src/a.py", fit);
    await session.nextStatus();
    expect(session.messages(uri)).toEqual([]);
    // Nobody knows which of two is the new one.
    session.edit(uri, "scaler", "other.fit_transform(df)\nscaler");
    await session.until(() => session.messages(uri).length === 2);
    const other = session.openScript("src/b.py", fit);
    await session.until(() => session.messages(other).length === 1);
  });

  it("knows the cells of a notebook by their names", async () => {
    const session = await startSession({ files: { "pyproject.toml": pyproject, "holdout-baseline.json": baseline({ "n.ipynb": { HLD101: { first: 1 } } }) } });
    const { cells } = session.openNotebook("n.ipynb", [
      { text: fit, metadata: { id: "first" } },
      { text: fit, metadata: { custom: { id: "second" } } },
    ]);
    await session.until(() => session.messages(cells[1] as string).length === 1);
    expect(session.messages(cells[0] as string)).toEqual([]);
  });

  it("may lie elsewhere, and may be switched off in the editor", async () => {
    const files = { "pyproject.toml": '[tool.holdout]\nbaseline = "ci/known.json"\n', "ci/known.json": baseline({ "../a b.py": { HLD101: 1 } }) };
    const session = await startSession({ files });
    const uri = session.openScript("a b.py", fit);
    await session.nextStatus();
    expect(session.messages(uri)).toEqual([]);
    const open = await startSession({ files, settings: { baseline: "" } });
    const shown = open.openScript("a b.py", fit);
    await open.until(() => open.messages(shown).length === 1);
  });

  it("is read again when it changes", async () => {
    const session = await startSession({ files: { "pyproject.toml": pyproject } });
    const uri = session.openScript("a.py", fit);
    await session.until(() => session.messages(uri).length === 1);
    session.write("holdout-baseline.json", baseline({ "a.py": { HLD101: 1 } }));
    await session.client.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: session.uri("holdout-baseline.json"), type: 1 }] });
    await session.until(() => session.messages(uri).length === 0);
  });

  it("that is broken lets nothing stay, and the log says why", async () => {
    const session = await startSession({ files: { "pyproject.toml": pyproject, "holdout-baseline.json": '{"version": 2, "files": {}}' } });
    const uri = session.openScript("a.py", fit);
    await session.until(() => session.messages(uri).length === 1);
    expect(session.logs.join()).toContain("holdout-baseline.json: version 2 of the format is not known here");
  });
});
