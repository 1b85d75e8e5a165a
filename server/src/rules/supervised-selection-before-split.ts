/** Features were selected with the target of rows that later evaluate the model */
import { leakFindings } from "./leaks.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD103",
  slug: "supervised-selection-before-split",
  severity: "error",
  default: true,
  summary: "Features were selected with the target of rows that later evaluate the model",
  why: `Selecting the columns that agree with the target of the test rows makes the model look good on exactly those rows. With 50 rows and 5000 columns of pure noise, selecting the 100 best columns before cross-validation shows an error of 3 % where the truth is 50 % (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 7.10.2).`,
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
    {
      title: "Recursive elimination before cross-validation",
      bad: `import pandas as pd
from sklearn.feature_selection import RFE
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
df = pd.read_csv("genes.csv")
X, y = df.drop(columns="tumour"), df["tumour"]
keep = RFE(LogisticRegression(max_iter=1000), n_features_to_select=10).fit(X, y)  # error
print(cross_val_score(LogisticRegression(max_iter=1000), keep.transform(X), y, cv=5).mean())`,
    },
    {
      title: "Selecting on the training part",
      good: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectFromModel
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("genes.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="tumour"), df["tumour"], random_state=0)
select = SelectFromModel(RandomForestClassifier(random_state=0)).fit(X_train, y_train)
model = LogisticRegression(max_iter=1000).fit(select.transform(X_train), y_train)
print(model.score(select.transform(X_test), y_test))`,
    },
    {
      title: "In a class of one's own",
      bad: `import pandas as pd
from sklearn.feature_selection import SelectKBest, mutual_info_classif
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB

class Experiment:
    def __init__(self, path):
        self.data = pd.read_csv(path)

    def run(self):
        y = self.data["tumour"]
        best = SelectKBest(mutual_info_classif, k=30)
        X = best.fit_transform(self.data.drop(columns="tumour"), y)  # error
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        self.model = GaussianNB().fit(X_train, y_train)
        return self.model.score(X_test, y_test)

print(Experiment("genes.csv").run())`,
    },
    {
      title: "Feature importance over all rows, in a notebook",
      bad: `import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_selection import SelectFromModel
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
# %%
df = pd.read_csv("genes.csv")
X, y = df.drop(columns="tumour"), df["tumour"]
# %%
select = SelectFromModel(ExtraTreesClassifier(random_state=0))
select.fit(X, y)  # error
# %%
X_train, X_test, y_train, y_test = train_test_split(select.transform(X), y, random_state=0)
model = SVC().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
  ],
  check: (q) => leakFindings(q, "HLD103"),
});
