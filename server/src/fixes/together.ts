/** A fix that uncovers another fault that was there before: the two are offered as one. */
import { samePlace } from "../base/span.js";
import type { Edit, Finding, Fix, Report } from "../engine.types.js";
import type { DocumentInput } from "../program/program.js";
import { editsBetween } from "./all.js";
import { applyToDocument, isNewCell, shifted } from "./apply.js";
import type { FixContext } from "./context.js";
import type { Extras } from "./extras.js";
import { countOf, isUncovered, objection, type Recheck, tryOut } from "./verify.js";

/** Another version of the document, with all that a builder needs. */
export interface Look {
  readonly report: Report;
  contextOf(finding: Finding): FixContext;
}

/** A split that is there at last makes every leak before it count: so many further fixes are made, each of which leaves fewer new findings. */
const furtherFixes = 12;
/** In all, so many ways are tried: every try is an analysis. */
const tries = 32;
/** Of one version, so many. */
const triesEach = 4;

/**
 * `fix`, which brings new findings, together with fixes of these; null if nothing holds.
 * `build`: the fixes of a finding, not tried out. `extras`: what else has to go.
 */
export function withFurther(
  finding: Finding,
  fix: Fix,
  document: DocumentInput,
  before: ReturnType<Recheck>,
  recheck: Recheck,
  look: (document: DocumentInput) => Look,
  build: (cx: FixContext) => Fix[],
  extras: Extras,
): Fix | null {
  if (fix.applicability === "safe" || fix.edits.some(isNewCell)) return null;
  let current = applyToDocument(document, fix.edits);
  let seen = look(current);
  const titles = [fix.title];
  const isTaken = takesModel(fix);
  let left = tries;
  // What else was found before is no new finding: its own fix cures it.
  let others = moved(
    before.report.findings.filter((f) => !samePlace(f.at, finding.at)),
    fix.edits,
  );
  for (let round = 0; round < furtherFixes && left > 0; round++) {
    const next = best(current, seen, others);
    if (!next) return null;
    titles.push(next.title);
    others = moved(others, next.edits);
    current = next.document;
    seen = next.seen;
    if (next.news > 0) continue;
    const whole: Fix = { applicability: "unsafe", title: titleOf(titles), edits: editsBetween(document, current) };
    if (objection(finding, whole, before, tryOut(whole, document, recheck)) === null && !leavesPart(whole, current)) return whole;
  }
  return null;

  /** How many findings of a code may be left: no more than there were, and where one may be two faults, one less. */
  function allowed(code: string): number {
    return countOf(before.report, code) - (code === finding.code && twofold.has(code) ? 1 : 0);
  }

  /** How many findings are new. */
  function excess(now: Report): number {
    return [...new Set(now.findings.map((f) => f.code))]
      .filter((code) => !isUncovered(finding.code, code))
      .reduce((sum, code) => sum + Math.max(0, countOf(now, code) - allowed(code)), 0);
  }

  /** The first further fix that leaves fewer new findings than there are; a fix of none of `others`. */
  function best(
    from: DocumentInput,
    { report, contextOf }: Look,
    others: readonly Found[],
  ): { title: string; edits: readonly Edit[]; document: DocumentInput; seen: Look; news: number } | null {
    const further = extras(() => contextOf(finding));
    const found = report.findings.filter(
      ({ code, at }) =>
        countOf(report, code) > allowed(code) && !isUncovered(finding.code, code) && !others.some((o) => o.code === code && samePlace(o.at, at)),
    );
    const fresh = [...found, ...further.filter((x) => !found.some((f) => samePlace(f.at, x.at)))];
    const excessHere = excess(report) + further.length;
    let here = triesEach;
    for (const f of fresh) {
      for (const next of build(contextOf(f))) {
        if (left <= 0 || here <= 0) return null;
        if (next.edits.some(isNewCell) || (f.code === unsaved && finding.code !== unsaved && !savesTouched(next, fix)) || (isTaken && !keepsFits(next)))
          continue;
        left--;
        here--;
        let changed: DocumentInput;
        try {
          changed = applyToDocument(from, next.edits);
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          continue;
        }
        const after = look(changed);
        const news = excess(after.report) + extras(() => after.contextOf(finding)).length;
        // The other half of the fault may uncover as much as it cures.
        const halves = f.code === finding.code && countOf(after.report, f.code) < countOf(report, f.code);
        if (after.report.broken.length <= before.report.broken.length && (news < excessHere || (halves && twofold.has(f.code))))
          return { title: next.title, edits: next.edits, document: changed, seen: after, news };
      }
    }
    return null;
  }
}

