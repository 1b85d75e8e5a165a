/**
 * Split first, by drawing the row numbers of both parts before anything is learned: what learns reads the training rows only,
 * everything else stays as and where it is, and the later split takes the rows that were drawn.
 */
import { samePlace } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Leak } from "../../trace/questions.js";
import { cutsOf, type Rows } from "../../trace/rows.js";
import { CannotFix } from "../context.js";
import { leading, learnAll, scaledLabels } from "./beside.js";
import { allCalls, inFirstCall, parameterOf, tableHanded } from "./calledAgain.js";
import { lastStore } from "./chain.js";
import { namedColumn, short } from "./columns.js";
import { tableAround } from "./cutFrom.js";
import { SPLIT } from "./cutParts.js";
import { arange, constantAt, isSeededBetween, isSetBefore, numbersRows, optionAt, rowCount, setBetween } from "./drawing.js";
import { drawingCall, drawingLines, takenParts } from "./drawLines.js";
import { inDrawnOrder, labelTable } from "./drawOrder.js";
import { checkOrder, equalSplits, isSeeded } from "./equalSplits.js";
import { checkFilled } from "./filled.js";
import { groupedTable, isGathered, keptLabels } from "./gathered.js";
import { callsTo, type Entered, handed } from "./handedRows.js";
import { headOf } from "./headRows.js";
import { isSorted, losesRows, losesRowsIn } from "./inPlace.js";
import { joined } from "./joined.js";
import { isReshaped, kindOf } from "./kinds.js";
import type { Late } from "./late.js";
import { learnFrom, tableName, tableOf } from "./learnFrom.js";
import { namesIn } from "./learning.js";
import { ahead, before, dedupe, removal, standsAlone } from "./lines.js";
import { firstOf, firstThat, no } from "./outcome.js";
import { type Drawn, picked } from "./picked.js";
import { checkLabels, checkOneEach, renumbers } from "./rowLabels.js";
import { factOf, factsBehind, type WrittenSplit, writtenSplit } from "./splits.js";
import { labelsAgain } from "./strata.js";
import { networkFit } from "./validationSplit.js";
import { holds, type Place, type View } from "./view.js";
import { eachExpr, eachExprIn } from "./walk.js";
import { beforeWidest, holdsOthers, isWidest } from "./widest.js";

export interface RowsFirst {
  readonly edits: TextEdit[];
  /** The split now stands above its import, perhaps. */
  readonly splitsBefore: Place;
}

/** @throws CannotFix with the reason of the first way, which is the plainest */
export function drawRowsFirst(given: Late): RowsFirst {
  const late = beforeWidest(given);
  const { view, split } = late;
  checkOwnCuts(late);
  checkOutward(late);
  const drawn = drawnRows(view, split);
  if (drawn) return reuse(late, drawn);
  checkFilled(late, tableRows(late));
  const table = firstOf(
    () => tableName(view, late.learning.call),
    () => null,
  );
  if (table && isMadeOfJoined(view, table, late.start)) return no(notFollowed);
  const lead = leading(late);
  return firstThat([lead, late].flatMap((l) => (l ? [() => drawnAbove(l), () => handedOver(l), () => drawnTwice(l)] : [])));
}

/** The rows are drawn in the split's own line of statements, above the learning; the split takes them. */
function drawnAbove(late: Late): RowsFirst {
  const { view, q, start, learning, split } = late;
  const own = view.ancestorIn(start, split.place.line);
  if (!own || own.index >= split.place.index) return no("the learning and the split do not stand in one line of statements");
  const labels = scaledLabels(view, q, split, start);
  const anchor = labels.reduce((first, l) => (l.place.index < first.index ? l.place : first), own);
  const table = tableName(view, learning.call);
  if (anchor !== own && lastStore(view, table, anchor) !== lastStore(view, table, own))
    no("the labels are put on a scale by all rows, before the inputs are there");
  const { edits, drew } = draw(late, anchor, table);
  const also = labels.flatMap((l) => learnFrom(view, l.place, l.learning, drew));
  return { edits: [...edits, ...learnAll(late, drew), ...also], splitsBefore: anchor };
}

