/** Resampled rows that go to the split in another form: made a table again, joined with their labels, copied, left with some columns, or resampled once more. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { keyword } from "../document.js";
import { calledName } from "../splits.js";
import { checkAnnounced, withComments } from "./announced.js";
import { changedSince, lastStore } from "./chain.js";
import { listsColumns } from "./columnLists.js";
import { alongColumns, isText, namedColumn, short } from "./columns.js";
import { onlyCounts } from "./counted.js";
import { SPLIT } from "./cutParts.js";
import { changes } from "./drawnByHand.js";
import { isSeeded } from "./equalSplits.js";
import { isModule, kindOf } from "./kinds.js";
import { noTransform } from "./learnFrom.js";
import { type Call, namesIn } from "./learning.js";
import { after, standsAlone } from "./lines.js";
import { evenly } from "./oldSplits.js";
import { no } from "./outcome.js";
import { type Resampling, resamplingAt } from "./resample.js";
import { optionsOf, type WrittenSplit, writtenSplit } from "./splits.js";
import { constructed } from "./validated.js";
import { holds, type Place, type Use, type View } from "./view.js";

/** What a variable holds of the resampled rows: the inputs, the labels, or a table of both. */
interface Held {
  readonly as: "inputs" | "labels" | "table";
  /** The column of a table that holds the labels. */
  readonly labels?: string;
  /** What the inputs went through: it is fitted on the training part there, and has to transform the test part. */
  readonly fitted?: readonly string[];
  /** Some of the columns, which the test part has to be left with. */
  readonly picked?: true;
}

/** Follows the resampled rows from statement to statement. */
class Carried {
  readonly held = new Map<string, Held>();
  /** Whether they were made a table on the way. */
  tabled = false;

  constructor(
    private readonly view: View,
    { outputs }: Resampling,
  ) {
    this.held.set(outputs[0], { as: "inputs" });
    this.held.set(outputs[1], { as: "labels" });
  }

  of(e: Expr, at: Place): Held | null {
    if (e.k === "name") return this.held.get(e.name) ?? null;
    if (e.k === "index" || e.k === "attr") return this.ofColumns(e, at);
    if (e.k !== "call" || e.func.k !== "attr") return null;
    const { object, name } = e.func;
    if (isModule(this.view, object, "pandas")) return this.madeBy(name, e, at);
    const on = this.of(object, at);
    if (name === "copy" && !e.args.length) return on;
    if (name !== "drop" || !on || on.as === "labels" || keyword(e, "inplace")) return null;
    const columns = keyword(e, "columns")?.value ?? (alongColumns(this.view, e) ? e.args[0]?.value : undefined);
    const label = columns?.k === "list" && columns.items.length === 1 ? columns.items[0] : columns;
    if (label && isText(label) && label.value === on.labels) return { ...on, as: "inputs" };
    return columns && !this.namesLabel(columns, on) && listsColumns(this.view, columns, at) ? { ...on, picked: true } : null;
  }

  /** The labels in a table, or some of its columns. */
  private ofColumns(e: Expr & { k: "index" | "attr" }, at: Place): Held | null {
    const on = this.of(e.object, at);
    if (!on || on.as === "labels") return null;
    if (on.as === "table" && on.labels === namedColumn(e)) return { as: "labels" };
    if (e.k !== "index" || isText(e.index) || !listsColumns(this.view, e.index, at)) return null;
    return { ...on, as: on.as === "table" && this.namesLabel(e.index, on) ? "table" : "inputs", picked: true };
  }

  /** Whether a list of columns has that of the labels among them, as far as its text says it. */
  private namesLabel(e: Expr, { labels }: Held): boolean {
    return labels !== undefined && new RegExp(`["']${labels.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}["']`).test(this.view.textOf(e.at));
  }

