/** What the extension says to people is handed to the editor's translation. */
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

/** Text that no person reads, by file: what it is. */
const notForPeople: Record<string, string> = {
  "client/src/languageModelTool.ts": "sentences for an assistant, which reads English in any case",
};

const root = path.resolve(__dirname, "..");
const files = fs
  .readdirSync(path.join(root, "client/src"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.startsWith(path.join("views", "page")))
  .map((file) => `client/src/${file.split(path.sep).join("/")}`);

/** Two words in a row, or one that begins with a capital: prose. */
const isProse = (text: string): boolean => /[a-z]{2,}[,:]? [a-z]{2,}/i.test(text) || /^[A-Z][a-z]{2,}( \S+)*[.:]?$/.test(text);

/** Names, keys and markup look like words to no one who reads the editor's screen. */
const isMarkup = (text: string): boolean => /<\/?[a-z]|default-src|^(Enter|Escape|Tab|Holdout|Markdown|Python|Trino)$/.test(text);

function prose(file: string): string[] {
  const source = ts.createSourceFile(file, fs.readFileSync(path.join(root, file), "utf8"), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node) || ts.isRegularExpressionLiteral(node)) return;
    if (ts.isCallExpression(node) && /(^|\.)l10n\.t$/.test(node.expression.getText())) {
      for (const argument of node.arguments.slice(1)) look(argument);
      return;
    }
    const text = ts.isStringLiteralLike(node)
      ? node.text
      : ts.isTemplateExpression(node)
        ? [node.head, ...node.templateSpans.map((s) => s.literal)].map((p) => p.text).join("…")
        : null;
    if (text !== null && isProse(text) && !isMarkup(text)) found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${text}`);
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

it("says nothing in the client that cannot be translated", () => {
  expect(files.filter((file) => !(file in notForPeople)).flatMap(prose)).toEqual([]);
});

it("makes no exception that is not needed", () => {
  expect(Object.keys(notForPeople).filter((file) => prose(file).length === 0)).toEqual([]);
});
