/** Numbers of groups that are learned before a split: taken from the training rows, looked up for all. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, train_test_split

flats = pd.read_csv("flats.csv")
`;
const tail = (columns: string): string => `X = flats[${columns}]
y = flats["rent"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
`;
const drawn = "train_rows, test_rows = train_test_split(np.arange(len(flats)), random_state=0)\n";

describe("a table of group means", () => {
  it("is filled where it is looked up, by one number of all training rows for all of them", async () => {
    const text = `${head}means = flats.groupby("street")["rent"].mean()
print(means)
flats.loc[:, "street_rent"] = flats["street"].map(means)

means = flats.groupby(["floor"])["rent"].mean().to_dict()  # of each floor
flats["floor_rent"] = flats["floor"].map(means)
${tail('["rooms", "street_rent", "floor_rent"]')}`;
    expect(await fixedText(text, "HLD104")).toContain(`${drawn}rent_mean = flats.iloc[train_rows]["rent"].mean()
means = flats.iloc[train_rows].groupby("street")["rent"].mean()
print(means)
flats.loc[:, "street_rent"] = flats["street"].map(means).fillna(rent_mean)

means = flats.iloc[train_rows].groupby(["floor"])["rent"].mean().to_dict()  # of each floor
flats["floor_rent"] = flats["floor"].map(means).fillna(rent_mean)
`);
  });

  it("is given a further number where its values change in between", async () => {
    const text = `${head}means = flats.groupby("street")["rent"].mean()
flats["street_rent"] = flats["street"].map(means)
flats["rent"] = np.log(flats["rent"])
means = flats.groupby("floor")["rent"].mean()
flats["floor_rent"] = flats["floor"].map(means)
${tail('["rooms", "street_rent", "floor_rent"]')}`;
    const after = await fixedText(text, "HLD104");
    expect(after.match(/^rent_mean = /gm)).toHaveLength(2);
    expect(after).toContain('np.log(flats["rent"])\nrent_mean = ');
  });

  it("is taken once for all rounds of a loop, and in the call that looks it up", async () => {
    const text = `${head}for col in ["street", "floor"]:
    flats[col + "_rent"] = flats[col].map(flats.groupby(col)["rent"].mean())
${tail('["rooms", "street_rent", "floor_rent"]')}`;
    expect(await fixedText(text, "HLD104")).toContain(`${drawn}rent_mean = flats.iloc[train_rows]["rent"].mean()
for col in ["street", "floor"]:
    flats[col + "_rent"] = flats[col].map(flats.iloc[train_rows].groupby(col)["rent"].mean()).fillna(rent_mean)
`);
  });

  it("leaves it to the program to fill what it fills itself, whatever its quotes", async () => {
    const text = `${head}means = flats.groupby("street")["rent"].mean()
flats["street_rent"] = flats["street"].map(means)
flats.loc[flats['street_rent'].isnull(), "street_rent"] = 900
${tail('["rooms", "street_rent"]')}`;
    expect(await fixedText(text, "HLD104")).toContain(`means = flats.iloc[train_rows].groupby("street")["rent"].mean()
flats["street_rent"] = flats["street"].map(means)
`);
  });

  it.each([
    ["is asked for a group by its name", 'flats["street_rent"] = flats["street"].map(means)\nprint(means["high street"])\n'],
    ["goes to a function", 'flats["street_rent"] = flats["street"].apply(lambda s: means[s])\n'],
    ["takes the names' place, which would stay", 'flats["street_rent"] = flats["street"].replace(means)\n'],
  ])("stays where it %s", async (_, use) => {
    const text = `${head}means = flats.groupby("street")["rent"].mean().to_dict()
${use}${tail('["rooms", "street_rent"]')}`;
    expect(await withheld(text, "HLD104")).toContain("Groups that the training rows do not hold would be missing where their numbers are looked up.");
  });

  it("may be asked for a group that the program makes itself", async () => {
    const text = `${head}flats["street"] = np.where(flats["street"].str.len() > 3, flats["street"], "other")
means = flats.groupby("street")["rent"].mean().to_dict()
flats["street_rent"] = flats["street"].map(means)
print(means["other"])
${tail('["rooms", "street_rent"]')}`;
    expect(await fixedText(text, "HLD104")).toContain('.map(means).fillna(rent_mean)\nprint(means["other"])\n');
  });

  it("is no cure of the finding while only what stands above it could be changed", async () => {
    const text = `${head}rooms = flats.groupby("street")["rent"].mean()
flats["street_rent"] = flats["street"].map(rooms)
means = flats.groupby("floor")["rent"].mean().to_dict()
flats["floor_rent"] = flats["floor"].apply(lambda s: means[s])
${tail('["rooms", "street_rent", "floor_rent"]')}`;
    const [first, ...more] = await titles(text, "HLD104");
    expect(first).toContain("Draw the training rows first");
    expect(more).toEqual([]);
  });

  it("says where cross-validation of the training rows goes on seeing it", async () => {
    const text = `${head}means = flats.groupby("street")["rent"].mean()
flats["street_rent"] = flats["street"].map(means)
${tail('["rooms", "street_rent"]').replace("Ridge().fit(X_train, y_train)", 'GridSearchCV(Ridge(), {"alpha": [1, 2]}).fit(X_train, y_train)')}`;
    expect(await titles(text, "HLD104")).toEqual(["Draw the training rows first, and learn the mean from them alone; cross-validation still sees it"]);
  });
});

describe("numbers of each row's group", () => {
  it("are joined where several keys make the groups", async () => {
    const text = `${head}flats["near"] = flats["rooms"] / flats.groupby(["street", "floor"]).rooms.transform("mean")
${tail('["rooms", "near"]')}`;
    expect(await fixedText(text, "HLD101")).toContain(`${drawn}rooms_means = flats.iloc[train_rows].groupby(["street", "floor"]).rooms.mean()
flats["near"] = flats["rooms"] / flats[["street", "floor"]].join(rooms_means, on=["street", "floor"])["rooms"].fillna(flats.iloc[train_rows].rooms.mean())
`);
  });

  it("fill gaps by several keys, and what is left by the next statement's", async () => {
    const fill = (by: string): string => `flats["rooms"] = flats.groupby(${by})["rooms"].transform(lambda x: x.fillna(x.mode()[0]))\n`;
    const two = `${head}${fill('["street", "floor"]')}${tail('["rooms", "floor"]')}`;
    const line = `rooms_modes = flats.iloc[train_rows].groupby(["street", "floor"])["rooms"].agg(lambda x: x.mode().get(0))
flats["rooms"] = flats["rooms"].fillna(flats[["street", "floor"]].join(rooms_modes, on=["street", "floor"])["rooms"])`;
    expect(await fixedText(two, "HLD101")).toContain(`${line}.fillna(flats.iloc[train_rows]["rooms"].mode()[0])\n`);
    expect(await fixedText(two.replace("X =", `${fill('"floor"')}X =`), "HLD101")).toContain(
      `${line}\nflats["rooms"] = flats["rooms"].fillna(flats["floor"].map(`,
    );
  });

  it("count a group that the training rows do not hold as none", async () => {
    const text = `${head}flats["street"] = np.where(flats.groupby("street")["street"].transform(len) > 5, flats["street"], "other")
${tail('["rooms", "street"]')}`;
    expect(await fixedText(text, "HLD101")).toContain(
      'np.where(flats["street"].map(flats.iloc[train_rows]["street"].value_counts()).fillna(0) > 5, flats["street"], "other")\n',
    );
  });

  it("are not looked up by the rows' own label, which test rows do not have", async () => {
    const text = `${head}flats["size"] = flats.groupby("rent")["rooms"].transform("mean")
${tail('["rooms", "size"]')}`;
    expect(await withheld(text, "HLD101")).toContain("Rows are grouped by their own label, which nobody knows of test rows.");
  });

  it("stay where a variable may hold one key or several", async () => {
    const text = (keys: string): string => `${head}${keys}flats["size"] = flats.groupby(keys)["rooms"].transform("mean")
${tail('["rooms", "size"]')}`;
    expect(await withheld(text("from settings import keys\n"), "HLD101")).toContain("The groups' numbers cannot be looked up again.");
    expect(await fixedText(text('keys = "street"\n'), "HLD101")).toContain("flats[keys].map(flats.iloc[train_rows].groupby(keys)");
  });
});
