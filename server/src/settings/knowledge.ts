/**
 * Reads what a project says of its own code: `knowledge = ["ml.holdout.json"]` and the table `alias`. What is right is
 * taken, what is wrong is left out and explained at its line. Pure: the caller reads the files.
 */
import schema from "../../../syntaxes/knowledge.schema.json";
import protocolFile from "../../knowledge/protocols.json";
import type { OwnKnowledge } from "../engine.types.js";
import { JsonError, JsonScanner } from "../notebook/json-scan.js";
import { lineOfKey, nearest } from "./read.js";
import { children, type JsonNode, type JsonSchema, optionsNaming, readJson, Validator } from "./validate.js";

export interface KnowledgeProblem {
  /** The file at fault: one of those listed, or null for the `pyproject.toml` that lists them. */
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
  readonly message: string;
}

export interface KnowledgeReading {
  /** Null if there is nothing to add to what ships. */
  readonly knowledge: OwnKnowledge | null;
  readonly problems: readonly KnowledgeProblem[];
}

export interface KnowledgeInput {
  /** The listed files with their texts; null for those that cannot be read. */
  readonly files: readonly { readonly name: string; readonly text: string | null }[];
  readonly alias: Readonly<Record<string, string>>;
  /** The text of the pyproject.toml, to say where a fault is. */
  readonly pyproject: string | null;
  /** Whether a dotted name is known without the project's help. */
  knows(path: string): boolean;
}

const validator = new Validator(schema as JsonSchema);
const protocols = Object.keys(protocolFile.protocols);
const namingOptions = optionsNaming(schema as JsonSchema, "effectRow", "parameter");
const namingTraits = optionsNaming(schema as JsonSchema, "traits", "parameter");
const maxLength = 5_000_000;

export function readKnowledge(input: KnowledgeInput): KnowledgeReading {
  const problems: KnowledgeProblem[] = [];
  const inProject = (key: string, message: string) =>
    problems.push({ file: null, line: input.pyproject === null ? null : lineOfKey(input.pyproject, key), message });
  const files: OwnFile[] = [];
  for (const { name, text } of input.files) {
    if (text === null) inProject(name, `"knowledge": cannot read "${name}"`);
    else files.push(...new FileReader(name, text, problems).read());
  }
  const own = new Set(files.flatMap(namesIn));
  const alias: Record<string, string> = {};
  for (const [name, like] of Object.entries(input.alias)) {
    if (own.has(like) || input.knows(like)) alias[name] = like;
    else inProject(name, `"alias": nothing is known of "${like}"`);
  }
  const empty = files.length === 0 && Object.keys(alias).length === 0;
  return { knowledge: empty ? null : { files, alias }, problems };
}

interface OwnFile {
  readonly package: string;
  readonly provenance: "manual";
  readonly checked: string;
  readonly modules: Record<string, { classes: Record<string, unknown>; functions: Record<string, unknown>; values: Record<string, unknown> }>;
  readonly aliases: Record<string, unknown>;
}

const namesIn = ({ modules }: OwnFile): string[] =>
  Object.entries(modules).flatMap(([module, { classes, functions }]) =>
    [...Object.keys(classes), ...Object.keys(functions)].map((name) => `${module}.${name}`),
  );

/** One file: each row that is right is kept, for each that is wrong it is said why and where. */
class FileReader {
  constructor(
    private readonly name: string,
    private readonly text: string,
    private readonly problems: KnowledgeProblem[],
  ) {}

  read(): OwnFile[] {
    const root = this.parse();
    if (!root) return [];
    if (!root.members?.has("modules")) {
      this.complain(root.at, 'a knowledge file is an object with "modules": { "proj.features": { "classes": { … }, "functions": { … } } }');
      return [];
    }
    const known = new Set(["$schema", "package", "provenance", "checked", "modules", "aliases"]);
    for (const [key, node] of root.members) if (!known.has(key)) this.complain(node.at, `unknown key "${key}"${hint(key, [...known])}`);
    const file: OwnFile = { package: this.name, provenance: "manual", checked: "own", modules: {}, aliases: {} };
    const aliases = root.members.get("aliases");
    if (aliases && this.holds(aliases, { type: "object", additionalProperties: { type: "string" } }, "aliases")) Object.assign(file.aliases, aliases.value);
    for (const [module, node] of children(root.members.get("modules"))) this.module(file, module, node);
    if (!root.members.get("modules")?.members)
      this.complain(root.members.get("modules")?.at ?? 0, '"modules" must be an object from module names to their rows');
    return [file];
  }

