/** Tries a fix out before anybody is offered it: on the document in memory, in an analysis of its own. */
import { samePlace } from "../base/span.js";
import type { Finding, Fix, Report } from "../engine.types.js";
import type { DocumentInput } from "../program/program.js";
import type { Leak, Questions } from "../trace/questions.js";
import { cutsOf } from "../trace/rows.js";
import { applyToDocument } from "./apply.js";
import { unboundName } from "./bound.js";
import type { FixDocument } from "./document.js";

/** Analyses a document from scratch; as loudly as the user's settings say, and down to the least confidence. */
export type Recheck = (document: DocumentInput) => { report: Report; possible: Report; doc: FixDocument };

export const stillFound = "After the change";
export const bringsNew = "The change would bring a new finding";

/** The document after a fix, analysed; null where its changes do not fit the text. */
export function tryOut(fix: Fix, document: DocumentInput, recheck: Recheck): ReturnType<Recheck> | null {
  try {
    return recheck(applyToDocument(document, fix.edits));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Null if the fix holds, else one sentence that says why it is withheld. `after`: what trying it out gave. `cures`: the codes of all that it cures. */
export function objection(finding: Finding, fix: Fix, before: ReturnType<Recheck>, after: ReturnType<typeof tryOut>, cures = [finding.code]): string | null {
  if (!after) return "Its changes do not fit this text.";
  if (after.report.broken.length > before.report.broken.length) return "The changed code would not parse.";
  if (after.report.gaveUp.length > before.report.gaveUp.length)
    return "The changed program would be too large to follow, so nobody could tell whether this helps.";
  const unbound = unboundName(before.doc, after.doc, fix.edits);
  if (unbound !== null) return `\`${unbound}\` is not set yet where the change would read it.`;
  // What was there before, and too doubtful to be said, is not new.
  const [was, is] = [tally(before.possible), tally(after.report)];
  const kind = kindOf(finding.code);
  if ((tally(after.possible).get(kind) ?? 0) >= (tally(before.possible).get(kind) ?? 0)) return `${stillFound} ${finding.code} would still be found here.`;
  for (const [code, count] of is) if (count > (was.get(code) ?? 0) && !cures.some((cured) => isUncovered(cured, code))) return `${bringsNew}, ${code}.`;
  // A finding must be cured, not lost from sight.
  if (after.report.evaluations < before.report.evaluations)
    return "After the change an evaluation could no longer be followed, so nobody could tell whether this helps.";
  return null;
}

/** Where the test rows no longer choose settings or when to stop, hold no copies, or are there at last, it is only then said that they compare models. */
export const isUncovered = (cured: string, code: string): boolean => code === "HLD203" && /^HLD(105|20[125])$/.test(cured);

/**
 * Whether rows that are copied before the split are cured, and all that is said against it is that accuracy alone judges uneven classes: copies had evened
 * them out in the test part, too.
 */
export function uncoversUneven(before: ReturnType<Recheck>, { report }: ReturnType<Recheck>): boolean {
  const more = [...new Set(report.findings.map((f) => f.code))].filter((code) => countOf(report, code) > countOf(before.report, code));
  const isCured = countOf(report, copiesCode) < countOf(before.report, copiesCode) && report.evaluations >= before.report.evaluations;
  return isCured && more.includes(unevenCode) && more.every((code) => code === unevenCode || isUncovered(copiesCode, code));
}

/**
 * Whether a fix keeps the test rows out of what is learned, and cross-validation within the training rows alone still sees it: one of two faults that
 * were one finding. Asked where what is still found, or found anew, is all that is said against it.
 */
export function leavesValidation(finding: Finding, before: ReturnType<Recheck>, after: ReturnType<Recheck>, cures = [finding.code]): boolean {
  if (finding.code !== testCode) return false;
  const { report, possible } = after;
  const cured = countOf(before.report, testCode) - countOf(report, testCode);
  return (
    report.evaluations >= before.report.evaluations &&
    cured > 0 &&
    countOf(possible, testCode) < countOf(before.possible, testCode) &&
    validatedBy(after) <= validatedBy(before) + cured &&
    report.findings.every(
      ({ code }) => code === validationCode || countOf(report, code) <= countOf(before.report, code) || cures.some((cured) => isUncovered(cured, code)),
    )
  );
}

/** How many statements learn what folds see: what was one statistic may be two, as of a group and of all. */
const validatedBy = ({ report, doc }: ReturnType<Recheck>): number =>
  new Set(report.findings.filter((f) => f.code === validationCode).map((f) => doc.statementAt(f.at)?.stmt ?? f)).size;

/**
 * The same of what is learned of the target, which has one rule for both faults: what test parts see of it has to become less, and cross-validation
 * alone may go on seeing it. `was`, `is`: the program before and after, which is analysed only if it is asked for.
 */
export function leavesFolds(
  finding: Finding,
  before: ReturnType<Recheck>,
  { report }: ReturnType<Recheck>,
  [was, is]: readonly [Questions, () => Questions],
): boolean {
  if (!(finding.code === selectionCode || finding.code === encodingCode) || report.evaluations < before.report.evaluations) return false;
  const held = (of: Questions): number =>
    new Set(of.leaks().flatMap(({ learned, evaluation }) => (evaluation.role === "held" && !of.isValidation(evaluation) ? [learned.id] : []))).size;
  // What chose the columns by hand is one of what cross-validation sees, once the test part is kept out.
  const moved = Math.max(0, countOf(before.report, finding.code) - countOf(report, finding.code));
  const allowed = (code: string): number => countOf(before.report, code) + (code === validationCode ? moved : 0);
  if (!report.findings.every(({ code }) => countOf(report, code) <= allowed(code)) || held(is()) >= held(was)) return false;
  return finding.code === encodingCode || is().leaks().every(ofPart);
}

/**
 * The same of rows that are resampled: no test rows are copied or made up by the call of the finding any more, and folds of the training part alone
 * still share copies.
 */
export function leavesCopies(
  finding: Finding,
  before: ReturnType<Recheck>,
  { report, possible }: ReturnType<Recheck>,
  [was, is]: readonly [Questions, () => Questions],
): boolean {
  if (finding.code !== copiesCode || report.evaluations < before.report.evaluations) return false;
  const held = (q: Questions) => q.evaluations.filter((e) => e.role === "held" && !q.isValidation(e) && q.mix(e));
  const own = held(was).filter((e) => samePlace(was.mix(e)?.at, finding.at)).length;
  return (
    own > 0 &&
    countOf(possible, copiesCode) <= countOf(before.possible, copiesCode) &&
    report.findings.every(({ code }) => countOf(report, code) <= countOf(before.report, code) || isUncovered(finding.code, code)) &&
    held(is()).length <= held(was).length - own
  );
}

/**
 * The rule that marks what was learned of held-out rows before, where a model is no longer trained on these and that is all that is said against it:
 * nothing could say so as long as the model itself knew them. Null where something else is.
 */
export function uncoversLearned(finding: Finding, before: ReturnType<Recheck>, { report }: ReturnType<Recheck>): string | null {
  if (finding.code !== overlapCode || report.evaluations < before.report.evaluations) return null;
  const more = [...new Set(report.findings.map((f) => f.code))].filter((code) => countOf(report, code) > countOf(before.report, code));
  const fewer = countOf(report, overlapCode) < countOf(before.report, overlapCode);
  return fewer && more.length === 1 ? (more.find((code) => code === testCode || code === validationCode) ?? null) : null;
}

/** Folds of the training part, not of all rows. */
const ofPart = ({ learned, evaluation: { role, score } }: Leak): boolean =>
  learned.via !== "selection" || role !== "folds" || cutsOf(score.rows).some((c) => c.kind !== "fold");

/** How many findings of a code a report holds. */
export const countOf = ({ findings }: Report, code: string): number => findings.filter((f) => f.code === code).length;

/** Rows that are resampled before they are split. */
const copiesCode = "HLD105";

/** Accuracy alone, where classes are uneven. */
const unevenCode = "HLD301";

/** Rows that train a model and score it. */
const overlapCode = "HLD106";

/** Columns chosen by the target, and means of it by group. */
const [selectionCode, encodingCode] = ["HLD103", "HLD104"];

/** What the test rows took part in, and what the rows of cross-validation alone took part in. */
const [testCode, validationCode] = ["HLD101", "HLD102"];

/** One learning call gives one finding, and an edit elsewhere may turn it from one rule of the family into another. */
const kindOf = (code: string): string => (/^HLD10[1-4]$/.test(code) ? "HLD101" : code);

/** How often each rule is found; what is learned too early counts as one rule. */
function tally({ findings }: Report): Map<string, number> {
  const out = new Map<string, number>();
  for (const { code } of findings) out.set(kindOf(code), (out.get(kindOf(code)) ?? 0) + 1);
  return out;
}
