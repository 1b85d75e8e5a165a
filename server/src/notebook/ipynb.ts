/** Reads an .ipynb file (nbformat 3 and 4) into units, and remembers which line of the file each line of a cell came from. */
import { lineStarts, positionAt, sourceId } from "../base/span.js";
import type { DocumentInput, UnitInput } from "../program/program.js";
import { JsonError, JsonScanner, type JsonString } from "./json-scan.js";

/** From a place in a cell to a place in the file. */
export interface NotebookMap {
  /** All cells, markdown included. */
  readonly cellCount: number;
  /** The 1-based line of the file that holds line `line` (0-based) of cell `cell` (1-based, markdown counts). */
  rawLine(cell: number, line: number): number;
}

export interface NotebookProblem {
  /** 1-based line of the file. */
  readonly line: number;
  readonly message: string;
}

export interface NotebookFile {
  readonly document: DocumentInput;
  readonly map: NotebookMap;
  /** The kernel's language as the file names it, in lower case. A notebook of another language has no units. */
  readonly language: string;
  readonly problems: readonly NotebookProblem[];
}

/** A long printout tells no more than its start. */
const MAX_OUTPUT_LENGTH = 20_000;
const mark = "\n...";

/** Reads a notebook. Never throws: a broken file has no units and one problem. */
export function readNotebook(text: string, path: string): NotebookFile {
  const cells: RawCell[] = [];
  let language = "python";
  const problems: NotebookProblem[] = [];
  const fileLines = () => (starts ??= lineStarts(text));
  let starts: number[] | undefined;
  try {
    const json = new JsonScanner(text);
    if (json.peek() !== "{") throw new JsonError("Not a notebook: expected a JSON object.", 0);
    language = readFile(json, cells) ?? language;
    json.end();
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    cells.length = 0;
    problems.push({ line: positionAt(fileLines(), error.offset).line + 1, message: `The notebook cannot be read. ${error.message}` });
  }
  const rawLine = (cell: number, line: number) => {
    const offsets = cells[cell - 1]?.source.lineOffsets ?? [];
    return positionAt(fileLines(), offsets[Math.min(line, offsets.length - 1)] ?? 0).line + 1;
  };
  const units = isPython(language) ? cells.flatMap((cell, i) => toUnit(cell, i + 1, path)) : [];
  return { document: { path, kind: "notebook", units }, map: { cellCount: cells.length, rawLine }, language, problems };
}

interface RawCell {
  type: string;
  source: RawSource;
  /** Set when a cell is in another language than its notebook. */
  language: string | null;
  /** Since nbformat 4.5. */
  id: string | null;
  /** The name that the place where the notebook was written gave the cell. */
  foreignId: string | null;
  executionCount: number | null;
  outputs: string[];
  tags: string[];
}

interface RawSource {
  readonly text: string;
  /** Offset in the file at which each line of the cell starts. */
  readonly lineOffsets: readonly number[];
}

const EMPTY: RawSource = { text: "", lineOffsets: [] };

function toUnit(cell: RawCell, number: number, path: string): UnitInput[] {
  // Editors guess a language and write it down: what this kernel has run is in the kernel's language, whatever it is called.
  if (cell.type !== "code" || (cell.language && !isPython(cell.language) && cell.executionCount === null)) return [];
  const { source, executionCount, outputs, tags } = cell;
  const id = cell.id || cell.foreignId;
  return [{ source: cellId(path, number), text: source.text, cell: number, ...(id && { id }), executionCount, outputs, tags }];
}

/** Names a cell of a notebook file by its 1-based number. */
const cellId = (path: string, cell: number) => sourceId(`${path}#${cell}`);

const isPython = (language: string): boolean => /^(?:i?python\d?|pyspark|xpython|sage.*|conda-.*|.*\bpython.*)$/.test(language);

/** Reads the whole file into `cells` and returns its language, if it names one. */
function readFile(json: JsonScanner, cells: RawCell[]): string | null {
  let language: string | null = null;
  json.members((key) => {
    if (key === "metadata") language = readLanguage(json);
    else if (key === "cells") json.elements(() => cells.push(readCell(json)));
    else if (key === "worksheets") json.elements(() => json.members((inner) => inner === "cells" && json.elements(() => cells.push(readCell(json)))));
  });
  return language;
}

