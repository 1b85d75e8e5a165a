/** Follows data back to what was learned from, where its rows, or windows of its rows, keep their order on the way. */
import type { Arg, Expr, Fn, Stmt } from "../../program/ir.js";
import { calledName } from "../splits.js";
import { lastStore, storeBehind } from "./chain.js";
import { isEmptyList } from "./filled.js";
import { isModuleName } from "./learnFrom.js";
import { namesIn } from "./learning.js";
import { isColumns, rootName } from "./picked.js";
import { functionOf, type Place, type View } from "./view.js";
import { appended, eachExprIn, reads, simpleIn } from "./walk.js";

/** All of the rows, or the first of them; windows have a row's neighbours beside it. */
export interface Kept {
  readonly part: "all" | "head";
  readonly windows: boolean;
}

/** Functions that give the rows of their first argument back, in other shape or form. */
const sameRows = /^(array|asarray|expand_dims|squeeze|nan_to_num|DataFrame|Series|tensor|Tensor|FloatTensor|from_numpy|as_tensor)$/;
const sameRowsOf = /^(astype|to_numpy|copy|squeeze|float|numpy|fillna|rename|head)$/;
const reorders = /\b(shuffle|permutation|sample|argsort|sort\w*|choice|groupby|reindex|flip\w*|reversed)\s*\(|::\s*-1/;

export class Order {
  private readonly given: { fn: Fn; args: Map<string, Expr>; at: Place }[] = [];
  private depth = 0;

  /** `isOfRows`: whether the trace saw the very rows there that were learned from. */
  constructor(
    private readonly view: View,
    private readonly start: Place,
    private readonly isOfRows: (e: Expr) => boolean,
  ) {}

  /** How the rows of `e`, read at `at`, follow from those that were learned from; null where that cannot be told. */
  keeps(e: Expr, at: Place): Kept | null {
    if (this.depth > 24) return null;
    this.depth++;
    try {
      return this.of(e, at);
    } finally {
      this.depth--;
    }
  }

  private of(e: Expr, at: Place): Kept | null {
    if (e.k === "name") return this.ofName(e, at);
    if (e.k === "attr") return e.name === "values" ? this.keeps(e.object, at) : null;
    if (e.k === "binary") return this.keeps(e.left, at) ?? this.keeps(e.right, at);
    if (e.k === "call") return this.ofCall(e, null, at);
    if (e.k !== "index") return null;
    const [rows] = e.index.k === "tuple" ? e.index.items : [e.index];
    const of = e.object.k === "attr" && e.object.name === "iloc" ? e.object.object : e.object;
    if (rows?.k === "slice") {
      if (rows.step || (rows.lower && !(rows.lower.k === "const" && rows.lower.value === 0))) return null;
      const kept = this.keeps(of, at);
      return kept && rows.upper ? { ...kept, part: "head" } : kept;
    }
    const columns = rows?.k === "list" || (rows !== undefined && isColumns(this.view, rows));
    return columns && e.index.k !== "tuple" ? this.keeps(e.object, at) : null;
  }

  private ofName(e: Expr & { k: "name" }, at: Place): Kept | null {
    const { view, start } = this;
    const made = storeBehind(view, e.name, at);
    if (!made) {
      // What the function that learns is handed itself.
      if (at.line.fn && at.line.fn === start.line.fn && this.isOfRows(e)) return { part: "all", windows: false };
      const call = this.given.findLast((g) => g.fn === at.line.fn);
      const value = call?.args.get(e.name);
      return call && value ? this.keeps(value, call.at) : null;
    }
    if (!this.keepsPlace(e.name, made, at)) return null;
    const upTo = view.ancestorIn(made, start.line);
    if (upTo && made.line === start.line && upTo.index <= start.index) return this.isOfRows(e) ? { part: "all", windows: false } : null;
    const s = made.stmt;
    const [target] = s.k === "assign" ? s.targets : [];
    if (s.k !== "assign" || s.targets.length !== 1 || !target || reorders.test(view.textOf(s.at))) return null;
    if (target.k === "name") return isEmptyList(s.value) ? this.filled(e.name, made, at) : this.keeps(s.value, made);
    const item = target.k === "tuple" || target.k === "list" ? target.items.findIndex((t) => t.k === "name" && t.name === e.name) : -1;
    if (item < 0) return null;
    if (s.value.k === "call") return this.ofCall(s.value, item, made);
    const value = s.value.k === "tuple" ? s.value.items[item] : undefined;
    if (!value) return null;
    return isEmptyList(value) ? this.filled(e.name, made, at) : this.keeps(value, made);
  }

  /** Whether nothing between two places puts the rows of a variable into another order, or takes some away. */
  private keepsPlace(name: string, made: Place, at: Place): boolean {
    // What a function reads may change until its last call.
    const to = this.view.ancestorIn(at, made.line)?.index ?? made.line.stmts.length;
    return made.line.stmts.slice(made.index + 1, to).every((s) => {
      if (s.k === "def" || s.k === "class" || !reads(s, [name])) return true;
      let kept = true;
      eachExprIn(s, (x) => {
        if (x.k !== "call") return;
        const called = calledName(x);
        if (called === "shuffle" && x.args.some((a) => namesIn(a.value).includes(name))) kept = false;
        if (x.func.k !== "attr" || rootName(x.func.object)?.name !== name || !x.args.some((a) => a.name === "inplace")) return;
        if (!/^(fillna|rename|dropna)$/.test(called) && !(called === "drop" && dropsColumns(x.args))) kept = false;
        // Rows that a shift has left without neighbours go; others would leave gaps anywhere.
        if (called === "dropna" && !this.keeps(x.func.object, made)?.windows && !this.isShifted(name, made)) kept = false;
      });
      return kept;
    });
  }

  private ofCall(e: Expr & { k: "call" }, item: number | null, at: Place): Kept | null {
    const [first] = e.args;
    if (e.func.k === "name") {
      const fn = functionOf(this.view, e.func.name);
      if (fn) return this.ofResult(fn, e, item, at);
    }
    if (item !== null) return null;
    const called = calledName(e);
    const free = e.func.k === "name" || (e.func.k === "attr" && isModuleName(this.view, e.func.object));
    const beside =
      called === "column_stack" || (/^concat(enate)?$/.test(called) && e.args.some((a, i) => (a.name === "axis" || (i === 1 && !a.name)) && isOne(a.value)));
    if (beside && free && first) return this.beside(first.value, at);
    if (called === "reshape" && free) return first && keepsCount(e.args.slice(1)) ? this.keeps(first.value, at) : null;
    if (free) return first && sameRows.test(called) ? this.keeps(first.value, at) : null;
    if (e.func.k !== "attr") return null;
    if (/^(fit_)?transform$/.test(called)) return first ? this.keeps(first.value, at) : null;
    if (called === "reshape") return keepsCount(e.args) ? this.keeps(e.func.object, at) : null;
    if (called === "dropna") {
      const kept = this.keeps(e.func.object, at);
      return kept?.windows ? kept : null;
    }
    return sameRowsOf.test(called) || (called === "drop" && dropsColumns(e.args)) ? this.keeps(e.func.object, at) : null;
  }

  /** What a function of the program gives back for these arguments. */
  private ofResult(fn: Fn, call: Expr & { k: "call" }, item: number | null, at: Place): Kept | null {
    const returns = [...simpleIn(fn.body)].filter((s) => s.k === "return");
    const [only] = returns;
    if (
      returns.length !== 1 ||
      only?.k !== "return" ||
      !only.value ||
      fn.decorators.length ||
      call.args.some((a) => a.star) ||
      this.given.some((g) => g.fn === fn)
    )
      return null;
    if (reorders.test(this.view.textOf(fn.at))) return null;
    const args = new Map<string, Expr>();
    call.args.forEach((a, i) => {
      const name = a.name ?? fn.params[i]?.name;
      if (name) args.set(name, a.value);
    });
    const value = item === null ? only.value : only.value.k === "tuple" ? only.value.items[item] : undefined;
    const place = this.view.placeOf(only);
    if (!value || !place) return null;
    this.given.push({ fn, args, at });
    try {
      return this.keeps(value, place);
    } finally {
      this.given.pop();
    }
  }

  /** A list that one loop over row numbers fills with stretches of the data. */
  private filled(name: string, made: Place, at: Place): Kept | null {
    const to = this.view.ancestorIn(at, made.line)?.index ?? made.line.stmts.length;
    const [loop, ...more] = made.line.stmts.slice(made.index + 1, to).filter((s) => reads(s, [name]));
    if (loop?.k !== "for" || more.length || loop.target.k !== "name" || loop.orelse.length || !countsUp(loop.iter)) return null;
    const place = this.view.placeOf(loop);
    const simple = (s: Stmt): boolean => s.k === "assign" || s.k === "expr" || (s.k === "if" && !s.orelse.length && s.body.every((x) => x.k === "break"));
    if (!place || !loop.body.every(simple)) return null;
    const added = loop.body.flatMap((s) => appendedTo(s, name) ?? []);
    const [item] = added;
    if (!item || added.length !== 1) return null;
    const local = localsOf(loop.body);
    if (!local) return null;
    const data = this.windowed(item, loop.target.name, local, place, 0);
    return data.length && data.every((k) => k?.part === "all") ? { part: "all", windows: true } : null;
  }

  /** What the items of a window are taken of: `data[i:i + n]`. */
  private windowed(e: Expr, round: string, local: ReadonlyMap<string, readonly Expr[]>, loop: Place, depth: number): (Kept | null)[] {
    const moves = (x: Expr, d = 0): boolean => namesIn(x).some((n) => n === round || (d < 4 && local.get(n)?.some((v) => moves(v, d + 1))));
    const out: (Kept | null)[] = [];
    const go = (x: Expr): void => {
      if (x.k === "index" && moves(x.index)) {
        const of = x.object.k === "attr" && /^i?loc$/.test(x.object.name) ? x.object.object : x.object;
        out.push(this.keeps(of, loop));
      } else if (x.k === "name" && depth < 4 && local.has(x.name))
        for (const v of local.get(x.name) ?? []) out.push(...this.windowed(v, round, local, loop, depth + 1));
      else if (x.k === "index") go(x.object);
      else if (x.k === "attr") go(x.object);
      else if (x.k === "call") {
        if (x.func.k === "attr") go(x.func);
        for (const a of x.args) go(a.value);
      } else if (x.k === "comp") for (const c of x.clauses) c.k === "for" && go(c.iter);
      else if (x.k === "list" || x.k === "tuple") x.items.forEach(go);
    };
    go(e);
    return out;
  }

  /** Tables side by side, and a table beside the rows before and behind it: `concat([df.shift(2), df.shift(1), df], axis=1)`. */
  private beside(e: Expr, at: Place): Kept | null {
    const made = e.k === "name" ? lastStore(this.view, e.name, at) : null;
    const filled = e.k === "name" && made ? [...simpleIn(made.line.stmts.slice(made.index, at.index))].flatMap((s) => appendedTo(s, e.name) ?? []) : [];
    const items = (e.k === "list" || e.k === "tuple" ? e.items : filled).map((x) => {
      const shifted = x.k === "call" && x.func.k === "attr" && x.func.name === "shift" ? x.func.object : null;
      return { shifts: shifted !== null, kept: this.keeps(shifted ?? x, at) };
    });
    if (!items.length || items.some(({ kept }) => kept?.part !== "all")) return null;
    return { part: "all", windows: items.some(({ shifts, kept }) => shifts || kept?.windows) };
  }

  private isShifted(name: string, made: Place): boolean {
    const s = made.stmt;
    return (
      s.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name" && s.targets[0].name === name && this.keeps(s.value, made)?.windows === true
    );
  }
}

const isOne = (e: Expr): boolean => e.k === "const" && (e.value === 1 || e.value === "columns");

const dropsColumns = (args: readonly Arg[]): boolean =>
  args.some((a) => (a.name === "axis" && isOne(a.value)) || a.name === "columns") || (args[1]?.name === null && isOne(args[1].value));

/** A new shape that has as many rows: `X.shape[0]` or `len(X)` of them, or one column of as many as there are. */
function keepsCount(args: readonly Arg[]): boolean {
  const dims = args.length === 1 && (args[0]?.value.k === "tuple" || args[0]?.value.k === "list") ? args[0].value.items : args.map((a) => a.value);
  const [rows, columns] = dims;
  if (!rows) return false;
  if (rows.k === "unary") return dims.length === 2 && columns?.k === "const" && columns.value === 1;
  return (
    (rows.k === "index" && rows.index.k === "const" && rows.index.value === 0) || (rows.k === "call" && rows.func.k === "name" && rows.func.name === "len")
  );
}

/** `range(n)` or `range(a, b)`: one row after the other. */
const countsUp = (e: Expr): boolean => e.k === "call" && e.func.k === "name" && e.func.name === "range" && e.args.length <= 2;

/** What the statements of a round bind to names; null where they write into anything else. */
function localsOf(body: readonly Stmt[]): Map<string, Expr[]> | null {
  const out = new Map<string, Expr[]>();
  for (const s of body) {
    if (s.k !== "assign") continue;
    const [t] = s.targets;
    if (s.targets.length !== 1 || !t || (t.k !== "name" && t.k !== "tuple")) return null;
    for (const [i, x] of (t.k === "tuple" ? t.items : [t]).entries()) {
      if (x.k !== "name") return null;
      const value = t.k === "tuple" && s.value.k === "tuple" ? s.value.items[i] : s.value;
      if (value) out.set(x.name, [...(out.get(x.name) ?? []), value]);
    }
  }
  return out;
}

/** What `list.append(…)` puts in. */
function appendedTo(s: Stmt, list: string): Expr | null {
  const added = s.k === "expr" ? appended(s.value) : null;
  return added?.list === list ? added.value : null;
}
