/** Names under which data are kept as they were, above a statement that overwrites them. */
import type { TextEdit } from "../../engine.types.js";
import type { Stmt } from "../../program/ir.js";
import { before } from "./lines.js";
import { holds, type View } from "./view.js";

/** A name for what `name` holds before `stmt`, and the edit that binds it; one that was bound right above, by another fix, serves as well. */
export function keptAs(view: View, stmt: Stmt, name: string): { raw: string; edits: TextEdit[] } {
  const place = view.placeOf(stmt);
  const above = place ? [...place.line.stmts.slice(0, place.index)].reverse() : [];
  for (const s of above) {
    const [target] = s.k === "assign" && s.targets.length === 1 ? s.targets : [];
    if (s.k !== "assign" || target?.k !== "name" || s.value.k !== "name" || s.at.source !== stmt.at.source) break;
    if (s.value.name === name && target.name !== name && isOnlyRead(view, target.name, s)) return { raw: target.name, edits: [] };
  }
  const raw = view.fresh(`${name}_raw`);
  return { raw, edits: [before(view, stmt, [`${raw} = ${name}`])] };
}

/** Whether no other statement binds a name, or writes into what it holds. */
function isOnlyRead(view: View, name: string, by: Stmt): boolean {
  return view.usesOf(name, view.placeOf(by)?.line.fn ?? null).every(({ stored, at, place: { stmt } }) => {
    const targets = stmt.k === "assign" || stmt.k === "del" ? stmt.targets : stmt.k === "aug" ? [stmt.target] : [];
    return stmt === by || (!stored && !targets.some((t) => holds(t.at, at)) && !/inplace\s*=\s*True/.test(view.textOf(stmt.at)));
  });
}
