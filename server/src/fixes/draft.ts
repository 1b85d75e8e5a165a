/** Builds the edits of one fix: statements and arguments are addressed by the IR, indentation, comments and line endings stay the user's. */
import type { Span } from "../base/span.js";
import type { Edit, Fix, TextEdit } from "../engine.types.js";
import type { Stmt } from "../program/ir.js";
import { CannotFix, type FixContext } from "./context.js";
import type { CallExpr, FixUnit, Placed } from "./document.js";
import { type ImportOptions, Imports } from "./imports.js";
import { type ArgumentList, afterString, argumentList, codeFrom } from "./scan.js";

export class Draft {
  private readonly texts: TextEdit[] = [];
  private readonly cells: Edit[] = [];
  private readonly imports: Imports;

  constructor(private readonly cx: FixContext) {
    this.imports = new Imports(cx.doc, cx.importsCell);
  }

  // Stretches of text

  replace(at: Span, text: string): this {
    this.unitOf(at);
    this.texts.push({ at, text });
    return this;
  }

  /** Insertions at one offset keep the order in which they were made. */
  insert({ source }: FixUnit, offset: number, text: string): this {
    return this.replace({ source, start: offset, end: offset }, text);
  }

  // Calls

  /** `StandardScaler().fit_transform(X)` → `….transform(X)`: replaces the last name of the function. */
  renameCallee(call: CallExpr, name: string): this {
    return this.replace(call.callee, name);
  }

  /** Gives a keyword its value, adding it behind the other arguments where it is not there. */
  setKeyword(call: CallExpr, name: string, value: string): this {
    const list = this.argumentsOf(call);
    const there = list.pieces.find((piece) => piece.name === name);
    const { source } = call.at;
    if (there) return this.replace({ source, start: there.valueStart, end: there.end }, value);
    const last = list.pieces.at(-1);
    if (!last) return this.replace({ source, start: list.start, end: list.start }, `${name}=${value}`);
    if (call.args.some((arg) => arg.star === 2)) throw new CannotFix(`What is passed by ** may hold ${name} already.`);
    // A lone generator argument has no brackets of its own.
    const unit = this.unitOf(call.at);
    if (list.pieces.length === 1 && call.args[0]?.value.k === "comp" && !"([{".includes(unit.text.charAt(last.start)))
      throw new CannotFix("The arguments of this call are written in a way that takes no further one.");
    const indent = unit.text.slice(unit.lineStart(last.start), last.start);
    const comma = list.trailingComma;
    const lineEnd = unit.lineEnd(comma ?? last.end);
    // One argument to a line stays so, and a comment stays with its argument.
    if (indent.trim() === "" && list.pieces.length > 1 && lineEnd < list.end) {
      if (comma === null) this.insert(unit, last.end, ",");
      return this.insert(unit, lineEnd, `${unit.newline}${indent}${name}=${value}${comma === null ? "" : ","}`);
    }
    const joint = indent.trim() === "" && list.pieces.length > 1 ? `,${unit.newline}${indent}` : ", ";
    return this.insert(unit, last.end, `${joint}${name}=${value}`);
  }

  /** Replaces one argument, found by its value's place. */
  replaceArgument(call: CallExpr, index: number, value: string): this {
    const piece = this.argumentsOf(call).pieces[index];
    if (!piece) throw new CannotFix("The arguments of this call cannot be told apart.");
    return this.replace({ source: call.at.source, start: piece.valueStart, end: piece.end }, value);
  }

  /** Takes an argument out, with the comma that it no longer needs. */
  removeArgument(call: CallExpr, index: number): this {
    const { pieces, trailingComma, end } = this.argumentsOf(call);
    const piece = pieces[index];
    if (!piece) throw new CannotFix("The arguments of this call cannot be told apart.");
    const { source } = call.at;
    const next = pieces[index + 1];
    const before = pieces[index - 1];
    if (next) return this.replace({ source, start: piece.start, end: next.start }, "");
    if (before) return this.replace({ source, start: before.end, end: piece.end }, "");
    return this.replace({ source, start: piece.start, end: trailingComma === null ? piece.end : Math.min(trailingComma + 1, end) }, "");
  }

  /** The arguments as they are written. Throws where they cannot be told apart. */
  argumentsOf(call: CallExpr): ArgumentList {
    const list = argumentList(this.unitOf(call.at).text, call);
    if (!list || list.pieces.length !== call.args.length) throw new CannotFix("The arguments of this call cannot be told apart.");
    return list;
  }

