/** Functions that transform what they give back: they give it back as it was, for a pipeline that transforms it. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { commentsThatGo } from "./carried.js";
import { changedSince, lastStore, type Step } from "./chain.js";
import { short } from "./columns.js";
import { checkParams, isCounted, type Through } from "./handedData.js";
import { namesIn } from "./learning.js";
import { removal, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { type Back, callsOf } from "./returned.js";
import { withoutItem } from "./returnedObjects.js";
import type { Pass } from "./validated.js";
import { holds, type Place, type Use, type View } from "./view.js";

/** Data that a fix transforms elsewhere, and the parameters through which they come in. */
export interface Handed {
  readonly data: Expr;
  readonly steps: readonly Step[];
  readonly through?: readonly Through[];
  /** They are picked by row number as an array is, and are a table before they are transformed. */
  readonly asArray?: boolean;
}

/**
 * What functions give back, and what they are given, as it was. `read`: where they read it.
 * @throws CannotFix where anything else reads it
 */
export function handedAsTheyWere(view: View, all: readonly Handed[], passes: readonly Pass[], read: readonly Expr[]): TextEdit[] {
  const expected = [...read, ...all.map((a) => a.data), ...passes.flatMap((p) => p.call.args.map((a) => a.value))];
  checkParams(view, [...passes.map(({ fn, param }) => ({ fn, name: param })), ...all.flatMap((a) => a.through ?? [])], expected);
  const prepared = all.flatMap(({ steps, asArray }): Prepared[] => {
    const own = steps.filter((s) => s.back);
    return own[0]?.back ? [{ back: own[0].back, steps: own, suffix: asArray && own.length === steps.length ? ".values" : "" }] : [];
  });
  return unprepared(view, prepared, expected);
}

/** Data that a function gives back, with what it did to them: the last step first. */
interface Prepared {
  readonly back: Back;
  readonly steps: readonly Step[];
  /** What is to be asked of the data as they were. */
  readonly suffix: string;
}

/**
 * Every function gives back what it transformed, as it was before. `expected`: where a fix reads what it gives back.
 * @throws CannotFix where anything else reads what was transformed
 */
function unprepared(view: View, all: readonly Prepared[], expected: readonly Expr[]): TextEdit[] {
  const defs = new Map(all.map((p) => [p.back.def, all.filter((x) => x.back.def === p.back.def)]));
  return [...defs.values()].flatMap((own) => inFunction(view, own, expected));
}

function inFunction(view: View, own: readonly Prepared[], expected: readonly Expr[]): TextEdit[] {
  const [{ back }] = own as [Prepared, ...Prepared[]];
  const { ret, def } = back;
  const objects = own.flatMap((p) => p.steps.flatMap((s) => (s.variable === null ? [] : [s.variable])));
  const unread = new Map([...new Set(objects)].flatMap((name) => (withoutItem(view, back, name) ?? []).map((e) => [e, name] as const)));
  const going = goingIn(view, own, ret, new Set(unread.values()));
  const values = own.map((p) => p.back.value);
  checkOutputs(view, own, going, [...values, ...unread.keys()]);
  checkCallers(view, own, expected);
  const edits = new Map<Expr, TextEdit>();
  for (const { back: b, steps, suffix } of own) {
    const first = steps.at(-1) as Step & { place: Place };
    for (const n of namesIn(first.input))
      if (view.usesOf(n, def.fn).some((u) => isWrite(view, u) && indexIn(view, u, ret) >= first.place.index && !going.has(u.place.stmt)))
        no(`\`${n}\` is another thing where \`${def.fn.name}\` gives it back`);
    const text = `${view.textOf(first.input.at)}${suffix}`;
    if (text !== view.textOf(b.value.at)) edits.set(b.value, { at: b.value.at, text });
  }
  const rest = def.fn.body.filter((s) => !going.has(s) && s !== ret.stmt && !isDocstring(s));
  const [first] = (own[0] as Prepared).steps.slice(-1);
  if (
    !rest.length &&
    own.every((p) => p.back.value === back.value && !p.suffix) &&
    first?.input.k === "name" &&
    def.fn.params.length === 1 &&
    def.fn.params[0]?.name === first.input.name
  )
    return withoutFunction(view, back, expected);
  // A comment above them speaks of nothing else where only the `return` follows.
  const stmts = [...going];
  return [...stmts.map((s) => removal(view, s, commentsThatGo(view, s, [...stmts, ret.stmt]))), ...edits.values(), ...unread.keys()];
}

const isDocstring = (s: Stmt): boolean => s.k === "expr" && s.value.k === "const" && typeof s.value.value === "string";

const indexIn = (view: View, u: Use, { line }: Place): number => view.ancestorIn(u.place, line)?.index ?? Number.POSITIVE_INFINITY;

function isWrite(view: View, u: Use): boolean {
  const s = u.place.stmt;
  const targets = s.k === "assign" || s.k === "del" ? s.targets : s.k === "aug" ? [s.target] : [];
  return u.stored || targets.some((t) => holds(t.at, u.at)) || (s.k === "expr" && /\binplace\s*=\s*True/.test(view.textOf(s.at)));
}