/** `scaler.fit_transform(df.fillna(df.median()))`: the median of the training rows is no cure where the same line learns a scale of all rows. @throws CannotFix */
function checkOutward({ view, start, learning, leaks }: Late): void {
  if (learning.learned.via !== "statistic") return;
  eachExprIn(start.stmt, (e) => {
    const fits =
      e.k === "call" &&
      e !== learning.call &&
      e.func.k === "attr" &&
      /^fit(_transform)?$/.test(e.func.name) &&
      e.args.some((a) => holds(a.value.at, learning.call.at));
    if (fits && !leaks.some((l) => samePlace(l.learned.at, e.callee)))
      no(`\`${short(view.textOf(e.func.at))}\` in the same line would still learn from all rows`);
  });
}

/** Draws rows of `table` in front of `first`, and lets the split take them. */
function draw(late: Late, first: Place, table: string): { edits: TextEdit[]; drew: Drawn } {
  const { view, learning, split } = late;
  if (!standsAlone(view, split.place.stmt) || !standsAlone(view, first.stmt)) no("several statements share a line");
  if (isSeededBetween(view, first, split)) no("the split draws with a seed that is set above it: drawn earlier, its rows would be others");
  if (isReshaped(view, table, first)) no(`\`${table}\` has other rows than what is split: it was reshaped`);
  const sorted = isSorted(view, split, first.index);
  const same = !sorted && sameRows(late);
  if (!same && learning.call.args.some((a) => joined(a.value).length > 0)) no(notFollowed);
  const head = same || sorted ? null : headOf(late, first, tableRows(late));
  const by = same || head ? "position" : "label";
  const kind = kindOf(view, { k: "name", at: learning.call.at, name: table }, first);
  if (by === "label" && factOf(late.q, split)?.rows.terms.some((t) => t.mix))
    no("rows are resampled between the learning and the split, and are numbered anew");
  const [train, test] = rowsNamed(view, split);
  const labels = by === "label" ? checkLabels(late, first, [train, test]) : { edits: [], across: null, labelled: noStatements };
  if (by === "label" && tableRows(late).parts && !isGathered(view, table, first))
    no("several tables are laid end to end, and their labels are no names of rows");
  if (by === "label" && kind !== "frame") no("rows are dropped between the learning and the split, and they have no labels");
  if (!isSetBefore(view, table, first)) no(`\`${table}\` is not there yet where the rows are to be drawn`);
  if (by === "label") checkOneEach(view, first, table);
  const numbers = by === "label" ? `${table}.index` : `${arange(view, first)}(${head?.count ?? rowCount(view, table, first)})`;
  // Labels that have all rows of the table at the split, too, are as many as it has.
  const isDropped = (e: Expr): boolean => by === "label" && late.rowsAt(e.at)?.key !== tableRows(late).key;
  const labelsIn = kind !== "frame" ? null : head ? head.table : table;
  const said = (of: string | null): string[] => split.options.map((o) => optionAt(view, o.value, first, split, o.name, of, isDropped(o.value)));
  const around = labelsIn === table ? tableAround(view, table, first) : null;
  const options = firstThat([labelsIn, ...(around ? [around] : [])].map((of) => () => said(of)));
  const drew: Drawn = { by, train, all: !losesRowsIn(first, table), line: first.line, labels: labelsOf(view, split) };
  // Equal splits of as many rows draw the same ones by themselves where they have a seed.
  const equal = equalSplits(late, first, table);
  const others = equal.filter((s) => by === "label" || !isSeeded(split) || strataOf(s) !== strataOf(split));
  checkOrder(view, equal, first, by, labels);
  const taken = (): TextEdit[] => [...others, split].flatMap((s) => taking(view, s, by, train, test));
  try {
    const said = by === "position" && isWidest(late) ? holdsOthers : "";
    const { lines, edits } = drawingLines(view, split, `${train}, ${test}`, `${drawingCall(view, split, SPLIT, numbers, options)}${said}`);
    return { edits: [ahead(view, first.stmt, lines), ...labels.edits, ...taken(), ...edits], drew };
  } catch (e) {
    // A seed draws the same rows again: the split may stay as it is.
    const asWritten = split.options.every((o, i) => options[i] === view.textOf(o.value.at));
    if (!(e instanceof CannotFix) || by === "label" || !drawsTheSame(late) || !asWritten) throw e;
    const given = split.options.map((o, i) => `, ${o.name}=${options[i]}`).join("");
    return { edits: [ahead(view, first.stmt, [drawnAgain(train, `${numbers}${given}`)])], drew };
  }
}

const noStatements: ReadonlySet<Stmt> = new Set();

const notFollowed = "the tables that are laid end to end are not followed to the split";

