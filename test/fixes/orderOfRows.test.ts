/** A part that is cut from the training rows in the order of time: only where they stand in it. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons, withheld } from "./offers.js";

const joined = (made: string): string => `import pandas as pd
from sklearn.metrics import r2_score
from statsmodels.tsa.stattools import adfuller
from xgboost import XGBRegressor
sales = pd.read_csv("sales.csv")
print(adfuller(sales["sold"]))
${made}
X_train, y_train = sales[sales["month"] < 33].drop(columns=["sold"]), sales[sales["month"] < 33]["sold"]
X_test, y_test = sales[sales["month"] == 33].drop(columns=["sold"]), sales[sales["month"] == 33]["sold"]
model = XGBRegressor()
model.fit(X_train, y_train, eval_set=[(X_test, y_test)], early_stopping_rounds=150)
print(r2_score(y_test, model.predict(X_test)))
`;

describe("the last training rows as the part to stop by", () => {
  const merge = 'sales = pd.merge(sales, pd.read_csv("shops.csv"), on="shop")';
  it("are the latest ones where nothing gave them another order", async () => {
    expect(await fixedText(joined(""), "HLD202")).toContain("train_test_split(X_train, y_train, test_size=0.2, shuffle=False)");
    expect(await fixedText(joined(`${merge}\nsales = sales.sort_values("month")`), "HLD202")).toContain("shuffle=False)");
    expect(await fixedText(joined(merge.replace('shop")', 'shop", how="left")')), "HLD202")).toContain("shuffle=False)");
  });
  it("may be any others behind a merge: there the column says which they are", async () => {
    expect((await reasons(joined(merge), "HLD202")).join()).toContain("they may stand in another order than that of time");
    expect(await fixedText(joined(merge), "HLD202")).toContain('is_late = X_train["month"] >= dates[int(len(dates) * 0.8)]\n');
  });
});

describe("rows that are made nowhere", () => {
  it("are cut in no order", async () => {
    const text = `from sklearn.metrics import r2_score
from xgboost import XGBRegressor
model = XGBRegressor()
model.fit(X_train, y_train, eval_set=[(X_test, y_test)], early_stopping_rounds=150)
print(r2_score(y_test, model.predict(X_test)))
`;
    expect((await withheld(text, "HLD202")).join()).toContain("nothing shows whether they stand in the order of time");
  });
});
