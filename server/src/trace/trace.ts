/** What interpreters ask of the analysis beyond its state: values joined and changed, functions and classes, data, local modules. */
import type { Span } from "../base/span.js";
import type { Expr, Fn } from "../program/ir.js";
import { among } from "./among.js";
import { type ArgValue, arg, bindCall, type CallCtx } from "./binding.js";
import { callValue } from "./calls.js";
import { type ColumnPick, column, listItems as columnItems, columnPick, dropColumns, mapCols } from "./columns.js";
import { applyRow } from "./effects.js";
import { evaluate } from "./eval.js";
import { assignTarget, execBlock } from "./exec.js";
import { Facts } from "./facts.js";
import { maskOf, withoutRows } from "./frames.js";
import { ownGroup } from "./groupKeys.js";
import { inputData } from "./inputs.js";
import { joinValue } from "./join.js";
import type { CallableRow, ClassRow, EffectRow } from "./knowledge.js";
import type { Fit } from "./lineage.js";
import { fit } from "./models.js";
import { assignName, attribute } from "./names.js";
import { guessModel } from "./natures.js";
import { type Cut, concat, cut, looksBack, type Mix, mixed, type Rows, relation } from "./rows.js";
import { scoreOf, scoreSelf } from "./scoring.js";
import { pickedRows } from "./slices.js";
import type { Frame } from "./state.js";
import {
  addLearned,
  any,
  type Cell,
  type Col,
  content,
  type Data,
  joinProv,
  type Mask,
  type Model,
  type NameSet,
  nothing,
  type Obj,
  type Prov,
  type UserClass,
  union,
  type Value,
} from "./values.js";
import { setColumn, writeThrough } from "./writes.js";

const noSpan = { source: "", start: 0, end: 0 } as unknown as Span;
/** Reductions of predictions beside labels that say how wrong they are; spreads, counts, correlations and ranks describe. */
const tellsError = /mean|sum|average|median|norm|rms|trace|count_nonzero/i;
/** Attributes of data that are not columns. */
const dataFields = new Set(["name", "dtype", "shape", "flags", "style", "T", "attrs", "requires_grad"]);
/** Protocols that an unresolved name used as a model may follow, most likely first. */
const guesses = ["classifier", "transformer", "resampler", "search", "kerasModel", "torchModule", "booster", "splitter"];

/** `df.columns = [...]`: names by position; all at once they say what the columns are called, not which is which. */
function renamed(t: Trace, d: Data, names: Value): Data {
  if (names.k === "names") return d;
  const pick = columnPick(t, names);
  const p = content({ ...d, base: nothing });
  const known = [...d.cols.keys()];
  if (pick.names && !d.rest && known.length === pick.names.length)
    return { ...d, cols: new Map(pick.names.map((n, i) => [n, d.cols.get(known[i] as string) as Col])) };
  if (!pick.names) return { ...d, removed: new Set(), open: true };
  const sources = d.rows.terms[0]?.source.key ?? "?";
  return {
    ...d,
    cols: new Map(pick.names.map((n) => [n, { p: { ...p, origin: new Set([`${sources}:${n}`]) } }])),
    rest: null,
    removed: new Set(),
    open: false,
  };
}

export class Trace extends Facts {
  // Values

  attribute(v: Value, name: string, at: Span): Value {
    return attribute(this, v, name, at);
  }
  callValue(f: Value, args: readonly ArgValue[], at: Span, name: string): Value {
    return callValue(this, f, args, at, name, null);
  }
  assignTarget(target: Expr, v: Value): void {
    assignTarget(this, target, v, null);
  }
  columnPick(v: Value): ColumnPick {
    return columnPick(this, v);
  }
  joinTwo(a: Value, b: Value): Value {
    return joinValue(this, a, b);
  }
  joinValues(list: readonly Value[], extra: Prov): Value {
    const [head, ...rest] = list.slice(0, 12);
    if (!head) return any(extra);
    return this.withProv(
      rest.reduce<Value>((a, b) => joinValue(this, a, b), head),
      extra,
    );
  }
  /** The same value, depending on more. */
  withProv(v: Value, p: Prov): Value {
    if (p === nothing || (!p.scores.size && !p.chosen.size && !p.learned.size && !p.vary.size && !p.preds.size && !p.conf)) return v;
    if (v.k === "obj") return { ...v, p: joinProv(v.p, p) };
    if (v.k === "const" || v.k === "any") return { ...v, p: joinProv(v.p, p) };
    if (v.k === "tuple") return { k: "tuple", items: v.items.map((x) => this.withProv(x, p)) };
    return v;
  }
  controlled(v: Value): Value {
    return this.control === nothing ? v : this.withProv(v, this.control);
  }
  setName(e: Expr, v: Value): void {
    if (e.k === "name") assignName(this, e.name, v, e.at);
  }
  /** Data that selects rows: masks, positions, indexes. */
  asDataLike(v: Value): Data | null {
    return this.peekData(v);
  }
  isModelLike(v: Value): boolean {
    if (v.k !== "obj") return false;
    const c = this.get(v);
    return c.k === "model" || c.k === "inst" || c.k === "unknown";
  }

