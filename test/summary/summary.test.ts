/** What the summary says of small programs: verdicts with their reasons, splits, models, sources, the graph, and hints. */
import { describe, expect, it } from "vitest";
import { sourceId } from "../../server/src/base/span.js";
import type { Selection } from "../../server/src/engine.types.js";
import { noFiles, type UnitInput } from "../../server/src/program/program.js";
import { withDirectives } from "../../server/src/settings/selection.js";
import type { Summary } from "../../server/src/summary.types.js";
import { defaults, testEngine } from "../helpers/check.js";

async function analysed(cells: readonly (string | Partial<UnitInput>)[], selection: Selection = defaults) {
  const analysis = (await testEngine()).open(noFiles);
  const units = cells.map((c, i): UnitInput => ({ source: sourceId(`cell${i + 1}`), text: "", cell: i + 1, ...(typeof c === "string" ? { text: c } : c) }));
  analysis.update({ path: "/test/program.ipynb", kind: "notebook", units });
  return { summary: analysis.summary(withDirectives(selection, units)), hints: units.flatMap((u) => analysis.hints(u.source)), units };
}

const summaryOf = async (...cells: readonly (string | Partial<UnitInput>)[]): Promise<Summary> => (await analysed(cells)).summary;

const imports = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split, cross_val_score, KFold
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("patients.csv")
X, y = df[["age", "dose"]], df["sick"]
`;
const split = "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0)\n";
const fitAndScore = "model = LogisticRegression(C=0.5).fit(X_train, y_train)\nprint(f1_score(y_test, model.predict(X_test)))\n";

describe("verdicts", () => {
  it("calls a score on held-out rows clean", async () => {
    const s = await summaryOf(imports, split + fitAndScore);
    expect(s.evaluations).toMatchObject([
      {
        metric: "f1",
        models: ["LogisticRegression"],
        role: "held",
        verdict: "clean",
        rows: "test part of `patients.csv`",
        trainRows: "train part of `patients.csv`",
      },
    ]);
    expect(s.evaluations[0]?.why).toHaveLength(1);
  });

  it("calls a score optimistic that a scaler has seen the rows of, with the steps", async () => {
    const s = await summaryOf(imports, `X = StandardScaler().fit_transform(X)\n${split}`, fitAndScore);
    const [e] = s.evaluations;
    expect(e).toMatchObject({ verdict: "optimistic", why: [{ code: "HLD101" }] });
    expect(e?.why[0]?.steps.map((x) => x.at.source)).toEqual(["cell1", "cell2", "cell2", "cell3", "cell3"]);
  });

  it("stays optimistic where a comment silences the finding, and says so", async () => {
    const s = await summaryOf(imports, `X = StandardScaler().fit_transform(X)  # holdout: ignore[HLD101]\n${split}`, fitAndScore);
    expect(s.findings).toEqual([]);
    expect(s.evaluations[0]?.verdict).toBe("optimistic");
    expect(s.evaluations[0]?.why[0]?.text).toContain("silenced");
    expect(s.silenced).toEqual([{ code: "HLD101", count: 1 }]);
  });

  it("reaches every evaluation that the same leak reaches", async () => {
    const twice = `${fitAndScore}other = LogisticRegression().fit(X_train, y_train)\nprint(other.score(X_test, y_test))\n`;
    const s = await summaryOf(imports, `X = StandardScaler().fit_transform(X)\n${split}${twice}`);
    expect(s.evaluations.map((e) => e.verdict)).toEqual(["optimistic", "optimistic"]);
    expect(s.evaluations.every((e) => e.why.some((r) => r.code === "HLD101"))).toBe(true);
  });

  it("calls a score on the training rows optimistic even beside a clean one", async () => {
    const s = await summaryOf(imports, `${split + fitAndScore}print(model.score(X_train, y_train))\n`);
    expect(s.evaluations.map((e) => [e.role, e.verdict])).toEqual([
      ["held", "clean"],
      ["train", "optimistic"],
    ]);
  });

  it("does not know of a model that was trained elsewhere", async () => {
    const s = await summaryOf(imports, "import joblib\nmodel = joblib.load('model.pkl')\nprint(f1_score(y, model.predict(X)))\n");
    expect(s.evaluations).toMatchObject([{ verdict: "unknown", trainRows: null }]);
  });

  it("does not know what stands beside broken code", async () => {
    const s = await summaryOf(imports, split, `${fitAndScore}if X_train(:\n`);
    expect(s.evaluations.map((e) => e.verdict)).not.toContain("clean");
  });

  it("is empty for a notebook without models, and for no text at all", async () => {
    const s = await summaryOf("import pandas as pd\ndf = pd.read_csv('a.csv')\ndf.describe()", "", "print(");
    expect([s.evaluations, s.models, s.findings, s.graph.nodes, s.graph.edges]).toEqual([[], [], [], [], []]);
    expect((await analysed([])).summary.evaluations).toEqual([]);
  });

  it("says that folds score each row by a model that did not see it", async () => {
    const s = await summaryOf(imports, "print(cross_val_score(LogisticRegression(), X, y, cv=KFold(5)).mean())");
    expect(s.evaluations).toMatchObject([{ role: "folds", kind: "cv", verdict: "clean" }]);
  });
});

