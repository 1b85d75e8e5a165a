/** Columns that were transformed where they stand, of a table that becomes another on the way to cross-validation: it is given them as they were, and a Pipeline transforms them in each fold. */
import { blocksOf } from "../../program/blocks.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { FixContext } from "../context.js";
import { lastStore, storeBehind } from "./chain.js";
import { type ColumnStep, columnStepAt, fitBefore } from "./columnSteps.js";
import { short } from "./columns.js";
import { filledIn, tablesBehind } from "./filledTables.js";
import type { Fill } from "./fills.js";
import { fromCalls, type Gaps, intoModels, planOf } from "./gapsInFolds.js";
import { givenBack } from "./givenGaps.js";
import { removedFills } from "./idleFills.js";
import type { Call } from "./learning.js";
import { dedupe } from "./lines.js";
import { asWritten } from "./namedPipelines.js";
import { no } from "./outcome.js";
import { COLUMNS, columnObject, PIPELINE, type Piped } from "./pipeline.js";
import type { Validated } from "./validated.js";
import type { Place, View } from "./view.js";

/** Steps on columns whose names are written out, each as what fills them. */
function transformedIn(view: View): Fill[] {
  return allIn(view.module.stmts).flatMap((s): Fill[] => {
    const place = view.placeOf(s);
    const by = place && columnStepAt(view, place);
    if (!place || !by?.names) return [];
    const kept = by.fits ? null : fitBefore(view, by.step, by.place);
    const fit = kept?.stmt.k === "expr" && kept.stmt.value.k === "call" ? kept.stmt.value : null;
    const call = by.fits ? (by.step.fit?.k === "call" ? by.step.fit : by.step.call) : (fit ?? by.step.call);
    return [
      {
        place,
        table: by.table,
        of: by.table,
        columns: [...by.names],
        strategy: ofNumbers(view, by) ? "mean" : "most_frequent",
        call,
        kept,
        by,
        ...(by.of ? { made: by.of } : {}),
      },
    ];
  });
}

const allIn = (stmts: readonly Stmt[]): Stmt[] => stmts.flatMap((s) => [s, ...blocksOf(s).flatMap(allIn)]);

/** Whether the columns hold numbers before and after: a table of them makes no dummies of these. */
function ofNumbers(view: View, { step, place }: ColumnStep): boolean {
  const made = step.variable === null ? null : lastStore(view, step.variable, place)?.stmt;
  const text = view.textOf((made?.k === "assign" ? made.value : step.object).at);
  return !/OrdinalEncoder|most_frequent|constant/.test(text);
}

/**
 * The pipeline transforms the columns, and is given them as they were.
 * @throws CannotFix
 */
export function columnsBackIntoPipelines(cx: FixContext, view: View, crossed: readonly Validated[], learning: Call): Piped {
  const steps = transformedIn(view);
  const seen = crossed.flatMap((v) => fromCalls(view, steps, v));
  const plans = seen.map((v) => planOf(cx, view, steps, asWritten(view, v, seen), learning));
  for (const plan of plans) checkOthers(cx, view, plan);
  const given: Gaps[] = [...plans];
  const edits = intoModels(view, plans, "preprocessor", {
    said: (plan) => transformerOf(view, plan),
    asks: (plan, data, place) => given.push(alike(cx, view, steps, plan, data, place)),
  });
  edits.push(...(removedFills(view, steps, given, []) ?? givenBack(cx, view, given)));
  return { edits: dedupe(edits), makes: "sklearn", at: (plans[0] as Gaps).v.modelPlace };
}

/** Nothing but the columns themselves may hold what was learned: what is made of them, or rows that are picked by them. @throws CannotFix */
function checkOthers(cx: FixContext, view: View, { v, names }: Gaps): void {
  const own = cx.learned().map((l) => l.id);
  const data = cx.dataAt(v.data.at);
  const others = [...(data?.cols ?? [])].flatMap(([name, col]) => (names?.includes(name) ? [] : [col.p]));
  if (data && [data.base, ...others].some((p) => own.some((id) => p.learned.has(id))))
    no(`\`${short(view.textOf(v.data.at))}\` holds more that was made of the columns`);
}

/** What a search is asked about, prepared by the same objects as what it learns from. @throws CannotFix */
function alike(cx: FixContext, view: View, steps: readonly Fill[], plan: Gaps, data: Expr, place: Place): Gaps {
  const v = { ...plan.v, data, place };
  const unclear = (): never => no(`\`${short(view.textOf(data.at))}\` was prepared in a way that cannot be followed`);
  const first = filledIn(view, steps, tablesBehind(view, data, place))[0] ?? unclear();
  const own = planOf(cx, view, steps, v, first.call);
  const said = (g: Gaps): string => g.fills.map((f) => `${f.by?.step.variable}:${f.columns}`).join();
  return said(own) === said(plan) && plan.fills.every((f) => f.by?.step.variable) ? own : unclear();
}

/** `make_column_transformer((scaler, ["a", "b"]), remainder="passthrough")` */
function transformerOf(view: View, { v, fills, names }: Gaps): string {
  const at = v.stepPlace ?? v.modelPlace;
  const groups = new Map<string, Fill[]>();
  for (const f of fills) groups.set(f.by?.columns ?? "", [...(groups.get(f.by?.columns ?? "") ?? []), f]);
  const pairs = [...groups.values()].map((group) => {
    const [{ by, columns }] = group as [Fill, ...Fill[]];
    const step = by as ColumnStep;
    const objects = group.map((f) => columnObject(view, f.by as ColumnStep, at));
    const left = (columns ?? []).filter((c) => names?.includes(c));
    const all = left.length === columns?.length;
    if (!all && !/^\[/.test(step.columns)) no(`columns are taken out of \`${step.table}\` that \`${short(step.columns)}\` may hold`);
    if (all && /^\w/.test(step.columns) && storeBehind(view, step.columns, at) !== storeBehind(view, step.columns, step.place))
      no(`\`${step.columns}\` is not there yet where the model is made`);
    return `(${objects.length > 1 ? `${PIPELINE}(${objects.join(", ")})` : objects[0]}, ${all ? step.columns : `[${left.map((c) => JSON.stringify(c)).join(", ")}]`})`;
  });
  return `${COLUMNS}(${pairs.join(", ")}, remainder="passthrough")`;
}
