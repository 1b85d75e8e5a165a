/** HLD900: a comment that silences nothing goes; what else its line says stays. */
import type { FixContext } from "../context.js";
import { Draft } from "../draft.js";

const directive = /#\s*(?:holdout:\s*ignore(?:-(?:cell|file))?(?![\w-])(?:\s*\[[^\]]*\])?|noqa:[ \t]*HLD\d+(?:[\s,]+HLD\d+)*(?!\w))/i;

export function removeDirective(cx: FixContext) {
  const unit = cx.doc.unit(cx.finding.at.source);
  if (!unit) return null;
  const words = unit.slice(cx.finding.at);
  const found = directive.exec(words);
  if (!found) return null;
  const draft = new Draft(cx);
  const { source, start, end } = cx.finding.at;
  const line = unit.lineStart(start);
  const rest = `${words.slice(0, found.index)}${words.slice(found.index + found[0].length)}`.trim();
  // Another comment on the same line stays; so does the reason that somebody wrote, which is for people to judge.
  if (/^#/.test(rest)) draft.replace(cx.finding.at, rest);
  else if (unit.text.slice(line, start).trim() !== "") {
    const code = line + unit.text.slice(line, start).trimEnd().length;
    draft.replace({ source, start: code, end }, "");
  } else {
    const next = unit.lines.find((each) => each > start);
    if (next !== undefined) draft.replace({ source, start: line, end: next }, "");
    else draft.replace({ source, start: line === 0 ? 0 : unit.lineEnd(Math.max(0, unit.lineStart(line - 1))), end }, "");
  }
  return draft.finish("safe", "Remove the directive");
}
