/** Scores of both sides, side by side: the same metric at the same place, else the next of the same metric in order. */
import type { CodePlace, Direction, Run, Sample, Score, ScoreRow, Side } from "./types.js";

/** Scores of one metric at one place of one side. */
interface Group {
  readonly how: Score["how"];
  readonly name: string;
  readonly path: readonly CodePlace[];
  /** The places as they are in the program as it stands; null where one of them is not. */
  readonly key: string | null;
  /** Values by seed, in the order of calls. */
  readonly values: Map<number, number[]>;
  decimals: number | null;
}

/** `before`: the place that a place of the fixed program had. Rows are in the order of the program as it stands, what only the fixed one has last. */
export function pairScores(runs: readonly Run[], before: (place: CodePlace) => CodePlace | null): ScoreRow[] {
  const leak = groupsOf(runs, "leak", (place) => place);
  const fixed = groupsOf(runs, "fixed", before);
  const left = new Set(fixed);
  const partners = new Map<Group, Group>();
  const take = (group: Group, same: (other: Group) => boolean) => {
    const partner = partners.has(group) ? undefined : [...left].find((other) => other.how === group.how && other.name === group.name && same(other));
    if (!partner) return;
    partners.set(group, partner);
    left.delete(partner);
  };
  for (const group of leak) take(group, ({ key }) => key !== null && key === group.key);
  for (const group of leak) take(group, ({ path }) => path.length === group.path.length);
  for (const group of leak) take(group, () => true);
  const all = [...leak.map((group) => [group, partners.get(group)] as const), ...[...left].map((group) => [undefined, group] as const)];
  const said = repeated([...partners]);
  return all.flatMap(([a, b]) => {
    const one = (a ?? b) as Group;
    if (a && said.has(a)) return [];
    return [
      { how: one.how, name: one.name, place: a?.path.at(-1) ?? null, path: a?.path ?? [], leak: sampleOf(a), fixed: sampleOf(b), better: directionOf(one) },
    ];
  });
}

function groupsOf(runs: readonly Run[], side: Side, place: (place: CodePlace) => CodePlace | null): Group[] {
  const groups = new Map<string, Group>();
  for (const run of runs) {
    if (run.side !== side) continue;
    for (const score of run.scores) {
      const own = keyOf(score.path);
      const id = `${score.how}\n${score.name}\n${own}`;
      let group = groups.get(id);
      if (!group) {
        const places = score.path.map(place);
        const key = places.every((each) => each !== null) ? keyOf(places as CodePlace[]) : null;
        group = { how: score.how, name: score.name, path: score.path, key, values: new Map(), decimals: score.decimals };
        groups.set(id, group);
      }
      group.values.set(run.seed, [...(group.values.get(run.seed) ?? []), score.value]);
      if (score.decimals !== null) group.decimals = Math.max(group.decimals ?? 0, score.decimals);
    }
  }
  return [...groups.values()];
}

const keyOf = (path: readonly CodePlace[]): string => path.map(({ unit, line }) => `${unit}:${line}`).join(" ");

function sampleOf(group: Group | undefined): Sample {
  const runs = group ? [...group.values].sort(([a], [b]) => a - b).map(([, values]) => values) : [];
  return {
    values: runs.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
    calls: Math.max(0, ...runs.map(({ length }) => length)),
  };
}

/** Printed pairs that only say what was computed: every value equals one of a computed pair, as far as its digits go. */
function repeated(pairs: readonly (readonly [Group, Group])[]): Set<Group> {
  const computed = pairs.filter(([{ how }]) => how !== "printed").map(([a, b]) => [sampleOf(a).values, sampleOf(b).values] as const);
  const equal = (shown: readonly number[], values: readonly number[], decimals: number, scale: number) =>
    shown.length === values.length && shown.every((value, i) => Math.abs(value - (values[i] as number) * scale) <= 0.51 * 10 ** -decimals);
  return new Set(
    pairs.flatMap(([a, b]) => {
      if (a.how !== "printed" || a.decimals === null) return [];
      const [shownA, shownB] = [sampleOf(a).values, sampleOf(b).values];
      const digits = a.decimals;
      const known = computed.some(([x, y]) => [1, 100].some((scale) => equal(shownA, x, digits, scale) && equal(shownB, y, digits, scale)));
      return known ? [a] : [];
    }),
  );
}

/** Words in names of metrics, by the habit that libraries share: what ends in score is to be high, what is an error or a loss is to be low. */
const lowWords = /(^|[\W_])(error|loss|deviance|mse|rmse|mae|mape|rmsle|brier|hinge|perplexity|distance|wer|cer|fid|nll|logloss)([\W_]|$)/i;
const highWords =
  /(^|[\W_])(neg|score|accuracy|acc|r2|r|f1|auc|roc|precision|recall|kappa|jaccard|iou|dice|map|ndcg|mrr|bleu|rouge|specificity|sensitivity|balanced|hits?|correlation|likelihood)([\W_]|$)/i;

/** Which way is better. Scorers, and with them every search and cross-validation by a metric, are higher the better they are. */
export function directionOf({ how, name }: { readonly how: Score["how"]; readonly name: string }): Direction {
  if (how === "cv" || how === "search" || how === "score") return "higher";
  if (/(^|[\W_])neg_|_score$/i.test(name)) return "higher";
  if (lowWords.test(name)) return "lower";
  return highWords.test(name) || /score/i.test(name) ? "higher" : null;
}
