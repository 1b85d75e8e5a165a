/** Fixes through the protocol, with the real analysis: what is offered how, previews, reasons, and all safe fixes at once. */
import { describe, expect, it } from "vitest";
import { sourceId } from "../../server/src/base/span.js";
import type { Fix } from "../../server/src/engine.types.js";
import { type FixSupport, fixAction } from "../../server/src/lsp/fixEdits.js";
import { testEngine } from "../helpers/check.js";
import { startSession } from "./session.js";

const imports = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
`;
const load = 'df = pd.read_csv("p.csv")\nX_train, X_test, y_train, y_test = train_test_split(df.drop(columns="y"), df["y"], random_state=0)\n';
const refit = "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\nX_test = scaler.fit_transform(X_test)\n";
const score = "model = LogisticRegression().fit(X_train, y_train)\nprint(precision_score(model.predict(X_test), y_test))\n";
const overlap = `${imports}df = pd.read_csv("p.csv")
X, y = df.drop(columns="y"), df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X, y)
print(model.score(X_test, y_test))
`;

const open = async (options = {}) => startSession({ engine: await testEngine(), appliesFixes: true, ...options });

describe("a quick fix", () => {
  it("is preferred where it is safe, and applied at once", async () => {
    const session = await open();
    const uri = session.openScript("a.py", imports + load + refit + score);
    await session.until(() => session.marked(uri).includes("fit_transform"));
    const fix = (await session.codeActions(uri)).find(({ title }) => title === "Use transform on the evaluation rows");
    expect(fix?.isPreferred).toBe(true);
    expect(fix?.edit?.changeAnnotations).toBeUndefined();
    expect(session.after(uri, fix)).toContain("X_test = scaler.transform(X_test)\n");
  });

  it("is shown as a whole before it is applied where it is not safe", async () => {
    const session = await open();
    const uri = session.openScript("a.py", overlap);
    await session.until(() => session.marked(uri).length > 0);
    const fix = (await session.codeActions(uri)).find(({ title }) => title === "Train on the training part");
    expect(fix?.isPreferred).toBe(false);
    expect(fix?.edit).toBeUndefined();
    const [argument] = (fix?.command?.arguments ?? []) as [{ edits: unknown[] }];
    const [x, y] = [overlap.split("\n").findIndex((line) => line.includes("fit(X, y)")), "model = LogisticRegression().fit(X".length];
    expect(argument).toMatchObject({ title: "Train on the training part", confirm: true, document: uri, cells: [] });
    expect(argument.edits).toEqual([
      { uri, version: 1, range: { start: { line: x, character: y - 1 }, end: { line: x, character: y } }, newText: "X_train" },
      { uri, version: 1, range: { start: { line: x, character: y + 2 }, end: { line: x, character: y + 3 } }, newText: "y_train" },
    ]);
  });

  it("that is not safe wants to be confirmed in other editors too, where they can", async () => {
    const source = sourceId("file:///a.py");
    const view = {
      input: { path: source, kind: "script" as const, units: [] },
      texts: new Map([[source, { uri: source, languageId: "python", version: 3, text: "x = 1\n" }]]),
      hasPlace: true,
    };
    const fix: Fix = { applicability: "unsafe", title: "Split first", edits: [{ at: { source, start: 4, end: 5 }, text: "2" }] };
    const range = { start: { line: 0, character: 4 }, end: { line: 0, character: 5 } };
    const textDocument = { uri: source, version: 3 };
    expect(fixAction(fix, view, { versions: true, preview: true, disabled: true, cells: false })).toEqual({
      edit: {
        documentChanges: [{ textDocument, edits: [{ range, newText: "2", annotationId: "fix" }] }],
        changeAnnotations: { fix: { label: "Split first", needsConfirmation: true } },
      },
    });
    expect(fixAction(fix, view, { versions: false, preview: false, disabled: false, cells: false })).toEqual({
      edit: { changes: { [source]: [{ range, newText: "2" }] } },
    });
  });

  it("that is withheld says why, to clients that show it", async () => {
    const text = overlap
      .replace("X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n", "")
      .replace("print", "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\nprint");
    for (const appliesFixes of [true, false]) {
      const session = await open({ appliesFixes });
      const uri = session.openScript("a.py", text);
      await session.until(() => session.marked(uri).length > 0);
      const reasons = (await session.codeActions(uri)).flatMap(({ disabled }) => disabled?.reason ?? []);
      expect(reasons).toEqual(appliesFixes ? ["The model is trained before the rows are split."] : []);
    }
  });

  it("is offered anew for every version of the text", async () => {
    const session = await open();
    const uri = session.openScript("a.py", overlap);
    await session.until(() => session.marked(uri).length > 0);
    await session.codeActions(uri);
    const line = session.diagnostics(uri)[0]?.range.start.line ?? 0;
    session.edit(uri, "import pandas", "# a comment\nimport pandas");
    await session.until(() => session.diagnostics(uri)[0]?.range.start.line === line + 1);
    const fix = (await session.codeActions(uri)).find(({ title }) => title === "Train on the training part");
    const [{ edits } = { edits: [] }] = (fix?.command?.arguments ?? []) as { edits: { version: number; range: { start: { line: number } } }[] }[];
    expect(edits.map(({ version, range }) => [version, range.start.line])).toEqual([
      [2, line + 1],
      [2, line + 1],
    ]);
  });
});

describe("all safe fixes", () => {
  it("of a script come by source.fixAll, and whoever asks for more general kinds gets them too", async () => {
    const session = await open();
    const uri = session.openScript("a.py", imports + load + refit + score);
    await session.until(() => session.marked(uri).length === 2);
    for (const only of ["source.fixAll.holdout", "source.fixAll", "source"]) {
      const [all, ...more] = await session.codeActions(uri, [only]);
      expect(more).toEqual([]);
      expect(all?.kind).toBe("source.fixAll.holdout");
      expect(session.after(uri, all)).toBe(
        (imports + load + refit + score)
          .replace("scaler.fit_transform(X_test)", "scaler.transform(X_test)")
          .replace("model.predict(X_test), y_test", "y_test, model.predict(X_test)"),
      );
    }
    expect(await session.codeActions(uri, ["source.fixAll.ruff"])).toEqual([]);
  });

  it("leave unsafe ones alone", async () => {
    const session = await open();
    const uri = session.openScript("a.py", overlap);
    await session.until(() => session.marked(uri).length > 0);
    expect(await session.codeActions(uri, ["source.fixAll.holdout"])).toEqual([]);
  });

  it("of a notebook come by notebook.source.fixAll alone, across its cells", async () => {
    const session = await open();
    const { cells } = session.openNotebook("n.ipynb", [{ text: "# Title", kind: "markdown" }, imports, load, refit, score]);
    const [, first, , fourth, fifth] = cells as [string, string, string, string, string];
    await session.until(() => session.marked(fourth).length + session.marked(fifth).length === 2);
    expect(await session.codeActions(first, ["source.fixAll.holdout"])).toEqual([]);
    const [all] = await session.codeActions(first, ["notebook.source.fixAll.holdout"]);
    expect(session.after(fourth, all)).toBe(refit.replace("scaler.fit_transform(X_test)", "scaler.transform(X_test)"));
    expect(session.after(fifth, all)).toBe(score.replace("model.predict(X_test), y_test", "y_test, model.predict(X_test)"));
  });
});

describe("a fix that inserts a cell", () => {
  const source = sourceId("cell:2");
  const item = { uri: "cell:2", languageId: "python", version: 7, text: "x = 1\ny = 2\n" };
  const view = {
    input: { path: "file:///n.ipynb", kind: "notebook" as const, units: [{ source, text: item.text, cell: 2 }] },
    texts: new Map([[source, item]]),
    hasPlace: true,
  };
  const edits: Fix["edits"] = [
    { at: { source, start: 6, end: 11 }, text: "y = 3" },
    { cell: "after", of: source, text: "z = 4" },
  ];
  const fix: Fix = { applicability: "unsafe", title: "Split first", edits };
  const support: FixSupport = { versions: true, preview: true, disabled: true, cells: true };

  it("goes through a command of the client, with places among all cells", () => {
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } };
    const argument = {
      title: "Split first",
      confirm: true,
      document: "file:///n.ipynb",
      edits: [{ uri: "cell:2", version: 7, range, newText: "y = 3" }],
      cells: [{ index: 2, text: "z = 4" }],
    };
    expect(fixAction(fix, view, support)).toEqual({ command: { title: "Split first", command: "holdout.applyFix", arguments: [argument] } });
  });

  it("is not offered where the client has no such command", () => expect(fixAction(fix, view, { ...support, cells: false })).toBeNull());
});
