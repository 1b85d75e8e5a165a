/** Statements that say which rows are kept for training, such as a count or a draw of row numbers: they depend on no values, and move above what learns. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { commentsThatGo, spokenAbove } from "./carried.js";
import { boundNowhere, isThere, lastStore } from "./chain.js";
import { short } from "./columns.js";
import { isLength, measured } from "./lengths.js";
import { ahead, removal, standsAlone, swapped, trailingComment } from "./lines.js";
import { no } from "./outcome.js";
import { functionOf, holds, type Place, type View } from "./view.js";
import { eachExpr, eachExprIn } from "./walk.js";

const counts = /^(int|round|float|len|min|max|range|list|(np|numpy|math)\.(arange|floor|ceil|round|rint|int\d*|min|max|minimum|maximum))$/;
const draws = /^((np|numpy)\.)?random\.((default_rng|RandomState)\([^()]*\)\.)?(permutation|choice|sample|permuted)$/;
const generators = /^((np|numpy)\.)?random\.(default_rng|RandomState)$/;
const mixes = /^((np|numpy)\.)?random\.shuffle$/;
const seeds = /^((np|numpy)\.)?random\.seed$/;

/** Calls of which a program's next random numbers do not depend: what is learned, shown and reckoned. */
const drawsNothing =
  /^(print|display|len|int|float|round|str|list|dict|set|zip|range|enumerate|sorted|sum|min|max|abs|isinstance|plt(\.\w+)+|ax\d*(\.\w+)+|sns(\.\w+)+|pd(\.\w+)+|\w*(Scaler|SimpleImputer|LabelEncoder|OneHotEncoder|OrdinalEncoder|Normalizer)|(np|numpy)\.(?!random\b)\w+(\.\w+)*)$/;
const drawingMethods =
  /^(sample|shuffle|permutation|choice|fit_resample|fit_sample|fit_predict|split|predict|random|randint|rand|randn|normal|uniform|seed|score)$/;

export class MovedUp {
  private readonly moved: { stmt: Stmt; text: string }[] = [];

  /** In front of `anchor`; lengths of data with the rows of `table`, by `isOfRows`, are those of the table. */
  constructor(
    private readonly view: View,
    private readonly anchor: Place,
    private readonly table: string | null,
    private readonly isOfRows: (e: Expr) => boolean,
  ) {}

  /** Moves what binds a name, as it is seen from `at`, with what that reads; false where it is bound by anything else. @throws CannotFix */
  take(name: string, at: Place): boolean {
    const { view, anchor } = this;
    const made = lastStore(view, name, at);
    const s = made?.stmt;
    if (!made || s?.k !== "assign" || s.targets.length !== 1 || s.targets[0]?.k !== "name" || made.line !== anchor.line || made.index <= anchor.index)
      return false;
    if (this.moved.some((m) => m.stmt === s)) return true;
    if (!standsAlone(view, s)) return false;
    const missing = `\`${name}\` is not there yet where it is learned`;
    if (this.isReadAbove(name, made)) no(`\`${name}\` is another thing where it is learned`);
    const swaps: { at: Expr["at"]; text: string }[] = [];
    eachExpr(s.value, (x) => {
      if (x.k === "call" && ![counts, draws, generators].some((known) => known.test(this.callee(x)))) no(missing);
      if (x.k !== "name" || isThere(view, x.name, anchor, made) || boundNowhere(view, x.name, made.line.fn)) return;
      let length: Expr | null = null;
      eachExpr(s.value, (y) => {
        if (isLength(y) && holds(y.at, x.at)) length = y;
      });
      const counted = length && measured(length);
      if (counted && this.table && this.isOfRows(counted)) swaps.push({ at: (counted as Expr).at, text: this.table });
      else if (!this.take(x.name, made)) no(`\`${x.name}\` is not there yet where it is learned`);
    });
    const drawn: Stmt[] = this.isDrawn(s.value) ? [s] : [];
    const more = made.line.stmts.slice(made.index + 1, view.ancestorIn(at, made.line)?.index ?? made.index + 1).filter((x) => writes(view, x, name));
    for (const x of more) {
      const call = x.k === "expr" && x.value.k === "call" ? x.value : null;
      const [first, ...others] = call?.args ?? [];
      if (!call || !mixes.test(this.callee(call)) || first?.value.k !== "name" || first.value.name !== name || others.length || !standsAlone(view, x))
        no(missing);
      drawn.push(x);
    }
    const own = swapped(view, s.at, swaps);
    this.moved.push({ stmt: s, text: own });
    for (const x of more) this.moved.push({ stmt: x, text: view.textOf(x.at) });
    const last = drawn.at(-1);
    if (last) this.checkDraws(made.line.stmts.slice(anchor.index, made.line.stmts.indexOf(last)), name);
    return true;
  }

