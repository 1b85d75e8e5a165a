/** The context of a finding, from what the analysis found out. */
import { type SourceId, type Span, samePlace } from "../base/span.js";
import type { Finding } from "../engine.types.js";
import { modelOf } from "../trace/describe.js";
import { effectsOf, signature } from "../trace/library.js";
import type { Questions } from "../trace/questions.js";
import type { Result } from "../trace/run.js";
import type { Trace } from "../trace/trace.js";
import type { Data, Model } from "../trace/values.js";
import type { FixContext, ImportsCell } from "./context.js";
import { type CallExpr, type FixDocument, isSpread } from "./document.js";

/** `doc` may be shared by the findings of one document. */
export function contextOf(finding: Finding, doc: FixDocument, result: Result, q: Questions, importsCell: ImportsCell): FixContext {
  const isHere = (at: Span): boolean => samePlace(at, finding.at);
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
    rowsArgument: (call) => {
      const fitted = q.learnings.find((l) => samePlace(l.at, call.callee));
      const model = fitted ? modelOf(result.trace, fitted.object) : null;
      return model && rowsArgument(result.trace, model, call);
    },
    learned: () => q.learnings.filter((l) => isHere(l.at)),
    leaks: () => [...q.leaks()].filter((leak) => isHere(leak.learned.at)),
    evaluations: () => q.evaluations.filter((e) => isHere(e.score.at)),
    scores: () => q.evaluations.map((e) => e.score).filter((s) => isHere(s.at)),
    splitAt: (at) => q.lineage.allSplits.find((s) => samePlace(s.at, at)) ?? null,
    isOwn: (source: SourceId) => doc.unit(source) !== null,
  };
}

function rowsArgument(trace: Trace, model: Model, call: CallExpr): number | null {
  if (call.func.k !== "attr" || isSpread(call)) return null;
  const { name } = call.func;
  const row = model.cls && trace.methodOf(model.cls, name) ? null : trace.methodRow(model, name);
  const parameter = row && effectsOf(row).find((e) => typeof e.X === "string")?.X;
  if (!row || !parameter) return null;
  const position = signature(row.sig ?? "").findIndex((p) => p.name === parameter);
  const found = call.args.findIndex((arg, i) => arg.name === parameter || (arg.name === null && i === position));
  return found < 0 ? null : found;
}

const as = <T extends { k: string }>(cell: { k: string } | null, k: T["k"]): T | null => (cell?.k === k ? (cell as T) : null);
