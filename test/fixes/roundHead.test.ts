/** Early stopping in loops over folds: the numbers of the round's training rows are cut at its head. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";

interface Parts {
  readonly above?: string;
  readonly folds?: string;
  readonly head?: string;
  readonly between?: string;
  readonly call?: string;
  readonly behind?: string;
}

/** Weights of the rows keep the part from being cut beside the training. */
const program = ({
  above = "",
  folds = "KFold(5, shuffle=True).split(X, y)",
  head = "",
  between = "",
  call = "",
  behind = "",
}: Parts = {}): string => `import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, KFold
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"].values
beds = df["bed"].values
seen = np.zeros(len(df))
${above}for fold, (tr, va) in enumerate(${folds}):
${head}    X_tr, X_va = X.iloc[tr], X.iloc[va]
    weights = np.where(y[tr] == 1, 3, 1)
${between}    dtrain = lgb.Dataset(X_tr, label=y[tr], weight=weights)
    dvalid = lgb.Dataset(X_va, label=y[va])
    model = lgb.train({"objective": "binary"}, dtrain, valid_sets=[${call || "dvalid"}], callbacks=[lgb.early_stopping(9)])
    seen[va] = model.predict(X_va)
${behind}print(roc_auc_score(y, seen))
`;
const cut = "    tr, stop = train_test_split(tr, test_size=0.2, random_state=0)\n";
const weighed = "The weights of the rows would have to be cut too.";
const grouped = "Rows of one group belong together, and a further split would have to keep them so.";

describe("a round that is cut at its head", () => {
  it("makes what is read elsewhere of both parts, and what is watched alone of the one to stop by", async () => {
    const fixed = await fixedText(program(), "HLD202");
    expect(fixed).toContain(`${cut}    X_tr, X_va = X.iloc[tr], X.iloc[va]\n    X_stop = X.iloc[stop]\n    weights = `);
    expect(fixed).toContain("    dvalid = lgb.Dataset(X_stop, label=y[stop])\n    model = ");
    expect(fixed).toContain("    seen[va] = model.predict(X_va)\n");
  });

  it("prepares the part as the held-out rows are", async () => {
    const between =
      "    X_tr = StandardScaler().fit_transform(X_tr)\n    scaler = StandardScaler().fit(X_tr)\n    X_va = scaler.transform(X_va)\n    X_va[:, 0] = X_va[:, 0].clip(-3, 3)\n";
    const fixed = await fixedText(program({ between }), "HLD202");
    expect(fixed).toContain("    X_va = scaler.transform(X_va)\n    X_stop = scaler.transform(X_stop)\n");
    expect(fixed).toContain("    X_va[:, 0] = X_va[:, 0].clip(-3, 3)\n    X_stop[:, 0] = X_stop[:, 0].clip(-3, 3)\n");
  });

  it("is cut behind what picks its rows anew, and what is deleted goes for both parts", async () => {
    const fixed = await fixedText(program({ head: "    tr = tr[::2]\n", between: "    del X_va\n".replace("del X_va", "X_va = X_va.copy()") }), "HLD202");
    expect(fixed).toContain(`    tr = tr[::2]\n${cut}`);
    const deleted = await fixedText(program({ behind: "    del X_va, model\n" }), "HLD202");
    expect(deleted).toContain("    del X_va, X_stop, model\n");
  });

  it("keeps groups together, also of folds that are kept in a list", async () => {
    const above = "folds = list(GroupKFold(n_splits=5).split(X, y, beds))\n";
    const fixed = await fixedText(program({ above, folds: "folds" }), "HLD202");
    expect(fixed).toContain(
      "    fit, stop = next(GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=0).split(tr, groups=beds[tr]))\n    tr, stop = tr[fit], tr[stop]\n",
    );
  });

  it("takes the numbers that a statement of the round binds", async () => {
    const text = program({
      above: 'number = df["fold"]\n',
      head: "    tr, va = number.loc[number != fold].index, number.loc[number == fold].index\n",
    });
    const fixed = await fixedText(text.replaceAll(".iloc[", ".loc[").replace(/for fold, .*:/, "for fold in range(number.nunique()):"), "HLD202");
    expect(fixed).toContain(`.index\n${cut}    X_tr, X_va = `);
  });

  it("is withheld where fewer training rows would change something else", async () => {
    const other = "    rival = LogisticRegression().fit(X_tr, y[tr])\n";
    expect(await reasons(program({ between: other }), "HLD202")).toEqual([weighed]);
    expect(await reasons(program({ above: "fitted = np.zeros(len(df))\n", behind: "    fitted[tr] = model.predict(X_tr)\n" }), "HLD202")).toEqual([weighed]);
    expect(await reasons(program({ behind: "print(len(X.iloc[tr]))\n" }), "HLD202")).toEqual([weighed]);
    expect(await reasons(program({ head: "    size = len(tr)\n    tr = tr[::2]\n" }), "HLD202")).toEqual([weighed]);
  });

  it("is withheld where the held-out rows are not followed to the training", async () => {
    const learned = "    X_va = StandardScaler().fit_transform(X_va)\n";
    expect(await reasons(program({ between: learned }), "HLD202")).toEqual([weighed]);
    const looped = "    for name in X_va.columns:\n        X_va = X_va.assign(**{name: X_va[name] + 1})\n";
    expect(await reasons(program({ between: looped }), "HLD202")).toEqual([weighed]);
    expect(await reasons(program({ between: '    X_va.drop(columns="stem", inplace=True)\n' }), "HLD202")).toEqual([weighed]);
    expect(await reasons(program({ head: "    va = va[::2]\n" }), "HLD202")).toEqual([weighed]);
  });

  it("is withheld where the training rows are not those of the round's numbers", async () => {
    const others = program().replace("X_tr, X_va = X.iloc[tr]", "X_tr, X_va = X.drop(index=va)").replaceAll("y[tr]", "np.delete(y, va)");
    expect(await reasons(others, "HLD202")).toEqual([weighed]);
  });

  it("is withheld for few groups, and such that cannot be picked by numbers", async () => {
    expect(await reasons(program({ folds: "GroupKFold(n_splits=3).split(X, y, beds)" }), "HLD202")).toEqual([weighed]);
    const unknown = program({ above: "folds = list(GroupKFold(5).split(X, y, load_beds()))\n", folds: "folds" });
    expect(await reasons(unknown, "HLD202")).toEqual([grouped]);
  });
});