/** Whether a variable holds what lists laid end to end were transformed to: it has more rows than each of them. */
function isMadeOfJoined(view: View, name: string, at: Place): boolean {
  const value = lastStore(view, name, at)?.stmt;
  let found = false;
  if (value?.k === "assign")
    eachExpr(value.value, (e) => {
      found ||= e.k === "binary" && joined(e).length > 0;
    });
  return found;
}

/** The column of labels among what is split: `df["y"]`, or a variable that it was put into. */
function labelsOf(view: View, { inputs, place }: WrittenSplit): string | null {
  const e = inputs[1];
  const made = e?.k === "name" ? lastStore(view, e.name, place)?.stmt : null;
  let column = made?.k === "assign" ? made.value : e;
  for (;;) {
    if (column?.k === "call" && column.func.k === "attr" && /^(copy|astype|to_numpy|squeeze|ravel|reshape)$/.test(column.func.name))
      column = column.func.object;
    else if (column?.k === "attr" && column.name === "values") column = column.object;
    else return namedColumn(column);
  }
}

/** What the rows of both parts are called: a validation part that is cut from the training rows holds no test rows. */
function rowsNamed(view: View, split: WrittenSplit): [string, string] {
  const isValidation = split.parts.every((p) => /(^|_)(val|valid|validation|stop|tune)(_|$)/i.test(p.test));
  return isValidation ? [view.fresh("fit_rows"), view.fresh("valid_rows")] : [view.fresh("train_rows"), view.fresh("test_rows")];
}

const strataOf = (s: WrittenSplit): string => s.options.find((o) => o.name === "stratify")?.text.replace(/\s+/g, "") ?? "";

/** The line that draws the training rows of a split which stays as it is: the test rows are its own matter. */
const drawnAgain = (train: string, options: string): string => `${train} = ${SPLIT}(${options})[0]  # the rows that the split draws with this seed`;

/** Whether the split draws the same rows however often it is made: it is seeded, or does not shuffle, and no labels take part in it but those that are given again. */
function drawsTheSame({ q, split }: Late, again = false): boolean {
  const fact = factOf(q, split);
  return fact !== undefined && (fact.seeded || !fact.shuffled) && (again || !fact.stratified);
}

/** Whether a condition in whose arms a place does not stand decides if rows are split at all. */
function isConditional(split: Place, place: Place): boolean {
  const owners = (p: Place): unknown[] => (p.line.owner ? [p.line.owner, ...owners(p.line.parent as Place)] : []);
  const own = owners(place);
  return owners(split).some((o) => (o as { k: string }).k === "if" && !own.includes(o));
}

const strataAgain = ({ view, split }: Late, e: Expr, first: Place): string =>
  labelsAgain(view, e, split.place, first) ?? no(`\`stratify=${short(view.textOf(e.at))}\` is not there yet where the rows are to be drawn`);

/** The learning stands in a function that is called once, perhaps by another one, or several times: they are handed the rows that are drawn above the first call. */
function handedOver(asked: Late): RowsFirst {
  const once = callsTo(asked);
  const calls = once.length ? once : allCalls(asked);
  const late = once.length ? asked : inFirstCall(asked, calls);
  const { view, rowsAt, start, learning, split } = late;
  const [outer] = calls;
  if (!outer) return no("it is learned in a function, which would have to be handed the training rows");
  const anchor = view.ancestorIn(outer.place, split.place.line);
  if (!anchor || anchor.index >= split.place.index) return no("the call that learns and the split do not stand in one line of statements");
  const inner = (calls.at(-1) as Entered).fn;
  const table = parameterOf(view, inner, groupedTable(tableName(view, learning.call), start));
  const ofRows = outer.call.args.find((a) => a.value.k === "name" && rowsAt(a.value.at)?.key === tableRows(late).key)?.value;
  // What the function reads and binds in the module, it need not be handed; nor the rows, which are drawn there.
  const isShared =
    calls.length === 1 && view.module === split.place.line && !(inner.locals.has(table) && !inner.globals.has(table)) && isSetBefore(view, table, anchor);
  const isHanded = once.length > 0 && ofRows?.k === "name";
  const given = isShared ? table : isHanded ? ofRows.name : calls.every((c) => c.fn === inner) ? tableHanded(late, calls, table) : null;
  if (!given) return no("it is not clear which data the function is handed");
  const { edits, drew: own } = draw(late, anchor, given);
  // What the function does to its table before it learns is not asked.
  const drew = { ...own, all: false };
  if (drew.by === "label") {
    if (!isShared && !inner.params.some((p) => p.name === table)) no("rows are dropped between the learning and the split, and they have no labels");
    // The labels of what the outermost function gathers are nobody's care.
    const anew = calls.find(({ fn }, i) => {
      const kept = keptLabels(view, fn, renumbers);
      return kept === null || (i > 0 && fn !== calls[0]?.fn && kept.length > 0);
    });
    if (anew) no(`\`${short(view.textOf(anew.fn.nameAt))}\` may number the rows anew`);
  }
  return { edits: [...edits, ...learnAll(late, drew), ...(isShared ? [] : dedupe(calls.flatMap((c) => handed(view, c, drew.train))))], splitsBefore: anchor };
}

