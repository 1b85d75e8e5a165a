/** Rows were oversampled before the split */
import type { RuleFinding } from "./rule.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD105",
  slug: "resampling-before-split",
  severity: "error",
  default: true,
  summary: "Rows were oversampled before the split",
  why: `Oversampling copies rows or builds new ones between them. When the split comes afterwards, copies of one row stand on both sides and the model is tested on rows it knows. A whole line of studies on preterm birth reported near-perfect results for this reason alone (Vandewiele and others, Artificial Intelligence in Medicine 2021).`,
  whenNot: `Undersampling throws rows away and copies none; it changes what the score means, not who saw whom.`,
  examples: [
    {
      title: "SMOTE before the split",
      bad: `import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("payments.csv")
X, y = SMOTE(random_state=0).fit_resample(df.drop(columns="fraud"), df["fraud"])  # error
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))`,
    },
    {
      title: "SMOTE on the training part only",
      good: `import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("payments.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="fraud"), df["fraud"], stratify=df["fraud"], random_state=0)
X_more, y_more = SMOTE(random_state=0).fit_resample(X_train, y_train)
model = RandomForestClassifier(random_state=0).fit(X_more, y_more)
print(f1_score(y_test, model.predict(X_test)))`,
    },
    {
      title: "Copies of the rare class",
      bad: `import pandas as pd
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
# %%
df = pd.read_csv("payments.csv")
rare = df[df["fraud"] == 1].sample(5000, replace=True, random_state=0)  # error
df = pd.concat([df[df["fraud"] == 0], rare])
# %%
train, test = train_test_split(df, stratify=df["fraud"], random_state=0)
model = DecisionTreeClassifier(random_state=0).fit(train[["amount", "hour"]], train["fraud"])
print(classification_report(test["fraud"], model.predict(test[["amount", "hour"]])))`,
    },
    {
      title: "Oversampling before cross-validation",
      bad: `import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score
df = pd.read_csv("payments.csv")
X, y = df.drop(columns="fraud"), df["fraud"]
X, y = RandomOverSampler(random_state=0).fit_resample(X, y)  # error
print(cross_val_score(RandomForestClassifier(random_state=0), X, y, cv=5, scoring="f1").mean())`,
    },
    {
      title: "Oversampling inside each fold",
      good: `import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score
df = pd.read_csv("payments.csv")
model = make_pipeline(SMOTE(random_state=0), RandomForestClassifier(random_state=0))
print(cross_val_score(model, df.drop(columns="fraud"), df["fraud"], cv=5, scoring="f1").mean())`,
    },
    {
      title: "Every row twice",
      bad: `import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
X, y = np.load("signals.npy"), np.load("events.npy")
X = np.repeat(X, 2, axis=0)  # error
y = np.repeat(y, 2)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = KNeighborsClassifier().fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))`,
    },
    {
      title: "Mirrored pictures beside the pictures",
      bad: `import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
X, y = np.load("tiles.npy"), np.load("kinds.npy")
mirrored = np.flip(X, axis=2)
X, y = np.concatenate([X, mirrored]), np.concatenate([y, y])  # error
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train.reshape(len(X_train), -1), y_train)
print(model.score(X_test.reshape(len(X_test), -1), y_test))`,
    },
    {
      title: "Mirrored pictures among the training rows alone",
      good: `import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
X, y = np.load("tiles.npy"), np.load("kinds.npy")
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
mirrored = np.flip(X_train, axis=2)
X_train, y_train = np.concatenate([X_train, mirrored]), np.concatenate([y_train, y_train])
model = RandomForestClassifier(random_state=0).fit(X_train.reshape(len(X_train), -1), y_train)
print(model.score(X_test.reshape(len(X_test), -1), y_test))`,
    },
  ],
  check: (q) => {
    const out = new Map<string, Found>();
    for (const e of q.evaluations) {
      const l = q.mix(e);
      if (!l) continue;
      const key = `${l.at.source}:${l.at.start}`;
      const level = Math.max(l.conf, e.score.conf, q.onlyWatched({ learned: l, evaluation: e }) ? 2 : 0);
      const folds = e.role === "folds";
      const known = out.get(key);
      // Of two that are equally sure, a test part says more than folds.
      if (known && (known.level < level || (known.level === level && (folds || !known.folds)))) continue;
      // A helper that makes changed copies is right by itself: it is called too early.
      const [called] = l.changed ? l.path : [];
      const who = (called && /^[\w.]+/.exec(q.textOf(called))?.[0]) || l.what;
      const of = l.name ? `\`${l.name}\`` : "the data";
      const does = !l.changed ? `copies rows of ${of}` : l.name && !called ? `adds changed copies of the rows of ${of}` : "adds changed copies of rows";
      out.set(key, {
        level,
        folds,
        finding: {
          at: called ?? l.at,
          message: `\`${who}\` ${does} before they are ${folds ? "cut into folds" : "split"}`,
          confidence: q.confidence(level),
          steps: q.path(l, e),
          variable: l.name || null,
        },
      });
    }
    return [...out.values()].map((x) => x.finding);
  },
});

interface Found {
  readonly level: number;
  readonly folds: boolean;
  readonly finding: RuleFinding;
}
