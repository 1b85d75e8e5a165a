/** Values of the row before or after, read by number: another column to this row. */
import { expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const program = (gain: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
offers = pd.read_csv("offers.csv")
told = pd.DataFrame()
for i in range(len(offers) - 1):
    one = offers.iloc[i].copy()
    one["gain"] = ${gain}
    told = pd.concat([told, one], axis=1)
told = told.T
told["worth"] = (told["gain"] > 3).astype(int)
X_train, X_test, y_train, y_test = train_test_split(told[["price", "weight"]], told["worth"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
const found = async (gain: string): Promise<string[]> => {
  const cells = [program(gain)];
  return places((await check(cells)).findings, cells).filter((p) => p.startsWith("HLD107"));
};

it("the price of the next row less that of this one is not the price", async () => {
  expect(await found('offers.iloc[i + 1]["price"] * 0.9 - offers.iloc[i]["price"]')).toEqual([]);
  expect(await found('offers.loc[i + 1, "price"] - offers.loc[i, "price"]')).toEqual([]);
});

it("the price of this row is", async () => {
  expect(await found('offers.iloc[i]["price"] * 0.9')).toHaveLength(1);
});
