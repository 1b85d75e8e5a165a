/** Reads a .py file: always one unit, even when `# %%` marks divide it into cells for the editor. */
import { sourceId } from "../base/span.js";
import type { DocumentInput } from "../program/program.js";

/** A script as a document of one unit. */
export function readScript(text: string, path: string): DocumentInput {
  return { path, kind: "script", units: [{ source: sourceId(path), text, cell: null }] };
}

/** `# %%` and its variants (VS Code, jupytext, Spyder), and the `# In[3]:` of an exported notebook. */
const MARK = /^#[ \t]*(?:%%|<codecell>|In[ \t]?\[[\d ]*\])/gm;

/** Offsets at which the cells of a script start. */
export function cellMarks(text: string): number[] {
  return Array.from(text.matchAll(MARK), (match) => match.index);
}

/** The 1-based cell of a script in which `offset` stands; null before the first mark and in scripts without marks. */
export function cellAt(text: string, offset: number): number | null {
  const count = cellMarks(text).filter((mark) => mark <= offset).length;
  return count || null;
}
