/** Imports that a fix needs: found where they are, else added where the document keeps its imports. */
import { type Span, samePlace } from "../base/span.js";
import type { TextEdit } from "../engine.types.js";
import type { Expr, Stmt } from "../program/ir.js";
import { emptiesUnit } from "./apply.js";
import { CannotFix, type ImportsCell } from "./context.js";
import type { FixDocument, FixUnit, Placed } from "./document.js";
import { withoutLines } from "./moves/lines.js";
import { isForgotten } from "./resets.js";

type From = Stmt & { k: "from" };

interface Added {
  readonly unit: FixUnit;
  readonly module: string;
  /** Null: the module itself. */
  readonly names: string[] | null;
  readonly asName: string | null;
  /** An existing `from module import …` that takes the names. */
  readonly into: From | null;
}

export interface ImportOptions {
  /** The alias to give to a module that is not imported yet, and to a name that means something else already. */
  readonly asName?: string;
  /** What the new name takes the place of, wherever it does: if nobody else reads that, its import becomes the new one. */
  readonly instead?: Expr | readonly Expr[];
}

export class Imports {
  private readonly added: Added[] = [];
  private readonly replaced: TextEdit[] = [];
  /** What is imported further up now than it was, or was not at all. */
  private readonly moved: { use: Span; module: string; name: string }[] = [];

  constructor(
    private readonly doc: FixDocument,
    private readonly where: ImportsCell,
  ) {}

  /** How to write `module.name` at `use`; adds an import where none serves. */
  ensure(use: Span, module: string, name: string | null, { asName, instead }: ImportOptions): string {
    const known = this.known(use, module, name);
    if (known) return known;
    const exchanged = [instead ?? []].flat();
    if (name !== null && this.isExchanged(use, module, name, exchanged)) return name;
    const taken = name !== null && this.doc.isBound(name) && !this.onlyImported(module, name);
    const alias = name !== null && taken ? asName : undefined;
    const word = alias ?? name ?? asName ?? (module.split(".")[0] as string);
    const earlier = this.added.find((a) => a.module === module && (name === null) === (a.names === null));
    const item = alias ? `${name} as ${alias}` : name;
    if (earlier && (item === null || earlier.names?.includes(item))) return word;
    if (this.doc.isBound(word) && (alias || !this.onlyImported(module, name)))
      throw new CannotFix(`The name ${word} already means something else in this document.`);
    const retired = name === null || alias ? null : this.retired(use, module, exchanged);
    if (retired && name !== null) {
      this.replaced.push({ at: retired, text: name });
      return name;
    }
    if (earlier?.names && item) earlier.names.push(item);
    else {
      const unit = this.home(use, module);
      const into = name === null ? null : this.openFrom(unit, use, module);
      if (!into && this.isForgottenThere(unit, use)) throw new CannotFix("A cell forgets all names between the imports and this code, which needs one more.");
      this.added.push({
        unit,
        module,
        names: item === null ? null : [item],
        asName: asName ?? null,
        into,
      });
      if (name !== null && !alias) this.moved.push({ use, module, name });
    }
    return word;
  }

  /** Whether the name stands for the same thing wherever it is bound: it is imported, but too late for `use`. */
  private onlyImported(module: string, name: string | null): boolean {
    if (name === null) return false;
    const own = this.doc.units
      .flatMap((unit) => unit.placed)
      .flatMap(({ stmt }) => (stmt.k === "from" && stmt.level === 0 && stmt.module && newest(stmt.module) === newest(module) ? (stmt.names ?? []) : []))
      .filter((n) => n.name === name && n.as === null);
    return this.doc.uses(name).every((u) => !u.binds || own.some((n) => n.at.start === u.at.start));
  }

