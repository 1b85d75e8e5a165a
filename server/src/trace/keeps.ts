/** Selections that leave every column they are given: whatever they look at, they choose nothing. */
import type { Unit } from "../program/program.js";
import { signature } from "./library.js";
import type { Learned } from "./lineage.js";
import type { Rows } from "./rows.js";
import type { Data, Model } from "./values.js";

/** How many columns a selection leaves at most, and of how many, as far as the program says it. */
export function keptColumns(m: Model, X: Data): Partial<Pick<Learned, "keeps" | "width" | "without">> {
  const name = m.row?.traits?.keeps;
  if (!name) return {};
  const given = m.init.get(name);
  const most = given ? (given.k === "const" ? given.v : null) : signature(m.row?.init ?? "").find((p) => p.name === name)?.literal;
  const keeps = most === "all" ? Number.POSITIVE_INFINITY : most;
  if (typeof keeps !== "number") return {};
  const width = widthOf(X);
  // Where only columns of the table were taken away, the table's own width tells how many are left.
  return { keeps, ...(width === null ? {} : { width }), ...(X.rest && !X.open && !X.cols.size ? { without: X.removed.size } : {}) };
}

/** How many columns data has: they are listed, or all that a generator was told to make. */
function widthOf(X: Data): number | null {
  if (X.open) return null;
  if (!X.rest) return X.cols.size;
  const [source, more] = X.rows.terms.map((t) => t.source);
  const [origin, another] = X.rest.p.origin;
  const whole = !X.cols.size && !X.removed.size && X.column === null && another === undefined && origin === `${source?.key}:x:*`;
  return source?.wide !== undefined && more === undefined && whole ? source.wide : null;
}

/** Whether a selection leaves all columns that it was fitted on, and nothing else is read from it: the scores by themselves may choose. */
export function keepsAll(l: Learned, units: readonly Unit[]): boolean {
  if (l.keeps === undefined || units.some((u) => /\.(scores|pvalues|ranking)_\b/.test(u.input.text))) return false;
  if (l.keeps === Number.POSITIVE_INFINITY) return true;
  const width = l.width ?? (l.without === undefined ? null : tableWidth(l.rows, units, l.without));
  return width !== null && l.keeps >= width;
}

/** The columns of a table that is read from a file, less those that are gone: shown by the cell that reads it, or by the next ones before any changes it. */
function tableWidth(rows: Rows, units: readonly Unit[], gone: number): number | null {
  const [term, more] = rows.terms;
  const at = term?.source.kind === "file" && !more ? term.source.at : null;
  const first = units.findIndex((u) => u.input.source === at?.source);
  const text = units[first]?.input.text ?? "";
  const name = at ? /(\w+)\s*=\s*[\w.]*$/.exec(text.slice(0, at.start))?.[1] : undefined;
  if (!name) return null;
  const changes = new RegExp(`(^|\\n)\\s*(del\\s+)?${name}\\b(?!\\s*==)[^\\n]*(=|\\bdel\\b)|\\b${name}\\.(drop|insert|pop|rename)\\(`);
  for (const [i, { input }] of units.slice(first).entries()) {
    const lines = (i === 0 && at ? input.text.slice(at.start).replace(/^.*/, "") : input.text).replace(/#.*/g, "");
    if (changes.test(lines)) return null;
    const shown = widthShown(lines, name, input.outputs ?? []);
    if (shown !== null) return shown - gone;
  }
  return null;
}

/** How many columns the output of a cell shows of a table that is put out by name. */
function widthShown(text: string, name: string, outputs: readonly string[]): number | null {
  const put = (what: string): boolean => new RegExp(`(^|\\n)\\s*((print|display)\\()?${name}${what}\\)?\\s*$`).test(text.trimEnd());
  const found = (shown: RegExp): number | null => {
    const widths = new Set(outputs.flatMap((o) => [...o.matchAll(shown)].map((m) => Number(m[1]))));
    return widths.size === 1 ? ([...widths][0] as number) : null;
  };
  if (put("\\.shape")) return found(/^\(\d+, (\d+)\)$/gm);
  if (put("\\.info\\(\\)")) return found(/total (\d+) columns/g);
  if (!put("(\\.(head|tail|sample)\\([^()]*\\))?")) return null;
  return found(/\[\d+ rows x (\d+) columns\]/g) ?? (outputs.length === 1 ? columnsPrinted(outputs[0] as string) : null);
}

/** The columns of a printed table that is not wrapped or shortened, where every row has one word for each word of the heading, and its number. */
function columnsPrinted(output: string): number | null {
  const [heading = "", ...rows] = output.split("\n").filter((line) => line.trim());
  const words = (line: string): string[] => line.trim().split(/\s+/);
  const width = words(heading).length;
  const fits = (line: string): boolean => /^\d+\s/.test(line) && words(line).length === width + 1;
  return rows.length > 0 && rows.every(fits) && !/(^|\s)\.{3}(\s|$)/m.test(output) ? width : null;
}
