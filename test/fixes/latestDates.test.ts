/** Early stopping on rows that were cut by a bound on their dates, and stand in another order: the latest of the training dates are cut off. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const program = ({ read = "", early = 'df["day"] < "2020-05-01"', between = "", data = "", labels = "" } = {}): string => `import lightgbm as lgb
import pandas as pd
from sklearn.metrics import mean_absolute_error
df = ${read || 'pd.read_csv("plants.csv", parse_dates=["day"])'}
df = df.sort_values(["bed", "day"])
train = df[${early}].copy()
test = df[df["day"] >= "2020-05-01"].copy()
${between}X_train, y_train = ${data || 'train[["leaf", "stem"]]'}, ${labels || 'train["yield"]'}
X_test, y_test = test[["leaf", "stem"]], test["yield"]
model = lgb.LGBMRegressor()
model.fit(X_train, y_train, eval_set=[(X_test, y_test)], callbacks=[lgb.early_stopping(9)])
print(mean_absolute_error(y_test, model.predict(X_test)))
`;
const cut = (table: string): string => `dates = sorted(${table}["day"].unique())
is_late = ${table}["day"] >= dates[int(len(dates) * 0.8)]
X_fit, X_valid = X_train[~is_late], X_train[is_late]
y_fit, y_valid = y_train[~is_late], y_train[is_late]
model.fit(X_fit, y_fit, eval_set=[(X_valid, y_valid)]`;

describe("the latest training dates", () => {
  it("are cut off by the column that the program cut by", async () => {
    expect(await fixedText(program(), "HLD202")).toContain(cut("train"));
    const masked = program({ early: "is_early" }).replace("train = df", 'is_early = (df["day"] < "2020-05-01") & (df["leaf"] > 0)\ntrain = df');
    expect(await fixedText(masked, "HLD202")).toContain(cut("train"));
  });

  it("are those of the inputs where no table is kept, and the labels were taken by the same bound", async () => {
    const apart = program({ labels: 'df[df["day"] < "2020-05-01"]["yield"]' });
    const fixed = await fixedText(
      apart.replace("X_train, y_train = train", "X_train = train").replace('["leaf", "stem"]], df[df', '["day", "leaf"]]\ny_train = df[df'),
      "HLD202",
    );
    expect(fixed).toContain("y_fit, y_valid = y_train[~is_late], y_train[is_late]\n");
  });

  it("are found behind a function that cuts the parts", async () => {
    const cuts = 'def parts(rows, start):\n    early = rows[rows["day"] < start]\n    late = rows[rows["day"] >= start]\n    return early, late\n';
    const text = program().replace(/train = .*\ntest = .*\n/, `${cuts}train, test = parts(df, "2020-05-01")\n`);
    expect(await fixedText(text, "HLD202")).toContain(cut("train"));
  });

  it("are not cut off where the column holds no dates, or is left out of every table that has the rows", async () => {
    expect((await withheld(program({ read: 'pd.read_csv("plants.csv", parse_dates=["sown"])' }), "HLD202")).join()).toMatch(/time/);
    expect((await withheld(program({ between: 'train = train.drop(columns=["day"])\n' }), "HLD202")).join()).toMatch(/time/);
  });

  it("are not cut off where inputs and labels may have other rows than the table", async () => {
    expect((await withheld(program({ between: "train.dropna(inplace=True)\n" }), "HLD202")).join()).toMatch(/time/);
    expect((await withheld(program({ data: 'train.dropna()[["leaf", "stem"]]', labels: 'train.dropna()["yield"]' }), "HLD202")).join()).toMatch(/time/);
    expect((await withheld(program({ early: 'df["day"] != "2020-05-01"' }), "HLD202")).join()).toMatch(/time/);
  });
});
