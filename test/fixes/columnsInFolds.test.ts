/** Columns that are transformed in a table which becomes another on the way to cross-validation: the pipeline transforms them, and is given them as they were. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
`;
const made = `numbers = ["a", "b"]
scaler = StandardScaler()
`;
const scaled = "df[numbers] = scaler.fit_transform(df[numbers])\n";
const dummies = `df = pd.get_dummies(df, columns=["c"])
X = df.drop(columns="y")
y = df["y"]
`;
const validated = `print(cross_val_score(Ridge(), X, y).mean())
`;
const step = `make_column_transformer((scaler, numbers), remainder="passthrough")`;
const piped = `print(cross_val_score(make_pipeline(${step}, Ridge()), X, y).mean())\n`;

describe("columns that are scaled before others become dummies", () => {
  it("are scaled by the pipeline alone where nobody else reads them", async () => {
    expect(await fixedText(`${head}${made}${scaled}${dummies}${validated}`, "HLD102")).toBe(`${head}${made}${dummies}${piped}`);
  });

  it("go with the call that fits what transforms them", async () => {
    const apart = "scaler.fit(df[numbers])\ndf[numbers] = scaler.transform(df[numbers])\n";
    expect(await fixedText(`${head}${made}${apart}${dummies}${validated}`, "HLD102")).toBe(`${head}${made}${dummies}${piped}`);
  });

  it("stay for those who read them, and cross-validation is given them as they were", async () => {
    const shown = "print(df.describe())\n";
    expect(await fixedText(`${head}${made}${scaled}${shown}${dummies}${validated}`, "HLD102")).toBe(
      `${head}${made}df_raw = df[numbers].copy()\n${scaled}${shown}${dummies}${piped.replace("X, y", "X.assign(**df_raw), y")}`,
    );
  });

  it("stay, too, where the same scaler transforms another table", async () => {
    const other = `new = pd.read_csv("b.csv")\nnew[numbers] = scaler.transform(new[numbers])\n`;
    expect(await fixedText(`${head}${made}${scaled}${other}${dummies}${validated}`, "HLD102")).toContain(`df_raw = df[numbers].copy()\n${scaled}${other}`);
  });

  it("are filled and scaled one behind the other", async () => {
    const filled = `${made}imputer = SimpleImputer()\ndf[numbers] = imputer.fit_transform(df[numbers])\n`;
    expect(await fixedText(`${head}${filled}${scaled}${dummies}${validated}`, "HLD102")).toBe(
      `${head}${made}imputer = SimpleImputer()\n${dummies}${piped.replace("(scaler, numbers)", "(make_pipeline(imputer, scaler), numbers)")}`,
    );
  });

  it("are given to a search and to what it is asked about", async () => {
    const cut = `X, y = df.drop(columns="y"), df["y"]\nX_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n`;
    const both = "X_train[numbers] = scaler.fit_transform(X_train[numbers])\nX_test[numbers] = scaler.transform(X_test[numbers])\n";
    const tables = "X_train = pd.get_dummies(X_train)\nX_test = pd.get_dummies(X_test)\n";
    const rest = "search.fit(X_train, y_train)\nprint(search.score(X_test, y_test))\n";
    expect(await fixedText(`${head}${cut}${made}${both}${tables}search = GridSearchCV(Ridge(), {"alpha": [1, 2]})\n${rest}`, "HLD102")).toBe(
      `${head}${cut}${made}${tables}search = GridSearchCV(make_pipeline(${step}, Ridge()), {"ridge__alpha": [1, 2]})\n${rest}`,
    );
  });

  it.each([`df["a"] = df["a"] * df["d"]\n`, `df["e"] = df["a"] * df["d"]\n`, `df = df.drop(columns="a")\nprint(df)\n`, "df = df[df.a < 1]\n"])(
    "are left alone where %j follows",
    async (between) => {
      expect(await withheld(`${head}${made}${scaled}${between}${dummies}${validated}`, "HLD102")).toHaveLength(1);
    },
  );
});

describe("gaps that are filled before a scaler makes an array of the table", () => {
  const fill = `df["a"] = df["a"].fillna(df["a"].mean())\n`;
  const parts = `X = df.drop(columns="y")\ny = df["y"]\n`;
  const array = "scaler = StandardScaler()\nX = scaler.fit_transform(X)\n";
  const imputer = `make_column_transformer((SimpleImputer(strategy="mean"), ["a"]), remainder="passthrough")`;

  it("are filled by the pipeline once the scaler is in it", async () => {
    const text = `${head}${fill}${parts}${array}${validated}`;
    expect((await titles(text, "HLD102"))[0]).toBe(`Make it a Pipeline: fit StandardScaler inside each fold; fit the mean of df["a"] inside each fold`);
    expect(await fixedText(text, "HLD102")).toBe(
      `${head}${parts}scaler = StandardScaler()\n${validated.replace("Ridge()", `make_pipeline(${imputer}, scaler, Ridge())`)}`,
    );
  });
});

describe("a scaled column with a name of its own", () => {
  const own = `scaler = StandardScaler()
df["a_scaled"] = scaler.fit_transform(df["a"].values.reshape(-1, 1))
`;
  const gone = `df = df.drop(columns=["a"])\nX = df.drop(columns="y")\ny = df["y"]\n`;

  it("is given to the pipeline as the column that it is made of", async () => {
    const after = await fixedText(`${head}${own}${gone}${validated}`, "HLD102");
    expect(after).toContain('a_raw = df["a"].copy()\ndf["a_scaled"] = scaler.fit_transform');
    expect(after).toContain(`make_column_transformer((scaler, ["a_scaled"]), remainder="passthrough"), Ridge()), X.assign(a_scaled=a_raw), y)`);
  });

  it("may be one of several, in the order in which they are written", async () => {
    const two = `scaler = StandardScaler()\ndf[["a_scaled", "b_scaled"]] = scaler.fit_transform(df[["a", "b"]])\n`;
    const after = await fixedText(`${head}${two}${gone}${validated}`, "HLD102");
    expect(after).toContain('df_raw = df[["a", "b"]].copy()\n');
    expect(after).toContain('X.assign(a_scaled=df_raw["a"], b_scaled=df_raw["b"]), y)');
  });

  it("is left where it is changed afterwards", async () => {
    expect(await withheld(`${head}${own}df["a_scaled"] = df["a_scaled"] * 2\n${gone}${validated}`, "HLD102")).not.toEqual([]);
  });
});

describe("columns of numbers beside words that were numbered", () => {
  const filled = (fit: string): string => `gaps = SimpleImputer()\ngaps.fit(${fit})\ndf["a"] = gaps.transform(df["a"].values.reshape(-1, 1))\n`;
  const numbered = `df["c"] = LabelEncoder().fit_transform(df["c"])\n`;
  const rest = `X = df.drop(columns="y")\ny = df["y"]\n`;

  it.each([`df[["a"]]`, `df["a"].to_frame()`])("are filled by the pipeline, which is given the words' numbers as they are: fit to %s", async (fit) => {
    const after = await fixedText(`${head}from sklearn.preprocessing import LabelEncoder\n${filled(fit)}${numbered}${rest}${validated}`, "HLD102");
    expect(after).toContain(numbered);
    expect(after).toContain(`make_column_transformer((gaps, ["a"]), remainder="passthrough"), Ridge()), X`);
  });

  it("are left where the column itself is numbered afterwards", async () => {
    const text = `${head}from sklearn.preprocessing import LabelEncoder\n${filled('df[["a"]]')}${numbered.replaceAll('"c"', '"a"')}${rest}${validated}`;
    expect(await withheld(text, "HLD102")).not.toEqual([]);
  });
});
