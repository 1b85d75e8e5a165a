/** The document as fixes see it: texts with their lines, the IR with parents, and who uses which name where. */
import { lineStarts, type Position, positionAt, type SourceId, type Span } from "../base/span.js";
import { blocksOf } from "../program/blocks.js";
import type { Arg, Expr, Fn, Stmt } from "../program/ir.js";
import type { Unit } from "../program/program.js";

export type CallExpr = Expr & { k: "call" };

/** A statement with the block it stands in. */
export interface Placed {
  readonly stmt: Stmt;
  /** The block that holds it, and its number there. */
  readonly block: readonly Stmt[];
  readonly index: number;
  /** Compound statements around it, outermost first; empty at the top of a unit. */
  readonly around: readonly Stmt[];
  readonly unit: FixUnit;
}

/** A call with the statement that it is part of (the innermost). */
export interface PlacedCall extends Placed {
  readonly call: CallExpr;
  /** Expressions around the call within its statement, outermost first. */
  readonly within: readonly Expr[];
}

export interface NameUse {
  readonly name: string;
  readonly at: Span;
  /** Bound here: assigned, imported, defined, a parameter. Otherwise read. */
  readonly binds: boolean;
  readonly placed: Placed;
}

/** One cell or script. Offsets are those of the user's own text. */
export class FixUnit {
  readonly source: SourceId;
  readonly text: string;
  /** The unit's own line break: the first that it has, else `\n`. */
  readonly newline: string;
  readonly placed: readonly Placed[];
  readonly calls: readonly PlacedCall[];
  readonly names: readonly NameUse[];
  private starts: readonly number[] | null = null;

  constructor(
    readonly unit: Unit,
    /** Its place among the units of the document, from 0. */
    readonly index: number,
  ) {
    this.source = unit.input.source;
    this.text = unit.input.text;
    this.newline = /\r\n|\n|\r/.exec(this.text)?.[0] ?? "\n";
    const walk = new Walk(this);
    walk.block(unit.body, []);
    this.placed = walk.placed;
    this.calls = walk.calls;
    this.names = walk.names;
  }

  get lines(): readonly number[] {
    return (this.starts ??= lineStarts(this.text));
  }

  position(offset: number): Position {
    return positionAt(this.lines, offset);
  }

  lineStart(offset: number): number {
    return this.lines[this.position(offset).line] as number;
  }

  /** The end of the line that holds `offset`, before its line break. */
  lineEnd(offset: number): number {
    let end = this.lines[this.position(offset).line + 1] ?? this.text.length;
    while (end > offset && /[\r\n]/.test(this.text.charAt(end - 1))) end--;
    return end;
  }

  slice(at: { start: number; end: number }): string {
    return this.text.slice(at.start, at.end);
  }

  /** The innermost statement around an offset, null between statements. */
  statementAt(offset: number): Placed | null {
    return this.placed.findLast(({ stmt }) => stmt.at.start <= offset && offset <= stmt.at.end && !isHole(stmt)) ?? null;
  }
}

const isHole = (stmt: Stmt): boolean => stmt.k === "broken";

/** All units of a document, in document order. */
export class FixDocument {
  readonly units: readonly FixUnit[];

  constructor(
    readonly kind: "script" | "notebook",
    units: readonly Unit[],
  ) {
    this.units = units.map((unit, i) => new FixUnit(unit, i));
  }

  unit(source: SourceId): FixUnit | null {
    return this.units.find((each) => each.source === source) ?? null;
  }

  text(at: Span): string {
    return this.unit(at.source)?.slice(at) ?? "";
  }

  /** The call whose callee stands exactly at `at`, which is where facts and findings stand; else the innermost call around it. */
  callAt(at: Span): PlacedCall | null {
    const calls = this.unit(at.source)?.calls ?? [];
    return (
      calls.find(({ call }) => call.callee.start === at.start && call.callee.end === at.end) ??
      calls.filter(({ call }) => call.at.start <= at.start && at.end <= call.at.end).at(-1) ??
      null
    );
  }

  statementAt(at: Span): Placed | null {
    return this.unit(at.source)?.statementAt(at.start) ?? null;
  }

