/** A threshold that a loop tries on predictions for the test rows: out-of-fold predictions for the training rows choose it. */
import { describe, expect, it } from "vitest";
import { documentOf, fixed, fixedText, reasons, textsOf, titles } from "./offers.js";
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
const half = "Choose on half of the held-out rows, and score the other half";
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

/** What fits the model to scaled rows that SMOTE has added to, and predicts for scaled test rows. */
const copied = `from imblearn.over_sampling import SMOTE
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X_train)
sampler = SMOTE(random_state=1)
X_more, y_more = sampler.fit_resample(X_scaled, y_train)
model = LogisticRegression()
model.fit(X_more, y_more)
`;
const ofScaled = "chances = model.predict_proba(scaler.transform(X_test))[:, 1]\nprint(roc_auc_score(y_test, chances))\n";
const inFolds = (model: string): string => `chances_train = cross_val_predict(${model}, X_train, y_train, cv=5, method="predict_proba")[:, 1]\n`;

describe("what was fitted on all training rows before the model", () => {
  it("is fitted in each fold: a scaler", async () => {
    const scaled = "scaler = StandardScaler()\nX_scaled = scaler.fit_transform(X_train)\nmodel = LogisticRegression()\nmodel.fit(X_scaled, y_train)\n";
    const fixed = await fixedText(text({ model: scaled, guessed: ofScaled }), "HLD201");
    expect(fixed).toContain("from sklearn.pipeline import make_pipeline\n");
    expect(fixed).toContain(`${inFolds("make_pipeline(scaler, model)")}${loop("y_train", "chances_train")}${judged}`);
  });

  it("is fitted in each fold: a resampling behind a scaler, which predicts for no copies", async () => {
    const fixed = await fixedText(text({ model: copied, guessed: ofScaled }), "HLD201");
    expect(fixed).toContain("from imblearn.pipeline import make_pipeline\n");
    expect(fixed).toContain(inFolds("make_pipeline(scaler, sampler, model)"));
  });

  it("is no step where it is a pipeline itself, beside a resampling: imbalanced-learn takes none", async () => {
    const whole = copied
      .replace("scaler = StandardScaler()", "scaler = Pipeline([('scale', StandardScaler())])")
      .replace("from imblearn", "from sklearn.pipeline import Pipeline\nfrom imblearn");
    expect(await titles(text({ model: whole, guessed: ofScaled }), "HLD201")).not.toContain("Choose by out-of-fold predictions for the training rows");
    const alone =
      "scaler = Pipeline([('scale', StandardScaler())])\nX_scaled = scaler.fit_transform(X_train)\nmodel = LogisticRegression()\nmodel.fit(X_scaled, y_train)\n";
    const fixed = await fixedText(text({ model: `from sklearn.pipeline import Pipeline\n${alone}`, guessed: ofScaled }), "HLD201");
    expect(fixed).toContain("make_pipeline(scaler, model)");
  });

  it("is no step where it is a class of the program or another thing by then: half of the rows choose", async () => {
    const own =
      "class Halver(BaseEstimator, TransformerMixin):\n    def fit(self, X, y=None):\n        return self\n    def transform(self, X):\n        return X / 2\n";
    const halved = `from sklearn.base import BaseEstimator, TransformerMixin\n${own}${copied.replace("StandardScaler()", "Halver()")}`;
    expect(await titles(text({ model: halved, guessed: ofScaled }), "HLD201")).toEqual([half]);
    expect(await titles(text({ model: copied, guessed: `${ofScaled}sampler = None\n` }), "HLD201")).toEqual([half]);
  });

  it("cannot be where copies come from a file", async () => {
    const read = 'X_train = pd.read_csv("X_train_smote.csv")\ny_train = pd.read_csv("y_train_smote.csv")["kind"]\n';
    const test = 'X_test = pd.read_csv("X_test.csv")\ny_test = pd.read_csv("y_test.csv")["kind"]\n';
    expect((await reasons(text({ split: read + test }), "HLD201")).join()).not.toContain("cross_val_predict");
    expect(await titles(text({ split: read + test }), "HLD201")).not.toContain("Choose by out-of-fold predictions for the training rows");
  });
});

