/** What people who read offered fixes refused after the sixth review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { documentOf, fixedText, offersOf, withheld } from "./offers.js";
import { head, scored, split, untilSplit } from "./plants.js";

describe("groups in a column", () => {
  const text = (above: string, below: string): string => `${head}${above}${split}model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
${below}from sklearn.model_selection import GroupKFold, cross_val_score
print(cross_val_score(LogisticRegression(), X, y, cv=GroupKFold(5), groups=df.bed))
`;

  it("are not there yet where the column is made further down", async () => {
    for (const made of ['df["bed"] = df["row"] // 4\n', "df = df.assign(bed=df.row // 4)\n", 'df.insert(0, "bed", df.row // 4)\n', "df.bed = df.row // 4\n"])
      expect((await withheld(text("", made), "HLD110"))[0]).toBe("The groups are in the column bed, which the program makes only after this split.");
  });

  it("are there where the column is made above, or comes with the table", async () => {
    for (const made of ['df["bed"] = df["row"] // 4\n', ""]) expect(await fixedText(text(made, ""), "HLD110")).toContain(".split(X, groups=df.bed)");
    expect(await fixedText(text("print(df.bed.nunique())\n", 'df["bed"] = df["bed"].astype(str)\n'), "HLD110")).toContain("groups=df.bed");
  });
});

describe("a loop over settings that saves its models", () => {
  const text = (save: string): string => `import joblib
import pickle
${head}${split}for c in [0.1, 1, 10]:
    model = LogisticRegression(C=c)
    model.fit(X_train, y_train)
    print(c, model.score(X_test, y_test))
    ${save}
best = LogisticRegression(C=1).fit(X_train, y_train)
print(best.score(X_test, y_test))
`;

  it("goes on training them on all training rows", async () => {
    for (const save of ['pickle.dump(model, open(f"model_{c}.pkl", "wb"))', 'joblib.dump(model, f"model_{c}.joblib")', 'model.save(f"model_{c}")']) {
      const fixed = await fixedText(text(save), "HLD201");
      expect(fixed).toContain(`    model.fit(X_train, y_train)\n    print(c, cross_val_score(model, X_train, y_train, cv=5).mean())\n    ${save}\n`);
    }
  });

  it("may save its scores", async () => {
    expect(await fixedText(text('joblib.dump(c, "last.joblib")'), "HLD201")).toContain("X_fit, X_valid, y_fit, y_valid = ");
  });
});

describe("a cell that forgets all names", () => {
  const cells = (imports: string, reset: string): string => `import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
# %%
print(np.ones(2))
# %%
${reset}# %%
${imports}${untilSplit}from sklearn.model_selection import train_test_split
${split}# %%
${scored}`;

  it("is above the import that a fix adds", async () => {
    for (const reset of ["# Clear\n%reset -f\n", 'get_ipython().run_line_magic("reset", "-f")\n']) {
      const fixed = await fixedText(cells("import numpy as np\nimport pandas as pd\n", reset), "HLD101");
      const [, imported = "", ...more] = fixed.slice(fixed.indexOf("reset")).split(/(import train_test_split)/);
      expect(imported).not.toBe("");
      expect(more.join("").indexOf("train_rows, test_rows = train_test_split")).toBeGreaterThan(0);
    }
  });

  it("is nothing where it forgets what was shown only", async () => {
    expect(await fixedText(cells("import numpy as np\nimport pandas as pd\n", "%reset -f out\n"), "HLD101")).toContain(
      "train_rows, test_rows = train_test_split",
    );
    expect(await fixedText(cells("import numpy as np\nimport pandas as pd\n", "%reset_selective -f a\n"), "HLD101")).toContain("train_rows, test_rows");
  });
});

describe("rows that are told apart by their labels", () => {
  const text = (read: string): string => `${head.replace('df = pd.read_csv("plants.csv")\n', `${read}\n`)}X = X.fillna(X.mean())
X = X[X["leaf"] > 0].dropna()
y = y[y.index.isin(X.index)]
${split}${scored}`;
  const read = 'pd.read_csv("plants.csv")';

  it("have one each", async () => {
    const tables = [
      `df = ${read}`,
      'df = pd.read_csv("plants.csv", index_col="plant_id")',
      'df = pd.read_csv("plants.csv", index_col=0)',
      "df = pd.concat(read_all(), ignore_index=True)",
      `df = ${read}.set_index("day")\ndf = df.reset_index()`,
    ];
    for (const table of tables) expect(await fixedText(text(table), "HLD101")).toContain("train_test_split(X.index");
  });

  it("may share one", async () => {
    const tables = [
      'df = pd.read_csv("plants.csv", index_col="day")',
      'df = pd.read_csv("plants.csv", index_col=0, parse_dates=True)',
      `df = ${read}.set_index("day")`,
      `df = ${read}\ndf.set_index("day", inplace=True)`,
      `df = ${read}\ndf.index = pd.to_datetime(df["day"])`,
      "df = pd.concat(read_all())",
    ];
    for (const table of tables) expect((await withheld(text(table), "HLD101"))[0]).toContain("several rows may have the same one");
  });
});

describe("a model that is scored on its own rows and goes on to predict others", () => {
  const cells = (made: string): string[] => [
    `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeRegressor
beds = pd.read_csv("beds.csv")
print(beds.shape)
`,
    `X, y = beds[["age"]], beds["yield"]
model = ${made}
model.fit(X, y)
print(model.score(X, y))
`,
    `later = pd.read_csv("later.csv")
print(model.predict(later[["age"]]))
`,
  ];

  it("is cross-validated in shuffled folds where it predicts numbers", async () => {
    const fixed = await fixedText(cells("DecisionTreeRegressor()").join("# %%\n"), "HLD205");
    expect(fixed).toContain(
      'print(model.score(X, y))\nprint("Cross-validation score:", cross_val_score(model, X, y, cv=KFold(5, shuffle=True, random_state=0)).mean())\n',
    );
    expect(fixed).toMatch(/from sklearn\.model_selection import (KFold, cross_val_score|cross_val_score, KFold)\n/);
  });

  it("is cross-validated by its classes where it tells them", async () => {
    expect(await fixedText(cells("LogisticRegression()").join("# %%\n"), "HLD205")).toContain("cross_val_score(model, X, y, cv=5).mean()");
  });

  it("is not where the notebook shows that there are few rows", async () => {
    const document = (output: string) => {
      const plain = documentOf(cells("DecisionTreeRegressor()"));
      return { ...plain, units: plain.units.map((unit, i) => (i === 0 ? { ...unit, outputs: [output] } : unit)) };
    };
    const crossed = async (output: string) => {
      const { offers } = await offersOf(document(output));
      return offers.flatMap(({ finding, offer }) => (finding.code === "HLD205" ? [offer.withheld ?? offer.title] : []));
    };
    expect((await crossed("(12, 2)\n")).join()).toContain("The notebook shows 12 rows: folds of so few would say little.");
    expect((await crossed("    age  yield\n0  1  5\n1  2  6\n2  4  6\n")).join()).toContain("The notebook shows 3 rows");
    expect((await crossed("(1200, 2)\n")).join()).toContain("Score by cross-validation");
  });

  it("has no part of a few rows held out either", async () => {
    const plain = documentOf([`${head}model = LogisticRegression().fit(X, y)\n`, "X\n", "print(model.score(X, y))\n"]);
    const offered = async (output: string) => {
      const { offers } = await offersOf({ ...plain, units: plain.units.map((unit, i) => (i === 1 ? { ...unit, outputs: [output] } : unit)) });
      return offers.flatMap(({ finding, offer }) => (finding.code === "HLD205" ? [offer.withheld ?? offer.title] : [])).join();
    };
    expect(await offered("[14 rows x 4 columns]")).toContain("The notebook shows 14 rows: a part of so few would say little.");
    expect(await offered("[140 rows x 4 columns]")).toMatch(/^Score on rows held out of the training\b/);
  });
});
