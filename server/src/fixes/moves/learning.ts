/** What a statement learns, as far as a fix can say it again for each part of the data. */
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import type { Learned } from "../../trace/lineage.js";
import type { Questions } from "../../trace/questions.js";
import { standsAlone } from "./lines.js";
import { holds, type Place, type View } from "./view.js";
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

/** `scaler.fit(X)` above `scaler.fit_transform(X)`, with nothing that asks the scaler or changes the data between them: the second fit forgets the first. */
export function forgottenFits(view: View, { line, index }: Place, again: Call | null): Stmt[] {
  const object = again?.func.k === "attr" && /^(fit|fit_transform)$/.test(again.func.name) && again.func.object.k === "name" ? again.func.object.name : null;
  const data = again?.args[0] && view.textOf(again.args[0].value.at);
  if (!again || object === null || !data) return [];
  const names = new Set([object, ...again.args.flatMap((a) => namesIn(a.value))]);
  for (const s of line.stmts.slice(0, index).reverse()) {
    const call = s.k === "expr" && s.value.k === "call" ? s.value : null;
    const fits = call?.func.k === "attr" && call.func.name === "fit" && call.func.object.k === "name" && call.func.object.name === object;
    if (fits && call.args[0] && view.textOf(call.args[0].value.at) === data && standsAlone(view, s)) return [s];
    let meets = false;
    eachExprIn(s, (e, _fn, stored) => {
      if (e.k === "name" && names.has(e.name)) meets ||= stored || e.name === object;
    });
    if (meets) return [];
  }
  return [];
}

/** What a call is given under a keyword, or one of several that mean the same, or as the positional argument at an index. */
export const given = (call: Call, keywords: string | readonly string[], index: number): Expr | null =>
  call.args.find((a) => a.name !== null && [keywords].flat().includes(a.name))?.value ?? call.args.filter((a) => !a.name)[index]?.value ?? null;

/** What a call hands a function over as a parameter. */
export const argument = (fn: Fn, call: Call, name: string): Expr | null =>
  given(
    call,
    name,
    fn.params.findIndex((p) => p.name === name),
  );

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
  if (/column_?transformer/i.test(c)) return "columns";
  if (/SMOTE|Sampl|ADASYN/.test(c)) return "sampler";
  return c.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}
