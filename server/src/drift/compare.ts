/** Compares two data sets, or one with a baseline: what to read how, what to count, when to look at the rows themselves. */

import * as l10n from "@vscode/l10n";
import { type ColumnPair, scaleOf } from "./checks.js";
import { cutShares, cutsFor } from "./cuts.js";
import {
  type CountedCategories,
  type CountPlan,
  type DriftEngine,
  DriftProblem,
  type Facts,
  failed,
  type Opened,
  type Overlap,
  type Read,
  type Source,
  type Watch,
  type WithinStretch,
} from "./engine.js";
import { type GridDistances, refined, stretchesWorthReading } from "./grid.js";
import type { CategorySummary, ColumnProfile, DatasetProfile, Kind, NumberSummary } from "./profile.js";
import { makeReport, type Report, warningsFor } from "./report.js";
import { changesBetween, kindOf, readAs } from "./schema.js";
import type { Distances } from "./stats/pooled.js";
import { floorFor, type Thresholds } from "./thresholds.js";
import { judge, needsRows } from "./verdict.js";

export interface Request {
  readonly reference: Source | DatasetProfile;
  readonly current: Source;
  readonly thresholds: Thresholds;
  /** All if absent. */
  readonly columns?: readonly string[];
  readonly exclude?: readonly string[];
  readonly label?: string;
  readonly prediction?: string;
  /** Look at all rows of all numbers, also where counts at cuts decide. */
  readonly exact?: boolean;
}

export interface Comparison {
  readonly report: Report;
  /** Both sides at the same cuts; the reference is what a baseline file holds. */
  readonly reference: DatasetProfile;
  readonly current: DatasetProfile;
}

/** Below so many numbers in all, looking at the rows costs next to nothing. */
const fewNumbers = 2_000_000;
/** Of the floor: how near bounds of the Wasserstein distance should be. */
const narrowEnough = 0.05;
const mostCategories = 1000;
/** Numbers with no more distinct values than this are codes. */
const fewValues = 10;

/** What is current is read as the reference was, so that its distinct values decide nothing. */
const withoutDistinct = (read: Read): Read => ({ ...read, distinct: false });

