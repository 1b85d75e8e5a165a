/** From the data that a model is given back to the data before it was transformed: which objects transformed it, and where. */
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import { columnsBeside, columnsTaken, isByColumn, type Laid, type Stores, takesOfRest } from "./columnsBeside.js";
import { isModule, kindOf } from "./kinds.js";
import { namesIn } from "./learning.js";
import { type Back, givenBack } from "./returned.js";
import { scaledByHand } from "./scaledByHand.js";
import { scalerOf } from "./standIns.js";
import { supported } from "./supported.js";
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
  /** The call that fits it in the same expression, `object.fit(…)`, or gives the numbers that gaps are filled with. */
  readonly fit: Expr | null;
  /** The transformer as text, where gaps were filled by hand; it stands for `object`. */
  readonly stands?: string;
  /** Rows or columns that are taken of its result before anything else: `[:1000]`, `.drop(columns="a")`. */
  readonly rows?: { readonly e: Expr; readonly text: string; readonly place: Place };
  /** Its result is sparse, and made dense: `.toarray()`; or where it is. */
  readonly dense?: true | "where sparse";
  /** The transformations of the same data whose results are laid side by side. */
  readonly parts?: readonly Step[];
  /** The columns of one table that each of these parts is given. */
  readonly laid?: readonly Laid[];
  /** The function that it is done in, which gives the result back. */
  readonly back?: Back;
  /** Its result was made a table, or is one. */
  readonly named?: true;
  /** The call that made it one. */
  readonly frame?: Expr;
  /** All calls that give the numbers it scales with by hand; those of other rows, where these are scaled with them. */
  readonly learns?: readonly Expr[];
  readonly elsewhere?: true;
  /** Further names that its result is given on the way, the last one first. */
  readonly links?: readonly Link[];
}

/** A statement that binds what it is handed to another name. */
export interface Link {
  readonly place: Place;
  readonly name: string;
}

/** Whether a step is no call of a transformer, but of a function that does the same. */
export const isFunction = (s: Step): boolean => s.parts !== undefined || (s.stands !== undefined && s.fit === null);

/** The steps, and each of those that lie side by side. */
export const single = (steps: readonly Step[]): Step[] => steps.flatMap((s) => [s, ...(s.parts ?? []).map((p) => (p.place ? p : { ...p, place: s.place }))]);

/** Stands for `SimpleImputer` until the caller knows how it is imported. */
export const IMPUTER = "\u0000SimpleImputer";

/**
 * The transformations behind `e`, seen from `at`: the last one first. `through`: slices of rows, and tables that are made of the results, are looked
 * through. `into`: a function that gives the data back, too.
 */
export function stepsBehind(view: View, e: Expr, at: Place, through = false, into = false): Step[] {
  const stores = storesOf(view);
  const steps: Step[] = [];
  let x = (through && sliced(e)?.object) || e;
  let from = at;
  let stored: { place: Place; output: string } | null = null;
  let rows: Step["rows"];
  // Columns by their names are those of a table that was made of the result.
  let picks: "unframed" | "framed" | null = null;
  let dense: Step["dense"];
  let named: Step["named"];
  let frame: Step["frame"];
  let links: Link[] = [];
  let isSeen = true;
  let back = null as Back | null;
  const enter = (store: Place | null): boolean => {
    const found = !into || back || rows || dense ? null : givenBack(view, x, store, from);
    if (!found) return false;
    back = found;
    x = found.value;
    from = found.ret;
    stored = null;
    return true;
  };
  for (let depth = 0; depth < 12; depth++) {
    const inner = through && framed(view, x, from);
    if (inner) {
      if (picks === "unframed" && !keepsNames(view, x, from)) return steps;
      if (picks) picks = "framed";
      named = true;
      frame ??= x;
      x = inner;
      continue;
    }
    const same = through && asArray(view, x);
    if (same) {
      x = same;
      continue;
    }
    const cut = through && stored && !rows && sliced(x);
    if (cut) {
      rows = { e: cut.index, text: view.textOf({ ...cut.at, start: cut.object.at.end }), place: stored?.place as Place };
      x = cut.object;
      continue;
    }
    const sparse = through && madeDense(x);
    if (sparse) {
      dense = x.k === "ifexp" ? "where sparse" : true;
      x = sparse;
      continue;
    }
    const t: Written | null = transformation(x) ?? (through ? written(view, x, from) : null);
    const isRest = t?.laid !== undefined && rows !== undefined && takesOfRest(stores, t, rows, from);
    if (t && picks && !isRest && (!isByColumn(stores, t, from) || picks === "unframed")) return steps;
    if (t) {
      const place: Place | null = stored?.place ?? back?.ret ?? null;
      const more = {
        ...(rows ? { rows } : {}),
        ...(dense ? { dense } : {}),
        ...(back ? { back } : {}),
        ...(named ? { named } : {}),
        ...(frame ? { frame } : {}),
      };
      steps.push({ ...t, place, output: stored?.output ?? null, ...more, links: [...links, ...(t.links ?? [])] });
      [rows, dense, named, frame, links] = [undefined, undefined, undefined, undefined, []];
      isSeen = true;
      x = t.input;
      continue;
    }
    const taken = through && !rows && columnsTaken(stores, x, from);
    if (taken) {
      rows = { e: taken.e, text: taken.text, place: stored?.place ?? from };
      picks = "unframed";
      x = taken.object;
      continue;
    }
    if (x.k === "call" && enter(null)) continue;
    if (x.k !== "name") return steps;
    const place: Place | null = through ? storeBehind(view, x.name, from) : lastStore(view, x.name, from);
    const value = place && bindsNames(place.stmt) ? boundTo(place.stmt, x.name) : null;
    if (enter(place)) continue;
    if (!place || !value) return steps;
    const seen = (): unknown =>
      framed(view, value, place) ||
      asArray(view, value) ||
      sliced(value) ||
      madeDense(value) ||
      written(view, value, place) ||
      columnsTaken(stores, value, place) ||
      value.k === "name";
    if (!transformation(value) && !(through && seen())) return steps;
    if (stored && !isSeen) links.push({ place: stored.place, name: stored.output });
    stored = { place, output: x.name };
    isSeen = false;
    x = value;
    from = place;
  }
  return steps;
}

