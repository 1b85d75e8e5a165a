/** What models were shown, and by what they learned. */
import { samePlace } from "../base/span.js";
import { cutKey } from "./limits.js";
import type { Fit, Learned, Score } from "./lineage.js";
import type { Evaluation } from "./questions.js";
import { cutInRounds } from "./rounds.js";
import { type Cut, cutsOf, type Rows } from "./rows.js";

/** A network that is trained by its loss: what it learned reaches features by what it says, and never chooses columns. */
export const byLoss = (l: Learned): boolean => [...(l.fit?.flags ?? [])].some((f) => f.startsWith("pred:"));

const listed = (origin: string): boolean => !/:(\*|#.*)$/.test(origin);
const tableOf = (origin: string): string => origin.slice(0, origin.lastIndexOf(":"));

/** Whether all models of a score were trained on columns that can be listed, and the scored ones are known to be others: another model was meant. */
export function otherColumns(fits: readonly Learned[], score: Score): boolean {
  // Arrays laid end to end have names of their own, and are no columns.
  if (!fits.length || ![score, ...fits].every((x) => x.rows.terms.length === 1)) return false;
  return fits.every((f) => {
    const own = [...(f.fit?.x.origin ?? [])];
    const others = [...score.features.origin].filter((o) => !own.includes(o));
    return own.length > 0 && own.every(listed) && others.some((o) => own.every((x) => tableOf(x) === tableOf(o)));
  });
}

/** Whether labels were cut from a series at other places than the inputs: each is another row's. */
export function labelsElsewhere({ rows, yRows }: Fit): boolean {
  const places = (r: Rows): string =>
    cutsOf(r)
      .filter((c) => c.kind === "range")
      .map(cutKey)
      .sort()
      .join();
  return yRows !== null && places(yRows) !== places(rows);
}

/** Whether the rounds of a loop cut their parts by position: folds by hand. */
export const byHand = (c: Cut, loops: readonly number[]): boolean => c.kind === "range" && cutInRounds(c, loops);

/**
 * Whether the same place scores rows of another value of one column in another round: folds by numbers that a column holds. Where the model was trained
 * on rows of this value, too, another cut sets the scored ones apart.
 */
export const byValue = (c: Cut, { score: { at, loops }, train }: Evaluation, evaluations: readonly Evaluation[]): boolean => {
  if (c.kind !== "value" || c.part.startsWith("!") || (train && cutsOf(train).some((x) => x.id === c.id && x.part === c.part))) return false;
  if (loops.some((l) => c.vary?.has(l))) return true;
  const other = ({ score }: Evaluation): boolean => {
    const parts = cutsOf(score.rows).flatMap((x) => (x.id === c.id && !x.part.startsWith("!") ? [x.part] : []));
    return parts.length > 0 && !parts.includes(c.part);
  };
  return evaluations.some((e) => samePlace(e.score.at, at) && other(e));
};
