/** Checks JSON against the part of JSON Schema that Holdout's own schemas use, and says at which offset it is wrong. */
import type { JsonScanner } from "../notebook/json-scan.js";
import { nearest } from "./read.js";

/** A value of a JSON file that knows where it stands. */
export interface JsonNode {
  readonly value: unknown;
  readonly at: number;
  readonly members?: ReadonlyMap<string, JsonNode>;
  readonly items?: readonly JsonNode[];
}

export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

export interface SchemaFault {
  readonly at: number;
  readonly message: string;
}

/** Throws a JsonError on what is no JSON. */
export function readJson(scanner: JsonScanner): JsonNode {
  const node = readValue(scanner);
  scanner.end();
  return node;
}

function readValue(scanner: JsonScanner): JsonNode {
  const at = scanner.position();
  const next = scanner.peek();
  if (next === "{") {
    const members = new Map<string, JsonNode>();
    scanner.members((key) => members.set(key, readValue(scanner)));
    return { value: Object.fromEntries([...members].map(([key, node]) => [key, node.value])), at, members };
  }
  if (next === "[") {
    const items: JsonNode[] = [];
    scanner.elements(() => items.push(readValue(scanner)));
    return { value: items.map((item) => item.value), at, items };
  }
  if (next === '"') return { value: scanner.string().value, at };
  scanner.skip();
  const word = scanner.text.slice(at).match(/^[-+.\w]+/)?.[0] ?? "";
  return { value: { true: true, false: false, null: null }[word] ?? (word === "null" ? null : Number(word)), at };
}

export const children = (node: JsonNode | undefined): ReadonlyMap<string, JsonNode> => node?.members ?? new Map();

/** Properties of a definition whose values are of another definition, or lists of it. */
export function optionsNaming(schema: JsonSchema, definition: string, of: string): ReadonlySet<string> {
  const names = (each: JsonSchema): boolean =>
    each.$ref === `#/definitions/${of}` || each.$ref === `#/definitions/${of}s` || (each.items ? names(each.items) : false) || (each.anyOf ?? []).some(names);
  const properties = schema.definitions?.[definition]?.properties ?? {};
  return new Set(Object.entries(properties).flatMap(([name, each]) => (names(each) ? [name] : [])));
}

export class Validator {
  constructor(private readonly root: JsonSchema) {}

  check(node: JsonNode, given: JsonSchema): SchemaFault[] {
    const schema = this.resolved(given);
    const options = schema.anyOf ?? schema.oneOf;
    if (options) return this.checkAny(node, options);
    const fault = (message: string): SchemaFault[] => [{ at: node.at, message }];
    if (schema.type !== undefined && !typesOf(schema).includes(typeOf(node.value))) return fault(`must be ${article(typesOf(schema).join(" or "))}`);
    if (schema.const !== undefined && node.value !== schema.const) return fault(`must be ${JSON.stringify(schema.const)}`);
    if (schema.enum && !schema.enum.includes(node.value)) return fault(notOneOf(node.value, schema.enum));
    if (typeof node.value === "string") {
      if (schema.pattern && !new RegExp(schema.pattern).test(node.value)) return fault(wrongForm(node.value, schema.pattern));
      if (node.value.length < (schema.minLength ?? 0)) return fault("must not be empty");
    }
    if (node.items) {
      if (node.items.length < (schema.minItems ?? 0)) return fault(`must have at least ${schema.minItems} items`);
      return schema.items ? node.items.flatMap((item) => this.check(item, schema.items as JsonSchema)) : [];
    }
    return node.members ? this.checkMembers(node, schema) : [];
  }

  private checkMembers(node: JsonNode, schema: JsonSchema): SchemaFault[] {
    const faults: SchemaFault[] = [];
    const known = Object.keys(schema.properties ?? {});
    for (const name of schema.required ?? []) if (!node.members?.has(name)) faults.push({ at: node.at, message: `"${name}" is missing` });
    for (const [name, member] of children(node)) {
      const own = schema.properties?.[name] ?? schema.additionalProperties;
      if (own === false) {
        const near = nearest(name, known);
        faults.push({ at: member.at, message: `unknown key "${name}"${near ? `; did you mean "${near}"?` : ""}` });
      } else if (own && own !== true)
        faults.push(
          ...this.check(member, own).map(({ at, message }) => ({ at, message: /^"\w+"(:| is| names)/.test(message) ? message : `"${name}" ${message}` })),
        );
    }
    return faults;
  }

  /** The faults of the option that is meant: the first of the same type. */
  private checkAny(node: JsonNode, options: readonly JsonSchema[]): SchemaFault[] {
    let best: SchemaFault[] | null = null;
    for (const option of options) {
      const faults = this.check(node, option);
      if (faults.length === 0) return [];
      if (this.typesIn(option).includes(typeOf(node.value))) best ??= faults;
    }
    return best ?? [{ at: node.at, message: `must be ${[...new Set(options.flatMap((option) => this.typesIn(option)))].map(article).join(" or ")}` }];
  }

  private typesIn(given: JsonSchema): readonly string[] {
    const schema = this.resolved(given);
    const options = schema.anyOf ?? schema.oneOf;
    return options ? options.flatMap((option) => this.typesIn(option)) : typesOf(schema);
  }

  private resolved(schema: JsonSchema): JsonSchema {
    const name = schema.$ref?.replace("#/definitions/", "");
    const target = name === undefined ? undefined : this.root.definitions?.[name];
    return target ? this.resolved(target) : schema;
  }
}

const typeOf = (value: unknown): string => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);

function typesOf(schema: JsonSchema): readonly string[] {
  if (typeof schema.type === "string") return [schema.type];
  return schema.type ?? (schema.enum ?? [schema.const]).map(typeOf);
}

const article = (type: string): string => (type === "boolean" || type === "null" ? type : `${/^[aeo]/.test(type) ? "an" : "a"} ${type}`);

function notOneOf(value: unknown, choices: readonly unknown[]): string {
  const near = nearest(String(value), choices.map(String));
  if (choices.length > 12) return `${JSON.stringify(value)} is not in the vocabulary${near ? `; did you mean "${near}"?` : ""}`;
  return `must be one of ${choices.join(", ")}, not ${JSON.stringify(value)}`;
}

const wrongForm = (value: string, pattern: string): string =>
  pattern.startsWith("^\\(") ? `must be a signature in brackets, such as "(X, y=None)", not "${value}"` : `"${value}" is no name of Python`;
