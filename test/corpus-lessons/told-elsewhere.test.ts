/** HLD111, HLD205, HLD305, HLD306, HLD602: faults of another file, losses of rounds, one call told twice, searches of which no score is told, and what importers store. */
import { describe, expect, it } from "vitest";
import type { FileSource } from "../../server/src/program/program.js";
import { check } from "../helpers/check.js";

const found = async (text: string, codes: RegExp, files?: FileSource): Promise<string[]> =>
  (await check([text], files ? { files } : {})).findings
    .filter((f) => codes.test(f.code))
    .map((f) => `${f.code} ${text.slice(0, f.at.start).split("\n").length}${f.severity === "hint" ? " hint" : ""}`);

describe("a scaler that is fitted again in another file (HLD111)", () => {
  const prepare = `    train, test = train_test_split(pd.read_csv(path), random_state=1)
    a = StandardScaler().fit_transform(train[["salt", "depth"]])
    b = StandardScaler().fit_transform(test[["salt", "depth"]])
`;
  const module = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
def parts(path):
${prepare}    return a, train["reef"], b, test["reef"]
def whole(path):
${prepare}    return LogisticRegression().fit(a, train["reef"]).score(b, test["reef"])
`;
  const files: FileSource = { resolve: (_, name) => (name === "reefs" ? { path: "/test/reefs.py", text: module } : null) };

  it("is told there, where that file trains and predicts, too", async () => {
    expect(await found('from reefs import whole\nprint(whole("reefs.csv"))\n', /HLD111/, files)).toEqual([]);
    expect(await found(module, /HLD111/)).toEqual(["HLD111 13"]);
  });
  it("is told at the call into it, where the program trains", async () => {
    const program = `from sklearn.linear_model import LogisticRegression
from reefs import parts
a, c, b, d = parts("reefs.csv")
print(LogisticRegression().fit(a, c).score(b, d))
`;
    expect(await found(program, /HLD111/, files)).toEqual(["HLD111 3"]);
  });
});

describe("a loss of the training rows after each round (HLD205)", () => {
  const program = (step: string, metric: string, judged: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import train_test_split
df = pd.read_csv("ferries.csv")
a, b, c, d = train_test_split(df.drop(columns="late"), df["late"], random_state=1)
model = SGDClassifier(loss="log_loss")
curve = []
for round in range(30):
    model.${step}
    curve.append(${metric})
print(curve)
${judged}
`;
  const loss = "log_loss(c, model.predict_proba(a))";
  const step = "partial_fit(a, c, classes=[0, 1])";
  const other = "other = LogisticRegression().fit(a, c)\nprint(accuracy_score(d, other.predict(b)))";
  it("tells how far the training has come, where other rows judge another model", async () => {
    expect(await found(program(step, loss, other), /HLD205/)).toEqual([]);
  });
  it.each([
    [step, loss, ""],
    [step, "accuracy_score(c, model.predict(a))", other],
    ["fit(a, c)", loss, other],
  ])("is the model's only score otherwise: %s, %s", async (fit, metric, judged) => {
    expect(await found(program(fit, metric, judged), /HLD205/)).toEqual(["HLD205 11"]);
  });
});

it("answers of folds of the test part are at fault where they are asked for, and not at each number told of them (HLD305)", async () => {
  const program = (answers: string): string => `import pandas as pd
from sklearn.metrics import classification_report, f1_score
from sklearn.model_selection import cross_val_predict, train_test_split
from sklearn.naive_bayes import GaussianNB
df = pd.read_csv("kites.csv")
a, b, c, d = train_test_split(df.drop(columns="torn"), df["torn"], random_state=1)
model = GaussianNB().fit(a, c)
answers = ${answers}
print(f1_score(d, answers))
print(classification_report(d, answers))
`;
  expect(await found(program("cross_val_predict(model, b, d, cv=5)"), /HLD305/)).toEqual(["HLD305 8"]);
  expect(await found(program("model.predict(b)"), /HLD305/)).toEqual([]);
});

it("a search in resampled rows misleads nobody as long as none of its scores is told (HLD306)", async () => {
  const program = (told: string): string => `import pandas as pd
from imblearn.under_sampling import RandomUnderSampler
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
df = pd.read_csv("alarms.csv")
X, y = RandomUnderSampler(random_state=1).fit_resample(df.drop(columns="fire"), df["fire"])
search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1, 10]}).fit(X, y)
${told}
model = LogisticRegression(**search.best_params_).fit(X, y)
`;
  for (const told of ["", "score = search.best_score_"]) expect(await found(program(told), /HLD306/)).toEqual([]);
  for (const told of ["print(search.best_score_)", "score = search.best_score_\nprint(score)", "print(search.cv_results_)"])
    expect(await found(program(told), /HLD306/), told).toEqual(["HLD306 6"]);
});

it("rows that clusters stand for are fewer rows, not copies of them (HLD306, not HLD105)", async () => {
  const program = (sampler: string): string => `import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import ClusterCentroids
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
df = pd.read_csv("alarms.csv")
X, y = ${sampler}(random_state=1).fit_resample(df.drop(columns="fire"), df["fire"])
print(cross_val_score(LogisticRegression(), X, y))
`;
  expect(await found(program("ClusterCentroids"), /HLD(105|306)/)).toEqual(["HLD306 7"]);
  expect(await found(program("SMOTE"), /HLD(105|306)/)).toEqual(["HLD105 7"]);
});

describe("a module that stores a model for whoever imports it (HLD602)", () => {
  const program = (handed: string, names: string): string => `import joblib
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
def prepare(df):
    scaler = StandardScaler()
    X = scaler.fit_transform(df[["tide", "wind"]])
    return ${handed}
def train(X, y):
    model = Ridge().fit(X, y)
    joblib.dump(model, "surf.joblib")
if __name__ == "__main__":
    df = pd.read_csv("surf.csv")
    ${names} = prepare(df)
    train(X, df["height"])
`;
  it("is only tried out by itself, where the transformer goes to a name that nothing reads", async () => {
    expect(await found(program("X, scaler", "X, scaler"), /HLD602/)).toEqual(["HLD602 11 hint"]);
  });
  it("loses the transformer where nobody is given it, or the program starts at its top", async () => {
    expect(await found(program("X", "X"), /HLD602/)).toEqual(["HLD602 11"]);
    const top = program("X, scaler", "X, scaler").replace('if __name__ == "__main__":', "if True:");
    expect(await found(top, /HLD602/)).toEqual(["HLD602 11"]);
  });
});
