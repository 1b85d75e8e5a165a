/** What no fix reaches while another fault stands in its way: that one is cured first, and the two fixes are offered as one. */
import { samePlace } from "../base/span.js";
import type { Finding, Fix, Offer } from "../engine.types.js";
import type { DocumentInput } from "../program/program.js";
import { editsBetween } from "./all.js";
import { applyToDocument, isNewCell, shifted } from "./apply.js";
import type { FixContext } from "./context.js";
import { transformersOfCopies } from "./moves/scaledCopies.js";
import { joined, type Look } from "./together.js";
import { countOf, leavesValidation, objection, type Recheck, tryOut, uncoversUneven } from "./verify.js";

/** So many other faults are tried: each is worked out as if somebody had asked for its fix. */
const tries = 4;

/**
 * A fix of the finding behind one of another that spoils the same evaluations; null where no two hold together.
 * `offersOf`: what is offered for a finding of a version by itself: what waits for that would go through all chains of findings.
 */
export function curedFirst(
  cx: FixContext,
  document: DocumentInput,
  before: ReturnType<Recheck>,
  recheck: Recheck,
  look: (document: DocumentInput) => Look,
  offersOf: (cx: FixContext, document: DocumentInput, before: ReturnType<Recheck>) => Offer[],
): Fix | null {
  // Another analysis, for those findings alone that something may stand in the way of.
  let here: Look | null = null;
  const contextOf = (f: Finding): FixContext => {
    here ??= look(document);
    return here.contextOf(f);
  };
  const behind = (first: Fix, cures: readonly string[], isBehind = false): Fix | null => {
    const at = shifted(cx.finding.at, first.edits);
    if (!at) return null;
    const between = applyToDocument(document, first.edits);
    const seen = look(between);
    const own = seen.report.findings.find((g) => sameFault(g.code, cx.finding.code) && samePlace(g.at, at));
    const second = own ? fixIn(offersOf(seen.contextOf(own), between, recheck(between))) : null;
    if (!second) return null;
    const after = applyToDocument(between, second.edits);
    const whole: Fix = { applicability: "unsafe", title: joined(first.title, second.title, isBehind), edits: editsBetween(document, after) };
    const tried = tryOut(whole, document, recheck);
    const leaves = (now: ReturnType<Recheck>): boolean =>
      leavesValidation(cx.finding, before, now, [...cures]) || (uncoversUneven(before, now) && isCured(cx.finding, before, now));
    const holds = objection(cx.finding, whole, before, tried, [...cures]) === null || (tried && leaves(tried));
    return holds ? whole : null;
  };
  for (const f of inTheWay(cx, before.report.findings, contextOf).slice(0, tries)) {
    const first = fixIn(offersOf(contextOf(f), document, before));
    const whole = first && behind(first, [cx.finding.code, f.code], cx.doc.isBefore(cx.finding.at, f.at));
    if (whole) return whole;
  }
  // What is fitted to copies is found with these, and not by itself.
  const own = cx.finding.code === "HLD105" ? transformersOfCopies(contextOf(cx.finding)) : null;
  return own && behind(own, [cx.finding.code]);
}

/** Whether a rule finds less than before, in doubt as well. */
const isCured = ({ code }: Finding, before: ReturnType<Recheck>, now: ReturnType<Recheck>): boolean =>
  (["report", "possible"] as const).every((of) => countOf(now[of], code) < countOf(before[of], code));

/** A fix of a call together with those of the same call elsewhere in the unit: numbers that are shown beside each other are made alike. */
export function withAlike(
  cx: FixContext,
  fix: Fix,
  document: DocumentInput,
  before: ReturnType<Recheck>,
  recheck: Recheck,
  look: (document: DocumentInput) => Look,
  build: (cx: FixContext) => Fix[],
): Fix | null {
  const { at, code } = cx.finding;
  if (code !== "HLD111" || fix.applicability === "safe") return null;
  const called = cx.doc.callAt(at);
  const words = called && cx.doc.text(called.call.at);
  const alike = called?.unit.calls.filter(({ call }) => cx.doc.text(call.at) === words) ?? [];
  if (alike.length < 2) return null;
  let current = applyToDocument(document, fix.edits);
  let count = 1;
  for (; count < 6; count++) {
    const seen = look(current);
    const again = seen.report.findings.find((f) => {
      const here = f.code === code && f.at.source === at.source ? seen.contextOf(f).doc : null;
      const call = here?.callAt(f.at)?.call;
      return here !== null && call !== undefined && here.text(call.at) === words;
    });
    const next = again && build(seen.contextOf(again)).find((f) => !f.edits.some(isNewCell));
    if (!next) break;
    current = applyToDocument(current, next.edits);
  }
  if (count === 1) return null;
  const whole: Fix = { applicability: "unsafe", title: `${fix.title}, in ${count} places`, edits: editsBetween(document, current) };
  return objection(cx.finding, whole, before, tryOut(whole, document, recheck)) === null ? whole : null;
}

/** Findings that may have to be cured first: copies of rows where something is learned of them, what is learned of copies, what is learned behind, rows that went through another transformer. */
function inTheWay(cx: FixContext, findings: readonly Finding[], contextOf: (f: Finding) => FixContext): Finding[] {
  if (cx.finding.code === "HLD111") {
    const own = findings.findIndex((f) => f.code === "HLD111" && samePlace(f.at, cx.finding.at));
    return findings.slice(0, Math.max(0, own)).filter((f) => f.code === "HLD111");
  }
  const evaluations = cx.leaks().map((l) => l.evaluation);
  if (learnedEarly.test(cx.finding.code)) {
    const mixed = evaluations.flatMap((e) => cx.q.mix(e) ?? []);
    const copied = findings.filter((f) => f.code === "HLD105" && mixed.some((l) => samePlace(l.at, f.at)));
    return [...copied, ...(cx.finding.code === validated ? behindIn(cx, findings, contextOf) : [])];
  }
  if (cx.finding.code !== "HLD105") return [];
  const spoiled = cx.q.evaluations.filter((e) => samePlace(cx.q.mix(e)?.at, cx.finding.at));
  return findings.filter(
    (f) =>
      learnedEarly.test(f.code) &&
      contextOf(f)
        .leaks()
        .some((l) => spoiled.some((e) => samePlace(e.score.at, l.evaluation.score.at))),
  );
}

/** The transformers that are fitted further down to the same rows, and seen by the same folds: gaps are filled in a table before a scaler makes it an array. */
function behindIn(cx: FixContext, findings: readonly Finding[], contextOf: (f: Finding) => FixContext): Finding[] {
  const own = cx.leaks().map((l) => l.evaluation.score.at);
  const isBehind = (f: Finding): boolean => f.code === validated && cx.doc.isBefore(cx.finding.at, f.at);
  return findings.filter(
    (f) =>
      isBehind(f) &&
      contextOf(f)
        .leaks()
        .some(({ learned, evaluation }) => learned.via === "transformer" && own.some((at) => samePlace(at, evaluation.score.at))),
  );
}

/** What folds saw of their validation rows. */
const validated = "HLD102";

/** Rules of one family: what was learned before the rows were split. */
const learnedEarly = /^HLD10[1-4]$/;

const sameFault = (a: string, b: string): boolean => a === b || (learnedEarly.test(a) && learnedEarly.test(b));

const fixIn = (offers: readonly Offer[]): Fix | null => offers.find((o) => o.fix && !o.fix.edits.some(isNewCell))?.fix ?? null;
