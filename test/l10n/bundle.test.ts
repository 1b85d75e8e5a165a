/** Every sentence that people read can be translated, and every translation is whole. */
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { bundleFile, isLookup, parse, sourceFiles, strings } from "../../scripts/gen-l10n.mjs";

const root = path.resolve(__dirname, "../..");
const json = (file: string) => JSON.parse(fs.readFileSync(path.join(root, file), "utf8"));

describe("the bundle", () => {
  const { bundle, unwritten, early } = strings();

  it("has every string of the code and no other (npm run generate)", () => {
    expect(json(bundleFile)).toEqual(bundle);
  });

  it("is made of strings that stand where they are looked up", () => {
    expect(unwritten).toEqual([]);
  });

  it("is looked into when strings are used, not when modules are loaded: the language is not known by then", () => {
    expect(early).toEqual([]);
  });
});

/** Folders whose sentences are read on screen. */
const folders = ["panel/src", "client/src", "server/src/report", "server/src/readiness", "server/src/summary", "server/src/drift", "server/src/lsp"];

/** Text that no person reads in the editor, by file: what it is. */
const notForPeople: Record<string, string> = {
  "client/src/languageModelTool.ts": "sentences for an assistant, which reads English in any case",
  "server/src/report/junit.ts": "the command line",
  "server/src/report/runReport.ts": "the command line",
  "server/src/report/sarif.ts": "the command line",
  "server/src/report/statistics.ts": "the command line",
  "server/src/report/text.ts": "the command line",
  "server/src/report/diff.ts": "a patch, whose words are fixed",
  "server/src/readiness/scaffolds.ts": "files for the project: Python and YAML",
};

/** Two words in a row, or one that begins with a capital. */
const isProse = (text: string): boolean => /[a-z]{2,}[,:;]? [a-z]{2,}/i.test(text) || /^[A-Z][a-z]{2,}( \S+)*[.:]?$/.test(text);
/** Markup, names, SQL, and keys of closed sets that have their words elsewhere. */
const markup = /<\/?[a-z]|^(Enter|Escape|Tab|Holdout|Markdown)$/;
const markupOf = {
  client: /^Trino$/,
  elsewhere: /<[?!]|:root|charset|SELECT|command:|^(Pipfile|first window|more window|change of schema|other file|all rows|current bar)$/,
};
const isMarkup = (text: string, file: string): boolean => markup.test(text) || (file.startsWith("client/") ? markupOf.client : markupOf.elsewhere).test(text);
const classes = new Set(["class", "className"]);

function prose(file: string): string[] {
  const source = parse(file);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node) || ts.isRegularExpressionLiteral(node)) return;
    if (!file.startsWith("client/") && ts.isPropertyAssignment(node) && classes.has(node.name.getText())) return;
    // What is logged is for those who look for a fault, and stays English.
    if (file.startsWith("server/") && ts.isCallExpression(node) && /(^|\.)(log|logged|safely)$/.test(node.expression.getText()))
      return void node.arguments.slice(1).forEach(look);
    if (isLookup(node)) return void (node as ts.CallExpression).arguments.slice(1).forEach(look);
    const text = ts.isStringLiteralLike(node)
      ? node.text
      : ts.isTemplateExpression(node)
        ? [node.head, ...node.templateSpans.map((s) => s.literal)].map((p) => p.text).join("…")
        : null;
    if (text !== null && isProse(text) && !isMarkup(text, file))
      found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${text.slice(0, 120)}`);
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

describe("the code", () => {
  const files = folders.flatMap(sourceFiles);

  it("says nothing on screen that cannot be translated", () => {
    expect(files.filter((file) => !(file in notForPeople)).flatMap(prose)).toEqual([]);
  });

  it("makes no exception that is not needed", () => {
    expect(Object.keys(notForPeople).filter((file) => prose(file).length === 0)).toEqual([]);
  });
});

const textOf = (value: string | { message: string }) => (typeof value === "string" ? value : value.message);
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe.each([
  ["l10n/bundle.l10n.json", /^bundle\.l10n\.[\w-]+\.json$/],
  ["package.nls.json", /^package\.nls\.[\w-]+\.json$/],
])("translations of %s", (file, pattern) => {
  const english: Record<string, string | { message: string }> = json(file);
  const folder = path.dirname(file);
  const languages = fs.readdirSync(path.join(root, folder)).filter((name) => pattern.test(name));

  it("have the same keys, no empty text, and the same placeholders and commands", () => {
    expect(languages.length).toBeGreaterThan(0);
    for (const name of languages) {
      const texts: Record<string, string> = json(`${folder}/${name}`);
      expect([name, ...Object.keys(texts).sort()]).toEqual([name, ...Object.keys(english).sort()]);
      const marks = (text: string) => [...placeholders(text), ...(text.match(/\(command:[^)]*\)/g) ?? [])];
      for (const [key, text] of Object.entries(texts)) expect([key, text === "" ? null : marks(text)]).toEqual([key, marks(textOf(english[key] ?? ""))]);
    }
  });
});
