/** What one step of a trained pipeline learned, and a target that is summed by day, of which inputs hold the past. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const said = async (text: string): Promise<string[]> => (await check([text])).findings.map((f) => `${f.code} ${f.message}`);

describe("a step that is taken out of a trained pipeline", () => {
  const text = (step: string, taken = "flow", trained = "flow.fit(X_train, y_train)"): string => `import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
df = pd.read_csv("bees.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["wing", "leg"]], df["kind"], random_state=1)
flow = Pipeline([("first", ${step}), ("model", KNeighborsClassifier())])
${trained}
ready = ${taken}.named_steps["first"].transform(X_train)
print(cross_val_score(KNeighborsClassifier(), ready, y_train).mean())
`;
  it("has learned what it learns, and has chosen no columns", async () => {
    const scaler = "HLD102 `StandardScaler` is fitted on `X_train`, validation rows included";
    expect(await said(text("StandardScaler()"))).toEqual([scaler]);
    const search = 'search = GridSearchCV(flow, {"model__n_neighbors": [3, 5]}).fit(X_train, y_train)';
    expect(await said(text("StandardScaler()", "search.best_estimator_", search))).toEqual([scaler]);
    expect(await said(text('Pipeline([("fill", SimpleImputer()), ("scale", StandardScaler())])'))).toEqual([
      "HLD102 `Pipeline` is fitted on `X_train`, validation rows included",
    ]);
  });
  it("has chosen them where that is what it does", async () => {
    expect(await said(text("SelectKBest(k=1)"))).toEqual(["HLD103 `SelectKBest` selects columns of `X_train` by looking at validation rows too"]);
  });
  it("has learned nothing where it learns nothing", async () => {
    expect(await said(text("FunctionTransformer()"))).toEqual([]);
  });
});

describe("sales that are summed by day and told by those of earlier days", () => {
  const text = (inputs: string, more = ""): string => `import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
df = pd.read_csv("sales.csv").set_index("date")
df["sold"] = df.groupby("date")["sold"].sum()
df["week_ago"] = df["sold"].shift(7)
df["tomorrow"] = df["sold"].shift(-1)
df["mean"] = df.groupby("shop")["sold"].transform("mean")
df["weekday"] = df.index.weekday
train, test = df.loc[df.index <= "2023-06-01"], df.loc[df.index > "2023-06-01"]
model = RandomForestRegressor(random_state=0).fit(train[${inputs}], train["sold"])
print(mean_absolute_error(test["sold"], model.predict(test[${inputs}])))
${more}`;
  const encoded = async (inputs: string): Promise<boolean[]> =>
    (await check([text(inputs)])).findings.filter((f) => f.code === "HLD104" && f.severity !== "hint").map((f) => f.message.includes("sum"));
  it("are no code of the target", async () => {
    expect(await encoded('["week_ago", "weekday"]')).toEqual([]);
  });
  it("are one where the sum of the day itself or of a later one is an input", async () => {
    expect(await encoded('["mean", "weekday"]')).toContain(true);
    expect(await encoded('["tomorrow", "weekday"]')).toContain(true);
  });
});
