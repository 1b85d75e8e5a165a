/** Which names a function body binds: collected while its statements are lowered. */
import type { Expr } from "./ir.js";

export interface Scope {
  readonly bound: Set<string>;
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
  isGenerator: boolean;
}

export const newScope = (): Scope => ({ bound: new Set(), globals: new Set(), nonlocals: new Set(), isGenerator: false });

/** Names bound here and not declared to live elsewhere. */
export function localsOf(scope: Scope): ReadonlySet<string> {
  for (const name of scope.globals) scope.bound.delete(name);
  for (const name of scope.nonlocals) scope.bound.delete(name);
  return scope.bound;
}

/** Binds every name that assigning to `target` binds; `a.b = …` and `a[b] = …` bind none. */
export function bindTarget(scope: Scope, target: Expr): void {
  if (target.k === "name") scope.bound.add(target.name);
  else if (target.k === "star") bindTarget(scope, target.value);
  else if (target.k === "tuple" || target.k === "list") for (const item of target.items) bindTarget(scope, item);
}
