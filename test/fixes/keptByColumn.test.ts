/** One encoder that loops fit to column after column: each column keeps its own. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

describe("an encoder that two loops fit anew in each round", () => {
  const text = (
    fit = "train[c] = encoder.fit_transform(train[c])",
    parts: Partial<Record<"made" | "between" | "guard" | "again" | "below", string>> = {},
  ): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import LabelEncoder
train = pd.read_csv("train.csv")
new = pd.read_csv("new.csv")
${parts.made ?? "encoder = LabelEncoder()"}
for c in train.columns:
    if train[c].dtype == "object":
        ${fit}
${parts.between ?? ""}for name in ${parts.again ?? "new.columns"}:
    if ${parts.guard ?? 'new[name].dtype == "object"'}:
        new[name] = encoder.fit_transform(new[name])
model = LogisticRegression().fit(train[["a", "b"]], train["y"])
print(model.score(new[["a", "b"]], new["y"]))
${parts.below ?? ""}`;
  const kept = `label_encoders = {}
for c in train.columns:
    if train[c].dtype == "object":
        label_encoders[c] = LabelEncoder()
        train[c] = label_encoders[c].fit_transform(train[c])
for name in new.columns:
    if new[name].dtype == "object":
        new[name] = label_encoders[name].transform(new[name])
`;
  const reason = "A loop fits the transformer anew in each of its rounds: only the last fit is left.";

  it("is kept for each column, and used again", async () => {
    const fixed = await fixedText(text(), "HLD111");
    expect(fixed).toContain(`new = pd.read_csv("new.csv")\n${kept}`);
    expect(fixed).not.toContain("\nencoder = ");
  });

  it("is fitted and asked in statements of their own", async () => {
    const fixed = await fixedText(text("encoder.fit(train[c])\n        train[c] = encoder.transform(train[c])"), "HLD111");
    expect(fixed).toContain(
      "        label_encoders[c] = LabelEncoder()\n        label_encoders[c].fit(train[c])\n        train[c] = label_encoders[c].transform(train[c])\n",
    );
  });

  it("made again above the second loop goes", async () => {
    const fixed = await fixedText(text(undefined, { between: "encoder = LabelEncoder()\n" }), "HLD111");
    expect(fixed).toContain(kept);
  });

  it("stays where the labels are encoded by it, too", async () => {
    const fixed = await fixedText(text(undefined, { below: 'codes = encoder.fit_transform(train["y"])\n' }), "HLD111");
    expect(fixed).toContain("encoder = LabelEncoder()\nlabel_encoders = {}\n");
  });

  it("stays as it is where it is asked for what it knows afterwards", async () => {
    expect(await withheld(text(undefined, { below: "print(encoder.classes_)\n" }), "HLD111")).toContain(reason);
  });

  it("stays as it is where the loops may go through other columns", async () => {
    expect(await withheld(text(undefined, { again: '["a", "b"]' }), "HLD111")).toContain(reason);
    expect(await withheld(text(undefined, { guard: "new[name].nunique() < 9" }), "HLD111")).toContain(reason);
  });
});
