/** Data as they were before transformers that became steps of a pipeline. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { changedSince, lastStore, type Step, sliced } from "./chain.js";
import { short } from "./columns.js";
import { namesIn } from "./learning.js";
import { before, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { keptAs } from "./rawNames.js";
import { holds, type Place, type View } from "./view.js";
import { eachExpr } from "./walk.js";

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
    /** What is exchanged for the data as they were. */
    readonly exchanged: readonly Expr[] = [],
  ) {}

  /** `steps`: from the last to the first; the data before all of them. `often`: they are read several times, and are not worked out each time. */
  textOf(e: Expr, steps: readonly Step[], at: Place, often = false): string {
    const rows = sliced(e);
    if (rows && steps.length) return `${this.textOf(rows.object, steps, at, often)}${this.view.textOf({ ...e.at, start: rows.object.at.end })}`;
    const first = steps.at(-1);
    if (!first) return this.view.textOf(e.at);
    const { input, place, output } = first;
    const text = this.view.textOf(input.at);
    const cuts = [...steps].reverse().flatMap((s) => s.rows ?? []);
    for (const cut of cuts)
      for (const n of namesIn(cut.e)) if (changedSince(this.view, n, cut.place, at)) no(`\`${short(cut.text)}\` takes other rows by then`);
    const cut = cuts.map((c) => c.text).join("");
    for (const n of [...namesIn(input), ...cuts.flatMap((c) => namesIn(c.e))])
      if (place && place.line.fn !== at.line.fn && at.line.fn?.locals.has(n)) no(`\`${n}\` is another thing in the function`);
    if (!place) return text + cut;
    const overwrites = input.k === "name" && (input.name === output || changedSince(this.view, input.name, place, at));
    if (!overwrites) {
      const apart = (often && input.k === "call" && !this.going.has(place.stmt)) || namesIn(input).some((n) => changedSince(this.view, n, place, at));
      return (apart ? this.named(place, input, output) : text) + cut;
    }
    return this.before(place, (input as Expr & { k: "name" }).name, steps) + cut;
  }

  /** `X.astype(float)` of an `X` that is overwritten: it is given a name of its own. */
  private named(place: Place, input: Expr, output: string | null): string {
    const s = place.stmt;
    const text = this.view.textOf(input.at);
    const known = this.kept.get(s);
    if (known) return known;
    if (this.going.has(s) || !standsAlone(this.view, s) || s.k !== "assign" || holdsLambda(input)) return no(`\`${short(text)}\` is another thing by then`);
    const raw = this.view.fresh(`${output ?? namesIn(input)[0]}_raw`);
    this.kept.set(s, raw);
    this.edits.push(before(this.view, s, [`${raw} = ${text}`]), { at: input.at, text: raw });
    return raw;
  }

  /** `X = scaler.fit_transform(X)` whose result nobody reads any more, though the scaler is asked further down: it is fitted alone. */
  private fitAlone(place: Place, name: string): TextEdit | null {
    const s = place.stmt;
    const [target] = s.k === "assign" && s.targets.length === 1 ? s.targets : [];
    if (s.k !== "assign" || target?.k !== "name" || s.value.k !== "call" || s.value.func.k !== "attr" || s.value.func.name !== "fit_transform") return null;
    const { object } = s.value.func;
    if (object.k !== "name" || !isUnread(this, place, name)) return null;
    const rest = this.view.textOf({ ...s.value.at, start: s.value.callee.end });
    return { at: s.at, text: `${object.name}.fit${rest}` };
  }

  private before(place: Place, name: string, steps: readonly Step[]): string {
    const s = place.stmt;
    const known = this.kept.get(s);
    if (known) return known;
    if (steps.every((step) => !step.place || this.going.has(step.place.stmt))) return name;
    const fitted = this.fitAlone(place, name);
    if (fitted) {
      this.kept.set(s, name);
      this.edits.push(fitted);
      return name;
    }
    if (!standsAlone(this.view, s)) return no("another statement shares a line with it");
    const { raw, edits } = keptAs(this.view, s, name);
    this.kept.set(s, raw);
    this.edits.push(...edits);
    return raw;
  }
}

/** Whether nothing but what a fix exchanges, or takes out, reads what a statement binds. */
function isUnread({ view, going, exchanged }: Raw, place: Place, name: string): boolean {
  if (place.line.owner?.k === "for" || place.line.owner?.k === "while") return false;
  return view.usesOf(name, place.line.fn).every((u) => {
    if (u.place.stmt.k === "aug") return false;
    if (u.stored || u.place === place || exchanged.some((e) => holds(e.at, u.at)) || going.has(u.place.stmt)) return true;
    return u.fn === place.line.fn && lastStore(view, name, u.place) !== place && !view.isBefore(place.stmt.at, u.at);
  });
}

function holdsLambda(e: Expr): boolean {
  let found = false;
  eachExpr(e, (x) => {
    if (x.k === "lambda" || x.k === "walrus") found = true;
  });
  return found;
}