type Found = Pick<Finding, "code" | "at">;

/** Findings after edits, where these leave them alone. */
const moved = (found: readonly Found[], edits: readonly Edit[]): Found[] =>
  found.flatMap(({ code, at }) => {
    const now = shifted(at, edits);
    return now ? [{ code, at: now }] : [];
  });

const unsaved = "HLD602";

/** Whether all that a further fix stores is spoken of by the first fix: what that left alone is not lost by it. */
function savesTouched(next: Fix, { edits }: Fix): boolean {
  const touched = edits.map((e) => e.text).join("\n");
  const stored = next.edits.flatMap((e) => [...e.text.matchAll(/\b(?:dump|save)\(\s*([A-Za-z_]\w*)/g)].map((m) => m[1] as string));
  return stored.length > 0 && stored.every((name) => new RegExp(`\\b${name}\\b`).test(touched));
}

/** Whether a fix takes a model out of its pipeline: it knows the rows as the program's own transformers give them. */
const takesModel = ({ edits }: Fix): boolean => edits.some((e) => e.text.includes(".best_estimator_.named_steps["));

/** Whether a further fix leaves these fitted to what they were fitted to. */
const keepsFits = ({ title }: Fix): boolean => /^(Make it a Pipeline|Resample inside)/.test(title);

/** Whether a further fix took the place of the part that an earlier one held out: then nothing reads it. */
function leavesPart(fix: Fix, after: DocumentInput): boolean {
  const text = after.units.map((unit) => unit.text).join("\n");
  const added = fix.edits.flatMap((e) => (isNewCell(e) ? [] : e.text.split(/\r\n|\r|\n/)));
  return added.some((line) => {
    const parts = /^\s*(\w+(?:, \w+){3,}) = [\w.]*train_test_split\(/.exec(line)?.[1]?.split(", ") ?? [];
    const held = parts.filter((_, i) => i % 2 === 1);
    return held.length > 0 && held.every((name) => (text.match(new RegExp(`\\b${name}\\b`, "g")) ?? []).length < 2);
  });
}

/** "Score on rows held out; draw the training rows first, …; and 3 further changes". */
function titleOf([first, second, ...more]: readonly string[]): string {
  const same = [second, ...more].filter((title) => title === first).length;
  if (second !== undefined && same === more.length + 1)
    return same === 1 ? `${first}, those of the model beside it too` : `${first}, those of the ${same} models beside it too`;
  const rest = more.length === 1 ? [lower(more[0] as string)] : more.length ? [`and ${more.length} further changes of this kind`] : [];
  return [first, ...(second ? [lower(second)] : []), ...rest].join("; ");
}

const lower = (title: string): string => `${title.charAt(0).toLowerCase()}${title.slice(1)}`;

/** The title of two fixes in one. `behind`: the first is of what stands further down. */
export const joined = (first: string, second: string, behind = false): string => {
  const said = first.replace(above, "");
  if (said === second) return `${second}${behind ? "; here and further down" : here}`;
  return `${first}; ${lower(first.startsWith(piped) ? second.replace(piped, "") : second)}`;
};
const piped = "Make it a Pipeline: ";
const here = "; here and above";
const above = new RegExp(`${here}$`);

/** Rules of which half a cure may be left: of rows resampled, or columns selected, before a split and before folds of all rows or of its training part, and of what is learned before a split whose training part alone is cross-validated. */
const twofold: ReadonlySet<string> = new Set(["HLD102", "HLD103", "HLD105"]);