describe("a threshold for the best of several models", () => {
  const searched = `from sklearn.model_selection import GridSearchCV
top = 0
for penalty in ["l1", "l2"]:
    search = GridSearchCV(LogisticRegression(penalty=penalty, solver="liblinear"), {"C": [1, 2]})
    search.fit(X_train, y_train)
    if search.best_score_ > top:
        top, best_model = search.best_score_, search.best_estimator_
`;
  const guessed_ = guessed.replace("model.", "best_model.");

  it("is tried on out-of-fold predictions of that model", async () => {
    const fixed = await fixedText(text({ model: searched, guessed: guessed_ }), "HLD201");
    expect(fixed).toContain(inFolds("best_model"));
  });

  it("is taken so from a curve and from a list that is made in one line", async () => {
    const curve = "hits, found, limits = precision_recall_curve(y_test, chances)\nscores = hits[:-1] * found[:-1]\n";
    const imported = "from sklearn.metrics import precision_recall_curve\n";
    const fixed = await fixedText(text({ model: imported + searched, guessed: guessed_, loop: curve }), "HLD201");
    expect(fixed).toContain(`${inFolds("best_model")}hits, found, limits = precision_recall_curve(y_train, chances_train)\n`);
    const list = "scores = [f1_score(y_test, chances >= limit) for limit in limits]\n";
    const other = await fixedText(text({ model: searched, guessed: guessed_, loop: list }), "HLD201");
    expect(other).toContain(`${inFolds("best_model")}${list.replace("y_test", "y_train").replace("chances", "chances_train")}`);
  });

  it("may be drawn above the points of the curve, but the curve is no result", async () => {
    const curve = "hits, found, limits = precision_recall_curve(y_test, chances)\nscores = hits[:-1] * found[:-1]\n";
    const imported = "from sklearn.metrics import precision_recall_curve\nimport matplotlib.pyplot as plt\n";
    const drawn = (plot: string) => text({ model: imported + searched, guessed: guessed_, loop: `${curve}${plot}\n` });
    expect(await fixedText(drawn("plt.plot(limits, hits[:-1])"), "HLD201")).toContain(inFolds("best_model"));
    const fixed = await fixedText(drawn("plt.plot(found, hits)"), "HLD201");
    expect(fixed).toContain(
      "hits_train, found_train, limits_train = precision_recall_curve(y_train, chances_train)\nscores = hits_train[:-1] * found_train[:-1]\n",
    );
    expect(fixed).toContain("\nplt.plot(found, hits)\n");
  });

  it("takes the whole curve from the training rows where it is drawn with the chosen point on it, and stays where it is called the test's", async () => {
    const curve = "hits, found, limits = precision_recall_curve(y_test, chances)\nscores = hits[:-1] * found[:-1]\ntop = np.argmax(scores)\n";
    const imported = "from sklearn.metrics import auc, precision_recall_curve\nimport matplotlib.pyplot as plt\n";
    const drawn = (plot: string) => text({ model: imported + searched, guessed: guessed_, loop: `${curve}${plot}\nplt.scatter(found[top], hits[top])\n` });
    expect(await fixedText(drawn("plt.plot(found, hits)"), "HLD201")).toContain("hits, found, limits = precision_recall_curve(y_train, chances_train)\n");
    const title = '\nplt.title("Precision and recall of the test rows")';
    const label = "area = average_precision_score(y_test, chances)\nplt.plot(found, hits, label=area)";
    for (const shown of [`plt.plot(found, hits)${title}`, label]) expect(await titles(drawn(shown), "HLD201")).toEqual([]);
  });
});

describe("labels from a file of their own", () => {
  it("are exchanged beside the predictions", async () => {
    const cut = 'y = pd.read_csv("kinds.csv")["kind"].values\nX_train, X_test, y_train, y_test = train_test_split(X.values, y, random_state=4)\n';
    const fixed = await fixedText(text({ split: cut }), "HLD201");
    expect(fixed).toContain(`${inFolds("model")}${loop("y_train", "chances_train")}`);
  });
});

describe("imports below a cell that installs packages", () => {
  it("stand with those of the same package", async () => {
    const cells = ["import sys\n!{sys.executable} -m pip install imbalanced-learn", `${head}from sklearn.metrics import f1_score, roc_auc_score\n${split}`];
    const last = `${copied}${ofScaled}${limits}${loop()}${judged}`;
    const [first, second, third] = textsOf(await fixed(documentOf([...cells, last]), "HLD201"));
    expect(first).toBe(cells[0]);
    expect(second).toContain("import train_test_split, cross_val_predict\n");
    expect(third).toContain("from imblearn.over_sampling import SMOTE\n");
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

  it("where counts of the last limit stand beside scores of the test rows", async () => {
    const counted = "for limit in limits:\n    guess = chances >= limit\n    hits = ((guess == 1) & (y_test == 1)).sum()\n    scores.append(hits)\n";
    const table = 'table = {"area": roc_auc_score(y_test, chances), "hits": hits}\n';
    expect(await none(text({ loop: counted, judged: judged + table }))).toContain("as a score of the test rows");
  });

  it("where a model inside is trained already", async () => {
    await none(
      text({
        model: `from sklearn.calibration import CalibratedClassifierCV\n${model}model = CalibratedClassifierCV(model, cv="prefit")\nmodel.fit(X_train, y_train)\n`,
      }),
    );
  });

  it("where the model is trained again before it predicts", async () => {
    await none(text({ guessed: `model = LogisticRegression(C=4)\n${guessed}` }));
  });

  it("where a plot says that the scores are of the test rows", async () => {
    const plot = 'import matplotlib.pyplot as plt\nplt.plot(limits, scores)\nplt.ylabel("F1 (test set)")\n';
    const fixed = await fixedText(text({ judged: plot + judged }), "HLD201");
    expect(fixed).toContain('plt.ylabel("F1 (validation set)")\nbest = limits[np.argmax(scores)]\nprint(f1_score(y_final, chances_final >= best))\n');
  });

  it("where rows stand in time", async () => {
    const cut = "X_train, X_test, y_train, y_test = train_test_split(X, y, shuffle=False)\n";
    expect(await fixedText(text({ split: cut }), "HLD201")).toContain("train_test_split(chances, y_test, test_size=0.5, shuffle=False)\n");
  });
});
