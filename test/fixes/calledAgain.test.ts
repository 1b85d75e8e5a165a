/** Functions that learn from one column after the other: every call of them hands over the training rows. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const text = (calls: string, body = "data"): string => `import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
def usual(${body}, column, times=1.5):
    low = data[column].quantile(0.1)
    high = data[column].quantile(0.9)
    return data[(data[column] > low - times) & (data[column] < high + times)]
df = pd.read_csv("plants.csv")
${calls}X, y = df[["leaf", "stem"]], df["height"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=4)
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))
`;
const drawn = "train_rows, test_rows = train_test_split(df.index, test_size=0.2, random_state=4)\n";

describe("a function that is called for one column after the other", () => {
  it("is handed the training rows by every call", async () => {
    const fixed = await fixedText(text('df = usual(df, "leaf")\ndf = usual(df, "stem", times=2)\n'), "HLD101");
    expect(fixed).toContain("def usual(data, column, train_rows, times=1.5):\n");
    expect(fixed).toContain("    low = data.loc[data.index.isin(train_rows), column].quantile(0.1)\n");
    expect(fixed).toContain(`${drawn}df = usual(df, "leaf", train_rows)\ndf = usual(df, "stem", train_rows, times=2)\n`);
  });

  it("may be handed what an earlier call gave, and work on a copy", async () => {
    const calls = 'few = usual(df, "leaf")\nfewer = usual(few, "stem")\ndf = fewer\n';
    expect(await fixedText(text(calls), "HLD101")).toContain(`${drawn}few = usual(df, "leaf", train_rows)\nfewer = usual(few, "stem", train_rows)\n`);
    const copied = text('df = usual(df, "leaf")\ndf = usual(df, "stem")\n', "table").replace("    low", "    data = table.copy()\n    low");
    expect(await fixedText(copied, "HLD101")).toContain(
      "def usual(table, column, train_rows, times=1.5):\n    data = table.copy()\n    low = data.loc[data.index",
    );
  });

  it("may be handed the columns themselves", async () => {
    const own = text('for name in ["leaf", "stem"]:\n    df[name] = usual(df[name])\ndf = df.dropna()\n').replace(/def usual[\s\S]*?(?=df = pd)/, () =>
      [
        "def usual(values):",
        "    low = values.quantile(0.1)",
        "    high = values.quantile(0.9)",
        "    return values[(values > low) & (values < high)]",
        "",
      ].join("\n"),
    );
    const fixed = await fixedText(own, "HLD101");
    expect(fixed).toContain("def usual(values, train_rows):\n    low = values[values.index.isin(train_rows)].quantile(0.1)\n");
    expect(fixed).toContain(`${drawn}for name in ["leaf", "stem"]:\n    df[name] = usual(df[name], train_rows)\n`);
  });

  it.each([
    ["another table is handed over too", 'df = usual(df, "leaf")\nother = usual(pd.read_csv("more.csv"), "leaf")\nprint(other)\n'],
    ["it is handed on itself", 'df = usual(df, "leaf")\ndf = df.pipe(usual, "stem")\n'],
    ["a table of the same name is read in between", 'few = usual(df, "leaf")\ndf = pd.read_csv("more.csv")\ndf = usual(df, "stem")\nprint(few)\n'],
  ])("keeps its parameters where %s", async (_, calls) => {
    expect((await withheld(text(calls), "HLD101")).join()).toContain("do not stand in one line of statements");
  });
});

describe("rows that are only counted or compared on the way to the split", () => {
  it("stand in the way of no transformer", async () => {
    const scaled = `import pandas as pd
from sklearn.neighbors import KNeighborsRegressor
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["height"]
X = StandardScaler().fit_transform(X)
assert len(X) == len(y), "rows are missing"
print("rows:", len(X))
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
print(KNeighborsRegressor().fit(X_train, y_train).score(X_test, y_test))
`;
    const fixed = await fixedText(scaled, "HLD101");
    expect(fixed).toContain('X, y = df[["leaf", "stem"]], df["height"]\nassert len(X) == len(y), "rows are missing"\nprint("rows:", len(X))\nX_train');
    expect(fixed).toContain("X_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n");
  });
});

describe("a function that learns, called beside the split in another function", () => {
  const main = (split: string): string => `import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split

SEED = 3

def best(X, y, k):
    selector = SelectKBest(k=k)
    chosen = selector.fit_transform(X, y)
    return chosen, selector.get_support()

def main(path):
    df = pd.read_csv(path)
    X, y = df.drop(columns=["wilted"]), df["wilted"]
    for k in [2, 3]:
        chosen, support = best(X, y, k)
        ${split}
        print(k, support, model.fit(X_train, y_train).score(X_test, y_test))

main("plants.csv")
`;
  const cut = "X_train, X_test, y_train, y_test = train_test_split(chosen, y, random_state=SEED, stratify=y)\n        model = ";

  it("is handed the rows that are drawn above that call, with the constants of the module", async () => {
    const fixed = await fixedText(main(`${cut}LogisticRegression()`), "HLD103");
    expect(fixed).toContain("def best(X, y, k, train_rows):\n");
    expect(fixed).toContain("    chosen = selector.fit(X.iloc[train_rows], y.iloc[train_rows]).transform(X)\n");
    const drawn = "        train_rows, test_rows = train_test_split(range(len(X)), random_state=SEED, stratify=y)\n";
    expect(fixed).toContain(`${drawn}        chosen, support = best(X, y, k, train_rows)\n`);
  });

  it("goes on to be seen by a search on the training rows, as the title says", async () => {
    const searched = main(`${cut}GridSearchCV(LogisticRegression(), {"C": [0.1, 1]})`);
    expect((await titles(searched, "HLD103"))[0]).toBe("Draw the training rows first, and learn SelectKBest from them alone; cross-validation still sees it");
  });
});

describe("columns that were named from what a selection showed", () => {
  it("may be others where it chooses from the training rows", async () => {
    const named = (columns: string): string => `import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("plants.csv")
X, y = df.drop(columns=["wilted"]), df["wilted"]
selector = SelectKBest(k=2)
chosen = selector.fit_transform(X, y)
X = pd.DataFrame(chosen, columns=${columns})
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await titles(named("selector.get_feature_names_out()"), "HLD103")).toHaveLength(1);
    expect((await withheld(named('["leaf", "stem"]'), "HLD103")).join()).toContain("are named as all rows chose them");
  });
});
