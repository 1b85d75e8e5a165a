/** What learns reads the training rows only: the text that picks them, for each way in which something is learned. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import { calledName } from "../splits.js";
import { namedColumn, receiver, short } from "./columns.js";
import { filledByGroup, fillingAround, groupStatistic } from "./groups.js";
import { joined, unlisted } from "./joined.js";
import { isModule, kindOf, moduleName } from "./kinds.js";
import type { Call, LearningCall } from "./learning.js";
import { before, point, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { type Drawn, picked, picking, rootName } from "./picked.js";
import { imported, scaling, standsFor } from "./standIns.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { eachExpr } from "./walk.js";

/** Statistics that are a number (or one a column), whoever they are taken of. */
export const reductions =
  /^(mean|median|std|var|min|max|quantile|mode|sum|nanmean|nanmedian|nanstd|nanvar|nanmax|nanmin|percentile|nanpercentile|corr|skew|kurt|average|amin|amax|value_counts|describe|ptp|agg|aggregate)$/;
/** No way to apply them to other rows. */
export const noTransform = /^(TSNE|MDS|SpectralEmbedding|DBSCAN|AgglomerativeClustering|SpectralClustering|OPTICS)$/;

/** Numbers that say how much columns tell of the labels. */
const columnScores = /^(mutual_info_(classif|regression)|f_(classif|regression)|r_regression|chi2|pointbiserialr|pearsonr|spearmanr|f_oneway)$/;

/** Whether a model that is fitted there is asked for nothing but how much its columns weigh, until it is fitted again. */
function ranksColumns(view: View, place: Place, call: Call): boolean {
  const on = call.func.k === "attr" && call.func.name === "fit" ? call.func.object : null;
  const [target] = place.stmt.k === "assign" ? place.stmt.targets : [];
  const names = [on, target].flatMap((e) => (e?.k === "name" ? [e.name] : []));
  if (!names.length || (place.stmt.k !== "expr" && place.stmt.k !== "assign")) return false;
  return names.every((name) => {
    const later = view.usesOf(name, place.line.fn).filter((u) => view.isBefore(place.stmt.at, u.at) && !holds(place.stmt.at, u.at));
    const asks = (u: Use): string => (u.around?.k === "attr" ? u.around.name : "");
    const again = later.findIndex((u) => u.place.line === place.line && (u.stored || asks(u) === "fit"));
    return later.slice(0, again < 0 ? later.length : again).every((u) => /^(feature_importances_|coef_|feature_names_in_)$/.test(asks(u)));
  });
}

/** What learns reads the training rows. */
export function learnFrom(view: View, place: Place, { learned, call }: LearningCall, drawn: Drawn): TextEdit[] {
  const filled = filledByGroup(view, place, call, drawn);
  if (filled) return filled;
  if (learned.via === "transformer" || learned.via === "selection") return fitOn(view, place, call, learned.what, drawn);
  if (learned.via !== "statistic")
    return ranksColumns(view, place, call) ? fitOn(view, place, call, learned.what, drawn) : no("a model is trained before the split");
  if (learned.grouped) return groupStatistic(view, place, call, drawn);
  const name = calledName(call);
  if (/^q?cut$/.test(name)) return binsOf(view, place, call, name, drawn);
  if (scaling[name]) return scaledBy(view, place, call, scaling[name] as string, drawn);
  if (name === "zscore") return scoresOf(view, place, call, drawn);
  if (name === "apply" && learned.what === "zscore") return scoresOfEach(view, call, drawn);
  if (columnScores.test(name) && call.args.length >= 2 && call.args.slice(0, 2).every((a) => !a.name && !a.star))
    return call.args.slice(0, 2).map(({ value }) => ({ at: value.at, text: picked(view, value, place, drawn) }));
  if (!reductions.test(learned.what) && !reductions.test(name)) return no(`\`${learned.what}\` is learned and applied in one call`);
  const on = receiver(call);
  if (!on) return no("it is not clear which data it reads");
  const filtered = filteredRows(view, on, place, drawn);
  if (filtered) return filtered;
  const base = innermostData(view, on, place);
  const text = picked(view, base, place, drawn);
  const whole = view.textOf(base.at);
  return [text.startsWith(whole) ? { at: point(base.at.source, closing(view, base)), text: text.slice(whole.length) } : { at: base.at, text }];
}

