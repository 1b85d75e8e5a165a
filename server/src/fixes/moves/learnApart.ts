/**
 * Numbers before cross-validation: they are learned from rows that every model is trained on and none is scored on. The other rows are scored in folds,
 * as before.
 */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import type { Learned } from "../../trace/lineage.js";
import type { Leak } from "../../trace/questions.js";
import { type Rows, relation } from "../../trace/rows.js";
import { CannotFix, type FixContext } from "../context.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { isSetBefore } from "./drawing.js";
import { cutFolds, NUMPY, type SomeFolds } from "./foldsOfSome.js";
import { type Drawn, learnFrom, tableOf } from "./learnFrom.js";
import { type Call, callAt, type LearningCall, namesIn } from "./learning.js";
import { after, before, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { type Validated, validatedAt } from "./pipeline.js";
import { writtenSplit } from "./splits.js";
import { SPLIT } from "./validationPart.js";
import { holds, type Place, type View } from "./view.js";
import { eachExpr, eachExprIn, findExpr } from "./walk.js";

export interface Apart {
  readonly edits: TextEdit[];
  /** Where the rows are drawn. */
  readonly at: Place;
  readonly folds: SomeFolds;
  /** How many calls learn from the rows that are drawn. */
  readonly count: number;
}

interface One extends LearningCall {
  readonly place: Place;
}

interface Known {
  readonly cx: FixContext;
  readonly view: View;
  readonly leaks: readonly Leak[];
  /** What is learned from, and the labelled rows among it, which are the first. */
  readonly rows: Rows;
  readonly head: Rows;
  /** The variable that holds the numbers of the rows that are learned from already. */
  readonly picks: string | null;
  crossed(leak: Leak): Validated[];
}

/**
 * `validations`: where an evaluation cross-validates.
 * @throws CannotFix
 */
export function learnApart(cx: FixContext, view: View, start: Place, learning: LearningCall, validations: (leak: Leak) => Span[]): Apart {
  const own = cx.leaks();
  const rows = rowsAt(cx, view, learning);
  const picks = pickedBy(view, learning.call, start);
  const head = [picks && learning.learned.rows, rows, rows.parts?.[0]].find((r) => r && own.every((l) => l.evaluation.score.rows.key === r.key));
  const crossed = (l: Leak): Validated[] => {
    const found = validations(l).map((at) => validatedAt(view, at));
    if (!found.length || found.some((v) => v === null)) return no("other evaluations than cross-validation see what it learned");
    return found as Validated[];
  };
  for (const l of own) crossed(l);
  if (!head) return no("rows are dropped between the learning and the cross-validation");
  const known: Known = { cx, view, leaks: [...cx.q.leaks()], rows, head, crossed, picks: head === learning.learned.rows ? picks : null };
  const drawn: Drawn = { by: "position", train: view.fresh("learn_rows") };
  const scored = view.fresh("scored_rows");
  const { ones, edits } = learnAll(known, { ...learning, place: start }, drawn);
  const { at, table } = known.picks ? { at: lastStore(view, known.picks, start) as Place, table: known.picks } : drawAt(known, ones[0] as One);
  const ids = new Set(ones.map((o) => placeKey(o.learned.at)));
  const seen = known.leaks.filter((l) => ids.has(placeKey(l.learned.at)));
  const models = [...new Map(seen.flatMap(crossed).map((v) => [placeKey(v.call.callee), v])).values()];
  for (const v of models) checkScored(known, v, at, ids);
  edits.push(
    (known.picks ? after : before)(view, at.stmt, [
      `# What is learned here is learned from ${drawn.train}, which every model is trained on; cross-validation scores the others.`,
      `${drawn.train}, ${scored} = ${SPLIT}(${NUMPY}.arange(len(${table})), test_size=0.5, random_state=0)`,
    ]),
  );
  const folds = cutFolds(cx, view, models, drawn.train, scored);
  return { edits: dedupe([...edits, ...folds.edits]), at, folds, count: ones.length };
}

const placeKey = (at: Span): string => `${at.source}:${at.start}`;
const isSame = (a: Call, b: Call): boolean => placeKey(a.callee) === placeKey(b.callee);
const dedupe = (edits: readonly TextEdit[]): TextEdit[] => [...new Map(edits.map((e) => [`${placeKey(e.at)}:${e.at.end}:${e.text}`, e])).values()];

/** The rows of the table that is learned from; a condition may narrow them before. */
const rowsAt = (cx: FixContext, view: View, { learned, call }: LearningCall): Rows =>
  eachTable(cx, view, call, learned)?.rows ?? cx.dataAt(tableOf(view, call).at)?.rows ?? learned.rows;

/** All that leaks from the same rows into cross-validation alone, as far as it can be learned from some of them: `own` has to be. */
function learnAll(known: Known, own: One, drawn: Drawn): { ones: One[]; edits: TextEdit[] } {
  const { cx, view, leaks } = known;
  const edits: TextEdit[] = [];
  const ones: One[] = [];
  const all = [...new Map(leaks.map((l) => [placeKey(l.learned.at), l.learned])).values()].flatMap((learned) => oneOf(view, learned));
  for (const one of all.sort((a, b) => (cx.doc.isBefore(a.call.at, b.call.at) ? -1 : 1))) {
    try {
      check(known, one);
      if (!known.picks) drawAt(known, one);
      edits.push(
        ...(known.picks ? pickedAgain(view, one, known.picks, drawn.train) : [...learnFrom(view, one.place, one, drawn), ...ofTraining(cx, view, one)]),
      );
      ones.push(one);
    } catch (e) {
      if (!(e instanceof CannotFix) || isSame(one.call, own.call)) throw e;
    }
  }
  if (!ones.some((o) => isSame(o.call, own.call))) no("it is learned in a way that cannot be followed");
  return { ones, edits };
}

function oneOf(view: View, learned: Learned): One[] {
  const place = view.placeAt(learned.at);
  const call = place && callAt(place, learned);
  return call ? [{ place, call, learned }] : [];
}

function check({ cx, view, leaks, rows, head, picks, crossed }: Known, one: One): void {
  if (picks ? one.learned.rows.key !== head.key : rowsAt(cx, view, one).key !== rows.key) no("it is learned from other rows");
  if (!picks && picksRows(cx, one.call)) no("rows are picked of it where it is learned from");
  const at = placeKey(one.learned.at);
  const several = cx.q.learnings.some((l) => placeKey(l.at) === at && l.rows.key !== one.learned.rows.key);
  if (several && !eachTable(cx, view, one.call, one.learned)) no("the same line learns from several tables");
  for (const l of leaks) if (placeKey(l.learned.at) === at && (l.evaluation.score.rows.key !== head.key || !crossed(l).length)) no("other rows are scored too");
}

/**
 * `for d in [train, test]: d["a"].fillna(d["a"].median())`: the table of these rows that the loop begins with. A gap that is filled with a number of
 * its own column leaves that number as it was, so that it is the same when the next table's turn comes.
 */
function eachTable(cx: FixContext, view: View, call: Call, learned: Learned): { train: string; variable: string; rows: Rows } | null {
  const place = view.placeAt(call.at);
  const variable = tableOf(view, call).name;
  let loop = place;
  while (loop && !(loop.stmt.k === "for" && loop.stmt.target.k === "name" && loop.stmt.target.name === variable)) loop = loop.line.parent;
  if (!place || loop?.stmt.k !== "for" || loop.line !== view.module || !/^(mean|median|mode)$/.test(learned.what)) return null;
  const { iter } = loop.stmt;
  const made = iter.k === "name" ? lastStore(view, iter.name, loop)?.stmt : null;
  const list = made?.k === "assign" ? made.value : iter;
  const [first] = list.k === "list" || list.k === "tuple" ? list.items : [];
  if (first?.k !== "name" || (iter.k === "name" && lastStore(view, first.name, loop) !== lastStore(view, first.name, view.placeAt(first.at) as Place)))
    return null;
  const on = call.func.k === "attr" ? view.textOf(call.func.object.at).replace(/\.dropna\(\)$/, "") : "";
  const fills = findExpr(
    place.stmt,
    (e) => e.k === "call" && e.func.k === "attr" && e.func.name === "fillna" && view.textOf(e.func.object.at) === on && holds(e.at, call.at),
  );
  const rows = cx.dataAt(first.at)?.rows;
  const { body } = loop.stmt;
  const bound = view.usesOf(variable, null).some((u) => u.stored && body.some((s) => holds(s.at, u.at)));
  return fills && rows && !bound && /^(same|contains)$/.test(relation(rows, learned.rows)) ? { train: first.name, variable, rows } : null;
}

/** The number of the training table stands in all of them. */
function ofTraining(cx: FixContext, view: View, { call, learned }: One): TextEdit[] {
  const each = eachTable(cx, view, call, learned);
  const out: TextEdit[] = [];
  if (each)
    eachExpr(call.func, (e) => {
      if (e.k === "name" && e.name === each.variable) out.push({ at: e.at, text: each.train });
    });
  return out;
}

/** Whether rows are picked by number in what a call learns from: those that are left have other numbers. */
function picksRows(cx: FixContext, call: Call): boolean {
  let found = false;
  eachExpr(call, (e) => {
    if (e.k !== "index") return;
    const rows = e.index.k === "tuple" ? e.index.items[0] : e.index;
    if (
      rows?.k === "slice"
        ? rows.lower !== null || rows.upper !== null
        : rows && (cx.dataAt(rows.at)?.pos || (e.object.k === "attr" && e.object.name === "iloc"))
    )
      found = true;
  });
  return found;
}

/** `train_rows` of `X.iloc[train_rows]`, where a split of the module drew these numbers. */
function pickedBy(view: View, call: Call, place: Place): string | null {
  const names = new Set<string>();
  eachExpr(call, (e) => {
    if (e.k === "index" && e.index.k === "name" && !(e.object.k === "attr" && e.object.name === "loc")) names.add(e.index.name);
  });
  return (
    [...names].find((n) => {
      const made = lastStore(view, n, place);
      const split = made?.line === view.module ? writtenSplit(view, made) : null;
      return split?.inputs.length === 1 && split.parts[0]?.train === n && /(^|\.)(range|arange)\s*\(/.test(view.textOf((split.inputs[0] as Expr).at));
    }) ?? null
  );
}

/** The same of fewer numbers. */
function pickedAgain(view: View, { call, place }: One, picks: string, train: string): TextEdit[] {
  if (pickedBy(view, call, place) !== picks) return no("it is learned from other rows");
  const out: TextEdit[] = [];
  const made = lastStore(view, picks, place);
  const drawn = made && writtenSplit(view, made)?.inputs[0];
  // What is drawn from a range is a list, of which nothing can be picked by numbers.
  if (drawn?.k === "call" && view.textOf(drawn.callee) === "range") out.push({ at: drawn.callee, text: `${NUMPY}.arange` });
  eachExpr(call, (e) => {
    if (e.k === "index" && e.index.k === "name" && e.index.name === picks) out.push({ at: e.index.at, text: `${picks}[${train}]` });
  });
  return out;
}

/** The outermost statement around the learning above which the table is there, and the variable that counts its labelled rows. */
function drawAt({ cx, view, rows, head }: Known, one: One): { at: Place; table: string } {
  if (one.place.line.fn) return no("it is learned in a function, which would have to be handed the training rows");
  const own = eachTable(cx, view, one.call, one.learned)?.train ?? tableOf(view, one.call).name;
  const around: Place[] = [];
  for (let p: Place | null = one.place; p; p = p.line.parent) around.unshift(p);
  for (const at of around) {
    const table = head === rows ? own : headAbove(cx, view, head, at);
    if (!table || !isSetBefore(view, table, at) || !standsAlone(view, at.stmt)) continue;
    if (at.line !== view.module) return no("it is learned in a branch of the program");
    const changed =
      at.stmt !== one.place.stmt && (view.usesOf(own, null).some((u) => u.stored && holds(at.stmt.at, u.at)) || drops.test(view.textOf(at.stmt.at)));
    if (changed) return no(`\`${own}\` is bound anew where it is learned`);
    return { at, table };
  }
  return no(`\`${own}\` is not there yet where the rows are to be drawn`);
}

const drops = /\.(drop|dropna|drop_duplicates|query)\([^)]*inplace/;

/** A variable above `at` that holds the labelled rows alone. */
function headAbove(cx: FixContext, view: View, head: Rows, at: Place): string | null {
  for (const s of [...at.line.stmts.slice(0, at.index)].reverse()) {
    let found: string | null = null;
    eachExprIn(s, (e, fn, stored) => {
      if (e.k !== "name" || stored || fn || cx.dataAt(e.at)?.rows.key !== head.key) return;
      const place = view.placeAt(e.at);
      if (place && lastStore(view, e.name, at) === lastStore(view, e.name, place)) found = e.name;
    });
    if (found) return found;
  }
  return null;
}

/** Whether the rows that are drawn at `at` are those that the cross-validation counts by the same numbers, each time it runs. */
function checkScored({ cx, view, head }: Known, v: Validated, at: Place, ids: ReadonlySet<string>): void {
  const name = view.textOf(v.call.callee).replace(/.*\./s, "");
  if (name === "cross_val_predict") no("each row has to be predicted");
  const here = placeKey(v.call.callee);
  const crossed = new Set(cx.q.predictions.filter((p) => p.crossed && placeKey(p.at) === here).map((p) => p.id));
  for (const { score } of cx.q.evaluations) {
    if (placeKey(score.at) !== here && ![...score.preds].some((id) => crossed.has(id))) continue;
    const knows = cx.q.learnings.some((l) => ids.has(placeKey(l.at)) && score.features.learned.has(l.id));
    if (score.rows.key !== head.key || !knows) no(`\`${short(view.textOf(v.call.at))}\` scores other data too`);
  }
  for (const s of view.module.stmts.slice(at.index)) if (reorders(view, s)) no(`\`${short(view.textOf(s.at))}\` changes the order of the rows`);
}

const sorts = /\b(sort_values|sort_index|sample|shuffle|permutation)\s*\(/;

/** Whether a statement puts the rows of a variable in another order. */
function reorders(view: View, s: View["module"]["stmts"][number]): boolean {
  const text = view.textOf(s.at);
  if (!sorts.test(text)) return false;
  if (s.k === "expr") return /inplace\s*=\s*True|^\s*[\w.]*shuffle\s*\(/.test(text);
  if (s.k !== "assign") return false;
  const targets = s.targets.flatMap((t) => (t.k === "index" || t.k === "attr" ? [] : namesIn(t)));
  return namesIn(s.value).some((n) => targets.includes(n));
}
