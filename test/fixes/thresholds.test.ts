/** A threshold that a loop tries on predictions for the test rows: out-of-fold predictions for the training rows choose it. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons, titles } from "./offers.js";
import { head, split } from "./plants.js";

const model = "model = LogisticRegression()\nmodel.fit(X_train, y_train)\n";
const guessed = "chances = model.predict_proba(X_test)[:, 1]\nprint(roc_auc_score(y_test, chances))\n";
const limits = "limits = np.arange(0.1, 0.9, 0.1)\nscores = []\n";
const loop = (labels = "y_test", guess = "chances"): string => `for limit in limits:
    guess = ${guess} >= limit
    scores.append(f1_score(${labels}, guess))
`;
const judged = "best = limits[np.argmax(scores)]\nprint(f1_score(y_test, chances >= best))\n";
const text = (parts: Partial<Record<"model" | "guessed" | "loop" | "judged" | "split", string>> = {}): string =>
  `${head}from sklearn.metrics import f1_score, roc_auc_score
${parts.split ?? split}${parts.model ?? model}${parts.guessed ?? guessed}${limits}${parts.loop ?? loop()}${parts.judged ?? judged}`;
const own = 'cross_val_predict(model, X_train, y_train, cv=5, method="predict_proba")[:, 1]\n';

describe("a threshold that a loop tries on the test rows", () => {
  it("is tried on out-of-fold predictions, and the model stays", async () => {
    const fixed = await fixedText(text(), "HLD201");
    expect(fixed).toContain("from sklearn.model_selection import train_test_split, cross_val_predict\n");
    expect(fixed.endsWith(`${split}${model}${guessed}${limits}chances_train = ${own}${loop("y_train", "chances_train")}${judged}`)).toBe(true);
  });

  it("is tried so in all loops over the same predictions", async () => {
    const second = (labels: string, guess: string): string =>
      `rates = []\nfor limit in limits:\n    rates.append((${guess} >= limit)[${labels} == 1].mean())\n`;
    const fixed = await fixedText(text({ loop: loop() + second("y_test", "chances") }), "HLD201");
    expect(fixed).toContain(`chances_train = ${own}${loop("y_train", "chances_train")}${second("y_train", "chances_train")}${judged}`);
  });

  it("is tried on predictions of the best model of a search, which is not searched again", async () => {
    const searched = 'model = GridSearchCV(LogisticRegression(), {"C": [1, 2]})\nmodel.fit(X_train, y_train)\n';
    const fixed = await fixedText(text({ model: `from sklearn.model_selection import GridSearchCV\n${searched}` }), "HLD201");
    expect(fixed).toContain("cross_val_predict(model.best_estimator_, X_train, y_train, cv=5");
  });

  it("has predictions that are called by what they are of", async () => {
    const fixed = await fixedText(text().replaceAll("chances", "proba_test"), "HLD201");
    expect(fixed).toContain(`proba_train = ${own}`);
  });
});

describe("no out-of-fold predictions are offered", () => {
  const none = async (program: string): Promise<string> => {
    expect(await titles(program, "HLD201")).not.toContain("Choose by out-of-fold predictions for the training rows");
    return (await reasons(program, "HLD201")).join(" ");
  };

  it("of rows that a scaler was fitted on as a whole", async () => {
    const scaled = "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n";
    await none(text({ model: `${scaled}${model}` }));
  });

  it("where more is given to the training than data and labels", async () => {
    await none(text({ model: "weights = np.ones(len(y_train))\nmodel = LogisticRegression()\nmodel.fit(X_train, y_train, sample_weight=weights)\n" }));
  });

  it("where the model is trained again before it predicts", async () => {
    await none(text({ guessed: `model = LogisticRegression(C=4)\n${guessed}` }));
  });

  it("where a plot says that the scores are of the test rows", async () => {
    const plot = 'import matplotlib.pyplot as plt\nplt.plot(limits, scores)\nplt.ylabel("F1 (test set)")\n';
    expect(await none(text({ judged: plot + judged }))).toContain("names the test rows");
  });

  it("where rows stand in time", async () => {
    const cut = "X_train, X_test, y_train, y_test = train_test_split(X, y, shuffle=False)\n";
    expect(await none(text({ split: cut }))).toContain("order of time");
  });
});
