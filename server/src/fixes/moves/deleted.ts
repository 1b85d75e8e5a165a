/** `del X_all, y_all`: what a fix does not make any more is not deleted either. */
import type { TextEdit } from "../../engine.types.js";
import { lastStore } from "./chain.js";
import { removal } from "./lines.js";
import type { Place, View } from "./view.js";

/** Takes names whose statement goes out of the `del` statements behind it. */
export function undeleted(view: View, gone: readonly { name: string; place: Place }[]): TextEdit[] {
  const places = gone.flatMap(({ name, place }) => view.usesOf(name, place.line.fn)).flatMap((u) => (u.place.stmt.k === "del" ? [u.place] : []));
  return [...new Set(places)].flatMap((at): TextEdit[] => {
    const { stmt } = at;
    if (stmt.k !== "del") return [];
    const stays = stmt.targets.filter((t) => !(t.k === "name" && gone.some(({ name, place }) => name === t.name && lastStore(view, name, at) === place)));
    if (stays.length === stmt.targets.length) return [];
    if (!stays.length) return [removal(view, stmt)];
    return [{ at: stmt.at, text: `del ${stays.map((t) => view.textOf(t.at)).join(", ")}` }];
  });
}
