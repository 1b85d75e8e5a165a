/** Reads a .py file: always one unit, even when `# %%` marks divide it into cells for the editor. */
import { sourceId } from "../base/span.js";
import type { DocumentInput } from "../program/program.js";

/** A script as a document of one unit. */
export function readScript(text: string, path: string): DocumentInput {
  return { path, kind: "script", units: [{ source: sourceId(path), text, cell: null }] };
}
