/** A model before the resampling was trained on parts of the same names: the split stays behind it, and its training part is resampled by itself. */
import { describe, expect, it } from "vitest";
import { documentOf, fixed, fixedText, offersOf, titles, withheld } from "./offers.js";

const head = `import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("cards.csv")
X, y = df[["sum", "hour"]], df["stolen"]
smote = SMOTE(random_state=1)
`;
const resampled = `X_more, y_more = smote.fit_resample(X, y)
print(X_more.shape)
`;
const trained = `model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
const first = `X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)\n${trained}`;
const second = (given = "X_more, y_more"): string => `X_train, X_test, y_train, y_test = train_test_split(${given}, test_size=0.3, random_state=0)\n`;

describe("rows resampled before a model of the rows as they were (HLD105)", () => {
  it("are shown, and the training part of the later split is resampled", async () => {
    const after = await fixedText(`${head}${resampled}${first}${second()}${trained}`, "HLD105");
    expect(after).toBe(
      `${head}${resampled}${first}X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0, stratify=y)
X_train, y_train = smote.fit_resample(X_train, y_train)
${trained}`,
    );
  });

  it("may be stratified by their labels", async () => {
    const given = second().replace("test_size=0.3", "stratify=y_more");
    expect(await fixedText(`${head}${resampled}${first}${given}${trained}`, "HLD105")).toContain(
      "train_test_split(X, y, stratify=y, random_state=0)\nX_train, y_train = smote.fit_resample(X_train, y_train)\n",
    );
  });

  it.each([
    [
      `${resampled}${first}LogisticRegression().fit(X_more, y_more)\nseen = X_more.mean()\nX_more.to_csv("more.csv")\nkept = X_more\n`,
      second(),
      "they go on to something else",
    ],
    [`${resampled}${first}X = X.dropna()\n`, second(), "the rows are others by then"],
    [`${resampled}${first}smote = SMOTE(k_neighbors=2)\n`, second(), "the sampler is another by then"],
    [`X_more, y_more = smote.fit_resample(X, y)\nprint(X_more.shape)\n${first}X_more = X_more * 2\n`, second(), "they have changed"],
    [
      `X, y = smote.fit_resample(X, y)\nprint(X.shape)\nX_train, y_train = X[:9], y[:9]\nprint(X_train, y_train)\n`,
      second("X, y"),
      "they have the names of the rows as they were",
    ],
  ])("are left where they were made by %j: %#, %s", async (made, split) => {
    expect(await withheld(`${head}${made}${split}${trained}`, "HLD105")).not.toEqual([]);
  });
});

describe("a network whose test part holds no copies any more", () => {
  const scored = `from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X_train, y_train, epochs=3)
print(model.evaluate(X_test, y_test))
`;
  const text = `${head}X, y = smote.fit_resample(X, y)\n${second("X, y")}${scored}`;
  const codes = async (document: Parameters<typeof offersOf>[0]): Promise<string[]> => (await offersOf(document)).report.findings.map((f) => f.code);

  it("has its own classes, and accuracy alone is called what it is for them then, as the title says", async () => {
    expect((await titles(text, "HLD105"))[0]).toBe("Resample the training part only; accuracy alone is marked then, as HLD301");
    const after = await fixed(documentOf([text]), "HLD105");
    expect(after.units[0]?.text).toContain("X_train, y_train = smote.fit_resample(X_train, y_train)\n");
    expect(await codes(documentOf([text]))).not.toContain("HLD301");
    expect(await codes(after)).toContain("HLD301");
  });

  it("is cured together with a scaler before the copies", async () => {
    const prepared = text.replace("smote = SMOTE", "from sklearn.preprocessing import StandardScaler\nX = StandardScaler().fit_transform(X)\nsmote = SMOTE");
    expect(await codes(await fixed(documentOf([prepared]), "HLD101"))).toEqual(["HLD301"]);
  });
});
