/** Profiles of one data set's windows, counted at the reference's cuts. */
import * as l10n from "@vscode/l10n";
import { summaryOf } from "../compare.js";
import { type CountPlan, type Facts, failed, type Opened, type Read, type Watch } from "../engine.js";
import type { ColumnProfile } from "../profile.js";
import type { TimeEngine, Timeline } from "./timeEngine.js";

/** For each column of the reference, its profile in each window; null where the column failed, which is then among the problems. */
export async function windowProfiles(
  engine: TimeEngine,
  opened: Opened,
  { windows }: Timeline,
  reference: readonly (ColumnProfile | null)[],
  reads: readonly Read[],
  problems: string[],
  watch: Watch,
): Promise<(readonly ColumnProfile[] | null)[]> {
  const facts = await engine.summariseByWindow(opened.id, reads, watch);
  const plans = reads.map(({ column, as }, i): CountPlan | null => {
    const { numbers, categories } = reference[i] ?? {};
    if (numbers) return { column, as: "number", cuts: numbers.cuts };
    if (!categories) return null;
    return { column, as: "category", numeric: as === "number", most: 0, keep: Object.keys(categories.counts), buckets: categories.buckets !== null };
  });
  const asked = plans.filter((plan): plan is CountPlan => plan !== null);
  const counts = await engine.countByWindow(opened.id, asked, watch);
  const schema = new Map(opened.columns.map((each) => [each.name, each]));
  return reads.map(({ column }, i) => {
    const like = reference[i];
    const [found, plan] = [facts[i], plans[i]];
    const counted = plan ? counts[asked.indexOf(plan)] : null;
    for (const result of [found, counted])
      if (result && failed(result)) {
        problems.push(l10n.t('column "{0}" of {1}: {2}', column, opened.name, result.failed));
        return null;
      }
    if (!like || !found) return null;
    const { type = "", family = "other" } = schema.get(column) ?? {};
    return windows.map(({ rows }, w): ColumnProfile => {
      const { missing, infinite, unparsable, numbers } = (found as readonly Facts[])[w] as Facts;
      const base = { name: column, type, family, kind: like.kind, rows, missing, infinite, unparsable, distinct: 0, numbers: null, categories: null };
      const result = counted && !failed(counted) ? counted[w] : null;
      if (!result) return base;
      if ("categories" in result) return { ...base, categories: summaryOf(result) };
      if (plan?.as !== "number") return base;
      const none = { rows: 0, mean: 0, squares: 0, min: 0, max: 0 };
      return { ...base, numbers: { ...(numbers ?? none), cuts: plan.cuts, counts: result.counts, display: like.numbers?.display ?? null } };
    });
  });
}
