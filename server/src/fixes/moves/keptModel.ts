/** `if score > best: best = score` in a loop that tries settings and writes down none that could be asked for: the model of the best round can be kept there. */
import type { Span } from "../../base/span.js";
import type { Stmt } from "../../program/ir.js";
import { lastStore } from "./chain.js";
import { standsAlone } from "./lines.js";
import { keptAs } from "./records.js";
import { holds, type Place, type View } from "./view.js";

/** The last statement of the branch in which a loop keeps the best of the scores that stand at `score`; null where it keeps none, or in more than one place. */
export function keptWhereBest(view: View, loop: Stmt, score: Span): Stmt | null {
  const kept = keptAs(view, score);
  const found = kept === null ? [] : [...branches([loop])].flatMap((s) => keptIn(s, kept) ?? []);
  const [own, ...more] = found;
  if (!own || more.length) return null;
  // What begins anew within the loop is the best of its last part.
  const isSetAnew = view.usesOf(own.best, view.placeOf(loop)?.line.fn ?? null).some((u) => u.stored && holds(loop.at, u.at) && !holds(own.branch.at, u.at));
  // An error that starts at a number may never fall below it: no round would be kept.
  const start = lastStore(view, own.best, view.placeOf(loop) as Place)?.stmt;
  if (own.falls && !(start && /\binf\b|Infinity|maxsize/i.test(view.textOf(start.at)))) return null;
  const last = own.branch.body.findLast((s) => !/^(break|continue|return|raise)$/.test(s.k));
  return last && !isSetAnew && standsAlone(view, last) ? last : null;
}

type If = Stmt & { k: "if" };

function* branches(stmts: readonly Stmt[]): Generator<If> {
  for (const s of stmts) {
    if (s.k === "if") yield s;
    if (s.k === "if" || s.k === "for" || s.k === "while") yield* branches([...s.body, ...s.orelse]);
    if (s.k === "with" || s.k === "try") yield* branches(s.body);
  }
}

/** `if score > best:` whose branch binds `best` to `score`. */
function keptIn(branch: If, score: string): { branch: If; best: string; falls: boolean } | null {
  const { test, body } = branch;
  const [one, ...more] = test.k === "compare" ? test.rest : [];
  if (test.k !== "compare" || !one || more.length || !/^[<>]=?$/.test(one.op)) return null;
  const sides = [test.left, one.right].map((e) => (e.k === "name" ? e.name : ""));
  const best = sides[0] === score ? sides[1] : sides[1] === score ? sides[0] : "";
  const isKept = body.some(
    (s) => s.k === "assign" && s.value.k === "name" && s.value.name === score && s.targets.some((t) => t.k === "name" && t.name === best),
  );
  const falls = one.op.startsWith("<") === (sides[0] === score);
  return best && isKept ? { branch, best, falls } : null;
}
