/** One call as effects see it: receiver, arguments by parameter, places. */
import type { Span } from "../base/span.js";
import type { Expr } from "../program/ir.js";
import { type SigParam, signature } from "./library.js";
import { constant, type Value } from "./values.js";

export interface ArgValue {
  readonly name: string | null;
  readonly value: Value;
  readonly expr?: Expr;
  readonly star?: 1 | 2;
}

/** One call as effects see it: receiver, arguments by parameter, places. */
export interface CallCtx {
  readonly at: Span;
  readonly node: Expr | null;
  readonly name: string;
  readonly self: Value | null;
  readonly selfExpr: Expr | null;
  readonly args: readonly ArgValue[];
  readonly bound: ReadonlyMap<string, ArgValue>;
  readonly star: readonly ArgValue[];
  readonly kw: readonly ArgValue[];
  readonly params: readonly SigParam[];
}

/** The value of a parameter, its literal default, or undefined. */
export function arg(c: CallCtx, name: unknown): Value | undefined {
  if (typeof name !== "string") return undefined;
  if (name === "self") return c.self ?? undefined;
  const got = c.bound.get(name);
  if (got) return got.value;
  const kw = c.kw.find((a) => a.name === name);
  if (kw) return kw.value;
  const p = c.params.find((x) => x.name === name);
  return p && p.literal !== undefined ? constant(p.literal) : undefined;
}

/** Whether the caller gave a parameter (defaults do not count). */
export const given = (c: CallCtx, name: string): boolean => c.bound.has(name) || c.kw.some((a) => a.name === name);

export const argExpr = (c: CallCtx, name: unknown): Expr | null =>
  name === "self" ? c.selfExpr : typeof name === "string" ? (c.bound.get(name)?.expr ?? null) : null;

/** A parameter as a plain constant. */
export function literalArg(c: CallCtx, name: unknown): string | number | boolean | null | undefined {
  const v = arg(c, name);
  return v?.k === "const" ? v.v : undefined;
}

export function bindCall(
  row: { sig?: string } | null,
  at: Span,
  node: Expr | null,
  name: string,
  self: Value | null,
  selfExpr: Expr | null,
  args: readonly ArgValue[],
): CallCtx {
  const params = signature(row?.sig ?? "(*args, **kwargs)");
  const bound = new Map<string, ArgValue>();
  const star: ArgValue[] = [];
  const kw: ArgValue[] = [];
  const plain = params.filter((p) => p.kind === "plain");
  const rest = params.find((p) => p.kind === "star");
  let i = 0;
  for (const a of args) {
    if (a.name === null) {
      const p = plain[i++];
      if (p && !a.star) bound.set(p.name, a);
      else star.push(a);
    } else if (params.some((p) => p.name === a.name && p.kind !== "star" && p.kind !== "starstar")) bound.set(a.name, a);
    else kw.push(a);
  }
  if (rest && !bound.has(rest.name) && star[0]) bound.set(rest.name, star[0]);
  return { at, node, name, self, selfExpr, args, bound, star, kw, params };
}
