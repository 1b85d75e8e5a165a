/** What a statement learns, as far as a fix can say it again for each part of the data. */
import type { Expr } from "../../program/ir.js";
import type { Learned } from "../../trace/lineage.js";
import type { Questions } from "../../trace/questions.js";
import { holds, type Place } from "./view.js";
import { eachExprIn, partsOf } from "./walk.js";

export type Call = Expr & { k: "call" };

/** A call that learns, in its statement. */
export interface LearningCall {
  readonly learned: Learned;
  readonly call: Call;
}

/** The calls in a statement (its blocks left out of none) at which something was learned; counts and models that are scored are no learning. */
export function learningCalls(q: Questions, place: Place): LearningCall[] {
  const out: LearningCall[] = [];
  const seen = new Set<Call>();
  for (const l of q.learnings) {
    if (l.weight === "count" || !holds(place.stmt.at, l.at)) continue;
    const call = callAt(place, l);
    if (!call || seen.has(call)) continue;
    seen.add(call);
    out.push({ learned: l, call });
  }
  return out.sort((a, b) => a.call.callee.start - b.call.callee.start);
}

/** The call whose callee a learning stands on. */
export function callAt(place: Place, l: Learned): Call | null {
  let found: Call | null = null;
  eachExprIn(place.stmt, (e) => {
    if (e.k === "call" && e.callee.start === l.at.start && e.callee.end === l.at.end) found = e;
  });
  return found;
}

/** Names of variables that an expression reads, in order, each once. */
export function namesIn(e: Expr): string[] {
  const out = new Set<string>();
  const go = (x: Expr): void => {
    if (x.k === "name") out.add(x.name);
    for (const p of parts(x)) go(p);
  };
  go(e);
  return [...out];
}

const parts = (e: Expr): Expr[] => (e.k === "call" ? [...(e.func.k === "name" ? [] : [e.func]), ...e.args.map((a) => a.value)] : partsOf(e));

/** What a transformer is called when it has no name yet. */
export function nameForObject(callee: string): string {
  const c = callee.replace(/.*\./, "");
  if (/Scaler|Normalizer|Standardi/.test(c)) return "scaler";
  if (/Imputer/.test(c)) return "imputer";
  if (/Vectorizer/.test(c)) return "vectorizer";
  if (/Encoder|Binarizer/.test(c)) return "encoder";
  if (/^Select|^RFE|Boruta|VarianceThreshold/.test(c)) return "selector";
  if (/PCA|SVD|NMF|ICA|LDA/.test(c)) return c.toLowerCase();
  if (/SMOTE|Sampl|ADASYN/.test(c)) return "sampler";
  return c.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}
