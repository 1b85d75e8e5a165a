/** What learns reads the training rows only: the text that picks them, for each way in which something is learned. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import { receiver, short } from "./columns.js";
import { isModule, kindOf, moduleName } from "./kinds.js";
import type { Call, LearningCall } from "./learning.js";
import { before, point, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { holds, type Place, type View } from "./view.js";
import { eachExpr, findExpr } from "./walk.js";

/** How the training rows of a table are told. */
export interface Drawn {
  /** position: an array of row numbers. label: labels of a frame's index. slice: `[:n]`. mask: true for the training rows. */
  readonly by: "position" | "label" | "slice" | "mask";
  /** The variable that holds numbers or labels, or the text of the slice or condition with its brackets. */
  readonly train: string;
  /** The labels are those of all rows that are there. */
  readonly all?: boolean;
}

/** Statistics that are a number (or one a column), whoever they are taken of. */
export const reductions =
  /^(mean|median|std|var|min|max|quantile|mode|sum|nanmean|nanmedian|nanstd|nanvar|nanmax|nanmin|percentile|nanpercentile|corr|skew|kurt|average|amin|amax|value_counts|describe|ptp|agg|aggregate)$/;
/** No way to apply them to other rows. */
export const noTransform = /^(TSNE|MDS|SpectralEmbedding|DBSCAN|AgglomerativeClustering|SpectralClustering|OPTICS)$/;
/** Functions that scale what they are given, and the transformer that does the same. */
const scaling: Readonly<Record<string, string>> = {
  scale: "StandardScaler",
  minmax_scale: "MinMaxScaler",
  maxabs_scale: "MaxAbsScaler",
  robust_scale: "RobustScaler",
};

/** Stands for a class of `sklearn.preprocessing` until the caller knows how it is imported. */
export const SCALER = "\u0000scaler:";

/** What learns reads the training rows. */
export function learnFrom(view: View, place: Place, { learned, call }: LearningCall, drawn: Drawn): TextEdit[] {
  const filled = filledByGroup(view, place, call, drawn);
  if (filled) return filled;
  if (learned.via === "transformer" || learned.via === "selection") return fitOn(view, place, call, learned.what, drawn);
  if (learned.via !== "statistic") return no("a model is trained before the split");
  if (learned.grouped) return groupStatistic(view, place, call, drawn);
  const name = call.func.k === "attr" || call.func.k === "name" ? call.func.name : "";
  if (/^q?cut$/.test(name)) return binsOf(view, place, call, name, drawn);
  if (scaling[name]) return scaledBy(view, place, call, scaling[name] as string, drawn);
  if (!reductions.test(learned.what) && !reductions.test(name)) return no(`\`${learned.what}\` is learned and applied in one call`);
  const on = receiver(call);
  if (!on) return no("it is not clear which data it reads");
  const filtered = filteredRows(view, on, place, drawn);
  if (filtered) return filtered;
  const base = innermostData(view, on, place);
  return [{ at: point(base.at.source, closing(view, base)), text: picking(view, base, place, drawn) }];
}

/** `df[df.sex == "m"]["age"]`: the condition, too, is that of the training part, which gets a name. */
function filteredRows(view: View, on: Expr, place: Place, drawn: Drawn): TextEdit[] | null {
  const filters = (e: Expr): boolean =>
    (e.k === "index" && isCondition(e.index.k === "tuple" ? (e.index.items[0] as Expr) : e.index)) ||
    (e.k === "index" && filters(e.object)) ||
    (e.k === "attr" && filters(e.object)) ||
    (e.k === "call" && e.func.k === "attr" && filters(e.func.object));
  if (!filters(on)) return null;
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
      : `${a.name ? `${a.name}=` : ""}${picked(view, a.value, place, drawn)}`,
  );
  const [first] = given as [string, ...string[]];
  if (call.func.name === "fit") return call.args.map((a, i) => ({ at: a.value.at, text: (given[i] as string).slice(a.name ? a.name.length + 1 : 0) }));
  if (call.func.name !== "fit_transform" || noTransform.test(owner)) return no(`\`${what}\` cannot be applied to rows that it was not fitted on`);
  const { at, nameAt } = { at: call.at, nameAt: call.func.nameAt };
  return [{ at: { ...at, start: nameAt.start }, text: `fit(${[first, ...given.slice(1)].join(", ")}).transform(${view.textOf(x.value.at)})` }];
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
  const [x] = call.args;
  if (!x || call.args.length !== 1 || x.star) return no("it is scaled with further arguments");
  if (oneDimensional(view, x.value, place)) return no("a single column is scaled, which a transformer does not take");
  return [{ at: call.at, text: `${SCALER}${transformer}\u0000().fit(${picked(view, x.value, place, drawn)}).transform(${view.textOf(x.value.at)})` }];
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

