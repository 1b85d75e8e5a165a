/** The context of a finding, from what the analysis found out. */
import type { SourceId, Span } from "../base/span.js";
import type { Finding } from "../engine.types.js";
import type { Questions } from "../trace/questions.js";
import type { Result } from "../trace/run.js";
import type { Data, Model } from "../trace/values.js";
import type { FixContext, ImportsCell } from "./context.js";
import type { FixDocument } from "./document.js";

/** `doc` may be shared by the findings of one document. */
export function contextOf(finding: Finding, doc: FixDocument, result: Result, q: Questions, importsCell: ImportsCell): FixContext {
  const isHere = (at: Span): boolean => at.source === finding.at.source && at.start === finding.at.start;
  const cellAt = (at: Span) => {
    const seen = result.seen.get(at.source)?.findLast((x) => x.start === at.start && x.end === at.end);
    return seen?.value.k === "obj" ? result.trace.get(seen.value) : null;
  };
  return {
    finding,
    doc,
    q,
    importsCell,
    dataAt: (at) => as<Data>(cellAt(at), "data"),
    kindAt: (at) => cellAt(at)?.k ?? null,
    modelAt: (at) => as<Model>(cellAt(at), "model"),
    learned: () => q.learnings.filter((l) => isHere(l.at)),
    leaks: () => [...q.leaks()].filter((leak) => isHere(leak.learned.at)),
    evaluations: () => q.evaluations.filter((e) => isHere(e.score.at)),
    scores: () => q.evaluations.map((e) => e.score).filter((s) => isHere(s.at)),
    splitAt: (at) => q.lineage.allSplits.find((s) => s.at.source === at.source && s.at.start === at.start) ?? null,
    isOwn: (source: SourceId) => doc.unit(source) !== null,
  };
}

const as = <T extends { k: string }>(cell: { k: string } | null, k: T["k"]): T | null => (cell?.k === k ? (cell as T) : null);