function isInLoop(place: Place | null): boolean {
  const owner = place?.line.owner?.k ?? "def";
  return /^(for|while)$/.test(owner) || (!/^(def|class)$/.test(owner) && isInLoop(place?.line.parent ?? null));
}

/** The split stands elsewhere: where the learning is, the same rows are drawn with the same seed. */
function drawnTwice(late: Late): RowsFirst {
  const { view, start, learning, split } = late;
  if (!drawsTheSame(late, true)) return no("the split draws other rows each time");
  const table = tableName(view, learning.call);
  if (!sameRows(late)) return no("rows are dropped between the learning and the split");
  if (isSorted(view, split, view.ancestorIn(start, split.place.line)?.index ?? 0)) return no("rows are sorted between the learning and the split");
  if (isReshaped(view, table, start)) return no(`\`${table}\` has other rows than what is split: it was reshaped`);
  // Above loops, but not above a condition that stands in none: the other arm has no use for them.
  const around: Place[] = [];
  for (
    let p: Place | null = start;
    p;
    p = /^(def|class)$/.test(p.line.owner?.k ?? "") || (p.line.owner?.k === "if" && !isInLoop(p.line.parent)) ? null : p.line.parent
  )
    around.unshift(p);
  const first = around.find((p) => isSetBefore(view, table, p) && standsAlone(view, p.stmt));
  if (!first) return no(`\`${table}\` is not there yet where the rows are to be drawn`);
  checkOrder(view, equalSplits(late, first, table), first, "position");
  if (isConditional(split.place, around[0] as Place)) no("the rows are split on a condition alone");
  const options = split.options
    .map((o) => `, ${o.name}=${o.name === "stratify" ? strataAgain(late, o.value, first) : constantAt(view, o.value, first)}`)
    .join("");
  const [train] = rowsNamed(view, split);
  return {
    edits: [
      ahead(view, first.stmt, [drawnAgain(train, `${arange(view, first)}(${rowCount(view, table, first)})${options}`)]),
      ...learnAll(late, { by: "position", train, labels: labelsOf(view, split) }),
    ],
    splitsBefore: first,
  };
}

/** A network that cuts its validation rows itself, of all rows: those are others than the split draws. @throws CannotFix */
function checkOwnCuts({ view, q, leaks, learning, split }: Late): void {
  const cut = new Set(cutsOf(factOf(q, split)?.rows ?? learning.learned.rows).map((c) => c.id));
  if (cutsOf(learning.learned.rows).some((c) => c.kind === "random" && !cut.has(c.id)))
    no("it is learned from a part of the rows already, and the split further down cuts all of them again");
  // Two equal splits are one to the analysis: any of them will do.
  const isSplit = ({ score: { rows } }: Leak["evaluation"]): boolean =>
    cutsOf(rows).some((c) => {
      const at = q.splitOf(c)?.at;
      const place = at && view.placeAt(at);
      return place != null && writtenSplit(view, place) !== null;
    });
  const own = leaks.find(({ evaluation }) => networkFit(view, evaluation.score.at) && !isSplit(evaluation));
  if (own) no(`\`${short(view.textOf(own.evaluation.score.at))}\` cuts its validation part itself, and of other rows than the split`);
}

/** The split's result is taken from the rows that were drawn. */
function taking(view: View, split: WrittenSplit, by: Drawn["by"], train: string, test: string): TextEdit[] {
  const ordered = inDrawnOrder(view, split, by);
  const rows = (e: Expr, of: string): string => ordered.rows(e, of) ?? labelled(view, e, split, by, of) ?? picked(view, e, split.place, { by, train: of });
  const [data] = split.inputs;
  // Nobody could follow inputs that are picked from a list one by one; labels are.
  if (data && kindOf(view, data, split.place) === "list") no(`it is not clear whether \`${short(view.textOf(data.at))}\` is a table of pandas or an array`);
  const parts = split.inputs.map((e) => [rows(e, train), rows(e, test)]);
  const above = ordered.above.length ? [before(view, split.place.stmt, ordered.above)] : [];
  return [...above, { at: split.call.at, text: takenParts(view, split, parts) }];
}