/** `df.groupby("k")["v"].mean()` → of the training rows; `.transform("mean")` → looked up in that. */
function groupStatistic(view: View, place: Place, call: Call, drawn: Drawn): TextEdit[] {
  const root = rootName(call);
  const grouping = groupingOf(call);
  if (!root || !grouping) return no("the groups cannot be followed");
  const at = point(root.at.source, root.at.end);
  const pick: TextEdit = { at, text: picking(view, root, place, drawn) };
  const method = call.func.k === "attr" ? call.func.name : "";
  if (method !== "transform")
    return lookedUp(view, place) ? [pick] : no("groups that the training rows do not hold would be missing where their numbers are looked up");
  const how = call.args[0]?.value;
  const given = grouping.args[0]?.value;
  const key = given?.k === "list" && given.items.length === 1 ? given.items[0] : given;
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

/** Whether a table of groups is asked in ways only that have an answer for a group which is not there. */
function lookedUp(view: View, { stmt, line }: Place): boolean {
  const name = stmt.k === "assign" && stmt.targets.length === 1 && stmt.targets[0]?.k === "name" ? stmt.targets[0].name : null;
  if (!name) return false;
  const uses = view.usesOf(name, line.fn).filter((u) => !u.stored);
  return uses.every((u) => {
    const s = u.place.stmt;
    const target = s.k === "assign" && s.targets[0] ? view.textOf(s.targets[0].at) : null;
    const filled = [s, ...u.place.line.stmts.slice(u.place.index + 1)].some((x) => {
      const text = view.textOf(x.at);
      return x === s ? text.includes(").fillna(") : target !== null && text.includes(`${target}.fillna(`);
    });
    return (
      (u.around?.k === "attr" && u.around.name === "get") || (u.around?.k === "call" && u.around.func.k === "attr" && u.around.func.name === "map" && filled)
    );
  });
}

/** `df.groupby("k")["v"].transform(lambda x: x.fillna(x.median()))`, and the same of each column without groups. */
function filledByGroup(view: View, place: Place, learning: Call, drawn: Drawn): TextEdit[] | null {
  const outer = fillingAround(view, place, learning);
  const fill = outer && fillingOf(view, outer);
  if (outer?.func.k !== "attr" || !fill) return null;
  const on = outer.func.object;
  if (outer.func.name === "apply" && on.k === "name") {
    if (fill === "mode") return no("a mode of each column is learned and applied in one call");
    const name = view.textOf(on.at);
    return [{ at: outer.at, text: `${name}.fillna(${name}${picking(view, on, place, drawn)}.${fill}())` }];
  }
  const grouping = groupingOf(on);
  const root = rootName(on);
  const key = grouping?.args[0]?.value;
  const only = key?.k === "list" && key.items.length === 1 ? key.items[0] : key;
  const column = (on.k === "index" && on.index.k === "const") || on.k === "attr" ? on : null;
  if (!grouping || !root || !column || column.object !== grouping || grouping.args.length !== 1) return no("the groups cannot be followed");
  if (only?.k !== "const" || typeof only.value !== "string") return no("the groups' statistics cannot be looked up by one key");
  const name = view.textOf(root.at);
  const values = view.textOf({ ...on.at, start: column.object.at.end });
  const rows = picking(view, root, place, drawn);
  const taken = fill === "mode" ? { group: "agg(lambda x: x.mode()[0])", all: "mode()[0]" } : { group: `${fill}()`, all: `${fill}()` };
  const groups = `${name}${rows}.groupby(${view.textOf(only.at)})${values}.${taken.group}`;
  // A group that the training rows do not hold gets the number of all of them.
  return [{ at: outer.at, text: `${name}${values}.fillna(${name}[${view.textOf(only.at)}].map(${groups})).fillna(${name}${rows}${values}.${taken.all})` }];
}

/** The call around a learning that fills each group with its own number. */
function fillingAround(view: View, place: Place, learning: Call): Call | null {
  const fills = (e: Expr): boolean =>
    e.k === "call" && e.func.k === "attr" && /^(transform|apply)$/.test(e.func.name) && holds(e.at, learning.at) && fillingOf(view, e) !== null;
  const found = findExpr(place.stmt, fills);
  return found?.k === "call" ? found : null;
}

/** `median` of `lambda x: x.fillna(x.median())`. */
function fillingOf(view: View, e: Expr): string | null {
  const f = e.k === "call" && e.args.length >= 1 ? (e.args[0] as { value: Expr }).value : null;
  if (e.k !== "call" || f?.k !== "lambda" || e.args.slice(1).some((a) => view.textOf(a.value.at) !== "0")) return null;
  const [body] = f.fn.body;
  const x = f.fn.params[0]?.name;
  const text = body?.k === "return" && body.value ? view.textOf(body.value.at).replace(/\s+/g, "") : "";
  const [, stat] = new RegExp(`^${x}\\.fillna\\(${x}\\.(mean\\(\\)|median\\(\\)|mode\\(\\)\\[0\\])\\)$`).exec(text) ?? [];
  return stat?.replace(/\W.*/, "") ?? null;
}

export function rootName(e: Expr): (Expr & { k: "name" }) | null {
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

/** The training rows of an expression, as an expression. */
export function picked(view: View, e: Expr, place: Place, { by, train, all }: Drawn): string {
  const text = view.textOf(e.at);
  const atom = e.k === "name" || e.k === "attr" || e.k === "index" || e.k === "call" ? text : `(${text})`;
  const kind = kindOf(view, e, place);
  // What is stacked from sparse matrices may be of a format that has no rows to pick.
  if (by === "slice" && e.k === "call" && /stack|concat|append/.test(text)) return no(`rows of \`${short(text)}\` cannot be picked by number`);
  // `.iloc` and `.loc` are those of pandas.
  if ((by === "mask" || by === "slice") && kind === "array" && /^\.i?loc\b/.test(train))
    return train.startsWith(".iloc") ? `${atom}${train.slice(".iloc".length)}` : no(`\`${short(text)}\` is an array, whose rows have no labels`);
  if (by === "mask" || by === "slice") return `${atom}${train}`;
  if (!kind) return no(`it is not clear whether \`${short(text)}\` is a table of pandas or an array`);
  if (by === "position") return `${atom}${kind === "frame" ? ".iloc" : ""}[${train}]`;
  if (kind !== "frame") return no("rows are dropped between the learning and the split, and they have no labels");
  return all ? `${atom}.loc[${train}]` : `${atom}[${atom}.index.isin(${train})]`;
}

/** What has to stand behind an expression to pick the training rows. */
export function picking(view: View, e: Expr, place: Place, drawn: Drawn): string {
  const text = picked(view, e, place, drawn);
  return text.slice(view.textOf(e.at).length);
}

/** The end of an expression with the brackets around it. */
function closing(view: View, e: Expr): number {
  return e.at.end + (/^(\s*\))+(?=\.)/.exec(view.whole(e.at.source).slice(e.at.end))?.[0].length ?? 0);
}

export function isModuleName(view: View, e: Expr): boolean {
  if (e.k !== "name") return false;
  // A parameter is not bound by the module either.
  const uses = view.usesOf(e.name, null);
  return uses.length > 0 && uses.every((u) => !u.stored);
}

/** The variable whose rows the learning reads. */
export const tableName = (view: View, call: Call): string => tableOf(view, call).name;

/** The same, where it is read. */
export function tableOf(view: View, call: Call): Expr & { k: "name" } {
  const place = view.placeAt(call.at);
  const outer = place && fillingAround(view, place, call);
  const first = call.args[0]?.value ?? null;
  const given = call.func.k === "attr" && (/^(fit|fit_transform)$/.test(call.func.name) || isModuleName(view, call.func.object));
  const on = given || call.func.k === "name" ? first : receiver(call);
  const root = outer ? rootName(outer) : on && rootName(on);
  if (!root || isModuleName(view, root)) return no("it is not clear which data it reads");
  return root;
}