  // Statements

  /** Puts lines in front of a statement, at its indentation; comments directly above it stay above the new lines' successor. */
  before(placed: Placed, lines: readonly string[]): this {
    const { unit } = placed;
    const indent = this.indentOf(placed);
    return this.insert(unit, unit.lineStart(placed.stmt.at.start), lines.map((line) => `${line === "" ? "" : indent}${line}${unit.newline}`).join(""));
  }

  /** Puts lines behind a statement, at its indentation, after a comment at its end. */
  after(placed: Placed, lines: readonly string[]): this {
    const { unit } = placed;
    const indent = this.indentOf(placed);
    const end = this.lastLineEnd(placed);
    return this.insert(unit, end, lines.map((line) => `${unit.newline}${line === "" ? "" : indent}${line}`).join(""));
  }

  /** Replaces the text of a statement; a comment behind it stays. Lines after the first get its indentation. */
  replaceStatement(placed: Placed, lines: readonly string[]): this {
    const indent = lines.length > 1 ? this.indentOf(placed) : "";
    return this.replace(placed.stmt.at, lines.map((line, i) => (i === 0 || line === "" ? line : indent + line)).join(placed.unit.newline));
  }

  /** Takes a statement's lines out, with a comment at its end. The only statement of a block leaves `pass`. */
  remove(placed: Placed): this {
    const { unit, stmt } = placed;
    const indent = this.indentOf(placed);
    const start = unit.lineStart(stmt.at.start);
    const end = this.lastLineEnd(placed);
    if (placed.around.length > 0 && placed.block.length === 1) return this.replace({ source: unit.source, start: start + indent.length, end }, "pass");
    const next = unit.lines.find((line) => line > end);
    // The last line of a text takes the line break before it along.
    if (next !== undefined) return this.replace({ source: unit.source, start, end: next }, "");
    const from = start === 0 ? 0 : unit.lineEnd(start - 1 - (unit.text.slice(start - 2, start) === "\r\n" ? 1 : 0));
    return this.replace({ source: unit.source, start: from, end }, "");
  }

  /** Puts a statement under a header such as `with torch.no_grad():`, one step further in. Throws where a string goes over lines. */
  wrap(placed: Placed, header: string): this {
    const { unit } = placed;
    const indent = this.indentOf(placed);
    const start = unit.lineStart(placed.stmt.at.start);
    const end = this.lastLineEnd(placed);
    if (this.stringLinesIn(unit, start, end)) throw new CannotFix("A string there goes over several lines, and would change when it is moved further in.");
    const step = /^\t/m.test(unit.text) && !/^ {2,}\S/m.test(unit.text) ? "\t" : "    ";
    this.insert(unit, start, `${indent}${header}${unit.newline}`);
    for (const line of unit.lines) if (line >= start && line < end && unit.text.slice(line, unit.lineEnd(line)).trim() !== "") this.insert(unit, line, step);
    return this;
  }

  private stringLinesIn(unit: FixUnit, start: number, end: number): boolean {
    for (const { at, c } of codeFrom(unit.text, start, end))
      if (c === '"' && unit.position(at).line !== unit.position(afterString(unit.text, at) - 1).line) return true;
    return false;
  }

