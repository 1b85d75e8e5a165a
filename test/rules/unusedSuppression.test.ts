/** Directives that silence something, and those that only seem to. */
import { expect, it } from "vitest";
import type { Severity } from "../../server/src/engine.types.js";
import { rules } from "../../server/src/rules/index.js";
import { check, defaults, places } from "../helpers/check.js";

const leak = (comment: string): string[] => [
  `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("patients.csv")
X = StandardScaler().fit_transform(df[["age", "dose"]])  ${comment}
X_train, X_test, y_train, y_test = train_test_split(X, df["sick"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
];

const found = async (cells: string[], off: string[] = []): Promise<string[]> => {
  const severity = (code: string): Severity | "off" => (off.includes(code) ? "off" : defaults.severity(code));
  return places((await check(cells, { selection: { ...defaults, severity } })).findings, cells);
};

it.each([
  ["# holdout: ignore[HLD101]", []],
  ["# holdout: ignore", []],
  ["# holdout: ignore-file[preprocessing-before-split]", []],
  ["# noqa: HLD101", []],
  ["# holdout: ignore[HLD106]", ["HLD101 cell1:6", "HLD900 cell1:6"]],
  ["# holdout: ignore[HLD998]", ["HLD101 cell1:6", "HLD900 cell1:6"]],
  ["# holdout: ignore[HLD106, HLD900]", ["HLD101 cell1:6"]],
  ["# noqa: E501", ["HLD101 cell1:6"]],
])("%s", async (comment, expected) => {
  expect(await found(leak(comment))).toEqual(expected);
});

it("does not judge directives of rules that are off", async () => {
  expect(await found(leak("# holdout: ignore[HLD101]"), ["HLD101"])).toEqual([]);
  expect(await found(leak("# holdout: ignore[HLD112]"))).toEqual(["HLD101 cell1:6"]);
});

it("may be silenced as a whole", async () => {
  expect(await found(leak("# holdout: ignore[HLD106]"), ["HLD900"])).toEqual(["HLD101 cell1:6"]);
  expect(rules.find((r) => r.code === "HLD900")?.default).toBe(true);
});
