/** The order in which units are analysed: document order, but a cell that reads a name only a later cell defines comes after that cell. */
import type { Stmt } from "./ir.js";
import { unitNames } from "./names.js";

/** Indices of `bodies` in the order of analysis. */
export function analysisOrder(bodies: readonly (readonly Stmt[])[]): number[] {
  const names = bodies.map(unitNames);
  const firstBinding = new Map<string, number>();
  names.forEach((n, i) => {
    for (const b of n.binds) if (!firstBinding.has(b)) firstBinding.set(b, i);
  });
  const order: number[] = [];
  const state = new Array<0 | 1 | 2>(bodies.length).fill(0);
  const visit = (i: number, depth: number): void => {
    if (state[i] !== 0) return;
    state[i] = 1;
    if (depth < 200) {
      for (const r of names[i]?.reads ?? []) {
        const at = firstBinding.get(r.name);
        if (at !== undefined && at > i) visit(at, depth + 1);
      }
    }
    state[i] = 2;
    order.push(i);
  };
  for (let i = 0; i < bodies.length; i++) visit(i, 0);
  return order;
}
