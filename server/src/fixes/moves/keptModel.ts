/** `if score > best: best = score` in a loop that tries settings and writes down none that could be asked for: the model of the best round can be kept there. */
import type { Span } from "../../base/span.js";
import type { Stmt } from "../../program/ir.js";
import { standsAlone } from "./lines.js";
import { keptAs } from "./records.js";
import type { View } from "./view.js";

/** The last statement of the branch in which a loop keeps the best of the scores that stand at `score`; null where it keeps none, or in more than one place. */
export function keptWhereBest(view: View, loop: Stmt, score: Span): Stmt | null {
  const kept = keptAs(view, score);
  const found = kept === null ? [] : [...branches([loop])].filter((s) => keeps(s, kept));
  const last = found.length === 1 ? found[0]?.body.at(-1) : undefined;
  return last && standsAlone(view, last) ? last : null;
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
function keeps({ test, body }: If, score: string): boolean {
  const [one, ...more] = test.k === "compare" ? test.rest : [];
  if (test.k !== "compare" || !one || more.length || !/^[<>]=?$/.test(one.op)) return false;
  const sides = [test.left, one.right].map((e) => (e.k === "name" ? e.name : ""));
  const best = sides[0] === score ? sides[1] : sides[1] === score ? sides[0] : "";
  return (
    best !== "" &&
    body.some((s) => s.k === "assign" && s.value.k === "name" && s.value.name === score && s.targets.some((t) => t.k === "name" && t.name === best))
  );
}
