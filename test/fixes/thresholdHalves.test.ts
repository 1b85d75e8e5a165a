/** A threshold that no other rows can choose: half of the held-out rows choose it, the other half is scored. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const head = `import numpy as np
import pandas as pd
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_recall_curve, recall_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils import resample
`;
const network = `${head}model = torch.load("model.pt")
model.eval()
chances, truth = [], []
with torch.no_grad():
    for rows, labels in test_loader:
        chances.extend(model(rows).squeeze().tolist())
        truth.extend(labels.tolist())
`;
const loop = `best, top = 0.5, 0
for limit in np.linspace(0.1, 0.9, 17):
    score = f1_score(truth, np.array(chances) >= limit)
    if score > top:
        top, best = score, limit
`;
const judged = "guess = np.array(chances) >= best\nprint(f1_score(truth, guess))\n";
const half = ["Choose on half of the held-out rows, and score the other half"];

describe("a threshold for predictions that cannot be made again", () => {
  it("is chosen on half of them, and all scores behind it are of the other half", async () => {
    const text = await fixedText(`${network}${loop}${judged}print(roc_auc_score(truth, chances), len(truth))\n`, "HLD201");
    expect(text).toContain(
      "chances_valid, chances_final, truth_valid, truth_final = train_test_split(chances, truth, test_size=0.5, random_state=0)\nfor limit",
    );
    expect(text).toContain("score = f1_score(truth_valid, np.array(chances_valid) >= limit)");
    expect(text).toContain("guess = np.array(chances_final) >= best\nprint(f1_score(truth_final, guess))");
    expect(text).toContain("print(roc_auc_score(truth_final, chances_final), len(truth_final))");
  });
  it("is chosen anew in each round of a loop over models", async () => {
    const text = `${head}df = pd.read_csv("a.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=1)
line = LogisticRegression().fit(X_train, y_train)
tree = DecisionTreeClassifier().fit(X_train, y_train)
by_line, by_tree = line.predict_proba(X_test)[:, 1], tree.predict_proba(X_test)[:, 1]
rows = []
for name, probs in {"line": by_line, "tree": by_tree, "both": (by_line + by_tree) / 2}.items():
    best, top = 0.5, 0
    for limit in np.linspace(0.1, 0.9, 17):
        score = f1_score(y_test, probs >= limit)
        if score > top:
            top, best = score, limit
    guess = probs >= best
    rows.append({"name": name, "f1": f1_score(y_test, guess), "recall": recall_score(y_test, guess)})
print(pd.DataFrame(rows))
`;
    const after = await fixedText(text, "HLD201");
    expect(after).toContain("\n    probs_valid, probs_final, y_valid, y_final = train_test_split(probs, y_test, test_size=0.5, random_state=1)\n    for limit");
    expect(after).toContain('rows.append({"name": name, "f1": f1_score(y_final, guess), "recall": recall_score(y_final, guess)})');
  });
  it("is chosen by the points of a curve", async () => {
    const curve = `precision, recall, limits = precision_recall_curve(truth, chances)
best = limits[np.argmax(precision[:-1] * recall[:-1])]
`;
    const text = await fixedText(`${network}${curve}${judged}`, "HLD201");
    expect(text).toContain("precision, recall, limits = precision_recall_curve(truth_valid, chances_valid)");
    expect(text).toContain("print(f1_score(truth_final, guess))");
  });
});

describe("predictions stay whole", () => {
  it("where nothing is scored behind the choice", async () => {
    expect(await withheld(`${network}${loop}print(best)\n`, "HLD201")).toHaveLength(1);
    const shown = "for limit in [0.3, 0.5]:\n    print(limit, f1_score(truth, np.array(chances) >= limit))\n";
    expect(await withheld(`${network}${shown}print(roc_auc_score(truth, chances))\n`, "HLD201")).toHaveLength(1);
  });
  it("where they were drawn with repetition", async () => {
    const drawn = "drawn = resample(np.arange(len(truth)))\nchances, truth = np.array(chances)[drawn], np.array(truth)[drawn]\n";
    expect(await titles(`${network}${loop}${judged}`, "HLD201")).toEqual(half);
    expect(await titles(`${network}${drawn}${loop}${judged}`, "HLD201")).toEqual([]);
    const picked = "drawn = resample(np.arange(len(truth)))\nchances = np.array(chances)[drawn]\ntruth = np.array(truth)[drawn]\n";
    expect(await titles(`${network}${picked}${loop}${judged}`, "HLD201")).toEqual([]);
  });
  it("where what the last round made of them is read, or they are others by then", async () => {
    const kept = loop.replace("score = f1_score(truth, np.array(chances) >= limit)", "guess = np.array(chances) >= limit\n    score = f1_score(truth, guess)");
    expect(await titles(`${network}${kept}${judged}`, "HLD201")).toEqual(half);
    expect(await titles(`${network}${kept}print(best, f1_score(truth, guess))\n`, "HLD201")).toEqual([]);
    expect(await titles(`${network}${loop}chances = model(more).tolist()\n${judged}`, "HLD201")).toEqual([]);
  });
  it("where something else goes by the numbers, or the number, of all rows", async () => {
    const above = (line: string, behind: string): string => `${network}${line}\n${loop}${judged}${behind}\n`;
    expect(await titles(above("rounds = 5", "print(f1_score(truth, guess) * rounds)"), "HLD201")).toEqual(half);
    expect(await titles(above("n = len(truth)", "print((guess == np.array(truth)).sum() / n)"), "HLD201")).toEqual([]);
    expect(await titles(above("order = np.argsort(chances)", "print(guess[order])"), "HLD201")).toEqual([]);
    expect(await titles(above("order = np.argsort(chances)", "for i in order:\n    print(guess[i])"), "HLD201")).toEqual([]);
    expect(await titles(above('names = np.load("names.npy")', "print(names[guess])"), "HLD201")).toEqual([]);
    expect(await titles(above("base = f1_score(truth, np.array(chances) > 0.5)", "print(f1_score(truth, guess) - base)"), "HLD201")).toEqual([]);
    expect(await titles(above("rounds = 5", 'np.save("guess.npy", guess)'), "HLD201")).toEqual([]);
  });
  it("where functions read what was chosen, or it is given back", async () => {
    expect(await titles(`${network}${loop}${judged}def tell(rows):\n    return rows >= best\n`, "HLD201")).toEqual([]);
  });
  it("where the score that chose is told as one of the test rows", async () => {
    expect(await titles(`${network}${loop}${judged}print("Test limit", best)\n`, "HLD201")).toEqual(half);
    expect(await titles(`${network}${loop}shown = round(top, 2)\n${judged}print("Test F1", shown)\n`, "HLD201")).toEqual([]);
  });
});
