/** Programs that split the same rows more than once: which split takes what was learned, and which have to hold the same rows. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";
import { head, scored } from "./plants.js";

const split = "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=4)\n";

describe("a second experiment on the same table, with the same seed", () => {
  const text = (between: string, columns = 'df[["leaf", "stem"]]', again = split): string => `${head}${split}${scored}# %%
df["leaf"] = df["leaf"].fillna(df["leaf"].mean())
${between}X, y = ${columns}, df["kind"]
${again}${scored}`;

  it("learns from the rows that its own split keeps for training", async () => {
    const fixed = await fixedText(text(""), "HLD101");
    expect(fixed).toContain(`train_rows, test_rows = train_test_split(np.arange(len(df)), test_size=0.25, random_state=4)
df["leaf"] = df["leaf"].fillna(df["leaf"].iloc[train_rows].mean())
`);
    expect(fixed.endsWith(`X_train, X_test, y_train, y_test = X.iloc[train_rows], X.iloc[test_rows], y.iloc[train_rows], y.iloc[test_rows]\n${scored}`)).toBe(
      true,
    );
    expect(fixed).toContain(`${split}${scored}# %%`);
  });

  it("is followed through what is made on the way", async () => {
    const fixed = await fixedText(text('wide = df.assign(both=df["leaf"] + 1)\n', 'wide[["leaf", "both"]]'), "HLD101");
    expect(fixed).toContain("X_train, X_test, y_train, y_test = X.iloc[train_rows], X.iloc[test_rows]");
  });

  it("is another one where the learning does not reach it", async () => {
    expect(await withheld(text('df = pd.read_csv("plants.csv")\n'), "HLD101").catch((e: Error) => e.message)).toContain("not even a reason");
  });
});

describe("labels by which the split is stratified", () => {
  const text = (drop: string, again: string): string => `${head}y = df["kind"]
print(y.value_counts())
${drop}df["leaf"] = df["leaf"].fillna(df["leaf"].mean())
print(df.isna().sum())
X = df[["leaf", "stem"]]
${again}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4, stratify=y)
${scored}`;

  it("are the same where they are made again in the same words", async () => {
    expect(await fixedText(text("", 'y = df["kind"]\n'), "HLD101")).toContain(
      "train_rows, test_rows = train_test_split(np.arange(len(df)), random_state=4, stratify=y)\n",
    );
  });

  it("are taken from the table where rows were dropped since, or they were made of something else", async () => {
    const ofTable = 'train_test_split(np.arange(len(df)), random_state=4, stratify=df["kind"])';
    expect(await fixedText(text("df.drop_duplicates(inplace=True)\n", 'y = df["kind"]\n'), "HLD101")).toContain(ofTable);
    expect(await fixedText(text("", 'y = df["kind"].values\n'), "HLD101")).toContain(ofTable);
  });

  it("may be in a column whose name is in a variable", async () => {
    const own = (name: string): string => `${head}${name}df["leaf"] = df["leaf"].fillna(df["leaf"].mean())
X = df[["leaf", "stem"]]
label = "kind"
y = df[label]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4, stratify=y)
${scored}`;
    expect(await fixedText(own('label = "kind"\n'), "HLD101")).toContain("stratify=df[label])\n");
    expect(await withheld(own('label = "sort"\n'), "HLD101")).toContain("`stratify=y` is not there yet where the rows are to be drawn.");
  });
});

describe("options that are set below the place where the rows are drawn", () => {
  const text = (set: string, more = "", heads = ""): string => `${head}df["leaf"] = df["leaf"].fillna(df["leaf"].mean())
print(df.isna().sum())
${set}LABEL = "kind"
SEED = 8
plants = df.copy()
${more}X = plants[["leaf", "stem"]]
y = plants[LABEL]
${heads}X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=SHARE, random_state=SEED, stratify=y)
${scored}`;
  const drawn = (strata: string): string => `train_rows, test_rows = train_test_split(np.arange(len(df)), test_size=0.4, random_state=8, stratify=${strata})\n`;

  it("are said by their values", async () => {
    expect(await fixedText(text("SHARE = 0.4\n"), "HLD101")).toContain(drawn('df["kind"]'));
    expect((await withheld(text("SHARE = 80 / len(df)\n"), "HLD101")).join()).toContain("`test_size=SHARE` is not there yet");
    expect((await withheld(text("SHARE = 0.4\nSHARE = 0.3\n"), "HLD101")).join()).toContain("`test_size=SHARE` is not there yet");
  });

  it("are drawn above what is said of a condition", async () => {
    const filled = 'df["leaf"] = df["leaf"].fillna(df["leaf"].mean())\n';
    const own = text("SHARE = 0.4\n").replace(filled, `# gaps\nif df["leaf"].isna().any():\n    ${filled}`);
    expect(await fixedText(own, "HLD101")).toContain(`${drawn('df["kind"]')}# gaps\nif df["leaf"].isna().any():\n`);
  });

  it("are not said where the split stays, and would have to say the same", async () => {
    const own = (seed: string, late: string): string => `${head}${seed}df["leaf"] = df["leaf"].fillna(df["leaf"].mean())
${late}X = df[["leaf", "stem"]].values.tolist()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=SEED)
${scored}`;
    expect(await fixedText(own("SEED = 8\n", ""), "HLD101")).toContain("random_state=SEED)[0]  # the rows that the split draws with this seed\n");
    expect((await withheld(own("", "SEED = 8\n"), "HLD101")).join()).toContain("It is not clear whether `X` is a table");
  });

  it("are labels that are only given another type", async () => {
    const made = (value: string): string => text("SHARE = 0.4\n", `plants["kind"] = ${value}\n`);
    expect(await fixedText(made('plants["kind"].astype(int)'), "HLD101")).toContain(drawn('df["kind"]'));
    expect((await withheld(made('(plants["stem"] > 3).astype(int)'), "HLD101")).join()).toContain("`stratify=y` is not there yet");
  });

  it.each(["# Step 2b: stratified split\n", "# --- Stratified split ---\n"])("leave the heading of the split where it is: %s", async (heading) => {
    const fixed = await fixedText(text("SHARE = 0.4\n", "", heading), "HLD101");
    expect(fixed).toContain(`${heading}X_train, X_test, y_train, y_test = X.iloc[train_rows]`);
  });

  it("have comments that go with them", async () => {
    expect(await fixedText(text("SHARE = 0.4\n", "", "# stratified\n"), "HLD101")).toContain(`# stratified\n${drawn('df["kind"]')}`);
  });
});

describe("splits without a seed", () => {
  const text = (first: string, second: string): string => `${head}X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, ${first})
${scored}A, B, a, b = train_test_split(X, y, ${second})
print(LogisticRegression(C=2).fit(A, a).score(B, b))
`;

  it("all take the rows that were drawn, where they take what was learned", async () => {
    const fixed = await fixedText(text("test_size=0.3", "test_size = 0.3"), "HLD101");
    expect(fixed).toContain("A, B, a, b = X[train_rows], X[test_rows], y.iloc[train_rows], y.iloc[test_rows]\n");
    expect(fixed).toContain("X_train, X_test, y_train, y_test = X[train_rows], X[test_rows], y.iloc[train_rows], y.iloc[test_rows]\n");
  });

  it("of other sizes would still hold rows that were learned from: each is learned behind", async () => {
    const fixed = await fixedText(text("test_size=0.3", "test_size=0.2"), "HLD101");
    expect(fixed).toContain("test_size=0.3)\nscaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n");
    expect(fixed).toContain("test_size=0.2)\nscaler = StandardScaler()\nA = scaler.fit_transform(A)\nB = scaler.transform(B)\n");
  });
});

describe("a split of another table that the program reads in place of the first", () => {
  it("is left as it is, though it draws with the same seed", async () => {
    const text = `${head}df["leaf"] = df["leaf"].fillna(df["leaf"].mean())
X, y = df[["leaf", "stem"]], df["kind"]
${split}${scored}# %%
!unzip other.zip
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"]
${split}${scored}`;
    const fixed = await fixedText(text, "HLD101");
    expect(fixed.endsWith(`${split}${scored}`)).toBe(true);
    expect(fixed.split("train_rows]").length).toBeGreaterThan(2);
  });
});

describe("row numbers drawn above the import of NumPy", () => {
  it("are those of a range", async () => {
    const text = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("plants.csv")
df["leaf"] = df["leaf"].fillna(df["leaf"].mean())
import numpy as np
X, y = df[["leaf", "stem"]], np.log(df["kind"])
${split}${scored}`;
    expect(await fixedText(text, "HLD101")).toContain("train_test_split(range(len(df)), test_size=0.25, random_state=4)\ndf");
  });
});

describe("a split that writes one name twice", () => {
  it("holds the last of its parts: none of them is prepared as inputs", async () => {
    const fixed = await fixedText(
      `${head}scaler = StandardScaler()
X = scaler.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
${scored}X_train, y_test, y_train, y_test = train_test_split(X, y, random_state=5)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_train, y_train))
`,
      "HLD101",
    );
    expect(fixed).toContain("X = scaler.fit(X.iloc[train_rows]).transform(X)\n");
    expect(fixed).toContain("X_train, y_test, y_train, y_test = train_test_split(X, y, random_state=5)\nmodel");
  });
});
