/** What conditions say of the rows that they keep: limits that lie apart, and conditions that are each other's opposite; and which slices and draws lie apart. */
import type { Bound, Cut } from "./rows.js";

/** Values of one expression between two limits. Days are whole numbers. */
export interface Limits {
  readonly of: string;
  /** The part of the cut that keeps within them. */
  readonly part: string;
  readonly lo: number | null;
  readonly hi: number | null;
  /** The limit itself is left out. */
  readonly open: boolean;
  /** The side of a limit that nobody can tell. */
  readonly side?: "below" | "above";
}

/** A part of a partition by its name. */
export const cutKey = (c: Cut): string => `${c.id}#${c.part}`;

/** The cuts of the first list that the second does not have. */
export function cutsBeyond(cuts: readonly Cut[], others: readonly Cut[]): Cut[] {
  const have = new Set(others.map(cutKey));
  return cuts.filter((c) => !have.has(cutKey(c)));
}

/** Names of the two sides of a partition are each other's opposite; other parts get a name of their own. */
export const opposite = (part: string): string => (part === "train" ? "test" : part === "test" ? "train" : part.startsWith("!") ? part.slice(1) : `!${part}`);

/** Whether the values of one expression lie on different sides: `year < 2015` and `year >= 2016`. */
export function limitsApart(a: Cut, b: Cut): boolean {
  const below = (x: Limits, y: Limits): boolean => x.hi !== null && y.lo !== null && (x.hi < y.lo || (x.hi === y.lo && (x.open || y.open)));
  const of = (c: Cut): readonly Limits[] => c.limits?.filter((l) => l.part === c.part) ?? [];
  return of(a).some((x) => of(b).some((y) => x.of === y.of && (below(x, y) || below(y, x))));
}

/** Whether one side lies below a limit and the other above one, whatever both are: what is older than one day and what is newer than another. */
export function endsApart(a: readonly Cut[], b: readonly Cut[]): boolean {
  // One value lies on neither side of others.
  const sidesOf = (l: Limits): string[] => (l.side ? [l.side] : [...(l.hi === null ? [] : ["below"]), ...(l.lo === null ? [] : ["above"])]);
  const sides = (cuts: readonly Cut[], of: string): Set<string> =>
    new Set(cuts.flatMap((c) => (c.limits ?? []).filter((l) => l.part === c.part && l.of === of).flatMap(sidesOf)));
  return a.some((c) =>
    (c.limits ?? []).some((l) => {
      const [x, y] = [sides(a, l.of), sides(b, l.of)];
      return x.size === 1 && y.size === 1 && ![...x].some((side) => y.has(side));
    }),
  );
}

/** Whether a part is the stretch between two others of one order: of `rows[:a]`, `rows[a:b]` and `rows[b:]` the second, whatever `a` and `b` are. */
export const standsBetween = (middle: readonly Cut[], first: readonly Cut[], last: readonly Cut[]): boolean =>
  middle.some(
    (m) =>
      m.kind === "range" &&
      m.lo != null &&
      m.hi != null &&
      first.some((x) => x.id === m.id && x.hi === m.lo) &&
      last.some((x) => x.id === m.id && x.lo === m.hi),
  );

/** What all rows that a cut keeps meet, as `id#part`. */
export const conditionsOf = (c: Cut): readonly string[] => (c.all && c.part === "T" ? c.all : [cutKey(c)]);

/** Whether one keeps what meets a condition and the other what does not: `first <= day < last` and `day >= last`. */
export function conditionsApart(a: Cut, b: Cut): boolean {
  if (!(a.all || b.all)) return false;
  const others = new Set(conditionsOf(b));
  return conditionsOf(a).some((k) => {
    const at = k.lastIndexOf("#");
    return others.has(`${k.slice(0, at)}#${opposite(k.slice(at + 1))}`);
  });
}

/** Knowledge that only tells where the one side ends and the other begins. */
export function toldBy(a: readonly Cut[], b: readonly Cut[]): ReadonlySet<number> {
  const apart = (x: Cut, y: Cut): boolean => (x.id === y.id && x.part !== y.part) || limitsApart(x, y) || conditionsApart(x, y);
  return new Set(a.flatMap((x) => b.flatMap((y) => (apart(x, y) ? [...(x.by ?? []), ...(y.by ?? [])] : []))));
}

/** Begins the names of cuts that take parts from a list by a counter. */
export const fromList = "items:";

/** Asked of every pair of cuts: no text is put together for it. */
const isListOf = (a: Cut, b: Cut): boolean => a.id.length === fromList.length + b.id.length && a.id.startsWith(fromList) && a.id.endsWith(b.id);

/** Whether two cuts take parts of one partition, be it that the one takes them from a list by a counter. */
export const sameParts = (a: Cut, b: Cut): boolean => a.id === b.id || isListOf(a, b) || isListOf(b, a);

/** `n + m` stands behind `n`: lengths are added to lengths. So does `int(n + m)`. */
const startsBehind = (hi: Bound, lo: Bound): boolean => {
  if (typeof hi !== "string" || typeof lo !== "string") return false;
  const whole = lo.startsWith("txt:int(") && lo.endsWith(")") ? `txt:${lo.slice(8, -1)}` : lo;
  return [lo, whole].some((x) => x.startsWith(`${hi}+`) && !/[-@?]/.test(x.slice(hi.length)));
};

/** Whether two slices of the same rows share none; null where nobody can tell. */
export function rangesDisjoint(a: Cut, b: Cut): boolean | null {
  const before = (hi: Bound, lo: Bound): boolean | null => {
    if (hi === null || lo === null) return false;
    if (hi === lo || startsBehind(hi, lo)) return true;
    if (typeof hi === "number" && typeof lo === "number" && hi >= 0 === lo >= 0) return hi <= lo;
    return null;
  };
  const one = before(a.hi ?? null, b.lo ?? null);
  const two = before(b.hi ?? null, a.lo ?? null);
  if (one === true || two === true) return true;
  return one === false && two === false ? false : null;
}

/** Whether one is the test part of a draw and the other the training part of the same draw with as large a test part or a larger one. */
function ordersApart(a: Cut, b: Cut): boolean {
  if (!a.order || !b.order || a.order.of !== b.order.of || a.part === b.part) return false;
  const [test, train] = a.part === "test" ? [a.order.test, b.order.test] : [b.order.test, a.order.test];
  return test < 1 === train < 1 && test <= train;
}

/** Whether the first rows, such a share of them, lie in front of the last that a network keeps of the same rows. Shares are rounded alike. */
function sharesApart(a: Cut, b: Cut): boolean {
  const [head, tail] = a.kind === "range" ? [a, b] : [b, a];
  if (head.kind !== "range" || head.lo || !head.share || tail.kind !== "ordered" || !tail.share) return false;
  return head.share.of === tail.share.of && head.share.by <= tail.share.by + 1e-9;
}

/** Whether two parts are apart by how they were drawn, or cut off: by a seed, or by their shares. */
export const drawnApart = (a: Cut, b: Cut): boolean => ordersApart(a, b) || sharesApart(a, b);