  private module(file: OwnFile, name: string, node: JsonNode): void {
    const rows = { classes: {} as Record<string, unknown>, functions: {} as Record<string, unknown>, values: {} as Record<string, unknown> };
    if (!node.members) return this.complain(node.at, `modules.${name}: must be an object with "classes" or "functions"`);
    file.modules[name] = rows;
    for (const [kind, table] of node.members) {
      if (kind !== "classes" && kind !== "functions" && kind !== "values") {
        this.complain(table.at, `${name}: unknown key "${kind}"${hint(kind, ["classes", "functions", "values"])}`);
        continue;
      }
      if (!table.members) this.complain(table.at, `${name}.${kind}: must be an object from names to rows`);
      for (const [row, at] of children(table)) {
        const where = `${name}.${row}`;
        const definition = kind === "classes" ? "class" : "callable";
        if (!/^[A-Za-z_]\w*$/.test(row)) this.complain(at.at, `${where}: "${row}" is no name of Python`);
        else if (kind === "values" || (this.holds(at, { $ref: `#/definitions/${definition}` }, where) && this.isMeaningful(at, kind, where)))
          rows[kind][row] = at.value;
      }
    }
  }

  private holds(node: JsonNode, wanted: JsonSchema, where: string): boolean {
    const faults = validator.check(node, wanted);
    for (const { at, message } of faults.slice(0, 3)) this.complain(at, `${where}: ${message}`);
    return faults.length === 0;
  }

  /** What a schema cannot say: protocols exist, and effects and traits name parameters that are there. */
  private isMeaningful(node: JsonNode, kind: "classes" | "functions", where: string): boolean {
    const before = this.problems.length;
    if (kind === "functions") this.callable(node, [], where);
    else {
      const init = node.members?.get("init")?.value;
      const constructorNames = typeof init === "string" ? parametersOf(init) : null;
      this.protocol(node.members?.get("is"), where);
      if (constructorNames)
        for (const [trait, value] of children(node.members?.get("traits")))
          if (namingTraits.has(trait)) this.names(value, constructorNames, `${where}: "${trait}"`, "the constructor");
      for (const [method, row] of children(node.members?.get("methods"))) this.callable(row, ["self", ...(constructorNames ?? [])], `${where}.${method}`);
    }
    return this.problems.length === before;
  }

  private callable(node: JsonNode, more: readonly string[], where: string): void {
    const sig = node.members?.get("sig")?.value;
    const known = [...parametersOf(typeof sig === "string" ? sig : "()"), ...more];
    const does = node.members?.get("does");
    for (const effect of does?.items ?? (does ? [does] : [])) {
      if (effect.members?.has("fromInit")) continue;
      for (const [option, value] of children(effect)) {
        if (option === "as") this.protocol(value, where);
        else if (namingOptions.has(option) && value.value !== "reset") this.names(value, known, `${where}: "${option}"`, "the signature");
      }
    }
  }

  private protocol(node: JsonNode | undefined, where: string): void {
    if (typeof node?.value === "string" && !protocols.includes(node.value))
      this.complain(node.at, `${where}: there is no kind "${node.value}"${hint(node.value, protocols)}`);
  }

  private names(node: JsonNode, known: readonly string[], where: string, of: string): void {
    for (const each of node.items ?? [node])
      if (typeof each.value === "string" && !known.includes(each.value))
        this.complain(each.at, `${where} names "${each.value}", which ${of} does not have${hint(each.value, known)}`);
  }

  private parse(): JsonNode | null {
    try {
      if (this.text.length > maxLength) throw new JsonError("the file is too long for a knowledge file", 0);
      return readJson(new JsonScanner(this.text));
    } catch (error) {
      const message = error instanceof JsonError ? error.message : "it is nested too deeply";
      this.complain(error instanceof JsonError ? error.offset : 0, `not valid JSON: ${message}`);
      return null;
    }
  }

  private complain(at: number, message: string): void {
    this.problems.push({ file: this.name, line: this.text.slice(0, at).split(/\r\n|\n|\r/).length, message });
  }
}

const hint = (name: string, names: readonly string[]): string => {
  const near = nearest(name, names);
  return near ? `; did you mean "${near}"?` : "";
};

/** Names in a signature such as "(X, y=None, *, axis=(0, 1), **kw)". */
function parametersOf(signature: string): string[] {
  const names: string[] = [];
  let depth = 0;
  let quote = "";
  let piece = "";
  const take = () => {
    const name = /^\s*\*{0,2}\s*([A-Za-z_]\w*)/.exec(piece)?.[1];
    if (name) names.push(name);
    piece = "";
  };
  for (const char of signature.slice(1, -1)) {
    if (quote) quote = char === quote ? "" : quote;
    else if (char === "'" || char === '"') quote = char;
    else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
    if (char === "," && depth === 0 && !quote) take();
    else piece += char;
  }
  take();
  return names;
}
