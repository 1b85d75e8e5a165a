/** Looks library knowledge up: a dotted path, a protocol's method, a signature. Knows no library by name. */
import type { CallableRow, ClassRow, Effect, EffectRow, KnowledgeFile, ProtocolFile, ProtocolRow } from "./knowledge.js";

export type Entry = { what: "module"; row: null } | { what: "class"; row: ClassRow } | { what: "function"; row: CallableRow } | { what: "unknown"; row: null };

export interface Library {
  find(path: string): Entry;
  /** The path of what the project itself describes under this name of a module; `relative`: the module's beginning is not written. */
  own(module: string, name: string, relative: boolean): string | null;
  /** Whether a module is known from the project's own description alone. */
  isOwn(module: string): boolean;
  /** Public names of a module and the modules below it, for `import *`. */
  exports(module: string): readonly string[];
  /** The path of the only class or function of that name, or null. */
  unique(name: string): string | null;
  /** What an unresolved conventional name (np, pd) stands for. */
  convention(name: string): string | null;
  method(protocol: string, name: string): CallableRow | null;
  attribute(protocol: string, name: string): EffectRow | null;
  protocol(name: string): ProtocolRow | null;
  isA(protocol: string, ancestor: string): boolean;
}

export interface Conventions {
  readonly names: Readonly<Record<string, string>>;
  /** Packages that an unresolved name is looked for in first. */
  readonly prefer: readonly string[];
}

/** What a project adds to the shipped files, and puts before them. */
export interface OwnRows {
  readonly files: readonly KnowledgeFile[];
  /** Dotted name → dotted name of what it is like. */
  readonly alias: Readonly<Record<string, string>>;
}

const noRows: OwnRows = { files: [], alias: {} };

export function createLibrary(files: readonly KnowledgeFile[], protocols: ProtocolFile, conventions: Conventions, ownRows: OwnRows = noRows): Library {
  const entries = new Map<string, Entry>();
  const modules = new Map<string, string[]>();
  const names = new Map<string, Set<string>>();
  const inPackage = new Map<string, Entry>();
  const aliases = new Map<string, string>();
  const manualFirst = [...ownRows.files, ...[...files].sort((a, b) => Number(a.provenance === "generated") - Number(b.provenance === "generated"))];
  const add = (module: string, name: string, entry: Entry, past: boolean): void => {
    const path = `${module}.${name}`;
    if (entries.has(path)) return;
    entries.set(path, entry);
    const list = modules.get(module) ?? [];
    modules.set(module, list);
    list.push(name);
    if (!past || !names.has(name)) {
      const set = names.get(name) ?? new Set();
      names.set(name, set.add(path));
    }
    const short = `${module.split(".")[0]}:${name}`;
    if (!inPackage.has(short)) inPackage.set(short, entry);
  };
  for (const file of manualFirst) {
    for (const [from, to] of Object.entries(file.aliases ?? {})) if (!aliases.has(from)) aliases.set(from, to);
    for (const [module, row] of Object.entries(file.modules)) {
      if (!modules.has(module)) modules.set(module, []);
      for (const [name, r] of Object.entries(row.classes ?? {})) add(module, name, { what: "class", row: r }, file.checked === "-");
      for (const [name, r] of Object.entries(row.functions ?? {})) add(module, name, { what: "function", row: r }, file.checked === "-");
    }
  }
  const prefixes = new Set<string>();
  for (const m of [...modules.keys(), ...aliases.keys()]) {
    const parts = m.split(".");
    for (let i = 1; i <= parts.length; i++) prefixes.add(parts.slice(0, i).join("."));
  }
  const resolveAlias = (module: string): string => {
    let rest = "";
    let head = module;
    for (let guard = 0; guard < 8 && head; guard++) {
      const to = aliases.get(head);
      if (to) return resolveAliasOnce(to + rest);
      const dot = head.lastIndexOf(".");
      if (dot < 0) break;
      rest = head.slice(dot) + rest;
      head = head.slice(0, dot);
    }
    return module;
  };
  const below = (module: string): string[] =>
    [...prefixes].flatMap((path) =>
      path.startsWith(`${module}.`) && /^[^_.][^.]*$/.test(path.slice(module.length + 1)) ? [path.slice(module.length + 1)] : [],
    );
  const resolveAliasOnce = (module: string): string => aliases.get(module) ?? module;

  const find = (path: string): Entry => {
    const known = entries.get(path);
    if (known) return known;
    const dot = path.lastIndexOf(".");
    if (dot > 0) {
      const via = entries.get(`${resolveAlias(path.slice(0, dot))}.${path.slice(dot + 1)}`);
      if (via) return via;
    }
    if (prefixes.has(path) || prefixes.has(resolveAlias(path))) return { what: "module", row: null };
    const root = path.split(".")[0] as string;
    const last = path.slice(dot + 1);
    // A private or moved home of a known name: the package and the name tell enough, if the name looks like an export.
    if (dot > 0 && prefixes.has(root) && /^[A-Z]|_/.test(last)) {
      const short = inPackage.get(`${root}:${last}`) ?? inPackage.get(`${resolveAlias(root)}:${last}`);
      if (short) return short;
    }
    return { what: "unknown", row: null };
  };

  const mine = new Set(
    ownRows.files.flatMap((file) =>
      Object.entries(file.modules).flatMap(([m, r]) => [...Object.keys(r.classes ?? {}), ...Object.keys(r.functions ?? {})].map((n) => `${m}.${n}`)),
    ),
  );
  for (const [name, like] of Object.entries(ownRows.alias)) {
    const target = find(like);
    const dot = name.lastIndexOf(".");
    if (target.what !== "class" && target.what !== "function") continue;
    entries.delete(name);
    add(name.slice(0, dot), name.slice(dot + 1), target, false);
    mine.add(name);
    for (let i = name.indexOf("."); i > 0; i = name.indexOf(".", i + 1)) prefixes.add(name.slice(0, i));
  }
  const mineModules = new Set([...mine].map((path) => path.slice(0, path.lastIndexOf("."))));

  const methods = new Map<string, CallableRow | null>();
  const walk = <T>(protocol: string, pick: (row: ProtocolRow) => T | undefined): T | null => {
    for (let name: string | undefined = protocol, guard = 0; name && guard < 12; guard++) {
      const row: ProtocolRow | undefined = protocols.protocols[name];
      if (!row) return null;
      const got = pick(row);
      if (got !== undefined) return got;
      name = row.extends;
    }
    return null;
  };
  return {
    find,
    own: (module, name, relative) => {
      if (!mine.size) return null;
      if (!relative && mine.has(`${module}.${name}`)) return `${module}.${name}`;
      // Handed on by a package above its home, or imported from within the package.
      const ends = module ? `.${module}.${name}` : `.${name}`;
      const fits = [...mine].filter((path) => path.endsWith(`.${name}`) && (relative ? path.endsWith(ends) : path.startsWith(`${module}.`)));
      return fits.length === 1 ? (fits[0] as string) : null;
    },
    isOwn: (module) => [...mineModules].some((m) => m === module || m.startsWith(`${module}.`)),
    exports: (module) => [...new Set([module, resolveAlias(module)].flatMap((home) => [...(modules.get(home) ?? []), ...below(home)]))],
    unique: (name) => {
      const set = names.get(name);
      // Short names (X, Y) and lower-case ones are what people call their own things.
      if (!set || !(/^[A-Z].{2}/.test(name) || (name.includes("_") && name.length >= 10))) return null;
      const rows = new Set([...set].map((p) => JSON.stringify(entries.get(p)?.row)));
      if (rows.size === 1 || set.size === 1) return [...set][0] as string;
      // Smaller libraries borrow the names of the great ones.
      for (const name of conventions.prefer) {
        const own = [...set].filter((p) => p.startsWith(`${name}.`));
        if (own.length) return new Set(own.map((p) => JSON.stringify(entries.get(p)?.row))).size === 1 ? (own[0] as string) : null;
      }
      return null;
    },
    convention: (name) => (Object.hasOwn(conventions.names, name) ? (conventions.names[name] as string) : null),
    method: (protocol, name) => {
      const key = `${protocol}.${name}`;
      let row = methods.get(key);
      if (row === undefined) {
        row = walk(protocol, (r) => (r.methods && Object.hasOwn(r.methods, name) ? r.methods[name] : undefined));
        methods.set(key, row);
      }
      return row;
    },
    attribute: (protocol, name) => {
      const e = walk(protocol, (r) => (r.attributes && Object.hasOwn(r.attributes, name) ? r.attributes[name] : undefined));
      return e === null ? null : effectRow(e);
    },
    protocol: (name) => protocols.protocols[name] ?? null,
    isA: (protocol, ancestor) => {
      for (let name: string | undefined = protocol, guard = 0; name && guard < 12; guard++) {
        if (name === ancestor) return true;
        name = protocols.protocols[name]?.extends;
      }
      return false;
    },
  };
}

