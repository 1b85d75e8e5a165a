/**
 * IPython's additions to Python, masked by text of the same length so that no offset moves:
 * magics become comments, `x = !ls` becomes `x = ...`, and `%time y = f(x)` keeps its statement.
 */
import magics from "../../knowledge/magics.json";
import { lexLine, START, startsStatement } from "./lines.js";

const CELLS_OF_PYTHON = new Set(magics.cellsOfPython);
/** Magic → its one-letter options that take a value. */
const LINES_OF_PYTHON = new Map(Object.entries(magics.linesOfPython));

/** Any of this may be found in a text that needs masking; most texts have none and are returned as they are. */
const SHELL_WORDS = magics.shellWords.join("|");
const SUSPICIOUS = new RegExp(`^[ \\t]*(?:[%!?]|(?:${SHELL_WORDS})[ \\t])|\\?[ \\t]*$|=[ \\t]*[%!]|\\r(?!\\n)|[\\u0000\\uFEFF]`, "m");

const CELL_MAGIC = /^(?:[ \t]*(?:#.*)?(?:\r\n|\n))*%%(\w+)/;
const LINE_MAGIC = /^%{1,2}[ \t]*(\w+)/;
/** `%` and a name, as no expression continues at the very start of a line. */
const UNINDENTED_MAGIC = /^(?:%[a-zA-Z]\w*(?:[ \t]+[\w.-]|[ \t]*$)|![\w./~])/;
const HELP = /^\?{1,2}[ \t]*[%\w.]|^%{0,2}[\w.[\]'"*()]+\?{1,2}[ \t]*;?$/;
const ASSIGNED = /^([\w.]+(?:\[[^\]=]*\])*(?:[ \t]*,[ \t]*[\w.]+)*[ \t]*=[ \t]*)([!%][ \t]*(\w*).*)$/;
/** A word, then something that cannot follow a name in Python. */
const SHELL_LINE = new RegExp(
  `^(?:${SHELL_WORDS})[ \\t]+(?!(?:in|is|if|and|or|not|as|else|for|import)\\b)(?:-{1,2}\\w|[./~]{1,3}[\\w/]|\\w|\\.\\.?$|["']|\\*\\.)`,
);

/** The grammar's scanner takes time quadratic in a run of comment lines; a page-long run is blanked out. */
const LONG_COMMENT = /(?:^[ \t]*#.*\r?\n\s*?){40}/m;

/** The grammar goes on reading after a comment that ends with a backslash; Python does not. */
const TRAILING_BACKSLASH = /^([ \t]*#.*)\\(?=\r?$)/gm;

/** Prompts that were copied along with the code are no part of it; as in IPython, the first or the second line tells that there are any. */
const PROMPTED = /^(?:[ \t]*\r?\n)*(?:>>>|.*\n(?:>>>|\.\.\.))(?=[ \r\n]|$)/;
const PROMPT = /^(?:>>>|\.\.\.)(?: |(?=\r?$))/gm;
const withoutPrompts = (text: string): string => text.replace(PROMPT, (prompt) => (prompt.length < 4 ? blank(prompt) : `   ${INDENT_RESET}`));

/** Masks what IPython adds to Python. The result has the same length and the same line breaks. */
export function maskMagics(original: string): string {
  const prompted = PROMPTED.test(original) ? withoutPrompts(original) : original;
  const text = prompted.includes("\\") ? prompted.replace(TRAILING_BACKSLASH, "$1 ") : prompted;
  if (!SUSPICIOUS.test(text) && !LONG_COMMENT.test(text)) return text;
  const clean = text
    .replace(/\r(?!\n)/g, "\n")
    .replaceAll("\0", " ")
    .replace(/^\uFEFF/, INDENT_RESET);
  const cell = CELL_MAGIC.exec(clean);
  if (cell && !CELLS_OF_PYTHON.has(cell[1] as string)) return clean.replace(/[^\r\n]/g, " ");
  return maskLines(clean, cell ? cell[0].lastIndexOf("%%") : -1);
}

/** Walks line by line, knowing whether each starts a statement. `cellMagicAt` is where a `%%magic` line starts. */
function maskLines(text: string, cellMagicAt: number): string {
  const out: string[] = [];
  let state = START;
  let shellContinues = false;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const next = newline < 0 ? text.length : newline + 1;
    const raw = text.slice(start, next);
    const line = raw.replace(/\r?\n$/, "");
    const breaks = raw.slice(line.length);
    let masked = line;
    if (shellContinues) masked = blank(line);
    else if (start === cellMagicAt) masked = comment(line, 0);
    else if (startsStatement(state) || (!state.quote && UNINDENTED_MAGIC.test(line))) masked = maskLine(line);
    // A shell command may go on after a backslash; its rest is no Python either.
    shellContinues = masked !== line && line.endsWith("\\");
    if (masked === line) state = lexLine(line, state);
    else state = START;
    out.push(masked, breaks);
    start = next;
  }
  return out.join("");
}

/** Masks one line that starts a statement. */
function maskLine(line: string): string {
  const indent = line.length - line.trimStart().length;
  const code = line.slice(indent);
  if (code.startsWith("#")) return blank(line);
  const magic = LINE_MAGIC.exec(code);
  if (HELP.test(code) || code.startsWith("!")) return comment(line, indent);
  if (magic) return LINES_OF_PYTHON.has(magic[1] as string) ? keepStatement(line, indent, indent, magic[1] as string) : comment(line, indent);
  if (code.startsWith("%") || SHELL_LINE.test(code)) return comment(line, indent);
  const assigned = ASSIGNED.exec(code);
  if (!assigned) return line;
  const [, target, command, name] = assigned as unknown as [string, string, string, string];
  const at = indent + target.length;
  if (command.startsWith("%") && LINES_OF_PYTHON.has(name)) return keepStatement(line, indent, at, name);
  return line.slice(0, at) + (command.length < 3 ? "0" : "...").padEnd(command.length);
}

/** A comment in place of the code. In a block something must stay, or the block would be empty. */
function comment(line: string, indent: number): string {
  if (indent === 0) return `#${line.slice(1)}`;
  const rest = line.slice(indent);
  return line.slice(0, indent) + (rest.length === 1 ? "0" : `0#${rest.slice(2)}`);
}

/** `%timeit -n 10 f(x)`: blanks from `at` to the statement that the magic runs. */
function keepStatement(line: string, indent: number, at: number, magic: string): string {
  const valued = LINES_OF_PYTHON.get(magic) ?? "";
  const option = valued ? `-(?:[${valued}][ \\t]*\\S+|\\w+)` : "-\\w+";
  const head = new RegExp(`^%{1,2}[ \\t]*\\w+(?:[ \\t]+${option})*[ \\t]*`).exec(line.slice(at))?.[0] ?? "";
  const body = line.slice(at + head.length);
  if (body.trim() === "") return comment(line, indent);
  const blanks = " ".repeat(head.length);
  if (at > indent) return line.slice(0, at) + blanks + body;
  return blanks.slice(1) + INDENT_RESET + line.slice(0, indent) + body;
}

/** Python starts counting a line's indentation anew after a form feed. */
const INDENT_RESET = "\f";

const blank = (line: string): string => " ".repeat(line.length);