export async function compare(engine: DriftEngine, request: Request, watch: Watch = {}): Promise<Comparison> {
  const { thresholds } = request;
  const baseline = "columns" in request.reference ? request.reference : null;
  const before = baseline ? null : await engine.open(request.reference as Source, watch);
  const now = await engine.open(request.current, watch);
  const stored = new Map(baseline?.columns.map((column) => [column.name, column]));
  const known = baseline?.columns ?? (before as Opened).columns;
  const wanted = wantedColumns(request, known, now.columns);
  const changes = changesBetween(known.filter(wanted), now.columns.filter(wanted), request.label ?? null);
  const shared = known.filter(wanted).flatMap((column) => {
    const other = now.columns.find(({ name }) => name === column.name);
    return other ? [{ name: column.name, reference: column, current: other }] : [];
  });
  const problems = [before ?? { name: "baseline", rows: (baseline as DatasetProfile).rows }, now].flatMap(({ name, rows }) =>
    rows === 0 ? [l10n.t("{0} has no rows", name)] : [],
  );
  if (shared.length === 0) problems.push(l10n.t("no column is on both sides"));
  const profiler = new Profiler(engine, watch, problems);
  const reads = shared.map(({ name, reference, current }): Read => {
    const kind = stored.get(name)?.kind ?? thresholds.columns[name]?.kind;
    return { column: name, as: readAs(reference.family, current.family, kind) };
  });
  if (!engine.rowsStay) await profiler.firstFigures(before, now, reads);
  const factsBefore = before && (await profiler.facts(before, reads));
  const factsNow = engine.countsFacts ? null : await profiler.facts(now, reads.map(withoutDistinct));
  const referenceColumns = baseline
    ? shared.map(({ name }) => stored.get(name) as ColumnProfile)
    : await profiler.reference(before as Opened, reads, thresholds, factsBefore ?? undefined);
  const currentColumns = await profiler.current(now, reads, referenceColumns, factsNow);
  let pairs = referenceColumns.flatMap((reference, i): ColumnPair[] => {
    const current = currentColumns[i];
    return reference && current ? [{ reference, current, distances: null }] : [];
  });
  if (before) pairs = await matchCategories(await lookAtRows(pairs, before, now), before, now);
  const verdicts = judge(pairs, thresholds);
  const profileOf = (opened: Pick<Opened, "name" | "rows" | "rejected">, side: "reference" | "current"): DatasetProfile => ({
    name: opened.name,
    rows: opened.rows,
    rejected: opened.rejected,
    columns: pairs.map((pair) => pair[side]),
  });
  const reference = baseline ?? profileOf(before as Opened, "reference");
  const rejections = [before, now].flatMap((opened) => (opened && opened.rejected > 0 ? [opened] : []));
  const report = makeReport({
    reference,
    current: profileOf(now, "current"),
    pairs,
    verdicts,
    changes,
    rejections,
    problems,
    request,
    baseline: baseline !== null,
  });
  return { report, reference, current: profileOf(now, "current") };

  /** Where categories were counted by hash alone, which of them only one side has. */
  async function matchCategories(pairs: readonly ColumnPair[], before: Opened, now: Opened): Promise<ColumnPair[]> {
    const asked = pairs.flatMap(({ reference, current }) => {
      const isNumeric = reads.find(({ column }) => column === reference.name)?.as === "number";
      return reference.categories?.buckets && current.categories?.buckets ? [{ column: reference.name, numeric: isNumeric }] : [];
    });
    if (!engine.overlap || asked.length === 0) return [...pairs];
    const results = await engine.overlap(before.id, now.id, asked, watch);
    const found = new Map<string, Overlap>();
    results.forEach((result, i) => {
      const { column } = asked[i] as (typeof asked)[number];
      if (failed(result)) problems.push(l10n.t('column "{0}": {1}', column, result.failed));
      else found.set(column, result);
    });
    return pairs.map((pair) => {
      const overlap = found.get(pair.reference.name);
      return overlap ? { ...pair, overlap } : pair;
    });
  }

  async function lookAtRows(pairs: readonly ColumnPair[], before: Opened, now: Opened): Promise<ColumnPair[]> {
    const numeric = pairs.filter(({ reference, current }) => reference.numbers && current.numbers && reference.kind === "number");
    const all = !engine.rowsStay && (request.exact || numeric.length * (before.rows + now.rows) <= fewNumbers);
    const wanting = numeric.filter((pair) => all || needsRows(pair, thresholds, 3 * pairs.length));
    const narrowed = all ? new Map<string, GridDistances>() : await narrow(wanting, before, now);
    const withBounds = pairs.map((pair) => {
      const bounds = narrowed.get(pair.reference.name);
      return bounds ? { ...pair, bounds } : pair;
    });
    if (engine.rowsStay) return withBounds;
    const names = new Set(wanting.map(({ reference }) => reference.name));
    const open = withBounds.filter((pair) => names.has(pair.reference.name) && (all || needsRows(pair, thresholds, 3 * pairs.length)));
    const results = await engine.distances(
      before.id,
      now.id,
      open.map(({ reference }) => reference.name),
      watch,
    );
    const found = new Map<string, Distances>();
    results.forEach((result, i) => {
      const { name } = (open[i] as ColumnPair).reference;
      if (failed(result)) problems.push(l10n.t('column "{0}": {1}', name, result.failed));
      else found.set(name, result);
    });
    return withBounds.map((pair) => ({ ...pair, distances: found.get(pair.reference.name) ?? null }));
  }

  /** Bounds with the rows of those bins looked at that leave most open. */
  async function narrow(wanting: readonly ColumnPair[], before: Opened, now: Opened): Promise<Map<string, GridDistances>> {
    const plans = wanting.flatMap(({ reference, current }) => {
      const [a, b] = [reference.numbers as NumberSummary, current.numbers as NumberSummary];
      const tolerance = narrowEnough * floorFor(thresholds, reference.name, "wasserstein").moderate * scaleOf(a, b);
      const stretches = stretchesWorthReading(a, b, tolerance);
      return stretches.length === 0 ? [] : [{ column: reference.name, rows: { reference: a.rows, current: b.rows }, stretches, a, b }];
    });
    const results = await engine.distancesWithin(
      before.id,
      now.id,
      plans.map(({ column, rows, stretches }) => ({ column, rows, stretches })),
      watch,
    );
    return new Map(
      results.flatMap((result, i) => {
        const { column, a, b, stretches } = plans[i] as (typeof plans)[number];
        return failed(result) ? [] : [[column, refined(a, b, stretches, result as readonly WithinStretch[])] as const];
      }),
    );
  }
}

