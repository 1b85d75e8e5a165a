/** Columns that are chosen by names from elsewhere: which they are is not in the program, and nothing is certain of any one of them. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const said = async (text: string, code: RegExp): Promise<string[]> =>
  (await check([text])).findings.filter((f) => code.test(f.code)).map((f) => `${f.code} ${f.confidence}`);

const program = (features: string, chosen = "df[features]") => `import json
import pandas as pd
from shop import settings
from shop.settings import columns
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("visits.csv")
df["mood"] = PCA(1).fit_transform(df[["clicks", "pages"]])
${features}
X_train, X_test, y_train, y_test = train_test_split(${chosen}, df["bought"], random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;

describe("a learned column of a table, of which columns are chosen that nobody can list", () => {
  it("is likely to reach the model, and not certain", async () => {
    for (const features of [
      "features = columns",
      'features = json.load(open("features.json"))',
      'features = ["age"]\nfor name in columns:\n    features.extend([f"{name}_{part}" for part in ["mean", "var"]])',
      'features = [*columns, "age"]',
    ])
      expect(await said(program(features), /HLD101/), features).toEqual(["HLD101 likely"]);
  });

  it("is certain to, where it is among them by name or where all columns are taken", async () => {
    for (const features of ['features = [*columns, "mood"]', 'features = ["age", "mood"]', 'features = df.columns.drop("bought")'])
      expect(await said(program(features), /HLD101/), features).toEqual(["HLD101 certain"]);
  });
});

describe("a learned column of a table, of which a composite is told columns that nobody can list", () => {
  const composite = (told: string, more = ""): string => `import pandas as pd
from shop.settings import columns
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("visits.csv")
df["mood"] = PCA(1).fit_transform(df[["clicks", "pages"]])
train, test = train_test_split(df, random_state=0)
numbers = train.select_dtypes(include=["float64"]).columns.tolist()
steps = []
for name in columns:
    steps.append((name, StandardScaler(), [name]))
both = ColumnTransformer(${told}${more})
model = LogisticRegression().fit(both.fit_transform(train), train["bought"])
print(model.score(both.transform(test), test["bought"]))
`;
  it.each(["steps", '[("all", StandardScaler(), columns)]', '[("all", StandardScaler(), columns), ("own", "passthrough", ["age"])]'])(
    "is likely to reach the model: %s",
    async (told) => {
      expect(await said(composite(told), /HLD101/)).toEqual(["HLD101 likely"]);
    },
  );
  it.each([
    ["steps", ', remainder="passthrough"'],
    ['[("all", StandardScaler(), ["age", "mood"])]', ""],
    ['[("all", StandardScaler(), columns), ("own", "passthrough", ["mood"])]', ""],
    ['[("all", StandardScaler(), numbers)]', ""],
    ['[("all", StandardScaler(), train.columns)]', ""],
  ])("is certain to, where it is among them by name or no column is left out: %s%s", async (told, more) => {
    expect(await said(composite(told, more), /HLD101/)).toEqual(["HLD101 certain"]);
  });
});

describe("names that are imported from where nobody looked", () => {
  it("choose columns, and the target need not be among them", async () => {
    for (const features of ["columns", "settings.columns"]) expect(await said(program("", `df[${features}]`), /HLD107/), features).toEqual([]);
    expect(await said(program("", 'df[["age", "mood", "bought"]]'), /HLD107/)).toEqual(["HLD107 certain"]);
  });
});

describe("a composite that is told its columns first", () => {
  const mapped = (parts: string, more = ""): string => `import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn_pandas import DataFrameMapper
df = pd.read_csv("visits.csv")
train, test = train_test_split(df, random_state=0)
model = Pipeline([("columns", DataFrameMapper([${parts}]${more})), ("line", LinearRegression())])
model.fit(train, train["bought"])
print(model.score(test, test["bought"]))
`;
  const age = '(["age"], StandardScaler()), ("pages", None)';
  it("leaves the target out with all others, unless it keeps them or is told it", async () => {
    expect(await said(mapped(age), /HLD107/)).toEqual([]);
    for (const text of [mapped(age, ", default=None"), mapped(`${age}, (["bought"], StandardScaler())`)])
      expect(await said(text, /HLD107/)).toEqual(["HLD107 certain"]);
  });
});
