/** A program as a fix sees it: statements in line over all cells, who uses which name where, and the lines that statements stand on. */
import type { SourceId, Span } from "../../base/span.js";
import { blocksOf } from "../../program/blocks.js";
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import type { Unit } from "../../program/program.js";
import { eachExpr, expressionsOf, partsOf } from "./walk.js";

/** Statements that run one after the other: a module over all of its cells, or one block. */
export interface Line {
  readonly stmts: readonly Stmt[];
  /** The function whose body it is in; null for the module. */
  readonly fn: Fn | null;
  /** The statement that it is a block of. */
  readonly owner: Stmt | null;
  readonly parent: Place | null;
}

/** A statement in its line. */
export interface Place {
  readonly line: Line;
  readonly index: number;
  readonly stmt: Stmt;
}

/** The place behind a statement, from which a store of its own is seen. */
export const placeBehind = (place: Place): Place => ({ ...place, index: place.index + 1 });

export interface Use {
  readonly name: string;
  readonly at: Span;
  readonly stored: boolean;
  /** The innermost statement it is in. */
  readonly place: Place;
  /** The function or lambda that it is in. */
  readonly fn: Fn | null;
  /** The expression directly around it. */
  readonly around: Expr | null;
}

export class View {
  readonly module: Line;
  private readonly uses = new Map<string, Use[]>();
  private readonly places = new Map<Stmt, Place>();
  private readonly texts = new Map<SourceId, string>();

  constructor(readonly units: readonly Unit[]) {
    for (const u of units) this.texts.set(u.input.source, u.input.text);
    this.module = { stmts: units.flatMap((u) => u.body), fn: null, owner: null, parent: null };
    this.enter(this.module);
  }

  private enter(line: Line): void {
    line.stmts.forEach((stmt, index) => {
      const place: Place = { line, index, stmt };
      this.places.set(stmt, place);
      for (const { e, stored } of expressionsOf(stmt)) this.note(e, stored, place, null);
      const inner = stmt.k === "def" ? stmt.fn : line.fn;
      for (const block of blocksOf(stmt)) this.enter({ stmts: block, fn: inner, owner: stmt, parent: place });
    });
  }

  private note(e: Expr, stored: boolean, place: Place, around: Expr | null): void {
    const parents = new Map<Expr, Expr | null>([[e, around]]);
    eachExpr(e, (x, fn) => {
      if (x.k === "name") {
        const whole = x === e || (e.k !== "attr" && e.k !== "index" && e.k !== "call");
        const use = { name: x.name, at: x.at, stored: stored && whole, place, fn: fn ?? place.line.fn, around: parents.get(x) ?? null };
        const list = this.uses.get(x.name);
        if (list) list.push(use);
        else this.uses.set(x.name, [use]);
      }
      for (const part of kids(x)) parents.set(part, x);
    });
  }

  textOf(at: Span): string {
    return this.whole(at.source).slice(at.start, at.end);
  }

  whole(source: SourceId): string {
    return this.texts.get(source) ?? "";
  }

  /** Whether a place is in a text that a fix may change. */
  owns(at: Span): boolean {
    return this.texts.has(at.source);
  }

  /** All uses of a name, in source order, seen from a function (its own variables) or from the module. */
  usesOf(name: string, fn: Fn | null): Use[] {
    const all = this.uses.get(name) ?? [];
    if (fn?.locals.has(name)) return all.filter((u) => this.within(u, fn));
    return all.filter((u) => !u.fn?.locals.has(name) || u.fn.globals.has(name));
  }

  private within(u: Use, fn: Fn): boolean {
    return u.at.source === fn.at.source && u.at.start >= fn.at.start && u.at.end <= fn.at.end;
  }

  /** Whether `a` begins before `b`: in the order of cells, and of their text. */
  isBefore(a: Span, b: Span): boolean {
    const cell = (at: Span): number => this.units.findIndex((u) => u.input.source === at.source);
    return a.source === b.source ? a.start < b.start : cell(a) < cell(b);
  }

  placeOf(stmt: Stmt): Place | undefined {
    return this.places.get(stmt);
  }

  /** The innermost statement around a span. */
  placeAt(at: Span): Place | null {
    let best: Place | null = null;
    for (const [stmt, place] of this.places) {
      if (!holds(stmt.at, at)) continue;
      if (!best || stmt.at.end - stmt.at.start <= best.stmt.at.end - best.stmt.at.start) best = place;
    }
    return best;
  }

  /** The place in `line` that is `place` or around it; null when there is none, or a function's body lies between. */
  ancestorIn(place: Place, line: Line): Place | null {
    for (let p: Place | null = place; p; p = p.line.parent) {
      if (p.line === line) return p;
      if (p.line.owner?.k === "def" || p.line.owner?.k === "class") return null;
    }
    return null;
  }

  /** A name that nothing in the program is called, made from `wanted`. */
  fresh(wanted: string, taken: Iterable<string> = []): string {
    const base =
      wanted
        .replace(/\W+/g, "_")
        .replace(/^(?=\d)/, "_")
        .replace(/^_+|_+$/g, "") || "value";
    const others = new Set(taken);
    const used = (n: string): boolean => others.has(n) || this.isUsed(n);
    let name = base;
    for (let i = 2; used(name); i++) name = `${base}_${i}`;
    return name;
  }

  isUsed(name: string): boolean {
    if (this.uses.has(name)) return true;
    const word = new RegExp(`(?<![\\w.])${name}(?!\\w)`);
    return this.units.some((u) => word.test(u.input.text));
  }
}

/** The function of the module that has a name; the first of several. */
export const functionOf = (view: View, name: string): Fn | null =>
  view.module.stmts.find((s): s is Stmt & { k: "def" } => s.k === "def" && s.fn.name === name)?.fn ?? null;

/** The statement of the module that defines a function; undefined for one inside a class or another function. */
export const defOf = (view: View, fn: Fn): Stmt | undefined => view.module.stmts.find((s) => s.k === "def" && s.fn === fn);

function kids(e: Expr): Expr[] {
  if (e.k !== "lambda") return partsOf(e);
  return e.fn.body.flatMap((s) => (s.k === "return" && s.value ? [s.value] : []));
}

export const holds = (outer: Span, inner: Span): boolean => outer.source === inner.source && outer.start <= inner.start && inner.end <= outer.end;
