/** The shown results did not come from running the notebook from top to bottom */
import type { Span } from "../base/span.js";
import { type CellNames, notebookNames } from "./cells.js";
import { defineRule, type RuleFinding } from "./rule.js";

export default defineRule({
  code: "HLD402",
  slug: "out-of-order-cells",
  severity: "hint",
  default: false,
  summary: "The shown results did not come from running the notebook from top to bottom",
  why: `The numbers beside the cells prove that this cell ran while a name held the value of another cell than the one above it. Who runs the notebook from top to bottom gets other results than those that are shown. Among notebooks on GitHub with execution numbers 36 % had been run out of order (Pimentel and others, MSR 2019).`,
  whenNot: `When both cells give the name the same value: nothing but a run can tell, so this is said for information.`,
  examples: [
    {
      title: "A result that used what a later cell made",
      notebook: true,
      bad: `# %% [1]
import pandas as pd
# %% [2]
df = pd.read_csv("patients.csv")
# %% [4] 812
print(len(df))  # error
# %% [3]
df = df.dropna()`,
    },
    {
      title: "A cell that ran again afterwards may have run before as well",
      notebook: true,
      good: `# %% [1]
import pandas as pd
# %% [2]
df = pd.read_csv("patients.csv")
# %% [5]
df = pd.read_csv("patients_cleaned.csv")
# %% [4] 812
print(len(df))`,
    },
    {
      title: "A model that is loaded again is the same model",
      notebook: true,
      good: `# %% [1]
import joblib
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
X, y = load_iris(return_X_y=True)
# %% [2]
model = LogisticRegression().fit(X[::2], y[::2])
joblib.dump({"model": model}, "iris.joblib")
# %% [5] 0.95
print(model.score(X[1::2], y[1::2]))
# %% [4]
model = joblib.load("iris.joblib")["model"]`,
    },
    {
      title: "Cells that ran in the order in which they stand",
      good: `import pandas as pd
# %%
df = pd.read_csv("patients.csv")
# %%
df = df.dropna()
# %%
print(df.describe())`,
    },
  ],
  check: (q) => {
    const cells = notebookNames(q);
    const counts = cells.map((c) => c.count).filter((n): n is number => n !== null);
    // Equal numbers come from several sessions: they prove nothing of each other.
    if (counts.length < 3 || new Set(counts).size < counts.length) return [];
    const out: RuleFinding[] = [];
    const told = new Set<string>();
    const settersOf = new Map<string, { readonly x: CellNames; readonly n: number }[]>();
    for (const [n, x] of cells.entries()) for (const name of x.names.assigned.keys()) settersOf.set(name, [...(settersOf.get(name) ?? []), { x, n }]);
    for (const [i, c] of cells.entries()) {
      if (c.count === null || !c.outputs.length) continue;
      const count = c.count;
      for (const r of c.names.reads) {
        const binders = settersOf.get(r.name) ?? [];
        if (binders.length < 2 || binders.some(({ x }) => x.count === null) || c.names.assigned.has(r.name)) continue;
        // Changed in place by others, nobody can tell which state it was in.
        const above = binders.filter(({ n }) => n < i).at(-1);
        const ran = binders
          .filter(({ x }) => (x.count as number) < count)
          .sort((a, b) => (a.x.count as number) - (b.x.count as number))
          .at(-1);
        if (!above || !ran || ran.n === above.n) continue;
        // A cell keeps the number of its last run only: one that ran again afterwards may have run before as well.
        if ((above.x.count as number) > count || told.has(`${r.name}:${ran.n}`) || q.textOf(statement(ran.x, r.name)) === q.textOf(statement(above.x, r.name)))
          continue;
        // What was stored and is loaded again is the same object.
        if (reloaded.test(q.textOf(statement(ran.x, r.name))) || reloaded.test(q.textOf(statement(above.x, r.name)))) continue;
        told.add(`${r.name}:${ran.n}`);
        out.push({
          at: r.at,
          message: `The shown result used the \`${r.name}\` of another cell than the one above`,
          confidence: "certain",
          steps: [
            { message: `running from top to bottom, \`${r.name}\` comes from here (run ${above.x.count})`, at: statement(above.x, r.name) },
            { message: `before this result (run ${count}) it was set here (run ${ran.x.count})`, at: statement(ran.x, r.name) },
            { message: "used here", at: r.at },
          ],
          variable: r.name,
        });
        break;
      }
    }
    return out;
  },
});

/** Loads an object that a program stored: a model, a predictor, a pickle; not a table that is read. */
const reloaded = /(?:^|[.\s=(])(?:load|load_model|load_learner|from_pretrained|restore)\(/;

/** The statement that gave a name its value in a cell. */
const statement = (c: CellNames, name: string): Span => {
  const at = c.names.assigned.get(name) ?? c.first;
  return c.body.find((s) => s.at.start <= at.start && at.end <= s.at.end)?.at ?? at;
};
