/** Whether every name that a fix writes is set where it is read, on every path that leads there. */
import type { Edit, TextEdit } from "../engine.types.js";
import { blocksOf } from "../program/blocks.js";
import type { Fn, Stmt } from "../program/ir.js";
import { inverse, isNewCell } from "./apply.js";
import type { FixDocument, NameUse, Placed } from "./document.js";
import { isForgotten } from "./resets.js";

/**
 * A name that a fix writes and that is not set by then, or one that is read, or deleted, elsewhere and that nothing sets any more; null where all are.
 * What was not set before either stays as it was.
 */
export function unboundName(before: FixDocument, after: FixDocument, edits: readonly Edit[]): string | null {
  const texts = edits.filter((e): e is TextEdit => !isNewCell(e));
  const was = new Bindings(before);
  const is = new Bindings(after);
  const lost = namesLost(before, after);
  for (const unit of after.units) {
    const own = texts.filter((e) => e.at.source === unit.source);
    if (!own.length && !lost.size) continue;
    const written = inverse(before.unit(unit.source)?.text ?? "", own).map((e) => e.at);
    const isWritten = (u: NameUse): boolean => written.some((at) => at.start <= u.at.start && u.at.end <= at.end);
    const reads = unit.names.filter((u) => !u.binds && (isWritten(u) || lost.has(u.name)));
    for (const u of reads) {
      if (after.isBound(u.name) || isWritten(u) ? is.isBound(u) : !before.isBound(u.name)) continue;
      // Cells that run in another order, and names that something else brings, are as they were.
      const there = before.unit(unit.source)?.names.some((o) => !o.binds && o.name === u.name && !was.isBound(o));
      if (!there) return u.name;
    }
  }
  return null;
}

/** Names that fewer statements set than did before. */
function namesLost(before: FixDocument, after: FixDocument): ReadonlySet<string> {
  const count = (doc: FixDocument): Map<string, number> => {
    const out = new Map<string, number>();
    for (const u of doc.units.flatMap((unit) => unit.names)) if (u.binds) out.set(u.name, (out.get(u.name) ?? 0) + 1);
    return out;
  };
  const [was, is] = [count(before), count(after)];
  return new Set([...was].filter(([name, n]) => (is.get(name) ?? 0) < n).map(([name]) => name));
}

class Bindings {
  private readonly places = new Map<Stmt, Placed>();
  private readonly bound = new Map<Stmt, Set<string>>();
  /** Names that are set outside of functions and classes, or that a function calls global. */
  private readonly shared = new Set<string>();

  constructor(private readonly doc: FixDocument) {
    for (const unit of doc.units) {
      for (const p of unit.placed) this.places.set(p.stmt, p);
      for (const u of unit.names) {
        if (!u.binds) continue;
        const inside = u.placed.around.find((s) => s.k === "def" || s.k === "class");
        if (!inside || u.placed.around.some((s) => s.k === "def" && s.fn.globals.has(u.name))) this.shared.add(u.name);
        const own = this.bound.get(u.placed.stmt);
        if (own) own.add(u.name);
        else this.bound.set(u.placed.stmt, new Set([u.name]));
      }
    }
  }

  isBound({ name, placed }: NameUse): boolean {
    // Built in, or brought by `import *` or a magic.
    if (!this.doc.isBound(name)) return true;
    const { stmt, unit } = placed;
    // Its own statement binds it before it is read: a loop's variable, that of a comprehension, an argument of a lambda.
    if (stmt.k !== "assign" && stmt.k !== "aug" && this.bound.get(stmt)?.has(name)) return true;
    if (stmt.k === "assign" && unit.names.some((u) => u.binds && u.name === name && u.placed.stmt === stmt && !isTarget(stmt, u))) return true;
    const around = [...placed.around].reverse();
    const inner = around.find((s): s is Stmt & { k: "def" } => s.k === "def");
    // What a function does not set it takes from around it: from another function's body nothing comes.
    if (inner && !inner.fn.locals.has(name)) return this.shared.has(name) || around.some((s) => s.k === "def" && s.fn.locals.has(name));
    // A class's own body; what a method sets is followed like that of any function.
    if (around.find((s) => s.k === "def" || s.k === "class")?.k === "class") return true;
    if (inner && isParameter(inner.fn, name)) return true;
    for (let p: Placed | undefined = placed; p; ) {
      const found = this.inBlock(p.block.slice(0, p.index), name);
      if (found !== null) return found;
      const outer: Stmt | undefined = p.around.at(-1);
      if (outer && outer === inner) return false;
      if (outer?.k === "try" || (outer && outer.k !== "def" && this.bound.get(outer)?.has(name))) return true;
      p = outer && this.places.get(outer);
    }
    for (const earlier of this.doc.units.slice(0, unit.index).reverse()) {
      const lasting = earlier.unit.body.filter((s) => !isForgotten(this.doc, s.at, placed.stmt.at));
      const found = this.inBlock(lasting, name);
      if (found !== null) return found;
    }
    return false;
  }

  /** Whether a block leaves the name set; null where it says nothing of it. */
  private inBlock(block: readonly Stmt[], name: string): boolean | null {
    for (const s of [...block].reverse()) {
      if (s.k === "del" && s.targets.some((t) => t.k === "name" && t.name === name)) return false;
      if (this.binds(s, name)) return true;
    }
    return null;
  }

  /** Whether a statement sets the name whichever way it goes; the body of a loop is taken to run. */
  private binds(s: Stmt, name: string): boolean {
    if (s.k === "def" || s.k === "class") return s.k === "def" ? s.fn.name === name : s.name === name;
    if (s.k === "from" && s.names === null) return false;
    if (this.bound.get(s)?.has(name)) return true;
    const inside = (block: readonly Stmt[]): boolean => this.inBlock(block, name) === true;
    if (s.k === "if") return [s.body, s.orelse].every((b) => inside(b) || ends(b)) && (inside(s.body) || inside(s.orelse));
    return blocksOf(s).some(inside);
  }
}

const ends = (block: readonly Stmt[]): boolean => /^(return|raise|continue|break)$/.test(block.at(-1)?.k ?? "");
const isParameter = (fn: Fn, name: string): boolean => fn.params.some((p) => p.name === name);
const isTarget = (s: Stmt & { k: "assign" }, u: NameUse): boolean => s.targets.some((t) => t.at.start <= u.at.start && u.at.end <= t.at.end);