/** `df[df.sex == "m"]["age"]`: the condition, too, is that of the training part, which gets a name. */
function filteredRows(view: View, on: Expr, place: Place, drawn: Drawn): TextEdit[] | null {
  const filters = (e: Expr): boolean =>
    (e.k === "index" && isCondition(e.index.k === "tuple" ? (e.index.items[0] as Expr) : e.index)) ||
    (e.k === "index" && filters(e.object)) ||
    (e.k === "attr" && filters(e.object)) ||
    (e.k === "call" && e.func.k === "attr" && filters(e.func.object));
  if (!filters(on)) return null;
  checkLabelled(on, drawn);
  const root = rootName(on);
  if (!root || isModuleName(view, root) || (place.stmt.k !== "assign" && place.stmt.k !== "expr") || !standsAlone(view, place.stmt))
    return no(`rows of \`${short(view.textOf(on.at))}\` cannot be picked by number`);
  const part = view.fresh(`${root.name}_train`);
  const edits: TextEdit[] = [before(view, place.stmt, [`${part} = ${picked(view, root, place, drawn)}`])];
  eachExpr(on, (e) => {
    if (e.k !== "name") return;
    if (e.name === root.name) edits.push({ at: e.at, text: part });
    else if (kindOf(view, e, place)) no(`rows of \`${short(view.textOf(on.at))}\` cannot be picked by number`);
  });
  return edits;
}

/** `df[df.sick == 1]["age"]`: what fills gaps by it tells the labels of the test rows. @throws CannotFix */
function checkLabelled(on: Expr, { labels }: Drawn): void {
  if (!labels) return;
  eachExpr(on, (e) => {
    if (e.k === "compare" && namedColumn(e.left) === labels) no("rows are picked by their own label, which nobody knows of test rows");
  });
}

const isCondition = (e: Expr): boolean =>
  e.k === "compare" ||
  (e.k === "binary" && isCondition(e.left)) ||
  (e.k === "unary" && (isCondition(e.operand) || e.operand.k === "call")) ||
  (e.k === "call" && e.func.k === "attr" && /^(isin|isnull|isna|notnull|notna|between)$/.test(e.func.name));

function fitOn(view: View, place: Place, call: Call, what: string, drawn: Drawn): TextEdit[] {
  const [x] = call.args;
  if (call.func.k !== "attr" || !x) return no("it is no call of `fit`");
  const owner = call.func.object.k === "call" ? view.textOf(call.func.object.callee) : what;
  if (call.args.length > 2 || x.name === "y" || call.args.some((a) => a.star)) return no("it is fitted with further arguments");
  const given = call.args.map((a) =>
    a.name && !/^(X|y|raw_documents)$/.test(a.name)
      ? no("it is fitted with further arguments")
      : `${a.name ? `${a.name}=` : ""}${picked(view, /^(position|label)$/.test(drawn.by) ? headOfJoined(a.value) : a.value, place, drawn)}`,
  );
  const [first] = given as [string, ...string[]];
  if (call.func.name === "fit") return call.args.map((a, i) => ({ at: a.value.at, text: (given[i] as string).slice(a.name ? a.name.length + 1 : 0) }));
  if (call.func.name !== "fit_transform" || noTransform.test(owner)) return no(`\`${what}\` cannot be applied to rows that it was not fitted on`);
  const { at, nameAt } = { at: call.at, nameAt: call.func.nameAt };
  return [{ at: { ...at, start: nameAt.start }, text: `fit(${[first, ...given.slice(1)].join(", ")}).transform(${view.textOf(x.value.at)})` }];
}

/** Of tables that are laid end to end, the first: its rows are split, and those behind it are learned from no more. */
function headOfJoined(e: Expr): Expr {
  const [head] = joined(e);
  return head ? unlisted(head) : e;
}

