/** How a cut that a fix adds is drawn: in the order of time where the rows stand in it, else with the seed and the strata of the program's own splits. */
import type { Stmt } from "../../program/ir.js";
import type { Split } from "../../trace/lineage.js";
import type { Evaluation } from "../../trace/questions.js";
import { type Rows, sharesSource } from "../../trace/rows.js";
import type { Prov } from "../../trace/values.js";
import type { FixContext } from "../context.js";
import { no } from "./outcome.js";
import { seedOf } from "./splits.js";
import { holds, type Place, type View } from "./view.js";
import { eachExpr, eachExprIn, simpleIn } from "./walk.js";

/** How the held-out rows were cut; undefined where nobody can tell. */
export type SplitBehind = Pick<Split, "shuffled" | "stratified" | "by"> | undefined;

/** What is cut. */
export interface Drawn {
  readonly rows: Rows | null;
  /** The labels, as they are written. */
  readonly labels: string;
  /** What the models are trained for, to tell what the inputs depend on and whether the labels are classes. */
  readonly e: Evaluation | null | undefined;
  /** How the rows that are held out already were cut. */
  readonly fact: SplitBehind;
}

/** The arguments of the split but for its data and its size. @throws CannotFix where rows in time stand in no order that is known */
export function drawnBy(cx: FixContext, view: View, at: Place, { rows, labels, e, fact }: Drawn): string {
  checkGroups(at);
  if (fact?.by === "group") no("rows of one group belong together, and a further split would have to keep them so");
  const inTime = (): string =>
    isPanel(cx, view, rows)
      ? no("its rows are sorted by something else before their time: the last ones are those of a few groups, not of the latest time")
      : selectionModule(cx) === "sklearn.model_selection"
        ? "shuffle=False"
        : no("the rows would have to be cut in order, which `sklearn.cross_validation` cannot");
  if (fact && (!fact.shuffled || fact.by === "time")) return inTime();
  // A part of rows that were drawn at random stands in no order any more.
  if (!fact) {
    if (rows?.terms.length && rows.terms.every((t) => t.source.key.startsWith("name:")))
      no("its rows are made nowhere above, and nothing shows whether they stand in the order of time");
    const time = timeOf(cx, view, rows, inputsOf(e));
    if (time === "ordered" && isJoined(cx, view, rows)) no("its rows were joined by a merge, behind which they may stand in another order than that of time");
    if (time === "ordered") return inTime();
    if (time === "dated" || isDated(e)) no("its rows have dates, and nothing shows that they stand in the order of time, in which they would have to be cut");
  }
  // Numbers are split by something else than themselves.
  const isNew = selectionModule(cx) === "sklearn.model_selection";
  const strata = /^\w+$/.test(labels) && !regresses(e) && (fact?.stratified || (classifies(e) && mindsClasses(view) && isNew));
  return `random_state=${seedOf(view, at)}${strata ? `, stratify=${labels}` : ""}`;
}

/** Folds that keep groups together: a part cut within one would have to keep them too. @throws CannotFix */
function checkGroups(place: Place): void {
  for (let p = place.line.parent; p; p = p.line.parent) {
    if (p.stmt.k !== "for") continue;
    eachExpr(p.stmt.iter, (e) => {
      if (e.k !== "call" || e.func.k !== "attr" || e.func.name !== "split") return;
      if (e.args.some((x) => x.name === "groups") || e.args.filter((x) => !x.name).length > 2)
        no("the folds keep rows of one group together, and a part that is cut within them would have to do so too");
    });
  }
}

/** Whether all that an evaluation scores was trained to tell classes. */
const classifies = (e: Drawn["e"]): boolean => e != null && e.fits.length > 0 && e.fits.every((f) => f.fit?.task === "classification");

/** Whether something that it scores was trained to tell numbers. */
const regresses = (e: Drawn["e"]): boolean => e?.fits.some((f) => f.fit?.task === "regression") ?? false;

/** Whether the inputs hold a year beside a month or a day: the rows have dates, in columns of their own. */
function isDated(e: Drawn["e"]): boolean {
  const names = (e?.fits ?? []).flatMap((f) => [...(f.fit?.columns.named.values() ?? [])].map((c) => c.name.toLowerCase()));
  return names.includes("year") && names.some((n) => /^(month|day|week)$/.test(n));
}

/** What the inputs and labels of an evaluation depend on. */
const inputsOf = (e: Drawn["e"]): (Prov | null | undefined)[] => e?.fits.flatMap((f) => [f.fit?.x, f.fit?.y]) ?? [];

/** Whether rows were sorted by groups first and by time within them: `sort_values(["store", "date"])`. */
function isPanel(cx: FixContext, view: View, rows: Rows | null): boolean {
  if (!rows) return false;
  let panel = false;
  // A function that prepares several tables has the rows of the last one that it was handed.
  for (const top of view.module.stmts)
    for (const s of simpleIn([top])) {
      const keys = /\.sort_values\(\s*(?:by\s*=\s*)?[[(]([^\])]*)[\])]/.exec(view.textOf(s.at))?.[1]?.split(",");
      if (keys && keys.length > 1 && (top.k === "def" || isOf(cx, s, rows))) panel = !/date|time|year|month|day|week|hour/i.test(keys[0] ?? "");
    }
  return panel;
}

