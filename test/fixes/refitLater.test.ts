/** HLD111: a second transformer that is asked or saved behind its fit to the evaluation rows, which is gone after the fix. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const text = (more: string): string => `import pickle
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import StandardScaler
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
one = StandardScaler()
A = one.fit_transform(train[["wind"]])
two = StandardScaler()
B = two.fit_transform(test[["wind"]])
model = LinearRegression().fit(A, train["power"])
print(model.score(B, test["power"]))
${more}`;

describe("a second transformer", () => {
  it("goes where nothing else asks it", async () => {
    expect(await fixedText(text(""), "HLD111")).toBe(text("").replace("two = StandardScaler()\nB = two.fit_transform", "B = one.transform"));
  });
  it("is the first one where it is saved or asked", async () => {
    const more = 'print(two.mean_)\nwith open("scaler.pkl", "wb") as f:\n    pickle.dump(two, f)\n';
    const fixed = await fixedText(text(more), "HLD111");
    expect(fixed).toContain(more.replaceAll("two", "one"));
    expect(fixed).not.toContain("two");
  });
  it("stays what it is where it is fitted once more", async () => {
    const more = 'print(two.mean_)\nC = two.fit_transform(test[["sun"]])\nprint(two.mean_)\n';
    expect(await fixedText(text(more), "HLD111")).toContain(`two = StandardScaler()\nB = one.transform(test[["wind"]])`);
    expect(await fixedText(text(more), "HLD111")).toContain(more.replace("two", "one"));
  });
  it("has no fix where what it has learned is told as the test rows', or stands beside what the first one has", async () => {
    for (const told of ['print("test means", two.mean_)\n', "print(one.mean_ - two.mean_)\n"])
      expect((await withheld(text(told), "HLD111")).join()).toContain("`two` is shown for what it has learned itself.");
  });
  it("has no fix where the first one knows something else by then, or a function asks it", async () => {
    const refit = 'C = one.fit_transform(train[["sun"]])\nprint(two.mean_)\n';
    expect((await withheld(text(refit), "HLD111")).join()).toContain("`two` is asked where `one` has been fitted on something else.");
    const inside = "def back(values):\n    return two.inverse_transform(values)\nprint(back(B))\n";
    expect((await withheld(text(inside), "HLD111")).join()).toContain("would not be fitted any more");
  });
});
