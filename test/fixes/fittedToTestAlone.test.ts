/** HLD111: a transformer of a column that is fitted to the evaluation rows alone. */
import { describe, expect, it } from "vitest";
import { fixedText, offered } from "./offers.js";

const text = (above = "", taken = 'train[["soil", "form"]]', below = ""): string => `import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
train = pd.read_csv("train.csv")
new = pd.read_csv("new.csv")
soils = SimpleImputer(strategy="median")
soils.fit(train[["soil"]])
forms = SimpleImputer(strategy="median")
${above}forms.fit(new[["form"]])
${below}train["soil"] = soils.transform(train[["soil"]])
new["soil"] = soils.transform(new[["soil"]])
new["form"] = forms.transform(new[["form"]])
model = LogisticRegression().fit(${taken}, train["kind"])
print(model.predict(new[["soil", "form"]]))
`;
const fixes = async (of: string) => (await offered(of, "HLD111")).filter(({ offer }) => offer.fix);

describe("a column that only the evaluation rows are fitted by", () => {
  it("is taken from the training rows", async () => {
    const shown = 'print(train["form"].isna().sum())\ntrain["bark"] = 1\n';
    const inLoop = text("", "train.drop(columns='kind')", 'for t in [train, new]:\n    print(t["form"].min())\n');
    for (const was of [text(), text(shown), inLoop])
      expect(await fixedText(was, "HLD111")).toBe(was.replace('forms.fit(new[["form"]])', 'forms.fit(train[["form"]])'));
  });

  it("stays where that column may be another thing by then, or may not be there", async () => {
    const changes = [
      'train["form"] = train["form"] * 2\n',
      'for t in [train, new]:\n    t["form"] = t["form"] * 2\n',
      "train.loc[3] = 0\n",
      "train = train.dropna()\n",
      "change(train)\n",
      "train.dropna(inplace=True)\n",
    ];
    for (const above of changes) expect([above, await fixes(text(above))]).toEqual([above, []]);
    expect(await fixes(text("", "train.drop(columns='kind')"))).toEqual([]);
    expect(await fixes(text("", undefined, 'forms.fit(train[["form"]] + 1)\n'))).toEqual([]);
  });
});
