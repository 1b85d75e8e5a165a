/** What stands beside a learning and learns the same: all of it goes over to the training rows at once. */
import type { TextEdit } from "../../engine.types.js";
import type { Stmt } from "../../program/ir.js";
import type { Learned } from "../../trace/lineage.js";
import type { Questions } from "../../trace/questions.js";
import { lastStore } from "./chain.js";
import { namedOnce } from "./groupParts.js";
import type { Late } from "./late.js";
import { learnFrom, tableName } from "./learnFrom.js";
import { forgottenFits, type LearningCall, learningCalls, namesIn } from "./learning.js";
import { dedupe, removal, standsAlone } from "./lines.js";
import { firstOf, no } from "./outcome.js";
import type { Drawn } from "./picked.js";
import type { WrittenSplit } from "./splits.js";
import { holds, type Place, type View } from "./view.js";

/** The same from the first of the numbers that stand beside it: all of them are learned from the training rows at once. */
export function leading(late: Late): Late | null {
  const { view, q, start, learning } = late;
  if (learning.learned.via !== "statistic") return firstTwin(late);
  const own = new Set([...leakingIn(q), ...combinedWith(late)]);
  const found = start.line.stmts.slice(0, start.index).flatMap((s) => siblingsIn(late, s, own));
  const [first] = found;
  return first ? { ...late, start: view.placeAt(first.call.at) ?? start, learning: first, asked: learning } : null;
}

/** The statements right below or above that say the very same once more: what a program does twice is cured twice. */
const isTwin = (view: View, { stmt }: Place, other: Stmt): boolean => view.textOf(other.at) === view.textOf(stmt.at) && standsAlone(view, other);

function firstTwin(late: Late): Late | null {
  const { view, q, start, learning } = late;
  let found: Late | null = null;
  for (const s of start.line.stmts.slice(0, start.index).reverse()) {
    const place = view.placeOf(s);
    const call = place && isTwin(view, start, s) ? learningCalls(q, place).find((c) => c.learned.what === learning.learned.what) : undefined;
    if (!place || !call) break;
    found = { ...late, start: place, learning: call };
  }
  return found;
}

/** What a statement learns from the same rows of the same table, as numbers that leak; nothing where it learns anything else. */
function siblingsIn({ view, q, start, learning }: Late, s: Stmt, leaking: ReadonlySet<Learned>): LearningCall[] {
  if (s.at.source !== start.stmt.at.source || (s.k !== "assign" && s.k !== "expr")) return [];
  const calls = learningCalls(q, view.placeOf(s) as Place);
  const { rows, path } = learning.learned;
  if (calls.some(({ learned: l }) => l.via !== "statistic" || !leaking.has(l) || l.rows.key !== rows.key || l.path.length !== path.length)) return [];
  const isAlike = (): boolean => {
    const table = tableName(view, learning.call);
    return calls.every(({ call }) => tableName(view, call) === table);
  };
  return firstOf(isAlike, () => false) ? calls : [];
}

/** What leaks, anywhere in the program. */
const leakingIn = (q: Questions): ReadonlySet<Learned> => new Set([...q.leaks()].map((l) => l.learned));

/** All that the statement learns from the same rows, and the numbers that stand beside it: one of them alone would be no cure. */
export function learnAll(late: Late, drawn: Drawn): TextEdit[] {
  const { view, q, start, learning } = late;
  const same = learning.learned.rows.key;
  const all = learningCalls(q, start).filter(({ learned, call }) => call === learning.call || (learned.rows.key === same && learned.via === "statistic"));
  const inner = all.filter(({ call }) => !all.some((o) => o.call !== call && holds(o.call.at, call.at)));
  const own = (inner.some(({ call }) => call === learning.call) ? inner : [learning]).flatMap((l) => learnFrom(view, start, l, drawn));
  if (learning.learned.via === "statistic") return namedOnce(view, dedupe([...own, ...besides(late, drawn)]));
  const forgotten = forgottenFits(view, start, learning.call).map((s) => removal(view, s));
  return dedupe([...forgotten, ...own, ...twinsBelow(late, drawn)]);
}

