/** Which files a program reads, what for, and where it names a column. */
import { describe, expect, it } from "vitest";
import { sourceId } from "../../server/src/base/span.js";
import { noFiles } from "../../server/src/program/program.js";
import { testEngine } from "../helpers/check.js";

const engine = await testEngine();

function analysed(...cells: string[]) {
  const analysis = engine.open(noFiles);
  const units = cells.map((text, i) => ({ source: sourceId(`cell${i}`), text, cell: i }));
  analysis.update({ path: "a.ipynb", kind: "notebook", units });
  return {
    analysis,
    textAt: ({ source, start, end }: { source: string; start: number; end: number }) => units.find((u) => u.source === source)?.text.slice(start, end),
  };
}

describe("read calls", () => {
  it("say what their rows are used for", () => {
    const { analysis, textAt } = analysed(
      `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
train = pd.read_csv("train.csv")
test = pd.read_parquet("data/test.parquet")
new = pd.read_csv("new.csv")
names = pd.read_csv("names.csv")
`,
      `model = LogisticRegression().fit(train[["age", "fare"]], train["label"])
print(accuracy_score(test["label"], model.predict(test[["age", "fare"]])))
model.predict(new[["age", "fare"]])
`,
    );
    expect(analysis.reads().map((read) => [read.path, read.call, read.role, textAt(read.at)])).toEqual([
      ["train.csv", "read_csv", "train", "read_csv"],
      ["data/test.parquet", "read_parquet", "test", "read_parquet"],
      ["new.csv", "read_csv", "predicted", "read_csv"],
      ["names.csv", "read_csv", "unknown", "read_csv"],
    ]);
  });

  it("know a file that is split, and follow paths that are put together", () => {
    const { analysis } = analysed(`import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
ROOT = "data"
for part in ["a", "b"]:
    pd.read_csv(part_of_nothing)
df = pd.read_csv(ROOT + "/all.csv")
a, b = train_test_split(df)
m = LogisticRegression().fit(a[["x"]], a["y"])
m.score(b[["x"]], b["y"])
`);
    expect(analysis.reads().map(({ path, role }) => [path, role])).toEqual([["data/all.csv", "both"]]);
  });

  it("find columns by name, as texts and as attributes, in order", () => {
    const { analysis, textAt } = analysed('df["age"].mean()\nprint(df.age, "aged")\n', 'df[["fare", "age"]]\n');
    expect(analysis.columnUses("age").map((at) => [at.source, textAt(at)])).toEqual([
      ["cell0", '"age"'],
      ["cell0", "age"],
      ["cell1", '"age"'],
    ]);
    expect(analysis.columnUses("nothing")).toEqual([]);
  });
});
