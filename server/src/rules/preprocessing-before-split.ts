/** Something was learned from rows that later are the test part */
import { leakFindings } from "./leaks.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD101",
  slug: "preprocessing-before-split",
  severity: "warning",
  default: true,
  summary: "Something was learned from rows that later are the test part",
  why: `A scaler's mean, an imputed median or TF-IDF weights that were computed over all rows carry the test rows into training. The test score then measures rows that the model has, in part, already seen.`,
  whenNot: `Statistics that never reach a model, or that are fixed by the domain and not computed from the data.`,
  examples: [
    {
      title: "Scaling before the split",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
# %%
df = pd.read_csv("patients.csv")
X = StandardScaler().fit_transform(df.drop(columns="sick"))  # error
# %%
X_train, X_test, y_train, y_test = train_test_split(X, df["sick"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: "Scaling after the split",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
# %%
df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="sick"), df["sick"], random_state=0)
# %%
scaler = StandardScaler().fit(X_train)
model = LogisticRegression().fit(scaler.transform(X_train), y_train)
print(model.score(scaler.transform(X_test), y_test))`,
    },
    {
      title: "Filling with a mean over all rows",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
df = pd.read_csv("patients.csv")
df["age"] = df["age"].fillna(df["age"].mean())  # error
train, test = train_test_split(df, random_state=0)
model = RandomForestClassifier(random_state=0).fit(train[["age", "dose"]], train["sick"])
print(model.score(test[["age", "dose"]], test["sick"]))`,
    },
  ],
  check: (q) => leakFindings(q, "HLD101"),
});
