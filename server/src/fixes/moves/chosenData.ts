/** Data that a condition chooses: some models are cross-validated on scaled rows, and others on the rows as they were. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { commentsThatGo } from "./carried.js";
import { boundTo, changedSince, lastStore, madeDense } from "./chain.js";
import { short } from "./columns.js";
import { type Call, namesIn } from "./learning.js";
import { removal, standsAlone } from "./lines.js";
import { firstOf, no } from "./outcome.js";
import { type Piped, pipedModel, stepsFrom, transformerText } from "./pipeline.js";
import { modelIn } from "./stepNames.js";
import type { Validated } from "./validated.js";
import { holds, type Place, placeBehind, type View } from "./view.js";
import { findExpr } from "./walk.js";

/** `A if test else B`, or what an `if` binds the data to in its two branches. */
interface Choice {
  readonly test: Expr;
  readonly place: Place;
  /** What it gives where the test holds, and where it does not. */
  readonly sides: readonly [Side, Side];
}

interface Side {
  readonly value: Expr;
  readonly place: Place;
}

/** The same models, in a pipeline where the condition chooses what was learned before; null where no condition does. @throws CannotFix */
export function chosenIntoPipelines(view: View, crossed: readonly Validated[], upTo: Call): Piped | null {
  const found = crossed.map((v) => ({ v, choice: v.search || v.handed ? null : choiceOf(view, v.data, v.place) }));
  if (!found.some(({ choice }) => choice)) return null;
  const edits = found.flatMap(({ v, choice }) => piped(view, v, choice ?? no(`\`${short(view.textOf(v.data.at))}\` is prepared in another way`), upTo));
  edits.push(...unreadChoices(view, crossed));
  return { edits, makes: "sklearn", at: (crossed[0] as Validated).modelPlace };
}

function piped(view: View, v: Validated, choice: Choice, upTo: Call): TextEdit[] {
  const [a, b] = choice.sides.map((side) => ({ ...side, steps: namesOnly(side.value) ? stepsOf(view, side, upTo) : [] }));
  const prepared = a?.steps.length ? a : b;
  const asIs = prepared === a ? b : a;
  const first = prepared?.steps.at(-1);
  if (!prepared || !asIs || !first || asIs.steps.length)
    return no(`\`${short(view.textOf(v.data.at))}\` is made from the learning in a way that cannot be followed`);
  const { input } = first;
  const isSame = input.k === "name" && asIs.value.k === "name" && input.name === asIs.value.name && first.place !== null;
  const names = [...namesIn(choice.test), ...(isSame ? namesIn(input) : [])];
  const changed = names.find((n) => changedSince(view, n, isSame && namesIn(input).includes(n) ? (first.place as Place) : placeBehind(choice.place), v.place));
  if (findExpr({ k: "expr", at: choice.test.at, value: choice.test }, (e) => e.k === "call"))
    return no("the condition may be another one when it is asked again");
  const between = v.place.line.stmts.slice(0, v.place.index + 1).filter((s) => view.isBefore(choice.test.at, s.at));
  const fills = new RegExp(`\\b(?:${namesIn(choice.test).join("|")})\\.(?:append|add|pop|remove|clear|update|extend|insert)\\(`);
  if (namesIn(choice.test).length && between.some((s) => fills.test(view.textOf(s.at)))) return no("the condition is another one by then");
  if (!isSame || changed !== undefined || prepared.steps.some((s) => s.rows || s.back || s.laid || s.elsewhere))
    return no(`\`${short(view.textOf(v.data.at))}\` is no choice between rows before and after they were prepared`);
  if (modelIn(view, v).written) return no("the model is a pipeline already");
  const objects = [...prepared.steps].reverse().map((s) => transformerText(view, s, v.modelPlace));
  const own = view.textOf(v.model.at);
  const [test, given] = [view.textOf(choice.test.at), view.textOf(asIs.value.at)];
  const inFolds = pipedModel(view, v, objects);
  return inFolds
    .map((e) => ({ ...e, text: prepared === a ? `${e.text} if ${test} else ${own}` : `${own} if ${test} else ${e.text}` }))
    .concat([{ at: v.data.at, text: given }]);
}

/** Removals of `rows = A if test else B` where nothing but what is cross-validated reads it. */
function unreadChoices(view: View, crossed: readonly Validated[]): TextEdit[] {
  const stores = new Set(crossed.flatMap((v) => (v.data.k === "name" ? (lastStore(view, v.data.name, v.place)?.stmt ?? []) : [])));
  return [...stores].flatMap((s): TextEdit[] => {
    const [t, ...more] = s.k === "assign" ? s.targets : [];
    if (s.k !== "assign" || s.value.k !== "ifexp" || t?.k !== "name" || more.length || !standsAlone(view, s)) return [];
    const uses = view.usesOf(t.name, view.placeOf(s)?.line.fn ?? null);
    const isOwn = uses.every((u) => holds(s.at, u.at) || crossed.some((v) => holds(v.data.at, u.at)));
    return isOwn ? [removal(view, s, commentsThatGo(view, s, [s]))] : [];
  });
}

const namesOnly = (e: Expr): boolean => e.k === "name";

/** The steps behind one side of the choice; none where it was not learned from. */
function stepsOf(view: View, { value, place }: Side, upTo: Call): ReturnType<typeof stepsFrom> {
  return firstOf(
    () => stepsFrom(view, { data: value, place }, upTo),
    () => [],
  );
}

/** The condition behind data, where it chooses between two. */
function choiceOf(view: View, e: Expr, at: Place): Choice | null {
  // What is made dense where it is sparse has been prepared in either case.
  if (madeDense(e)) return null;
  if (e.k === "ifexp") {
    const side = (value: Expr): Side => ({ value, place: at });
    return { test: e.test, place: at, sides: [side(e.then), side(e.else)] };
  }
  const place = e.k === "name" ? lastStore(view, e.name, at) : null;
  if (e.k !== "name" || !place) return null;
  const { stmt } = place;
  if (stmt.k !== "if") {
    const value = boundTo(stmt, e.name);
    return value?.k === "ifexp" ? choiceOf(view, value, place) : null;
  }
  const own = boundIn(view, stmt.body, e.name);
  const other = stmt.orelse.length ? boundIn(view, stmt.orelse, e.name) : boundAbove(view, e.name, place);
  return own && other ? { test: stmt.test, place, sides: [own, other] } : null;
}

/** What a branch binds a name to, once and outside of blocks. */
function boundIn(view: View, stmts: readonly Stmt[], name: string): Side | null {
  const fn = view.placeOf(stmts[0] as Stmt)?.line.fn ?? null;
  const [store, ...more] = view.usesOf(name, fn).filter((u) => u.stored && stmts.some((s) => holds(s.at, u.at)));
  const value = store && stmts.includes(store.place.stmt) ? boundTo(store.place.stmt, name) : null;
  return store && value && !more.length ? { value, place: store.place } : null;
}

/** What the name holds where there is no other branch. */
function boundAbove(view: View, name: string, at: Place): Side | null {
  const place = lastStore(view, name, at);
  const value = place && boundTo(place.stmt, name);
  return place && value ? { value, place } : null;
}
