/** The cells of a notebook with the names they read and bind. */
import type { Span } from "../base/span.js";
import type { Stmt } from "../program/ir.js";
import { type UnitNames, unitNames } from "../program/names.js";
import type { Questions } from "../trace/questions.js";

export interface CellNames {
  readonly names: UnitNames;
  readonly text: string;
  readonly body: readonly Stmt[];
  readonly count: number | null;
  readonly outputs: readonly string[];
  /** It does not parse as it stands: what it binds and reads is not sure. */
  readonly broken: boolean;
  /** Its first statement, to point at. */
  readonly first: Span;
}

/** A script is one cell. */
export function notebookNames(q: Questions): CellNames[] {
  return q.units.map((u) => ({
    names: unitNames(u.body),
    text: u.input.text,
    body: u.body,
    broken: u.broken || isLenient(u.input.text, u.body),
    count: u.input.executionCount ?? null,
    outputs: u.input.outputs ?? [],
    first: u.body[0]?.at ?? { source: u.input.source, start: 0, end: Math.max(1, u.input.text.split("\n")[0]?.length ?? 1) },
  }));
}

/** Whether text is read that Python refuses: an assignment that goes on behind the end of its line, and a statement right behind another one. */
function isLenient(text: string, body: readonly Stmt[]): boolean {
  return body.some((s, i) => {
    const next = body[i + 1];
    if (next && !/[\n;]/.test(text.slice(s.at.end, next.at.start))) return true;
    const ends = s.k === "assign" ? [...s.targets, s.value].map((e) => e.at) : [];
    return ends.some((at, j) => j > 0 && /^[^(\\]*\n[^(]*$/.test(text.slice((ends[j - 1] as Span).end, at.start)));
  });
}

const bringing =
  /^[ \t]*%{1,2}(run|load|loadpy|store|pylab|capture|macro|rerun|recall|sql|bigquery|R|cython|px|octave|matlab|julia|spark)\b|^[ \t]*%%\w+[^\n]*( -o | --out|<<)/m;

/** Cells in a language of their own, or run by something that keeps their names to itself or does not. */
const otherCells = /^[ \t]*%%(?!(?:time|timeit|prun|debug|html|svg|latex|markdown|javascript|js|bash|sh|cmd|system|script|perl|ruby|writefile|file)\b)\w+/im;

/** What gives a notebook names from inside of a function, too. */
const fromWithin =
  /\bglobals\(\)\s*(?:\[|\.(?:update|setdefault)\b)|\bexec\(|\b(?:run_line_magic|run_cell|user_ns|setattr\(\s*(?:builtins|sys\.modules|__main__))/;

/** Whether names may come from where nobody looks: `import *`, exec, globals() written to, magics that run or load, cells that did not parse. */
export const maskedMagics = (cells: readonly CellNames[]): boolean =>
  cells.some((c) => c.names.opaque || bringing.test(c.text) || otherCells.test(c.text) || fromWithin.test(c.text));
