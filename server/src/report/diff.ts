/** Differences between texts in the unified format, as `diff -u` and `git diff` print them. */
import { diffLines, type Hunk, linesOf } from "../base/diff.js";

const context = 3;

/** "" for equal texts. `name`: what both headers say. */
export function renderDiff(name: string, before: string, after: string): string {
  const [a, b] = [linesOf(before), linesOf(after)];
  const groups: Hunk[][] = [];
  for (const hunk of diffLines(a, b)) {
    const last = groups.at(-1);
    if (last && hunk.start - (last.at(-1) as Hunk).end <= 2 * context) last.push(hunk);
    else groups.push([hunk]);
  }
  return groups.length === 0 ? "" : `--- ${name}\n+++ ${name}\n${groups.map((group) => renderGroup(group, a, b)).join("")}`;
}

function renderGroup(group: readonly Hunk[], a: readonly string[], b: readonly string[]): string {
  const [first, last] = [group[0] as Hunk, group.at(-1) as Hunk];
  const [start, end] = [Math.max(0, first.start - context), Math.min(a.length, last.end + context)];
  const from = first.from - (first.start - start);
  const to = last.to + (end - last.end);
  const lines: string[] = [];
  let at = start;
  for (const hunk of group) {
    lines.push(...a.slice(at, hunk.start).map((line) => marked(" ", line)));
    lines.push(...a.slice(hunk.start, hunk.end).map((line) => marked("-", line)), ...b.slice(hunk.from, hunk.to).map((line) => marked("+", line)));
    at = hunk.end;
  }
  lines.push(...a.slice(at, end).map((line) => marked(" ", line)));
  return `@@ -${range(start, end)} +${range(from, to)} @@\n${lines.join("")}`;
}

/** 1-based line and count; an empty range stands behind the line before it. */
const range = (start: number, end: number): string => (end === start ? `${start},0` : end - start === 1 ? `${start + 1}` : `${start + 1},${end - start}`);

const marked = (mark: string, line: string): string => (/[\r\n]$/.test(line) ? `${mark}${line}` : `${mark}${line}\n\\ No newline at end of file\n`);