describe("what is told besides", () => {
  it("names splits with their sizes, models with the settings given, and sources with the columns used", async () => {
    const s = await summaryOf(imports, split + fitAndScore);
    expect(s.splits).toMatchObject([{ label: "train_test_split", size: "25 % test", seeded: true, stratified: false }]);
    expect(s.models).toMatchObject([{ name: "LogisticRegression", target: "sick", settings: [{ name: "C", value: "0.5" }] }]);
    expect(s.sources).toMatchObject([{ label: "patients.csv", kind: "file", columns: ["age", "dose", "sick"] }]);
  });

  it("names parts of parts from the inside out", async () => {
    const inner =
      "X_fit, X_val, y_fit, y_val = train_test_split(X_train, y_train, test_size=100, random_state=1)\nmodel = LogisticRegression().fit(X_fit, y_fit)\n";
    const s = await summaryOf(imports, `${split}${inner}print(model.score(X_val, y_val))\nprint(model.score(X_test, y_test))`);
    expect(s.evaluations[0]?.rows).toBe("test part of the train part of `patients.csv`");
    expect(s.splits.map((x) => x.size)).toEqual(["25 % test", "100 rows test"]);
  });

  it("quotes stored outputs of the cell that scores, and none where several scores could have written them", async () => {
    const one = await summaryOf(imports, { text: split + fitAndScore, outputs: ["F1: 0.81\ndone\n"] });
    expect(one.evaluations[0]?.outputs).toEqual(["F1: 0.81"]);
    const two = await summaryOf(imports, { text: `${split}${fitAndScore}print(f1_score(y_train, model.predict(X_train)))\n`, outputs: ["0.81\n0.93\n"] });
    expect(two.evaluations.map((e) => e.outputs)).toEqual([[], []]);
  });

  it("quotes no rows of a shortened table as a score", async () => {
    const table = "     age  ...  sick\n0     31  ...     1\n..   ...  ...   ...\n99    40  ...     0\n\n[100 rows x 5 columns]\n";
    const s = await summaryOf(imports, { text: split + fitAndScore, outputs: ["0.81\n", table] });
    expect(s.evaluations[0]?.outputs).toEqual(["0.81"]);
  });
});

describe("the graph", () => {
  it("leads from the source through the split and the training to the score", async () => {
    const { graph } = await summaryOf(imports, split, fitAndScore);
    const stageOf = (id: string) => graph.nodes.find((n) => n.id === id)?.stage;
    expect(graph.nodes.map((n) => n.stage)).toEqual(["source", "split", "training", "evaluation"]);
    expect(graph.edges.map((e) => [stageOf(e.from), e.label, stageOf(e.to)]).sort()).toEqual([
      ["source", "all rows", "split"],
      ["split", "test part", "evaluation"],
      ["split", "train part", "training"],
      ["training", "model", "evaluation"],
    ]);
    expect(graph.edges.every((e) => e.leaks.length === 0)).toBe(true);
  });

  it("marks the edges that a leak runs along, and leaves out what reaches no model", async () => {
    const { graph } = await summaryOf(imports, `print(df["age"].mean())\nX = StandardScaler().fit_transform(X)\n${split}`, fitAndScore);
    const leaking = graph.edges.filter((e) => e.leaks.includes(0)).map((e) => `${e.from.split("-")[0]}>${e.to.split("-")[0]}`);
    expect(leaking).toEqual(expect.arrayContaining(["source>preparation", "preparation>split", "split>training", "training>evaluation"]));
    expect(graph.leftOut).toBe(1);
  });

  it("has no edge to or from nowhere, whatever the program", async () => {
    const { graph } = await summaryOf(
      imports,
      "for train, test in KFold(5).split(X):\n    m = LogisticRegression().fit(X.iloc[train], y.iloc[train])\n    print(m.score(X.iloc[test], y.iloc[test]))\n",
    );
    const ids = new Set(graph.nodes.map((n) => n.id));
    expect(graph.edges.filter((e) => !ids.has(e.from) || !ids.has(e.to) || e.from === e.to)).toEqual([]);
    expect(graph.nodes.map((n) => n.stage)).toContain("split");
  });
});

describe("hints", () => {
  it("tell train, test and all rows apart, and what was learned from all rows", async () => {
    const { hints } = await analysed([imports, `Z = StandardScaler().fit_transform(X)\n${split.replace("X, y", "Z, y")}`, fitAndScore]);
    const told = new Map(hints.map((h) => [h.name, `${h.role}${h.learnedFromAll ? ", learned" : ""}`]));
    expect(Object.fromEntries(told)).toMatchObject({
      df: "all rows",
      X: "all rows",
      Z: "all rows, learned",
      X_train: "train, learned",
      X_test: "test, learned",
      y_test: "test",
    });
  });
});
