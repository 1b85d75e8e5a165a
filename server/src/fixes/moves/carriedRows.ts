/** Resampled rows that go to the split in another form: made a table again, joined with their labels, copied, or resampled once more. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import { calledName } from "../splits.js";
import { checkAnnounced, withComments } from "./announced.js";
import { changedSince } from "./chain.js";
import { alongColumns, isText, namedColumn, short } from "./columns.js";
import { onlyCounts } from "./counted.js";
import { SPLIT } from "./cutParts.js";
import { changes } from "./drawnByHand.js";
import { isModule, kindOf } from "./kinds.js";
import { noTransform } from "./learnFrom.js";
import { type Call, namesIn } from "./learning.js";
import { after, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { type Resampling, resamplingAt } from "./resample.js";
import type { WrittenSplit } from "./splits.js";
import { constructed } from "./validated.js";
import { holds, type Place, type View } from "./view.js";

/** What a variable holds of the resampled rows: the inputs, the labels, or a table of both, whose labels are in a column. */
type Held = "inputs" | "labels" | { readonly labels: string };

/** Follows the resampled rows from statement to statement. */
class Carried {
  readonly held = new Map<string, Held>();
  /** Whether they were made a table on the way. */
  tabled = false;
  /** What the inputs went through: it is fitted on the training part there, and has to transform the test part. */
  readonly fitted: string[] = [];

  constructor(
    private readonly view: View,
    { outputs }: Resampling,
  ) {
    this.held.set(outputs[0], "inputs");
    this.held.set(outputs[1], "labels");
  }

  of(e: Expr): Held | null {
    if (e.k === "name") return this.held.get(e.name) ?? null;
    if (e.k === "index" || e.k === "attr") {
      const on = this.of(e.object);
      return on !== null && typeof on === "object" && on.labels === namedColumn(e) ? "labels" : null;
    }
    if (e.k !== "call" || e.func.k !== "attr") return null;
    const { object, name } = e.func;
    if (isModule(this.view, object, "pandas")) return this.madeBy(name, e);
    const on = this.of(object);
    if (name === "copy" && !e.args.length) return on;
    if (name !== "drop" || on === null || typeof on !== "object") return null;
    const label = e.args.find((a) => a.name === "columns")?.value ?? (alongColumns(this.view, e) ? e.args[0]?.value : undefined);
    const own = label?.k === "list" && label.items.length === 1 ? label.items[0] : label;
    return own && isText(own) && own.value === on.labels ? "inputs" : null;
  }

  /** `pd.DataFrame(X_res, columns=X.columns)`, `pd.Series(y_res)`, and both side by side. */
  private madeBy(name: string, e: Call): Held | null {
    const [first] = e.args;
    if (!first || first.name || this.fitted.length) return null;
    this.tabled = true;
    const named = (word: string): Expr | undefined => e.args.find((a) => a.name === word)?.value;
    if (name === "DataFrame") return named("columns") && this.of(first.value) === "inputs" ? "inputs" : null;
    if (name === "Series") return this.of(first.value) === "labels" ? "labels" : null;
    if (name !== "concat" || !alongColumns(this.view, e) || first.value.k !== "list") return null;
    const [one, other, ...more] = first.value.items;
    const column = other?.k === "call" && calledName(other) === "Series" ? other.args.find((a) => a.name === "name")?.value : undefined;
    if (!one || !other || more.length || !column || !isText(column)) return null;
    return this.of(one) === "inputs" && this.of(other) === "labels" ? { labels: column.value } : null;
  }

  /** @throws CannotFix where a statement changes the rows, or takes some of them */
  pass(place: Place): void {
    const s = place.stmt;
    if (![...this.held.keys()].some((n) => this.view.usesOf(n, place.line.fn).some((u) => holds(s.at, u.at)))) return;
    const [target, ...more] = s.k === "assign" ? s.targets : [];
    if (s.k === "assign" && target && !more.length && this.binds(place, target, s.value)) return;
    for (const name of this.held.keys())
      if (changes(s, name) || /inplace\s*=\s*True/.test(this.view.textOf(s.at))) no(`\`${name}\` changes on the way to the split`);
  }

  private binds(place: Place, target: Expr, value: Expr): boolean {
    if (target.k === "name") return this.put(target.name, this.fittedTo(place, value) ?? this.of(value));
    if (target.k === "index" && target.object.k === "name" && isText(target.index)) {
      const isTable = this.held.get(target.object.name) === "inputs" && this.of(value) === "labels";
      return isTable && this.put(target.object.name, { labels: target.index.value });
    }
    if (target.k !== "tuple") return false;
    const again = value.k === "call" ? resamplingAt(place, value) : null;
    const parts = again ? again.inputs : value.k === "tuple" && value.items.length === target.items.length ? value.items : [];
    const held = parts.map((e) => this.of(e));
    if (!held.length || held.some((h) => h === null) || target.items.some((t) => t.k !== "name")) return false;
    if (again && (held[0] !== "inputs" || held[1] !== "labels" || countsRows(this.view, again))) return false;
    for (const [i, t] of target.items.entries()) if (t.k === "name") this.put(t.name, held[i] ?? null);
    return true;
  }

