/** Arrays that are made tables again: without the labels of their rows they are numbered anew, and rows that were drawn by labels would be others. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const text = (made: string, more = ""): string => `import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
df = pd.read_csv("plants.csv")
limit = df["leaf"].quantile(0.9)
df = df[df["leaf"] < limit]
names = df.columns
${made}
X = df.drop("height", axis=1)
y = df["height"]
${more}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))
`;
const anew = "may number the others anew";

describe("tables that are made of arrays behind dropped rows (HLD101)", () => {
  it.each([
    ["df = pd.DataFrame(MinMaxScaler().fit_transform(df), columns=names)", "columns=names, index=df.index)"],
    ["scaled = MinMaxScaler().fit_transform(df)\ndf = pd.DataFrame(scaled, columns=names)", "pd.DataFrame(scaled, columns=names, index=df.index)"],
    ["rows = df.drop(columns=[])\nrows = MinMaxScaler().fit_transform(rows)\ndf = pd.DataFrame(rows, columns=names)", "columns=names, index=df.index)"],
  ])("are given the labels of their rows: %s", async (made, given) => {
    const fixed = await fixedText(text(made), "HLD101");
    expect(fixed).toContain(given);
    expect(fixed).toContain("X.loc[train_rows[train_rows.isin(X.index)]]");
  });
  it.each([
    ["labels of their own", "df = pd.DataFrame(MinMaxScaler().fit_transform(df), columns=names, index=df.index)"],
    ["a table that has them", "df = pd.DataFrame(df, columns=names)"],
  ])("keep %s", async (_, made) => {
    expect(await fixedText(text(made), "HLD101")).toContain(made);
  });
  it("number them anew where it does not show whose rows they are, and where other tables are laid beside them", async () => {
    const scaled = "df = pd.DataFrame(MinMaxScaler().fit_transform(df), columns=names)";
    expect((await withheld(text("df = pd.DataFrame(df.values[::-1], columns=names)"), "HLD101")).join()).toContain(anew);
    const fewer = "rows = df.drop(columns=[])\nrows = MinMaxScaler().fit_transform(rows)\ndf = df.dropna()\ndf = pd.DataFrame(rows, columns=names)";
    expect((await withheld(text(fewer), "HLD101")).join()).toContain(anew);
    const beside = 'X = pd.concat([X, pd.read_csv("beds.csv")], axis=1)\n';
    expect((await withheld(text(scaled, beside), "HLD101")).join()).toContain(anew);
  });
  it("number them as they are where no row was dropped before", async () => {
    const made = "df = pd.DataFrame(MinMaxScaler().fit_transform(df), columns=df.columns)";
    const before = text("").replace('df = df[df["leaf"] < limit]\n', `${made}\ndf = df[df["leaf"] < limit]\n`);
    const fixed = await fixedText(before, "HLD101");
    expect(fixed).toContain("X.loc[train_rows[train_rows.isin(X.index)]]");
    expect(fixed).not.toContain("index=df.index");
  });
});