/** One data set alone: what a baseline file holds. */
export async function describe(engine: DriftEngine, source: Source, request: Omit<Request, "reference" | "current">, watch: Watch = {}) {
  const opened = await engine.open(source, watch);
  const problems = opened.rows === 0 ? [l10n.t("{0} has no rows", opened.name)] : [];
  const wanted = opened.columns.filter(wantedColumns(request, opened.columns));
  const reads = wanted.map(({ name, family }): Read => ({ column: name, as: readAs(family, family, request.thresholds.columns[name]?.kind) }));
  const found = await new Profiler(engine, watch, problems).reference(opened, reads, request.thresholds);
  const columns = found.filter((column) => column !== null);
  const profile: DatasetProfile = { name: opened.name, rows: opened.rows, rejected: opened.rejected, columns };
  return { profile, problems, warnings: warningsFor([opened]) };
}

export function wantedColumns(
  { columns, exclude = [], thresholds }: Omit<Request, "reference" | "current">,
  ...sides: (readonly { readonly name: string }[])[]
): (column: { readonly name: string }) => boolean {
  const names = new Set(sides.flat().map(({ name }) => name));
  const unknown = [...(columns ?? []), ...exclude].find((name) => !names.has(name));
  if (unknown !== undefined) throw new DriftProblem(l10n.t('there is no column "{0}"', unknown));
  return ({ name }) => (columns?.includes(name) ?? true) && !exclude.includes(name) && !thresholds.columns[name]?.ignore;
}

/** Fills column profiles with what the engine finds; a column that fails is left out and named among the problems. */
export class Profiler {
  constructor(
    private readonly engine: DriftEngine,
    private readonly watch: Watch,
    private readonly problems: string[],
  ) {}

  async reference(opened: Opened, reads: readonly Read[], thresholds: Thresholds, known?: readonly (Facts | null)[]): Promise<(ColumnProfile | null)[]> {
    const facts = known ?? (await this.facts(opened, reads));
    const kinds = reads.map(({ column, as }, i): Kind => kindOf(as, facts[i] ?? null, opened.rows, fewValues, thresholds.columns[column]?.kind));
    const numeric = reads.filter((_, i) => facts[i]?.numbers && kinds[i] === "number");
    const quantiles = new Map<string, readonly number[]>();
    const found = await this.engine.quantiles(
      opened.id,
      numeric.map(({ column }) => column),
      cutShares,
      this.watch,
    );
    found.forEach((result, i) => {
      if (!failed(result)) quantiles.set((numeric[i] as Read).column, result);
    });
    const plans = reads.map(({ column, as }, i): CountPlan | null => {
      const { numbers } = facts[i] ?? {};
      if (kinds[i] === "category") return { column, as: "category", numeric: as === "number", most: mostCategories, keep: [], buckets: false };
      if (!numbers || kinds[i] !== "number") return null;
      const at = quantiles.get(column) ?? [];
      return { column, as: "number", cuts: cutsFor(numbers.min, numbers.max, (p) => at[cutShares.indexOf(p)] ?? numbers.min).cuts };
    });
    return this.profiles(opened, reads, facts, kinds, plans, (i) => {
      const { numbers } = facts[i] ?? {};
      const at = quantiles.get((reads[i] as Read).column) ?? [];
      return numbers ? cutsFor(numbers.min, numbers.max, (p) => at[cutShares.indexOf(p)] ?? numbers.min).display : null;
    });
  }