  // Functions and classes

  makeFn(fn: Fn): Value {
    return { k: "fn", fn, frame: this.frame.id, defaults: this.defaultsOf(fn), cls: null };
  }
  defaultsOf(fn: Fn): ReadonlyMap<string, Value> {
    const out = new Map<string, Value>();
    for (const p of fn.params) if (p.default) out.set(p.name, evaluate(this, p.default));
    return out;
  }
  moduleFrame(f: Frame): Frame {
    let m = f;
    while (m.parent) m = m.parent;
    return m;
  }
  isClassFrame(id: number): boolean {
    return this.classes.some((c) => c.frame === id);
  }
  methodOf(cls: UserClass, name: string, depth = 0): (Value & { k: "fn" }) | null {
    const own = cls.attrs.get(name);
    if (own?.k === "fn") return own;
    if (depth > 6) return null;
    for (const b of cls.bases) {
      const up = b.k === "class" ? this.methodOf(b.cls, name, depth + 1) : null;
      if (up) return up;
    }
    return null;
  }
  classAttr(cls: UserClass, name: string, depth = 0): Value | null {
    const own = cls.attrs.get(name);
    if (own || depth > 6) return own ?? null;
    for (const b of cls.bases) {
      const up = b.k === "class" ? this.classAttr(b.cls, name, depth + 1) : null;
      if (up) return up;
    }
    return null;
  }
  /** The first parameter of the method being run. */
  selfOf(): Value | null {
    const fn = this.activeFns.at(-1);
    const p = fn?.params[0];
    return p ? (this.vars.get(`${this.frame.id}:${p.name}`) ?? null) : null;
  }
  setAttr(base: Value, name: string, v: Value): void {
    if (base.k !== "obj") return;
    const c = this.get(base);
    if (c.k === "inst") this.put(base, { ...c, attrs: new Map([...c.attrs, [name, v] as const]) });
    else if (c.k === "model") {
      const p = this.prov(v);
      const settings = c.init.has(name) ? joinProv(c.settings, { ...nothing, scores: p.scores, chosen: p.chosen, vary: p.vary }) : c.settings;
      this.put(base, { ...c, settings, attrs: new Map([...c.attrs, [name, v] as const]) });
    } else if (c.k === "data" && name !== "index") {
      if (name === "columns") this.put(base, renamed(this, c, v));
      else if (!dataFields.has(name)) this.put(base, setColumn(this, c, name, v, null));
    } else if (c.k === "unknown" && name !== "columns") {
      this.put(base, { k: "inst", cls: { name: c.name, at: noSpan, bases: [], attrs: new Map(), frame: 0 }, attrs: new Map([[name, v]]) });
    }
  }
  methodRow(m: Model, name: string): CallableRow | null {
    const own = m.row?.methods && Object.hasOwn(m.row.methods, name) ? m.row.methods[name] : undefined;
    if (own) return own;
    if (m.protocol !== "?") return this.lib.method(m.protocol, name);
    for (const p of guesses) {
      const row = this.lib.method(p, name);
      if (row) return row;
    }
    return null;
  }
  applyAttribute(base: Obj, e: EffectRow, name: string, at: Span | null): Value {
    const row: CallableRow = { does: e };
    return applyRow(this, row, bindCall(row, at ?? noSpan, null, name, base, null, []));
  }

