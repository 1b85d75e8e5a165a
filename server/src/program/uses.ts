/** Names of other people's code that a unit calls or imports, dotted as they are defined: `from shap import Explainer as E; E(x)` uses `shap.Explainer`. */
import type { Span } from "../base/span.js";
import type { Expr, Stmt } from "./ir.js";

export interface Use {
  readonly name: string;
  readonly at: Span;
}

/** Enough for any program that people write. */
const most = 4000;

/** First use of each name over all units, in order. Only what an import names is known; local names that shadow it are not told apart. */
export function usesIn(units: readonly (readonly Stmt[])[]): Use[] {
  const known = new Map<string, string>();
  const found = new Map<string, Span>();
  const add = (name: string, at: Span): void => {
    if (!found.has(name) && found.size < most) found.set(name, at);
  };
  const nameOf = (e: Expr): string | null => {
    if (e.k === "name") return known.get(e.name) ?? null;
    if (e.k !== "attr") return null;
    const base = nameOf(e.object);
    return base === null ? null : `${base}.${e.name}`;
  };
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const x of node) visit(x);
      return;
    }
    if (typeof node !== "object" || node === null || node instanceof Map || node instanceof Set) return;
    const s = node as Stmt | Expr;
    if (s.k === "import")
      for (const n of s.names) {
        known.set(n.as ?? (n.path.split(".")[0] as string), n.as ? n.path : (n.path.split(".")[0] as string));
        add(n.path, n.at);
      }
    else if (s.k === "from" && s.level === 0) {
      for (const n of s.names ?? []) {
        known.set(n.as ?? n.name, `${s.module}.${n.name}`);
        add(`${s.module}.${n.name}`, n.at);
      }
      if (!s.names) add(s.module, s.at);
    } else if (s.k === "call") {
      const name = nameOf(s.func);
      if (name) add(name, s.callee);
    }
    for (const [key, value] of Object.entries(node)) if (key !== "at" && key !== "nameAt" && key !== "callee") visit(value);
  };
  for (const body of units) {
    try {
      visit(body);
    } catch (error) {
      // Hostile nesting ends the walk of its unit.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return [...found].map(([name, at]) => ({ name, at }));
}
