/** What the trace believes about a value, in words: the hover and the reveal tests show the same lines. */
import * as l10n from "@vscode/l10n";
import { allOf, sideWords, splitIdOf } from "./describe.js";
import type { Learned } from "./lineage.js";
import { cutsOf, type Rows, sourcesOf } from "./rows.js";
import type { Trace } from "./trace.js";
import { content, type Value } from "./values.js";

export function hoverLines(t: Trace, v: Value): string[] {
  if (v.k === "tuple") return [];
  if (v.k !== "obj") {
    const p = t.prov(v);
    return learnedLines(t, [...p.learned]).concat(p.scores.size ? [l10n.t("a score")] : []);
  }
  const c = t.get(v);
  if (c.k === "data") {
    const lines = [rowsText(t, c.rows)];
    if (c.pos) lines[0] = l10n.t("positions of {0}", rowsText(t, c.rows));
    return [...lines, ...learnedLines(t, [...content(c).learned])];
  }
  if (c.k === "model") {
    const fits = [...c.knows].map((id) => t.learned.get(id)).filter((l): l is Learned => l !== undefined);
    if (!fits.length) return [l10n.t("`{0}`, not fitted yet", c.name)];
    return fits.map((f) => l10n.t("`{0}`, fitted on {1}", c.name, rowsText(t, f.rows))).concat(learnedLines(t, [...fits.flatMap((f) => [...f.from.learned])]));
  }
  return [];
}

/** "train part of `data.csv`", "rows of `X`". */
function rowsText(t: Trace, rows: Rows): string {
  if (!rows.terms.length) return l10n.t("rows");
  const names = allOf(sourcesOf(rows).map((s) => `\`${s.label}\``));
  const parts = new Set<string>();
  for (const c of cutsOf(rows)) {
    const split = t.splits.get(splitIdOf(c));
    if (split?.kind === "sample") parts.add(c.part.startsWith("!") ? l10n.t("rows left over by sampling") : l10n.t("sampled rows"));
    else if (c.part === "train" || c.part === "test") parts.add(sideWords(c.part, c.kind === "fold"));
    else parts.add(l10n.t("some rows"));
  }
  const told = parts.size ? l10n.t("{0} of {1}", [...parts].join(", "), names) : l10n.t("all rows of {0}", names);
  return rows.terms.some((x) => x.mix) ? l10n.t("oversampled {0}", told) : told;
}

function learnedLines(t: Trace, ids: readonly number[]): string[] {
  const out: string[] = [];
  for (const id of ids) {
    const l = t.learned.get(id);
    if (!l || l.weight === "count") continue;
    out.push(l10n.t("carries what `{0}` learned from {1}", l.what, rowsText(t, l.rows)));
  }
  return [...new Set(out)].slice(0, 8);
}
