/** How many rows a notebook's stored outputs show a table to have. */
import { type Rows, sharesSource } from "../../trace/rows.js";
import type { FixContext } from "../context.js";

const counts = /\[(\d+) rows x \d+ columns\]|\bIndex: (\d+) entries\b|\b(?:Range|Int64|Float64)Index: (\d+) entries\b|^\((\d+), ?\d*\)$/;

/** A table with a line for each column, such as that of their importances. */
const ofColumns = /\.columns\b|\b(?:feature_importances_|coef_)/;

/** The least number of rows that is shown of these rows, or of the table that they come from; null where none is. */
export function shownRows(cx: FixContext, rows: Rows): number | null {
  let least: number | null = null;
  for (const { unit, names, text } of cx.doc.units) {
    // What is counted in groups or of a part says nothing of all rows.
    if (!unit.input.outputs?.length || /\b(groupby|value_counts|head|tail|sample|nlargest|describe|unique|train_test_split)\(|\[[^\]]*:|\bi?loc\[/.test(text))
      continue;
    const speaks = names.some((u) => {
      const data = cx.dataAt(u.at);
      return data !== null && !data.elem && sharesSource(data.rows, rows);
    });
    if (!speaks) continue;
    for (const output of unit.input.outputs) {
      const found = counts.exec(output.trim());
      const n = found ? Number(found.slice(1).find((group) => group !== undefined)) : ofColumns.test(text) ? null : wholeTable(output);
      if (n !== null) least = Math.min(least ?? n, n);
    }
  }
  return least;
}

/** Rows of a table that is shown whole: the lines that begin with 0, 1, 2, … */
function wholeTable(output: string): number | null {
  const lines = output.split("\n").slice(1);
  const n = lines.findIndex((line, i) => /^\s*(\d+)\s/.exec(line)?.[1] !== String(i));
  const rows = n < 0 ? lines.length : n;
  return rows > 1 && lines.slice(rows).every((line) => line.trim() === "") ? rows : null;
}