/** `pd.qcut(x, 4)` → `pd.cut` at the edges that the training rows have, open at both ends. */
function binsOf(view: View, place: Place, call: Call, name: string, drawn: Drawn): TextEdit[] {
  const [x, bins] = call.args;
  const [np] = moduleName(view, "numpy");
  if (call.func.k !== "attr" || !isModule(view, call.func.object, "pandas") || !np) return no(`\`${name}\` is learned and applied in one call`);
  if (!x || x.name || !bins || bins.star || (bins.name && bins.name !== "bins" && bins.name !== "q"))
    return no(`\`${name}\` is called in a way that cannot be followed`);
  const more = call.args.slice(2);
  if (
    more.some((a) => !/^(labels|duplicates|precision|right|include_lowest)$/.test(a.name ?? "")) ||
    place.stmt.k !== "assign" ||
    !standsAlone(view, place.stmt)
  )
    return no(`\`${name}\` is called in a way that cannot be followed`);
  const edges = view.fresh(`${nameOf(x.value)}_edges`);
  const pd = view.textOf(call.func.object.at);
  const duplicates = more.find((a) => a.name === "duplicates");
  const base = innermostData(view, x.value, place);
  const rows = `${view.textOf({ ...x.value.at, end: closing(view, base) })}${picking(view, base, place, drawn)}${view.textOf({ ...x.value.at, start: closing(view, base) })}`;
  const options = duplicates ? `, duplicates=${view.textOf(duplicates.value.at)}` : "";
  const kept = more.filter((a) => a !== duplicates && a.name !== "include_lowest");
  const words = kept.map((a) => `, ${a.name}=${view.textOf(a.value.at)}`).join("");
  return [
    before(view, place.stmt, [
      `${edges} = ${pd}.${name}(${rows}, ${view.textOf(bins.value.at)}${options}, retbins=True)[1]`,
      `${edges}[0], ${edges}[-1] = -${np}.inf, ${np}.inf`,
    ]),
    { at: call.at, text: `${pd}.cut(${view.textOf(x.value.at)}, ${edges}${words})` },
  ];
}

/** `scale(X)` → the transformer that does the same, fitted on the training rows. */
function scaledBy(view: View, place: Place, call: Call, transformer: string, drawn: Drawn): TextEdit[] {
  const by = standsFor(view, call, transformer) ?? no("it is scaled with further arguments");
  if (oneDimensional(view, by.of, place)) return no("a single column is scaled, which a transformer does not take");
  return [{ at: call.at, text: `${by.stands}.fit(${picked(view, by.of, place, drawn)}).transform(${view.textOf(by.of.at)})` }];
}

/** `zscore(x)` → `zmap(x, …)`, which is the same by the mean and deviation of other rows. */
function scoresOf(view: View, place: Place, call: Call, drawn: Drawn): TextEdit[] {
  const [x] = call.args;
  if (!x || x.name || x.star || (call.func.k === "attr" && !isOfModule(view, call.func.object)))
    return no("`zscore` is called in a way that cannot be followed");
  const at = call.func.k === "attr" ? call.func.nameAt : call.callee;
  return [
    { at, text: call.func.k === "attr" ? "zmap" : imported("scipy.stats", "zmap") },
    { at: point(call.at.source, x.value.at.end), text: `, ${rowsOf(view, x.value, place, drawn)}` },
  ];
}

/** `df.apply(zscore)`: the same for column after column. */
function scoresOfEach(view: View, call: Call, { by, train, all }: Drawn): TextEdit[] {
  const [given, ...more] = call.args;
  const scores = given?.value;
  const own =
    scores?.k === "name"
      ? imported("scipy.stats", "zmap")
      : scores?.k === "attr" && isOfModule(view, scores.object)
        ? `${view.textOf(scores.object.at)}.zmap`
        : null;
  const isTurned = call.func.k === "attr" && call.func.object.k === "attr" && call.func.object.name === "T";
  if (!scores || given.name || more.length || !own || isTurned || (by !== "position" && by !== "label"))
    return no("`zscore` is called in a way that cannot be followed");
  const column = ["column", "values", "numbers"].find((n) => !view.isUsed(n)) ?? view.fresh("column");
  const rows = by === "position" ? `${column}.iloc[${train}]` : all ? `${column}.loc[${train}]` : `${column}[${column}.index.isin(${train})]`;
  return [{ at: scores.at, text: `lambda ${column}: ${own}(${column}, ${rows})` }];
}

