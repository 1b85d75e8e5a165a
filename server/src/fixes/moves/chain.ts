/** From the data that a model is given back to the data before it was transformed: which objects transformed it, and where. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { short } from "./columns.js";
import { isModule } from "./kinds.js";
import { namesIn } from "./learning.js";
import { before, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { holds, type Place, type Use, type View } from "./view.js";

/** One transformation on the way: `T = object.fit_transform(E)`, or an expression of that form. */
export interface Step {
  readonly variable: string | null;
  readonly call: Expr & { k: "call" };
  /** Null where the call stands in the expression itself. */
  readonly place: Place | null;
  readonly output: string | null;
  readonly input: Expr;
  /** What transforms: a variable or a constructor. */
  readonly object: Expr;
  /** The call that fits it in the same expression, `object.fit(…)`. */
  readonly fit: Expr | null;
}

/** The transformations behind `e`, seen from `at`: the last one first. `through`: slices of rows, and tables that are made of the results, are looked through. */
export function stepsBehind(view: View, e: Expr, at: Place, through = false): Step[] {
  const steps: Step[] = [];
  let x = (through && sliced(e)?.object) || e;
  let from = at;
  let stored: { place: Place; output: string } | null = null;
  for (let depth = 0; depth < 12; depth++) {
    const inner = through && framed(view, x, from);
    if (inner) {
      x = inner;
      continue;
    }
    const t = transformation(x);
    if (t) {
      steps.push({ ...t, place: stored?.place ?? null, output: stored?.output ?? null });
      x = t.input;
      continue;
    }
    if (x.k !== "name") return steps;
    const place = lastStore(view, x.name, from);
    const s = place?.stmt;
    if (!place || s?.k !== "assign" || s.targets.length !== 1 || s.targets[0]?.k !== "name") return steps;
    if (!transformation(s.value) && !(through && framed(view, s.value, place))) return steps;
    stored = { place, output: x.name };
    x = s.value;
    from = place;
  }
  return steps;
}

/** `X[:1000]`: rows that are taken by where they stand, of a table as of an array. */
function sliced(e: Expr): (Expr & { k: "index" }) | null {
  return e.k === "index" && e.index.k === "slice" && e.object.k === "name" ? e : null;
}

/** `pd.DataFrame(X, columns=df.columns)`: the result of a transformer with the names that the columns had; gives `X`. */
function framed(view: View, e: Expr, at: Place): Expr | null {
  const [data, ...rest] = e.k === "call" ? e.args : [];
  if (e.k !== "call" || e.func.k !== "attr" || e.func.name !== "DataFrame" || !isModule(view, e.func.object, "pandas") || !data || data.name || data.star)
    return null;
  const columns = rest.find((a) => a.name === "columns" || (!a.name && rest.length === 1))?.value;
  if (!columns || rest.some((a) => a.name !== null && !/^(columns|index)$/.test(a.name))) return null;
  return ownColumns(view, columns, at) ? data.value : null;
}

