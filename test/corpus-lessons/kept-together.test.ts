/** Statistics by groups that no fold parts, and what is or is not computed from the target. */
import { describe, expect, it } from "vitest";
import { cellsOf, check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => {
  const cells = cellsOf(text);
  return places((await check(cells)).findings, cells);
};

describe("a statistic by groups", () => {
  const head = `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import GroupKFold, cross_val_score
df = pd.read_csv("halls.csv")
`;
  const byHand = (keys: string, groups: string): string => `${head}df["usual"] = df.groupby(${keys})["load"].transform("mean")
X, y = df[["load", "usual"]], df["delay"]
for a, b in GroupKFold(n_splits=5).split(X, y, groups=df["${groups}"]):
    model = Ridge().fit(X.iloc[a], y.iloc[a])
    print(mean_absolute_error(y.iloc[b], model.predict(X.iloc[b])))
`;
  it("stays in its fold where the folds keep one of its keys together", async () => {
    expect(await found(byHand('["hall", "shift"]', "hall"))).toEqual([]);
    expect(await found(byHand('"hall"', "hall"))).toEqual([]);
  });
  it("leaves it where they keep others together", async () => {
    expect(await found(byHand('["hall", "shift"]', "week"))).toEqual(["HLD102 cell1:6"]);
    expect(await found(byHand('"shift"', "hall"))).toEqual(["HLD102 cell1:6"]);
  });
  it("tells a fold its own answers where it is one of the target", async () => {
    expect(await found(byHand('"hall"', "hall").replace('["load"].tr', '["delay"].tr'))).toEqual(["HLD104 cell1:6"]);
  });
  it("is said of the target by an entity held in a name of its own", async () => {
    const text = byHand(`"hall_id"`, "week")
      .replace('df.groupby("hall_id")["load"]', 'by["delay"]')
      .replace('df["usual"] =', 'by = df.groupby("hall_id")\ndf["usual"] =');
    expect(await found(text)).toEqual(["HLD104 cell1:7"]);
  });
  it("is silent about what one entity, or a part of it, has in common", async () => {
    const level = async (keys: string): Promise<string[]> => (await check([byHand(keys, "week")])).findings.map((f) => f.severity);
    expect(await level('["hall", "shift"]')).toEqual(["warning"]);
    for (const keys of ['"hall_id"', '["hall_id", "shift"]', '["hall", "seat_index_0"]']) expect(await level(keys)).toEqual([]);
  });
  const scored = (groups: string): string => `${head}df["usual"] = df.groupby(["hall", "shift"])["load"].transform("mean")
print(cross_val_score(Ridge(), df[["load", "usual"]], df["delay"], cv=GroupKFold(5), groups=df["${groups}"]).mean())
`;
  it("does so inside cross-validation too", async () => {
    expect(await found(scored("hall"))).toEqual([]);
    expect(await found(scored("week"))).toEqual(["HLD102 cell1:6"]);
  });
});

describe("scores of columns against", () => {
  const program = (y: string): string => `import pandas as pd
from sklearn.feature_selection import mutual_info_regression
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score
df = pd.read_csv("flats.csv")
X, y = df.drop(columns="rent"), df["rent"]
told = pd.Series(mutual_info_regression(X, ${y}), index=X.columns)
X = X[told[told > 0.02].index]
print(cross_val_score(Ridge(), X, y, cv=5).mean())
`;
  it("the target choose columns by it", async () => expect(await found(program("y"))).toEqual(["HLD103 cell1:7"]));
  it("another column do not", async () => expect(await found(program('df["floor"]'))).toEqual(["HLD102 cell1:7"]));
});
