/** What no fix reaches while copies of its rows stand on both sides of a split or a fold: they are made later first, and the two fixes are offered as one. */
import { samePlace } from "../base/span.js";
import type { Fix, Offer } from "../engine.types.js";
import type { DocumentInput } from "../program/program.js";
import { lineEdits } from "./all.js";
import { applyToDocument, isNewCell, shifted } from "./apply.js";
import type { FixContext } from "./context.js";
import { joined, type Look } from "./together.js";
import { leavesValidation, objection, type Recheck, tryOut } from "./verify.js";

/**
 * A fix of the finding behind one of the resampling that spoils the same evaluations; null where the two do not hold together.
 * `offersOf`: what is offered for a finding of a version.
 */
export function resampledFirst(
  cx: FixContext,
  document: DocumentInput,
  before: ReturnType<Recheck>,
  recheck: Recheck,
  look: (document: DocumentInput) => Look,
  offersOf: (cx: FixContext, document: DocumentInput, before: ReturnType<Recheck>) => Offer[],
): Fix | null {
  if (!learnedEarly.test(cx.finding.code)) return null;
  const mixed = cx.leaks().flatMap(({ evaluation }) => cx.q.mix(evaluation) ?? []);
  const spoiling = before.report.findings.filter((f) => f.code === "HLD105" && mixed.some((l) => samePlace(l.at, f.at)));
  for (const f of spoiling) {
    const first = fixIn(offersOf(look(document).contextOf(f), document, before));
    const at = first && shifted(cx.finding.at, first.edits);
    if (!first || !at) continue;
    const between = applyToDocument(document, first.edits);
    const seen = look(between);
    const own = seen.report.findings.find((g) => learnedEarly.test(g.code) && samePlace(g.at, at));
    const second = own ? fixIn(offersOf(seen.contextOf(own), between, recheck(between))) : null;
    if (!second) continue;
    const after = applyToDocument(between, second.edits);
    const edits = document.units.flatMap((unit) => lineEdits(unit.source, unit.text, after.units.find((u) => u.source === unit.source)?.text ?? unit.text));
    const whole: Fix = { applicability: "unsafe", title: joined(first.title, second.title), edits };
    const tried = tryOut(whole, document, recheck);
    const cures = [cx.finding.code, f.code];
    if (objection(cx.finding, whole, before, tried, cures) === null || (tried && leavesValidation(cx.finding, before, tried, cures))) return whole;
  }
  return null;
}

/** Rules of one family: what was learned before the rows were split. */
const learnedEarly = /^HLD10[1-4]$/;

const fixIn = (offers: readonly Offer[]): Fix | null => offers.find((o) => o.fix && !o.fix.edits.some(isNewCell))?.fix ?? null;
