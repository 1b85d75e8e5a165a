/** Settings that people read off the scores of a loop and wrote down below it: other rows give other scores, and what was written stays. */
import type { Span } from "../../base/span.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { calledName } from "../splits.js";
import { lastStore } from "./chain.js";
import { commentsOf } from "./comments.js";
import { type Call, namesIn } from "./learning.js";
import { no } from "./outcome.js";
import { eachExprOf, isAfter } from "./partChecks.js";
import { functionOf, holds, type Place, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** What takes a setting: a model or a function, and the name or number of its argument. */
interface Slot {
  readonly callee: string;
  readonly key: string;
  readonly loop: Span;
  /** Whether the loop has tried this value. */
  readonly tried: (value: string | number) => boolean;
}

const praises = /\b(best|optimal|optimum|ideal|highest|lowest|yield(?:s|ed)?|elbow|chosen|selected|tuned)\b/i;

/**
 * The settings as they are written behind loops that try others, in the words of a title: "n_neighbors=7 further down was …"; empty where there are none.
 * @throws CannotFix where the program says of one, or of a number behind the loops, that it is the best
 */
export function writtenDown(view: View, region: readonly Span[]): string {
  return chooseAnew([...new Set(settingsBehind(view, region))].slice(0, 3));
}

/** `one`, `several`: what these are called. */
function chooseAnew(found: readonly (string | number)[], one = "", several = ""): string {
  const last = found.at(-1);
  if (last === undefined) return "";
  return found.length > 1
    ? `; ${several}${found.slice(0, -1).join(", ")} and ${last} further down were chosen by the old scores, choose them anew`
    : `; ${one}${last} further down was chosen by the old scores, choose it anew`;
}

function settingsBehind(view: View, region: readonly Span[]): string[] {
  const slots = slotsIn(view, region);
  const found: string[] = [];
  for (const place of [...behind(view, region), ...between(view, region)]) {
    // What stands in another of the loops is tried there, not written down.
    if (!region.some((r) => holds(r, place.stmt.at)) && saysBest(view, place, region))
      no("a comment behind the loop names the setting that the old scores were best for");
    eachExprIn(place.stmt, (e) => {
      if (e.k !== "call") return;
      for (const [i, a] of e.args.entries()) {
        const own = slots.filter((s) => takes(s, e, a.name ?? String(i)) && isAfter(view, e.at, [s.loop]));
        const written = own.length ? valueAt(view, a.value, place) : null;
        if (!written || !own.some((s) => s.tried(written.value))) continue;
        const told = [...commentsOf(view, place.stmt), ...(written.made ? commentsOf(view, written.made) : [])].find((at) => praises.test(view.textOf(at)));
        if (told) no(`\`${view.textOf(e.at).slice(0, 40)}\` takes what was best by the old scores, as a comment says`);
        const value = typeof written.value === "string" ? `"${written.value}"` : written.value;
        found.push(a.name ? `${a.name}=${value}` : `${value} in ${calledName(e)}(…)`);
      }
    });
  }
  return found;
}

/** The same of thresholds that loops over them tried: texts, columns, arguments and variables of that name hold them further down. */
export function thresholdsBehind(view: View, region: readonly Span[]): string {
  const tried = region.flatMap((loop) => {
    const place = view.placeAt(loop);
    return place?.stmt.k === "for" && place.stmt.target.k === "name" ? [triedBy(view, place.stmt.iter, place)] : [];
  });
  if (!tried.length) return "";
  const found = new Set<number>();
  // What is not chosen is a half.
  const note = (n: number): unknown => n !== 0.5 && tried.some((t) => t(n)) && found.add(n);
  const held = comparedIn(view, region);
  const numbers = (e: Expr): unknown =>
    e.k === "list" || e.k === "tuple" ? e.items.forEach(numbers) : e.k === "const" && typeof e.value === "number" && note(e.value);
  for (const { stmt } of behind(view, region)) {
    const [target] = stmt.k === "assign" ? stmt.targets : [];
    if (stmt.k === "assign" && target?.k === "name" && limits.test(target.name) && stmt.value.k === "const") numbers(stmt.value);
    eachExprIn(stmt, (e) => {
      if (e.k === "dict") for (const { key, value } of e.entries) if (key && limits.test(view.textOf(key.at))) numbers(value);
      if (e.k === "compare" && e.left.k === "name" && held.has(e.left.name)) for (const { right } of e.rest) numbers(right);
      // `dump(0.4, "threshold.pkl")`
      const isKept = e.k === "call" && e.args.some((a) => a.value.k === "const" && typeof a.value.value === "string" && limits.test(a.value.value));
      if (e.k === "call") for (const a of e.args) if ((isKept || limits.test(a.name ?? "")) && a.value.k === "const") numbers(a.value);
      if (e.k === "fstring" || (e.k === "const" && typeof e.value === "string"))
        for (const m of view.textOf(e.at).matchAll(/(?:threshold|cut-?off|optimal|best)\W{0,4}(\d+\.\d+)(?!\w)/gi)) note(Number(m[1]));
    });
  }
  return chooseAnew(
    [...found].sort((a, b) => a - b),
    "the threshold ",
    "the thresholds ",
  );
}

const limits = /thresh|cut-?off/i;

/** The variables that stretches of the program hold against a limit. */
function comparedIn(view: View, region: readonly Span[]): Set<string> {
  const held = new Set<string>();
  eachExprOf(view, region, (e) => {
    if (e.k === "compare" && e.left.k === "name") held.add(e.left.name);
  });
  return held;
}

const takes = (s: Slot, call: Call, key: string): boolean => (s.callee === "" || s.callee === calledName(call)) && s.key === key;

/** The places behind the region that stand in no other block, as they come. */
function behind(view: View, region: readonly Span[]): Place[] {
  return view.module.stmts.flatMap((stmt) => {
    const place = view.placeOf(stmt);
    return place && isAfter(view, stmt.at, region) && !region.some((r) => holds(r, stmt.at)) ? [place] : [];
  });
}

/** The loops behind the first of them. */
function between(view: View, region: readonly Span[]): Place[] {
  return view.module.stmts.flatMap((stmt) => {
    const place = view.placeOf(stmt);
    const own = region.find((r) => holds(r, stmt.at));
    return place && own && region.some((r) => r !== own && isAfter(view, stmt.at, [r])) ? [place] : [];
  });
}

/** What the loops hand a value of their own, and functions that hand on what they are given. */
function slotsIn(view: View, region: readonly Span[]): Slot[] {
  const slots = region.flatMap((loop) => slotsOf(view, loop));
  slots.push(...slots.flatMap((s) => handedInto(view, s)));
  for (const stmt of view.module.stmts) {
    if (stmt.k !== "def") continue;
    const { fn } = stmt;
    eachExprIn(stmt, (e) => {
      if (e.k !== "call") return;
      for (const [i, a] of e.args.entries()) {
        const n = fn.params.findIndex((p) => a.value.k === "name" && p.name === a.value.name);
        const slot = n < 0 ? undefined : slots.find((s) => takes(s, e, a.name ?? String(i)));
        if (slot) slots.push({ ...slot, callee: fn.name, key: String(n) }, { ...slot, callee: fn.name, key: fn.params[n]?.name ?? "" });
      }
    });
  }
  return slots;
}

/** The models that a function makes with what it is handed. */
function handedInto(view: View, slot: Slot): Slot[] {
  const fn = functionOf(view, slot.callee);
  const param = fn?.params.find((p, i) => p.name === slot.key || String(i) === slot.key)?.name;
  const out: Slot[] = [];
  for (const stmt of fn?.body ?? [])
    eachExprIn(stmt, (e) => {
      if (e.k !== "call" || !/^[A-Z]/.test(calledName(e))) return;
      for (const [i, a] of e.args.entries()) if (plain(a.value) === param) out.push({ ...slot, callee: calledName(e), key: a.name ?? String(i) });
    });
  return out;
}

/** What one loop hands a value of its own. */
function slotsOf(view: View, loop: Span): Slot[] {
  const place = view.placeAt(loop);
  const varied = new Map<string, Slot["tried"]>();
  if (place)
    eachLoop(place.stmt, (s) => {
      for (const n of namesIn(s.target)) varied.set(n, s.target.k === "name" ? triedBy(view, s.iter, place) : () => true);
    });
  const slots: Slot[] = [];
  eachExprOf(view, [loop], (e) => {
    if (e.k !== "call") return;
    for (const [i, a] of e.args.entries()) {
      const name = plain(a.value);
      const tried = name === null ? undefined : varied.get(name);
      const callee = calledName(e);
      if (tried && (/^[A-Z]/.test(callee) || functionOf(view, callee))) slots.push({ callee, key: a.name ?? String(i), loop, tried });
      else if (tried && callee === "set_params" && a.name) slots.push({ callee: "", key: a.name, loop, tried });
    }
  });
  return slots;
}

function eachLoop(s: Stmt, visit: (s: Stmt & { k: "for" }) => void): void {
  if (s.k === "for") visit(s);
  if (s.k === "for" || s.k === "while") for (const inner of s.body) eachLoop(inner, visit);
}

/** `k`, `int(k)`. */
function plain(e: Expr): string | null {
  if (e.k === "name") return e.name;
  const [only, ...more] = e.k === "call" && /^(int|float|str)$/.test(calledName(e)) ? e.args : [];
  return only && !more.length && only.value.k === "name" ? only.value.name : null;
}

/** A number or text as it is written, or bound to a name by the statement `made`. */
function valueAt(view: View, e: Expr, place: Place): { value: string | number; made: Stmt | null } | null {
  const made = e.k === "name" ? lastStore(view, e.name, place)?.stmt : undefined;
  const c = made?.k === "assign" ? made.value : e;
  return c.k === "const" && (typeof c.value === "number" || typeof c.value === "string") ? { value: c.value, made: made ?? null } : null;
}

/** Whether a value is among those that a loop goes over; yes where these are not known. */
function triedBy(view: View, iter: Expr, place: Place): Slot["tried"] {
  if (iter.k === "name") {
    const made = lastStore(view, iter.name, place);
    return made?.stmt.k === "assign" ? triedBy(view, made.stmt.value, made) : () => true;
  }
  if ((iter.k === "list" || iter.k === "tuple") && iter.items.every((i) => i.k === "const"))
    return (v) => iter.items.some((i) => i.k === "const" && i.value === v);
  if (iter.k !== "call") return () => true;
  const [first, second] = iter.args.map((a) => a.value);
  if (/^(list|sorted|array|reversed)$/.test(calledName(iter)) && first) return triedBy(view, first, place);
  if (!/^(range|arange|linspace)$/.test(calledName(iter)) || first?.k !== "const" || (second && second.k !== "const")) return () => true;
  const [from, to] = second?.k === "const" ? [Number(first.value), Number(second.value)] : [0, Number(first.value)];
  return (v) => typeof v === "number" && v >= from && v <= to;
}

/** Whether a comment right behind the loops says which number was best. */
function saysBest(view: View, { stmt, index, line }: Place, region: readonly Span[]): boolean {
  const near = line.stmts.slice(Math.max(0, index - 3), index).some((s) => region.some((r) => holds(s.at, r)));
  return near && commentsOf(view, stmt).some((at) => praises.test(view.textOf(at)) && /(?<![\w.])\d/.test(view.textOf(at)));
}
