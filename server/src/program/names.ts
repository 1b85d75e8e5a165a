/** Which module-level names a unit reads before it binds them, where, and which it binds: what running cells in order depends on. */
import type { Span } from "../base/span.js";
import type { Expr, Fn, Stmt } from "./ir.js";

export interface NameRead {
  readonly name: string;
  readonly at: Span;
}

export interface UnitNames {
  /** Certain to run with the unit: not behind conditions, in functions or in `try`. */
  readonly reads: readonly NameRead[];
  /** Every binding, wherever it stands in the unit; those of functions through `global`. */
  readonly binds: ReadonlySet<string>;
  /** Bound by an assignment, not by an import or definition: the last of them. */
  readonly assigned: ReadonlyMap<string, Span>;
  /** Read in loops, under conditions and in handlers: where it runs, it needs the name. */
  readonly mayRead: ReadonlySet<string>;
  /** Where it is first read in rounds of a loop that begins for certain, and under no condition. */
  readonly inRounds: ReadonlyMap<string, Span>;
  /** Names may come from nowhere: `import *`, exec, globals(), magics that define. */
  readonly opaque: boolean;
}

const cache = new WeakMap<readonly Stmt[], UnitNames>();

export function unitNames(body: readonly Stmt[]): UnitNames {
  let n = cache.get(body);
  if (!n) {
    const w = new Walker();
    w.block(body, "always");
    n = { reads: w.reads, binds: w.binds, assigned: w.assigned, mayRead: w.mayRead, inRounds: w.inRounds, opaque: w.opaque };
    cache.set(body, n);
  }
  return n;
}

const defining = new Set(["exec", "globals", "locals", "vars", "get_ipython", "__import__", "input", "execfile", "run_line_magic"]);

/** Whether a statement runs with its unit, once a loop around it has anything to go through, or only under conditions. */
type Sure = "always" | "rounds" | "perhaps";

class Walker {
  readonly reads: NameRead[] = [];
  readonly binds = new Set<string>();
  readonly assigned = new Map<string, Span>();
  readonly mayRead = new Set<string>();
  readonly inRounds = new Map<string, Span>();
  opaque = false;
  /** Names of comprehensions and handlers around. */
  private readonly inner: Set<string>[] = [];

  block(body: readonly Stmt[], sure: Sure): void {
    for (const s of body) {
      this.statement(s, sure);
      // What follows may never run.
      if (s.k === "raise" || s.k === "return" || s.k === "break" || s.k === "continue") return;
    }
  }

  private statement(s: Stmt, sure: Sure): void {
    switch (s.k) {
      case "expr":
        return this.read(s.value, sure);
      case "assign":
        this.read(s.value, sure);
        for (const t of s.targets) this.target(t, sure);
        return;
      case "aug":
        this.read(s.value, sure);
        this.read(s.target, sure);
        return;
      case "if":
      case "while":
        this.read(s.test, sure);
        this.block(s.body, "perhaps");
        this.block(s.orelse, "perhaps");
        return;
      case "for":
        this.read(s.iter, sure);
        this.target(s.target, sure);
        // A loop over nothing runs nothing.
        this.block(s.body, sure === "perhaps" ? "perhaps" : "rounds");
        this.block(s.orelse, "perhaps");
        return;
      case "try":
        this.block(s.body, "perhaps");
        for (const h of s.handlers) this.within(h.name ? [h.name] : [], () => this.block(h.body, "perhaps"));
        this.block(s.orelse, "perhaps");
        this.block(s.final, "perhaps");
        return;
      case "with":
        for (const i of s.items) {
          this.read(i.value, sure);
          if (i.target) this.target(i.target, sure);
        }
        this.block(s.body, sure);
        return;
      case "def":
        for (const d of s.fn.decorators) this.read(d, sure);
        for (const p of s.fn.params) if (p.default) this.read(p.default, sure);
        this.fn(s.fn);
        this.binds.add(s.fn.name);
        return;
      case "class":
        for (const b of s.bases) this.read(b.value, sure);
        this.within([...boundIn(s.body)], () => {
          for (const m of s.body) if (m.k === "def") this.fn(m.fn);
        });
        this.binds.add(s.name);
        return;
      case "import":
        for (const n of s.names) this.binds.add(n.as ?? (n.path.split(".")[0] as string));
        return;
      case "from":
        if (!s.names) this.opaque = true;
        for (const n of s.names ?? []) this.binds.add(n.as ?? n.name);
        return;
      case "return":
      case "raise":
        if (s.value) this.read(s.value, sure);
        return;
      case "assert":
        return this.read(s.test, sure);
      case "match":
        this.read(s.subject, sure);
        for (const c of s.cases) {
          for (const n of c.names) this.bind(n, s.at);
          this.block(c.body, "perhaps");
        }
        return;
      case "del":
        for (const t of s.targets) if (t.k === "name") this.binds.delete(t.name);
        return;
      case "broken":
        // Nobody knows what stood there.
        this.opaque = true;
        return;
      default:
        return;
    }
  }