/** An array goes by the labels of the table that it was cut from, or of the one beside it. */
function labelled(view: View, e: Expr, split: WrittenSplit, by: Drawn["by"], rows: string): string | null {
  if (by !== "label" || kindOf(view, e, split.place) === "frame") return null;
  const table = e.k === "name" ? labelTable(view, e, split) : null;
  return table && `${view.textOf(e.at)}[${table}.index.isin(${rows})]`;
}

/** A split of row numbers that is there already; it moves up when the learning stands above it. */
function reuse(late: Late, drawn: Drawn): RowsFirst {
  const { view, rowsAt, start, learning, split } = late;
  const line = split.place.line;
  const anchor = view.ancestorIn(start, line);
  // The function around has been handed the rows already.
  const handed = !anchor && start.line.fn?.params.some((p) => p.name === drawn.train);
  if (!anchor && !handed) no("the learning and the split do not stand in one line of statements");
  const table = tableName(view, learning.call);
  if (isReshaped(view, table, start)) no(`\`${table}\` has other rows than what is split: it was reshaped`);
  const edits = learnAll(late, drawn);
  const own = tableRows(late);
  const numbered = split.inputs[0]?.k === "call" ? namesExprIn(split.inputs[0]).map((e) => rowsAt(e.at)) : [];
  const same = numbered.some((rows) => rows !== null && (rows.key === own.key || rows.key === own.parts?.[0]?.key));
  const first = anchor as Place;
  if (handed || first.index > split.place.index) {
    if (drawn.by === "position" && !same) no("rows were dropped since the split was drawn");
    return { edits, splitsBefore: split.place };
  }
  if (!same && drawn.by === "position") no("rows are dropped between the learning and the split");
  if (drawn.by === "position" && isSorted(view, split, first.index)) no("rows are sorted between the learning and the split");
  for (const n of namesIn(split.call).filter((x) => x !== "len" && x !== "range")) {
    if (!isSetBefore(view, n, first)) no(`\`${n}\` is not there yet where the rows are to be drawn`);
    if (n !== table && setBetween(view, n, first, split.place)) no(`\`${n}\` is another thing at the split`);
  }
  edits.push(removal(view, split.place.stmt), before(view, first.stmt, [view.textOf(split.place.stmt.at)]));
  return { edits, splitsBefore: first };
}

export const drawsRows = (view: View, split: WrittenSplit): boolean => drawnRows(view, split) !== null;

/** `train_rows, test_rows = train_test_split(range(len(X)))` or of `X.index`. */
function drawnRows(view: View, split: WrittenSplit): Drawn | null {
  const [only] = split.inputs;
  const [part] = split.parts;
  if (split.inputs.length !== 1 || !only || !part) return null;
  if (only.k === "attr" && only.name === "index") return { by: "label", train: part.train };
  return numbersRows(view, only) ? { by: "position", train: part.train } : null;
}

function namesExprIn(e: Expr): Expr[] {
  const out: Expr[] = [];
  eachExpr(e, (x) => {
    if (x.k === "name") out.push(x);
  });
  return out;
}

/** The rows of the table that is learned from; a condition may narrow them before. */
const tableRows = ({ view, rowsAt, learning }: Late): Rows =>
  firstOf(
    () => rowsAt(tableOf(view, learning.call).at),
    () => null,
  ) ?? learning.learned.rows;

/** Whether the rows at the learning are those that the split takes apart: none dropped, none added. */
function sameRows(late: Late): boolean {
  const { q, rowsAt, split, leaks } = late;
  const { key } = tableRows(late);
  if (losesRows(late)) return false;
  // In a function that is called again and again, each call splits rows of its own: those behind the leaks count.
  if (q.lineage.allSplits.filter((s) => samePlace(s.at, split.call.callee)).length > 1) {
    const several = new Set(leaks.map((l) => l.learned.rows.key)).size > 1;
    return leaks.every(({ learned, evaluation }) =>
      factsBehind(q, evaluation).every((f) => !samePlace(f.at, split.call.callee) || f.rows.key === (several ? learned.rows.key : key)),
    );
  }
  if (split.inputs.some((e) => rowsAt(e.at)?.key === key)) return true;
  return factOf(q, split)?.rows.key === key;
}
