/** A small program in pieces, which tests of fixes put together and vary. */

const table = `df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"]
`;
const models = "from sklearn.linear_model import LogisticRegression\n";
const scalers = "from sklearn.preprocessing import StandardScaler\n";

export const head = `import numpy as np
import pandas as pd
${models}from sklearn.model_selection import train_test_split
${scalers}${table}`;
export const split = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)\n";
export const scored = "print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))\n";

/** A loop that chooses a setting by the score on test rows, and the model that is trained with it. */
export const chosenOnTest = (train: string, test: string): string => `best = 0
for c in [0.1, 1, 10]:
    model = LogisticRegression(C=c)
    model.fit(${train}, y_train)
    score = model.score(${test}, y_test)
    if score > best:
        best, chosen = score, c
model = LogisticRegression(C=chosen).fit(${train}, y_train)
print(model.score(${test}, y_test))
`;

/** A threshold that is tried on predictions for the test rows; `final` is scored at the end. */
export const limitOnTest = (model: string, final: string): string => `${model}model.fit(X_train, y_train)
chances = model.predict_proba(X_test)[:, 1]
best, limit = 0, 0.5
for t in np.linspace(0.1, 0.9, 9):
    score = f1_score(y_test, chances >= t)
    if score > best:
        best, limit = score, t
print(f1_score(y_test, ${final} >= limit))
`;

/** Cells of a notebook up to the one that splits, below the imports of pandas and NumPy; what splits is imported by nobody yet. */
export const untilSplit = `${models}${scalers}# %%
${table}# %%
X = StandardScaler().fit_transform(X)
print(X[:3])
# %%
`;
