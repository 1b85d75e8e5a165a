/** The patterns of the injected grammars, tried on single lines. (What they use of Oniguruma means the same in JavaScript.) */
import fs from "node:fs";
import { describe, expect, it } from "vitest";

interface Pattern {
  match: string;
}
const grammar = (name: string): { patterns: Pattern[] } => JSON.parse(fs.readFileSync(new URL(`../syntaxes/${name}.tmLanguage.json`, import.meta.url), "utf8"));
const firstMatch = (name: string, line: string) =>
  grammar(name)
    .patterns.map(({ match }) => new RegExp(match).exec(line))
    .find((found) => found !== null);

describe("directives", () => {
  it.each([
    ["# holdout: ignore[HLD101]", "ignore", "HLD101", undefined],
    ["#holdout:ignore", "ignore", undefined, undefined],
    ["# holdout: file-ignore[HLD1, tuning-on-test] -- known", "file-ignore", "HLD1, tuning-on-test", "known"],
  ])("%s", (line, verb, rules, reason) => {
    const found = firstMatch("directive", line);
    expect([found?.[3], found?.[5], found?.[8]]).toEqual([verb, rules, reason]);
  });

  it("are not seen in prose", () => {
    expect(firstMatch("directive", "# the holdout: ignored rows")).toBeUndefined();
  });

  it("mark Holdout's codes after noqa and leave the others alone", () => {
    expect(firstMatch("directive", "# noqa: E501, HLD101")?.[0]).toBe("HLD101");
    expect(firstMatch("directive", "# noqa: E501")).toBeUndefined();
  });
});

describe("magics", () => {
  it.each(["%matplotlib inline", "  %time fit()", "%%bash", "!pip install pandas", "files = !ls"])("%s", (line) => {
    expect(firstMatch("magics", line)).toBeDefined();
  });

  it.each(["x = a % b", "% b", "a != b", "print('100%')", "x == !y"])("not %s", (line) => {
    expect(firstMatch("magics", line)).toBeUndefined();
  });
});
