/** Which functions and classes of a document something leads to: what no cell ever names is never run. */
import type { Stmt } from "./ir.js";
import type { Unit } from "./program.js";

/**
 * Names of functions and classes at the top of cells that no other code leads to, directly or through other functions. Methods of a class that
 * something leads to count as used, as do functions with decorators. Empty for scripts that only define, as others may import them, but not for one
 * that runs: it trains where it is imported (`trains`), or calls functions of its own at its top or under its main guard.
 */
export function neverUsed(units: readonly Unit[], trains = false): ReadonlySet<string> {
  const defs = new Map<string, Stmt[]>();
  const script = units.some((u) => u.input.cell === null);
  if (!units.some(defines) || (script && (byName(units) || !(trains || callsItsOwn(units))))) return new Set();
  const used = new Set<string>();
  const waiting: string[] = [];
  const use = (name: string): void => {
    if (used.has(name)) return;
    used.add(name);
    waiting.push(name);
  };
  for (const u of units) {
    // Magics are masked before parsing; what they run stands in the text alone.
    for (const [line] of u.input.text.matchAll(/^\s*[%!].*/gm)) for (const [word] of line.matchAll(/\w+/g)) use(word);
    for (const s of u.body) {
      const name = s.k === "def" ? s.fn.name : s.k === "class" ? s.name : null;
      if (name === null) mentioned(s).forEach(use);
      else {
        defs.set(name, [...(defs.get(name) ?? []), s]);
        if (s.k === "def") {
          if (s.fn.decorators.length) use(name);
          mentioned(s.fn, [s.fn.decorators, s.fn.params]).forEach(use);
        } else if (s.k === "class" && s.decorators.length) use(name);
      }
    }
  }
  while (waiting.length) for (const s of defs.get(waiting.pop() as string) ?? []) mentioned(s.k === "def" ? s.fn.body : s).forEach(use);
  return new Set([...defs.keys()].filter((name) => !used.has(name)));
}

const defines = ({ body }: Unit): boolean => body.some((s) => s.k === "def" || s.k === "class");

/** Whether a script says what others take of it, or finds its functions by their names while it runs. */
const byName = (units: readonly Unit[]): boolean =>
  units.some((u) => /\b__all__\b|\b(globals|locals|eval|exec)\(|\bsys\.modules\b|\bFire\(/.test(u.input.text));

/** Whether code outside of all functions calls one of them, for more than a value that others may import. */
function callsItsOwn(units: readonly Unit[]): boolean {
  const top = units.flatMap((u) => u.body);
  const own = new Set(top.flatMap((s) => (s.k === "def" ? [s.fn.name] : s.k === "class" ? [s.name] : [])));
  return top.some((s) => s.k !== "def" && s.k !== "class" && s.k !== "assign" && [...mentioned(s)].some((name) => own.has(name)));
}

/** What `mentioned` has found: after an edit, all cells but one are as they were. */
const known = new WeakMap<object, ReadonlySet<string>>();

/** Every name and attribute in `part`, which belongs to `owner` alone. */
function mentioned(owner: object, part: unknown = owner): ReadonlySet<string> {
  const old = known.get(owner);
  if (old) return old;
  const found = new Set<string>();
  mentions(part, (name) => found.add(name));
  known.set(owner, found);
  return found;
}

/** Every name and attribute in a part of the program. */
function mentions(node: unknown, use: (name: string) => unknown, depth = 0): void {
  if (typeof node !== "object" || node === null || node instanceof Set || depth > 400) return;
  if (Array.isArray(node)) {
    for (const x of node) mentions(x, use, depth + 1);
    return;
  }
  const n = node as { readonly k?: unknown; readonly name?: unknown };
  if ((n.k === "name" || n.k === "attr") && typeof n.name === "string") use(n.name);
  for (const [key, x] of Object.entries(node)) if (key !== "at" && key !== "nameAt") mentions(x, use, depth + 1);
}
