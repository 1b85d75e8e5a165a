/** What the arm that is not taken would use or have done: a program with two modes makes in each of its runs what both of them need. */
import type { Stmt } from "../program/ir.js";
import { unitNames } from "../program/names.js";
import type { Learned } from "./lineage.js";
import { type Rows, relation } from "./rows.js";
import type { Trace } from "./trace.js";
import { type IdSet, nothing } from "./values.js";

/** Carries out one arm of a condition; meanwhile `t.otherArms` knows the objects that the other one reads, made before both. */
export function besideArm<T>(t: Trace, other: readonly Stmt[], work: () => T): T {
  t.otherArms.push(other.length ? readBy(t, other) : nothing.learned);
  const out = work();
  t.otherArms.pop();
  return out;
}

function readBy(t: Trace, body: readonly Stmt[]): IdSet {
  const { reads, mayRead } = unitNames(body);
  const out = new Set<number>();
  for (const name of new Set([...reads.map((r) => r.name), ...mayRead]))
    for (let f: typeof t.frame | null = t.frame; f; f = f.parent) {
      const v = t.vars.get(`${f.id}:${name}`);
      if (v?.k === "obj") out.add(v.id);
      if (v) break;
    }
  return out;
}

/**
 * Whether something was learned under a condition, from training rows of that arm alone: what is scored behind the arms are this arm's other rows, or
 * rows of an arm in which none of it was learned.
 */
export function ownArmsRows(l: Learned, train: Rows | null, scored: Rows): boolean {
  if (!l.arms.length || !train?.one || !scored.one || train.one.length !== scored.one.length) return false;
  const within = ["same", "within", "contains"];
  return train.one.some((rows, i) => within.includes(relation(l.rows, rows)) && relation(l.rows, scored.one?.[i] ?? scored) === "disjoint");
}
