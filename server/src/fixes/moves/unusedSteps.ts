/** What nobody reads any more once transformers are steps of a pipeline: the statements that made it go with them. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { commentsThatGo } from "./carried.js";
import { lastStore, type Step, single } from "./chain.js";
import { short } from "./columns.js";
import { namesIn } from "./learning.js";
import { removal, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** A statement that may go: what it binds, and the transformers that it fits. */
interface Candidate {
  readonly place: Place;
  readonly output: string | null;
  readonly fits: readonly string[];
  /** Of what is made beside: the statement that fits the transformer, without which it cannot stay. */
  readonly beside: Stmt | null;
}

/**
 * Removals of the statements that transformed the data of `given`, whose expressions are exchanged, where nothing else reads what they made.
 * @throws CannotFix where such a statement is timed by those around it
 */
export function unusedSteps(view: View, given: readonly { data: Expr; steps: readonly Step[] }[], upTo: Expr & { k: "call" }): ReadonlyMap<Stmt, TextEdit> {
  const exchanged = given.map((g) => g.data);
  const places = new Map<Stmt, Place>();
  for (const { place: own, variable, links = [] } of given.flatMap((g) => single(g.steps))) {
    for (const l of links) places.set(l.place.stmt, l.place);
    if (own) for (const p of framesAfter(view, own)) places.set(p.stmt, p);
    const place = own ?? links.at(-1)?.place;
    if (!place) continue;
    if (variable !== null) for (const p of fitsAbove(view, variable, place)) places.set(p.stmt, p);
    // `scaler = StandardScaler().fit(X)`: its constructor stands in the pipeline.
    const made = variable === null ? null : lastStore(view, variable, place);
    const v = made?.stmt.k === "assign" ? made.stmt.value : null;
    if (made && v?.k === "call" && v.func.k === "attr" && v.func.name === "fit") places.set(made.stmt, made);
  }
  const fitting = view.placeAt(upTo.at);
  if (fitting?.stmt.k === "expr" && fitting.stmt.value === upTo) places.set(fitting.stmt, fitting);
  const twins = [...places.values()].flatMap((p) => idleTwins(view, p).flatMap((t) => (places.has(t.stmt) ? [] : candidate(view, t, p.stmt))));
  let going = [...[...places.values()].flatMap((place): Candidate[] => candidate(view, place, null)), ...twins];
  for (let before = -1; before !== going.length; ) {
    before = going.length;
    going = going.filter((c) => isIdle(view, c, going, exchanged) && (!c.beside || going.some((g) => g.place.stmt === c.beside)));
  }
  for (const { place } of going) if (isTimed(view, place)) no(`\`${short(view.textOf(place.stmt.at))}\` is timed by the statements around it`);
  const stmts = going.map((c) => c.place.stmt);
  return new Map(going.map((c) => [c.place.stmt, removal(view, c.place.stmt, commentsThatGo(view, c.place.stmt, stmts))]));
}

/** `scaler.fit(X)`, above a place in its line. */
const fitsAbove = (view: View, variable: string, { line, index }: Place): Place[] =>
  view.usesOf(variable, line.fn).flatMap(({ at, place }) => {
    const call = place.line === line && place.index < index && place.stmt.k === "expr" ? place.stmt.value : null;
    return call?.k === "call" && call.func.k === "attr" && call.func.name === "fit" && call.func.object.at.start === at.start ? [place] : [];
  });

/** The statement, and those behind it in its line that bind its result anew, as a table. */
function framesAfter(view: View, place: Place): Place[] {
  const name = boundBy(place.stmt);
  const out = [place];
  for (const s of place.line.stmts.slice(place.index + 1)) {
    if (name === null || boundBy(s) !== name) continue;
    const again = s.k === "assign" && s.value.k === "call" && /\bDataFrame$/.test(view.textOf(s.value.callee)) && namesIn(s.value).includes(name);
    // Bound to anything else, it is another thing from there on.
    if (!again) break;
    out.push(view.placeOf(s) as Place);
  }
  return out;
}

