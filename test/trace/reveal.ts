/** What the trace believes about the variables of a small program, without any rule. */
import { sourceId } from "../../server/src/base/span.js";
import { shippedLibrary } from "../../server/src/knowledge.js";
import { lowerOnce } from "../../server/src/program/lower.js";
import { type FileSource, noFiles } from "../../server/src/program/program.js";
import { hoverLines } from "../../server/src/trace/hover.js";
import { type Evaluation, Questions } from "../../server/src/trace/questions.js";
import { type Relation, type Rows, relation } from "../../server/src/trace/rows.js";
import { Runner } from "../../server/src/trace/run.js";
import { columnOf, content, type Data, type Prov, type Value } from "../../server/src/trace/values.js";
import { cellsOf } from "../helpers/check.js";
import { testParser } from "../helpers/grammar.js";

export interface Beliefs {
  /** The hover's lines for the last value of a name. */
  says(name: string): string[];
  rows(name: string): Rows;
  relation(a: string, b: string): Relation;
  /** What a column of a name has learned from, by callee. */
  learned(name: string, column?: string): string[];
  /** Whether a column is there: its name, "rest" among those not named, or "gone". */
  column(name: string, column: string): "named" | "rest" | "gone";
  isOpen(name: string): boolean;
  isElement(name: string): boolean;
  /** Each evaluation as "role metric". */
  readonly evaluations: readonly string[];
  readonly scores: readonly Evaluation[];
  /** Each fit as "callee: rows", in order. */
  readonly fits: readonly string[];
  readonly choices: readonly string[];
  readonly notModelled: readonly string[];
  readonly gaveUp: boolean;
}

/** `text`: a script, or cells split at `# %%`. */
export async function reveal(text: string, files: FileSource = noFiles): Promise<Beliefs> {
  const parser = await testParser();
  const cells = cellsOf(text);
  const units = cells.map((cell, i) => lowerOnce(parser, { source: sourceId(`cell${i + 1}`), text: cell, cell: cells.length > 1 ? i + 1 : null }));
  const lower = (path: string, module: string) => lowerOnce(parser, { source: sourceId(path), text: module, cell: null }).body;
  const result = new Runner(shippedLibrary(), files, "/test/program.py", lower).run(units);
  const t = result.trace;
  const questions = new Questions(result.lineage, result.units, result.texts, result.predictions);
  const values = new Map<string, Value>();
  for (const list of result.seen.values()) for (const { name, value } of list) values.set(name, value);

  const value = (name: string): Value => {
    const v = values.get(name);
    if (!v) throw new Error(`nothing is known of ${name}`);
    return v;
  };
  const data = (name: string): Data => {
    const d = t.asData(value(name));
    if (!d) throw new Error(`${name} is no data: ${value(name).k}`);
    return d;
  };
  const callees = (p: Prov): string[] =>
    [
      ...new Set(
        [...p.learned]
          .map((id) => t.learned.get(id))
          .filter((l) => l !== undefined && l.weight !== "count")
          .map((l) => l?.what ?? ""),
      ),
    ].sort();
  const rows = (name: string): Rows => data(name).rows;
  return {
    says: (name) => hoverLines(t, value(name)),
    rows,
    relation: (a, b) => relation(rows(a), rows(b)),
    learned: (name, column) =>
      column === undefined
        ? callees(t.asData(value(name)) ? content(data(name)) : t.prov(value(name)))
        : callees(columnOf(data(name), column)?.p ?? content(data(name))),
    column: (name, column) => (data(name).cols.has(column) ? "named" : columnOf(data(name), column) ? "rest" : "gone"),
    isOpen: (name) => data(name).open,
    isElement: (name) => data(name).elem,
    evaluations: questions.evaluations.map((e) => `${e.role} ${e.score.metric}`),
    scores: questions.evaluations,
    fits: questions.trainings.map((f) => f.what),
    choices: questions.choices.map((c) => c.kind),
    notModelled: [...result.notModelled.keys()].sort(),
    gaveUp: result.gaveUp.length > 0,
  };
}
