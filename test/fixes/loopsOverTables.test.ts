/** HLD111: a loop over tables that fits a transformer to each of them. */
import { describe, expect, it } from "vitest";
import { applyToDocument } from "../../server/src/fixes/apply.js";
import { documentOf, fixedText, offered, textsOf, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import LabelEncoder
train = pd.read_csv("train.csv")
new = pd.read_csv("new.csv")
`;
const scored = `model = LogisticRegression().fit(train[["soil", "form"]], train["kind"])
print(model.score(new[["soil", "form"]], new["kind"]))
`;
const loop = (body: string, of = "[train, new]"): string => `for df in ${of}:\n${body.replace(/^/gm, "    ")}\n`;
const soil = 'df["soil"] = code.fit_transform(df["soil"])';
const only = 'df["soil"] = code.transform(df["soil"])';
const made = "code = LabelEncoder()\n";

describe("a transformer that a loop fits to each table", () => {
  it("is fitted to the training table above the loop", async () => {
    const fixed = await fixedText(`${head}${made}# both tables\n${loop(soil)}print(code.classes_)\n${scored}`, "HLD111");
    expect(fixed).toBe(`${head}${made}# both tables\ncode.fit(train["soil"])\n${loop(only)}print(code.classes_)\n${scored}`);
  });

  it("is made there, where the loop made it", async () => {
    const fixed = await fixedText(`${head}${loop(`${made}code.fit(df["soil"])\n${only}`)}${scored}`, "HLD111");
    expect(fixed).toBe(`${head}code = LabelEncoder().fit(train["soil"])\n${loop(only)}${scored}`);
  });

  it("gets the column's name where the loop fits it to several", async () => {
    const form = 'df["form"] = code.fit_transform(df["form"])';
    const once = await fixedText(`${head}both = [new, train]\n${made}${loop(`${soil}\n${form}`, "both")}${scored}`, "HLD111");
    expect(once).toContain(`soil_code = LabelEncoder().fit(train["soil"])\n${loop(`df["soil"] = soil_code.transform(df["soil"])\n${form}`, "both")}`);
    expect(await fixedText(once, "HLD111")).toContain(`${made}soil_code = LabelEncoder().fit(train["soil"])\ncode.fit(train["form"])\n`);
  });

  it("knows last what it is asked below, where the loop fits it to several", async () => {
    const text = `${head}${made}${loop(`${soil}\n${soil.replaceAll("soil", "form")}`)}print(code.classes_)\n${scored}`;
    const [, both] = (await offered(text, "HLD111")).flatMap(({ offer }) => offer.fix ?? []);
    const [, behind] = textsOf(applyToDocument(documentOf([text]), both?.edits ?? []))
      .join()
      .split(made);
    expect(behind).toBe(`soil_code = LabelEncoder().fit(train["soil"])
code.fit(train["form"])
${loop('df["soil"] = soil_code.transform(df["soil"])\ndf["form"] = code.transform(df["form"])')}print(code.classes_)
${scored}`);
  });

  it("is kept for each column of a loop inside", async () => {
    const inner = (object: string, call: string): string => `for c in columns:\n    df[c] = ${object}.${call}(df[c].astype(str))`;
    const fixed = (text: string) => fixedText(`${head}columns = ["soil", "form"]\n${text}${scored}`, "HLD111");
    const kept = (word: string): string =>
      `${word} = {c: LabelEncoder().fit(train[c].astype(str)) for c in columns}\n${loop(inner(`${word}[c]`, "transform"))}`;
    expect(await fixed(loop(inner("LabelEncoder()", "fit_transform")))).toContain(`columns = ["soil", "form"]\n${kept("label_encoders")}`);
    expect(await fixed(`${made}${loop(inner("code", "fit_transform"))}`)).toContain(`columns = ["soil", "form"]\n${kept("codes")}`);
  });
});

describe("a loop over tables is left as it is", () => {
  it("where it changes the column before, or another statement changes that of one table", async () => {
    const before = loop(`df["soil"] = df["soil"].fillna("none")\n${soil}`);
    expect(await withheld(`${head}${made}${before}${scored}`, "HLD111")).toContain("The loop changes the column before it is fitted to.");
    const apart = 'train["soil"] = train["soil"].replace("mud", "other")\n';
    expect(await withheld(`${head}${apart}${made}${loop(soil)}${scored}`, "HLD111")).toContain(
      "The column is prepared in one of the tables otherwise than in the others: its values there may not be those of the training rows.",
    );
    const both = apart + apart.replaceAll("train", "new");
    expect(await fixedText(`${head}${both}${made}${loop(soil)}${scored}`, "HLD111")).toContain('code.fit(train["soil"])\n');
  });

  it("where the values are bins of each table", async () => {
    const bins = loop('df["soil"] = pd.qcut(df["wet"], 4)');
    expect(await withheld(`${head}${bins}${made}${loop(soil)}${scored}`, "HLD111")).toContain(
      "Its values are bins that each table has of its own: those of the others are not among the training table's.",
    );
  });

  it("where a table is another one by then", async () => {
    const fixes = async (text: string) => (await offered(text, "HLD111")).filter(({ offer }) => offer.fix);
    expect(await fixes(`${head}both = [train, new]\ntrain = train.dropna()\n${made}${loop(soil, "both")}${scored}`)).toEqual([]);
  });
});
