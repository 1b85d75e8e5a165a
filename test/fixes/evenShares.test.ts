/** HLD306: rows whose classes were made even judge nothing any more. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const head = `import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import RandomUnderSampler
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.utils import resample, shuffle
df = pd.read_csv("a.csv")
`;
const split = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)\n";
const score = "print(f1_score(y_test, LogisticRegression().fit(X_train, y_train).predict(X_test)))\n";

describe("undersampling before the split", () => {
  it("takes place in the training part", async () => {
    const text = `${head}X, y = RandomUnderSampler(random_state=0).fit_resample(df[["a", "b"]], df["y"])\n${split}${score}`;
    expect(await fixedText(text, "HLD306")).toContain(
      `X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=1, stratify=df["y"])
X_train, y_train = RandomUnderSampler(random_state=0).fit_resample(X_train, y_train)\n`,
    );
  });

  it("takes place in each fold", async () => {
    const text = `${head}X, y = df[["a", "b"]], df["y"]
X_few, y_few = RandomUnderSampler(random_state=0).fit_resample(X, y)
print(cross_val_score(LogisticRegression(), X_few, y_few, scoring="f1").mean())\n`;
    expect(await fixedText(text, "HLD306")).toContain(
      'cross_val_score(make_pipeline(RandomUnderSampler(random_state=0), LogisticRegression()), X, y, scoring="f1")',
    );
  });
});

describe("as many rows of one class as of the other, drawn by hand", () => {
  const parts = `rare = df[df["y"] == 1]
usual = df[df["y"] == 0]
few = resample(usual, replace=False, n_samples=len(rare), random_state=0)
`;
  const behind = 'X = even.drop(columns="y")\ny = even["y"]\n';
  const text = (joined: string, above = parts): string => `${head}${above}${joined}${behind}${split}${score}`;

  it.each([
    ["as they were joined", "even = pd.concat([rare, few])\n"],
    ["shuffled where they are joined", "even = pd.concat([rare, few]).sample(frac=1, random_state=0).reset_index(drop=True)\n"],
    ["shuffled afterwards", "even = pd.concat([rare, few])\neven = shuffle(even, random_state=0)\neven = even.reset_index(drop=True)\n"],
  ])("are drawn from the training part, %s", async (_, joined) => {
    const fixed = await fixedText(text(joined), "HLD306");
    expect(fixed).toContain(`df_train, df_test = train_test_split(df, random_state=1, stratify=df["y"])
rare = df_train[df_train["y"] == 1]
usual = df_train[df_train["y"] == 0]
`);
    expect(fixed).toContain(`${joined}${behind}X_train, X_test, y_train, y_test = X, df_test.drop(columns="y"), y, df_test["y"]\n`);
  });

  it("leave a comment with what it speaks of", async () => {
    const fixed = await fixedText(text("even = pd.concat([rare, few])\n", `# one class, and as many of the other\n${parts}`), "HLD306");
    expect(fixed).toContain('stratify=df["y"])\n# one class, and as many of the other\nrare = df_train[');
  });

  it("are left alone where fewer rows stay, or their number is written out", async () => {
    expect((await withheld(text("even = pd.concat([rare, few])\neven = even.dropna()\n"), "HLD306")).join()).toContain("changes on the way.");
    const written = 'rare = df[df["y"] == 1]\nfew = df[df["y"] == 0]\nfew = few.sample(n=492)\n';
    expect(await withheld(text("even = pd.concat([rare, few])\n", written), "HLD306")).toEqual([
      "The number of rows that are drawn is written out for all rows, and the training part has fewer.",
    ]);
  });
});

describe("a test part that is resampled by itself", () => {
  const text = (resampled: string, scored = "y_test", read = "X_test"): string =>
    `${head}X, y = df[["a", "b"]], df["y"]\n${split}smote = SMOTE(random_state=0)
X_train, y_train = smote.fit_resample(X_train, y_train)
${resampled}model = LogisticRegression().fit(X_train, y_train)
print(f1_score(${scored}, model.predict(${read})))\n`;

  it("stays as it is", async () => {
    const fixed = await fixedText(text("# resample the test rows\nX_test, y_test = smote.fit_resample(X_test, y_test)\n"), "HLD306");
    expect(fixed).toContain("X_train, y_train = smote.fit_resample(X_train, y_train)\nmodel =");
  });

  it("is read by its own name", async () => {
    const other = "even = RandomUnderSampler()\nX_few, y_few = even.fit_resample(X_test, y_test)\nprint(X_few.shape)\n";
    const fixed = await fixedText(text(other, "y_few", "X_few"), "HLD306");
    expect(fixed).toContain("(X_train, y_train)\nprint(X_test.shape)\nmodel =");
    expect(fixed).toContain("print(f1_score(y_test, model.predict(X_test)))");
    expect(await titles(text(other, "y_few", "X_few"), "HLD306")).toEqual(["Score the test rows as they are, not resampled"]);
  });

  it("is left alone where its rows are other ones by then, or cannot be named", async () => {
    const later = "X_few, y_few = smote.fit_resample(X_test, y_test)\nX_test = X_test * 2\n";
    expect(await withheld(text(later, "y_few", "X_few"), "HLD306")).toEqual(["`X_test` is another thing by then."]);
    const picked = 'X_few, y_few = smote.fit_resample(X_test[["a", "b"]], y_test)\n';
    expect(await withheld(text(picked, "y_few", "X_few"), "HLD306")).toEqual(["What is resampled has no name of its own."]);
  });
});
