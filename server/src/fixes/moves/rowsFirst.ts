/**
 * Split first, by drawing the row numbers of both parts before anything is learned: what learns reads the training rows only,
 * everything else stays as and where it is, and the later split takes the rows that were drawn.
 */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Questions } from "../../trace/questions.js";
import type { Rows } from "../../trace/rows.js";
import { lastStore } from "./chain.js";
import { receiver, short } from "./columns.js";
import { kindOf, moduleName } from "./kinds.js";
import { type Call, type LearningCall, namesIn } from "./learning.js";
import { before, point, removal, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { type WrittenSplit, writtenSplit } from "./splits.js";
import { SPLIT } from "./validationPart.js";
import type { Place, View } from "./view.js";
import { eachExpr, eachExprIn } from "./walk.js";

/** Row numbers that a split drew: by position, or by the labels of a frame's index. */
interface Drawn {
  readonly by: "position" | "label";
  readonly train: string;
}

export interface RowsFirst {
  readonly edits: TextEdit[];
  /** The split now stands above its import, perhaps. */
  readonly splitsBefore: Place;
}

/** Statistics that are a number (or one a column), whoever they are taken of. */
const reductions =
  /^(mean|median|std|var|min|max|quantile|mode|sum|nanmean|nanmedian|nanstd|nanmax|nanmin|percentile|corr|skew|kurt|average|amin|amax|value_counts|describe|ptp)$/;
/** No way to apply them to other rows. */
const noTransform = /^(TSNE|MDS|SpectralEmbedding|DBSCAN|AgglomerativeClustering|SpectralClustering|OPTICS)$/;

/** @throws CannotFix */
export function drawRowsFirst(
  view: View,
  q: Questions,
  rowsAt: (at: Span) => Rows | null,
  start: Place,
  learning: LearningCall,
  split: WrittenSplit,
): RowsFirst {
  const drawn = drawnRows(view, split);
  if (drawn) return reuse(view, rowsAt, start, learning, split, drawn);
  const line = split.place.line;
  const anchor = view.ancestorIn(start, line);
  if (!anchor || anchor.index >= split.place.index) no("the learning and the split do not stand in one line of statements");
  const first = anchor as Place;
  if (!standsAlone(view, split.place.stmt) || !standsAlone(view, first.stmt)) no("several statements share a line");
  const by = sameRows(q, rowsAt, learning, split) ? "position" : "label";
  const table = tableName(view, learning.call);
  if (by === "label") checkLabels(view, first, split);
  const train = view.fresh("train_rows");
  const test = view.fresh("test_rows");
  const kind = kindOf(view, { k: "name", at: learning.call.at, name: table }, first);
  if (by === "label" && kind !== "frame") no("rows are dropped between the learning and the split, and they have no labels");
  if (!isSetBefore(view, table, first)) no(`\`${table}\` is not there yet where the rows are to be drawn`);
  const numbers = by === "label" ? `${table}.index` : `${arange(view)}(len(${table}))`;
  const options = split.options.map((o) => `, ${o.name}=${optionAt(view, o.value, first, split, o.name)}`).join("");
  const edits: TextEdit[] = [before(view, first.stmt, [`${train}, ${test} = ${SPLIT}(${numbers}${options})`])];
  const drew: Drawn = { by, train };
  edits.push(...learnFrom(view, start, learning, drew));
  for (const again of equalSplits(view, rowsAt, first, split)) edits.push(taking(view, again, by, train, test));
  edits.push(taking(view, split, by, train, test));
  return { edits, splitsBefore: first };
}

/** The split's result is taken from the rows that were drawn. */
function taking(view: View, split: WrittenSplit, by: Drawn["by"], train: string, test: string): TextEdit {
  const text = split.inputs.map((e) => `${picked(view, e, split.place, by, train)}, ${picked(view, e, split.place, by, test)}`).join(", ");
  return { at: split.call.at, text };
}

/** Further splits with the same seed and the same options draw the same rows; they have to stay equal to this one. */
function equalSplits(view: View, rowsAt: (at: Span) => Rows | null, first: Place, split: WrittenSplit): WrittenSplit[] {
  const words = (s: WrittenSplit): string =>
    s.options
      .filter((o) => o.name !== "stratify")
      .map((o) => o.text.replace(/\s+/g, ""))
      .sort()
      .join();
  if (!split.options.some((o) => o.name === "random_state" && o.value.k === "const" && typeof o.value.value === "number")) return [];
  const made = new Set(split.parts.flatMap((part) => [part.train, part.test]));
  return first.line.stmts
    .slice(first.index)
    .map((s) => view.placeOf(s))
    .map((place) => place && writtenSplit(view, place))
    .filter((s): s is WrittenSplit => s !== null && s !== undefined && s.place.stmt !== split.place.stmt && words(s) === words(split))
    .filter((s) => !s.inputs.some((e) => namesIn(e).some((n) => made.has(n))))
    .filter((s) => s.inputs.some((e) => split.inputs.some((x) => rowsAt(e.at) !== null && rowsAt(e.at)?.key === rowsAt(x.at)?.key)));
}

/** A split of row numbers that is there already; it moves up when the learning stands above it. */
function reuse(view: View, rowsAt: (at: Span) => Rows | null, start: Place, learning: LearningCall, split: WrittenSplit, drawn: Drawn): RowsFirst {
  const line = split.place.line;
  const anchor = view.ancestorIn(start, line);
  if (!anchor) no("the learning and the split do not stand in one line of statements");
  const first = anchor as Place;
  const edits = learnFrom(view, start, learning, drawn);
  const numbered = split.inputs[0]?.k === "call" ? namesExprIn(split.inputs[0]).map((e) => rowsAt(e.at)) : [];
  const same = numbered.some((rows) => rows?.key === learning.learned.rows.key);
  if (first.index > split.place.index) {
    if (drawn.by === "position" && !same) no("rows were dropped since the split was drawn");
    return { edits, splitsBefore: split.place };
  }
  if (!same && drawn.by === "position") no("rows are dropped between the learning and the split");
  const table = tableName(view, learning.call);
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
  if (only.k !== "call") return null;
  return /(^|\.)(range|arange)$/.test(view.textOf(only.callee)) ? { by: "position", train: part.train } : null;
}

function namesExprIn(e: Expr): Expr[] {
  const out: Expr[] = [];
  eachExpr(e, (x) => {
    if (x.k === "name") out.push(x);
  });
  return out;
}

/** Whether the rows at the learning are those that the split takes apart: none dropped, none added. */
function sameRows(q: Questions, rowsAt: (at: Span) => Rows | null, { learned }: LearningCall, split: WrittenSplit): boolean {
  if (split.inputs.some((e) => rowsAt(e.at)?.key === learned.rows.key)) return true;
  const fact = q.lineage.allSplits.find((s) => s.at.source === split.call.callee.source && s.at.start === split.call.callee.start);
  return fact !== undefined && fact.rows.key === learned.rows.key;
}

const relabels =
  /\.(reset_index|set_index|merge|join|append|explode|resample|pivot\w*|melt|values|to_numpy|reindex|agg|stack)\b|\b(concat|merge)\s*\(|ignore_index/;

/** The labels of the rows must still be the same at the split: nothing on the way of the data may number them anew. */
function checkLabels(view: View, first: Place, split: WrittenSplit): void {
  const { line } = split.place;
  const names = new Set(split.inputs.flatMap(namesIn));
  for (let i = split.place.index - 1; i >= first.index; i--) {
    const s = line.stmts[i] as Stmt;
    if (s.k === "def" || s.k === "class") continue;
    const written = writtenIn(s);
    if (!written.some((n) => names.has(n))) continue;
    if (s.k === "assign") for (const n of namesIn(s.value)) names.add(n);
    if (relabels.test(view.textOf(s.at)))
      no(`rows are dropped between the learning and the split, and \`${short(view.textOf(s.at))}\` may number the others anew`);
  }
}

/** Variables that a statement binds or writes into; a call that changes its object in place counts. */
function writtenIn(s: Stmt): string[] {
  const out: string[] = [];
  eachExprIn(s, (e, _fn, stored) => {
    if (stored) out.push(...namesIn(e).slice(0, 1));
    if (e.k === "call" && e.func.k === "attr" && e.args.some((a) => a.name === "inplace")) out.push(...namesIn(e.func.object).slice(0, 1));
  });
  return out;
}

/** What learns reads the training rows. */
function learnFrom(view: View, place: Place, { learned, call }: LearningCall, drawn: Drawn): TextEdit[] {
  const [x, _y] = call.args;
  if (learned.via === "transformer" || learned.via === "selection") {
    if (call.func.k !== "attr" || !x) return no("it is no call of `fit`");
    const owner = call.func.object.k === "call" ? view.textOf(call.func.object.callee) : learned.what;
    if (call.args.length > 2 || call.args.some((a) => a.star)) return no("it is fitted with further arguments");
    const given = call.args.map((a) =>
      a.name && a.name !== "X" && a.name !== "y" ? no("it is fitted with further arguments") : fromRows(view, a.value, place, drawn),
    );
    if (call.func.name === "fit") return call.args.map((a, i) => ({ at: a.value.at, text: given[i] as string }));
    if (call.func.name !== "fit_transform" || noTransform.test(owner)) return no(`\`${learned.what}\` cannot be applied to rows that it was not fitted on`);
    const { at, nameAt } = { at: call.at, nameAt: call.func.nameAt };
    return [{ at: { ...at, start: nameAt.start }, text: `fit(${given.join(", ")}).transform(${view.textOf(x.value.at)})` }];
  }
  if (learned.via !== "statistic") return no("a model is trained before the split");
  if (learned.grouped) return groupStatistic(view, place, call, drawn);
  if (!reductions.test(learned.what)) return no(`\`${learned.what}\` is learned and applied in one call`);
  const on = receiver(call);
  if (!on) return no("it is not clear which data it reads");
  const base = innermostData(view, on, place);
  return [{ at: point(base.at.source, closing(view, base)), text: picking(view, base, place, drawn) }];
}

/** `df["age"]` of `df["age"].dropna()`: where rows can be picked before anything else is done. */
function innermostData(view: View, e: Expr, place: Place): Expr {
  if (e.k === "call" && e.func.k === "attr" && !isModuleName(view, e.func.object)) return innermostData(view, e.func.object, place);
  if (e.k === "attr" && ["str", "dt", "values"].includes(e.name)) return innermostData(view, e.object, place);
  if (e.k === "name") return e;
  if (e.k === "attr" && e.object.k === "name") return e;
  if (e.k === "index" && e.object.k === "name" && (e.index.k === "const" || e.index.k === "list" || e.index.k === "name")) return e;
  return no(`rows of \`${short(view.textOf(e.at))}\` cannot be picked by number`);
}

/** `df.groupby("k")["v"].mean()` → of the training rows; `.transform("mean")` → looked up in that. */
function groupStatistic(view: View, place: Place, call: Call, drawn: Drawn): TextEdit[] {
  const root = rootName(call);
  const grouping = groupingOf(call);
  if (!root || !grouping) return no("the groups cannot be followed");
  const at = point(root.at.source, root.at.end);
  const pick: TextEdit = { at, text: picking(view, root, place, drawn) };
  const method = call.func.k === "attr" ? call.func.name : "";
  if (method !== "transform") return [pick];
  const how = call.args[0]?.value;
  const key = grouping.args[0]?.value;
  if (
    how?.k !== "const" ||
    typeof how.value !== "string" ||
    !/^(mean|median|std|min|max|sum)$/.test(how.value) ||
    key?.k !== "const" ||
    typeof key.value !== "string" ||
    call.args.length > 1 ||
    grouping.args.length > 1
  )
    return no("the groups' statistics cannot be looked up by one key");
  if (call.func.k !== "attr") return no("the groups cannot be followed");
  const column = view.textOf({ ...root.at, start: root.at.end, end: call.func.object.at.end });
  const name = view.textOf(root.at);
  const rows = picking(view, root, place, drawn);
  const values = /\)\s*(\[.*\]|\.\w+)\s*$/s.exec(column)?.[1] ?? "";
  // A group that the training rows do not hold gets the number of all of them.
  const rest = /^(mean|median|min|max)$/.test(how.value) && values ? `.fillna(${name}${rows}${values}.${how.value}())` : "";
  return [{ at: call.at, text: `${name}[${view.textOf(key.at)}].map(${name}${rows}${column}.${how.value}())${rest}` }];
}

function rootName(e: Expr): (Expr & { k: "name" }) | null {
  if (e.k === "name") return e;
  if (e.k === "attr") return rootName(e.object);
  if (e.k === "index") return rootName(e.object);
  if (e.k === "call") return e.func.k === "attr" ? rootName(e.func.object) : null;
  return null;
}

function groupingOf(e: Expr): Call | null {
  if (e.k === "call" && e.func.k === "attr" && e.func.name === "groupby") return e.func.object.k === "name" ? e : null;
  if (e.k === "attr" || e.k === "index") return groupingOf(e.object);
  if (e.k === "call" && e.func.k === "attr") return groupingOf(e.func.object);
  return null;
}

/** The rows of an expression, as an expression. */
function fromRows(view: View, e: Expr, place: Place, drawn: Drawn): string {
  return picked(view, e, place, drawn.by, drawn.train);
}

function picked(view: View, e: Expr, place: Place, by: Drawn["by"], rows: string): string {
  const text = view.textOf(e.at);
  const kind = kindOf(view, e, place);
  const atom = e.k === "name" || e.k === "attr" || e.k === "index" || e.k === "call" ? text : `(${text})`;
  if (!kind) return no(`it is not clear whether \`${short(text)}\` is a table of pandas or an array`);
  if (by === "position") return `${atom}${kind === "frame" ? ".iloc" : ""}[${rows}]`;
  if (kind !== "frame") return no("rows are dropped between the learning and the split, and they have no labels");
  return `${atom}[${atom}.index.isin(${rows})]`;
}

/** What has to stand behind an expression to pick the training rows. */
function picking(view: View, e: Expr, place: Place, drawn: Drawn): string {
  const text = picked(view, e, place, drawn.by, drawn.train);
  return text.slice(view.textOf(e.at).length);
}

/** The end of an expression with the brackets around it. */
function closing(view: View, e: Expr): number {
  return e.at.end + (/^(\s*\))+(?=\.)/.exec(view.whole(e.at.source).slice(e.at.end))?.[0].length ?? 0);
}