  /** `pd.DataFrame(X_res, columns=X.columns)`, `pd.Series(y_res)`, and both side by side. */
  private madeBy(name: string, e: Call, at: Place): Held | null {
    const [first] = e.args;
    const of = first && !first.name ? this.of(first.value, at) : null;
    if (name !== "concat") this.tabled ||= of !== null;
    if (name === "DataFrame") return keyword(e, "columns") && of?.as === "inputs" && !of.fitted && !of.picked ? of : null;
    if (name === "Series") return of?.as === "labels" ? of : null;
    if (name !== "concat" || !alongColumns(this.view, e) || first?.value.k !== "list") return null;
    const [one, other, ...more] = first.value.items;
    const column = other?.k === "call" && calledName(other) === "Series" ? keyword(other, "name")?.value : undefined;
    if (!one || !other || more.length || !column || !isText(column)) return null;
    const [inputs, labels] = [this.of(one, at), this.of(other, at)];
    return inputs?.as === "inputs" && !inputs.fitted && labels?.as === "labels" ? { ...inputs, as: "table", labels: column.value } : null;
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

  /** Whether a statement does nothing but bind these rows, or some of their columns, to another name. */
  carries({ stmt: s, ...place }: Place): boolean {
    const [target, ...more] = s.k === "assign" ? s.targets : [];
    return s.k === "assign" && target?.k === "name" && !more.length && s.value.k !== "name" && this.put(target.name, this.of(s.value, { ...place, stmt: s }));
  }

  private binds(place: Place, target: Expr, value: Expr): boolean {
    if (target.k === "name") return this.put(target.name, this.fittedTo(place, value) ?? this.of(value, place));
    if (target.k === "index" && target.object.k === "name" && isText(target.index)) {
      const on = this.held.get(target.object.name);
      const isTable = on?.as === "inputs" && this.of(value, place)?.as === "labels";
      return isTable && this.put(target.object.name, { ...on, as: "table", labels: target.index.value });
    }
    if (target.k !== "tuple") return false;
    const again = value.k === "call" ? resamplingAt(place, value) : null;
    const parts = again ? again.inputs : value.k === "tuple" && value.items.length === target.items.length ? value.items : [];
    const held = parts.map((e) => this.of(e, place));
    if (!held.length || held.some((h) => h === null) || target.items.some((t) => t.k !== "name")) return false;
    if (again && (held[0]?.as !== "inputs" || held[1]?.as !== "labels" || countsRows(this.view, again))) return false;
    for (const [i, t] of target.items.entries()) if (t.k === "name") this.put(t.name, held[i] ?? null);
    return true;
  }

  /** `scaler.fit_transform(X_res)`. */
  private fittedTo(place: Place, e: Expr): Held | null {
    const on = e.k === "call" && e.func.k === "attr" && e.func.name === "fit_transform" && e.func.object.k === "name" ? e.func.object.name : null;
    const [data, ...more] = e.k === "call" ? e.args : [];
    const of = data && !data.name ? this.of(data.value, place) : null;
    if (on === null || more.length || of?.as !== "inputs") return null;
    const made = constructed(this.view, on, place);
    if (!made || noTransform.test(calledName(made.call)) || this.view.usesOf(on, place.line.fn).filter((u) => u.stored).length !== 1) return null;
    return { ...of, fitted: [...(of.fitted ?? []), on] };
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
  const own = inputs && carried.of(inputs, split.place);
  if (!own || !labels || !x || !y || split.inputs.length !== 2 || own.as !== "inputs" || carried.of(labels, split.place)?.as !== "labels")
    return no("the split takes other data than what was resampled");
  const isFrame = kindOf(view, r.inputs[0], r.place) === "frame";
  if (own.picked && (own.fitted || !isFrame)) no("the columns that are picked on the way have no names at the split");
  if (carried.tabled && !isFrame) no("the training part would be a table, and the test part none");
  const again = splitAgain(view, split, carried);
  checkUses(view, r, split, carried, again);
  checkAnnounced(view, split.place);
  const raw = { inputs: view.textOf(r.inputs[0].at), labels: view.textOf(r.inputs[1].at) };
  const options = split.options.map((o) => {
    const held = carried.of(o.value, split.place);
    if (held === null && namesIn(o.value).some((n) => carried.held.has(n) || changedSince(view, n, r.place, split.place)))
      no(`\`${short(view.textOf(o.value.at))}\` is another thing at the split`);
    return `${o.name}=${held?.as === "labels" ? raw.labels : view.textOf(o.value.at)}`;
  });
  const cut = `${x.train}, ${x.test}, ${y.train}, ${y.test} = ${SPLIT}(${[raw.inputs, raw.labels, ...options].join(", ")}${evenly(view, split, raw.labels)})`;
  const transformed = (own.fitted ?? []).map((name) => `${x.test} = ${name}.transform(${x.test})`);
  if (own.picked) transformed.push(`${x.test} = ${x.test}[${x.train}.columns]`);
  return [
    ...(transformed.length ? [after(view, split.place.stmt, transformed)] : []),
    ...withComments(view, split.place.stmt, r.place.stmt, cut),
    { at: r.inputs[0].at, text: x.train },
    { at: r.inputs[1].at, text: y.train },
    ...[split, ...again.splits].map(({ place, inputs }) => ({
      at: place.stmt.at,
      text: `${x.train}, ${y.train} = ${inputs.map((e) => view.textOf(e.at)).join(", ")}`,
    })),
  ];
}

interface Again {
  readonly splits: readonly WrittenSplit[];
  /** What makes their data of the resampled rows. */
  readonly along: ReadonlySet<Stmt>;
}

/** Splits further down which draw the very same parts of the same data once more, under the same names: the test part is there already. */
function splitAgain(view: View, split: WrittenSplit, carried: Carried): Again {
  const splits: WrittenSplit[] = [];
  const along = new Set<Stmt>();
  const parts = split.parts.map((p) => p.test);
  for (const s of split.place.line.stmts.slice(split.place.index + 1)) {
    const place = view.placeOf(s) as Place;
    const own = writtenSplit(view, place);
    if (own && isAlike(view, own, split) && own.inputs.every((e, i) => carried.of(e, place)?.as === (i ? "labels" : "inputs"))) splits.push(own);
    else if (carried.carries(place)) along.add(s);
    else if (parts.some((name) => changes(s, name) || new RegExp(`\\b${name}\\b.*\\binplace\\s*=\\s*True`).test(view.textOf(s.at)))) break;
  }
  return splits.length ? { splits, along } : { splits, along: new Set() };
}

/** Whether a split says the same as another one, of data that were made alike: `X = df.drop(columns="sick")` in the cell of each model. */
function isAlike(view: View, own: WrittenSplit, split: WrittenSplit): boolean {
  if (optionsOf(own) !== optionsOf(split) || own.inputs.length !== 2 || !isSeeded(split) || !standsAlone(view, own.place.stmt)) return false;
  if (own.parts.some((p, i) => p.train !== split.parts[i]?.train || p.test !== split.parts[i]?.test)) return false;
  return own.inputs.every((e, i) => {
    const other = split.inputs[i] as Expr;
    if (view.textOf(e.at) !== view.textOf(other.at)) return false;
    return namesIn(e).every((n) => {
      const [one, two] = [lastStore(view, n, split.place), lastStore(view, n, own.place)];
      if (one === two) return true;
      const said = one && two && one.stmt.k === "assign" && view.textOf(one.stmt.at) === view.textOf(two.stmt.at);
      return said && one.stmt.k === "assign" && namesIn(one.stmt.value).every((m) => lastStore(view, m, one) === lastStore(view, m, two));
    });
  });
}

/** The parts are not in use before the split, nor is anything that would be given the training rows alone behind it. @throws CannotFix */
function checkUses(view: View, r: Resampling, split: WrittenSplit, { held }: Carried, { splits, along }: Again): void {
  const { line, index } = r.place;
  const indexOf = (s: Place): number => view.ancestorIn(s, line)?.index ?? -1;
  for (const part of split.parts.flatMap((p) => [p.train, p.test]))
    if (held.has(part) || view.usesOf(part, line.fn).some((u) => indexOf(u.place) >= index && indexOf(u.place) < split.place.index))
      no(`\`${part}\` is in use before the split`);
  for (const name of held.keys()) {
    const uses = view.usesOf(name, line.fn);
    const isBound = ({ stored, place: p }: Use): boolean => stored && p.line === line && p.index > split.place.index && !along.has(p.stmt);
    const bound = uses.flatMap((u) => (isBound(u) ? [u.place.index] : []));
    for (const u of uses) {
      const at = indexOf(u.place);
      if (u.stored || u.place.stmt.k === "del" || at <= split.place.index || bound.some((i) => i < at)) continue;
      if (along.has(u.place.stmt) || splits.some((x) => x.place.stmt === u.place.stmt)) continue;
      const shows = u.place.stmt.k === "expr" || onlyCounts(view, u.place, name) || (u.around?.k === "attr" && u.around.name === "columns");
      if (!shows) no(`\`${name}\` goes on to \`${short(view.textOf(u.place.stmt.at))}\`, which would be given the training rows alone`);
    }
  }
}