  /** `changes`: what else the fix changes, by which it may make imports needless. */
  edits(changes: readonly TextEdit[]): TextEdit[] {
    const dropped = this.needless(changes);
    // Names that an import statement gets stand before the statements that follow it.
    const inOrder = [...this.added.filter((a) => a.into), ...this.added.filter((a) => !a.into)];
    const added = inOrder.map(({ unit, module, names, asName, into }): TextEdit => {
      const last = into?.names?.at(-1);
      // What it was imported for is gone with the code that read it.
      const [alone, ...more] = into?.names ?? [];
      if (names && into && alone && !more.length && !alone.as && this.isNeedless(into, alone.name, alone.at, changes))
        return { at: alone.at, text: names.join(", ") };
      if (names && last) return { at: { source: unit.source, start: last.at.end, end: last.at.end }, text: `, ${names.join(", ")}` };
      const words = names ? `from ${module} import ${names.join(", ")}` : `import ${module}${asName ? ` as ${asName}` : ""}`;
      const { offset, behind } = placeIn(unit);
      return { at: { source: unit.source, start: offset, end: offset }, text: behind ? `${unit.newline}${words}` : `${words}${unit.newline}` };
    });
    // Behind an import that goes, others take its line.
    const isIn = (a: TextEdit, d: TextEdit): boolean => a.at.source === d.at.source && d.at.start < a.at.start && a.at.start < d.at.end;
    const lines = dropped.map((d): TextEdit => {
      const own = added.filter((a) => isIn(a, d)).map((a) => `${a.text.trim()}${this.doc.unit(d.at.source)?.newline ?? "\n"}`);
      return own.length ? { at: d.at, text: own.join("") } : d;
    });
    return [...this.replaced, ...lines, ...added.filter((a) => !dropped.some((d) => isIn(a, d)))];
  }

  /** The place of an import that nobody needs once its only reader is gone. */
  private retired(use: Span, module: string, instead: readonly Expr[]): Span | null {
    const [first] = instead;
    if (first?.k !== "name") return null;
    const { name } = first;
    const uses = this.doc.uses(name);
    const item = this.importsBefore(use)
      .flatMap(({ stmt }) => (stmt.k === "from" && stmt.level === 0 && stmt.module === module ? (stmt.names ?? []) : []))
      .find((n) => n.name === name && n.as === null);
    const alone = uses.every((u) => isAmong(u.at, instead) || (u.binds && item !== undefined && u.at.start === item.at.start));
    return item && alone && !this.replaced.some((edit) => edit.at === item.at) ? item.at : null;
  }

  /** Whether the import of something else under the name becomes the new one: it imports that alone, and nobody else reads it. */
  private isExchanged(use: Span, module: string, name: string, instead: readonly Expr[]): boolean {
    const isOld = instead.length > 0 && instead.every((e) => e.k === "name" && e.name === name);
    const found = isOld && this.importsBefore(use).find(({ stmt }) => stmt.k === "from" && stmt.names?.some((n) => n.name === name && !n.as));
    const [own, ...more] = found && found.stmt.k === "from" ? (found.stmt.names ?? []) : [];
    const alone = own && !more.length && this.doc.uses(name).every((u) => isAmong(u.at, instead) || samePlace(u.at, own.at));
    if (!found || !alone) return false;
    this.replaced.push({ at: found.stmt.at, text: `from ${module} import ${name}` });
    return true;
  }

  /** The words by which an existing import gives the thing. */
  private known(use: Span, module: string, name: string | null): string | null {
    for (const { stmt } of this.importsBefore(use)) {
      if (stmt.k === "from" && stmt.level === 0) {
        for (const n of stmt.names ?? []) {
          if (name !== null && stmt.module === module && n.name === name) return n.as ?? n.name;
          if (`${stmt.module}.${n.name}` === module) return name === null ? (n.as ?? n.name) : `${n.as ?? n.name}.${name}`;
        }
      }
      if (stmt.k === "import") {
        for (const n of stmt.names) if (n.path === module) return name === null ? (n.as ?? n.path) : `${n.as ?? n.path}.${name}`;
      }
    }
    return null;
  }

  /** Import statements at the top of units that have run when `use` runs, in order. */
  private importsBefore(use: Span): Placed[] {
    const at = this.doc.unit(use.source)?.index ?? 0;
    const inFunction = this.doc.statementAt(use)?.around.some((s) => s.k === "def") ?? false;
    return this.doc.units
      .slice(0, at + 1)
      .flatMap((unit) => reachedImports(unit, use).filter((p) => unit.index < at || inFunction || p.stmt.at.start < use.start))
      .filter((p) => !isForgotten(this.doc, p.stmt.at, use));
  }

