/** Rows that are dropped and numbered anew between the learning and the split: those that were drawn are known by their new numbers. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";

const text = (anew: string, between = 'X, y = df[["loss", "bore"]], df["price"]', more = ""): string => `import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("cars.csv")
df["loss"] = df["loss"].fillna(df["loss"].mean())
${anew}
${between}
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.1, random_state=1)
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))
${more}`;
const places = ["train_rows", "test_rows"].map((rows) => `${rows} = df.index.get_indexer(${rows}[${rows}.isin(df.index)])\n`).join("");
const carried = "train_rows, test_rows = df.index[train_rows], df.index[test_rows]\n";
const refused = "may number the others anew";

describe("rows with new numbers", () => {
  it("are those that were drawn before", async () => {
    const place = await fixedText(text('df.dropna(subset=["price"], inplace=True)\ndf.reset_index(drop=True, inplace=True)'), "HLD101");
    expect(place).toContain(`${places}df.reset_index(drop=True, inplace=True)\n${carried}`);
    expect(place).toContain("X.loc[train_rows[train_rows.isin(X.index)]], X.loc[test_rows[test_rows.isin(X.index)]],");
    const bound = await fixedText(text('df = df.dropna(subset=["price"])\ndf = df.reset_index(drop=True)'), "HLD101");
    expect(bound).toContain(`${places}df = df.reset_index(drop=True)\n${carried}`);
  });
  it("are told apart between what drops some of them and what gives the new numbers", async () => {
    expect(await fixedText(text('df = df.dropna(subset=["price"]).reset_index(drop=True)'), "HLD101")).toContain(
      `df = df.dropna(subset=["price"])\n${places}df = df.reset_index(drop=True)\n${carried}`,
    );
  });
  it("are carried over for every split behind", async () => {
    const again = `A, B, a, b = train_test_split(df[["loss"]], df["price"], test_size=0.1, random_state=1)
print(LinearRegression().fit(A, a).score(B, b))
`;
    const fixed = await fixedText(text("df = df.dropna().reset_index(drop=True)", undefined, again), "HLD101");
    expect(fixed.match(/\.loc\[test_rows\[/g)).toHaveLength(4);
    expect(fixed.match(/= df\.reset_index/g)).toHaveLength(1);
  });
  it("are none where columns are laid beside the rows of the same labels, and words in one text", async () => {
    const beside = 'df = df.dropna(subset=["price"])\ndf = df.join(pd.get_dummies(df["make"]))\ndf = df.assign(name=df["make"].map(lambda w: " ".join(w)))';
    expect(await fixedText(text(beside), "HLD101")).toContain("X.loc[train_rows[train_rows.isin(X.index)]]");
    expect((await reasons(text('df = df.dropna(subset=["price"])\ndf = df.join(makers, on="make")'), "HLD101")).join()).toContain(refused);
  });
  it("are not known where the old ones go on as labels, or some of what is split has them", async () => {
    expect((await reasons(text("df = df.dropna().reset_index()"), "HLD101")).join()).toContain(refused);
    expect((await reasons(text('df = df.dropna()\ny = df["price"]\ndf = df.reset_index(drop=True)', 'X = df[["loss", "bore"]]'), "HLD101")).join()).toContain(
      refused,
    );
    const twice = "df = df.dropna().reset_index(drop=True)\ndf = df[df.bore > 0].reset_index(drop=True)";
    expect((await reasons(text(twice), "HLD101")).join()).toContain(refused);
  });
});
