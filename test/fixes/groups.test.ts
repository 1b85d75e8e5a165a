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

  it("is asked for the group of each row in a loop over their own column, where nothing catches what is not there", async () => {
    const text = (body: string, over = "flats"): string => `${head}rents = []
means = flats.groupby("street").mean()["rent"]
for street in ${over}["street"]:
    ${body}
flats["street_rent"] = rents
${tail('["rooms", "street_rent"]')}`;
    const fixed = await fixedText(text("rents.append(means.loc[street])"), "HLD104");
    expect(fixed).toContain(`${drawn}rent_mean = flats.iloc[train_rows]["rent"].mean()
means = flats.iloc[train_rows].groupby("street").mean()["rent"]
for street in flats["street"]:
    rents.append(means.get(street, rent_mean))
`);
    expect(await titles(text("rents.append(1 / means.loc[street])"), "HLD104")).toEqual([]);
    expect(await titles(text("rents.append(means.loc[street])", "others"), "HLD104")).toEqual([]);
    const caught = "try:\n        rents.append(means.loc[street])\n    except KeyError:\n        rents.append(0)";
    expect(await titles(text(caught), "HLD104")).toEqual([]);
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
    const title = "Draw the training rows first, and learn the mean from them alone; cross-validation still sees it";
    expect(await titles(text, "HLD104")).toEqual([title]);
    const stopped = `${text}from xgboost import XGBRegressor
X_fit, X_stop, y_fit, y_stop = train_test_split(X_train, y_train, random_state=0)
print(XGBRegressor(early_stopping_rounds=5).fit(X_fit, y_fit, eval_set=[(X_stop, y_stop)]).score(X_test, y_test))
`;
    expect(await titles(stopped, "HLD104")).toEqual([title]);
  });
});

describe("a table of groups that is merged", () => {
  const named = 'means = flats.groupby("street")["rent"].mean().reset_index()\nmeans.columns = ["street", "street_rent"]\n';
  const merged = (means: string, merge: string): string => `${head}${means}${merge}${tail('["rooms", "street_rent"]')}`;

  it.each([
    ["under names that it is given", named, 'flats = flats.merge(means, on="street", how="left")\n', ""],
    [
      "by renamed columns",
      named.replace(/\n.*\n$/, '.rename(columns={"rent": "street_rent"})\n'),
      'flats = pd.merge(flats, means, on="street", how="left")\n',
      "",
    ],
    ["inside", named.replace(/\n.*\n$/, '.rename(columns={"rent": "street_rent"})\n'), 'flats = flats.merge(means, on="street", how="inner")\n', '"inner"'],
  ])("keeps rows %s, and fills what is not there", async (_, means, merge, how) => {
    const after = await fixedText(merged(means, merge), "HLD104");
    const kept = how ? merge.replace(how, '"left"') : merge;
    expect(after).toContain(`${drawn}rent_mean = flats.iloc[train_rows]["rent"].mean()\nmeans = flats.iloc[train_rows].groupby("street")`);
    expect(after).toContain(`${kept}flats["street_rent"] = flats["street_rent"].fillna(rent_mean)\n`);
  });

  it("may be made where it is joined", async () => {
    const join = "flats = flats.join(flats.groupby('street')['rent'].mean().rename('street_rent'), on='street')\n";
    const after = await fixedText(merged("", join), "HLD104");
    expect(after).toContain("rent_mean = flats.iloc[train_rows]['rent'].mean()\n");
    expect(after).toContain("on='street')\nflats['street_rent'] = flats['street_rent'].fillna(rent_mean)\n");
  });

  it("is left to the program to fill where the program fills all of the table", async () => {
    const text = merged(named, 'flats = flats.merge(means, on="street", how="left")\nflats = flats.fillna(-1)\n');
    expect(await fixedText(text, "HLD104")).toContain('how="left")\nflats = flats.fillna(-1)\n');
  });

  it.each([
    ["keeps rows of groups that other tables have", 'flats = flats.merge(means, on="street", how="right")\n'],
    ["is matched by its index", "flats = flats.merge(means, left_index=True, right_index=True)\n"],
    ["is changed before", 'means = means[means["street_rent"] > 0]\nflats = flats.merge(means, on="street", how="left")\n'],
    ["goes to a function before", 'show(means)\nflats = flats.merge(means, on="street", how="left")\n'],
  ])("stays where it %s", async (_, merge) => {
    const text = merged(named, merge).replace("import numpy", "from shown import show\nimport numpy");
    expect(await titles(text, "HLD104")).toEqual([]);
  });
});

describe("numbers of each row's group", () => {
  it("are joined where several keys make the groups", async () => {
    const text = `${head}flats["near"] = flats["rooms"] / flats.groupby(["street", "floor"]).rooms.transform("mean")
${tail('["rooms", "near"]')}`;
    expect(await fixedText(text, "HLD101")).toContain(`${drawn}rooms_mean_by_street_floor = flats.iloc[train_rows].groupby(["street", "floor"]).rooms.mean()
flats["near"] = flats["rooms"] / flats[["street", "floor"]].join(rooms_mean_by_street_floor, on=["street", "floor"])["rooms"].fillna(flats.iloc[train_rows].rooms.mean())
`);
  });

  it("fill gaps by several keys, and what is left by the next statement's", async () => {
    const fill = (by: string): string => `flats["rooms"] = flats.groupby(${by})["rooms"].transform(lambda x: x.fillna(x.mode()[0]))\n`;
    const two = `${head}${fill('["street", "floor"]')}${tail('["rooms", "floor"]')}`;
    const line = `rooms_mode_by_street_floor = flats.iloc[train_rows].groupby(["street", "floor"])["rooms"].agg(lambda x: x.mode().get(0))
flats["rooms"] = flats["rooms"].fillna(flats[["street", "floor"]].join(rooms_mode_by_street_floor, on=["street", "floor"])["rooms"])`;
    expect(await fixedText(two, "HLD101")).toContain(`${line}.fillna(flats.iloc[train_rows]["rooms"].mode()[0])\n`);
    expect(await fixedText(two.replace("X =", `${fill('"floor"')}X =`), "HLD101")).toContain(
      `${line}\nflats["rooms"] = flats["rooms"].fillna(flats["floor"].map(`,
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

describe("gaps filled by a number of each group", () => {
  it("are filled by those of the training rows where folds go on seeing them, which is one fault for each statement", async () => {
    const text = `${head.replace("import GridSearchCV", "import GridSearchCV, cross_val_score")}flats["floor"] = flats["floor"].fillna(flats.groupby("street")["floor"].transform("median"))
${tail('["rooms", "floor"]')}print(cross_val_score(Ridge(), X, y).mean())
`;
    expect(await titles(text, "HLD101")).toEqual([expect.stringMatching(/from them alone; cross-validation still sees it, as HLD102$/)]);
  });
});
