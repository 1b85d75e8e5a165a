/** Early stopping within folds that keep groups together: the part to stop by keeps them together too. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";

const program = (parts: Partial<Record<"groups" | "given" | "rows" | "call", string>> = {}): string => `import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"].values
${parts.groups ?? 'beds = df["bed"].values\n'}for fold, (tr, va) in enumerate(GroupKFold(3).split(${parts.given ?? "X, y, groups=beds"})):
    ${parts.rows ?? "X_tr, X_va = X.iloc[tr], X.iloc[va]\n    y_tr, y_va = y[tr], y[va]"}
    model = lgb.LGBMClassifier(random_state=3)
    ${parts.call ?? "model.fit(X_tr, y_tr, eval_set=[(X_va, y_va)], callbacks=[lgb.early_stopping(9)])"}
    print(roc_auc_score(y_va, model.predict_proba(X_va)[:, 1]))
`;
const cut = (groups: string): string => `    fit, valid = next(GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=0).split(X_tr, groups=${groups}))
    X_fit, X_valid = X_tr.iloc[fit], X_tr.iloc[valid]
    y_fit, y_valid = y_tr[fit], y_tr[valid]
`;

describe("a part to stop by within folds of groups", () => {
  it("is cut by groups", async () => {
    const fixed = await fixedText(program(), "HLD202");
    expect(fixed).toContain("from sklearn.model_selection import GroupKFold, GroupShuffleSplit\n");
    expect(fixed).toContain(`${cut("beds[tr]")}    model.fit(X_fit, y_fit, eval_set=[(X_valid, y_valid)], callbacks=[lgb.early_stopping(9)])\n`);
    expect(fixed).toContain("    print(roc_auc_score(y_va, model.predict_proba(X_va)[:, 1]))\n");
  });

  it("takes groups that are a column of a table by their places", async () => {
    const fixed = await fixedText(program({ groups: 'beds = df["bed"]\n', given: "X, y, beds" }), "HLD202");
    expect(fixed).toContain(cut("beds.iloc[tr]"));
  });

  it("makes the tables of a booster", async () => {
    const call = `train = lgb.Dataset(X_tr, label=y_tr)
    watched = lgb.Dataset(X_va, label=y_va, reference=train)
    model = lgb.train({"objective": "binary"}, train, valid_sets=[train, watched], callbacks=[lgb.early_stopping(9)])`;
    const fixed = await fixedText(program({ call }).replace("predict_proba(X_va)[:, 1]", "predict(X_va)"), "HLD202");
    expect(fixed).toContain(`${cut("beds[tr]")}    train = lgb.Dataset(X_fit, label=y_fit)\n`);
    expect(fixed).toContain("= lgb.Dataset(X_valid, label=y_valid, reference=train)\n");
  });

  it("is withheld where the rows of the round or their groups cannot be followed", async () => {
    const apart = "X_tr, X_va = X.loc[X.index[tr]], X.iloc[va]\n    y_tr, y_va = y[tr], y[va]";
    expect(await reasons(program({ rows: apart }), "HLD202")).toContain(
      "Rows of one group belong together, and it is not clear whether `X_tr` has those of the round.",
    );
    const fewer = "X_tr, X_va = X.iloc[tr], X.iloc[va]\n    y_tr, y_va = y[tr], y[va]\n    X_tr = X_tr.dropna()";
    expect((await reasons(program({ rows: fewer }), "HLD202")).join()).toContain("Rows of one group belong together");
    expect((await reasons(program({ given: 'X, y, groups=df["bed"].map(str)', groups: "" }), "HLD202")).join()).toContain("is a table of pandas or an array");
  });

  it("is withheld for labels that are picked by their index", async () => {
    const labels = 'X_tr, X_va = X.iloc[tr], X.iloc[va]\n    kinds = df["kind"]\n    y_tr, y_va = kinds[tr], kinds[va]';
    expect((await reasons(program({ rows: labels }), "HLD202")).join()).toContain("`y_tr` has those of the round");
  });

  const single = (rest: string, more = ""): string => `import pandas as pd
import xgboost as xgb
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import GroupKFold, train_test_split
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["height"].values
${rest}
${more}model = xgb.XGBRegressor()
model.fit(X_tr, y_tr, eval_set=[(X_va, y_va)], early_stopping_rounds=9)
print(mean_absolute_error(y_va, model.predict(X_va)))
`;
  const one = 'tr, va = next(GroupKFold(3).split(X, groups=df["bed"]))\nX_tr, X_va = X.iloc[tr], X.iloc[va]\ny_tr, y_va = y[tr], y[va]';

  it("is cut by groups where one of the folds is taken", async () => {
    const fixed = await fixedText(single(one), "HLD202");
    expect(fixed).toContain(
      `${cut('df["bed"].iloc[tr]').replaceAll("    ", "")}model.fit(X_fit, y_fit, eval_set=[(X_valid, y_valid)], early_stopping_rounds=9)\n`,
    );
    expect((await reasons(single(one, "X_tr = X_tr.dropna()\n"), "HLD202")).join()).toContain("`X_tr` has those of the round");
  });

  it("is not cut row by row where rows were picked by the beds that they stand in", async () => {
    const picked = `in_train, in_test = train_test_split(df["bed"].unique(), random_state=3)
inside, outside = df["bed"].isin(in_train), df["bed"].isin(in_test)
X_tr, y_tr = X[inside], y[inside]
X_va, y_va = X[outside], y[outside]`;
    expect(await reasons(single(picked), "HLD202")).toContain("Rows of one group belong together, and a further split would have to keep them so.");
  });
});