  // Data helpers

  getColumn(base: Obj, d: Data, name: string): Value {
    return column(this, d, name, base);
  }
  /** Without a name: some column, nobody knows which. */
  dropColumn(base: Obj, name: string | null): void {
    const d = this.asData(base);
    if (d) this.put(base, { ...dropColumns(d, name === null ? null : [name], nothing) });
  }
  afterInPlace(o: Obj): void {
    const c = this.get(o);
    if (c.k === "data") writeThrough(this, o, c);
  }
  without(rows: Rows, gone: Rows): Rows {
    return withoutRows(rows, gone, noSpan);
  }
  maskOf(v: Obj, d: Data): Mask {
    return maskOf(v, d);
  }
  mixRows(rows: Rows, mix: Mix): Rows {
    return mixed(rows, mix);
  }
  /** A statistic of rows: knowledge without rows. Of predictions and labels together it is a score. */
  statistic(
    d: Data,
    at: Span,
    what: string,
    p: Prov,
    name = "",
    weight: "statistic" | "count" = "statistic",
    how: { grouped?: boolean; extreme?: boolean; width?: number; keys?: NameSet | undefined; doubt?: number } = {},
  ): Value {
    if (p.preds.size && weight !== "count" && tellsError.test(what) && this.judges(p, d)) return scoreOf(this, at, p, p, what, "either", name, "any");
    if (p.preds.size || d.pos || d.isIndex || looksBack(d.rows)) return any({ ...p, origin: nothing.origin });
    const id = this.learn(at, {
      what,
      name,
      via: "statistic",
      weight,
      rows: d.rows,
      from: p,
      y: null,
      supervised: false,
      grouped: how.grouped ?? false,
      ...(how.keys?.size ? { keys: how.keys } : {}),
      ...ownGroup(d),
      ...(how.extreme ? { extreme: true } : {}),
      ...(how.width ? { width: how.width } : {}),
      object: 0,
      conf: p.conf + (how.doubt ?? 0),
      fit: null,
    });
    return any({ ...addLearned(p, id), origin: nothing.origin });
  }
  /** Correlations are read at the name of one column: the others were measured against it. */
  readAgainst(hint: string, names: readonly string[]): void {
    const id = Number(hint.slice("pairs:".length));
    const l = this.learned.get(id);
    if (l && names.length) this.learned.set(id, { ...l, against: union(l.against ?? new Set(), new Set(names)) });
  }
  /** Whether a value is the labels that these predictions try to tell. */
  isTruthOf(truth: Prov, pred: Prov): boolean {
    if (truth.preds.size || !truth.origin.size) return false;
    for (const id of pred.preds)
      for (const f of this.preds.get(id)?.fits ?? []) {
        const y = this.learned.get(f)?.fit?.y;
        for (const o of y?.origin ?? []) if (truth.origin.has(o)) return true;
      }
    return false;
  }
  /** Whether a value holds predictions together with what they should have been. */
  protected judges(p: Prov, d: Data): boolean {
    if (!p.origin.size) return false;
    for (const id of p.preds)
      for (const f of this.preds.get(id)?.fits ?? []) {
        const fit = this.learned.get(f)?.fit;
        const y = fit?.y;
        // A column whose gaps were filled by predictions of itself.
        if (d.column !== null && d.column === fit?.target) continue;
        if (!y?.origin.size) return d.cols.size === 0;
        // Labels of other rows than the training ones may come from elsewhere: an array beside predictions that is no feature.
        const features = this.preds.get(id)?.features.origin;
        if (d.cols.size === 0 && d.column === null && [...p.origin].some((o) => !features?.has(o))) return true;
        for (const o of y.origin) if (p.origin.has(o) || (o.endsWith(":*") && [...p.origin].some((x) => x.startsWith(o.slice(0, -1))))) return true;
      }
    return false;
  }
  /** Rows that a marker column picks (`df[df.is_train == 1]`). */
  markedRows(d: Data, value: string | number | boolean | null): Rows | null {
    const marks = d.rest?.marks;
    if (!marks?.length) return null;
    const hit = marks.filter((m) => m.value === value || Number(m.value) === Number(value));
    const miss = marks.filter((m) => !hit.includes(m));
    return hit.length && miss.length ? concat(hit.map((m) => m.rows)) : null;
  }
  missingMask(self: Value, out: Value, missing: boolean, at: Span): Value {
    const d = this.peekData(self);
    const o = out.k === "obj" ? this.get(out) : null;
    if (!d || o?.k !== "data") return out;
    const clear = mapCols(o, (p) => ({ ...p, origin: nothing.origin }));
    const id = `missing:${d.rows.key}/${[...content(d).origin].sort().join(",")}`;
    return this.newData({ ...clear, mask: { cut: { id, part: missing ? "T" : "!T", kind: "filter", at }, rows: null } });
  }
  isinMask(self: Value, out: Value, which: Value | undefined, at: Span, text: string): Value {
    const d = this.peekData(self);
    const o = out.k === "obj" ? this.get(out) : null;
    if (!d || o?.k !== "data") return out;
    const k = which ? this.peekData(which) : null;
    // A table in a table is looked up by row labels, as `isin(part.index)` is.
    const tables = k && d.column === null && k.column === null && !d.pos && !k.pos && relation(d.rows, k.rows) === "contains";
    if (k && ((d.isIndex && k.isIndex) || tables)) {
      const named = pickedRows(k);
      const rows = among(d.rows, named) ?? named;
      return this.newData({ ...o, rows: d.rows, mask: { cut: { id: `isin:${rows.key}`, part: "T", kind: "filter", at }, rows } });
    }
    const id = `isin:${d.rows.key}/${[...content(d).origin].sort().join(",")}:${text || this.place(at)}`;
    return this.newData({ ...o, rows: d.rows, mask: { cut: { id, part: "T", kind: "filter", at }, rows: null } });
  }
  /** One of `n` unpacked parts of data: some rows of it, nobody knows which. */
  partOf(d: Data, i: number, n: number, at: Span): Value {
    if (d.elem) return this.newData({ ...d });
    if (d.as === "kerasFlow" || d.as === "batches" || d.as === "torchLoader") return i === 1 && d.label ? d.label : this.newData({ ...d, as: "data" });
    if (n === 2 && d.label) return i === 1 ? d.label : this.newData({ ...d, label: null });
    const c: Cut = { id: `part:${this.place(at)}`, part: String(i), kind: "opaque", at };
    return this.newData({ ...d, rows: cut(d.rows, c), view: null, mask: null });
  }
  /** TensorDataset(X, y), DMatrix(X, label): data that keeps its arrays. */
  holdData(row: ClassRow, c: CallCtx): Value {
    const names = row.traits?.data ?? [];
    const values: Value[] = [];
    for (const n of names) {
      const v = arg(c, n);
      if (v?.k === "tuple" && n === "args") values.push(...v.items);
      else if (v) values.push(v);
    }
    if (c.star.length) values.push(...c.star.map((a) => a.value).filter((v) => !values.includes(v)));
    const labelArg = row.traits?.label ? arg(c, row.traits.label) : undefined;
    const [first] = values;
    const X = first ? inputData(this, first) : null;
    if (!X) return this.unknown(c.name, c.at);
    const second = labelArg ?? (values.length > 1 ? values.at(-1) : undefined);
    const label = second && second !== first && second.k === "obj" && this.asData(second) ? second : X.label;
    return this.newData({ ...X, as: row.is, label, view: null, mask: null, elem: false });
  }

