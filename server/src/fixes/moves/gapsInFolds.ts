/** Gaps that were filled by hand before cross-validation: it is given the columns with their gaps, and an imputer in the Pipeline fills them in each fold. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import type { FixContext } from "../context.js";
import { checkAsFilled } from "./asFilled.js";
import { atCalls } from "./atCalls.js";
import { IMPUTER } from "./chain.js";
import { selectedFrom, short } from "./columns.js";
import { filledIn, type Stage, tablesBehind } from "./filledTables.js";
import { type Fill, fillsIn, isMadeWith } from "./fills.js";
import { givenBack, quoted } from "./givenGaps.js";
import { removedFills } from "./idleFills.js";
import { kindOf } from "./kinds.js";
import type { Call } from "./learning.js";
import { ahead, dedupe } from "./lines.js";
import { asWritten } from "./namedPipelines.js";
import { checkPicks } from "./namesKept.js";
import { firstOf, no } from "./outcome.js";
import { COLUMNS, checkArguments, otherOrder, type Piped, pipedModel, searchEdits } from "./pipeline.js";
import { searchUses } from "./searchUses.js";
import type { Validated } from "./validated.js";
import type { Place, View } from "./view.js";

/** What is cross-validated, or cut into folds, with the fills that stand behind its data. */
export interface Gaps<V extends Data = Validated> {
  readonly v: V;
  readonly stages: readonly Stage[];
  readonly fills: readonly Fill[];
  /** The columns that were filled and are still there; null: all of them. */
  readonly names: readonly string[] | null;
}

type Data = Pick<Validated, "data" | "place">;

/** Whether a learning gives a number that gaps are filled with. */
export const fillsByHand = (view: View, learning: Call): boolean => fillsIn(view).some((f) => f.call === learning);

/**
 * The pipeline fills the gaps, and is given the table as it was.
 * @throws CannotFix
 */
export function gapsIntoPipelines(cx: FixContext, view: View, crossed: readonly Validated[], learning: Call): Piped {
  const fills = fillsIn(view);
  const seen = crossed.flatMap((v) => fromCalls(view, fills, v));
  const plans = seen.map((v) => planOf(cx, view, fills, asWritten(view, v, seen), learning));
  const asked: Expr[] = [];
  const edits = intoModels(view, plans, "imputer", {
    said: (plan) => imputerOf(view, plan),
    asks: ({ names }, data, place) => {
      if (names) checkFrame(cx, view, data, place, names);
      asked.push(data);
    },
  });
  edits.push(...(removedFills(view, fills, plans, asked) ?? givenBack(cx, view, plans)));
  return { edits: dedupe(edits), makes: "sklearn", at: (plans[0] as Gaps).v.modelPlace };
}

/**
 * Models that become pipelines. `said`: the transformer of a plan, which several models share under the name `word`; `asks`: told of all else that
 * a search, or a function that cross-validates, is asked about.
 * @throws CannotFix
 */
export function intoModels(
  view: View,
  plans: readonly Gaps[],
  word: string,
  { said, asks }: { said(plan: Gaps): string; asks(plan: Gaps, data: Expr, place: Place): void },
): TextEdit[] {
  const edits: TextEdit[] = [];
  const done = new Map<Expr, string>();
  const all = plans.map((p) => p.v);
  for (const plan of plans) {
    const { v } = plan;
    checkArguments(view, v);
    const uses = v.search ? searchUses(view, v, { as: "pipeline", validated: [] }) : [];
    if (plan.names && uses.some((u) => u.estimator)) no(otherOrder);
    for (const u of [...uses, ...(v.further ?? [])]) if (u.data) asks(plan, u.data, u.place);
    edits.push(...searchEdits(view, v, uses, all));
    const text = said(plan);
    if ((done.get(v.model) ?? text) !== text) no(`\`${short(view.textOf(v.data.at))}\` is prepared in several ways`);
    done.set(v.model, text);
    checkPicks(view, v.model, v.stepPlace ?? v.modelPlace);
  }
  const named = namedOnce(view, plans, done, word);
  const models = [...done].flatMap(([model, text]) => pipedModel(view, all.find((v) => v.model === model) as Validated, [named?.name ?? text]));
  return [...edits, ...(named ? [named.made] : []), ...models];
}

/** A transformer that several models are given, made above the first of them under a name; null where each has its own. */
function namedOnce(view: View, plans: readonly Gaps[], said: ReadonlyMap<Expr, string>, word: string): { name: string; made: TextEdit } | null {
  const [text, ...others] = new Set(said.values());
  if (text === undefined || others.length || said.size < 2) return null;
  const places = plans.map(({ v }) => view.ancestorIn(v.stepPlace ?? v.modelPlace, view.module));
  const [first] = places.flatMap((p) => p ?? []).sort((a, b) => a.index - b.index);
  if (!first || places.includes(null) || first.stmt.k === "def") return null;
  const name = view.fresh(word);
  return { name, made: ahead(view, first.stmt, [`${name} = ${text}`]) };
}

