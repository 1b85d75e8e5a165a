/** HLD111: encoders of several columns under one name. */
import { describe, expect, it } from "vitest";
import { fixedText, offered } from "./offers.js";

const head = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import LabelEncoder
train = pd.read_csv("train.csv")
new = pd.read_csv("new.csv")
`;
const scored = `model = LogisticRegression().fit(train[["soil", "leafForm"]], train["kind"])
print(model.score(new[["soil", "leafForm"]], new["kind"]))
`;

describe("an encoder that is fitted to column after column", () => {
  const text = (between = ""): string => `${head}code = LabelEncoder()
train["soil"] = code.fit_transform(train["soil"])
train["leafForm"] = code.fit_transform(train["leafForm"])
${between}new["soil"] = code.fit_transform(new["soil"])
new["leafForm"] = code.fit_transform(new["leafForm"])
${scored}`;

  it("keeps what it knows of one under a name of its own, until the next is the last", async () => {
    const once = await fixedText(text("forms = code.classes_\n"), "HLD111");
    expect(once).toContain(`code = LabelEncoder()
soil_code = LabelEncoder()
train["soil"] = soil_code.fit_transform(train["soil"])
train["leafForm"] = code.fit_transform(train["leafForm"])
forms = code.classes_
new["soil"] = soil_code.transform(new["soil"])
new["leafForm"] = code.fit_transform(new["leafForm"])
`);
    expect(await fixedText(once, "HLD111")).toContain(
      'forms = code.classes_\nnew["soil"] = soil_code.transform(new["soil"])\nnew["leafForm"] = code.transform(new["leafForm"])\n',
    );
  });

  it("is found by its column where another one was fitted last", async () => {
    const lines = ["soil", "leafForm"].map((c) => `train["${c}"] = code.fit_transform(train["${c}"])\nnew["${c}"] = code.fit_transform(new["${c}"])\n`);
    const fixed = await fixedText(`${head}code = LabelEncoder()\n${lines.join("")}${scored}`, "HLD111");
    expect(fixed).toContain('new["soil"] = code.transform(new["soil"])\ntrain["leafForm"] = code.fit_transform(train["leafForm"])\n');
  });
});

describe("encoders that are made for each column under one name", () => {
  const made = (of: string, c: string, more = ""): string =>
    `code = LabelEncoder()\ncode.fit(${of}["${c}"])\n${more}${of}["${c}"] = code.transform(${of}["${c}"])\n`;

  it("get the column's name, and those of the evaluation rows go", async () => {
    const once = await fixedText(
      `${head}${made("train", "soil")}${made("train", "leafForm")}${made("new", "leafForm")}${made("new", "soil", "print(code.classes_)\n")}${scored}`,
      "HLD111",
    );
    // The encoder of the last column is still there for the next line.
    expect(once).toContain(`train["leafForm"] = code.transform(train["leafForm"])
new["leafForm"] = code.transform(new["leafForm"])
code = LabelEncoder()
code.fit(new["soil"])
`);
    const both = await fixedText(once, "HLD111");
    expect(both).toContain('soil_code = LabelEncoder()\nsoil_code.fit(train["soil"])\ntrain["soil"] = soil_code.transform(train["soil"])\n');
    expect(both).toContain('print(soil_code.classes_)\nnew["soil"] = soil_code.transform(new["soil"])\n');
  });

  it("are left alone where they are asked in a block", async () => {
    const asked = `${head}${made("train", "soil")}${made("train", "leafForm")}${made("new", "soil", "if True:\n    print(code.classes_)\n")}${scored}`;
    expect((await offered(asked, "HLD111")).filter(({ offer }) => offer.fix)).toEqual([]);
  });
});