/** Whether rows went through an inner merge, which gives them another order in many releases of pandas, and were not sorted behind it. */
function isJoined(cx: FixContext, view: View, rows: Rows | null): boolean {
  let joined = false;
  for (const s of rows ? simpleIn(view.module.stmts) : []) {
    const text = view.textOf(s.at);
    const merges = /\bmerge\(/.test(text) && !/\bhow\s*=\s*["']left["']/.test(text);
    if ((merges || /\.sort_(?:values|index)\(/.test(text)) && rows && isOf(cx, s, rows)) joined = merges;
  }
  return joined;
}

const ordering =
  /\.(?:shift|rolling|expanding|ewm|asfreq|diff)\(|\.resample\(\s*["']|\.sort_values\([^)]*(?:date|time)|\.set_index\([^)]*(?:date|time)|\bindex_col\s*=.*\bparse_dates\b|\bparse_dates\s*=.*\bindex_col\b|\b(?:seasonal_decompose|adfuller|date_range|TimeSeriesSplit|TimeseriesGenerator|DataReader)\b|\byf\.download\(/i;
const dating = /\bto_datetime\(|\bparse_dates\b|\bDatetimeIndex\b|\bstrptime\(/;

/** Whether a program treats rows as a series in time: it relies on their order, or only reads dates of them. */
function timeOf(cx: FixContext, view: View, rows: Rows | null, provs: readonly (Prov | null | undefined)[]): "ordered" | "dated" | null {
  const looks = provs.flatMap((p) => [...(p?.looks ?? [])].map((id) => cx.q.lineage.looks.get(id)));
  if (looks.some((l) => l && l.kind !== "fill")) return "ordered";
  if (!rows) return null;
  let found: "ordered" | "dated" | null = null;
  for (const s of simpleIn(view.module.stmts)) {
    const text = view.textOf(s.at);
    const orders = ordering.test(text);
    if ((!orders && !dating.test(text)) || !isOf(cx, s, rows)) continue;
    // What is ordered within each group, or from the last to the first, is no one series.
    if (orders && !/\bgroupby\(|\bascending\s*=\s*False/.test(text)) return "ordered";
    found = "dated";
  }
  return found;
}

/** Whether a statement speaks of these rows' table. */
function isOf(cx: FixContext, s: Stmt, rows: Rows): boolean {
  let found = false;
  eachExprIn(s, (e) => {
    if (found || (e.k !== "name" && e.k !== "call" && e.k !== "attr")) return;
    const d = cx.dataAt(e.at);
    found = d !== null && sharesSource(d.rows, rows);
  });
  return found;
}

/** Whether the program stratifies a split, or weighs or evens out its classes. */
function mindsClasses(view: View): boolean {
  let found = false;
  for (const s of view.module.stmts)
    eachExprIn(s, (e) => {
      if (e.k !== "call") return;
      found ||= e.args.some((a) => /^(scale_pos_weight|class_weight|stratify)$/.test(a.name ?? "") && !(a.value.k === "const" && a.value.value === null));
      found ||= /\b(SMOTE\w*|ADASYN|Random(?:Over|Under)Sampler)$/.test(view.textOf(e.callee));
    });
  return found;
}

/** Where data that no round of the loops around changes can be cut once for all of them. */
export function aboveLoops(view: View, from: Place, names: readonly string[], stands: (loop: Stmt) => boolean = () => true): Place {
  let at = from;
  for (let p = from.line.parent; p && (p.stmt.k === "for" || p.stmt.k === "while"); p = p.line.parent) {
    const loop = p.stmt.at;
    if (!stands(p.stmt) || names.some((n) => view.usesOf(n, from.line.fn).some((u) => u.stored && holds(loop, u.at)))) break;
    at = p;
  }
  return at;
}

/** The module of scikit-learn that splits and cross-validates, for the release that the program is written for: before 0.18 it was another. */
export function selectionModule(cx: FixContext): string {
  const modules = cx.doc.units
    .flatMap((unit) => unit.placed)
    .flatMap(({ stmt }) =>
      stmt.k === "from" && stmt.level === 0
        ? [stmt.module ?? "", ...(stmt.names ?? []).map((n) => `${stmt.module}.${n.name}`)]
        : stmt.k === "import"
          ? stmt.names.map((n) => n.path)
          : [],
    );
  const isOld = modules.some((m) => /^sklearn\.(cross_validation|grid_search|learning_curve)\b/.test(m));
  return isOld && !modules.some((m) => m.startsWith("sklearn.model_selection")) ? "sklearn.cross_validation" : "sklearn.model_selection";
}
