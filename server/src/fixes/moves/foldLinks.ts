/** What stands between a learning and a loop over folds and depends on what was learned: it is done again in each round. */
import type { Expr, Stmt } from "../../program/ir.js";
import { columnStore, selectedFrom, selectionOf, short } from "./columns.js";
import { namesIn } from "./learning.js";
import { standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import type { Place, View } from "./view.js";
import { eachExpr, eachExprIn } from "./walk.js";

type For = Stmt & { k: "for" };

/** A statement between the learning and the loop that depends on what was learned, and what it gives. */
export interface Link {
  readonly place: Place;
  readonly gives: string;
  /** The columns of a table that it writes; null where it gives the whole. */
  readonly columns: ReadonlySet<string> | null;
  /** What it gives is the object that its call fits, `scaler` of `X = scaler.fit_transform(X)`, with which other rows are prepared. */
  readonly fits: boolean;
  /** Of `X, y = …, …`: the one target and its value. */
  readonly item: { readonly target: Expr; readonly value: Expr } | null;
}

/** What depends on the learning and is needed in the loop, in order. */
export function linksBetween(view: View, start: Place, within: Place, loops: readonly For[]): Link[] {
  const all: Link[] = [];
  const made = new Map<string, ReadonlySet<string> | null>();
  // What such a call leaves in its object is there until it is fitted to something else.
  const objects = new Set<string>();
  for (const s of start.line.stmts.slice(start.index, within.index)) {
    const place = view.placeOf(s) as Place;
    const fitted = fittedIn(s);
    if (place.index > start.index && !reads(s).some((n) => made.has(n) && !(objects.has(n) && fitted.includes(n)))) {
      const bound = targetsOf(s);
      for (const n of [...bound, ...fitted]) if (objects.delete(n)) made.delete(n);
      if (bound.some((n) => made.has(n))) no(`\`${bound.find((n) => made.has(n))}\` is another thing at the loop over the folds`);
      continue;
    }
    const links = linksOf(place).filter((l) => place.index === start.index || depends(view, l, made));
    for (const object of links.length ? fitted : []) {
      if (made.has(object) && !objects.has(object)) continue;
      objects.add(object);
      made.set(object, null);
      all.push({ place, gives: object, columns: null, item: null, fits: true });
    }
    for (const link of links) {
      const old = made.get(link.gives);
      all.push(link);
      made.set(link.gives, link.columns && old !== null ? new Set([...(old ?? []), ...link.columns]) : link.columns ? null : selected(view, link, made));
    }
    if (links.length) continue;
    if (place.index === start.index) no("its result is not put into a variable");
    if (changes(s, made) && !(s.k === "assign" && linksOf(place).length)) no(`\`${short(view.textOf(s.at))}\` changes it before the loop over the folds`);
  }
  const needed = new Set(loops.flatMap((l) => l.body).flatMap(reads));
  const out: Link[] = [];
  for (const l of all.reverse()) {
    if (!needed.has(l.gives)) continue;
    out.unshift(l);
    if (l.fits) continue;
    // Its own object is made anew in the statement itself, where nothing else is prepared with it.
    const own = fittedIn(l.place.stmt);
    for (const n of l.item ? namesIn(l.item.value) : reads(l.place.stmt)) if (!own.includes(n)) needed.add(n);
  }
  const isOfNoValue = (l: Link): boolean => l.fits && !out.some((x) => x !== l && !x.fits && x.place === l.place);
  if (!out.some((l) => l.place.index === start.index) || out.some(isOfNoValue)) no("what it gives is not used in the loop over the folds");
  for (const l of out) if (!standsAlone(view, l.place.stmt)) no("another statement shares a line with it");
  return out;
}

/** The objects of `scaler.fit_transform(X)` in a statement that binds what they give. */
function fittedIn(s: Stmt): string[] {
  const out: string[] = [];
  if (s.k === "assign")
    eachExpr(s.value, (e) => {
      if (e.k === "call" && e.func.k === "attr" && e.func.name === "fit_transform" && e.func.object.k === "name") out.push(e.func.object.name);
    });
  return out;
}

/** `x = …`, `df["a"] = …`, `scaler.fit(x)`, and both of `X, y = …, …`. */
function linksOf(place: Place): Link[] {
  const s = place.stmt;
  if (s.k === "expr" && s.value.k === "call" && s.value.func.k === "attr" && s.value.func.name === "fit" && s.value.func.object.k === "name")
    return [{ place, gives: s.value.func.object.name, columns: null, item: null, fits: false }];
  const [target] = s.k === "assign" ? s.targets : [];
  if (s.k !== "assign" || s.targets.length !== 1 || !target) return [];
  if (target.k === "name") return [{ place, gives: target.name, columns: null, item: null, fits: false }];
  if (target.k === "tuple" && s.value.k === "tuple" && target.items.length === s.value.items.length) {
    const values = s.value.items;
    return target.items.flatMap((t, i) =>
      t.k === "name" ? [{ place, gives: t.name, columns: null, item: { target: t, value: values[i] as Expr }, fits: false }] : [],
    );
  }
  const column = columnStore(target);
  return column ? [{ place, gives: column.of, columns: column.names, item: null, fits: false }] : [];
}

type Made = ReadonlyMap<string, ReadonlySet<string> | null>;

export const valueIn = (l: Link): Expr | null => {
  const s = l.place.stmt;
  return l.item ? l.item.value : s.k === "assign" ? s.value : s.k === "expr" ? s.value : null;
};

/** Whether what was made goes into it: a column beside those that were changed does not. */
function depends(view: View, l: Link, made: Made): boolean {
  const value = valueIn(l);
  if (!value || l.columns) return reads(l.place.stmt).some((n) => made.has(n));
  const counts = countedIn(value);
  if (!namesOf(value).some((e) => e.k === "name" && made.has(e.name) && !counts.includes(e))) return false;
  const inner = value.k === "attr" && value.name === "values" ? value.object : value;
  const of = selectedFrom(view, inner);
  const columns = of ? made.get(of.name) : null;
  return !(of && columns && selectionOf(columns, of) === "none");
}

/** The variables of which no more than the number of rows is asked: `len(X)`, `X.shape[0]`. */
function countedIn(value: Expr): Expr[] {
  const out: Expr[] = [];
  eachExpr(value, (e) => {
    const of = e.k === "call" && e.func.k === "name" && e.func.name === "len" ? e.args[0]?.value : null;
    const shape =
      e.k === "index" && e.index.k === "const" && e.index.value === 0 && e.object.k === "attr" && e.object.name === "shape" ? e.object.object : null;
    if (of ?? shape) out.push((of ?? shape) as Expr);
  });
  return out;
}

/** The changed columns that a selection goes on with; null for all. */
function selected(view: View, l: Link, made: Made): ReadonlySet<string> | null {
  const value = valueIn(l);
  const of = value && selectedFrom(view, value);
  return of ? (made.get(of.name) ?? null) : null;
}

export const isFit = (s: Stmt): boolean => s.k === "expr";

export const overwrites = (l: Link): boolean =>
  !isFit(l.place.stmt) && !l.fits && (l.columns !== null || (l.item ? namesIn(l.item.value) : reads(l.place.stmt)).includes(l.gives));

export function namesOf(e: Expr): Expr[] {
  const out: Expr[] = [];
  eachExpr(e, (x) => {
    if (x.k === "name") out.push(x);
  });
  return out;
}

export function reads(s: Stmt): string[] {
  const out = new Set<string>();
  eachExprIn(s, (e, _fn, stored) => {
    if (e.k === "name" && !(stored && s.k === "assign" && s.targets.includes(e))) out.add(e.name);
  });
  return [...out];
}

const targetsOf = (s: Stmt): string[] =>
  s.k === "assign" ? s.targets.flatMap((t) => (t.k === "name" ? [t.name] : t.k === "tuple" ? t.items.flatMap(namesIn) : [])) : [];

/** Whether a statement binds or writes into what was made. */
function changes(s: Stmt, made: Made): boolean {
  let found = false;
  eachExprIn(s, (e, _fn, stored) => {
    if (
      stored &&
      namesIn(e)
        .slice(0, 1)
        .some((n) => made.has(n))
    )
      found = true;
    if (e.k === "call" && e.args.some((a) => a.name === "inplace") && e.func.k === "attr" && namesIn(e.func.object).some((n) => made.has(n))) found = true;
  });
  return found;
}
