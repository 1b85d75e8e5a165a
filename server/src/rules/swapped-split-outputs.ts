/** train_test_split was unpacked in a wrong order */
import { cutsOf, type Rows } from "../trace/rows.js";
import type { RuleFinding } from "./rule.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD113",
  slug: "swapped-split-outputs",
  severity: "error",
  default: true,
  summary: "train_test_split was unpacked in a wrong order",
  why: `The parts come back as train, test for each array in turn. Unpacked in another order, the model is trained on rows whose labels belong to other rows.`,
  whenNot: `Never.`,
  examples: [
    {
      title: "Labels where the test part stands",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("loans.csv")
X_train, y_train, X_test, y_test = train_test_split(df.drop(columns="default"), df["default"], random_state=0)  # error
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: "In order",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="default"), df["default"], random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: "All parts of one array first",
      bad: `import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
# %%
X, y = np.load("signals.npy"), np.load("events.npy")
X_train, y_train, X_test, y_test = train_test_split(X, y, test_size=0.3, random_state=0)  # error
# %%
model = KNeighborsClassifier()
model.fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))`,
    },
    {
      title: "A training part beside test labels",
      bad: `import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from xgboost import XGBRegressor

def split(frame):
    X_train, X_test, y_test, y_train = train_test_split(frame.drop(columns="price"), frame["price"], test_size=0.5, random_state=0)  # error
    return X_train, X_test, y_train, y_test

X_train, X_test, y_train, y_test = split(pd.read_csv("houses.csv"))
model = XGBRegressor().fit(X_train, y_train)
print(mean_absolute_error(y_test, model.predict(X_test)))`,
    },
    {
      title: "Three arrays, six parts",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("loans.csv")
X, y = df[["income", "age"]], df["default"]
parts = train_test_split(X, y, df["weight"], random_state=0)
X_train, X_test, y_train, y_test, w_train, w_test = parts
model = LogisticRegression().fit(X_train, y_train, sample_weight=w_train)
print(model.score(X_test, y_test, sample_weight=w_test))`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    for (const f of q.trainings) {
      const y = f.fit?.yRows;
      if (!y) continue;
      // Rows and labels are cut by one split, and have no part of it in common: rows of several parts were put together, labelled by what a model predicts.
      const parts = (rows: Rows, id: string): string[] => cutsOf(rows).flatMap((c) => (c.id === id ? [c.part] : []));
      const cut = cutsOf(f.rows).find((x) => {
        const labels = parts(y, x.id);
        return labels.length > 0 && !parts(f.rows, x.id).some((part) => labels.includes(part));
      });
      const split = q.splitOf(cut ?? null);
      if (!cut?.at || split?.kind !== "holdout") continue;
      // Unpacked as they should be, they were mixed up later.
      const ordered = q.unpackedInOrder(cut.at);
      // What a class that nobody knows, or code of the user, does with parts that come in order is theirs.
      if (ordered && (f.path.length > 0 || f.fit?.flags.has("guessed") || f.fit?.flags.has("inside"))) continue;
      const at = ordered ? f.at : cut.at;
      const key = `${at.source}:${at.start}`;
      if (out.has(key)) continue;
      out.set(key, {
        at,
        message: ordered
          ? `\`${f.what}\` is trained with labels of other rows: they are different parts of \`${split.label}\``
          : `The parts of \`${split.label}\` are unpacked in a wrong order: the labels are not those of the rows`,
        confidence: q.confidence(f.conf),
        steps: [
          { message: "split here", at: cut.at },
          { message: `${f.what} is trained on rows and labels of different parts here`, at: f.at },
        ],
        variable: f.name || null,
      });
    }
    return [...out.values()];
  },
});