  compiledMetric(m: Model): string {
    const v = m.attrs.get("#metrics");
    const items = v ? columnItems(this, v) : null;
    const names = (items ?? []).flatMap((x) => (x.k === "const" ? [String(x.v)] : x.k === "lib" ? [x.path] : ["other"]));
    if (!names.length) return "loss";
    return names.every((n) => /^(acc|accuracy|binary_accuracy|categorical_accuracy|sparse_categorical_accuracy)$/.test(n)) ? "accuracy" : "compiled";
  }

  // Networks trained by hand

  backward(loss: Value | null, at: Span): void {
    const p = this.prov(loss);
    for (const id of p.preds) {
      const pred = this.preds.get(id);
      if (!pred) continue;
      const o: Obj = {
        k: "obj",
        id: pred.object,
        init: this.heap.get(pred.object) ?? ({ k: "unknown", name: "", rows: pred.rows, p: nothing } as Cell),
        p: nothing,
      };
      const m = this.heap.get(pred.object) ?? this.models.get(pred.object);
      if (m?.k !== "model") continue;
      const fact: Fit = {
        rows: pred.rows,
        yRows: null,
        x: pred.features,
        columns: { named: new Map(), restMinus: [], knows: null, windows: [], at: null },
        y: null,
        target: null,
        settings: pred.settings,
        task: "any",
        flags: new Set([`pred:${id}`]),
        made: [],
        scaling: "felt",
        partial: true,
      };
      const id2 = this.learn(at, {
        what: m.name,
        name: "",
        via: "model",
        weight: "statistic",
        rows: pred.rows,
        from: pred.features,
        y: null,
        supervised: false,
        grouped: false,
        object: pred.object,
        conf: Math.max(1, pred.conf),
        fit: fact,
      });
      this.put(o, { ...m, knows: union(m.knows, new Set([id2])) });
    }
  }
  objectiveArgs(fn: Value, trial: Value, loop: number): ArgValue[] {
    const vary: Prov = { ...nothing, vary: new Set([loop]) };
    const f = fn.k === "bound" ? fn.fn : fn.k === "fn" ? fn : null;
    const params = f ? f.fn.params.filter((p) => p.kind === "plain" || p.kind === "kwonly") : [];
    const skip = fn.k === "bound" ? 1 : 0;
    if (params.length - skip <= 1) return [{ name: null, value: trial }];
    return params.slice(skip).map((p) => ({ name: p.name, value: any(vary) }));
  }
  guessUse(model: Obj, rows: Value, use: "fit" | "score", at: Span): Value | null {
    guessModel(this, model, use === "fit" ? "fit" : "predict", []);
    const m = this.get(model);
    const X = inputData(this, rows);
    if (m.k !== "model" || !X) return null;
    const e: EffectRow = { op: use, X: "X", y: "y" };
    const y: ArgValue[] = X.label ? [{ name: "y", value: X.label }] : [];
    const c = bindCall({ sig: "(X, y=None)" }, at, null, m.name, model, null, [{ name: null, value: rows }, ...y]);
    this.put(model, { ...m, conf: Math.max(1, m.conf) });
    return use === "fit" ? fit(this, c, e) : scoreSelf(this, c, e);
  }

