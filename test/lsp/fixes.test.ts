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

  it("is shown before it is applied where it is not safe", async () => {
    const session = await open();
    const uri = session.openScript("a.py", overlap);
    await session.until(() => session.marked(uri).length > 0);
    const fix = (await session.codeActions(uri)).find(({ title }) => title === "Train on the training part");
    expect(fix?.isPreferred).toBe(false);
    expect(fix?.edit?.changeAnnotations).toEqual({ fix: { label: "Train on the training part", needsConfirmation: true } });
    expect(fix?.edit?.documentChanges).toMatchObject([{ textDocument: { uri, version: 1 }, edits: [{ annotationId: "fix" }, { annotationId: "fix" }] }]);
    expect(session.after(uri, fix)).toBe(overlap.replace("fit(X, y)", "fit(X_train, y_train)"));
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
    expect(session.after(uri, fix)).toBe(`# a comment\n${overlap.replace("fit(X, y)", "fit(X_train, y_train)")}`);
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
      notebook: "file:///n.ipynb",
      edits: [{ uri: "cell:2", version: 7, range, newText: "y = 3" }],
      cells: [{ index: 2, text: "z = 4" }],
    };
    expect(fixAction(fix, view, support)).toEqual({ command: { title: "Split first", command: "holdout.applyFix", arguments: [argument] } });
  });

  it("is not offered where the client has no such command", () => expect(fixAction(fix, view, { ...support, cells: false })).toBeNull());
});
