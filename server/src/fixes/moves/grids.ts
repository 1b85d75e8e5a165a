/** The parameters of a search, and what its results are called, where the model becomes a step of a pipeline. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import { lastStore } from "./chain.js";
import { isDict, isGridInTable } from "./gridTables.js";
import { given } from "./learning.js";
import { no } from "./outcome.js";
import { variesAt } from "./rounds.js";
import { usesOfSearch } from "./searchNames.js";
import type { Validated } from "./validated.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { eachExprIn, reads } from "./walk.js";

/** `{"C": …}` → `{"svc__C": …}`, where the grid is written out; its names are changed on the way elsewhere. */
export function renamedGrid(view: View, v: Validated, step: string): TextEdit[] {
  const made = v.search?.made as Expr & { k: "call" };
  const grid = gridOf(v);
  if (!grid) return no("the search has no parameters to rename");
  const keys = keyEdits(view, grid, step);
  if (keys) return keys;
  if (grid.k === "index" && isGridInTable(view, grid, v.modelPlace)) return [{ at: grid.at, text: renamedOf(view.textOf(grid.at), step) }];
  if (grid.k !== "name") return no("the parameters of the search are not written out");
  const place = lastStore(view, grid.name, v.modelPlace);
  const s = place?.stmt;
  const literal = s?.k === "assign" && s.targets[0]?.k === "name" ? s.value : null;
  const others = view
    .usesOf(grid.name, v.place.line.fn)
    .filter(
      (u) => !u.stored && !holds(made.at, u.at) && !isShown(view, u) && !variesAt(grid.name, u.place) && isSame(lastStore(view, grid.name, u.place), place),
    );
  const own = literal && !others.length ? keyEdits(view, literal, step) : null;
  if (own) return own;
  if (literal?.k === "list") return no("the parameters of the search are a list that others use too");
  if (!literal && place && !bindsDicts(view, grid.name, place)) return no("the parameters of the search are not written out");
  return [{ at: grid.at, text: renamedOf(grid.name, step) }];
}

/** Parameters that are renamed on the way to the search. */
function renamedOf(grid: string, step: string): string {
  const name = /\bname\b/.test(grid) ? "parameter" : "name";
  return `{f"${step}__{${name}}": values for ${name}, values in ${grid}.items()}`;
}

