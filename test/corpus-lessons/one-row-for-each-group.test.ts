/** Statistics of the rows of one group that become the one row of that group in another table: each example is told of itself alone. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const codes = async (text: string): Promise<string[]> =>
  (await check([text])).findings.filter((f) => /^HLD10[124]$/.test(f.code) && f.severity !== "hint").map((f) => f.code);
const head = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
visits = pd.read_csv("visits.csv")
`;
const scored = (table: string): string => `a, b, c, d = train_test_split(${table}[["spread", "both"]], ${table}["sick"], random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`;
const describeGroup = (label: string): string => `def describe(group):
    out = {"spread": (group["pulse"] - group["pulse"].mean()).abs().mean(), "both": group["pulse"].corr(group["dose"])}${label}
    return pd.Series(out)
table = visits.groupby("ward_name").apply(describe).reset_index()
`;
const label = '\n    out["sick"] = group["sick"].iloc[0]';

describe("a function that is applied to each group", () => {
  it("tells a group's row of its own rows", async () => {
    expect(await codes(`${head}${describeGroup(label)}${scored("table")}`)).toEqual([]);
  });
  it("tells rows of each other where its numbers are merged back to them", async () => {
    expect(await codes(`${head}${describeGroup("")}visits = visits.merge(table, on="ward_name")\n${scored("visits")}`)).toContain("HLD101");
  });
  it("leaves what is learned of the new table to be told", async () => {
    const scaled = `table[["spread", "both"]] = (table[["spread", "both"]] - table[["spread", "both"]].mean()) / table[["spread", "both"]].std()\n`;
    expect(await codes(`${head}${describeGroup(label)}${scaled}${scored("table")}`)).toEqual(["HLD101"]);
  });
});

describe("a loop over groups", () => {
  const loop = (body: string): string => `${head}rows = []
for ward, group in visits.groupby("ward_name"):
${body}
`;
  it("puts together one row for each", async () => {
    const row = '    rows.append({"spread": group["pulse"].std(), "both": group["pulse"].corr(group["dose"]), "sick": group["sick"].values[0]})';
    expect(await codes(`${loop(row)}table = pd.DataFrame(rows)\n${scored("table")}`)).toEqual([]);
  });
  it("puts the rows of each together again, changed by what it learned of them", async () => {
    const own = '    group["spread"] = group["pulse"] - group["pulse"].mean()\n    group["both"] = group["dose"]\n    rows.append(group)';
    expect(await codes(`${loop(own)}table = pd.concat(rows)\n${scored("table")}`)).toEqual(["HLD101"]);
  });
});

describe("a loop over files", () => {
  it("may take their names from anywhere", async () => {
    const text = `import glob
${head}rows = []
for name in glob.glob("wards/*.csv"):
    ward = pd.read_csv(name)
    rows.append({"spread": ward["pulse"].std(), "both": ward["dose"].mean(), "sick": ward["sick"].iloc[0]})
table = pd.DataFrame(rows)
${scored("table")}`;
    expect(await codes(text)).toEqual([]);
  });
  const program = (row: string, table: string): string => `from pathlib import Path
import numpy as np
${head}rows = []
for path in sorted(Path("wards").glob("*.csv")):
    ward = pd.read_csv(path)
${row}
${table}
${scored("table")}`;
  it("puts together one row for each", async () => {
    const row = '    rows.append({"spread": np.std(ward["pulse"]), "both": np.mean(ward["dose"]), "sick": int(ward["sick"].iloc[0])})';
    expect(await codes(program(row, "table = pd.DataFrame(rows)"))).toEqual([]);
    const likeliest =
      '    row = {"spread": np.std(ward["pulse"])}\n    row["both"] = ward["dose"].values[np.argmax(ward["pulse"].values)]\n    row["sick"] = path.name[0]\n    rows.append(row)';
    expect(await codes(program(likeliest, "table = pd.DataFrame(rows)"))).toEqual([]);
    const scaled = `table = pd.DataFrame(rows)\ntable[["spread", "both"]] = StandardScaler().fit_transform(table[["spread", "both"]])`;
    expect(await codes(program(row, scaled))).toEqual(["HLD101"]);
  });
  it("lays the rows of each end to end, changed by what it learned of them", async () => {
    const own = '    ward["spread"] = ward["pulse"] - np.mean(ward["pulse"])\n    ward["both"] = ward["dose"]\n    rows.append(ward)';
    expect(await codes(program(own, "table = pd.concat(rows)"))).toEqual(["HLD101"]);
  });
});
