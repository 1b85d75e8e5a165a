/** The order in which units are analysed: document order, but a cell that reads a name only a later cell defines comes after that cell. */
import type { Expr, Stmt } from "./ir.js";

interface Names {
  /** Names read at module level before this unit binds them. */
  readonly reads: ReadonlySet<string>;
  readonly binds: ReadonlySet<string>;
}

const cache = new WeakMap<readonly Stmt[], Names>();

/** Indices of `bodies` in the order of analysis. */
export function analysisOrder(bodies: readonly (readonly Stmt[])[]): number[] {
  const names = bodies.map(namesOf);
  const firstBinding = new Map<string, number>();
  names.forEach((n, i) => {
    for (const b of n.binds) if (!firstBinding.has(b)) firstBinding.set(b, i);
  });
  const order: number[] = [];
  const state = new Array<0 | 1 | 2>(bodies.length).fill(0);
  const visit = (i: number, depth: number): void => {
    if (state[i] !== 0) return;
    state[i] = 1;
    if (depth < 200) {
      for (const r of (names[i] as Names).reads) {
        const at = firstBinding.get(r);
        if (at !== undefined && at > i) visit(at, depth + 1);
      }
    }
    state[i] = 2;
    order.push(i);
  };
  for (let i = 0; i < bodies.length; i++) visit(i, 0);
  return order;
}

function namesOf(body: readonly Stmt[]): Names {
  let n = cache.get(body);
  if (!n) {
    const reads = new Set<string>();
    const binds = new Set<string>();
    block(body, reads, binds);
    n = { reads, binds };
    cache.set(body, n);
  }
  return n;
}

function block(body: readonly Stmt[], reads: Set<string>, binds: Set<string>): void {
  for (const s of body) statement(s, reads, binds);
}

function statement(s: Stmt, reads: Set<string>, binds: Set<string>): void {
  const read = (e: Expr | null): void => {
    if (e) expression(e, reads, binds);
  };
  switch (s.k) {
    case "expr":
      return read(s.value);
    case "assign":
      read(s.value);
      for (const t of s.targets) target(t, reads, binds);
      return;
    case "aug":
      read(s.value);
      read(s.target);
      return;
    case "if":
    case "while":
      read(s.test);
      block(s.body, reads, binds);
      block(s.orelse, reads, binds);
      return;
    case "for":
      read(s.iter);
      target(s.target, reads, binds);
      block(s.body, reads, binds);
      block(s.orelse, reads, binds);
      return;
    case "try":
      block(s.body, reads, binds);
      for (const h of s.handlers) block(h.body, reads, binds);
      block(s.orelse, reads, binds);
      block(s.final, reads, binds);
      return;
    case "with":
      for (const i of s.items) {
        read(i.value);
        if (i.target) target(i.target, reads, binds);
      }
      block(s.body, reads, binds);
      return;
    case "def":
      for (const p of s.fn.params) read(p.default);
      binds.add(s.fn.name);
      return;
    case "class":
      for (const b of s.bases) read(b.value);
      binds.add(s.name);
      return;
    case "import":
      for (const n of s.names) binds.add(n.as ?? (n.path.split(".")[0] as string));
      return;
    case "from":
      for (const n of s.names ?? []) binds.add(n.as ?? n.name);
      return;
    case "return":
    case "raise":
      return read(s.value);
    case "assert":
      return read(s.test);
    case "match":
      read(s.subject);
      for (const c of s.cases) block(c.body, reads, binds);
      return;
    default:
      return;
  }
}

function target(e: Expr, reads: Set<string>, binds: Set<string>): void {
  if (e.k === "name") binds.add(e.name);
  else if (e.k === "tuple" || e.k === "list") for (const x of e.items) target(x, reads, binds);
  else if (e.k === "star") target(e.value, reads, binds);
  else expression(e, reads, binds);
}

function expression(e: Expr, reads: Set<string>, binds: Set<string>): void {
  const go = (x: Expr | null): void => {
    if (x) expression(x, reads, binds);
  };
  switch (e.k) {
    case "name":
      if (!binds.has(e.name)) reads.add(e.name);
      return;
    case "tuple":
    case "list":
    case "set":
      for (const x of e.items) go(x);
      return;
    case "dict":
      for (const x of e.entries) {
        go(x.key);
        go(x.value);
      }
      return;
    case "fstring":
    case "opaque":
      for (const x of e.parts) go(x);
      return;
    case "star":
    case "await":
    case "yield":
    case "yieldfrom":
      return go(e.value);
    case "walrus":
      go(e.value);
      binds.add(e.name);
      return;
    case "attr":
      return go(e.object);
    case "index":
      go(e.object);
      return go(e.index);
    case "slice":
      go(e.lower);
      go(e.upper);
      return go(e.step);
    case "call":
      go(e.func);
      for (const a of e.args) go(a.value);
      return;
    case "unary":
      return go(e.operand);
    case "binary":
    case "bool":
      go(e.left);
      return go(e.right);
    case "compare":
      go(e.left);
      for (const r of e.rest) go(r.right);
      return;
    case "ifexp":
      go(e.test);
      go(e.then);
      return go(e.else);
    case "comp": {
      const inner = new Set(binds);
      for (const c of e.clauses) {
        if (c.k === "for") {
          expression(c.iter, reads, inner);
          target(c.target, reads, inner);
        } else expression(c.test, reads, inner);
      }
      if (e.key) expression(e.key, reads, inner);
      expression(e.value, reads, inner);
      return;
    }
    default:
      return;
  }
}