/** `X` of `X.toarray()`, and of `X.toarray() if issparse(X) else X`. */
export function madeDense(e: Expr): Expr | null {
  if (e.k !== "ifexp") return e.k === "call" && e.args.length === 0 && e.func.k === "attr" && /^(toarray|todense)$/.test(e.func.name) ? e.func.object : null;
  const { then, test } = e;
  const own = e.else.k === "name" && then.k === "call" ? madeDense(then) : null;
  const asks = test.k === "call" && test.args[0]?.value.k === "name" && /(^|\.)(hasattr|isspmatrix\w*|issparse)$/.test(nameOf(test.func));
  return asks && own?.k === "name" && e.else.k === "name" && own.name === e.else.name ? own : null;
}

const nameOf = (e: Expr): string => (e.k === "attr" || e.k === "name" ? e.name : "");

/** Whether an assignment binds names alone, and writes into nothing. */
const bindsNames = (s: Stmt): boolean =>
  s.k === "assign" && s.targets.every((t) => t.k === "name" || (t.k === "tuple" && t.items.every((x) => x.k === "name")));

/** What an assignment binds a name to: `X = …`, or one of `X, y = …, …`. */
export function boundTo(s: Stmt, name: string): Expr | null {
  const [target] = s.k === "assign" && s.targets.length === 1 ? s.targets : [];
  if (s.k !== "assign" || !target) return null;
  if (target.k === "name") return s.value;
  if (target.k !== "tuple" || s.value.k !== "tuple" || target.items.length !== s.value.items.length) return null;
  return s.value.items[target.items.findIndex((t) => t.k === "name" && t.name === name)] ?? null;
}

/** `X[:1000]`: rows that are taken by where they stand, of a table as of an array. */
export function sliced(e: Expr): (Expr & { k: "index" }) | null {
  return e.k === "index" && e.index.k === "slice" && e.object.k === "name" ? e : null;
}

/** `X` of `np.array(X)`, `X.values` and `X.copy()`; null for any other expression. */
function asArray(view: View, e: Expr): Expr | null {
  if (e.k === "attr") return e.name === "values" ? e.object : null;
  if (e.k !== "call" || e.func.k !== "attr") return null;
  const { object, name } = e.func;
  if (/^(to_numpy|copy)$/.test(name)) return e.args.length ? null : object;
  const [first, ...rest] = e.args;
  return first && !first.name && !first.star && !rest.length && /^(array|asarray)$/.test(name) && isModule(view, object, "numpy") ? first.value : null;
}

/** `pd.DataFrame(X, columns=names)`: the numbers of an array under names of columns, or a table under the names that it has; gives `X`. */
function framed(view: View, e: Expr, at: Place): Expr | null {
  if (e.k !== "call" || e.func.k !== "attr" || e.func.name !== "DataFrame" || !isModule(view, e.func.object, "pandas")) return null;
  const data = e.args.find((a) => a.name === "data") ?? e.args.find((a) => a.name === null);
  const rest = e.args.filter((a) => a !== data);
  if (
    !data ||
    data.star ||
    rest.some((a) => a.star || (a.name !== null && !/^(columns|index)$/.test(a.name))) ||
    rest.filter((a) => a.name === null).length > 1
  )
    return null;
  const columns = rest.find((a) => a.name === "columns" || a.name === null)?.value;
  if (rest.length === 0) return data.value;
  // Of a table, other names would pick columns.
  return columns && (ownColumns(view, columns, at) || kindOf(view, data.value, at) === "array") ? data.value : null;
}

