/** What the trace believes about a value, in words: the hover and the reveal tests show the same lines. */
import type { Learned } from "./lineage.js";
import { cutsOf, type Rows, sourcesOf } from "./rows.js";
import type { Trace } from "./trace.js";
import { content, type Value } from "./values.js";

export function hoverLines(t: Trace, v: Value): string[] {
  if (v.k === "tuple") return [];
  if (v.k !== "obj") {
    const p = t.prov(v);
    return learnedLines(t, [...p.learned]).concat(p.scores.size ? ["a score"] : []);
  }
  const c = t.get(v);
  if (c.k === "data") {
    const lines = [rowsLine(t, c.rows)];
    if (c.pos) lines[0] = `positions of ${rowsText(t, c.pos.cuts.length ? c.rows : c.rows)}`;
    return [...lines, ...learnedLines(t, [...content(c).learned])];
  }
  if (c.k === "model") {
    const fits = [...c.knows].map((id) => t.learned.get(id)).filter((l): l is Learned => l !== undefined);
    if (!fits.length) return [`\`${c.name}\`, not fitted yet`];
    return fits.map((f) => `\`${c.name}\`, fitted on ${rowsText(t, f.rows)}`).concat(learnedLines(t, [...fits.flatMap((f) => [...f.from.learned])]));
  }
  return [];
}

const rowsLine = (t: Trace, rows: Rows): string => rowsText(t, rows);

/** "train part of `data.csv`", "rows of `X`". */
export function rowsText(t: Trace, rows: Rows): string {
  if (!rows.terms.length) return "rows";
  const names = sourcesOf(rows)
    .map((s) => `\`${s.label}\``)
    .join(" and ");
  const parts = new Set<string>();
  for (const c of cutsOf(rows)) {
    const split = t.splits.get(c.id.replace(/@\d+$/, ""));
    if (split?.kind === "sample") parts.add(c.part.startsWith("!") ? "rows left over by sampling" : "sampled rows");
    else if (c.part === "train" || c.part === "test") parts.add(c.kind === "fold" ? `${c.part} fold` : `${c.part} part`);
    else parts.add("some rows");
  }
  const mix = rows.terms.some((x) => x.mix) ? "oversampled " : "";
  return `${mix}${parts.size ? `${[...parts].join(", ")} of ` : "all rows of "}${names}`;
}

function learnedLines(t: Trace, ids: readonly number[]): string[] {
  const out: string[] = [];
  for (const id of ids) {
    const l = t.learned.get(id);
    if (!l || l.weight === "count") continue;
    out.push(`carries what \`${l.what}\` learned from ${rowsText(t, l.rows)}`);
  }
  return [...new Set(out)].slice(0, 8);
}
