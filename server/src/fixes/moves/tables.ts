/** Tables of their own that boosters are trained on, made above the training for it alone: `pool = Pool(X, y)`. */

import { lastStore } from "./chain.js";
import { standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { isTable } from "./stopping.js";
import type { Place, View } from "./view.js";
import { eachExprIn } from "./walk.js";
import { checkAlone } from "./watched.js";

/**
 * The statements that make the tables which a training is given.
 * @throws CannotFix where something else reads one of them, and would be given a part of its rows
 */
export function tablesFor(view: View, trained: Place): Place[] {
  const out = new Map<string, Place>();
  const visit = (at: Place): void =>
    eachExprIn(at.stmt, (e, _fn, stored) => {
      const place = e.k === "name" && !stored && !out.has(e.name) ? lastStore(view, e.name, at) : null;
      const s = place?.stmt;
      if (e.k !== "name" || !place || s?.k !== "assign") return;
      const isList = s.value.k === "list" && s.value.items.length > 0 && place.line === trained.line && /\b(eval|valid|watch)/i.test(e.name);
      if (!isList && !(s.value.k === "call" && isTable(view, s.value))) return;
      if (s.targets.length !== 1 || !standsAlone(view, s) || place.line !== trained.line) no(`\`${e.name}\` cannot be made of other rows where it stands`);
      out.set(e.name, place);
      visit(place);
    });
  visit(trained);
  const own = [trained, ...out.values()];
  for (const [name, place] of out) checkAlone(view, name, place, trained, own);
  return [...out.values()];
}
