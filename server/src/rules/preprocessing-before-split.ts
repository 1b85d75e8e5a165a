/** Something was learned from rows that later are the test part */
import { leakFindings } from "./leaks.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD101",
  slug: "preprocessing-before-split",
  severity: "warning",
  default: true,
  summary: "Something was learned from rows that later are the test part",
  why: `A scaler's mean, an imputed median or TF-IDF weights that were computed over all rows carry the test rows into training. The test score then measures rows that the model has, in part, already seen. A survey of 17 fields found leakage in 294 published papers (Kapoor and Narayanan, Patterns 2023).`,
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
    {
      title: "TF-IDF weights over all texts",
      bad: `import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC
# %%
reviews = pd.read_csv("reviews.csv")
texts = TfidfVectorizer(min_df=3).fit_transform(reviews["text"].str.lower())  # error
# %%
X_train, X_test, y_train, y_test = train_test_split(texts, reviews["stars"], random_state=0)
model = LinearSVC().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: "A vectoriser that sees the training texts only",
      good: `import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC
# %%
reviews = pd.read_csv("reviews.csv")
# Lower case changes every text by itself and learns nothing.
reviews["text"] = reviews["text"].str.lower()
train, test = train_test_split(reviews, random_state=0)
# %%
vectorizer = TfidfVectorizer(min_df=3).fit(train["text"])
model = LinearSVC().fit(vectorizer.transform(train["text"]), train["stars"])
print(model.score(vectorizer.transform(test["text"]), test["stars"]))`,
    },
    {
      title: "Standardising by hand",
      bad: `import numpy as np
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
table = np.loadtxt("sensors.txt")
X, y = table[:, :-1], table[:, -1]
X = (X - X.mean(axis=0)) / X.std(axis=0)  # error
cut = int(len(X) * 0.8)
model = Ridge().fit(X[:cut], y[:cut])
print(mean_absolute_error(y[cut:], model.predict(X[cut:])))`,
    },
    {
      title: "In a helper function",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split

def load(path):
    houses = pd.read_csv(path)
    columns = ["area", "rooms", "age"]
    houses[columns] = SimpleImputer(strategy="median").fit_transform(houses[columns])  # error
    return houses[columns], houses["price"]

def main():
    X, y = load("houses.csv")
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    model = RandomForestRegressor(random_state=0)
    model.fit(X_train, y_train)
    print(model.score(X_test, y_test))

if __name__ == "__main__":
    main()`,
    },
    {
      title: "Statistics over training and test files together",
      bad: `import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import f1_score
train = pd.read_csv("orders_2022.csv")
test = pd.read_csv("orders_2023.csv")
both = pd.concat([train, test])
both["total"] = both["total"].fillna(both["total"].median())  # error
train, test = both[:len(train)], both[len(train):]
model = GradientBoostingClassifier(random_state=0)
model.fit(train[["total", "items"]], train["returned"])
print(f1_score(test["returned"], model.predict(test[["total", "items"]])))`,
    },
    {
      title: "Work that looks at one row at a time",
      good: `import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
df = pd.read_csv("patients.csv").dropna(subset=["age"])
df["log_dose"] = np.log1p(df["dose"])
df["age_group"] = pd.cut(df["age"], [0, 18, 65, 120], labels=False)
df["pressure"] = df[["pressure_left", "pressure_right"]].mean(axis=1)
train, test = train_test_split(df, random_state=0)
features = ["log_dose", "age_group", "pressure"]
model = RandomForestClassifier(random_state=0).fit(train[features], train["sick"])
print(model.score(test[features], test["sick"]))`,
    },
  ],
  check: (q) => leakFindings(q, "HLD101"),
});