/** Whether a table that is made of a result has the names of the table before it: `pd.DataFrame(…, columns=X.columns)`. */
function keepsNames(view: View, e: Expr, at: Place): boolean {
  const columns = e.k === "call" ? e.args.find((a) => a.name === "columns")?.value : undefined;
  return columns !== undefined && ownColumns(view, columns, at);
}

/** `X.columns`, the words of a vectorizer, or a variable that holds them. */
function ownColumns(view: View, e: Expr, at: Place): boolean {
  if (e.k === "call") return e.func.k === "attr" && /^get_feature_names(_out)?$/.test(e.func.name);
  if (e.k === "attr") return e.name === "columns";
  const made = e.k === "name" ? lastStore(view, e.name, at)?.stmt : null;
  if (made?.k === "assign" && made.value.k === "call" && made.value.func.k === "attr" && /^get_feature_names/.test(made.value.func.name)) return true;
  return made?.k === "assign" && (made.value.k === "attr" ? made.value.name === "columns" : /^(list\()?\w+\.columns\b/.test(view.textOf(made.value.at)));
}

type Written = Pick<Step, "variable" | "call" | "input" | "object" | "fit" | "stands" | "parts" | "laid" | "named" | "links" | "learns" | "elsewhere">;

/** What transforms without being a transformer. */
const written = (view: View, e: Expr, at: Place): Written | null =>
  filled(e) ?? scaled(view, e, at) ?? sideBySide(view, e, at) ?? beside(view, e, at) ?? picked(view, e, at);

/** The columns that a selector picked. */
function picked(view: View, e: Expr, at: Place): Written | null {
  const links: Link[] = [];
  const by = supported(e, (name) => {
    const place = lastStore(view, name, at);
    if (place) links.push({ place, name });
    return place && boundTo(place.stmt, name);
  });
  return by && { links, variable: by.selector.name, call: by.call, input: by.input, object: by.selector, fit: null, named: true };
}

/** What a program binds its variables to, for those that this file needs. */
export const storesOf = (view: View): Stores => ({
  view,
  lastStore: (name, at) => lastStore(view, name, at),
  boundTo,
  changedSince: (name, place, at) => changedSince(view, name, place, at),
});

/** Columns of one table that several transformers prepare. */
function beside(view: View, e: Expr, at: Place): Written | null {
  const of = columnsBeside(storesOf(view), e, at, (x) => stepsBehind(view, x, at, true));
  const call = e.k === "call" ? e : of && ({ k: "call", at: e.at, callee: e.at, func: e, args: [] } as const);
  return of && call ? { ...of, variable: null, call: call as Written["call"], object: e, fit: null } : null;
}

function scaled(view: View, e: Expr, at: Place): Written | null {
  const own = scaledByHand(storesOf(view), e, at);
  if (own?.of.k === "name") {
    const { learns, of } = own;
    return { ...own, variable: null, call: learns[0], input: of, object: e, fit: learns[1] ?? null };
  }
  const by = scalerOf(view, e);
  return by && e.k === "call" ? { variable: null, call: e, input: by.of, object: e, fit: null, stands: by.stands } : null;
}

/** `hstack([words.transform(text), letters.transform(text)])`: the results of several transformers of the same data. */
function sideBySide(view: View, e: Expr, at: Place): Written | null {
  if (e.k !== "call") return null;
  if (e.func.k === "attr" && e.func.name === "tocsr" && e.args.length === 0) return sideBySide(view, e.func.object, at);
  const [list, ...rest] = e.args;
  if (!list || !/(^|\.)hstack$/.test(view.textOf(e.callee)) || rest.some((a) => a.name !== "format")) return null;
  const items = list.value.k === "list" || list.value.k === "tuple" ? list.value.items : [];
  const parts = items.flatMap((x) => stepsBehind(view, x, at));
  const [first] = parts;
  // Each is one transformation, and none has been changed since.
  const isOne = (x: Expr): boolean => (x.k === "name" || transformation(x) !== null) && stepsBehind(view, x, at).length === 1;
  const isAsItWas = (s: Step): boolean =>
    !s.place ||
    (!(s.output !== null && writtenAfter(view, s.output, s.place, at)) && namesIn(s.input).every((n) => !changedSince(view, n, s.place as Place, at)));
  if (!first || items.length < 2 || !items.every(isOne) || !parts.every((s) => isAsItWas(s) && view.textOf(s.input.at) === view.textOf(first.input.at)))
    return null;
  return { variable: null, call: e, input: first.input, object: e, fit: null, parts };
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

/** `X.fillna(X.median())`: the gaps of all columns, filled by hand. */
function filled(e: Expr): Pick<Step, "variable" | "call" | "input" | "object" | "fit" | "stands"> | null {
  if (e.k !== "call" || e.func.k !== "attr" || e.func.name !== "fillna" || e.args.length !== 1 || e.func.object.k !== "name") return null;
  const input = e.func.object;
  const by = fillOf(e.args[0]?.value);
  // The first rows of it may be all that cross-validation is given.
  const of = by && (sliced(by.of)?.object ?? by.of);
  if (!by || of?.k !== "name" || of.name !== input.name) return null;
  return { variable: null, call: e, input, object: input, fit: by.call, stands: by.stands };
}

/** `X.mean()` or `X.median()` as an imputer. */
export function fillOf(e: Expr | undefined): { call: Expr; of: Expr; stands: string } | null {
  if (e?.k !== "call" || e.func.k !== "attr" || !/^(mean|median)$/.test(e.func.name) || e.args.some((a) => a.name !== "numeric_only")) return null;
  return { call: e, of: e.func.object, stands: `${IMPUTER}(strategy="${e.func.name}")` };
}

/** Whether the program binds a name nowhere: a function of a module, or one that is built in. */
export const boundNowhere = (view: View, name: string, fn: Fn | null): boolean => !fn?.locals.has(name) && view.usesOf(name, null).every((u) => !u.stored);

/** Whether a variable has the same value at `at` that it has at `later`. */
export function isThere(view: View, name: string, at: Place, later: Place): boolean {
  if (boundNowhere(view, name, at.line.fn)) return true;
  const [made, then] = [lastStore(view, name, at), lastStore(view, name, later)];
  const isGiven = at.line.fn !== null && at.line.fn === later.line.fn && at.line.fn.params.some((p) => p.name === name);
  return made === then && (made !== null || isGiven);
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

/** The same, and for a function a variable of the module, as all calls of the function see it. */
export function storeBehind(view: View, name: string, at: Place): Place | null {
  const own = lastStore(view, name, at);
  const { fn } = at.line;
  if (own || !fn || fn.locals.has(name)) return own;
  const indexOf = (u: Use): number => view.ancestorIn(u.place, view.module)?.index ?? -1;
  const stores = view.usesOf(name, null).filter((u) => u.stored);
  const calls = view.usesOf(fn.name, null).filter((u) => !u.stored);
  const [first, last] = [Math.min(...calls.map(indexOf)), Math.max(...calls.map(indexOf))];
  if (!calls.length || first < 0 || stores.some((u) => u.place.line !== view.module || (indexOf(u) >= first && indexOf(u) <= last))) return null;
  return stores.filter((u) => indexOf(u) < first).at(-1)?.place ?? null;
}

/** Whether a variable is bound anew, or written into, at or after `place` and before `at`. */
export function changedSince(view: View, name: string, place: Place, at: Place): boolean {
  return changes(view, name, place, at, false);
}

/** Whether columns are written into what a statement binds to a name, behind it and before `at`. */
export const writtenAfter = (view: View, name: string, place: Place, at: Place): boolean => changes(view, name, place, at, true);

function changes(view: View, name: string, place: Place, at: Place, columns: boolean): boolean {
  return view.usesOf(name, place.line.fn).some((u) => {
    const i = view.ancestorIn(u.place, place.line)?.index ?? -1;
    const end = view.ancestorIn(at, place.line)?.index ?? Number.POSITIVE_INFINITY;
    const writes =
      (u.stored && !columns) ||
      (u.around?.k === "index" && isWritten(u)) ||
      (columns && u.around?.k === "attr" && /^(pop|insert|update)$/.test(u.around.name)) ||
      /inplace\s*=\s*True/.test(u.place.stmt.k === "expr" && rootIs(u.place.stmt, name) ? view.textOf(u.place.stmt.at) : "");
    return writes && i >= place.index && i < end && !(columns && u.place === place);
  });
}

function isWritten(u: Use): boolean {
  const s = u.place.stmt;
  const targets = s.k === "assign" || s.k === "del" ? s.targets : s.k === "aug" ? [s.target] : [];
  return targets.some((t) => holds(t.at, u.at));
}

function rootIs(s: Stmt & { k: "expr" }, name: string): boolean {
  let e: Expr = s.value;
  while (e.k === "call" || e.k === "attr" || e.k === "index") e = e.k === "call" ? e.func : e.object;
  return e.k === "name" && e.name === name;
}
