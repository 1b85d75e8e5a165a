/** Tests that only somebody who opened a column asks for: they look at its rows again. */
import * as l10n from "@vscode/l10n";
import { nextBelow } from "../../drift/checks.js";
import { type FurtherTest, tableTests } from "../../drift/detail.js";
import { type DriftEngine, DriftProblem, failed, type Watch } from "../../drift/engine.js";
import { sturgesEdges } from "../../drift/stats/bins.js";
import { psi } from "../../drift/stats/counts.js";
import { energyDistance, kolmogorovSmirnovP } from "../../drift/stats/pooled.js";

/** `reference` and `current` are ids of open data sets; the column is read as numbers. Rejects with {@link DriftProblem} where it has none. */
export async function exactTests(engine: DriftEngine, reference: string, current: string, column: string, watch: Watch): Promise<FurtherTest[]> {
  const [distances] = await engine.distances(reference, current, [column], watch);
  if (!distances || failed(distances)) throw new DriftProblem(l10n.t('column "{0}": {1}', column, distances?.failed ?? l10n.t("nothing was found")));
  const { rows, ks, wasserstein } = distances;
  if (Math.min(rows.reference, rows.current) === 0) throw new DriftProblem(l10n.t('column "{0}" has no numbers on one side', column));
  const facts = [];
  for (const id of [reference, current]) {
    const [found] = await engine.summarise(id, [{ column, as: "number" }], watch);
    if (!found || failed(found) || !found.numbers) throw new DriftProblem(l10n.t('column "{0}" has no numbers on one side', column));
    facts.push(found.numbers);
  }
  const [min, max] = [Math.min(...facts.map((side) => side.min)), Math.max(...facts.map((side) => side.max))];
  const edges = sturgesEdges(min, max, rows.reference + rows.current);
  // Bins of Sturges's rule are open on the right, those that the engine counts on the left.
  const cuts = edges.slice(1, -1).map(nextBelow);
  const counts = [];
  for (const id of [reference, current]) {
    const [found] = await engine.count(id, [{ column, as: "number", cuts }], watch);
    if (!found || failed(found) || !("counts" in found)) throw new DriftProblem(l10n.t('column "{0}" could not be counted', column));
    counts.push(found.counts);
  }
  const [a, b] = counts as [readonly number[], readonly number[]];
  const from = "all rows";
  const { sd } = deviationOf(facts[0]);
  return [
    { name: "Kolmogorov-Smirnov D", value: ks, p: kolmogorovSmirnovP(ks, rows.reference, rows.current), from },
    { name: "Wasserstein distance", value: wasserstein, p: null, from },
    ...(sd > 0 ? [{ name: "Wasserstein distance / sd of the reference", value: wasserstein / sd, p: null, from }] : []),
    { name: "Energy distance", value: energyDistance(distances), p: null, from },
    { name: "Population stability index, as Evidently counts it", value: psi(a, b, "evidently"), p: null, from: `${a.length} equal bins by Sturges's rule` },
    ...tableTests(a, b, `${a.length} equal bins by Sturges's rule`),
  ];
}

const deviationOf = (numbers: { readonly rows: number; readonly squares: number } | undefined) => ({
  sd: numbers && numbers.rows > 0 ? Math.sqrt(numbers.squares / numbers.rows) : 0,
});