/** `if …: grid = {…}`, `else: grid = {…}`: whether a statement binds a variable to tables of parameters alone. */
function bindsDicts(view: View, name: string, { stmt }: Place): boolean {
  const stores = view.usesOf(name, view.placeOf(stmt)?.line.fn ?? null).filter((u) => u.stored && holds(stmt.at, u.at));
  return stores.every(({ place: { stmt: s } }) => s.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name" && isDict(s.value));
}

function keyEdits(view: View, e: Expr, step: string): TextEdit[] | null {
  if (e.k === "list") {
    const all = e.items.map((x) => keyEdits(view, x, step));
    return all.every((x) => x !== null) ? all.flatMap((x) => x ?? []) : null;
  }
  if (e.k === "call" && e.func.k === "name" && e.func.name === "dict" && e.args.every((a) => a.name))
    return e.args.map((a) => ({ at: nameBefore(view, a.name as string, a.value), text: `${step}__${a.name}` }));
  if (e.k !== "dict") return null;
  const out: TextEdit[] = [];
  for (const { key } of e.entries) {
    if (key?.k !== "const" || typeof key.value !== "string") return null;
    const at = key.at.start + view.textOf(key.at).indexOf(key.value);
    out.push({ at: { ...key.at, start: at, end: at }, text: `${step}__` });
  }
  return out;
}

/** The place of `C` in `C=[…]`. */
function nameBefore(view: View, name: string, value: Expr): TextEdit["at"] {
  const text = view.whole(value.at.source);
  const start = text.lastIndexOf(name, value.at.start - 1);
  return { source: value.at.source, start, end: start + name.length };
}

/** `validation_curve(model, X, y, param_name="C", …)`: the setting that is varied, under the name of the model's step. */
export function variedSetting(view: View, v: Validated, step: () => string): TextEdit[] {
  if (!view.textOf(v.call.callee).endsWith("validation_curve")) return [];
  const name = given(v.call, "param_name", 3);
  if (name?.k !== "const" || typeof name.value !== "string") return no("the setting that is varied is not written out");
  const at = name.at.start + view.textOf(name.at).indexOf(name.value);
  return [{ at: { ...name.at, start: at, end: at }, text: `${step()}__` }];
}

/** A name that stands alone at the end of a cell, or is printed. */
const isShown = (view: View, u: Use): boolean =>
  u.place.stmt.k === "expr" && (u.around === null || (u.around.k === "call" && /^(print|display)$/.test(view.textOf(u.around.callee))));

/** Whether the store that a use sees is this one, or cannot be told. */
const isSame = (seen: Place | null, place: Place | null): boolean => !seen || seen === place || seen.line !== place?.line;

const gridOf = ({ search }: Validated): Expr | null => search && given(search.made, ["param_grid", "param_distributions", "search_spaces"], 1);

/** The names of the parameters; null where they are not written out. */
function keysOf(view: View, e: Expr | null, at: Place): string[] | null {
  if (e?.k === "name") {
    const s = lastStore(view, e.name, at)?.stmt;
    return s?.k === "assign" && s.value.k !== "name" ? keysOf(view, s.value, at) : null;
  }
  if (e?.k === "list") {
    const all = e.items.map((x) => keysOf(view, x, at));
    return all.every((x) => x !== null) ? all.flatMap((x) => x ?? []) : null;
  }
  if (e?.k === "call" && e.func.k === "name" && e.func.name === "dict") return e.args.map((a) => a.name ?? "");
  if (e?.k !== "dict") return null;
  return e.entries.map(({ key }) => (key?.k === "const" && typeof key.value === "string" ? key.value : ""));
}

/**
 * `results["param_C"]` → `results["param_svc__C"]`, from a search up to the next one.
 * @throws CannotFix where the parameters of a result are read in another way
 */
export function namedResults(view: View, v: Validated, step: string, next: readonly Place[]): TextEdit[] {
  if (!usesOfSearch(view, v).some((u) => u.around?.k === "attr" && u.around.name === "cv_results_")) return [];
  const keys = keysOf(view, gridOf(v), v.modelPlace);
  const out: TextEdit[] = [];
  // Tables that are made of the results, by their names.
  const tables = new Set<string>();
  for (const s of view.module.stmts) {
    if (s.k === "assign" && s.targets[0]?.k === "name" && (/\bcv_results_\b/.test(view.textOf(s.value.at)) || reads(s, [...tables])))
      tables.add(s.targets[0].name);
    eachExprIn(s, (e) => {
      if (!view.isBefore(v.place.stmt.at, e.at) || next.some((p) => view.isBefore(p.stmt.at, e.at))) return;
      if (e.k === "attr" && e.name.startsWith("param_") && (!keys || keys.includes(e.name.slice(6))))
        no("the results of the search are read under the names of their parameters");
      if (
        e.k === "index" &&
        e.index.k === "const" &&
        typeof e.index.value === "string" &&
        keys?.includes(e.index.value) &&
        ((e.object.k === "name" && tables.has(e.object.name)) ||
          (/params?\b/.test(view.textOf(e.object.at)) && !/best_params_$/.test(view.textOf(e.object.at))))
      )
        no("the parameters of a result are read by their names");
      if (e.k !== "const" || typeof e.value !== "string" || !e.value.startsWith("param_")) return;
      const key = e.value.slice(6);
      if (!keys) return no("the results of the search are read under the names of their parameters");
      if (!keys.includes(key)) return;
      const at = e.at.start + view.textOf(e.at).indexOf(e.value) + 6;
      out.push({ at: { ...e.at, start: at, end: at }, text: `${step}__` });
    });
  }
  return out;
}
