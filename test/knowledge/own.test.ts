/** What a project says of its own code: its effect on findings, and what is said of files that are wrong. */
import { describe, expect, it } from "vitest";
import { isKnown } from "../../server/src/engine.js";
import { moduleCandidates } from "../../server/src/program/imports.js";
import type { FileSource } from "../../server/src/program/program.js";
import { readKnowledge } from "../../server/src/settings/knowledge.js";
import { readPyproject } from "../../server/src/settings/read.js";
import { check, places } from "../helpers/check.js";

const own = (document: unknown, alias: Record<string, string> = {}) =>
  readKnowledge({ files: document ? [{ name: "ml.holdout.json", text: JSON.stringify(document) }] : [], alias, pyproject: null, knows: isKnown });

const modules = {
  "proj.features": {
    classes: {
      MyScaler: { is: "transformer", init: "(scale=True)" },
      Hasher: { is: "transformer", traits: { stateless: true } },
    },
    functions: {
      cleaned: { sig: "(frame)", does: { op: "rowwise", of: "frame" } },
      standardised: { sig: "(frame)", does: { op: "learn", of: "frame" } },
      cut_in_two: { sig: "(X, y, *, seed=None)", does: { op: "holdout", arrays: "X", seed: "seed" } },
    },
  },
};

const program = (before: string, imports = "from proj.features import MyScaler, Hasher, cleaned, standardised") => `
import pandas as pd
${imports}
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("a.csv")
X, y = df.drop(columns="y"), df["y"]
${before}
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;

const found = async (text: string, options: Parameters<typeof check>[1]) => {
  const report = await check([text], options);
  return {
    places: places(report.findings, [text]),
    confidence: report.findings.map((finding) => finding.confidence),
    notModelled: report.notModelled.map(({ name }) => name),
  };
};

const source = (texts: Record<string, string>): FileSource => ({
  resolve(from, module, level) {
    for (const path of moduleCandidates(from, module, level, "/test")) {
      const text = texts[path];
      if (text !== undefined) return { path, text };
    }
    return null;
  },
});

describe("a project's own knowledge", () => {
  const { knowledge, problems } = own({ modules });

  it("is read without a fault", () => expect(problems).toEqual([]));

  it.each([
    ["X = MyScaler().fit_transform(X)", ["HLD101 cell1:8"]],
    ["X = standardised(X)", ["HLD101 cell1:8"]],
    ["X = Hasher().fit_transform(X)", []],
    ["X = cleaned(X)", []],
  ])("tells what %s does", async (line, expected) => {
    expect(await found(program(line), { knowledge })).toMatchObject({ places: expected, notModelled: [] });
  });

  it("makes findings certain that are guesses without it", async () => {
    const text = program("X = MyScaler().fit_transform(X)");
    expect((await found(text, { knowledge })).confidence).toEqual(["certain"]);
    expect((await found(text, {})).confidence).not.toContain("certain");
  });

  it("wins over the source of the module, of which the other names stay as they are", async () => {
    const files = source({
      "/test/proj/features.py": "def cleaned(frame):\n    return frame - frame.mean()\ndef centred(frame):\n    return frame - frame.mean()\n",
    });
    expect((await found(program("X = cleaned(X)", "from proj.features import cleaned"), { files })).places).toHaveLength(1);
    expect((await found(program("X = cleaned(X)", "from proj.features import cleaned"), { files, knowledge })).places).toEqual([]);
    expect((await found(program("X = proj.features.cleaned(X)", "import proj.features"), { files, knowledge })).places).toEqual([]);
    expect((await found(program("X = centred(X)", "from proj.features import centred"), { files, knowledge })).places).toHaveLength(1);
  });

  it("is found through relative imports and packages that hand a name on", async () => {
    expect((await found(program("X = MyScaler().fit_transform(X)", "from .features import MyScaler"), { knowledge })).places).toHaveLength(1);
    expect((await found(program("X = MyScaler().fit_transform(X)", "from proj import MyScaler"), { knowledge })).places).toHaveLength(1);
  });

  it("wins over what ships", async () => {
    const text = program("from sklearn.preprocessing import StandardScaler\nX = StandardScaler().fit_transform(X)");
    expect((await found(text, {})).places).toHaveLength(1);
    const harmless = own({ modules: { "sklearn.preprocessing": { classes: { StandardScaler: { is: "transformer", traits: { stateless: true } } } } } });
    expect((await found(text, { knowledge: harmless.knowledge })).places).toEqual([]);
  });

  it("takes aliases for what they stand for", async () => {
    const alias = own(null, { "proj.MyScaler": "sklearn.preprocessing.StandardScaler", "proj.tts": "sklearn.model_selection.train_test_split" });
    expect(alias.problems).toEqual([]);
    expect(await found(program("X = MyScaler().fit_transform(X)", "from proj import MyScaler"), { knowledge: alias.knowledge })).toMatchObject({
      places: ["HLD101 cell1:8"],
      confidence: ["certain"],
    });
    expect((await found(program("import proj\nX = proj.MyScaler().fit_transform(X)"), { knowledge: alias.knowledge })).places).toHaveLength(1);
  });

  it("leaves other analyses as they are", async () => {
    expect((await found(program("X = standardised(X)"), {})).notModelled).toContain("proj.features.standardised");
  });
});

describe("a file that is wrong", () => {
  const row = (rows: string) => `{\n  "modules": {\n    "proj.features": {\n${rows}\n    }\n  }\n}`;
  it.each([
    ["{", 1, /not valid JSON/],
    ['{\n "modules": {}\n "x": 1}', 3, /not valid JSON: Expected "," or "}"/],
    ["[]", 1, /a knowledge file is an object with "modules"/],
    ['{"modules": {},\n"modulse": {}}', 2, /unknown key "modulse"; did you mean "modules"\?/],
    [row('      "classes": {"S": {}}'), 4, /proj\.features\.S: "is" is missing/],
    [row('      "classes": {"S": {"is": "transformr"}}'), 4, /there is no kind "transformr"; did you mean "transformer"\?/],
    [row('      "classes": {\n        "S": {"is": "transformer",\n          "triats": {}}}'), 6, /unknown key "triats"; did you mean "traits"\?/],
    [row('      "classes": {"S": {"is": "transformer", "traits": {"stateless": "yes"}}}'), 4, /"stateless" must be true/],
    [
      row('      "classes": {"S": {"is": "transformer", "init": "(a)", "traits": {"wraps": ["b"]}}}'),
      4,
      /"wraps" names "b", which the constructor does not have/,
    ],
    [row('      "functions": {"f": {"sig": "(x)", "does": "rowwize"}}'), 4, /"rowwize" is not in the vocabulary; did you mean "rowwise"\?/],
    [
      row('      "functions": {"f": {"sig": "(x)",\n        "does": {"op": "learn", "of": "frame"}}}'),
      5,
      /"of" names "frame", which the signature does not have/,
    ],
    [row('      "functions": {"f": {"sig": "(x)", "does": {"op": "learn", "colour": 1}}}'), 4, /unknown key "colour"/],
    [row('      "functions": {"f": {"sig": "x"}}'), 4, /"sig" must be a signature in brackets/],
    [row('      "functions": {"f": {"does": 3}}'), 4, /must be a string or an object or an array/],
    [row('      "functions": {"f g": {}}'), 4, /"f g" is no name of Python/],
    [row('      "funktions": {}'), 4, /unknown key "funktions"; did you mean "functions"\?/],
    ["[".repeat(20_000), 1, /not valid JSON/],
  ])("%j", (text, line, message) => {
    const reading = readKnowledge({ files: [{ name: "ml.holdout.json", text }], alias: {}, pyproject: null, knows: isKnown });
    expect(reading.problems).toHaveLength(1);
    expect(reading.problems[0]).toMatchObject({ file: "ml.holdout.json", line });
    expect(reading.problems[0]?.message).toMatch(message);
  });

  it("keeps the rows that are right", async () => {
    const { knowledge, problems } = own({ modules: { "proj.features": { classes: { ...modules["proj.features"].classes, Wrong: { is: "wizard" } } } } });
    expect(problems).toHaveLength(1);
    expect((await found(program("X = MyScaler().fit_transform(X)"), { knowledge })).places).toHaveLength(1);
  });

  it("is named in the list, where it cannot be read", () => {
    const pyproject =
      '[tool.holdout]\nselect = ["ALL"]\nknowledge = ["gone.json"]\n\n[tool.holdout.alias]\n"proj.S" = "sklearn.preprocessing.StandartScaler"\n';
    const reading = readPyproject(pyproject);
    expect(reading?.problems).toEqual([]);
    const files = (reading?.values.knowledge ?? []).map((name) => ({ name, text: null }));
    expect(readKnowledge({ files, alias: reading?.values.alias ?? {}, pyproject, knows: isKnown }).problems).toEqual([
      { file: null, line: 3, message: '"knowledge": cannot read "gone.json"' },
      { file: null, line: 6, message: '"alias": nothing is known of "sklearn.preprocessing.StandartScaler"' },
    ]);
  });

  it.each([
    ["knowledge = 'ml.json'", /"knowledge" must be a list of files/],
    ["alias = ['a']", /"alias" must be a table from names to names/],
    ["alias = { S = 'sklearn.preprocessing.StandardScaler' }", /"S" must be a name with its module/],
    ["alias = { 'proj.S' = 3 }", /"proj\.S" must stand for a name with its module/],
  ])("settings: %s", (line, message) => {
    const reading = readPyproject(`[tool.holdout]\n${line}`);
    expect(reading?.problems).toHaveLength(1);
    expect(reading?.problems[0]).toMatchObject({ line: 2 });
    expect(reading?.problems[0]?.message).toMatch(message);
  });
});