  /**
   * Imports that the fix leaves without a reader: those further below of what it imports above now, and those of what it takes away. In a notebook each
   * serves the cells up to the next one of its kind, and a cell of nothing else stays.
   */
  private needless(changes: readonly TextEdit[]): TextEdit[] {
    const out: TextEdit[] = [];
    for (const { stmt, unit } of this.doc.units.flatMap(topImports)) {
      if (stmt.k !== "from" || stmt.level !== 0 || this.added.some((a) => a.into === stmt)) continue;
      const { source, start, end } = stmt.at;
      for (const item of stmt.names ?? []) {
        const touched = [...this.replaced, ...out].some(({ at }) => at.source === source && at.start < end && start < at.end);
        if (item.as || touched || !this.isNeedless(stmt, item.name, item.at, changes)) continue;
        const edit = this.without(unit, stmt, item.at);
        if (edit && (this.doc.kind === "script" || !emptiesUnit([unit], [edit]))) out.push(edit);
      }
    }
    return out;
  }

  /** How often the program imports a name: what its author imports wherever it is needed stays. */
  private importsOf(module: string | null, name: string): number {
    return this.doc.units.flatMap(topImports).filter(({ stmt }) => stmt.k === "from" && stmt.module === module && stmt.names?.some((n) => n.name === name))
      .length;
  }

  private isNeedless(stmt: From, name: string, at: Span, changes: readonly TextEdit[]): boolean {
    const several = this.doc.kind === "script" && this.importsOf(stmt.module, name) > 1;
    const moved =
      !several && this.moved.some((m) => m.module === stmt.module && m.name === name && this.doc.isBefore(m.use, stmt.at) && !isForgotten(this.doc, m.use, at));
    if (moved && this.doc.kind === "script") return true;
    const says = new RegExp(`\\b${name}\\b`);
    const uses = this.doc.uses(name);
    if (!moved && (uses.filter((u) => u.binds).length !== 1 || changes.some((c) => says.test(c.text)))) return false;
    const readers = moved ? this.doc.readsOf(name, at) : uses.filter((u) => !u.binds);
    const isGone = (u: Span): boolean => changes.some((c) => c.at.source === u.source && c.at.start <= u.start && u.end <= c.at.end && !says.test(c.text));
    return readers.length > 0 && readers.every((u) => isGone(u.at));
  }

  /** Takes a name out of an import statement; its line where it stands alone. */
  private without(unit: FixUnit, stmt: From, at: Span): TextEdit | null {
    const names = stmt.names ?? [];
    const i = names.findIndex((n) => n.at.start === at.start);
    const [item, next, above] = [names[i], names[i + 1], names[i - 1]];
    const { source } = stmt.at;
    if (!item) return null;
    if (next) return { at: { source, start: item.at.start, end: next.at.start }, text: "" };
    if (above) return { at: { source, start: above.at.end, end: item.at.end }, text: "" };
    const start = unit.lineStart(stmt.at.start);
    const lineEnd = unit.lineEnd(stmt.at.end);
    if (unit.text.slice(start, lineEnd).trim() !== unit.text.slice(stmt.at.start, stmt.at.end).trim()) return null;
    return withoutLines(unit.text, { source, start, end: unit.lines.find((line) => line > lineEnd) ?? unit.text.length });
  }

  /** With the first imports; where a cell installs packages, with the first from the same package, else behind that cell. */
  private home(use: Span, module: string): FixUnit {
    const own = this.doc.unit(use.source);
    if (!own) throw new CannotFix("The code to change stands in another file.");
    if (this.where === "same") return own;
    // A cell that imports what it needs itself may be run without those above.
    if (topImports(own).filter((p) => p.stmt.at.start < use.start).length >= ownImports) return own;
    const isHome = (unit: FixUnit): boolean => topImports(unit).length > 0 && !unit.unit.broken && !this.isForgottenThere(unit, use);
    const above = this.doc.units.slice(0, own.index);
    const behind = above.findLastIndex((unit) => installedUntil(unit) >= 0) + 1;
    const alike = behind ? above.find((unit) => isHome(unit) && topImports(unit).some((p) => isOf(p.stmt, module))) : undefined;
    return alike ?? above.slice(behind).find(isHome) ?? own;
  }

