// Writes l10n/bundle.l10n.json: every sentence that the extension, its server, its processes and its pages hand to translation, in English. A test fails when it is stale.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

export const bundleFile = "l10n/bundle.l10n.json";
const folders = ["client/src", "panel/src", "server/src"];
/** Data whose texts are looked up as they stand, by the file that does so. */
const data = { "server/src/readiness/items.ts": { file: "server/readiness/items.json", keys: ["group", "title", "why", "firstStep"] } };

export const sourceFiles = (folder) =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${folder}/${file.split(path.sep).join("/")}`)
    .sort();

export const parse = (file) => ts.createSourceFile(file, fs.readFileSync(path.join(root, file), "utf8"), ts.ScriptTarget.Latest, true);

export const isLookup = (node) => ts.isCallExpression(node) && /(^|\.)l10n\.t$/.test(node.expression.getText());

/** `l10n.t("text")` and `l10n.t({ message: "text", comment: "for translators" })`; null where the text is not written there. */
function messageOf(call) {
  const [first] = call.arguments;
  if (first && ts.isStringLiteralLike(first)) return { key: first.text, value: first.text };
  if (!first || !ts.isObjectLiteralExpression(first)) return null;
  const given = Object.fromEntries(
    first.properties.flatMap((p) => (ts.isPropertyAssignment(p) && ts.isStringLiteralLike(p.initializer) ? [[p.name.getText(), p.initializer.text]] : [])),
  );
  return given.message && given.comment ? { key: `${given.message}/${given.comment}`, value: { message: given.message, comment: [given.comment] } } : null;
}

/** Runs where the module is loaded, before anybody has said which language is spoken. */
function isAtLoad(node) {
  for (let at = node.parent; at; at = at.parent)
    if (ts.isFunctionLike(at) || (ts.isPropertyDeclaration(at) && !at.modifiers?.some((m) => m.kind === ts.SyntaxKind.StaticKeyword))) return false;
  return true;
}

/** The bundle in English; and what is wrong: texts that are not written where they are looked up, and texts that are looked up too early. */
export function strings() {
  const bundle = new Map();
  const unwritten = [];
  const early = [];
  for (const file of folders.flatMap(sourceFiles)) {
    const source = parse(file);
    const place = (node) => `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    const look = (node) => {
      if (isLookup(node)) {
        const message = messageOf(node);
        if (message) bundle.set(message.key, message.value);
        else if (!(file in data)) unwritten.push(place(node));
        if (isAtLoad(node)) early.push(place(node));
      }
      ts.forEachChild(node, look);
    };
    look(source);
  }
  for (const { file, keys } of Object.values(data))
    for (const item of JSON.parse(fs.readFileSync(path.join(root, file), "utf8")).items) for (const key of keys) bundle.set(item[key], item[key]);
  const sorted = Object.fromEntries([...bundle].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  return { bundle: sorted, unwritten, early };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  fs.mkdirSync(path.join(root, "l10n"), { recursive: true });
  // As the formatter writes it.
  const text = JSON.stringify(strings().bundle, null, 2).replace(/"comment": \[\s+(".*")\s+\]/g, '"comment": [$1]');
  fs.writeFileSync(path.join(root, bundleFile), `${text}\n`);
}