/** The statements that transform, that fit and make the transformers, and that make tables of the results. `unread`: transformers that are no longer given back. */
function goingIn(view: View, own: readonly Prepared[], ret: Place, unread: ReadonlySet<string>): ReadonlySet<Stmt> {
  const going = new Set<Stmt>();
  const steps = [...new Map(own.flatMap((p) => p.steps.map((s) => [s.call, s] as const))).values()];
  const { fn } = ret.line;
  for (const s of steps) {
    if (s.place?.line !== ret.line || s.parts) no(`\`${short(view.textOf(s.call.at))}\` stands in a block of its function`);
    const { stmt } = s.place as Place;
    if (stmt !== ret.stmt) going.add(stmt);
    for (const u of view.usesOf(s.variable ?? "", fn)) {
      const call = u.place.line === ret.line && u.place.stmt.k === "expr" ? u.place.stmt.value : null;
      if (call?.k === "call" && call.func.k === "attr" && call.func.name === "fit" && call.func.object.at.start === u.at.start) going.add(u.place.stmt);
    }
  }
  // Tables of the results.
  for (const s of ret.line.stmts)
    if (s.k === "assign" && s.value.k === "call" && /(^|\.)DataFrame$/.test(view.textOf(s.value.callee)) && s.value.args[0]?.value.k === "name") {
      const store = lastStore(view, s.value.args[0].value.name, view.placeOf(s) as Place);
      if (store && going.has(store.stmt)) going.add(s);
    }
  for (const s of steps) {
    if (s.variable === null) continue;
    const made = lastStore(view, s.variable, s.place as Place);
    if (!made) return no(`\`${s.variable}\` is made in a way that cannot be said again`);
    for (const u of view.usesOf(s.variable, fn))
      if (
        u.place.stmt !== made.stmt &&
        !going.has(u.place.stmt) &&
        !(u.place.stmt === ret.stmt && (unread.has(u.name) || own.some((p) => holds(p.back.value.at, u.at))))
      )
        no(`\`${s.variable}\` is used in \`${short(view.textOf(u.place.stmt.at))}\` too`);
    going.add(made.stmt);
  }
  for (const s of going) if (!standsAlone(view, s)) no("another statement shares a line with it");
  return going;
}

/** What was transformed is read by nothing else in the function. */
function checkOutputs(view: View, own: readonly Prepared[], going: ReadonlySet<Stmt>, values: readonly { readonly at: Span }[]): void {
  const { fn } = (own[0] as Prepared).back.ret.line;
  const inputs = new Set(own.flatMap(({ steps }) => namesIn((steps.at(-1) as Step).input)));
  for (const s of going) {
    const [target] = s.k === "assign" && s.targets.length === 1 ? s.targets : [];
    if (s.k === "assign" && target?.k !== "name") no(`\`${short(view.textOf(s.at))}\` writes into columns`);
    for (const u of target?.k === "name" ? view.usesOf(target.name, fn) : []) {
      const later = !u.stored && lastStore(view, u.name, u.place)?.stmt === s;
      if (!later || going.has(u.place.stmt) || values.some((e) => holds(e.at, u.at)) || (inputs.has(u.name) && isCounted(view, u))) continue;
      no(`\`${u.name}\` is used in \`${short(view.textOf(u.place.stmt.at))}\` too`);
    }
  }
}

/** What every call of the function gives back is read where other data are expected, and counted. */
function checkCallers(view: View, own: readonly Prepared[], expected: readonly Expr[]): void {
  const { def, ret } = (own[0] as Prepared).back;
  const calls = callsOf(view, def.fn) ?? no(`\`${def.fn.name}\` is handed on`);
  const returned = ret.stmt.k === "return" ? ret.stmt.value : null;
  for (const { call, place } of calls) {
    if (expected.some((e) => holds(e.at, call.at))) continue;
    const s = place.stmt;
    const [target] = s.k === "assign" && s.value === call && s.targets.length === 1 ? s.targets : [];
    const items = returned?.k === "tuple" ? (target?.k === "tuple" && target.items.length === returned.items.length ? target.items : null) : target && [target];
    if (!items) return no(`\`${def.fn.name}\` is called in \`${short(view.textOf(s.at))}\` too`);
    for (const { back } of own) {
      const t = items[returned?.k === "tuple" ? returned.items.indexOf(back.value) : 0];
      if (t?.k !== "name") return no(`what \`${def.fn.name}\` gives back is kept in a place that cannot be followed`);
      for (const u of view.usesOf(t.name, place.line.fn)) {
        if (u.stored || u.place.stmt.k === "del" || lastStore(view, t.name, u.place) !== place || expected.some((e) => holds(e.at, u.at))) continue;
        if (!isCounted(view, u)) no(`\`${t.name}\` is used in \`${short(view.textOf(u.place.stmt.at))}\` too`);
      }
    }
  }
}

/** A function that does nothing else goes, with its calls. */
function withoutFunction(view: View, { def }: Back, expected: readonly Expr[]): TextEdit[] {
  const edits: TextEdit[] = [removal(view, def, commentsThatGo(view, def, [def]))];
  for (const { call, place } of callsOf(view, def.fn) ?? []) {
    const s = place.stmt;
    const given = call.args[0]?.value as Expr;
    const text = view.textOf(given.at);
    if (expected.some((e) => holds(e.at, call.at))) {
      edits.push({ at: call.at, text });
      continue;
    }
    const [target] = s.k === "assign" ? s.targets : [];
    if (target?.k !== "name" || !standsAlone(view, s)) return no("another statement shares a line with it");
    edits.push(removal(view, s, commentsThatGo(view, s, [s])));
    if (text === target.name) continue;
    for (const u of view.usesOf(target.name, place.line.fn)) {
      if (u.stored || lastStore(view, target.name, u.place) !== place) continue;
      if (namesIn(given).some((n) => changedSince(view, n, place, u.place))) no(`\`${short(text)}\` is another thing by then`);
      edits.push({ at: u.at, text });
    }
  }
  return edits;
}
