/** The history of a training that is drawn, perhaps by a function, as that of test rows. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Fn, Stmt } from "../../program/ir.js";
import { short } from "./columns.js";
import { no } from "./outcome.js";
import { saysTest } from "./readLater.js";
import { drawnBeside, madeOf } from "./said.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn, reads, simpleIn } from "./walk.js";

/**
 * `training`: the statement whose held-out rows become a validation part, `edits`: what is reworded.
 * @throws CannotFix where what draws its history goes on to speak of test rows
 */
export function checkDrawn(view: View, training: Place, edits: readonly TextEdit[]): void {
  const { stmt, line } = training;
  if (stmt.k !== "assign" && stmt.k !== "return") return;
  const own = stmt.k === "assign" ? stmt.targets.flatMap((t) => (t.k === "name" ? [t.name] : [])) : [];
  const around = line.fn ? line.fn.body : view.module.stmts.filter((s) => s.k !== "def" && s.k !== "class");
  const scopes = [{ stmts: around, seeds: own }, ...functionsIn(view.module.stmts).map((fn) => ({ stmts: fn.body, seeds: historiesIn(fn.body) }))];
  for (const { stmts, seeds } of scopes) {
    const simple = seeds.length ? [...simpleIn(stmts)].filter((s) => s !== stmt) : [];
    const made = [...seeds, ...madeOf(simple, seeds)];
    for (const s of simple) {
      if (s.k !== "expr" || !reads(s, made)) continue;
      const told = [s, ...drawnBeside(view, s)].find((d) => d.k === "expr" && saysTestIn(view, d, edits));
      if (told) no(`\`${short(view.textOf(told.at))}\` would go on to say that the history is that of the test rows`);
    }
  }
}

/** The functions and methods of the module. */
const functionsIn = (stmts: readonly Stmt[]): Fn[] => stmts.flatMap((s) => (s.k === "def" ? [s.fn] : s.k === "class" ? functionsIn(s.body) : []));

/** What has a history in a function: `trained.history["val_loss"]`. */
function historiesIn(stmts: readonly Stmt[]): string[] {
  const out = new Set<string>();
  for (const s of simpleIn(stmts))
    eachExprIn(s, (e) => {
      if (e.k === "attr" && e.name === "history" && e.object.k === "name" && e.object.name !== "self") out.add(e.object.name);
    });
  return [...out];
}

/** Whether a text of a statement names the test rows, and is not reworded. */
function saysTestIn(view: View, s: Stmt, edits: readonly TextEdit[]): boolean {
  const isReworded = (at: Span): boolean => edits.some((e) => holds(at, e.at));
  let found = false;
  eachExprIn(s, (e) => {
    if (e.k === "fstring" || (e.k === "const" && typeof e.value === "string")) found ||= saysTest(view.textOf(e.at)) && !isReworded(e.at);
  });
  return found;
}