  // Local modules

  loadModule(module: string, level: number): Value | null {
    if (!this.lower || (!module && !level)) return null;
    const known = level === 0 && this.lib.find(module).what !== "unknown" && !this.lib.isOwn(module);
    if (known) return null;
    const file = this.files.resolve(this.frame.path, module, level);
    if (!file) return null;
    const cached = this.moduleValues.get(file.path);
    if (cached) return cached;
    const frame = this.newFrame(null, null, file.path);
    const holder = this.new({ k: "inst", cls: { name: file.path, at: noSpan, bases: [], attrs: new Map(), frame: frame.id }, attrs: new Map() });
    this.moduleValues.set(file.path, holder);
    if (this.moduleValues.size > 40) return holder;
    const { frame: saved, control } = this;
    // What a module does by itself is its own, wherever it is imported; and it is not the program that was started.
    const calls = this.calls.splice(0);
    this.frame = frame;
    this.control = nothing;
    this.vars.set(`${frame.id}:__name__`, { k: "const", v: module, p: nothing });
    execBlock(this, this.lower(file.path, file.text));
    this.calls.push(...calls);
    this.frame = saved;
    this.control = control;
    this.put(holder, { k: "inst", cls: { name: file.path, at: noSpan, bases: [], attrs: new Map(), frame: frame.id }, attrs: this.namesOf(frame) });
    return holder;
  }
  protected namesOf(frame: Frame): Map<string, Value> {
    const out = new Map<string, Value>();
    const prefix = `${frame.id}:`;
    for (const [n, v] of this.vars.all()) if (n.startsWith(prefix)) out.set(n.slice(prefix.length), v);
    return out;
  }
  moduleNames(o: Obj): ReadonlyMap<string, Value> {
    const c = this.get(o);
    return c.k === "inst" ? c.attrs : new Map();
  }
}

export type { Snapshot } from "./facts.js";
export { type Call, type Frame, GiveUp } from "./state.js";