/** The cross-validation of a function as those of its calls that give it such a table see it; itself where it reads one. @throws CannotFix */
export function fromCalls(view: View, fills: readonly Fill[], v: Validated): Validated[] {
  const isFilled = (x: Validated): boolean => filledIn(view, fills, tablesBehind(view, x.data, x.place)).length > 0;
  const own = v.place.line.fn && !isFilled(v) ? (atCalls(view, v) ?? []).filter(isFilled) : [];
  return own.length ? own : [v];
}

/** What stands behind the data of a cross-validation; `learning` must be of it. @throws CannotFix */
export function planOf<V extends Data>(cx: FixContext, view: View, all: readonly Fill[], v: V, learning: Call): Gaps<V> {
  const stages = tablesBehind(view, v.data, v.place);
  const fills = filledIn(view, all, stages);
  const columns = columnsOf(cx, view, v.data);
  if (!columns || !fills.some((f) => isMadeWith(f, learning)))
    return no(`\`${short(view.textOf(v.data.at))}\` is made from the learning in a way that cannot be followed`);
  if (kindOf(view, v.data, v.place) !== "frame") no(`\`${short(view.textOf(v.data.at))}\` is no table, whose columns have names`);
  for (const f of fills) if (f.of !== f.table) no(`\`${f.table}\` is filled with numbers of \`${f.of}\``);
  if (fills.every((f) => !f.columns)) {
    if (fills.length > 1) no("its gaps are filled more than once");
    return { v, stages, fills, names: null };
  }
  if (fills.some((f) => !f.columns)) no("some columns are filled before all of them are");
  const own = fills.filter((f) => f.columns?.some((c) => columns.has(c)));
  const names = [...new Set(own.flatMap((f) => f.columns ?? []))].filter((c) => columns.has(c));
  if (!own.some((f) => isMadeWith(f, learning))) no("the column that it fills is not among those of the model any more");
  // Others that became something else in between stay as they were filled: they are a fault of their own.
  const mine = new Set(own.filter((f) => isMadeWith(f, learning)).flatMap((f) => f.columns ?? []));
  const still = names.filter((c) => mine.has(c) || isStill(view, stages, c, own));
  for (const c of still) checkColumn(view, stages, c, own);
  return { v, stages, fills: own.filter((f) => f.columns?.some((c) => still.includes(c))), names: still };
}

/** The columns of data by their names; null where they cannot be told. */
function columnsOf(cx: FixContext, view: View, e: Expr): ReadonlySet<string> | null {
  const data = cx.dataAt(e.at);
  if (data) return new Set(data.cols.keys());
  const s = selectedFrom(view, e);
  const inner = e.k === "call" && e.func.k === "attr" ? e.func.object : e.k === "index" ? e.object : null;
  const all = s && inner && cx.dataAt(inner.at);
  return all ? new Set([...all.cols.keys()].filter((c) => (s.keeps ? s.keeps.has(c) : !s.drops?.has(c)))) : null;
}

const isStill = (view: View, stages: readonly Stage[], column: string, fills: readonly Fill[]): boolean =>
  firstOf(
    () => {
      checkColumn(view, stages, column, fills);
      return true;
    },
    () => false,
  );

/** A column must be as its gaps were filled, and once. @throws CannotFix */
function checkColumn(view: View, stages: readonly Stage[], column: string, fills: readonly Fill[]): void {
  const own = fills.filter((f) => f.columns?.includes(column));
  const [fill] = own as [Fill, ...Fill[]];
  // What transforms the same columns one behind the other goes into one pipeline.
  const isChain = own.every((f) => f.by && f.by.columns === fill.by?.columns && f.table === fill.table);
  if (own.length > 1 && !isChain) no(`the gaps of \`${column}\` are filled more than once`);
  checkAsFilled(
    view,
    fill,
    column,
    stages,
    own.map((f) => f.place.stmt),
  );
}

/** What the pipeline is asked about has to be a table with these columns. @throws CannotFix */
function checkFrame(cx: FixContext, view: View, e: Expr, at: Place, names: readonly string[]): void {
  const data = cx.dataAt(e.at);
  if (kindOf(view, e, at) !== "frame" || (data && names.some((c) => data.removed.has(c))))
    no(`\`${short(view.textOf(e.at))}\` may not be a table with these columns`);
}

/** `SimpleImputer(strategy="mean")`, of some columns `make_column_transformer((SimpleImputer(strategy="mean"), ["a"]), remainder="passthrough")`. */
function imputerOf(view: View, { names, fills }: Gaps): string {
  const by = (strategy: string): string => `${IMPUTER}(strategy="${strategy}")`;
  if (fills.some((f) => f.numbers)) no("columns that hold no numbers may be among those of the model, and the imputer takes none");
  if (!names) return by((fills[0] as Fill).strategy);
  const groups = new Map<string, string[]>();
  for (const f of fills) {
    const own = (f.columns ?? []).filter((c) => names.includes(c)).map((c) => quoted(view, f, c));
    groups.set(f.strategy, [...(groups.get(f.strategy) ?? []), ...own]);
  }
  return `${COLUMNS}(${[...groups].map(([strategy, list]) => `(${by(strategy)}, [${list.join(", ")}])`).join(", ")}, remainder="passthrough")`;
}