  /** Every use of a name, in document order. Scopes are not told apart: a local of the same name is listed too. */
  uses(name: string): NameUse[] {
    return this.units.flatMap((unit) => unit.names.filter((use) => use.name === name));
  }

  /** Uses after the end of a statement: in the rest of its unit and in later units. */
  usesAfter(name: string, { unit, stmt }: Placed): NameUse[] {
    return this.uses(name).filter((use) => use.placed.unit.index > unit.index || (use.placed.unit === unit && use.at.start >= stmt.at.end));
  }

  /** Who reads what is bound to a name at a place: the reads behind it, up to where the name is bound again. */
  readsOf(name: string, at: Span): NameUse[] {
    const behind = this.uses(name).filter((use) => this.isBefore({ ...at, start: at.end }, use.at));
    const next = behind.find((use) => use.binds);
    return behind.filter((use) => !use.binds && (!next || this.isBefore(use.at, next.at)));
  }

  isBound(name: string): boolean {
    return this.units.some((unit) => unit.names.some((use) => use.binds && use.name === name));
  }

  /** `wish`, or `wish` with a number that nobody uses. */
  freshName(wish: string): string {
    const taken = new Set(this.units.flatMap((unit) => unit.names.map((use) => use.name)));
    let name = wish;
    for (let i = 2; taken.has(name); i++) name = `${wish}_${i}`;
    return name;
  }

  /** Whether `a` comes before `b` in document order. */
  isBefore(a: Span, b: Span): boolean {
    const [i, j] = [this.unit(a.source)?.index ?? 0, this.unit(b.source)?.index ?? 0];
    return i < j || (i === j && a.start < b.start);
  }
}

/** The keyword argument called `name`. */
export const keyword = (call: CallExpr, name: string): Arg | undefined => call.args.find((arg) => arg.name === name);

/** Positional arguments before the first `*`. */
export function positional(call: CallExpr): Expr[] {
  const out: Expr[] = [];
  for (const arg of call.args) {
    if (arg.star === 1) break;
    if (arg.star === 0 && arg.name === null) out.push(arg.value);
  }
  return out;
}

/** The argument of a parameter, by keyword or by position (from 0; -1 where it is keyword-only). */
export const argument = (call: CallExpr, name: string, position: number): Expr | undefined => keyword(call, name)?.value ?? positional(call)[position];

/** Whether arguments are passed by `*` or `**`, so that nobody can say which are there. */
export const isSpread = (call: CallExpr): boolean => call.args.some((arg) => arg.star !== 0);

/** The object that a method is called on: `model` of `model.fit(X)`. */
export const receiver = (call: CallExpr): Expr | null => (call.func.k === "attr" ? call.func.object : null);

/** `df` of `df["leaf"].fillna(0).values`: where attributes, items and calls begin. */
export function rootOf(e: Expr): Expr {
  let at = e;
  while (at.k === "attr" || at.k === "index" || at.k === "call") at = at.k === "call" ? at.func : at.object;
  return at;
}

/** Visits every node below an expression, itself included, in source order; lambdas' bodies too. */
export function* nodesIn(e: Expr): Generator<Expr> {
  yield e;
  for (const kid of kidsOf(e)) yield* nodesIn(kid);
}

/** The expressions directly below one. A lambda's body counts. */
function kidsOf(e: Expr): Expr[] {
  const some = (...list: (Expr | null)[]): Expr[] => list.filter((x): x is Expr => x !== null);
  switch (e.k) {
    case "fstring":
    case "opaque":
      return e.parts;
    case "tuple":
    case "list":
    case "set":
      return e.items;
    case "dict":
      return e.entries.flatMap((x) => some(x.key, x.value));
    case "star":
      return [e.value];
    case "attr":
      return [e.object];
    case "index":
      return [e.object, e.index];
    case "slice":
      return some(e.lower, e.upper, e.step);
    case "call":
      return [e.func, ...e.args.map((a) => a.value)];
    case "unary":
      return [e.operand];
    case "binary":
    case "bool":
      return [e.left, e.right];
    case "compare":
      return [e.left, ...e.rest.map((r) => r.right)];
    case "ifexp":
      return [e.then, e.test, e.else];
    case "comp":
      return [...some(e.key), e.value, ...e.clauses.flatMap((c) => (c.k === "for" ? [c.target, c.iter] : [c.test]))];
    case "await":
    case "yield":
    case "yieldfrom":
      return some(e.value);
    case "walrus":
      return [e.value];
    default:
      return [];
  }
}

