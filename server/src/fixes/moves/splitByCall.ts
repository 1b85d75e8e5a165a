/** A function that splits what it is handed, and gives back the parts: its one call is a split of its own, `X_train, X_test, y_train, y_test = split(X, y)`. */
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import type { Split } from "../../trace/lineage.js";
import type { Leak, Questions } from "../../trace/questions.js";
import { calledName } from "../splits.js";
import { argument, type Call } from "./learning.js";
import { factsBehind, type WrittenSplit } from "./splits.js";
import { timesCalled } from "./strata.js";
import { callStarting } from "./validated.js";
import type { View } from "./view.js";
import { returnOf } from "./walk.js";

/** The splits behind what leaks that such functions make, in the words of their calls. */
export function splitsByCall(view: View, q: Questions, leaks: readonly Leak[]): WrittenSplit[] {
  const found = leaks.flatMap((l) => factsBehind(q, l.evaluation)).flatMap((fact) => splitByCall(view, fact) ?? []);
  return [...new Map(found.map((s) => [s.place.stmt, s])).values()];
}

function splitByCall(view: View, { at }: Split): WrittenSplit | null {
  const place = view.placeAt(at);
  const { fn } = place?.line ?? { fn: null };
  const inner = place && callStarting(place.stmt, at.start);
  if (!place || !fn || !inner || place.line.stmts !== fn.body || calledName(inner) !== "train_test_split" || inner.args.some((a) => a.star)) return null;
  const inputs = inner.args.flatMap((a) => (a.name ? [] : [a.value]));
  const back = partsGivenBack(view, fn, place.stmt, inner);
  const [use, ...more] = view.usesOf(fn.name, null).filter((u) => !u.stored);
  const call = use?.around;
  const [target, ...others] = use?.place.stmt.k === "assign" && use.place.stmt.value === call ? use.place.stmt.targets : [];
  if (!back || !use || more.length || timesCalled(view, fn) !== 1 || call?.k !== "call" || call.args.some((a) => a.star)) return null;
  const names = target?.k === "tuple" ? target.items.map((t) => (t.k === "name" ? t.name : "")) : [];
  if (others.length || names.length !== back.length || names.includes("")) return null;
  const handed = (e: Expr): Expr | null => handedIn(view, fn, call, e);
  const named = (part: number): string => names[back.indexOf(part)] ?? "";
  const parts = inputs.map((_, i) => ({ train: named(2 * i), test: named(2 * i + 1) }));
  const values = inputs.map(handed);
  if (parts.some((p) => !p.train || !p.test) || values.some((e) => e === null)) return null;
  const strata = inner.args.find((a) => a.name === "stratify")?.value;
  const value = strata && handed(strata);
  if (strata && !value && !(strata.k === "const" && strata.value === null)) return null;
  const options = value ? [{ name: "stratify", value, text: `stratify=${view.textOf(value.at)}` }] : [];
  return { place: use.place, call, inputs: values as Expr[], parts, options };
}

/** What a call hands over as the parameter that an expression in the function is, and that nothing there binds anew. */
export function handedIn(view: View, fn: Fn, call: Expr & { k: "call" }, e: Expr): Expr | null {
  const isParameter = e.k === "name" && fn.params.some((p) => p.name === e.name);
  return isParameter && !view.usesOf(e.name, fn).some((u) => u.stored) ? argument(fn, call, e.name) : null;
}

/** The parts of a split, by their numbers, in the order in which a function gives them back; null where it gives back anything else, or changes one. */
function partsGivenBack(view: View, fn: Fn, stmt: Stmt, split: Call): number[] | null {
  const count = 2 * split.args.filter((a) => !a.name).length;
  const back = returnOf(fn)?.value;
  if (back === split) return Array.from({ length: count }, (_, i) => i);
  const [target, ...others] = stmt.k === "assign" && stmt.value === split ? stmt.targets : [];
  if (others.length || target?.k !== "tuple" || target.items.length !== count || back?.k !== "tuple") return null;
  const names = target.items.map((t) => (t.k === "name" ? t.name : ""));
  const order = back.items.map((e) => (e.k === "name" ? names.indexOf(e.name) : -1));
  const isOnce = (name: string): boolean => view.usesOf(name, fn).filter((u) => u.stored).length === 1;
  return order.includes(-1) || !names.every((n) => n !== "" && isOnce(n)) ? null : order;
}