  /** Whether an import that is added to a unit would be forgotten before it is used. */
  private isForgottenThere(unit: FixUnit, use: Span): boolean {
    const { offset } = placeIn(unit);
    return isForgotten(this.doc, { source: unit.source, start: offset, end: offset }, use);
  }

  private openFrom(unit: FixUnit, use: Span, module: string): From | null {
    const found = this.importsBefore(use).find(
      (p) => p.unit === unit && p.around.length === 0 && p.stmt.k === "from" && p.stmt.level === 0 && p.stmt.module === module && p.stmt.names?.length,
    );
    return found ? (found.stmt as From) : null;
  }
}

/** So many imports make a cell one that imports for itself. */
const ownImports = 3;

const topImports = (unit: FixUnit): Placed[] => unit.placed.filter((p) => p.around.length === 0 && (p.stmt.k === "import" || p.stmt.k === "from"));

/** A module by the name that it has today: the same functions were in `sklearn.cross_validation` once. */
const newest = (module: string): string => (module === "sklearn.cross_validation" ? "sklearn.model_selection" : module);

/** Whether a statement imports from the package of a module. */
function isOf(s: Stmt, module: string): boolean {
  const paths = s.k === "from" && s.level === 0 ? [s.module ?? ""] : s.k === "import" ? s.names.map((n) => n.path) : [];
  return paths.some((path) => path.split(".")[0] === module.split(".")[0]);
}

/** Imports at the top, those that are tried or stand in a `with` there, and those of the function around `use`. */
const reachedImports = (unit: FixUnit, use: Span): Placed[] =>
  unit.placed.filter(
    (p) =>
      (p.stmt.k === "import" || p.stmt.k === "from") &&
      p.around.every((s) =>
        s.k === "def"
          ? s.at.source === use.source && s.at.start <= use.start && use.end <= s.at.end && p.stmt.at.start < use.start
          : s.k === "with" || s.k === "try",
      ),
  );

/** `!pip install …`, `%conda install …`, `pip install …`: what is installed there cannot be imported before. */
const installs = /^[ \t]*(?:(?:[!%].*\b)?(?:pip3?|conda|mamba|uv)\b.*\binstall\b|.*\bsubprocess\b.*["']install["']).*$/gm;

/** Where the last of these lines ends; -1 without one. */
const installedUntil = (unit: FixUnit): number => [...unit.text.matchAll(installs)].map((m) => m.index + m[0].length).at(-1) ?? -1;

/** Behind what is installed and the last import that stands among the first statements, else in front of the first statement that is no docstring. */
function placeIn(unit: FixUnit): { offset: number; behind: boolean } {
  const top = unit.placed.filter((p) => p.around.length === 0);
  let last: Placed | null = null;
  let code = 0;
  for (const p of top) {
    if (p.stmt.k === "import" || p.stmt.k === "from") last = p;
    else if (!isDocstring(p.stmt)) code++;
    if (code > 3) break;
  }
  const installed = installedUntil(unit);
  if (last || installed >= 0) return { offset: unit.lineEnd(Math.max(last?.stmt.at.end ?? 0, installed)), behind: true };
  const first = top.find((p) => !isDocstring(p.stmt));
  if (!first) return { offset: unit.lineEnd(top.at(-1)?.stmt.at.end ?? unit.text.length), behind: top.length > 0 || unit.text !== "" };
  return { offset: unit.lineStart(first.stmt.at.start), behind: false };
}

const isAmong = (at: Span, all: readonly Expr[]): boolean => all.some((e) => samePlace(e.at, at));

const isDocstring = (stmt: Stmt): boolean => stmt.k === "expr" && stmt.value.k === "const" && typeof stmt.value.value === "string";