  /** A statement's own lines: with comment lines directly above it and a comment at its end, without the last line break. */
  linesOf(placed: Placed): { at: Span; text: string } {
    const { unit, stmt } = placed;
    this.indentOf(placed);
    let start = unit.lineStart(stmt.at.start);
    for (;;) {
      if (start === 0) break;
      const above = unit.lineStart(start - 1);
      if (above === start || !/^[ \t]*#(?!\s?%%|\s*In\[|\s*holdout:\s*ignore-(?:file|cell))/.test(unit.text.slice(above, start))) break;
      start = above;
    }
    const at = { source: unit.source, start, end: this.lastLineEnd(placed) };
    return { at, text: unit.slice(at) };
  }

  /** Moves a statement with its comments in front of another one, in this or another unit. */
  moveBefore(placed: Placed, target: Placed): this {
    if (this.indentOf(placed) !== this.indentOf(target)) throw new CannotFix("The statements stand at different depths of the program.");
    const { at, text } = this.linesOf(placed);
    const lines = text.split(/\r\n|\n|\r/).join(target.unit.newline);
    this.insert(target.unit, this.linesOf(target).at.start, lines + target.unit.newline);
    const next = placed.unit.lines.find((line) => line > at.end) ?? at.end;
    return this.replace({ ...at, end: next }, "");
  }

  /** Blanks in front of a statement. Throws where it shares its line with another or stands behind a colon or a magic. */
  indentOf({ unit, stmt, block, index }: Placed): string {
    const indent = unit.text.slice(unit.lineStart(stmt.at.start), stmt.at.start);
    const next = block[index + 1];
    if (!/^[ \t]*$/.test(indent) || (next && unit.position(next.at.start).line === unit.position(stmt.at.end).line))
      throw new CannotFix("The statement shares its line with other code.");
    return indent;
  }

  private lastLineEnd({ unit, stmt }: Placed): number {
    return unit.lineEnd(endOf(stmt, unit));
  }

  // Cells and imports

  /** Puts a new code cell beside one of the notebook's; in a script, a paragraph at that end of the text. */
  newCell(where: "before" | "after", of: FixUnit, text: string): this {
    if (this.cx.doc.kind === "notebook") this.cells.push({ cell: where, of: of.source, text });
    else if (where === "before") this.insert(of, 0, `${text}${of.newline}${of.newline}`);
    else this.insert(of, of.text.length, `${of.newline}${text}${of.newline}`);
    return this;
  }

  /**
   * Makes `name` of `module` known at `use` and says how to write it there: an existing import, alias or module is used.
   * Without `name`, the module itself.
   */
  ensureImport(use: Span, module: string, name: string | null, options: ImportOptions = {}): string {
    return this.imports.ensure(use, module, name, options);
  }

  /** The fix. Throws where two changes touch the same text. */
  finish(applicability: Fix["applicability"], title: string): Fix {
    const all = [...this.imports.edits(this.texts), ...this.texts];
    const edits = this.cx.doc.units.flatMap((unit) =>
      joined(
        all.filter((edit) => edit.at.source === unit.source),
        unit.text,
      ),
    );
    return { applicability, title, edits: [...edits, ...this.cells] };
  }

  private unitOf(at: Span): FixUnit {
    const unit = this.cx.doc.unit(at.source);
    if (!unit) throw new CannotFix("The code to change stands in another file.");
    if (unit.unit.broken) throw new CannotFix("The code to change does not parse.");
    return unit;
  }
}

/** A statement may span comments behind its last block; its text ends where its last own code ends. */
function endOf(stmt: Stmt, unit: FixUnit): number {
  let end = stmt.at.end;
  while (end > stmt.at.start && /\s/.test(unit.text.charAt(end - 1))) end--;
  return end;
}

/** In order, insertions at one place made into one, and so the removals of the last lines of a text, which have one line break between them. */
function joined(edits: readonly TextEdit[], text: string): TextEdit[] {
  const sorted = edits.map((edit, i) => ({ edit, i })).sort((a, b) => a.edit.at.start - b.edit.at.start || a.edit.at.end - b.edit.at.end || a.i - b.i);
  const out: TextEdit[] = [];
  for (const { edit } of sorted) {
    const last = out.at(-1);
    if (
      last &&
      edit.at.end === text.length &&
      edit.at.start < last.at.end &&
      !last.text &&
      !edit.text &&
      /^\r?\n$/.test(text.slice(edit.at.start, last.at.end))
    ) {
      const aboveBreak = (end: number): number => text.slice(0, end).replace(/\r?\n$/, "").length;
      let start = aboveBreak(last.at.start);
      out.pop();
      // Lines above that are removed, too, end in that line break.
      for (let more = out.at(-1); more && !more.text && more.at.start < start && start < more.at.end; more = out.at(-1)) {
        start = aboveBreak(more.at.start);
        out.pop();
      }
      out.push({ at: { ...last.at, start, end: text.length }, text: "" });
      continue;
    }
    if (last && edit.at.start < last.at.end) throw new CannotFix("The changes that this needs touch the same code twice.");
    if (last && edit.at.start === last.at.end && (last.at.start === last.at.end || edit.at.start === edit.at.end))
      out[out.length - 1] = { at: { ...last.at, end: edit.at.end }, text: last.text + edit.text };
    else out.push(edit);
  }
  return out;
}