  /** `scaler.fit_transform(X_res)`. */
  private fittedTo(place: Place, e: Expr): Held | null {
    const on = e.k === "call" && e.func.k === "attr" && e.func.name === "fit_transform" && e.func.object.k === "name" ? e.func.object.name : null;
    const [data, ...more] = e.k === "call" ? e.args : [];
    if (on === null || !data || data.name || more.length || this.of(data.value) !== "inputs") return null;
    const made = constructed(this.view, on, place);
    if (!made || noTransform.test(calledName(made.call)) || this.view.usesOf(on, place.line.fn).filter((u) => u.stored).length !== 1) return null;
    this.fitted.push(on);
    return "inputs";
  }

  private put(name: string, held: Held | null): boolean {
    if (held !== null) this.held.set(name, held);
    return held !== null;
  }
}

/** `sampling_strategy={0: 2000}`: so many rows of a class as the training part may not have. */
function countsRows(view: View, { call, place }: Resampling): boolean {
  const on = call.func.k === "attr" ? call.func.object : null;
  const made = on?.k === "call" ? on : on?.k === "name" ? constructed(view, on.name, place)?.call : undefined;
  return !made || made.args.some((a) => /^(sampling_strategy|ratio)$/.test(a.name ?? "") && a.value.k !== "const");
}

/**
 * The split moves above the resampling, which gets the training part; what it gives goes on in its other form to where the split was.
 * @throws CannotFix
 */
export function splitAboveCarried(view: View, r: Resampling, split: WrittenSplit): TextEdit[] {
  const { line, index } = r.place;
  if (line !== split.place.line || index >= split.place.index) no("the resampling and the split do not stand in one line of statements");
  if (!standsAlone(view, r.place.stmt) || !standsAlone(view, split.place.stmt)) no("another statement shares a line with it");
  const carried = new Carried(view, r);
  for (const s of line.stmts.slice(index + 1, split.place.index)) carried.pass(view.placeOf(s) as Place);
  const [inputs, labels] = split.inputs;
  const [x, y] = split.parts;
  if (!inputs || !labels || !x || !y || split.inputs.length !== 2 || carried.of(inputs) !== "inputs" || carried.of(labels) !== "labels")
    return no("the split takes other data than what was resampled");
  if (carried.tabled && kindOf(view, r.inputs[0], r.place) !== "frame") no("the training part would be a table, and the test part none");
  checkUses(view, r, split, carried);
  checkAnnounced(view, split.place);
  const raw = { inputs: view.textOf(r.inputs[0].at), labels: view.textOf(r.inputs[1].at) };
  const options = split.options.map((o) => {
    const held = carried.of(o.value);
    if (held === null && namesIn(o.value).some((n) => carried.held.has(n) || changedSince(view, n, r.place, split.place)))
      no(`\`${short(view.textOf(o.value.at))}\` is another thing at the split`);
    return `${o.name}=${held === "labels" ? raw.labels : view.textOf(o.value.at)}`;
  });
  if (!split.options.some((o) => o.name === "stratify" || o.name === "shuffle")) options.push(`stratify=${raw.labels}`);
  const cut = `${x.train}, ${x.test}, ${y.train}, ${y.test} = ${SPLIT}(${[raw.inputs, raw.labels, ...options].join(", ")})`;
  const transformed = carried.fitted.map((name) => `${x.test} = ${name}.transform(${x.test})`);
  return [
    ...(transformed.length ? [after(view, split.place.stmt, transformed)] : []),
    ...withComments(view, split.place.stmt, r.place.stmt, cut),
    { at: r.inputs[0].at, text: x.train },
    { at: r.inputs[1].at, text: y.train },
    { at: split.place.stmt.at, text: `${x.train}, ${y.train} = ${view.textOf(inputs.at)}, ${view.textOf(labels.at)}` },
  ];
}

/** The parts are not in use before the split, nor is anything that would be given the training rows alone behind it. @throws CannotFix */
function checkUses(view: View, r: Resampling, split: WrittenSplit, { held }: Carried): void {
  const { line, index } = r.place;
  const indexOf = (s: Place): number => view.ancestorIn(s, line)?.index ?? -1;
  for (const part of split.parts.flatMap((p) => [p.train, p.test]))
    if (held.has(part) || view.usesOf(part, line.fn).some((u) => indexOf(u.place) >= index && indexOf(u.place) < split.place.index))
      no(`\`${part}\` is in use before the split`);
  for (const name of held.keys()) {
    const uses = view.usesOf(name, line.fn);
    const bound = uses.flatMap(({ stored, place: p }) => (stored && p.line === line && p.index > split.place.index ? [p.index] : []));
    for (const u of uses) {
      const at = indexOf(u.place);
      if (u.stored || u.place.stmt.k === "del" || at <= split.place.index || bound.some((i) => i < at)) continue;
      const shows = u.place.stmt.k === "expr" || onlyCounts(view, u.place, name) || (u.around?.k === "attr" && u.around.name === "columns");
      if (!shows) no(`\`${name}\` goes on to \`${short(view.textOf(u.place.stmt.at))}\`, which would be given the training rows alone`);
    }
  }
}
