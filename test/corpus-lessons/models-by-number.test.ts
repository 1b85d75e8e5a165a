/** Models kept in a list and picked by number in a loop are several models, not settings of one. */
import { expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const start = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
df = pd.read_csv("birds.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="kind"), df["kind"], random_state=3)
`;

it("compares models that a short range picks", async () => {
  const program = `${start}candidates = [LogisticRegression(), GaussianNB()]
for i in range(2):
    candidates[i].fit(X_train, y_train)
    print(candidates[i].score(X_test, y_test))
`;
  expect(places((await check([program])).findings, [program])).toEqual(["HLD203 cell1:11"]);
});

it("compares as many as a table of them holds", async () => {
  const program = `${start}birds = {
    "scores": LogisticRegression(),
    "odds": GaussianNB(),
    "three": KNeighborsClassifier(3),
    "five": KNeighborsClassifier(),
    "firm": LogisticRegression(C=0.1),
    "loose": LogisticRegression(C=10),
    "nine": KNeighborsClassifier(9),
}
told = {}
for n in range(len(birds)):
    name, bird = list(birds)[n], list(birds.values())[n]
    bird.fit(X_train, y_train)
    told[name] = bird.score(X_test, y_test)
print(max(told, key=told.get))
`;
  expect(places((await check([program])).findings, [program])).toEqual(["HLD203 cell1:21"]);
  const within = program.replace("bird.fit(X_train, y_train)\n", "").replace("bird.score(X_test, y_test)", "cross_val_score(bird, X_train, y_train).mean()");
  expect(places((await check([within.replace("train_test_split\n", "cross_val_score, train_test_split\n")])).findings, [within])).toEqual([]);
});

it("still sees a setting that a range tries", async () => {
  const program = `${start}for k in range(1, 4):
    print(KNeighborsClassifier(n_neighbors=k).fit(X_train, y_train).score(X_test, y_test))
`;
  expect(places((await check([program])).findings, [program])).toEqual(["HLD201 cell1:9"]);
});

it("says nothing of a target made with tomorrow's value", async () => {
  const program = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("prices.csv")
df["gap"] = df["close"] - df["open"]
y = np.where(df["close"].shift(-1) > df["close"], 1, 0)
cut = int(len(df) * 0.8)
model = LogisticRegression().fit(df[["gap"]][:cut], y[:cut])
print(model.score(df[["gap"]][cut:], y[cut:]))
`;
  expect(places((await check([program])).findings, [program])).toEqual([]);
});
