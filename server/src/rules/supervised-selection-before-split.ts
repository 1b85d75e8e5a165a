/** Features were selected with the target of rows that later evaluate the model */
import { leakFindings } from "./leaks.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD103",
  slug: "supervised-selection-before-split",
  severity: "error",
  default: true,
  summary: "Features were selected with the target of rows that later evaluate the model",
  why: `Selecting the columns that agree with the target of the test rows makes the model look good on exactly those rows. With many columns and few rows even pure noise scores far above chance.`,
  whenNot: `Never: the selection belongs inside the training part.`,
  examples: [
    {
      title: "Selecting features on all rows",
      bad: `import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("genes.csv")
X, y = df.drop(columns="tumour"), df["tumour"]
X = SelectKBest(f_classif, k=20).fit_transform(X, y)  # error
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: "Selecting features inside a pipeline",
      good: `import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
df = pd.read_csv("genes.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="tumour"), df["tumour"], random_state=0)
model = make_pipeline(SelectKBest(f_classif, k=20), LogisticRegression()).fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
  ],
  check: (q) => leakFindings(q, "HLD103"),
});
