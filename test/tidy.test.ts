/** Keeps the house in order: who may import whom, how long a file may get, and a manifest that follows from its sources. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  createSourceFile,
  type ImportDeclaration,
  isExportDeclaration,
  isImportDeclaration,
  isNamedImports,
  isStringLiteral,
  preProcessFile,
  ScriptTarget,
} from "typescript";
import { describe, expect, it } from "vitest";
import { projectSchemaFile, withSettings } from "../scripts/generate.mjs";
import { manifestProperties, projectSchema } from "../server/src/settings/schema.js";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const json = (file: string) => JSON.parse(fs.readFileSync(path.join(root, file), "utf8"));
const sources = (folder: string) =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|mjs)$/.test(file))
    .map((file) => path.join(folder, file).split(path.sep).join("/"))
    .sort();

/** Room → rooms that it may import, besides itself. A file directly under server/src is a room of its own; `data` is server/knowledge and its schema. */
const rooms: Record<string, readonly string[]> = {
  base: [],
  python: ["base", "program", "data"],
  notebook: ["base", "program"],
  program: ["base", "python", "notebook"],
  profiles: ["base"],
  trace: ["base", "program", "python", "engine.types", "profiles"],
  rules: ["base", "program", "trace", "fixes", "engine.types"],
  fixes: ["base", "program", "trace", "engine.types"],
  settings: ["base", "engine.types", "program", "notebook", "data"],
  drift: ["base"],
  summary: ["base", "program", "trace", "engine.types", "summary.types"],
  measure: ["base", "program", "python", "fixes", "engine.types", "summary.types"],
  "engine.types": ["base", "program", "summary.types", "profiles"],
  "summary.types": ["base", "engine.types"],
  knowledge: ["trace", "data"],
  engine: ["base", "python", "notebook", "program", "trace", "rules", "fixes", "engine.types", "knowledge", "summary", "summary.types", "profiles"],
  report: ["base", "engine", "engine.types", "settings", "notebook", "program", "summary.types", "measure"],
  readiness: ["base", "report", "settings", "data"],
  protocol: [],
  lsp: [
    "base",
    "python",
    "notebook",
    "program",
    "engine",
    "engine.types",
    "settings",
    "report",
    "readiness",
    "protocol",
    "fixes",
    "profiles",
    "summary.types",
    "measure",
  ],
  host: ["lsp", "cli", "base", "protocol", "drift", "profiles", "measure"],
  cli: ["base", "python", "notebook", "program", "engine", "engine.types", "settings", "report", "readiness", "host", "drift", "profiles", "measure"],
  "main.node": ["engine", "host", "lsp"],
  "main.web": ["engine", "host", "lsp"],
  "main.cli": ["engine", "host", "cli"],
  "main.drift": ["host"],
  "main.compare": ["host"],
};

/** Longer than the usual 400 lines, each with its reason. */
const longFiles: Record<string, string> = {
  "client/src/drift/panel.ts": "the state of one panel and all that may change it",
  "server/src/protocol.ts": "the one file of the server that the client reads: every message between the two",
  "server/src/trace/trace.ts": "what interpreters ask of the analysis: one short method each",
};
const usualLength = 400;

/** Files that need each other, each group with its reason. All other imports lead one way, those of types alone excepted. */
const knots: Record<string, readonly string[]> = {
  "expressions hold strings and parameters, which hold expressions": ["program/lower-expr", "program/lower-params", "program/lower-string"],
  "what is called runs statements and expressions, which call": [
    "trace/builtins",
    "trace/calls",
    "trace/comprehensions",
    "trace/effects",
    "trace/eval",
    "trace/exec",
    "trace/graphs",
    "trace/learning",
    "trace/loaders",
    "trace/methods",
    "trace/operators",
    "trace/scoring",
  ],
};

function importsOf(file: string): string[] {
  return preProcessFile(fs.readFileSync(path.join(root, file), "utf8"), true, true).importedFiles.map(({ fileName }) => fileName);
}

/** The files that a file takes more than types from. */
function filesBehind(file: string): string[] {
  const bringsValues = ({ importClause }: ImportDeclaration): boolean => {
    const names = importClause?.namedBindings;
    if (!importClause || importClause.phaseModifier !== undefined) return !importClause;
    return importClause.name !== undefined || !names || !isNamedImports(names) || names.elements.some((e) => !e.isTypeOnly);
  };
  const { statements } = createSourceFile(file, fs.readFileSync(path.join(root, file), "utf8"), ScriptTarget.Latest);
  return statements.flatMap((s) => {
    const counts = isImportDeclaration(s) ? bringsValues(s) : isExportDeclaration(s) && !s.isTypeOnly;
    const from = counts && (s as ImportDeclaration).moduleSpecifier;
    const target = from && isStringLiteral(from) ? targetOf(file, from.text) : null;
    return target === null ? [] : [`${target.replace(/\.js$/, "")}.ts`];
  });
}

/** Groups of files of which each needs all others (Tarjan's strongly connected components), sorted. */
function knotsAmong(files: readonly string[], behind: (file: string) => readonly string[]): string[][] {
  const order = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    order.set(file, order.size);
    let low = order.get(file) as number;
    open.push(file);
    for (const next of behind(file)) {
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (open.includes(next)) low = Math.min(low, order.get(next) as number);
    }
    if (low === order.get(file)) found.push(open.splice(open.indexOf(file)).sort());
    return low;
  };
  for (const file of files) if (!order.has(file)) visit(file);
  return found.filter((knot) => knot.length > 1).sort();
}

/** Where a relative import leads, as a path from the root; null for a package. */
function targetOf(file: string, imported: string): string | null {
  return imported.startsWith(".") ? path.posix.normalize(path.posix.join(path.posix.dirname(file), imported)) : null;
}

