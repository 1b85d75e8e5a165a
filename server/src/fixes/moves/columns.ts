/** Which columns a statement writes, reads and selects, as far as its text says it. */
import type { Expr } from "../../program/ir.js";
import type { View } from "./view.js";

/** What a statistic is taken of: `x` of `x.mean()` and of `np.mean(x)`. */
export function receiver(call: Expr & { k: "call" }): Expr | null {
  if (call.func.k !== "attr") return call.args[0]?.value ?? null;
  const on = call.func.object;
  const first = call.args.find((a) => a.name === null)?.value;
  return on.k === "name" && /^(np|numpy|pd|pandas|stats|scipy)$/.test(on.name) && first ? first : on;
}

/** `D["a"] = `, `D[["a", "b"]] = `, `D[columns] = `, `D.loc[:, "a"] = `, `D.a = `. */
export function columnStore(t: Expr): { of: string; names: ReadonlySet<string> } | null {
  if (t.k === "attr" && t.object.k === "name") return { of: t.object.name, names: new Set([t.name]) };
  if (t.k !== "index") return null;
  if (t.object.k === "name") {
    const names = columnNames(t.index);
    return names && { of: t.object.name, names };
  }
  const whole = t.index.k === "tuple" && t.index.items[0]?.k === "slice" && !t.index.items[0].lower && !t.index.items[0].upper;
  if (whole && t.object.k === "attr" && t.object.name === "loc" && t.object.object.k === "name" && t.index.k === "tuple" && t.index.items[1]) {
    const names = columnNames(t.index.items[1]);
    return names && { of: t.object.object.name, names };
  }
  return null;
}

/** Literal names, or the name of the variable that holds them (as `*columns`). */
export function columnNames(e: Expr): ReadonlySet<string> | null {
  if (isText(e)) return new Set([e.value]);
  if (e.k === "name") return new Set([`*${e.name}`]);
  if (e.k !== "list" && e.k !== "tuple") return null;
  const out = new Set<string>();
  for (const x of e.items) {
    if (!isText(x)) return null;
    out.add(x.value);
  }
  return out;
}

export function columnsRead(e: Expr, of: string): ReadonlySet<string> | null {
  if (e.k === "index" && e.object.k === "name" && e.object.name === of) return columnNames(e.index);
  if (e.k === "attr" && e.object.k === "name" && e.object.name === of) return new Set([e.name]);
  return null;
}

/** `:`, all of the rows. */
export const isWhole = (e: Expr | undefined): boolean => e?.k === "slice" && !e.lower && !e.upper && !e.step;

export const isText = (e: Expr): e is Expr & { k: "const"; value: string } => e.k === "const" && typeof e.value === "string";

/** `sick` of `df.sick` and of `df["sick"]`. */
export const namedColumn = (e: Expr | null | undefined): string | null =>
  e?.k === "attr" ? e.name : e?.k === "index" && isText(e.index) ? e.index.value : null;

/** Whether a call says `axis=1`. */
export const alongColumns = (view: View, e: Expr): boolean => /axis\s*=\s*(1|["']columns["'])|,\s*1\s*\)$/.test(view.textOf(e.at));

export interface Selection {
  readonly name: string;
  readonly keeps: ReadonlySet<string> | null;
  readonly drops: ReadonlySet<string> | null;
}

/** A selection of columns of one variable. */
export function selectedFrom(view: View, e: Expr): Selection | null {
  if (e.k === "index" && e.object.k === "name") {
    const keeps = columnNames(e.index);
    return keeps && { name: e.object.name, keeps, drops: null };
  }
  if (e.k === "attr" && e.object.k === "name" && !["values", "T", "index", "columns", "shape"].includes(e.name))
    return { name: e.object.name, keeps: new Set([e.name]), drops: null };
  if (e.k === "call" && e.func.k === "attr" && e.func.name === "drop" && e.func.object.k === "name") {
    const columns = e.args.find((a) => a.name === "columns")?.value ?? (alongColumns(view, e) ? e.args[0]?.value : undefined);
    const drops = columns && columnNames(columns);
    return drops && !e.args.some((a) => a.name === "inplace") ? { name: e.func.object.name, keeps: null, drops } : null;
  }
  return null;
}

export function selectionOf(changed: ReadonlySet<string>, s: Selection): "all" | "none" | "some" {
  const list = [...changed];
  const openKeep = s.keeps && [...s.keeps].some((k) => k.startsWith("*"));
  const openChange = list.some((c) => c.startsWith("*"));
  if (s.keeps) {
    if (list.every((c) => s.keeps?.has(c))) return "all";
    // A list under a name: one name among those that are changed says nothing of it.
    if (openKeep) return openChange ? "some" : "all";
    if (openChange) return s.keeps.size === 1 ? "none" : "some";
    return list.some((c) => s.keeps?.has(c)) ? "some" : "none";
  }
  return list.some((c) => s.drops?.has(c)) ? (list.every((c) => s.drops?.has(c)) ? "none" : "some") : "all";
}

export const short = (text: string): string => {
  const line = text.split(/[\r\n]/)[0] ?? "";
  return line.length > 40 ? `${line.slice(0, 38).trimEnd()} …` : line;
};
