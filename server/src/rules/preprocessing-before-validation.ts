/** Something was learned from rows that later validate the model */
import { leakFindings } from "./leaks.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD102",
  slug: "preprocessing-before-validation",
  severity: "warning",
  default: true,
  summary: "Something was learned from rows that later validate the model",
  why: `Cross-validation is honest only when every fold's held-out rows are new to the whole procedure. A transformer that was fitted before the folds were cut has seen them all.`,
  whenNot: `When the validation score is used for nothing: neither to choose nor to report.`,
  examples: [
    {
      title: "Scaling before cross-validation",
      bad: `import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
df = pd.read_csv("cells.csv")
X = PCA(n_components=5).fit_transform(df.drop(columns="kind"))  # error
print(cross_val_score(LogisticRegression(), X, df["kind"], cv=5).mean())`,
    },
    {
      title: "Scaling inside cross-validation",
      good: `import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
df = pd.read_csv("cells.csv")
model = make_pipeline(PCA(n_components=5), LogisticRegression())
print(cross_val_score(model, df.drop(columns="kind"), df["kind"], cv=5).mean())`,
    },
    {
      title: "Scaling before a grid search",
      bad: `import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVC
df = pd.read_csv("cells.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="kind"), df["kind"], random_state=0)
scaler = MinMaxScaler().fit(X_train)  # error
search = GridSearchCV(SVC(), {"C": [0.1, 1, 10]}, cv=5)
search.fit(scaler.transform(X_train), y_train)
print(search.score(scaler.transform(X_test), y_test))`,
    },
    {
      title: "Folds by hand",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
df = pd.read_csv("cells.csv")
X, y = df.drop(columns="kind"), df["kind"]
X = (X - X.mean()) / X.std()  # error
scores = []
for train, test in StratifiedKFold(n_splits=5).split(X, y):
    model = LogisticRegression().fit(X.iloc[train], y.iloc[train])
    scores.append(f1_score(y.iloc[test], model.predict(X.iloc[test]), average="macro"))
print(sum(scores) / len(scores))`,
    },
    {
      title: "A new scaler for every fold",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("cells.csv")
X, y = df.drop(columns="kind"), df["kind"]
scores = []
for train, test in StratifiedKFold(n_splits=5).split(X, y):
    scaler = StandardScaler().fit(X.iloc[train])
    model = LogisticRegression().fit(scaler.transform(X.iloc[train]), y.iloc[train])
    scores.append(f1_score(y.iloc[test], model.predict(scaler.transform(X.iloc[test])), average="macro"))
print(sum(scores) / len(scores))`,
    },
    {
      title: "A network's own validation part",
      bad: `import pandas as pd
from sklearn.preprocessing import StandardScaler
from tensorflow import keras
# %%
df = pd.read_csv("energy.csv")
X = StandardScaler().fit_transform(df.drop(columns="load"))  # error
y = df["load"].to_numpy()
# %%
model = keras.Sequential([keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
model.fit(X, y, validation_split=0.2, epochs=100, callbacks=[stop])`,
    },
  ],
  check: (q) => leakFindings(q, "HLD102"),
});
