/** Rows that are drawn above a split, by the labels that it is stratified by: they may be made further down, or in another function. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";
import { head, scored } from "./plants.js";

const filled = 'df["leaf"] = df["leaf"].fillna(df["leaf"].mean())\nprint(df.isna().sum())\n';
const splitBy = (strata: string): string => `X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4, stratify=${strata})\n`;
const drawnBy = (strata: string): string => `train_rows, test_rows = train_test_split(np.arange(len(df)), random_state=4, stratify=${strata})\n`;

describe("labels that are made between the learning and the split", () => {
  const text = (
    labels: string,
    strata = "y",
    between = "",
  ): string => `${head.replace('X, y = df[["leaf", "stem"]], df["kind"]\n', "")}${filled}${between}X = df[["leaf", "stem"]]
${labels}${splitBy(strata)}${scored}`;

  it("stand beside a seed that cells set to the same number again and again", async () => {
    const seeded = text("SEED = 9\ny = df.kind\n").replace("random_state=4", "random_state=SEED");
    expect(await fixedText(`${seeded}SEED = 9\n`, "HLD101")).toContain("np.arange(len(df)), random_state=9, stratify=df.kind");
    expect((await withheld(`${seeded}SEED = 8\n`, "HLD101")).join()).toContain("`random_state=SEED` is not there yet");
  });

  it("are those of a column by its number, where none is dropped before", async () => {
    expect(await fixedText(text("y = df.iloc[:, 0]\n"), "HLD101")).toContain(drawnBy("df.iloc[:, 0]"));
    expect(await fixedText(text("y = df.iloc[:, -1].values\n"), "HLD101")).toContain(drawnBy("df.iloc[:, -1]"));
    const dropped = 'df.drop("no", axis=1, inplace=True)\n';
    expect((await withheld(text("y = df.iloc[:, 0]\n", "y", dropped), "HLD101")).join()).toContain("`stratify=y` is not there yet");
    const added = 'df["area"] = df["leaf"] * df["stem"]\n';
    expect((await withheld(text("y = df.iloc[:, -1]\n", "y", added), "HLD101")).join()).toContain("`stratify=y` is not there yet");
    expect(await fixedText(text("y = df.iloc[:, 0]\n", "y", added), "HLD101")).toContain(drawnBy("df.iloc[:, 0]"));
  });

  it("are the same strata under other numbers and types", async () => {
    expect(await fixedText(text('y = LabelEncoder().fit_transform(df["kind"])\n'), "HLD101")).toContain(drawnBy('df["kind"]'));
    const bins = 'KBinsDiscretizer(4).fit_transform(df[["height"]])';
    expect(await fixedText(text(`y = ${bins}\n`), "HLD101")).toContain(drawnBy(bins));
    expect(await fixedText(text('y = df["kind"].astype("category")\n'), "HLD101")).toContain(drawnBy('df["kind"]'));
  });

  it("are cut into bins as the split does", async () => {
    expect(await fixedText(text('y = df["height"]\n', "pd.qcut(y, 4)"), "HLD101")).toContain(drawnBy('pd.qcut(df["height"], 4)'));
    const sum = (await withheld(text('y = df["height"] + 1\n', "y - 1"), "HLD101")).join();
    expect(sum).toContain("`stratify=y - 1` is not there yet");
  });
});

it("rows are drawn with the seed that a function of a module gives", async () => {
  const text = `${head}X = StandardScaler().fit_transform(X)
print(X[:3])
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=np.random.seed())
${scored}`;
  expect(await fixedText(text, "HLD101")).toContain("train_rows, test_rows = train_test_split(np.arange(len(X)), random_state=np.random.seed())\n");
});

describe("a stratified split in another function", () => {
  const returned = (labels: string, back: string, more = ""): string => `${head.replace('X, y = df[["leaf", "stem"]], df["kind"]\n', "")}def prepared():
    table = pd.read_csv("plants.csv")
    inputs = table[["leaf", "stem"]]
${labels}    inputs = StandardScaler().fit_transform(inputs)
    return ${back}
${more}def main():
    X, y = prepared()
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4, stratify=y)
    ${scored}main()
`;
  const rows = (strata: string): string =>
    `    train_rows = train_test_split(np.arange(len(inputs)), random_state=4, stratify=${strata})[0]  # the rows that the split draws with this seed\n`;

  it("draws the same rows by the labels that the function gives back", async () => {
    const fixed = await fixedText(returned('    labels = table["kind"]\n', "inputs, labels"), "HLD101");
    expect(fixed).toContain(`${rows("labels")}    inputs = StandardScaler().fit(inputs.iloc[train_rows]).transform(inputs)\n`);
    expect(await fixedText(returned("", 'inputs, table["kind"].values'), "HLD101")).toContain(rows('table["kind"]'));
  });

  it("stays where its labels are changed on the way, or the function is called for others too", async () => {
    const changed = '    table["kind"] = table["kind"].map(len)\n';
    expect((await withheld(returned("", 'inputs, table["kind"]', `def other(table):\n${changed}`), "HLD101")).join()).toContain("one line of statements");
    expect((await withheld(returned("", 'inputs, table["kind"]', "print(len(prepared()))\n"), "HLD101")).join()).toContain("one line of statements");
  });

  it("draws them by a column of the table that comes back, in the arm that learns", async () => {
    const text = (condition: string): string => `${head.replace('X, y = df[["leaf", "stem"]], df["kind"]\n', "")}def prepared():
    table = pd.read_csv("plants.csv")
    if "leaf" in table.columns:
        table["long"] = table["leaf"] > table["leaf"].quantile(0.75)
    return table
df = prepared()
X, y = df[["stem", "long"]].copy(), df["kind"].copy()
${condition}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4, stratify=y)
${scored}`;
    expect(await fixedText(text(""), "HLD101")).toContain(
      `        train_rows = train_test_split(np.arange(len(table)), random_state=4, stratify=table["kind"])[0]`,
    );
    const either = text("if len(df) > 50:\n    ").replace("\nprint(Log", "\n    print(Log");
    expect((await withheld(either, "HLD101")).join()).toContain("one line of statements");
  });

  it("draws them by the labels that the split is handed", async () => {
    const text = `${head}def trained(X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4, stratify=y)
    ${scored}X = StandardScaler().fit_transform(X)
trained(X, y)
`;
    expect(await fixedText(text, "HLD101")).toContain("train_rows = train_test_split(np.arange(len(X)), random_state=4, stratify=y)[0]");
  });
});

describe("labels that stand in the table of the columns that are learned from", () => {
  const text = (between = "", made = 'gaps = df[["leaf"]]'): string => `import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("beds.csv")
${made}
${between}df["leaf"] = SimpleImputer().fit(gaps).transform(gaps)
df = df[df["stem"] > 3]
X, y = df[["leaf", "stem"]], df["kind"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4, stratify=y)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
  it("are said as its column", async () => {
    expect(await fixedText(text(), "HLD101")).toContain('train_rows, test_rows = train_test_split(gaps.index, random_state=4, stratify=df["kind"])\n');
  });
  it("are not there where it may have other rows by then", async () => {
    const refused = "`stratify=y` is not there yet where the rows are to be drawn.";
    expect(await withheld(text('df = df.sort_values("stem")\n'), "HLD101")).toContain(refused);
  });
});