const isModuleName = (view: View, e: Expr): boolean => e.k === "name" && view.usesOf(e.name, null).every((u) => !u.stored);

/** The variable whose rows the learning reads. */
function tableName(view: View, call: Call): string {
  const on = call.func.k === "attr" && /^(fit|fit_transform)$/.test(call.func.name) ? (call.args[0]?.value ?? null) : receiver(call);
  const root = on && rootName(on);
  if (!root || isModuleName(view, root)) return no("it is not clear which data it reads");
  return root.name;
}

/** `np.arange` where NumPy is there, `range` elsewhere. */
function arange(view: View): string {
  const [np] = moduleName(view, "numpy");
  return np ? `${np}.arange` : "range";
}

function isSetBefore(view: View, name: string, place: Place): boolean {
  return (
    view.usesOf(name, place.line.fn).some((u) => {
      const at = u.stored ? view.ancestorIn(u.place, place.line) : null;
      return at !== null && at.index < place.index;
    }) ||
    (place.line.fn?.params.some((p) => p.name === name) ?? false)
  );
}

function setBetween(view: View, name: string, from: Place, to: Place): boolean {
  return view.usesOf(name, to.line.fn).some((u) => {
    const i = u.stored ? (view.ancestorIn(u.place, to.line)?.index ?? -1) : -1;
    return i >= from.index && i < to.index;
  });
}

/** An option of the split as it can be said where the rows are drawn: `stratify=y` may have to name the column that y is. */
function optionAt(view: View, e: Expr, place: Place, split: WrittenSplit, option: string): string {
  const text = view.textOf(e.at);
  const names = namesIn(e);
  if (names.every((n) => isSetBefore(view, n, place) && !setBetween(view, n, place, split.place))) return text;
  // `y = df["sick"]` is made later: its column is there already.
  const root = e.k === "attr" && e.name === "values" ? e.object : e;
  const made = root.k === "name" && option === "stratify" ? lastStore(view, root.name, split.place)?.stmt : undefined;
  const column = made?.k === "assign" && made.targets[0]?.k === "name" && (made.value.k === "index" || made.value.k === "attr") ? made.value : null;
  const from = column?.object;
  const plain = column?.k === "attr" || (column?.k === "index" && column.index.k === "const" && typeof column.index.value === "string");
  if (column && plain && from?.k === "name" && isSetBefore(view, from.name, place)) return view.textOf(column.at);
  return no(`\`${option}=${short(text)}\` is not there yet where the rows are to be drawn`);
}