function twinsBelow({ view, q, start, learning }: Late, drawn: Drawn): TextEdit[] {
  const out: TextEdit[] = [];
  for (const s of start.line.stmts.slice(start.index + 1)) {
    const place = view.placeOf(s);
    if (!place || !isTwin(view, start, s)) break;
    for (const c of learningCalls(q, place)) if (c.learned.what === learning.learned.what) out.push(...learnFrom(view, place, c, drawn));
  }
  return out;
}

/** Labels that a transformer is fitted on, all of them, before a split takes them: no finding of its own, and yet learned from the same rows as the inputs. */
export function scaledLabels(view: View, q: Questions, split: WrittenSplit, start: Place): { place: Place; learning: LearningCall }[] {
  const leaking = leakingIn(q);
  return split.inputs.flatMap((e) => {
    const place = e.k === "name" ? lastStore(view, e.name, split.place) : null;
    const calls = place && place !== start && place.line === split.place.line && place.stmt.k === "assign" ? learningCalls(q, place) : [];
    const [learning, ...more] = calls;
    if (!place || !learning || more.length || learning.learned.via !== "transformer" || learning.learned.weight !== "statistic") return [];
    return leaking.has(learning.learned) ? [] : [{ place, learning }];
  });
}

/** Numbers that later statements of the same block learn from the same rows of the same table, up to the split. */
function besides(late: Late, drawn: Drawn): TextEdit[] {
  const { view, q, start, split, asked } = late;
  const [leaking, combined] = [leakingIn(q), combinedWith(late)];
  const end = view.ancestorIn(split.place, start.line)?.index ?? start.line.stmts.length;
  // The other branch of a condition learns from other columns of the same table.
  const { owner } = start.line;
  const branches = owner?.k === "if" ? [...owner.body, ...owner.orelse].filter((s) => !start.line.stmts.includes(s)) : [];
  return [...start.line.stmts.slice(start.index + 1, end), ...branches].flatMap((s) => {
    const siblings = siblingsIn(late, s, new Set([...leaking, ...combined]));
    const all = (): TextEdit[] => siblings.flatMap((l) => learnFrom(view, view.placeOf(s) as Place, l, drawn));
    const isAsked = asked !== undefined && holds(s.at, asked.call.at);
    // Half of what makes one limit would be no cure.
    if (!isAsked && !siblings.some((l) => combined.has(l.learned))) return firstOf<TextEdit[]>(all, () => []);
    const own = all();
    return own.length ? own : no("it stands beside other things that are learned");
  });
}

/**
 * Numbers of the same table that are put together with what is learned, in the order of the block: `q3 - q1`, or the two ends of a filter. They may be no
 * findings of their own, as those of the labels are not.
 */
function combinedWith({ view, q, rowsAt, start, learning }: Late): Set<Learned> {
  const { stmts } = start.line;
  const { key } = learning.learned.rows;
  const numbersOf = (s: Stmt): LearningCall[] => {
    // A table that was filled is no number.
    if (s.k !== "assign" || rowsAt(s.value.at)?.key === key) return [];
    const calls = learningCalls(q, view.placeOf(s) as Place);
    return calls.every(({ learned: l }) => l.via === "statistic" && l.rows.key === key) ? calls : [];
  };
  if (!numbersOf(start.stmt).length) return new Set();
  const numbers = new Map(stmts.map((s) => [s, numbersOf(s)] as const).filter(([, calls]) => calls.length));
  const isNamed = (s: Stmt & { k: "assign" }): boolean => numbers.has(s) && s.targets.some((t) => t.k === "name");
  const sources = stmts.map((s, i): Stmt[] => {
    if (s.k !== "assign") return [];
    const made = namesIn(s.value).map((n) => lastStore(view, n, view.placeOf(s) as Place)?.stmt);
    return [...made.filter((d) => d !== undefined && stmts.indexOf(d) < i), ...(isNamed(s) ? [s] : [])] as Stmt[];
  });
  const group = new Set<Stmt>([start.stmt]);
  for (let size = 0; size !== group.size; ) {
    size = group.size;
    for (const all of sources) {
      const parts = all.filter((d) => numbers.has(d) || group.has(d));
      if (parts.length > 1 && parts.some((d) => group.has(d))) for (const d of parts) group.add(d);
    }
  }
  return new Set([...group].flatMap((s) => (s === start.stmt ? [] : (numbers.get(s) ?? []).map((c) => c.learned))));
}
