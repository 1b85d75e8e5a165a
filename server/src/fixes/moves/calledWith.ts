/** Functions that a choice hands the held-out rows: what they print says whose scores these are. */
import type { Span } from "../../base/span.js";
import type { Fn } from "../../program/ir.js";
import { no } from "./outcome.js";
import { eachExprOf } from "./partChecks.js";
import { saysTest } from "./readLater.js";
import { functionOf, type Place, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** A function that is given validation rows must not print that its scores are of the test rows. @throws CannotFix */
export function checkCalled(view: View, region: readonly Span[], tests: readonly string[], anchor: Place): void {
  if (anchor.line.fn && tests.some((t) => anchor.line.fn?.params.some((p) => p.name === t))) checkTold(view, anchor.line.fn);
  eachExprOf(view, region, (e) => {
    if (e.k !== "call" || e.func.k !== "name" || !e.args.some((a) => a.value.k === "name" && tests.includes(a.value.name))) return;
    const fn = functionOf(view, e.func.name);
    if (fn) checkTold(view, fn);
  });
}

function checkTold(view: View, fn: Fn): void {
  for (const s of fn.body) {
    // A docstring is not printed.
    if (s.k === "expr" && s.value.k === "const") continue;
    eachExprIn(s, (e) => {
      const isText = e.k === "fstring" || (e.k === "const" && typeof e.value === "string");
      if (isText && saysTest(view.textOf(e.at).replace(/\{[^}]*\}/g, ""))) no(`\`${fn.name}\` says that its scores are those of the test rows`);
    });
  }
}
