/** The statements that go below a split: what learns, and what depends on it on the way there. */
import type { Expr, Stmt } from "../../program/ir.js";
import type { Questions } from "../../trace/questions.js";
import { columnNames, columnStore, columnsRead, receiver, selectedFrom, selectionOf, short } from "./columns.js";
import { reductions } from "./learnFrom.js";
import { type LearningCall, learningCalls, namesIn } from "./learning.js";
import { standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** Data under its present name, and the columns of it that were changed, or read for that; null for all of it. */
export interface Carrier {
  readonly columns: ReadonlySet<string> | null;
}

/** A statement that goes below the split. */
export interface Moved {
  readonly place: Place;
  readonly calls: readonly LearningCall[];
  /** Data that it reads and, under the same or another name, gives back. */
  readonly input: string;
  /** fit: trains an object and gives nothing back. value: a statistic under a name. data: gives data back. apart: gives other data back, that are no part of what is split. */
  readonly gives: "fit" | "value" | "data" | "apart";
  readonly output: string;
}

export class Chain {
  readonly moved: Moved[] = [];
  readonly dirty = new Map<string, Carrier>();
  /** Objects fitted by what was moved, and names of statistics. */
  readonly objects = new Set<string>();
  readonly values = new Set<string>();
  /** Other data that fitted objects were applied to. */
  readonly apart = new Set<string>();
  /** `X_scaled = scaler.fit_transform(X)`: what stands for `X_scaled` before the learning. */
  readonly origin = new Map<string, Expr>();

  constructor(
    readonly view: View,
    readonly q: Questions,
  ) {}

  /** Takes a statement into the chain, or says why not. */
  take(place: Place): void {
    const { view } = this;
    const s = place.stmt;
    const touched = this.touches(s);
    if (!standsAlone(view, s)) no("another statement shares a line with it");
    const other = [...touched].find((n) => this.apart.has(n));
    if (other) no(`\`${other}\` is used before the split`);
    const calls = learningCalls(this.q, place);
    const [first] = calls;
    if (first && calls.every((c) => c.learned.via === "transformer" || c.learned.via === "selection")) {
      if (calls.length > 1) no("several things are fitted in one statement");
      return this.takeFit(place, first);
    }
    if (calls.some((c) => c.learned.via !== "statistic")) no("a model is trained before the split");
    if (calls.length || [...this.values].some((v) => touched.has(v))) return this.takeStatistic(place, calls);
    const applied = this.appliedTransform(s);
    if (applied && this.isApart(applied)) return this.takeApart(place, applied);
    if (applied) return this.takeData(place, [], applied);
    if (this.takeSelection(place)) return;
    no(`\`${short(view.textOf(s.at))}\` uses the data between the learning and the split`);
  }

  touches(s: Stmt): Set<string> {
    const out = new Set<string>();
    eachExprIn(s, (e) => {
      if (e.k === "name" && [this.dirty, this.objects, this.values, this.apart].some((own) => own.has(e.name))) out.add(e.name);
    });
    return out;
  }

  private takeFit(place: Place, { call }: LearningCall): void {
    const s = place.stmt;
    const method = call.func.k === "attr" ? call.func.name : "";
    const data = this.dataName(call.args[0]?.value ?? null);
    const again = call.func.k === "attr" && call.func.object.k === "name" && this.objects.has(call.func.object.name);
    if (again && !this.dirty.has(data) && !this.moved.some((m) => m.input === data)) no("the transformer is fitted on other data too");
    if (method === "fit") {
      const object = call.func.k === "attr" ? objectName(call.func.object) : null;
      const target = s.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name" && s.value === call ? s.targets[0].name : null;
      const name = target ?? object;
      if (!name || !(s.k === "expr" ? s.value === call : target)) no("the fitted object has no name");
      this.objects.add(name as string);
      this.moved.push({ place, calls: learningCalls(this.q, place), input: data, gives: "fit", output: "" });
      return;
    }
    if (method !== "fit_transform") no("it is no call of `fit` or `fit_transform`");
    this.takeData(place, learningCalls(this.q, place), call.args[0]?.value ?? null);
    if (call.func.k === "attr" && call.func.object.k === "name") this.objects.add(call.func.object.name);
  }

  /** `X = scaler.transform(X)` of an object that was moved. */
  private appliedTransform(s: Stmt): Expr | null {
    let found: Expr | null = null;
    eachExprIn(s, (e) => {
      if (e.k === "call" && e.func.k === "attr" && e.func.name === "transform" && e.func.object.k === "name" && this.objects.has(e.func.object.name))
        found = e.args[0]?.value ?? null;
    });
    return found;
  }

  private isApart(read: Expr): boolean {
    const name = this.dataName(read);
    return !this.dirty.has(name) && !this.moved.some((m) => m.input === name);
  }

  /** `T_other = scaler.transform(T)` of a table that is not split: it waits for the fit below the split, and stays as it is written. */
  private takeApart(place: Place, read: Expr): void {
    const [target] = place.stmt.k === "assign" ? place.stmt.targets : [];
    const name = target?.k === "name" ? target.name : target && columnStore(target)?.of;
    if (place.stmt.k !== "assign" || place.stmt.targets.length !== 1 || !name) return no("its result is not put into a variable");
    if (namesIn(place.stmt.value).some((n) => this.dirty.has(n))) no("other data are transformed beside those that are split");
    this.apart.add(name);
    this.moved.push({ place, calls: [], input: this.dataName(read), gives: "apart", output: name });
  }

  /** A statement that gives data back: `T = f(D)`, `D[c] = f(D[c])`. */
  private takeData(place: Place, calls: readonly LearningCall[], read: Expr | null): void {
    const s = place.stmt;
    if (s.k !== "assign" || s.targets.length !== 1) return no("its result is not put into a variable");
    const target = s.targets[0] as Expr;
    const input = this.dataName(read);
    if (isFolded(this.view, s.value)) no(`\`${short(this.view.textOf(s.at))}\` gives other rows than it takes`);
    if (target.k === "name") {
      if (target.name !== input && !this.dirty.has(input)) this.origin.set(target.name, read as Expr);
      else if (target.name !== input && this.origin.has(input)) this.origin.set(target.name, this.origin.get(input) as Expr);
      this.setDirty(target.name, null);
      this.moved.push({ place, calls, input, gives: "data", output: target.name });
      return;
    }
    const column = columnStore(target);
    if (!column || column.of !== input) return no("its result is not put into a variable");
    this.setDirty(input, needed(s, input, column.names));
    this.moved.push({ place, calls, input, gives: "data", output: input });
  }

  private takeStatistic(place: Place, calls: readonly LearningCall[]): void {
    const s = place.stmt;
    const read = calls[0] ? this.dataName(receiver(calls[0].call)) : this.changedBy(s);
    if (calls.some((c) => this.dataName(receiver(c.call)) !== read)) no("statistics of several tables stand in one statement");
    // `pd.get_dummies(X)` gives a table back, whose columns would be others for each part.
    const wide = calls.find((c) => !reductions.test(c.learned.what) && !(c.call.func.k === "attr" && reductions.test(c.call.func.name)));
    if (wide) no(`\`${wide.learned.what}\` is learned and applied in one call`);
    if (calls.some((c) => c.learned.grouped)) no("statistics of groups are looked up, not computed again");
    if (s.k === "expr" && s.value.k === "call" && /inplace\s*=\s*True/.test(this.view.textOf(s.value.at))) {
      const on = receiver(s.value);
      const name = on && this.dataName(on);
      if (name !== read) no("it changes another table");
      this.setDirty(read, on ? columnsRead(on, read) : null);
      this.moved.push({ place, calls, input: read, gives: "data", output: read });
      return;
    }
    if (s.k !== "assign" || s.targets.length !== 1) return no("its result is not put into a variable");
    const target = s.targets[0] as Expr;
    const scalar = calls.length > 0 && this.isStatistic(s.value, calls);
    if (target.k === "name" && scalar) {
      this.values.add(target.name);
      this.moved.push({ place, calls, input: read, gives: "value", output: target.name });
      return;
    }
    if (target.k === "name") {
      if (target.name !== read) {
        if (this.dirty.has(read)) no("two names stand for the data");
        this.origin.set(target.name, { k: "name", at: target.at, name: read });
      }
      this.setDirty(target.name, null);
      this.moved.push({ place, calls, input: read, gives: "data", output: target.name });
      return;
    }
    const column = columnStore(target);
    if (!column || column.of !== read) return no("its result is not put into a variable");
    this.setDirty(read, needed(s, read, column.names));
    this.moved.push({ place, calls, input: read, gives: "data", output: read });
  }

  /** Whether an expression is made of statistics and numbers only. */
  private isStatistic(e: Expr, calls: readonly LearningCall[]): boolean {
    const inCalls = (x: Expr): boolean => calls.some((c) => holds(c.call.at, x.at));
    let only = true;
    eachExprIn({ k: "expr", at: e.at, value: e }, (x) => {
      if (x.k === "name" && !inCalls(x) && !this.values.has(x.name)) only = false;
    });
    return only;
  }

  /** The one table that a statement without a learning call of its own changes. */
  private changedBy(s: Stmt): string {
    if (s.k === "assign" && s.targets.length === 1) {
      const t = s.targets[0] as Expr;
      const column = columnStore(t);
      if (column) return column.of;
      const names = namesIn(s.value).filter((n) => !this.values.has(n) && !this.isModule(n));
      if (names.length === 1) return names[0] as string;
    }
    if (s.k === "expr" && s.value.k === "call") {
      const on = receiver(s.value);
      if (on) return this.dataName(on);
    }
    return no("it is not clear which data it changes");
  }

  private isModule(name: string): boolean {
    return this.view.usesOf(name, null).every((u) => !u.stored);
  }

  /** `X = df.drop(columns="y")`, `y = df["y"]`: a selection of columns that can as well be made before. */
  private takeSelection(place: Place): boolean {
    const s = place.stmt;
    if (s.k !== "assign" || s.targets.length !== 1 || s.targets[0]?.k !== "name") return false;
    const of = selectedFrom(this.view, s.value);
    if (!of) return false;
    const carrier = this.dirty.get(of.name);
    if (!carrier?.columns) return false;
    const carries = selectionOf(carrier.columns, of);
    if (carries === "all") this.setDirty(s.targets[0].name, carrier.columns);
    if (carries === "some") no("the selected columns hold only a part of those that it changes");
    return true;
  }

  private setDirty(name: string, columns: ReadonlySet<string> | null): void {
    const old = this.dirty.get(name);
    if (!old) this.dirty.set(name, { columns });
    else this.dirty.set(name, { columns: old.columns && columns ? new Set([...old.columns, ...columns]) : null });
  }

  /** The one variable that an expression takes its data from. */
  dataName(e: Expr | null): string {
    let x = e;
    for (;;) {
      if (!x) return no("it is not clear which data it reads");
      if (x.k === "name") return x.name;
      if (x.k === "attr") x = x.object;
      else if (x.k === "index") x = x.object;
      else if (x.k === "call" && x.func.k === "attr") x = x.func.object;
      else if (x.k === "binary") x = x.left;
      else return no("it is not clear which data it reads");
    }
  }
}

/** The columns that a statement writes, and those of the same table that it reads: a selection that drops these cannot be made before it. */
function needed(s: Stmt, table: string, written: ReadonlySet<string>): ReadonlySet<string> {
  const out = new Set(written);
  eachExprIn(s, (e) => {
    if (e.k === "index" && e.object.k === "name" && e.object.name === table) for (const name of columnNames(e.index) ?? []) out.add(name);
  });
  return out;
}

const objectName = (e: Expr): string | null => (e.k === "name" ? e.name : null);

/** `scaler.fit_transform(X).reshape(n, 5)`: whether rows of the result are put together, or cut up. */
function isFolded(view: View, e: Expr): boolean {
  if (e.k === "attr") return isFolded(view, e.object) || e.name === "T";
  if (e.k !== "call" || e.func.k !== "attr" || /^(fit_)?transform$/.test(e.func.name)) return false;
  const column = /\(\s*-1\s*(,\s*1\s*)?\)$/.test(view.textOf(e.at));
  return isFolded(view, e.func.object) || /^(transpose|swapaxes|resize)$/.test(e.func.name) || (e.func.name === "reshape" && !column);
}
