/** Reading settings, precedence, selection and patterns. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../server/src/settings/catalogue.js";
import { isNeverChecked, pathMatcher } from "../../server/src/settings/paths.js";
import { mergeSettings, readEditorSettings, readPyproject } from "../../server/src/settings/read.js";
import { manifestProperties, type Settings } from "../../server/src/settings/schema.js";
import { buildSelection } from "../../server/src/settings/selection.js";

describe("pyproject.toml", () => {
  it("reads every key", () => {
    const text = `
[tool.holdout]
select = ["HLD1", "tuning-on-test"]
ignore = ["HLD112"]
exclude = ["archive/**"]
min-confidence = "certain"
severity = { HLD203 = "warning", HLD101 = "off" }
[tool.holdout.per-file-ignores]
"tests/**" = ["ALL"]
`;
    expect(readPyproject(text)).toEqual({
      values: {
        select: ["HLD1", "tuning-on-test"],
        ignore: ["HLD112"],
        exclude: ["archive/**"],
        minConfidence: "certain",
        severity: { HLD203: "warning", HLD101: "off" },
        perFileIgnores: { "tests/**": ["ALL"] },
      },
      problems: [],
    });
  });

  it.each([
    ["[project]\nname = 'x'", null],
    ["not toml at all [", null],
    ["[tool.holdout]\nselect = [", { line: 2, message: /not valid TOML/ }],
    ["[tool.holdout]\n\nselct = []", { line: 3, message: /unknown setting "selct"; did you mean "select"\?/ }],
    ["[tool.holdout]\nselect = 'HLD1'", { line: 2, message: /"select" must be a list of rules/ }],
    ["[tool.holdout]\nselect = ['HLD1']\nignore = ['HLD999']", { line: 3, message: /no rule is called "HLD999"/ }],
    ["[tool.holdout]\nignore = ['tuning-on-tset']", { line: 2, message: /did you mean "tuning-on-test"\?/ }],
    ["[tool.holdout]\nmin-confidence = 'sure'", { line: 2, message: /one of certain, likely, possible/ }],
    ["[tool.holdout.severity]\nHLD101 = 'loud'", { line: 2, message: /"severity.HLD101" must be one of error/ }],
    ["[tool.other]\nselect = 1\n[tool.holdout]\nselect = 1", { line: 4, message: /must be a list/ }],
    ["[tool.holdout]\ndelay = 3", { line: 2, message: /unknown setting "delay"/ }],
    ["[tool.holdout]\nper-file-ignores = { 'a.py' = 'ALL' }", { line: 2, message: /must be a list of rules/ }],
  ])("%j", (text, problem) => {
    const reading = readPyproject(text);
    if (problem === null) return expect(reading).toBeNull();
    expect(reading?.problems).toHaveLength(1);
    expect(reading?.problems[0]?.message).toMatch(problem.message);
    expect(reading?.problems[0]?.line).toBe(problem.line);
  });
});

describe("the editor's settings", () => {
  it("takes null for not set, and lets other sections be", () => {
    expect(readEditorSettings({ select: null, ignore: ["HLD1"], delay: 5, trace: { server: "off" } })).toEqual({
      values: { ignore: ["HLD1"], delay: 5 },
      problems: [],
    });
  });

  it("wins over the project; severities are joined", () => {
    const merged = mergeSettings({ select: ["HLD1"], severity: { HLD101: "error", HLD102: "off" } }, { select: ["HLD2"], severity: { HLD101: "hint" } });
    expect(merged.select).toEqual(["HLD2"]);
    expect(merged.severity).toEqual({ HLD101: "hint", HLD102: "off" });
  });

  it.each([[null], [3], [[]], ["x"]])("survives %j", (section) => expect(readEditorSettings(section).values).toEqual({}));
});

describe("the manifest", () => {
  it("declares what the schema says", () => {
    const manifest = JSON.parse(readFileSync("package.json", "utf8"));
    const texts = JSON.parse(readFileSync("package.nls.json", "utf8"));
    const declared = manifest.contributes.configuration.properties;
    for (const [name, property] of Object.entries(manifestProperties())) {
      const text = (declared[name]?.markdownDescription ?? "").replace(/^%(.*)%$/, (_: string, key: string) => texts[key]);
      expect({ ...declared[name], markdownDescription: text }, name).toEqual(property);
    }
  });
});

describe("selection", () => {
  const severity = (settings: Partial<Settings>, code: string, path: string | null = "src/a.ipynb") =>
    buildSelection(mergeSettings(settings), path, []).severity(code);
  it.each<[Partial<Settings>, string, string]>([
    [{}, "HLD101", "warning"],
    [{}, "HLD112", "off"],
    [{ select: ["ALL"] }, "HLD112", "hint"],
    [{ select: ["DEFAULT", "HLD112"] }, "HLD112", "hint"],
    [{ select: ["vocabulary-before-split"] }, "HLD112", "hint"],
    [{ select: ["HLD2"] }, "HLD101", "off"],
    [{ select: ["hld1"] }, "HLD101", "warning"],
    [{ ignore: ["HLD1"] }, "HLD101", "off"],
    [{ select: ["HLD101"], ignore: ["HLD1"] }, "HLD101", "warning"],
    [{ select: ["HLD1"], ignore: ["HLD101"] }, "HLD101", "off"],
    [{ select: ["HLD10"], ignore: ["HLD10"] }, "HLD101", "off"],
    [{ severity: { HLD101: "error" } }, "HLD101", "error"],
    [{ severity: { HLD1: "hint", HLD101: "error" } }, "HLD101", "error"],
    [{ severity: { HLD101: "off" } }, "HLD101", "off"],
    [{ severity: { HLD112: "warning" } }, "HLD112", "warning"],
    [{ severity: { HLD101: "error" }, ignore: ["HLD101"] }, "HLD101", "off"],
    [{ perFileIgnores: { "*.ipynb": ["HLD1"] } }, "HLD101", "off"],
    [{ perFileIgnores: { "src/**": ["HLD101"] } }, "HLD101", "off"],
    [{ perFileIgnores: { "tests/**": ["ALL"] } }, "HLD101", "warning"],
    [{}, "HLD999", "off"],
  ])("%j %s is %s", (settings, code, expected) => expect(severity(settings, code)).toBe(expected));
});

describe("paths", () => {
  it.each([
    "venv/lib/a.py",
    ".venv/a.py",
    "x/site-packages/pandas/a.py",
    ".ipynb_checkpoints/a-checkpoint.ipynb",
    ".history/src/train_20260102030405.py",
    "node_modules/a/b.py",
    "build/lib/a.py",
    "a/__pycache__/b.py",
  ])("never checks %s", (path) => expect(isNeverChecked(path)).toBe(true));
  it.each(["a.py", "src/build.py", "notebooks/environment/a.ipynb", "env.py", "data/distances.ipynb"])("checks %s", (path) =>
    expect(isNeverChecked(path)).toBe(false),
  );
  it("takes patterns of .gitignore", () => {
    const matches = pathMatcher(["archive/", "/top.py", "*.tmp.py", "!keep.tmp.py"]);
    expect(["archive/a.py", "x/archive/a.py", "top.py", "x/top.py", "a.tmp.py", "keep.tmp.py"].map(matches)).toEqual([true, true, true, false, true, false]);
  });
  it.each(["../a.py", "/abs/a.py", "", "C:/a.py"])("survives %j", (path) => expect(() => pathMatcher(["a"])(path)).not.toThrow());
});

it("has unique codes and slugs", () => {
  expect(new Set(catalogue.flatMap((rule) => [rule.code, rule.slug])).size).toBe(2 * catalogue.length);
});
