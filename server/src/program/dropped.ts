/** Whether the value of a call goes nowhere: to a name that nothing reads afterwards, or to the end of a statement that shows nothing. */
import type { Span } from "../base/span.js";
import { blocksOf } from "./blocks.js";
import type { Expr, Fn, Stmt } from "./ir.js";
import type { Unit } from "./program.js";

/** A statement and the blocks around it in its scope, outermost first. */
interface Place {
  readonly fn: Fn | null;
  readonly blocks: readonly { readonly body: readonly Stmt[]; readonly index: number; readonly owner: Stmt | null }[];
}

/** Whoever calls one of these may read any name. */
const readers = new Set(["locals", "globals", "vars", "exec", "eval", "dir"]);
/** Calls whose value is that of their argument in another form. */
const forms = new Set(["round", "float", "int", "str", "abs", "format", "list", "tuple", "dict"]);

/**
 * `callee`: the place of the call's callee, or of the name of an attribute; `caller`: the one of the call of the function that makes it, if any, which may throw away what it is given
 * back. False wherever it is not clear that nobody sees the value.
 */
export function isDropped(units: readonly Unit[], callee: Span, caller?: Span): boolean {
  try {
    return goesNowhere(units, callee) || (caller !== undefined && isReturned(units, callee) && goesNowhere(units, caller));
  } catch (error) {
    // Hostile nesting: nothing is clear.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function goesNowhere(units: readonly Unit[], callee: Span): boolean {
  const k = units.findIndex((u) => u.input.source === callee.source);
  const unit = units[k];
  if (!unit) return false;
  const place = find(unit.body, callee);
  const inner = place?.blocks.at(-1);
  const s = inner?.body[inner.index];
  if (!place || !s || (s.k !== "assign" && s.k !== "expr") || !carries(s.value, callee)) return false;
  if (s.k === "expr") return !isShown(units, unit, place, s);
  const names = new Set<string>();
  if (!s.targets.every((target) => plainNames(target, names)) || place.blocks.some((b) => b.owner?.k === "class")) return false;
  const { fn } = place;
  if (fn && [...names].some((n) => fn.globals.has(n) || fn.nonlocals.has(n))) return false;
  const scope = fn ? [fn.body] : units.map((u) => u.body);
  // Text that was not understood may read anything.
  if (units.some((u) => u.broken) || scope.some((body) => [...readers].some((name) => namesRead(body).has(name)))) return false;
  const inFunctions = (name: string): boolean => scope.some((body) => namesReadInFunctions(body).has(name));
  return [...names].every((name) => !inFunctions(name) && !readAfter(place, name, fn ? [] : units.slice(k + 1)));
}

/** Whether the value of a call is what its function gives back, and nothing else is done with it. */
function isReturned(units: readonly Unit[], callee: Span): boolean {
  const unit = units.find((u) => u.input.source === callee.source);
  const inner = (unit ? find(unit.body, callee) : null)?.blocks.at(-1);
  const s = inner?.body[inner.index];
  return s?.k === "return" && s.value !== null && carries(s.value, callee);
}

/** A cell shows its last expression; people look at those of a script line by line. */
function isShown(units: readonly Unit[], unit: Unit, place: Place, s: Stmt): boolean {
  if (place.fn) return false;
  if (unit.input.cell === null || units.some((u) => u.input.text.includes("ast_node_interactivity"))) return true;
  return unit.body.at(-1) === s;
}

/** Whether the value of an expression is that of the call, in whatever form. */
function carries(e: Expr, callee: Span): boolean {
  const go = (x: Expr): boolean => carries(x, callee);
  switch (e.k) {
    case "call":
      if (e.callee.start === callee.start && e.callee.end === callee.end) return true;
      if (e.func.k === "name" && forms.has(e.func.name)) return e.args.some((a) => go(a.value));
      return e.func.k === "attr" && go(e.func.object);
    case "attr":
      return (e.nameAt.start === callee.start && e.nameAt.end === callee.end) || go(e.object);
    case "index":
      return go(e.object);
    case "unary":
      return go(e.operand);
    case "binary":
      return go(e.left) || go(e.right);
    case "tuple":
    case "list":
      return e.items.some(go);
    case "fstring":
      return e.parts.some(go);
    case "comp":
      return go(e.value);
    default:
      return false;
  }
}

function plainNames(e: Expr, out: Set<string>): boolean {
  if (e.k === "name") out.add(e.name);
  else if (e.k === "star") return plainNames(e.value, out);
  else return (e.k === "tuple" || e.k === "list") && e.items.every((x) => plainNames(x, out));
  return true;
}

function find(body: readonly Stmt[], at: Span, around: Place = { fn: null, blocks: [] }, owner: Stmt | null = null): Place | null {
  const index = body.findIndex((s) => s.at.start <= at.start && at.end <= s.at.end);
  const s = body[index];
  if (!s) return null;
  if (s.k === "def") return find(s.fn.body, at, { fn: s.fn, blocks: [] });
  const here: Place = { fn: around.fn, blocks: [...around.blocks, { body, index, owner }] };
  for (const block of blocksOf(s)) {
    const inside = find(block, at, here, s);
    if (inside) return inside;
  }
  return here;
}

/** Whether a name is read after a place, before it is certainly bound anew. */
function readAfter(place: Place, name: string, later: readonly Unit[]): boolean {
  for (const { body, index, owner } of [...place.blocks].reverse()) {
    const after = through(body.slice(index + 1), name);
    if (after !== null) return after;
    if (!owner) continue;
    // The next round, and what follows a `try` whichever way it ends.
    const again = owner.k === "for" || owner.k === "while" || owner.k === "try";
    if (again && namesRead(owner).has(name)) return true;
  }
  for (const u of later) {
    const after = through(u.body, name);
    if (after !== null) return after;
  }
  return false;
}

/** True: read first. False: bound first. Null: neither. */
function through(body: readonly Stmt[], name: string): boolean | null {
  for (const s of body) {
    if (namesRead(s).has(name)) return true;
    const names = new Set<string>();
    if (s.k === "assign") for (const target of s.targets) plainNames(target, names);
    if (names.has(name)) return false;
  }
  return null;
}

/** What `namesRead` and `namesReadInFunctions` have found: many calls are asked for, and unchanged cells stay as they are. */
const known = { read: new WeakMap<object, ReadonlySet<string>>(), inFunctions: new WeakMap<object, ReadonlySet<string>>() };

/** The names that are read anywhere inside of a statement or block; those that functions have for themselves are left out. */
function namesRead(inside: Stmt | readonly Stmt[]): ReadonlySet<string> {
  const old = known.read.get(inside);
  if (old) return old;
  const out = new Set<string>();
  reads(inside, (name) => !out.add(name));
  known.read.set(inside, out);
  return out;
}

/** Functions run whenever they are called: one that reads the name of the scope around it may read this value. */
function namesReadInFunctions(body: readonly Stmt[]): ReadonlySet<string> {
  const old = known.inFunctions.get(body);
  if (old) return old;
  const out = new Set<string>();
  walk(body, (fn) => {
    if (isFn(fn)) for (const name of namesRead(fn.body)) if (!fn.locals.has(name)) out.add(name);
  });
  known.inFunctions.set(body, out);
  return out;
}

const isFn = (node: object): node is Fn => "locals" in node && "params" in node;

/** Whether a name that passes is read anywhere inside; what only binds is not read, and names of functions are their own. */
function reads(inside: unknown, passes: (name: string) => boolean): boolean {
  const go = (x: unknown): boolean => reads(x, passes);
  if (Array.isArray(inside)) return inside.some(go);
  if (typeof inside !== "object" || inside === null || inside instanceof Map || inside instanceof Set) return false;
  const node = inside as Stmt | Expr;
  if (isFn(node)) return go(node.params) || go(node.decorators) || reads(node.body, (n) => !node.locals.has(n) && passes(n));
  if (node.k === "name") return passes(node.name);
  if (node.k === "assign") return go(node.value) || node.targets.some((target) => targetReads(target, passes));
  if (node.k === "for" && targetReads(node.target, passes)) return true;
  return Object.entries(node).some(
    ([key, value]) => key !== "at" && key !== "callee" && key !== "nameAt" && !(node.k === "for" && key === "target") && go(value),
  );
}

function targetReads(e: Expr, passes: (name: string) => boolean): boolean {
  if (e.k === "name") return false;
  if (e.k === "star") return targetReads(e.value, passes);
  if (e.k === "tuple" || e.k === "list") return e.items.some((x) => targetReads(x, passes));
  return reads(e, passes);
}

function walk(inside: unknown, visit: (node: object) => void): void {
  if (typeof inside !== "object" || inside === null || inside instanceof Map || inside instanceof Set) return;
  if (!Array.isArray(inside)) visit(inside);
  for (const x of Object.values(inside)) walk(x, visit);
}