const boundBy = (s: Stmt): string | null => (s.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name" ? s.targets[0].name : null);

/** What else the same transformers make; where nobody reads it either, it goes with them. */
function idleTwins(view: View, place: Place): Place[] {
  const { stmt, line } = place;
  return fittedIn(stmt).flatMap((object) =>
    view.usesOf(object, line.fn).flatMap((u): Place[] => {
      const name = boundBy(u.place.stmt);
      // A name that is bound anew is another transformer.
      const transforms = u.around?.k === "attr" && u.around.name === "transform" && lastStore(view, object, u.place) === lastStore(view, object, place);
      return name !== null && transforms && u.place.line === line ? [u.place] : [];
    }),
  );
}

function fittedIn(s: Stmt): string[] {
  const out: string[] = [];
  eachExprIn(s, (e) => {
    if (e.k === "call" && e.func.k === "attr" && /^(fit|fit_transform)$/.test(e.func.name) && e.func.object.k === "name") out.push(e.func.object.name);
  });
  return out;
}

function candidate(view: View, place: Place, beside: Stmt | null): Candidate[] {
  const { stmt, line } = place;
  const output = boundBy(stmt);
  return standsAlone(view, stmt) && line.stmts.length > 1 && (output !== null || stmt.k === "expr") ? [{ place, output, fits: fittedIn(stmt), beside }] : [];
}

const isLoop = (owner: Place["line"]["owner"]): boolean => owner?.k === "for" || owner?.k === "while";

function isIdle(view: View, c: Candidate, going: readonly Candidate[], exchanged: readonly Expr[]): boolean {
  const inside = (u: Use): boolean => exchanged.some((e) => holds(e.at, u.at)) || going.some((g) => holds(g.place.stmt.at, u.at));
  const later = (u: Use): boolean => {
    const p = view.ancestorIn(u.place, c.place.line);
    // What stands above it in a loop runs behind it, too.
    return !p || isLoop(c.place.line.owner) || p.index > c.place.index;
  };
  const reads = (name: string, upTo = Number.POSITIVE_INFINITY): boolean =>
    view.usesOf(name, c.place.line.fn).some((u) => {
      if (u.stored || !later(u) || inside(u) || (view.ancestorIn(u.place, c.place.line)?.index ?? -1) >= upTo) return false;
      const store = lastStore(view, name, u.place);
      // Bound anew right above it, in a block of its own: another thing.
      const apart = store && store.line !== c.place.line && store.line === u.place.line && store.index < u.place.index && store.line.fn === c.place.line.fn;
      if (apart && !going.some((g) => g.place.stmt === store.stmt)) return false;
      // So it is where it is bound anew in between.
      return !(store && store.line === c.place.line && store.index > c.place.index && !going.some((g) => g.place.stmt === store.stmt));
    });
  return !(c.output !== null && reads(c.output)) && !c.fits.some((name) => reads(name, fitAnew(view, name, c, going)));
}

/** Where the line of a statement fits the same transformer again: what reads it from there on knows nothing of the fit before. */
function fitAnew(view: View, name: string, { place: { line, index } }: Candidate, going: readonly Candidate[]): number {
  if (isLoop(line.owner)) return Number.POSITIVE_INFINITY;
  const rest = line.stmts.slice(index + 1);
  const again = rest.findIndex((s) => {
    const v = s.k === "assign" || s.k === "expr" ? s.value : null;
    if (v?.k !== "call" || v.func.k !== "attr" || !/^(fit|fit_transform)$/.test(v.func.name)) return false;
    const { object } = v.func;
    if (object.k !== "name" || object.name !== name || going.some((g) => g.place.stmt === s)) return false;
    // A fit to the held-out rows is a fault of its own, whose cure needs the fit before.
    if (v.args.some((a) => namesIn(a.value).some((n) => held.test(n)))) return false;
    return view.usesOf(name, line.fn).filter((u) => u.place.stmt === s).length === 1;
  });
  return again < 0 ? Number.POSITIVE_INFINITY : index + 1 + again;
}

const held = /test|valid|holdout|(?<![a-z])(val|dev)(?![a-z])/i;

/** `t0 = time()` above it. */
function isTimed(view: View, { line, index }: Place): boolean {
  const above = line.stmts[index - 1];
  return above?.k === "assign" && /\b(time|perf_counter|now|default_timer)\(\)$/.test(view.textOf(above.value.at));
}