  /** The same cuts and categories as the reference, so that counts can be compared. `known`: facts, unless they are to be found with the counts. */
  async current(
    opened: Opened,
    reads: readonly Read[],
    reference: readonly (ColumnProfile | null)[],
    known: readonly (Facts | null)[] | null,
  ): Promise<(ColumnProfile | null)[]> {
    const kinds = reference.map((column): Kind => column?.kind ?? "other");
    const plans = reads.map(({ column, as }, i): CountPlan | null => {
      const { numbers, categories } = reference[i] ?? {};
      if (numbers) return { column, as: "number", cuts: numbers.cuts, ...(known === null && { facts: true }) };
      return categories
        ? { column, as: "category", numeric: as === "number", most: mostCategories, keep: Object.keys(categories.counts), buckets: categories.buckets !== null }
        : null;
    });
    const facts = known ?? (await this.factsBesides(opened, reads, plans));
    return this.profiles(opened, reads, facts, kinds, plans, (i) => reference[i]?.numbers?.display ?? null);
  }

  /** Of those columns whose counts do not come with them. */
  private async factsBesides(opened: Opened, reads: readonly Read[], plans: readonly (CountPlan | null)[]): Promise<(Facts | null)[]> {
    const isApart = (i: number) => plans[i]?.as !== "number";
    const found = await this.facts(opened, reads.filter((_, i) => isApart(i)).map(withoutDistinct));
    return reads.map((_, i) => (isApart(i) ? (found.shift() ?? null) : null));
  }

  /** How many values are missing, which files mostly know without being read: on screen long before the rest. */
  async firstFigures(before: Opened | null, now: Opened, reads: readonly Read[]): Promise<void> {
    const presence = reads.map(({ column }): Read => ({ column, as: "presence" }));
    const missing = async (side: Opened) => (await this.engine.summarise(side.id, presence, this.watch)).map((found) => (failed(found) ? null : found.missing));
    const [reference, current] = [before && (await missing(before)), await missing(now)];
    this.watch.facts?.(reads.map(({ column }, i) => ({ name: column, reference: reference?.[i] ?? null, current: current[i] ?? null })));
  }

  async facts(opened: Opened, reads: readonly Read[]): Promise<(Facts | null)[]> {
    const results = await this.engine.summarise(opened.id, reads, this.watch);
    return results.map((result, i) => {
      if (!failed(result)) return result;
      this.problems.push(l10n.t('column "{0}" of {1}: {2}', (reads[i] as Read).column, opened.name, result.failed));
      return null;
    });
  }

  private async profiles(
    opened: Opened,
    reads: readonly Read[],
    facts: readonly (Facts | null)[],
    kinds: readonly Kind[],
    plans: readonly (CountPlan | null)[],
    displayOf: (i: number) => { readonly from: number; readonly to: number; readonly bins: number } | null,
  ): Promise<(ColumnProfile | null)[]> {
    const asked = plans.filter((plan): plan is CountPlan => plan !== null);
    const results = await this.engine.count(opened.id, asked, this.watch);
    const schema = new Map(opened.columns.map((each) => [each.name, each]));
    return reads.map(({ column }, i) => {
      const plan = plans[i];
      const result = plan ? results[asked.indexOf(plan)] : undefined;
      if (result && failed(result)) this.problems.push(l10n.t('column "{0}" of {1}: {2}', column, opened.name, result.failed));
      const found = facts[i] ?? (result && "facts" in result ? result.facts : null);
      if (!found) return null;
      const { missing, infinite, unparsable, distinct } = found;
      const { type = "", family = "other" } = schema.get(column) ?? {};
      const base = { name: column, type, family, kind: kinds[i] as Kind, rows: opened.rows, missing, infinite, unparsable, distinct };
      if (!plan || !result || failed(result)) return { ...base, numbers: null, categories: null };
      if ("counts" in result && plan.as === "number") {
        const none = { rows: 0, mean: 0, squares: 0, min: 0, max: 0 };
        return { ...base, numbers: { ...(found.numbers ?? none), cuts: plan.cuts, counts: result.counts, display: displayOf(i) }, categories: null };
      }
      if (!("categories" in result)) return { ...base, numbers: null, categories: null };
      return { ...base, distinct: result.categories.length + result.otherDistinct, numbers: null, categories: summaryOf(result) };
    });
  }
}

export const summaryOf = ({ categories, ...rest }: CountedCategories): CategorySummary => ({ ...rest, counts: Object.fromEntries(categories) });