  /** Bodies of functions run later: only what they bind in the module counts. */
  private fn(fn: Fn): void {
    for (const n of fn.globals) this.bind(n, fn.nameAt);
    const scan = (body: readonly Stmt[]): void => {
      for (const s of body) if (s.k === "def") this.fn(s.fn);
    };
    scan(fn.body);
  }

  private bind(name: string, at: Span): void {
    this.binds.add(name);
    this.assigned.set(name, at);
  }

  private within(names: readonly string[], work: () => void): void {
    this.inner.push(new Set(names));
    work();
    this.inner.pop();
  }

  private target(e: Expr, sure: Sure): void {
    if (e.k === "name") this.bind(e.name, e.at);
    else if (e.k === "tuple" || e.k === "list") for (const x of e.items) this.target(x, sure);
    else if (e.k === "star") this.target(e.value, sure);
    else this.read(e, sure);
  }

  private read(e: Expr | null, sure: Sure): void {
    if (!e) return;
    const go = (x: Expr | null): void => this.read(x, sure);
    switch (e.k) {
      case "name":
        if (defining.has(e.name)) this.opaque = true;
        if (this.binds.has(e.name) || this.inner.some((s) => s.has(e.name))) return;
        if (sure === "always") this.reads.push({ name: e.name, at: e.at });
        else this.mayRead.add(e.name);
        if (sure === "rounds" && !this.inRounds.has(e.name)) this.inRounds.set(e.name, e.at);
        return;
      case "tuple":
      case "list":
      case "set":
        return e.items.forEach(go);
      case "dict":
        return e.entries.forEach((x) => {
          go(x.key);
          go(x.value);
        });
      case "fstring":
        return e.parts.forEach(go);
      case "opaque":
        this.opaque = true;
        return;
      case "star":
      case "await":
      case "yield":
      case "yieldfrom":
        return go(e.value);
      case "walrus":
        go(e.value);
        return this.bind(e.name, e.at);
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
        go(e.left);
        return go(e.right);
      case "bool":
        go(e.left);
        return this.read(e.right, "perhaps");
      case "compare":
        go(e.left);
        for (const r of e.rest) go(r.right);
        return;
      case "ifexp":
        go(e.test);
        this.read(e.then, "perhaps");
        return this.read(e.else, "perhaps");
      case "comp": {
        const own = new Set<string>();
        for (const c of e.clauses) if (c.k === "for") namesIn(c.target, own);
        const [first] = e.clauses;
        if (first?.k === "for") go(first.iter);
        // The rest runs once for each element, perhaps never.
        this.within([...own], () => {
          for (const c of e.clauses) this.read(c.k === "for" ? c.iter : c.test, "perhaps");
          if (e.key) this.read(e.key, "perhaps");
          this.read(e.value, "perhaps");
        });
        return;
      }
      default:
        return;
    }
  }
}

function namesIn(e: Expr, out: Set<string>): void {
  if (e.k === "name") out.add(e.name);
  else if (e.k === "tuple" || e.k === "list") for (const x of e.items) namesIn(x, out);
  else if (e.k === "star") namesIn(e.value, out);
}

function boundIn(body: readonly Stmt[]): Set<string> {
  const out = new Set<string>();
  for (const s of body) {
    if (s.k === "assign") for (const t of s.targets) namesIn(t, out);
    if (s.k === "def") out.add(s.fn.name);
  }
  return out;
}

/** Names that are there without being defined: Python's own, IPython's, and those that hosted notebooks bring along. */
const always = new Set(
  (
    "abs aiter all anext any apply ascii basestring bin bool breakpoint buffer bytearray bytes callable chr classmethod cmp coerce compile complex copyright credits delattr dict dir display divmod enumerate eval " +
    "exec execfile exit file filter float format frozenset get_ipython getattr globals hasattr hash help hex id input int intern isinstance issubclass iter len license list locals long map max memoryview min next " +
    "object oct open ord pow print property quit range raw_input reduce reload repr reversed round set setattr slice sorted staticmethod str sum super tuple type unichr unicode vars xrange zip None True False " +
    "Ellipsis NotImplemented In Out spark sc sqlContext sqlc dbutils displayHTML __file__ __name__ __doc__ __builtins__ __debug__"
  ).split(" "),
);

export const isAlwaysThere = (name: string): boolean =>
  always.has(name) || /^_\w*$/.test(name) || /^([A-Z]\w*)?(Error|Warning|Exception|Interrupt|Exit|Iteration)$/.test(name);

/** `args.kind` of an expression that is nothing but names and dots; empty for any other. */
export function dotted(e: Expr): string {
  if (e.k === "name") return e.name;
  const of = e.k === "attr" ? dotted(e.object) : "";
  return e.k === "attr" && of ? `${of}.${e.name}` : "";
}
