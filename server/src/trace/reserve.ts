/** Parts that a program keeps for the end. */
import { once } from "../base/once.js";
import { cutKey } from "./limits.js";
import type { Questions } from "./questions.js";
import { cutsOf, type Rows, sharesSource } from "./rows.js";

/**
 * Whether a part for the final score was cut off from these rows or before them, and nothing was trained on it or scored with it yet: the program goes
 * on, unless it has put its models to use already. Asked for every score on the same rows.
 */
export const inReserve = once((q: Questions, rows: Rows): boolean => {
  const cuts = cutsOf(rows);
  return (
    rows.terms.length === 1 &&
    cuts.some((c, i) => {
      if (c.kind !== "random" || q.splitOf(c)?.kind !== "holdout") return false;
      const kept = cuts.slice(0, i).map(cutKey);
      const uses = (r: Rows): boolean =>
        sharesSource(r, rows) && kept.every((k) => cutsOf(r).some((x) => cutKey(x) === k)) && !cutsOf(r).some((x) => x.id === c.id && x.part === c.part);
      return !q.trainings.some((f) => uses(f.rows)) && !q.evaluations.some((e) => uses(e.score.rows));
    }) &&
    !putToUse(q, rows)
  );
});

/** Whether a model of these rows' table answers for rows of another one that nothing scores: what was kept for the end has not been needed. */
const putToUse = (q: Questions, rows: Rows): boolean =>
  q.predictions.some((p) => {
    const answers = !sharesSource(p.rows, rows) && p.rows.terms.length > 0 && p.rows.terms.every((t) => t.source.kind === "file");
    const ofRows = (id: number): boolean => {
      const fit = q.lineage.learned.get(id);
      return fit !== undefined && sharesSource(fit.rows, rows);
    };
    return answers && [...p.fits].some(ofRows) && !q.evaluations.some((e) => sharesSource(e.score.rows, p.rows));
  });