  /** The statements in front of the anchor, in their order, with the comments that speak of them. */
  edits(): TextEdit[] {
    const { view, moved } = this;
    if (!moved.length) return [];
    const inOrder = [...moved].sort((a, b) => this.indexOf(a.stmt) - this.indexOf(b.stmt));
    const going = inOrder.map((m) => m.stmt);
    const lines = inOrder.flatMap(({ stmt, text }) => [...spokenAbove(view, stmt, going), `${text}${trailingComment(view, stmt)}`]);
    return [...going.map((s) => removal(view, s, commentsThatGo(view, s, going))), ahead(view, this.anchor.stmt, lines)];
  }

  private indexOf(s: Stmt): number {
    return this.anchor.line.stmts.indexOf(s);
  }

  private callee(call: Expr & { k: "call" }): string {
    return this.view.textOf(call.func.at).replace(/\s+/g, "");
  }

  private isReadAbove(name: string, { line, index }: Place): boolean {
    const { view } = this;
    return view.usesOf(name, line.fn).some((u) => !u.stored && (view.ancestorIn(u.place, line)?.index ?? Number.POSITIVE_INFINITY) < index);
  }

  private isDrawn(e: Expr): boolean {
    let found = false;
    eachExpr(e, (x) => {
      found ||= x.k === "call" && draws.test(this.callee(x)) && !/(default_rng|RandomState)\([^()]+\)/.test(this.callee(x));
    });
    return found;
  }

  /** A draw gives the same rows further up only where nothing in between draws, too; a seed in between goes along. @throws CannotFix */
  private checkDraws(between: readonly Stmt[], name: string): void {
    const own = new Set(this.moved.map((m) => m.stmt));
    for (const s of between) {
      if (own.has(s)) continue;
      const call = s.k === "expr" && s.value.k === "call" ? s.value : null;
      if (call && seeds.test(this.callee(call)) && standsAlone(this.view, s) && call.args.every((a) => a.value.k === "const")) {
        this.moved.push({ stmt: s, text: this.view.textOf(s.at) });
        continue;
      }
      if (s.k !== "def" && s.k !== "class" && s.k !== "import" && s.k !== "from" && this.mayDraw(s))
        no(`\`${short(this.view.textOf(s.at))}\` may draw at random, too: \`${name}\` would be drawn otherwise above it`);
    }
  }

  private mayDraw(s: Stmt): boolean {
    let may = false;
    eachExprIn(s, (x) => {
      if (x.k !== "call") return;
      if (drawsNothing.test(this.callee(x))) return;
      may ||= x.func.k !== "attr" || drawingMethods.test(x.func.name) || functionOf(this.view, x.func.name) !== null || /\brandom\b/.test(this.callee(x));
    });
    return may;
  }
}

/** Whether a statement writes into what a name stands for, or hands it to something that may. */
function writes(view: View, s: Stmt, name: string): boolean {
  if (s.k === "def" || s.k === "class") return false;
  let found = false;
  eachExprIn(s, (x, _fn, stored) => {
    if (stored && (x.k === "index" || x.k === "attr") && x.object.k === "name" && x.object.name === name) found = true;
    if (x.k !== "call") return;
    const callee = view.textOf(x.func.at);
    if (/(^|\.)shuffle$/.test(callee) && x.args.some((a) => a.value.k === "name" && a.value.name === name)) found = true;
    if (
      x.func.k === "attr" &&
      x.func.object.k === "name" &&
      x.func.object.name === name &&
      /^(sort|append|extend|pop|remove|insert|reverse|shuffle)$/.test(x.func.name)
    )
      found = true;
  });
  return found;
}