function roomOf(file: string): string {
  if (file.startsWith("server/knowledge/") || file.startsWith("server/readiness/") || file.startsWith("syntaxes/")) return "data";
  const [first = ""] = file.replace("server/src/", "").split("/");
  return first.replace(/\.(ts|js)$/, "");
}

describe("walls", () => {
  it("lets imports run one way only", () => {
    const wrong: string[] = [];
    for (const file of sources("server/src")) {
      const allowed = rooms[roomOf(file)];
      if (!allowed) wrong.push(`${file}: its room has no row in the table of rooms`);
      for (const imported of importsOf(file)) {
        const target = targetOf(file, imported);
        if (target === null || roomOf(target) === roomOf(file)) continue;
        if (!/^(server|syntaxes)\//.test(target) || !allowed?.includes(roomOf(target))) wrong.push(`${file} imports ${imported}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("lets no file need one that needs it, but where the analysis itself goes round", () => {
    const behind = new Map(["server/src", "client/src", "panel/src"].flatMap(sources).map((file) => [file, filesBehind(file)]));
    const found = knotsAmong([...behind.keys()], (file) => behind.get(file) ?? []);
    expect(found).toEqual(Object.values(knots).map((files) => files.map((file) => `server/src/${file}.ts`)));
  });

  it.each([
    ["web-tree-sitter", ["python"]],
    ["vscode-languageserver", ["lsp", "main.node", "main.web"]],
    ["hyparquet", ["profiles", "host"]],
    ["fzstd", ["host"]],
    ["node:", ["host", "cli", "main.cli", "main.node"]],
  ])("keeps %s to those who know it", (name, allowed) => {
    const users = sources("server/src").filter((file) => importsOf(file).some((imported) => imported.startsWith(name)));
    expect(users.filter((file) => !allowed.includes(roomOf(file)))).toEqual([]);
  });

  it("shows the client nothing of the server but the protocol, and nothing of the page but its messages", () => {
    const reached = sources("client/src").flatMap((file) => importsOf(file).map((imported) => targetOf(file, imported)));
    const outside = reached.filter((target) => target !== null && !target.startsWith("client/"));
    expect(new Set(outside)).toEqual(new Set(["server/src/protocol", "panel/src/messages"]));
  });

  it("shows the drift panel's page nothing but drift, its SQL and the protocol", () => {
    const reached = sources("panel/src").flatMap((file) => importsOf(file).map((imported) => targetOf(file, imported)));
    const outside = reached.filter((target) => target !== null && !target.startsWith("panel/"));
    expect(outside.filter((target) => !/^server\/src\/(drift\/|protocol\.js$|host\/duckdb\/sql\.js$)/.test(target ?? ""))).toEqual([]);
  });
});

describe("files", () => {
  const all = ["server/src", "client/src", "panel/src", "scripts", "test"].flatMap(sources);
  const lengthOf = (file: string) => fs.readFileSync(path.join(root, file), "utf8").split("\n").length;

  it(`have no more than ${usualLength} lines, or a reason`, () => {
    expect(all.filter((file) => lengthOf(file) > usualLength && !(file in longFiles))).toEqual([]);
  });

  it("have no reason that they need no longer", () => {
    expect(Object.keys(longFiles).filter((file) => !all.includes(file) || lengthOf(file) <= usualLength)).toEqual([]);
  });
});

describe("the manifest", () => {
  const manifest = json("package.json");
  const texts = json("package.nls.json");

  it("takes every text that people read from package.nls.json, and leaves none there unused", () => {
    const { configuration, commands } = manifest.contributes;
    const read: string[] = [manifest.displayName, manifest.description, configuration.title, manifest.capabilities.untrustedWorkspaces.description];
    for (const walkthrough of manifest.contributes.walkthroughs) {
      read.push(walkthrough.title, walkthrough.description);
      for (const step of walkthrough.steps) read.push(step.title, step.description, step.media.altText);
    }
    for (const view of manifest.contributes.views.explorer) read.push(view.name);
    for (const tool of manifest.contributes.languageModelTools) {
      read.push(
        tool.displayName,
        tool.userDescription,
        tool.modelDescription,
        ...Object.values<{ description: string }>(tool.inputSchema.properties).map((p) => p.description),
      );
    }
    for (const command of commands) read.push(command.title, command.category);
    for (const property of Object.values<Record<string, unknown>>(configuration.properties)) {
      for (const key of ["description", "markdownDescription", "deprecationMessage"]) if (key in property) read.push(String(property[key]));
      read.push(...((property.enumDescriptions as string[] | undefined) ?? []));
    }
    expect(read.filter((text) => !/^%[\w.]+%$/.test(text))).toEqual([]);
    expect([...new Set(read.map((text) => text.slice(1, -1)))].sort()).toEqual(Object.keys(texts).sort());
  });

  it("has the settings of the schema (npm run generate)", () => {
    const fresh = withSettings(manifest, texts, manifestProperties());
    expect(manifest).toEqual(fresh.manifest);
    expect(texts).toEqual(fresh.texts);
  });

  it("comes with the schema of [tool.holdout] that the settings give", () => {
    expect(json(projectSchemaFile)).toEqual(projectSchema());
  });

  it("declares the commands that the client registers", () => {
    const registered = [...fs.readFileSync(path.join(root, "client/src/extension.ts"), "utf8").matchAll(/registerCommand\("([^"]+)"/g)].map(([, name]) => name);
    expect(registered.sort()).toEqual(manifest.contributes.commands.map(({ command }: { command: string }) => command).sort());
  });

  it("has one version in all packages", () => {
    expect([json("client/package.json").version, json("server/package.json").version]).toEqual([manifest.version, manifest.version]);
  });
});
