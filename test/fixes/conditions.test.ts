/** Rows that a condition keeps apart: it is asked further up, of columns that are there, also where a column is put back in between. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";

const head = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

pumps = pd.read_csv("pumps.csv")
sensors = ["flow", "heat"]
values = pumps[sensors]
scaler = StandardScaler()
`;
const scaling = "scaled = scaler.fit_transform(values)\n";
const framing = `scaled = pd.DataFrame(scaled, columns=sensors)
scaled["day"] = pumps["day"]
scaled["broken"] = pumps["broken"]
`;
const cutting = (column = 'scaled["day"]'): string => `train = scaled[${column} < 300][sensors]
test = scaled[${column} >= 300][sensors]
`;
const scoring = `model = LogisticRegression().fit(train, pumps["broken"][pumps["day"] < 300])
print(model.score(test, pumps["broken"][pumps["day"] >= 300]))
`;
const program = (change: { framing?: string; cutting?: string; head?: string } = {}): string =>
  `${change.head ?? head}${scaling}${change.framing ?? framing}${change.cutting ?? cutting()}${scoring}`;
const fitted = (condition: string): string => `scaled = scaler.fit(values[${condition}]).transform(values)\n`;

describe("a condition on a column that is put back", () => {
  it("is asked of the table that the column came from", async () => {
    expect(await fixedText(program(), "HLD101")).toBe(program().replace(scaling, fitted('pumps["day"] < 300')));
  });

  it.each([
    ["by its attribute", 'scaled["day"] = pumps.day', cutting(), "pumps.day < 300"],
    ["without its labels", 'scaled["day"] = pumps["day"].values', cutting(), 'pumps["day"] < 300'],
    ["by its name in a variable", 'scaled[when] = pumps["day"]', cutting("scaled[when]"), 'pumps["day"] < 300'],
  ])("is, put back %s", async (_, store, cut, condition) => {
    const text = program({ head: `${head}when = "day"\n`, framing: framing.replace('scaled["day"] = pumps["day"]', store), cutting: cut });
    expect(await fixedText(text, "HLD101")).toBe(text.replace(scaling, fitted(condition)));
  });

  it("is, where lags leave the first rows without a value", async () => {
    const lags = `lagged = scaled.copy()
for c in sensors:
    lagged[c + "_before"] = scaled[c].shift(1)
lagged = lagged.dropna()
lagged["day"] = pumps["day"].iloc[1:].values
train, test = lagged[lagged["day"] < 300], lagged[lagged["day"] >= 300]
columns = [c + "_before" for c in sensors]
model = LogisticRegression().fit(train[columns], train["broken"])
print(model.score(test[columns], test["broken"]))
`;
    const text = `${head}${scaling}scaled = pd.DataFrame(scaled, columns=sensors)\nscaled["broken"] = pumps["broken"]\n${lags}`;
    expect(await fixedText(text, "HLD101")).toBe(text.replace(scaling, fitted('pumps["day"] < 300')));
  });

  it.each([
    ["of a table with labels of its own", framing.replace('= pumps["day"]', '= pd.read_csv("days.csv")["day"]')],
    ["of a table whose columns are not what is learned from", framing],
    ["twice", `${framing}scaled["day"] = scaled["day"] + 1\n`],
  ])("is not, put back %s", async (kind, text) => {
    const other = kind.startsWith("of a table whose") ? head.replace("values = pumps[sensors]", "values = pumps[sensors].reset_index(drop=True)") : head;
    expect(await reasons(program({ framing: text, head: other }), "HLD101")).not.toEqual([]);
  });
});

describe("a condition on a column that stays", () => {
  const table = `import pandas as pd
from sklearn.linear_model import LogisticRegression

pumps = pd.read_csv("pumps.csv")
columns = ["flow", "heat"]
before = [c + "_before" for c in columns]
pumps = pumps.fillna(pumps.mean())
`;
  const parts = `train = pumps[pumps.day < 300]
test = pumps[pumps.day >= 300]
model = LogisticRegression().fit(train[columns], train["broken"])
print(model.score(test[columns], test["broken"]))
`;
  const cured = table.replace("pumps.mean()", "pumps[pumps.day < 300].mean()");

  it.each([
    ["loops fill a dictionary", "found = {}\nfor c in columns:\n    found[c] = pumps[c].nunique()\nprint(found)\n"],
    ["loops make columns with another ending", "for c, b in zip(columns, before):\n    pumps[b] = pumps[c].shift(1).fillna(0)\n"],
  ])("is asked above where %s", async (_, between) => {
    expect(await fixedText(table + between + parts, "HLD101")).toBe(cured + between + parts);
  });

  it("is asked below, too, where the parts stand above what is learned", async () => {
    const above = `import pandas as pd
from sklearn.linear_model import LogisticRegression

pumps = pd.read_csv("pumps.csv")
train = pumps[pumps.day < 300].copy()
test = pumps[pumps.day >= 300].copy()
limit = pumps["flow"].median()
for part in [train, test]:
    part["high"] = (part["flow"] > limit).astype(int)
model = LogisticRegression().fit(train[["heat", "high"]], train["broken"])
print(model.score(test[["heat", "high"]], test["broken"]))
`;
    expect(await fixedText(above, "HLD101")).toBe(above.replace('pumps["flow"].median()', 'pumps["flow"][pumps.day < 300].median()'));
  });

  it.each([
    ["loops may make it", "for c in pumps.columns:\n    pumps[c] = pumps[c] * 2\n"],
    [
      "it may have that ending",
      "for c, b in zip(columns, before):\n    pumps[b] = pumps[c].shift(1).fillna(0)\n".replace("zip(columns, before)", "zip(before, columns)"),
    ],
    ["it is written", 'pumps["day"] = pumps["day"] % 365\n'],
  ])("is not asked above where %s", async (_, between) => {
    expect((await reasons(table + between + parts, "HLD101")).join()).toContain("changes what tells the parts");
  });
});
