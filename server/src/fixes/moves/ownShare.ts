/**
 * A network that keeps the last of the rows that it is given for validation, before it shuffles: what learns reads the rows in front of these,
 * all of them are transformed as before.
 */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import type { Leak } from "../../trace/questions.js";
import { cutsOf, type Rows } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import { literalOf, rowCount } from "./drawing.js";
import { sourcesOf } from "./handedData.js";
import { besideIn, type Fitting, isSeenBy } from "./learnedBeside.js";
import { learnFrom, tableOf } from "./learnFrom.js";
import type { LearningCall } from "./learning.js";
import { standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { Order } from "./rowOrder.js";
import { callStarting } from "./validated.js";
import type { Place, View } from "./view.js";
import { constantOf, named } from "./windows.js";

/** `fit(X, y, validation_split=0.2)`. */
interface Training {
  readonly place: Place;
  readonly x: Expr;
  readonly share: Expr;
}

/**
 * What is learned at `start` is learned from the rows in front of those that networks keep for validation; null where anything else sees it.
 * @throws CannotFix
 */
export function learnFromShare(cx: FixContext, view: View, start: Place, learning: LearningCall, leaks: readonly Leak[]): TextEdit[] | null {
  const scored = scoredIn(cx, view, leaks);
  if (!scored) return null;
  const trainings = [...scored, ...othersIn(cx, view, learning)];
  const { fn } = start.line;
  if (fn && view.usesOf(fn.name, null).filter((u) => !u.stored).length > 1) return no("the function that learns is called for other rows, too");
  const isOfRows = (e: Expr): boolean => cx.dataAt(e.at)?.rows.key === learning.learned.rows.key;
  const order = new Order(view, start, isOfRows);
  for (const { x, place } of trainings)
    for (const data of sourcesOf(view, { data: x, place, passes: [] }) ?? [{ data: x, place }])
      if (order.keeps(data.data, data.place)?.part !== "all")
        no(`\`${short(view.textOf(data.data.at))}\` may have other rows than what is learned from, or in another order`);
  const end = trainings.reduce((a, b) => (view.isBefore(b.place.stmt.at, a.place.stmt.at) ? b : a)).place;
  const all = besideIn(cx, view, start, learning, end, /^(transformer|statistic)$/).filter((f) => f.place === start || isSeenBy(cx, leaks, f));
  const [top] = all as [Fitting, ...Fitting[]];
  const table = tableOf(view, top.learning.call);
  for (const f of all) checkRows(view, order, f, isOfRows);
  if (!standsAlone(view, top.place.stmt)) return no("several statements share a line");
  const rest = restOf(view, top.place, trainings);
  const count = named(
    { view, start: top.place, table: table.name, isOfRows },
    `int(${rowCount(view, table.name, top.place)} * ${rest})`,
    "validation_split keeps the rows behind these",
  );
  return [...count.edits, ...all.flatMap((f) => learnFrom(view, f.place, f.learning, { by: "slice", train: `[:${count.text}]` }))];
}

/** The trainings that keep the rows which are scored; null where something else scores them, too. */
function scoredIn(cx: FixContext, view: View, leaks: readonly Leak[]): Training[] | null {
  const out = leaks.map(({ evaluation: { score } }) => (keepsShare(cx, score.rows) ? trainingAt(view, score.at) : null));
  return out.length > 0 && out.every((x) => x !== null) ? out : null;
}

/** All trainings of models on what was learned. @throws CannotFix where one trains on all of these rows, and would be prepared by fewer of them */
function othersIn(cx: FixContext, view: View, { learned }: LearningCall): Training[] {
  return cx.q.learnings
    .filter((l) => l.via === "model" && l.fit?.x.learned.has(learned.id))
    .map(
      (l) =>
        (keepsShare(cx, l.rows) ? trainingAt(view, l.at) : null) ?? no(`\`${l.what}\` is trained on all of these rows, and would be prepared by fewer of them`),
    );
}

/** Whether rows are those that a network keeps, or those that it leaves. */
const keepsShare = (cx: FixContext, rows: Rows): boolean => cutsOf(rows).some((c) => cx.q.splitOf(c)?.label === "validation_split");

function trainingAt(view: View, at: Span): Training | null {
  const place = view.placeAt(at);
  const call = place && callStarting(place.stmt, at.start);
  const share = call?.args.find((a) => a.name === "validation_split")?.value;
  const x = call?.args.find((a) => a.name === "x")?.value ?? call?.args.find((a) => !a.name && !a.star)?.value;
  return place && call && share && x && !call.args.some((a) => a.star || a.name === "validation_data") ? { place, x, share } : null;
}

/** What is learned from has a row for each row of the table, in its order. @throws CannotFix */
function checkRows(view: View, order: Order, { learning, place }: Fitting, isOfRows: (e: Expr) => boolean): void {
  const table = tableOf(view, learning.call);
  if (!isOfRows(table)) no(`\`${table.name}\` has other rows than what it learns from`);
  const given = learning.learned.via === "statistic" ? [] : learning.call.args.map((a) => a.value);
  const other = given.find((e) => order.keeps(e, place)?.part !== "all");
  if (other) no(`\`${short(view.textOf(other.at))}\` has other rows than the table that it is made of`);
  if (isReshaped(view, table.name, place)) no(`\`${table.name}\` was reshaped: a share of its rows may end within one of those that the network gets`);
}

/** `flat = X.reshape(-1, X.shape[-1])`: each row of the network is several rows here. */
function isReshaped(view: View, name: string, place: Place): boolean {
  const stored = lastStore(view, name, place);
  return stored !== null && /\.reshape\((?!\s*-1,\s*1\s*\))/.test(view.textOf(stored.stmt.at));
}

/** The share that is trained on, where the validation part is largest. */
function restOf(view: View, start: Place, trainings: readonly Training[]): string {
  const shares = trainings.map(({ share, place }) => {
    const isThere = share.k === "name" ? constantOf(view, share.name, start, place) : share.k === "const" ? share.value : undefined;
    const by = isThere ?? (share.k === "name" ? literalOf(view, share.name)?.value : undefined);
    if (typeof by !== "number" || by <= 0 || by >= 1) return no("the share of the validation part cannot be told where it is learned");
    return { by, text: share.k === "name" && isThere !== undefined ? share.name : `${by}` };
  });
  const { by, text } = shares.reduce((a, b) => (b.by > a.by ? b : a));
  const rest = Number((1 - by).toFixed(6));
  return text === `${by}` && rest === 1 - by ? `${rest}` : `(1 - ${text})`;
}