/** `language_info` is written by the kernel and wins; the kernel's own name is the last resort. */
function readLanguage(json: JsonScanner): string | null {
  const found: Record<string, string | null> = {};
  json.members((key) => {
    if (key !== "language_info" && key !== "kernelspec") return;
    json.members((inner) => {
      if (inner === "name" || inner === "language") found[`${key}.${inner}`] = json.stringOrNull();
    });
  });
  const language = found["language_info.name"] || found["kernelspec.language"];
  if (language) return language.toLowerCase();
  const kernel = found["kernelspec.name"]?.toLowerCase();
  // Kernels are called what people like; only known names of other languages count.
  return kernel && OTHER_KERNELS.test(kernel) ? kernel : null;
}

const OTHER_KERNELS =
  /^(?:ir\b|r$|julia|scala|spylon|apache_toree|javascript|tslab|deno|bash|sql|xcpp|octave|matlab|haskell|ihaskell|rust|evcxr|go|ruby|\.net)/;

function readCell(json: JsonScanner): RawCell {
  const cell: RawCell = { type: "", source: EMPTY, language: null, id: null, foreignId: null, executionCount: null, outputs: [], tags: [] };
  json.members((key) => {
    if (key === "cell_type") cell.type = json.stringOrNull() ?? "";
    else if (key === "source" || key === "input") cell.source = readSource(json);
    else if (key === "execution_count" || key === "prompt_number") cell.executionCount = json.numberOrNull();
    else if (key === "outputs") json.elements(() => addOutput(json, cell.outputs));
    else if (key === "id") cell.id = json.stringOrNull();
    else if (key === "metadata") readCellMetadata(json, cell);
  });
  return cell;
}

/** Of Colab, Deepnote and Kaggle. */
const FOREIGN_IDS = new Set(["id", "cell_id", "_cell_guid"]);

function readCellMetadata(json: JsonScanner, cell: RawCell): void {
  json.members((key) => {
    if (key === "tags") json.elements(() => addString(json, cell.tags));
    else if (key === "vscode") json.members((inner) => inner === "languageId" && setLanguage(json, cell));
    else if (FOREIGN_IDS.has(key)) cell.foreignId = json.stringOrNull();
  });
}

function setLanguage(json: JsonScanner, cell: RawCell): void {
  cell.language = json.stringOrNull();
}

function addString(json: JsonScanner, out: string[]): void {
  const value = json.stringOrNull();
  if (value !== null) out.push(value);
}

/** A cell's text: one string, or an array of strings to be joined. */
function readSource(json: JsonScanner): RawSource {
  const pieces: JsonString[] = [];
  if (json.peek() === '"') pieces.push(json.string());
  else json.elements(() => json.peek() === '"' && pieces.push(json.string()));
  const [first] = pieces;
  if (!first) return EMPTY;
  const lineOffsets = [first.start];
  pieces.forEach((piece, i) => {
    const next = pieces[i + 1];
    for (const offset of lineStartsIn(json.text, piece)) {
      // A line that starts where a piece ends stands in the next piece.
      const isInNext = offset >= piece.end && next;
      lineOffsets.push(isInNext ? next.start : offset);
    }
  });
  return { text: pieces.map((piece) => piece.value).join(""), lineOffsets };
}

/** Offsets in the file just after each escaped line break of a string literal. */
function* lineStartsIn(text: string, { start, end }: JsonString): Generator<number> {
  for (let i = text.indexOf("\\", start); i >= 0 && i < end; i = text.indexOf("\\", i + 2)) {
    const c = text[i + 1];
    const isBreak = c === "n" || (c === "r" && text.slice(i + 2, i + 4) !== "\\n");
    if (isBreak) yield i + 2;
  }
}

/** The plain text of one output: a stream's text or a result's `text/plain`. */
function addOutput(json: JsonScanner, outputs: string[]): void {
  let text = "";
  let type = "";
  json.members((key) => {
    if (key === "output_type") type = json.stringOrNull() ?? "";
    else if (key === "text") text = readText(json);
    else if (key === "data") json.members((mime) => mime === "text/plain" && setText());
  });
  function setText(): void {
    text = readText(json);
  }
  if (text && type !== "error" && type !== "pyerr") outputs.push(capped(text));
}

/** Ends with a whole line and the mark by which pandas, too, shows that there is more. */
function capped(text: string): string {
  if (text.length <= MAX_OUTPUT_LENGTH) return text;
  const end = text.lastIndexOf("\n", MAX_OUTPUT_LENGTH - mark.length);
  return text.slice(0, end < 0 ? MAX_OUTPUT_LENGTH - mark.length : end) + mark;
}

function readText(json: JsonScanner): string {
  if (json.peek() === '"') return json.string().value;
  const parts: string[] = [];
  let length = 0;
  json.elements(() => {
    if (length > MAX_OUTPUT_LENGTH) return;
    addString(json, parts);
    length += parts[parts.length - 1]?.length ?? 0;
  });
  return parts.join("");
}