const effectRow = (e: Effect): EffectRow => (typeof e === "string" ? { op: e } : e);

export const effectsOf = (row: CallableRow): readonly EffectRow[] => {
  const d = row.does;
  if (d === undefined) return [{ op: "opaque" }];
  return Array.isArray(d) ? (d as readonly Effect[]).map(effectRow) : [effectRow(d as Effect)];
};

export interface SigParam {
  readonly name: string;
  readonly kind: "plain" | "star" | "kwonly" | "starstar";
  readonly literal: string | number | boolean | null | undefined;
}

const signatures = new Map<string, readonly SigParam[]>();

/** Parses "(X, y=None, *, axis=0, **kw)". Defaults that are not literals are undefined. */
export function signature(text: string): readonly SigParam[] {
  let params = signatures.get(text);
  if (params) return params;
  const out: SigParam[] = [];
  let kwonly = false;
  for (const piece of splitTop(text.replace(/^\s*\(|\)\s*$/g, ""))) {
    const [head = "", ...tail] = piece.split("=");
    const name = (head.split(":")[0] as string).trim();
    const value = tail.join("=").trim();
    if (!name || name === "/" || name === "self") continue;
    if (name === "*") kwonly = true;
    else if (name.startsWith("**")) out.push({ name: name.slice(2), kind: "starstar", literal: undefined });
    else if (name.startsWith("*")) {
      out.push({ name: name.slice(1), kind: "star", literal: undefined });
      kwonly = true;
    } else out.push({ name, kind: kwonly ? "kwonly" : "plain", literal: tail.length ? literal(value) : undefined });
  }
  params = out;
  signatures.set(text, params);
  return params;
}

function splitTop(text: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let quote = "";
  let piece = "";
  for (const c of text) {
    if (quote) quote = c === quote ? "" : quote;
    else if (c === "'" || c === '"') quote = c;
    else if ("([{".includes(c)) depth++;
    else if (")]}".includes(c)) depth--;
    if (c === "," && depth === 0 && !quote) {
      out.push(piece.trim());
      piece = "";
    } else piece += c;
  }
  if (piece.trim()) out.push(piece.trim());
  return out;
}

function literal(text: string): string | number | boolean | null | undefined {
  if (text === "None") return null;
  if (text === "True") return true;
  if (text === "False") return false;
  if (/^-?\d[\d._]*(e-?\d+)?$/i.test(text)) return Number(text.replaceAll("_", ""));
  const quoted = /^(['"])(.*)\1$/.exec(text);
  return quoted ? (quoted[2] as string) : undefined;
}
