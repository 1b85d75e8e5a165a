/** Every row of server/knowledge is well-formed, names what exists, and says it once. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import type { CallableRow, ClassTraits, Effect, EffectRow, KnowledgeFile, ProtocolFile } from "../../server/src/trace/knowledge.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const folder = path.join(root, "server/knowledge");
const read = (file: string) => JSON.parse(fs.readFileSync(file, "utf8"));
const schema = read(path.join(root, "syntaxes/knowledge.schema.json"));
const names = fs.readdirSync(folder).filter((name) => !["magics.json", "conventions.json", "protocols.json"].includes(name));
const files = new Map(names.map((name) => [name, read(path.join(folder, name)) as KnowledgeFile]));
const { protocols } = read(path.join(folder, "protocols.json")) as ProtocolFile;

/** Options whose values are no parameters, by option; everything else that is a string names one. */
const plainOptions = new Set([
  "ends",
  "foreign",
  "text",
  "expects",
  "op",
  "as",
  "kind",
  "metric",
  "needs",
  "task",
  "argument",
  "what",
  "returns",
  "mask",
  "looks",
  "shape",
  "set",
  "adds",
]);

function parameters(signature: string): Set<string> {
  const found = new Set<string>();
  let depth = 0;
  let quote = "";
  let piece = "";
  const take = () => {
    const name = /^\s*\*{0,2}\s*([A-Za-z_]\w*)/.exec(piece)?.[1];
    if (name) found.add(name);
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
  return found;
}

function namedBy(effect: EffectRow): string[] {
  const out: string[] = [];
  for (const [option, value] of Object.entries(effect)) {
    if (plainOptions.has(option) || (option === "index" && value === "reset")) continue;
    if (typeof value === "string") out.push(value);
    else if (Array.isArray(value)) out.push(...value.filter((item): item is string => typeof item === "string"));
    else if (value && typeof value === "object" && "param" in value) out.push(String(value.param));
  }
  return out;
}

interface Place {
  readonly where: string;
  readonly row: CallableRow;
  readonly method: boolean;
  /** Parameters of the constructor, which effects of methods may name too. */
  readonly init?: string;
}

const effectsOf = (row: CallableRow): EffectRow[] => [row.does ?? []].flat().map((effect: Effect) => (typeof effect === "string" ? { op: effect } : effect));

function* callables(): Generator<Place> {
  for (const [file, { modules }] of files)
    for (const [module, { classes, functions }] of Object.entries(modules)) {
      for (const [name, row] of Object.entries(functions ?? {})) yield { where: `${file}: ${module}.${name}`, row, method: false };
      for (const [name, { methods, init }] of Object.entries(classes ?? {}))
        for (const [method, row] of Object.entries(methods ?? {})) yield { where: `${file}: ${module}.${name}.${method}`, row, method: true, init };
    }
  for (const [protocol, { methods, call }] of Object.entries(protocols)) {
    for (const [name, row] of Object.entries(methods ?? {})) yield { where: `protocols.json: ${protocol}.${name}`, row, method: true };
    if (call) yield { where: `protocols.json: ${protocol}()`, row: call, method: true };
  }
}

describe("the knowledge of libraries", () => {
  const validate = new Ajv({ allErrors: false }).compile(schema);
  it.each([...names, "protocols.json"])("%s follows the schema", (name) => {
    validate(read(path.join(folder, name)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it("uses the operations of the vocabulary, which the schema lists in full", () => {
    const source = fs.readFileSync(path.join(root, "server/src/trace/knowledge.ts"), "utf8");
    const declared = [...(/export type OpName =([^;]+);/.exec(source)?.[1] ?? "").matchAll(/"(\w+)"/g)].map(([, op]) => op);
    expect([...schema.definitions.op.enum].sort()).toEqual(declared.sort());
  });

  it("names only protocols that exist", () => {
    const wrong: string[] = [];
    const check = (where: string, name: unknown) => {
      if (typeof name === "string" && !Object.hasOwn(protocols, name)) wrong.push(`${where}: ${name}`);
    };
    for (const [file, { modules }] of files)
      for (const [module, { classes }] of Object.entries(modules))
        for (const [name, row] of Object.entries(classes ?? {})) check(`${file}: ${module}.${name}`, row.is);
    for (const { where, row } of callables()) for (const effect of effectsOf(row)) check(where, effect.as);
    for (const [name, { extends: parent, attributes }] of Object.entries(protocols)) {
      check(name, parent);
      for (const effect of Object.values(attributes ?? {})) if (typeof effect !== "string") check(name, effect.as);
    }
    expect(wrong).toEqual([]);
  });

  it("names only parameters that the signature has", () => {
    const wrong: string[] = [];
    for (const { where, row, method, init } of callables()) {
      const known = parameters(row.sig ?? "()");
      if (method) known.add("self");
      for (const parameter of init ? parameters(init) : []) known.add(parameter);
      for (const effect of effectsOf(row).filter((each) => !each.fromInit))
        for (const name of namedBy(effect)) if (!known.has(name)) wrong.push(`${where}: ${name}`);
    }
    expect(wrong).toEqual([]);
  });

  it("names only constructor parameters in traits", () => {
    const wrong: string[] = [];
    const from = (traits: ClassTraits): string[] => {
      const { wraps, data, label, ...rest } = traits as Record<string, unknown> & ClassTraits;
      const single = ["space", "fits", "seed", "calls", "stop"]
        .map((key) => (rest as Record<string, unknown>)[key])
        .filter((value): value is string => typeof value === "string");
      return [...(wraps ?? []), ...(data ?? []), ...(label ? [label] : []), ...single];
    };
    for (const [file, { modules }] of files)
      for (const [module, { classes }] of Object.entries(modules))
        for (const [name, row] of Object.entries(classes ?? {})) {
          const known = parameters(row.init ?? "(**kwargs)");
          if (known.has("kwargs") && known.size <= 2) continue;
          for (const parameter of from(row.traits ?? {})) if (!known.has(parameter)) wrong.push(`${file}: ${module}.${name}: ${parameter}`);
        }
    expect(wrong).toEqual([]);
  });

  it("has one row for each API", () => {
    const seen = new Map<string, string>();
    const twice: string[] = [];
    for (const [file, { modules }] of files)
      for (const [module, { classes, functions }] of Object.entries(modules))
        for (const name of [...Object.keys(classes ?? {}), ...Object.keys(functions ?? {})]) {
          const api = `${module}.${name}`;
          if (seen.has(api)) twice.push(`${api}: ${seen.get(api)} and ${file}`);
          seen.set(api, file);
        }
    expect(twice).toEqual([]);
  });

  it("has aliases that lead to modules and hide none", () => {
    const modules = new Set([...files.values()].flatMap((file) => Object.keys(file.modules)));
    const wrong: string[] = [];
    for (const [file, { aliases }] of files)
      for (const [from, to] of Object.entries(aliases ?? {})) {
        if (!modules.has(to)) wrong.push(`${file}: ${from} → ${to} is no module`);
        if (modules.has(from)) wrong.push(`${file}: ${from} is a module itself`);
      }
    expect(wrong).toEqual([]);
  });

  it("has no protocol that inherits from itself", () => {
    for (const name of Object.keys(protocols)) {
      const seen = new Set<string>();
      for (let at: string | undefined = name; at; at = protocols[at]?.extends) {
        expect(seen.has(at), `${name} extends ${at} twice`).toBe(false);
        seen.add(at);
      }
    }
  });

  it("is laid out as the layout script writes it: one API a line", () => {
    for (const [name] of files) {
      const text = fs.readFileSync(path.join(folder, name), "utf8");
      const rows = text.split("\n").filter((line) => /^ {8}"\w+": \{/.test(line));
      const apis = Object.values(files.get(name)?.modules ?? {}).flatMap((module) => [
        ...Object.keys(module.classes ?? {}),
        ...Object.keys(module.functions ?? {}),
      ]);
      expect(rows.length, name).toBe(apis.length);
    }
  });
});
