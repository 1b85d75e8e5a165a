/** HLD107: windows over the target that end with the row itself end one row earlier. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const program = (made: string, rest = "df = df.dropna()\n"): string => `import pandas as pd
from sklearn.linear_model import Ridge
df = pd.read_csv("tides.csv").sort_values("day")
${made}
${rest}train, test = df[df["day"] < "2023"], df[df["day"] >= "2023"]
model = Ridge().fit(train[["wind", "mean"]], train["level"])
print(model.score(test[["wind", "mean"]], test["level"]))
`;

describe("a window over the target", () => {
  it("ends one row earlier, wherever the line breaks stand", async () => {
    expect(await fixedText(program('df["mean"] = df["level"].rolling(5).mean()'), "HLD107")).toContain('df["mean"] = df["level"].shift(1).rolling(5).mean()');
    const broken = 'df["mean"] = (\n    df["level"]\n    .rolling(5)  # a week at sea\n    .mean()\n)';
    expect(await fixedText(program(broken), "HLD107")).toContain('df["level"].shift(1)\n    .rolling(5)  # a week at sea');
  });
  it("ends one row earlier together with the others over the target", async () => {
    const two = 'df["mean"] = df["level"].rolling(5).mean()\ndf["wind"] = df["level"].rolling(9).max()\ndf["calm"] = df["rain"].rolling(9).max()';
    const fixed = await fixedText(program(two), "HLD107");
    expect(fixed).toContain(
      'df["mean"] = df["level"].shift(1).rolling(5).mean()\ndf["wind"] = df["level"].shift(1).rolling(9).max()\ndf["calm"] = df["rain"].rolling(9)',
    );
    expect(await titles(program(two), "HLD107")).toEqual(Array(2).fill("Let the 2 windows over the target end one row earlier"));
  });
  it("ends one row earlier within each group", async () => {
    const made = 'df["mean"] = df.groupby("port")["level"].transform(lambda s: s.rolling(5).mean())';
    expect(await fixedText(program(made), "HLD107")).toContain("lambda s: s.shift(1).rolling(5).mean()");
  });
  it("stays where it would go on from one group to the next, or leave a gap that nobody knows of", async () => {
    expect(await withheld(program('df["mean"] = df.groupby("port")["level"].rolling(5).mean()'), "HLD107")).toEqual([
      "Shifted here, the windows would go on from one group to the next: the shift belongs into each group.",
    ]);
    const named = 'ports = df.groupby("port")["level"]\ndf["mean"] = ports.rolling(5).mean().reset_index(0, drop=True)';
    expect(await withheld(program(named), "HLD107")).toEqual([
      "Shifted here, the windows would go on from one group to the next: the shift belongs into each group.",
    ]);
    expect(await withheld(program('df["mean"] = df["level"].rolling("5D").mean()'), "HLD107")).toEqual([
      "The window goes by time: a shift would move it by rows.",
    ]);
    const first = 'df["mean"] = df["level"].expanding().mean()';
    expect(await withheld(program(first, ""), "HLD107")).toEqual(["The first row would have a gap, and nothing further down says what becomes of gaps."]);
    expect(await titles(program(first), "HLD107")).toEqual(["Let the expanding window end one row earlier"]);
  });
});
