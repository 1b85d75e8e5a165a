/** What is trained once more gives what it found then. */
import { expect, it } from "vitest";
import { check } from "../helpers/check.js";

const heads = `import pandas as pd
from sklearn.ensemble import IsolationForest, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score, train_test_split
from sklearn.neighbors import LocalOutlierFactor
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("ponds.csv")
X, y = df.drop(columns="frozen"), df["frozen"]
`;
const said = async (text: string): Promise<string[]> =>
  (await check([heads + text])).findings.filter((f) => /^HLD10[12]$/.test(f.code)).map((f) => `${f.code} ${f.confidence}`);

it("takes the best estimator of a search anew when it is fitted again", async () => {
  const program = (second: string): string => `a, b, c, d = train_test_split(X, y, random_state=1)
search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1, 10]}).fit(a, c)
print(accuracy_score(d, search.best_estimator_.predict(b)))
scaled = StandardScaler().fit_transform(X)
e, f, g, h = train_test_split(scaled, y, random_state=1)
${second}
print(accuracy_score(h, search.best_estimator_.predict(f)))
`;
  expect(await said(program("search.fit(e, g)"))).toEqual(["HLD101 certain"]);
  expect(await said(program(""))).toEqual([]);
});
