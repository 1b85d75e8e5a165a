/** Applies many fixes, one after the other: each is worked out on the text that those before it have left. */

import { diffLines, linesOf } from "../base/diff.js";
import { lineStarts } from "../base/span.js";
import type { Finding, Fix, FixAllResult, Offer, TextEdit } from "../engine.types.js";
import type { DocumentInput } from "../program/program.js";
import { applyToDocument } from "./apply.js";

/** A document under analysis, as often as it changes. */
export interface Round {
  readonly findings: readonly Finding[];
  offers(finding: Finding): readonly Offer[];
}

/** More fixes than anybody wants at once. */
const maxFixes = 200;

/** Applies the first fix of each finding that `wanted` accepts, until none is left. */
export function fixAll(document: DocumentInput, analyse: (document: DocumentInput) => Round, wanted: (fix: Fix) => boolean): FixAllResult {
  let current = document;
  const applied: { code: string; title: string }[] = [];
  // What cannot be fixed is not tried again in every round, but once more at the end: another fix may have opened the way.
  const tried = new Set<string>();
  let fresh = true;
  while (applied.length < maxFixes) {
    const round = analyse(current);
    const next = firstFix(round, wanted, tried, current);
    if (next) {
      current = applyToDocument(current, next.fix.edits);
      applied.push({ code: next.finding.code, title: next.fix.title });
      fresh = false;
    } else if (fresh || tried.size === 0) break;
    else {
      tried.clear();
      fresh = true;
    }
  }
  return { document: current, applied };
}

function firstFix(round: Round, wanted: (fix: Fix) => boolean, tried: Set<string>, document: DocumentInput): { finding: Finding; fix: Fix } | null {
  const seen = new Map<string, number>();
  for (const finding of round.findings) {
    const name = keyOf(finding, document);
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    const key = `${name} ${number}`;
    if (tried.has(key)) continue;
    const fix = round.offers(finding).find((offer) => offer.fix !== null && wanted(offer.fix))?.fix;
    if (fix) return { finding, fix };
    tried.add(key);
  }
  return null;
}

/** A finding by its words and its line, which outlive edits elsewhere. */
function keyOf({ code, message, at }: Finding, document: DocumentInput): string {
  const text = document.units.find((unit) => unit.source === at.source)?.text ?? "";
  return `${code} ${at.source} ${message} ${text.slice(at.start, at.end)}`;
}

/** What turns one version of a document into another, unit by unit. */
export const editsBetween = (from: DocumentInput, to: DocumentInput): TextEdit[] =>
  from.units.flatMap((unit) => lineEdits(unit.source, unit.text, to.units.find((u) => u.source === unit.source)?.text ?? unit.text));

/** Edits by lines that lead from one text of a unit to another. */
export function lineEdits(source: TextEdit["at"]["source"], before: string, after: string): TextEdit[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  const starts = lineStarts(before);
  const offset = (line: number): number => (line >= a.length ? before.length : (starts[line] as number));
  return diffLines(a, b).map(({ start, end, from, to }) => ({ at: { source, start: offset(start), end: offset(end) }, text: b.slice(from, to).join("") }));
}
