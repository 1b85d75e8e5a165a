/** A threshold that a loop tries on predictions of a model which folds cannot train anew: a validation part is cut from the training rows, and chooses it. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons, titles } from "./offers.js";
import { head, split } from "./plants.js";

const booster = `import xgboost as xgb
model = xgb.XGBClassifier(early_stopping_rounds=10)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=False)
`;
const guessed = "chances = model.predict_proba(X_test)[:, 1]\n";
const loop = (labels = "y_test", guess = "chances"): string => `top = 0
${guess === "chances" ? "" : "chances_valid = model.predict_proba(X_valid)[:, 1]\n"}for limit in np.arange(0.1, 0.9, 0.1):
    score = f1_score(${labels}, ${guess} >= limit)
    if score > top:
        top, best = score, limit
`;
const judged = "print(f1_score(y_test, chances >= best))\n";
const text = (model: string, parts: Partial<Record<"guessed" | "loop" | "judged", string>> = {}): string =>
  `${head}from sklearn.metrics import f1_score\n${split}${model}${parts.guessed ?? guessed}${parts.loop ?? loop()}${parts.judged ?? judged}`;
const cut = "X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=4)\n";

const half = "Choose on half of the held-out rows, and score the other half";

describe("a threshold that a loop tries on the test rows", () => {
  it("is tried on the part that stops the training then", async () => {
    const fixed = await fixedText(text(booster), "HLD201");
    const fit = "model.fit(X_fit, y_fit, eval_set=[(X_valid, y_valid)], verbose=False)\n";
    expect(fixed).toContain(`early_stopping_rounds=10)\n${cut}${fit}${guessed}${loop("y_valid", "chances_valid")}${judged}`);
  });

  it("is tried on a part that the tables of a booster are made without", async () => {
    const pools = (x: string, y: string, other: string, labels: string): string => `train_pool = Pool(${x}, ${y})
held = Pool(${other}, ${labels})
model.fit(train_pool, eval_set=held)
`;
    const made = "from catboost import CatBoostClassifier, Pool\nmodel = CatBoostClassifier()\n";
    const fixed = await fixedText(text(`${made}${pools("X_train", "y_train", "X_test", "y_test")}`), "HLD201");
    expect(fixed).toContain(`${made}${cut}${pools("X_fit", "y_fit", "X_valid", "y_valid")}${guessed}${loop("y_valid", "chances_valid")}`);
    const twice = `${made}${pools("X_train", "y_train", "X_test", "y_test")}print(model.get_feature_importance(train_pool))\n`;
    expect(await titles(text(twice), "HLD201")).toEqual([half]);
  });

  it("is tried on a part of another name beside one that the program calls a validation part", async () => {
    const named = text(booster).replaceAll("X_test", "X_val").replaceAll("y_test", "y_val");
    const fixed = await fixedText(named, "HLD201");
    expect(fixed).toContain("X_fit, X_tune, y_fit, y_tune = train_test_split(X_train, y_train, test_size=0.2, random_state=4)\n");
    expect(fixed).toContain("chances_tune = model.predict_proba(X_tune)[:, 1]\nfor limit");
  });

  it("is tried by out-of-fold predictions where a function goes through the thresholds", async () => {
    const search = `def search(labels, chances):
    top, best = 0, 0.5
    for limit in np.arange(0.1, 0.9, 0.1):
        score = f1_score(labels, chances >= limit)
        if score > top:
            top, best = score, limit
    return best
`;
    const plain = "model = LogisticRegression()\nmodel.fit(X_train, y_train)\n";
    const fixed = await fixedText(text(plain, { loop: `${search}best = search(y_test, chances)\n` }), "HLD201");
    expect(fixed).toContain(`${search}chances_train = cross_val_predict(model, X_train, y_train, cv=5, method="predict_proba")[:, 1]\n`);
    expect(fixed).toContain(`best = search(y_train, chances_train)\n${judged}`);
  });

  it("is tried on the part that the training is given already", async () => {
    const inner = "X_fit, X_stop, y_fit, y_stop = train_test_split(X_train, y_train, random_state=1)\n";
    const own = booster.replace("X_train, y_train", "X_fit, y_fit").replace("X_test, y_test", "X_stop, y_stop");
    const given = text(inner + own);
    expect(await titles(given, "HLD201")).toEqual(["Choose by predictions for the validation part"]);
    const anew = loop("y_stop", "chances_stop").replaceAll("X_valid", "X_stop").replaceAll("chances_valid", "chances_stop");
    expect((await fixedText(given, "HLD201")).endsWith(`${inner}${own}${guessed}${anew}${judged}`)).toBe(true);
    const ready = "held_chances = model.predict_proba(X_stop)[:, 1]\n";
    const read = await fixedText(text(inner + own, { guessed: ready + guessed }), "HLD201");
    expect(read.endsWith(`${ready}${guessed}${loop("y_stop").replace("chances", "held_chances")}${judged}`)).toBe(true);
  });

  it("is tried so in a function that is called for several tables, and may be told beside the scores", async () => {
    const inside = (t: string): string => t.replace(/^(?=.)/gm, "    ");
    const told = 'guess = chances >= best\nprint({"threshold": best, "f1": f1_score(y_test, guess)})\n';
    const body = (trained: string, choice: string): string =>
      `def run(table):\n${inside(`X, y = table[["leaf", "stem"]], table["kind"]\n${split}${trained}${guessed}${choice}${told}`)}\nfor name, part in df.groupby("site"):\n    run(part)\nrun(df)\n`;
    const above = `${head}from sklearn.metrics import f1_score\n`;
    const fixed = await fixedText(above + body(booster, loop()), "HLD201");
    const fit = booster.replace("X_train, y_train", "X_fit, y_fit").replace("X_test, y_test", "X_valid, y_valid").replace("model.fit", `${cut}model.fit`);
    expect(fixed).toBe(above + body(fit, loop("y_valid", "chances_valid")));
  });

  it("has half of the rows where a search would go through fewer for it", async () => {
    const search = 'from sklearn.model_selection import GridSearchCV\nmodel = GridSearchCV(LogisticRegression(), {"C": [1, 2]})\nmodel.fit(X_train, y_train)\n';
    const whole = text(search, {
      guessed: "chances = model.predict_proba(X_test)\n",
      loop: loop().replace("chances >=", "chances[:, 1] >="),
      judged: judged.replace("chances >=", "chances[:, 1] >="),
    });
    expect(await titles(whole, "HLD201")).toEqual([half]);
  });

  it("has half of the rows where the predictions are changed on the way", async () => {
    const changed = `${guessed}if np.isnan(chances).any():\n    chances = np.nan_to_num(chances)\n`;
    expect(await titles(text(booster, { guessed: changed }), "HLD201")).toEqual([half]);
  });

  it("stays where what is said behind the loop names the test rows", async () => {
    const said = `${judged}print("best score on the test set:", top)\n`;
    expect((await reasons(text(booster, { judged: said }), "HLD201")).join()).toContain("What is said of the scores behind the loop names the test rows.");
  });
});
