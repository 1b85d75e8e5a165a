/** A file from elsewhere is loaded in a way that runs the code it holds */
import { defineRule, type RuleFinding } from "./rule.js";

export default defineRule({
  code: "HLD603",
  slug: "unsafe-model-load",
  severity: "warning",
  default: true,
  summary: "A file from elsewhere is loaded in a way that runs the code it holds",
  why: `Loading a pickle runs whatever its author wrote into it: joblib files, \`torch.load(..., weights_only=False)\` and object arrays of NumPy are pickles too. A downloaded model is a program. In 2024 about a hundred models on a public hub were found to open a shell on the machine that loaded them (JFrog).`,
  whenNot: `When the file comes from your own pipeline over a channel that you control and check.`,
  examples: [
    {
      title: "A downloaded pickle",
      bad: `import pickle
import urllib.request
urllib.request.urlretrieve("https://models.example.org/sick.pkl", "sick.pkl")
with open("sick.pkl", "rb") as file:
    model = pickle.load(file)  # error
print(model)`,
    },
    {
      title: "A path that somebody gives on the command line",
      bad: `import sys
import joblib
import pandas as pd
model = joblib.load(sys.argv[1])  # error
print(model.predict(pd.read_csv("patients.csv")))`,
    },
    {
      title: "Whole objects in the place of weights",
      bad: `import torch
import urllib.request
urllib.request.urlretrieve("https://models.example.org/sick.pt", "sick.pt")
weights = torch.load("sick.pt", map_location="cpu", weights_only=False)  # error
print(len(weights))`,
    },
    {
      title: "What the program itself has written",
      good: `import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("patients.csv")
train, test = df[:800], df[800:]
model = LogisticRegression().fit(train[["age", "dose"]], train["sick"])
joblib.dump(model, "downloads/model.joblib")
again = joblib.load("downloads/model.joblib")
print(again.score(test[["age", "dose"]], test["sick"]))`,
    },
    {
      title: "Weights only",
      good: `import sys
import torch
weights = torch.load(sys.argv[1], weights_only=True)
other = torch.load("weights.pt")
print(len(weights), len(other))`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    const acts = q.lineage.acts;
    for (const a of acts) {
      if (a.k !== "load" || !a.unsafe || !a.foreign) continue;
      if (a.file !== null && acts.some((b) => b.k === "write" && b.file === a.file)) continue;
      const key = `${a.at.source}:${a.at.start}`;
      if (out.has(key)) continue;
      const of = a.foreign;
      out.set(key, {
        at: a.at,
        message: `\`${a.what}\` runs code that the file holds, and the file comes from ${of}`,
        confidence: q.confidence(of === "a download" ? 0 : 1),
        steps: [
          { message: `the file comes from ${of}`, at: a.at },
          { message: "loading it runs its code", at: a.at },
        ],
        variable: null,
      });
    }
    return [...out.values()];
  },
});
