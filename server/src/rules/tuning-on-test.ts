/** A setting was chosen by scores on the rows that also give the final score */
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD201",
  slug: "tuning-on-test",
  severity: "error",
  default: true,
  summary: "A setting was chosen by scores on the rows that also give the final score",
  why: `Choosing the best of many by one score makes that score too good: it is the best of many tries on the same rows. The winner has to be judged on rows that chose nothing.`,
  whenNot: `When the comparison is the result (a learning curve that is shown, not used).`,
  examples: [
    {
      title: "Choosing k by the test score",
      bad: `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
df = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="grade"), df["grade"], random_state=0)
for k in range(1, 20):
    model = KNeighborsClassifier(n_neighbors=k).fit(X_train, y_train)
    print(k, model.score(X_test, y_test))  # error`,
    },
    {
      title: "Choosing k by cross-validation on the training part",
      good: `import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier
df = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="grade"), df["grade"], random_state=0)
search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [1, 3, 5, 9]}, cv=5).fit(X_train, y_train)
print(search.score(X_test, y_test))`,
    },
  ],
  check: (q) => q.tunings().filter((x) => x.kind !== "stop").map((x) => ({
    at: x.at,
    message: x.kind === "search" ? `\`${x.what}\` chooses by looking at the rows that give the final score` : `${x.what ? `\`${x.what}\`` : "A setting"} is chosen by scores on the test rows`,
    confidence: q.confidence(x.conf),
    steps: x.steps,
    variable: null,
  })),
});
