/** Columns that were transformed where they stand, `df[columns] = scaler.fit_transform(df[columns])`: a transformer of these columns goes into the pipeline. */

import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { checkAsFilled } from "./asFilled.js";
import { boundTo, changedSince, fillOf, lastStore, type Step, storesOf } from "./chain.js";
import { alongColumns, short } from "./columns.js";
import { columnsOf, flat, listOf, namesOf, unravelled } from "./columnsWritten.js";
import { type Call, namesIn } from "./learning.js";
import { before, removal, standsAlone } from "./lines.js";
import { isTrue, numbersAnew } from "./numberedAnew.js";
import { firstOf, no } from "./outcome.js";
import { scaledByHand } from "./scaledByHand.js";
import { scalerOf } from "./standIns.js";
import { holds, type Place, type Use, type View } from "./view.js";

/** `T[columns] = object.fit_transform(T[columns])`, or `….transform(…)`. */
export interface ColumnStep {
  readonly place: Place;
  readonly table: string;
  /** The columns as they are written, as a list. */
  readonly columns: string;
  /** Their names; null where they are not written out. */
  readonly names: ReadonlySet<string> | null;
  /** As a step of a chain: what transforms, and where. */
  readonly step: Step;
  readonly fits: boolean;
  /** The columns that these are made of, in their order, where they have names of their own: `T["scaled"] = scaler.fit_transform(T[["a"]])`. */
  readonly of?: readonly string[];
}

/** The step that a statement is; null for any other. */
export function columnStepAt(view: View, place: Place): ColumnStep | null {
  const s = place.stmt;
  if (s.k === "for") return stepForEach(view, place, s);
  const to = s.k === "assign" && s.targets.length === 1 ? columnsOf(s.targets[0]) : null;
  const call = s.k === "assign" ? unravelled(s.value) : null;
  const fill = to && call && (filledColumns(view, call, to) ?? scaledColumns(view, call, to, place));
  if (fill && to) return { place, table: to.table, columns: fill.columns, names: namesOf(view, to.columns, place), step: { ...fill.step, place }, fits: true };
  if (!to || call?.k !== "call" || call.func.k !== "attr" || !/^(fit_transform|transform)$/.test(call.func.name) || call.args.length !== 1) return null;
  const input = call.args[0]?.value as Expr;
  const from = columnsOf(flat(view, input));
  const object = call.func.object;
  if (!from || (from.table !== to.table && from.table !== copiedFrom(view, to.table, place)) || (object.k !== "name" && object.k !== "call")) return null;
  const listed = listOf(view, to.columns);
  const names = namesOf(view, to.columns, place);
  const of = listed === null || listed === listOf(view, from.columns) ? null : namesOf(view, from.columns, place);
  if (listed === null || (listed !== listOf(view, from.columns) && (!of || of.size !== names?.size))) return null;
  const variable = object.k === "name" ? object.name : null;
  const fits = call.func.name === "fit_transform";
  if (!fits && variable === null) return null;
  const step: Step = { variable, call, place, output: null, input, object, fit: null };
  // The numbers of words are no transformation that a pipeline could be given: they stay.
  if (numbersWords.test(view.textOf(makerOf(view, variable, object, place).at))) return null;
  const own = of && names && [...of].join() !== [...names].join() ? { of: [...of] } : {};
  return { place, table: to.table, columns: listed, names, step, fits, ...own };
}

