/** Comments directly above or behind a line that name a variable, where a fix has the line read another. */
import type { TextEdit } from "../../engine.types.js";
import { commentsOf } from "./comments.js";
import type { View } from "./view.js";

const name = /^[A-Za-z_]\w*$/;

/** "# fit on X_train" above `model.fit(X_train)`, which is given `X_fit` then: the comment names what is read. */
export function namedAnew(view: View, edits: readonly TextEdit[]): TextEdit[] {
  const out = new Map<string, TextEdit>();
  for (const { at, text } of edits) {
    const old = view.textOf(at);
    const place = name.test(text) && name.test(old) && old !== text ? view.placeAt(at) : null;
    if (!place) continue;
    const { stmt, line } = place;
    const isRead = (start: number): boolean => !edits.some((e) => e.at.source === at.source && e.at.start <= start && start < e.at.end);
    if (view.usesOf(old, line.fn).some((u) => u.place.stmt === stmt && isRead(u.at.start))) continue;
    for (const comment of commentsOf(view, stmt)) {
      const said = view.textOf(comment);
      const touched = edits.some((e) => e.at.source === comment.source && e.at.start < comment.end && e.at.end > comment.start);
      if (touched || new RegExp(`(?<![\\w.])${text}(?![\\w.])`).test(said)) continue;
      for (const m of said.matchAll(new RegExp(`(?<![\\w."'])${old}(?![\\w("'])(?!\\.\\w)`, "g"))) {
        const start = comment.start + m.index;
        out.set(`${comment.source}:${start}`, { at: { source: comment.source, start, end: start + old.length }, text });
      }
    }
  }
  return [...out.values()];
}

/** What a comment says of rows that were prepared. */
export const tellsOfPrepared = /\b(standardi[sz]ed|normali[sz]ed|scaled|encoded|transformed|imputed|vectori[sz]ed)\b/i;

/** A comment that tells what was done to the rows of a name which it would no longer say: true of no other name. Null where there is none. */
export function tellsOfOld(view: View, edits: readonly TextEdit[]): string | null {
  for (const { at } of namedAnew(view, edits)) {
    const text = view.whole(at.source);
    const [start, end] = [text.lastIndexOf("\n", at.start) + 1, text.indexOf("\n", at.end)];
    const rest = `${text.slice(start, at.start)}${text.slice(at.end, end < 0 ? undefined : end)}`;
    if (tellsOfPrepared.test(rest)) return text.slice(start, end < 0 ? undefined : end).trim();
  }
  return null;
}