/** `X.columns`, or a variable that holds them. */
function ownColumns(view: View, e: Expr, at: Place): boolean {
  if (e.k === "attr") return e.name === "columns";
  const made = e.k === "name" ? lastStore(view, e.name, at)?.stmt : null;
  return made?.k === "assign" && (made.value.k === "attr" ? made.value.name === "columns" : /^(list\()?\w+\.columns\b/.test(view.textOf(made.value.at)));
}

function transformation(e: Expr): Pick<Step, "variable" | "call" | "input" | "object" | "fit"> | null {
  if (e.k !== "call" || e.func.k !== "attr" || !/^(fit_transform|transform)$/.test(e.func.name)) return null;
  // `scaler.fit(A).transform(B)`: the fit goes into the pipeline's own.
  const fit =
    e.func.name === "transform" && e.func.object.k === "call" && e.func.object.func.k === "attr" && e.func.object.func.name === "fit" ? e.func.object : null;
  const on = fit?.func.k === "attr" ? fit.func.object : e.func.object;
  const input = e.args[0]?.value;
  if (fit && input && (on.k === "name" || on.k === "call")) return { variable: on.k === "name" ? on.name : null, call: e, input, object: on, fit };
  if (!input || (on.k !== "name" && on.k !== "call")) return null;
  if (on.k === "call" && e.func.name === "transform") return null;
  return { variable: on.k === "name" ? on.name : null, call: e, input, object: on, fit: null };
}

/** The last statement above `at`, in its line or a line around it, that binds the name. */
export function lastStore(view: View, name: string, at: Place): Place | null {
  const stores = view.usesOf(name, at.line.fn).filter((u) => u.stored && u.at.start >= 0);
  for (let p: Place | null = at; p; p = p.line.parent) {
    const here = p;
    const above = stores.map((u) => view.ancestorIn(u.place, here.line)).filter((x): x is Place => x !== null && x.index < here.index);
    const last = above.sort((a, b) => b.index - a.index)[0];
    if (last) return last;
    if (p.line.owner?.k === "def") return null;
  }
  return null;
}

/**
 * Gives the data before the transformations as text that is right at `at`.
 * Where a statement that stays overwrites its own input, the input is kept under another name.
 */
export class Raw {
  private readonly kept = new Map<Stmt, string>();
  readonly edits: TextEdit[] = [];

  constructor(
    readonly view: View,
    /** Statements that are taken out, as nobody reads what they made. */
    readonly going: ReadonlyMap<Stmt, TextEdit>,
  ) {}

  /** `steps`: from the last to the first; the data before all of them. */
  textOf(e: Expr, steps: readonly Step[], at: Place): string {
    const rows = sliced(e);
    if (rows && steps.length) return `${this.textOf(rows.object, steps, at)}${this.view.textOf({ ...e.at, start: rows.object.at.end })}`;
    const first = steps.at(-1);
    if (!first) return this.view.textOf(e.at);
    const { input, place, output } = first;
    const text = this.view.textOf(input.at);
    if (!place) return text;
    const overwrites = input.k === "name" && (input.name === output || changedSince(this.view, input.name, place, at));
    if (!overwrites) {
      for (const n of namesIn(input)) if (changedSince(this.view, n, place, at)) no(`\`${short(text)}\` is another thing by then`);
      return text;
    }
    return this.before(place, (input as Expr & { k: "name" }).name, steps);
  }

  private before(place: Place, name: string, steps: readonly Step[]): string {
    const s = place.stmt;
    const known = this.kept.get(s);
    if (known) return known;
    if (steps.every((step) => !step.place || this.going.has(step.place.stmt))) return name;
    if (!standsAlone(this.view, s)) return no("another statement shares a line with it");
    const raw = this.view.fresh(`${name}_raw`);
    this.kept.set(s, raw);
    this.edits.push(before(this.view, s, [`${raw} = ${name}`]));
    return raw;
  }
}

/** Whether a variable is bound anew, or written into, at or after `place` and before `at`. */
export function changedSince(view: View, name: string, place: Place, at: Place): boolean {
  return view.usesOf(name, place.line.fn).some((u) => {
    const i = view.ancestorIn(u.place, place.line)?.index ?? -1;
    const end = view.ancestorIn(at, place.line)?.index ?? Number.POSITIVE_INFINITY;
    const writes =
      u.stored ||
      (u.around?.k === "index" && isWritten(u)) ||
      /inplace\s*=\s*True/.test(u.place.stmt.k === "expr" && rootIs(u.place.stmt, name) ? view.textOf(u.place.stmt.at) : "");
    return writes && i >= place.index && i < end;
  });
}

function isWritten(u: Use): boolean {
  const s = u.place.stmt;
  const targets = s.k === "assign" ? s.targets : s.k === "aug" ? [s.target] : [];
  return targets.some((t) => holds(t.at, u.at));
}

function rootIs(s: Stmt & { k: "expr" }, name: string): boolean {
  let e: Expr = s.value;
  while (e.k === "call" || e.k === "attr" || e.k === "index") e = e.k === "call" ? e.func : e.object;
  return e.k === "name" && e.name === name;
}