const numbersWords = /(^|\.)LabelEncoder\(/;

/** The call that makes what transforms, or its name. */
function makerOf(view: View, variable: string | null, object: Expr, at: Place): Expr {
  const made = variable === null ? null : lastStore(view, variable, at)?.stmt;
  return made?.k === "assign" && made.targets.length === 1 ? made.value : object;
}

/** What gives each column for itself the same as beside others. */
const byColumn = /(Scaler|SimpleImputer|PowerTransformer|QuantileTransformer|OrdinalEncoder)$/;

/** `for c in columns: T[c] = StandardScaler().fit_transform(T[[c]])`: what scales column by column scales all of them at once. */
function stepForEach(view: View, place: Place, s: Stmt & { k: "for" }): ColumnStep | null {
  const [step, made] = [...s.body].reverse();
  const to = step?.k === "assign" && step.targets.length === 1 ? columnsOf(step.targets[0]) : null;
  const call = step?.k === "assign" ? step.value : null;
  const columns = listOf(view, s.iter);
  if (!to || columns === null || s.target.k !== "name" || s.orelse.length || s.body.length > 2) return null;
  if (call?.k !== "call" || call.func.k !== "attr" || call.func.name !== "fit_transform" || call.args.length !== 1) return null;
  const input = call.args[0]?.value as Expr;
  const from = columnsOf(flat(view, input));
  const each = s.target.name;
  const isEach = (e: Expr | undefined): boolean => (e?.k === "list" && e.items.length === 1 ? isEach(e.items[0]) : e?.k === "name" && e.name === each);
  const object = call.func.object;
  if (from?.table !== to.table || !isEach(to.columns) || !isEach(from.columns) || (object.k !== "name" && object.k !== "call")) return null;
  const own = made?.k === "assign" && made.targets[0]?.k === "name" && object.k === "name" && made.targets[0].name === object.name ? made.value : null;
  if (made && own?.k !== "call") return null;
  const by = own ?? object;
  const variable = by.k === "name" ? by.name : null;
  const store = variable === null ? null : lastStore(view, variable, place)?.stmt;
  const maker = store?.k === "assign" ? store.value : by;
  if (maker.k !== "call" || !byColumn.test(view.textOf(maker.callee))) return null;
  const done: Step = { variable, call, place, output: null, input, object: by, fit: null };
  return { place, table: to.table, columns, names: namesOf(view, s.iter, place), step: done, fits: true };
}

/** `S` of `T = S.copy()`, where neither has been written into since; null where `T` is made in another way. */
function copiedFrom(view: View, table: string, at: Place): string | null {
  const made = lastStore(view, table, at);
  const e = made?.stmt.k === "assign" && made.stmt.targets.length === 1 && made.stmt.targets[0]?.k === "name" ? made.stmt.value : null;
  if (!made || e?.k !== "call" || e.func.k !== "attr" || e.func.name !== "copy" || e.func.object.k !== "name" || e.args.length) return null;
  const { name } = e.func.object;
  return name !== table && !changedSince(view, name, made, at) ? name : null;
}

/** `T[columns].fillna(T[columns].mean())` */
function filledColumns(view: View, e: Expr, to: { table: string; columns: Expr }): { columns: string; step: Omit<Step, "place"> } | null {
  if (e.k !== "call" || e.func.k !== "attr" || e.func.name !== "fillna" || e.args.length !== 1) return null;
  const by = fillOf(e.args[0]?.value);
  const columns = listOf(view, to.columns);
  const same = (x: Expr): boolean => {
    const c = columnsOf(x);
    return c !== null && c.table === to.table && listOf(view, c.columns) === columns;
  };
  if (!by || !columns || !same(e.func.object) || !same(by.of)) return null;
  return { columns, step: { variable: null, call: e, output: null, input: e.func.object, object: e.func.object, fit: by.call, stands: by.stands } };
}

/** `scale(T[columns])` */
function scaledColumns(view: View, e: Expr, to: { table: string; columns: Expr }, at: Place): ReturnType<typeof filledColumns> {
  const found = scaledByHand(storesOf(view), e, at);
  const own = found?.elsewhere ? null : found;
  const by = own ?? scalerOf(view, e);
  const from = by && columnsOf(flat(view, by.of));
  const columns = listOf(view, to.columns);
  if (!by || columns === null || from?.table !== to.table || listOf(view, from.columns) !== columns) return null;
  const rest = { variable: null, output: null, input: by.of, object: e, stands: by.stands };
  if (own) return { columns, step: { ...rest, call: own.learns[0], fit: own.learns[1] ?? null, learns: own.learns, links: own.links } };
  if (e.k !== "call") return null;
  return { columns, step: { variable: null, call: e, output: null, input: by.of, object: e, fit: null, stands: by.stands } };
}

/** The columns that a statement or an expression takes out of a table: `T.pop("a")`, `T.drop(columns=["a"])`, `del T["a"]`; null for anything else. */
function taken(view: View, e: Expr, table: string, at: Place): ReadonlySet<string> | null {
  if (e.k !== "call" || e.func.k !== "attr" || e.func.object.k !== "name" || e.func.object.name !== table) return null;
  if (e.func.name === "pop") return e.args[0] ? namesOf(view, e.args[0].value, at) : null;
  if (e.func.name !== "drop") return null;
  const named = e.args.find((a) => a.name === "columns")?.value;
  const columns = named ?? (alongColumns(view, e) ? (e.args.find((a) => a.name === "labels") ?? e.args.find((a) => !a.name))?.value : undefined);
  return columns ? namesOf(view, columns, at) : null;
}

const inPlace = (e: Expr): boolean => e.k === "call" && e.func.k === "attr" && (e.func.name === "pop" || isTrue(e, "inplace"));

/** A table whose columns were transformed, with what a program makes of it up to a place. */
interface Prepared {
  readonly table: string;
  readonly steps: readonly ColumnStep[];
  /** Columns were taken out of the table after the first step. */
  readonly lost: boolean;
  /** The table that it is a copy of, which is still as it was; null where it is none. */
  readonly source: string | null;
  /** Statements that only hand the table on. */
  readonly links: readonly { readonly stmt: Stmt; readonly name: string }[];
  /** The data that is asked for, as it would be written of the table `raw`. */
  textOf(raw: string): string;
}

/** The table behind `e`, seen from `where`; null where no columns of it were transformed in place. */
function preparedBehind(view: View, e: Expr, where: Place): Prepared | null {
  const bare = e.k === "attr" && e.name === "values" ? e.object : e;
  const at = whereCalled(view, namesIn(bare)[0] ?? "", where);
  if (bare.k === "name") {
    const own = stepsOn(view, bare.name, at);
    if (own) return { ...own, links: [], textOf: (raw) => (own.lost ? `${raw}[${bare.name}.columns]` : raw) };
    const made = lastStore(view, bare.name, at);
    const s = made?.stmt;
    const value = s && boundTo(s, bare.name);
    if (!made || !value) return null;
    const inner = preparedBehind(view, value, made);
    if (!inner) return null;
    if (writesTo(view, bare.name, made, at).length) return no(`\`${bare.name}\` is changed after its columns were transformed`);
    const values = value.k === "attr";
    if (inner.lost && values) return no(`columns are taken out of \`${inner.table}\` before it becomes an array`);
    return { ...inner, links: [...inner.links, { stmt: s, name: bare.name }], textOf: inner.lost ? (raw) => `${raw}[${bare.name}.columns]` : inner.textOf };
  }
  if (bare.k === "index" && bare.object.k === "name") {
    const own = stepsOn(view, bare.object.name, at);
    const kept = bare.index.k === "list" || bare.index.k === "name" ? namesOf(view, bare.index, at) : null;
    if (!own) return null;
    if (!kept || own.steps.some((s) => !s.names || [...s.names].some((n) => !kept.has(n))))
      return no(`it is not clear whether \`${short(view.textOf(bare.at))}\` holds the columns`);
    const tail = view.textOf({ ...bare.at, start: bare.object.at.end });
    return { ...own, links: [], textOf: (raw) => `${raw}${tail}` };
  }
  if (bare.k !== "call" || bare.func.k !== "attr" || bare.func.object.k !== "name" || inPlace(bare)) return null;
  const own = stepsOn(view, bare.func.object.name, at);
  if (!own) return null;
  const copies = bare.func.name === "copy" && bare.args.length === 0;
  const gone = copies ? new Set<string>() : taken(view, bare, own.table, at);
  if (!gone) return null;
  checkKept(own.steps, gone);
  const tail = view.textOf({ ...bare.at, start: bare.func.object.at.end });
  return { ...own, links: [], textOf: (raw) => (copies ? raw : `${raw}${tail}`) };
}

/** For a table of the module that a function reads, the function's first call: it is the same at all of them. @throws CannotFix */
export function whereCalled(view: View, table: string, at: Place): Place {
  const { fn } = at.line;
  if (!fn || fn.locals.has(table) || fn.params.some((p) => p.name === table)) return at;
  const calls = view.usesOf(fn.name, null).filter((u) => !u.stored && !holds(fn.at, u.at));
  const places = calls.map((u) => view.ancestorIn(u.place, view.module)).sort((a, b) => (a?.index ?? 0) - (b?.index ?? 0));
  const [first] = places;
  const last = places.at(-1);
  if (!first || !last || places.includes(null)) return at;
  if (writesTo(view, table, first, last).length) no(`\`${table}\` changes between the calls of \`${fn.name}\``);
  return first;
}

/** Every transformer must find its columns. */
function checkKept(steps: readonly ColumnStep[], gone: ReadonlySet<string>): void {
  if (!gone.size) return;
  for (const s of steps)
    if (!s.names || [...gone].some((c) => s.names?.has(c))) no(`columns are taken out of \`${s.table}\` that \`${short(s.columns)}\` may hold`);
}

/** The steps on a table since it was bound; null where there are none. Whatever else writes into it after the first one must take columns out. */
function stepsOn(view: View, table: string, at: Place): Pick<Prepared, "table" | "steps" | "lost" | "source"> | null {
  const made = lastStore(view, table, at);
  const line = made?.line;
  if (!made || !line) return null;
  const end = view.ancestorIn(at, line)?.index ?? -1;
  const places = line.stmts.slice(made.index + 1, end).map((s) => view.placeOf(s) as Place);
  const steps = places.flatMap((p) => columnStepAt(view, p) ?? []).filter((s) => s.table === table);
  const [first] = steps;
  if (!first) return null;
  if (steps.some((s) => s.of)) no(`\`${short(view.textOf(first.place.stmt.at))}\` makes further columns`);
  let lost = false;
  for (const u of writesTo(view, table, first.place, at)) {
    if (steps.some((s) => holds(s.place.stmt.at, u.at))) continue;
    const s = u.place.stmt;
    const value = s.k === "expr" || s.k === "assign" ? s.value : null;
    if (s.k === "expr" && u.place.line === line && numbersAnew(s.value) && inPlace(s.value)) continue;
    const gone = u.place.line === line && value ? taken(view, value, table, u.place) : null;
    if (!gone) return no(`\`${short(view.textOf(s.at))}\` changes the table as well`);
    checkKept(steps, gone);
    lost = true;
  }
  const own = steps.map((s) => s.place.stmt);
  for (const s of steps) for (const c of s.names ?? []) checkAsFilled(view, { place: s.place, strategy: "mean" }, c, [{ name: table, made, to: at }], own);
  const isCopy = !writesTo(view, table, made, first.place).length;
  return { table, steps, lost, source: isCopy ? copiedFrom(view, table, at) : null };
}

/** Uses of a table that write into it, from a place on and before another. */
function writesTo(view: View, table: string, from: Place, at: Place): Use[] {
  const end = view.ancestorIn(at, from.line)?.index ?? Number.POSITIVE_INFINITY;
  return view.usesOf(table, from.line.fn).filter((u) => {
    const i = view.ancestorIn(u.place, from.line)?.index ?? -1;
    if (i < from.index || i >= end || (u.stored && u.place === from)) return false;
    const s = u.place.stmt;
    const targets = s.k === "assign" ? s.targets : s.k === "aug" ? [s.target] : s.k === "del" ? s.targets : [];
    if (u.stored || targets.some((t) => holds(t.at, u.at))) return true;
    return (
      /\binplace\s*=\s*True|\.(pop|insert|update)\s*\(/.test(view.textOf(s.at)) &&
      (s.k === "expr" || s.k === "assign") &&
      /^(attr|index)$/.test(u.around?.k ?? "")
    );
  });
}

/** The data of cross-validations with their columns as they were before, and the transformers of those columns. */
export class RawColumns {
  private readonly raws = new Map<string, string>();
  private readonly known: { data: Expr; prepared: Prepared }[] = [];

  constructor(readonly view: View) {}

  /** The steps behind the data of a cross-validation; null where none of them is there. Which must be given again for `edits`. */
  add(data: Expr, at: Place): readonly ColumnStep[] | null {
    const prepared = preparedBehind(this.view, data, at);
    if (!prepared) return null;
    for (const s of prepared.steps) if (!standsAlone(this.view, s.place.stmt)) no("another statement shares a line with it");
    this.known.push({ data, prepared });
    return prepared.steps;
  }

  edits(): TextEdit[] {
    const out: TextEdit[] = [];
    const read = new Set(this.known.filter(({ prepared }) => this.isRead(prepared)));
    // What is transformed elsewhere, or saved, was fitted where the columns of the training rows are transformed.
    const fitted = read.size > 0 || this.known.some(({ prepared }) => prepared.steps.some((s) => this.isUsedElsewhere(s)));
    for (const known of this.known) {
      const { data, prepared } = known;
      const { table, steps } = prepared;
      const fits = steps.map((s) => (s.fits ? null : fitBefore(this.view, s.step, s.place)));
      const [first] = steps as [ColumnStep, ...ColumnStep[]];
      const goes = !read.has(known) && !(fitted && (steps.some((s) => s.fits) || fits.some((f) => f !== null)));
      if (prepared.source !== null) out.push({ at: data.at, text: prepared.textOf(prepared.source) });
      if (goes) {
        const copy = prepared.source === null ? null : lastStore(this.view, table, first.place);
        const own = steps.map((s) => s.place.stmt);
        const kept = steps
          .flatMap((s) => s.step.links ?? [])
          .filter((l) => this.view.usesOf(l.name, l.place.line.fn).every((u) => u.stored || own.includes(u.place.stmt)));
        for (const s of [...own, ...new Set(kept.map((l) => l.place.stmt)), ...fits.flatMap((f) => f?.stmt ?? []), ...(copy ? [copy.stmt] : [])])
          out.push(removal(this.view, s));
      }
      if (goes || prepared.source !== null) continue;
      const key = `${table}:${first.place.index}`;
      let raw = this.raws.get(key);
      if (raw === undefined) {
        raw = this.view.fresh(`${table}_raw`, this.raws.values());
        this.raws.set(key, raw);
        out.push(before(this.view, first.place.stmt, [`${raw} = ${table}.copy()`]));
      }
      out.push({ at: data.at, text: prepared.textOf(raw) });
    }
    return out;
  }

  /** Whether what transforms is asked beside the steps that are known, and where it is fitted. */
  private isUsedElsewhere({ step, place }: ColumnStep): boolean {
    const steps = this.known.flatMap(({ prepared }) => prepared.steps);
    const own = steps.flatMap((s) => [s.place.stmt, fitBefore(this.view, s.step, s.place)?.stmt]);
    return this.view.usesOf(step.variable ?? "", place.line.fn).some((u) => !u.stored && !own.includes(u.place.stmt));
  }

  /** Whether anything but the cross-validations reads what the steps made. */
  private isRead({ table, steps }: Prepared): boolean {
    const [first] = steps as [ColumnStep, ...ColumnStep[]];
    const links = this.known.flatMap((k) => k.prepared.links);
    const own = [...steps.map((s) => s.place.stmt), ...links.map((l) => l.stmt)];
    const names = new Set([table, ...links.map((l) => l.name)]);
    const read = (u: Use): boolean => {
      const p = this.view.ancestorIn(u.place, first.place.line);
      const s = u.place.stmt;
      if (u.stored || (p && p.index <= first.place.index) || own.includes(s) || this.known.some((k) => holds(k.data.at, u.at))) return false;
      // A column of its own, such as the labels, and what is taken out.
      const value = s.k === "assign" || s.k === "expr" ? s.value : null;
      const alone =
        value?.k === "index" && value.index.k === "const" && steps.every((x) => x.names && !x.names.has(String((value.index as { value: unknown }).value)));
      return !(alone || (value && taken(this.view, value, u.name, u.place)));
    };
    return [...names].some((n) => this.view.usesOf(n, first.place.line.fn).some(read));
  }
}

/** The statement `scaler.fit(df[columns])` above `df[columns] = scaler.transform(df[columns])`; null where there is none. `on`: what it may be fitted on as well. */
export function fitBefore(view: View, step: Step, place: Place, on?: Expr): Place | null {
  const found = view.usesOf(step.variable ?? "", place.line.fn).find((u) => {
    const s = u.place.stmt;
    const fit = u.place.line === place.line && u.place.index < place.index && s.k === "expr" && s.value.k === "call" ? s.value : null;
    const input = fit?.args[0]?.value;
    const own = fit?.func.k === "attr" && fit.func.name === "fit" && fit.func.object.at.start === u.at.start;
    return (
      own &&
      input !== undefined &&
      [step.input, on].some((e) => e && (view.textOf(input.at) === view.textOf(e.at) || isSameColumns(view, input, e))) &&
      namesIn(input).every((n) => n === step.variable || !changedSince(view, n, u.place, place))
    );
  });
  return found?.place ?? null;
}

/** Whether two expressions are the same columns of a table, in whatever form. */
function isSameColumns(view: View, a: Expr, b: Expr): boolean {
  const [x, y] = [a, b].map((e) => columnsOf(flat(view, e)));
  const listed = x && listOf(view, x.columns);
  return !!x && !!y && x.table === y.table && listed !== null && listed === listOf(view, y.columns);
}

/** Whether a learning call stands in a step on columns, or fits what one transforms with. */
export function learnsColumns(view: View, start: Place, learning: Call): boolean {
  const around = start.line.owner?.k === "for" && start.line.parent ? columnStepAt(view, start.line.parent) : null;
  const own = (around ?? columnStepAt(view, start))?.step;
  const isOf = (step: Step | undefined): boolean =>
    step !== undefined && (step.call === learning || step.fit === learning || !!step.learns?.includes(learning));
  if (isOf(own)) return true;
  const later = start.line.stmts.slice(start.index + 1).map((s) => columnStepAt(view, view.placeOf(s) as Place)?.step);
  if (later.some((step) => step?.learns && isOf(step))) return true;
  const object = learning.func.k === "attr" && learning.func.name === "fit" && learning.func.object.k === "name" ? learning.func.object.name : null;
  return object !== null && later.some((step) => step?.variable === object);
}

/** Whether columns of the table behind some data were transformed in place. */
export const behind = (view: View, data: Expr, at: Place): boolean =>
  firstOf(
    () => preparedBehind(view, data, at) !== null,
    () => false,
  );