class Walk {
  readonly placed: Placed[] = [];
  readonly calls: PlacedCall[] = [];
  readonly names: NameUse[] = [];
  private here: Placed | null = null;

  constructor(private readonly unit: FixUnit) {}

  block(block: readonly Stmt[], around: readonly Stmt[]): void {
    block.forEach((stmt, index) => {
      const outer = this.here;
      this.here = { stmt, block, index, around, unit: this.unit };
      this.placed.push(this.here);
      this.own(stmt);
      for (const inner of blocksOf(stmt)) this.block(inner, [...around, stmt]);
      this.here = outer;
    });
  }

  /** What a statement says outside of its blocks. */
  private own(s: Stmt): void {
    switch (s.k) {
      case "expr":
      case "return":
      case "raise":
        if (s.value) this.expr(s.value, []);
        return;
      case "assign":
        this.expr(s.value, []);
        for (const t of s.targets) this.target(t);
        return;
      case "aug":
        this.expr(s.value, []);
        this.expr(s.target, []);
        if (s.target.k === "name") this.use(s.target.name, s.target.at, true);
        return;
      case "if":
      case "while":
      case "assert":
        return this.expr(s.test, []);
      case "for":
        this.expr(s.iter, []);
        return this.target(s.target);
      case "with":
        for (const i of s.items) {
          this.expr(i.value, []);
          if (i.target) this.target(i.target);
        }
        return;
      case "def":
        for (const d of s.fn.decorators) this.expr(d, []);
        this.fn(s.fn);
        return this.use(s.fn.name, s.fn.nameAt, true);
      case "class":
        for (const x of [...s.decorators, ...s.bases.map((b) => b.value)]) this.expr(x, []);
        return this.use(s.name, s.nameAt, true);
      case "import":
        for (const n of s.names) this.use(n.as ?? (n.path.split(".")[0] as string), n.at, true);
        return;
      case "from":
        for (const n of s.names ?? []) this.use(n.as ?? n.name, n.at, true);
        return;
      case "del":
        for (const t of s.targets) this.expr(t, []);
        return;
      case "match":
        this.expr(s.subject, []);
        for (const c of s.cases) {
          for (const n of c.names) this.use(n, s.at, true);
          if (c.guard) this.expr(c.guard, []);
        }
        return;
      case "try":
        for (const h of s.handlers) if (h.name) this.use(h.name, s.at, true);
        return;
      default:
        return;
    }
  }

  private fn(fn: Fn): void {
    for (const p of fn.params) {
      if (p.default) this.expr(p.default, []);
      this.use(p.name, p.at, true);
    }
  }

  private target(e: Expr): void {
    if (e.k === "name") this.use(e.name, e.at, true);
    else if (e.k === "tuple" || e.k === "list") for (const x of e.items) this.target(x);
    else if (e.k === "star") this.target(e.value);
    else this.expr(e, []);
  }

  private expr(e: Expr, within: readonly Expr[]): void {
    if (e.k === "name") this.use(e.name, e.at, false);
    if (e.k === "call" && this.here) this.calls.push({ ...this.here, call: e, within });
    if (e.k === "walrus") this.use(e.name, e.at, true);
    if (e.k === "comp") for (const c of e.clauses) if (c.k === "for") this.target(c.target);
    const inner = [...within, e];
    if (e.k === "lambda") {
      this.fn(e.fn);
      for (const s of e.fn.body) if (s.k === "return" && s.value) this.expr(s.value, inner);
      return;
    }
    for (const kid of kidsOf(e)) if (!(e.k === "comp" && e.clauses.some((c) => c.k === "for" && c.target === kid))) this.expr(kid, inner);
  }

  private use(name: string, at: Span, binds: boolean): void {
    if (this.here) this.names.push({ name, at, binds, placed: this.here });
  }
}