/** `stats`, or `scipy.stats`. */
const isOfModule = (view: View, e: Expr): boolean => isModuleName(view, e) || (e.k === "attr" && e.name === "stats" && isModuleName(view, e.object));

/** The training rows of an expression, picked before anything is done with them: `df.loc[rows, "age"].dropna()`. */
function rowsOf(view: View, e: Expr, place: Place, drawn: Drawn): string {
  const base = innermostData(view, e, place);
  const end = closing(view, base);
  return `${view.textOf({ ...e.at, end: base.at.start })}${picked(view, base, place, drawn)}${view.textOf({ ...e.at, start: end })}`;
}

const oneDimensional = (view: View, e: Expr, place: Place): boolean =>
  (e.k === "index" && e.index.k === "const" && typeof e.index.value === "string") ||
  (e.k === "attr" && e.object.k === "name" && kindOf(view, e.object, place) === "frame" && e.name !== "values");

const nameOf = (e: Expr): string =>
  e.k === "name"
    ? e.name
    : e.k === "attr"
      ? e.name
      : e.k === "index" && e.index.k === "const" && typeof e.index.value === "string"
        ? e.index.value
        : e.k === "call" && e.func.k === "attr"
          ? nameOf(e.func.object)
          : "bin";

/** `df["age"]` of `df["age"].dropna()`: where rows can be picked before anything else is done. */
function innermostData(view: View, e: Expr, place: Place): Expr {
  if (e.k === "call" && e.func.k === "attr" && !isModuleName(view, e.func.object)) return innermostData(view, e.func.object, place);
  if (e.k === "attr" && ["str", "dt", "values"].includes(e.name)) return innermostData(view, e.object, place);
  if (e.k === "name") return e;
  if (e.k === "attr" && e.object.k === "name") return e;
  if (e.k === "index" && e.object.k === "name" && (e.index.k === "const" || e.index.k === "list" || e.index.k === "name")) return e;
  return no(`rows of \`${short(view.textOf(e.at))}\` cannot be picked by number`);
}

/** The end of an expression with the brackets around it, which are no brackets of a call. */
function closing(view: View, e: Expr): number {
  const text = view.whole(e.at.source);
  const own = /^(\s*\))+(?=\.)/.exec(text.slice(e.at.end))?.[0] ?? "";
  return /[\w)\]]\(\s*$/.test(text.slice(0, e.at.start)) ? e.at.end : e.at.end + own.length;
}

export function isModuleName(view: View, e: Expr): boolean {
  if (e.k !== "name") return false;
  // A parameter is not bound by the module either.
  const uses = view.usesOf(e.name, null);
  return uses.length > 0 && uses.every((u) => !u.stored);
}

/** `x` of `np.array(x).reshape(-1, 1)`. */
function madeArray(e: Expr): Expr | null {
  if (e.k === "attr" || e.k === "index") return madeArray(e.object);
  if (e.k !== "call" || e.func.k !== "attr") return null;
  return /^(array|asarray)$/.test(e.func.name) && e.func.object.k === "name" ? (e.args[0]?.value ?? null) : madeArray(e.func.object);
}

/** The variable whose rows the learning reads. */
export const tableName = (view: View, call: Call): string => tableOf(view, call).name;

/** The same, where it is read. */
export function tableOf(view: View, call: Call): Expr & { k: "name" } {
  const place = view.placeAt(call.at);
  const outer = place && fillingAround(view, place, call);
  const first = call.args[0] ? headOfJoined(call.args[0].value) : null;
  const given = call.func.k === "attr" && (/^(fit|fit_transform)$/.test(call.func.name) || isOfModule(view, call.func.object));
  const on = given || call.func.k === "name" ? first : receiver(call);
  const named = outer ? rootName(outer) : on && rootName(on);
  const inner = named && on && isModuleName(view, named) ? madeArray(on) : null;
  const root = inner ? rootName(inner) : named;
  if (!root || isModuleName(view, root)) return no("it is not clear which data it reads");
  return root;
}
