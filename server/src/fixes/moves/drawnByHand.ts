/** Rows drawn by hand before a split, copies of the rare class or as many of the common one: the training part is drawn from instead. */
import type { TextEdit } from "../../engine.types.js";
import { blocksOf } from "../../program/blocks.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { commentsAbove } from "./carried.js";
import { short } from "./columns.js";
import { SPLIT } from "./cutParts.js";
import { namesIn } from "./learning.js";
import { before, type Swap, standsAlone, startOfLine, swapped } from "./lines.js";
import { evenly } from "./oldSplits.js";
import { no } from "./outcome.js";
import type { WrittenSplit } from "./splits.js";
import type { Place, View } from "./view.js";
import { eachExprIn, reads } from "./walk.js";

/**
 * Copies of rows by hand: `more = df[…].sample(…, replace=True)`, `both = pd.concat([…])`, then a split of `both`.
 * The table is split before the copies are made; the copies come from the training part, the held-out part stays as it is.
 * @throws CannotFix
 */
export function copyTrainingRows(view: View, start: Place, split: WrittenSplit): { edits: TextEdit[]; at: Place } {
  const { line } = split.place;
  if (start.line !== line || start.index >= split.place.index) no("the copying and the split do not stand in one line of statements");
  const both = joined(view, start, split);
  const table = sourceTable(view, both.place);
  // Everything between the first selection of classes and the joining works on the training part; what reads the table before is another thing.
  const first = line.stmts.findIndex((s, i) => i < both.place.index && i >= table.since && i >= table.from && reads(s, [table.name]) && !onlyShows(view, s));
  if (first < 0) return no("it is not clear which table is copied from");
  checkCounted(view, line.stmts.slice(first, both.place.index + 1));
  const name = view.fresh(`${table.name}_train`);
  const held = view.fresh(`${table.name}_test`);
  const edits: TextEdit[] = [];
  for (let i = first; i <= both.place.index; i++) {
    const s = line.stmts[i] as Stmt;
    if (/\bn_samples\s*=\s*\d|\.sample\(\s*(n\s*=\s*)?\d/.test(view.textOf(s.at)))
      no("the number of rows that are drawn is written out for all rows, and the training part has fewer");
    if (changes(s, table.name) && !(s === both.place.stmt && both.name === table.name)) no(`\`${table.name}\` changes on the way`);
    eachExprIn(s, (e, _fn, stored) => {
      if (e.k === "name" && e.name === table.name && !stored) edits.push({ at: e.at, text: name });
    });
  }
  for (const u of view.usesOf(table.name, line.fn)) {
    const i = view.ancestorIn(u.place, line)?.index ?? -1;
    if (both.name !== table.name && i > both.place.index && i < split.place.index && !u.stored && !onlyShows(view, u.place.stmt))
      no(`\`${table.name}\` is used after the copies were made`);
  }
  const inputs = split.inputs.map((e) => ofTable(view, e, both, held, split));
  const stratify = split.options.find((o) => o.name === "stratify");
  const options = split.options.map((o) => `, ${o === stratify ? `${o.name}=${ofTable(view, o.value, both, table.name, split)}` : o.text}`).join("");
  const [, labels] = split.inputs;
  const even = labels && split.inputs.length === 2 ? evenly(view, split, () => ofTable(view, labels, both, table.name, split)) : "";
  const callee = split.call.func.k === "name" ? SPLIT : view.textOf(split.call.func.at);
  const anchor = line.stmts[first] as Stmt;
  if (!standsAlone(view, anchor) || !standsAlone(view, split.place.stmt)) no("another statement shares a line with it");
  const cut = before(view, anchor, [`${name}, ${held} = ${callee}(${table.name}${options}${even})`]);
  // What is said of the drawing stays with it.
  const [spoken] = commentsAbove(view, anchor);
  const above = spoken ? startOfLine(view.whole(spoken.source), spoken.start) : cut.at.start;
  edits.push({ ...cut, at: { ...cut.at, start: above, end: above } });
  edits.push({ at: split.call.at, text: split.inputs.map((e, i) => `${view.textOf(e.at)}, ${inputs[i]}`).join(", ") });
  return { edits, at: view.placeOf(anchor) as Place };
}

/** How many copies are made must be counted among these statements, which work on the training part. @throws CannotFix */
function checkCounted(view: View, stmts: readonly Stmt[]): void {
  const isAmong = (name: string): boolean => view.usesOf(name, null).some((u) => u.stored && stmts.includes(u.place.stmt));
  for (const s of stmts)
    eachExprIn(s, (e) => {
      if (e.k !== "call" || !/(^|\.)(sample|resample)$/.test(view.textOf(e.callee))) return;
      const number =
        e.args.find((a) => a.name === "n" || a.name === "n_samples")?.value ??
        (e.func.k === "attr" && e.func.name === "sample" ? e.args.find((a) => !a.name)?.value : null);
      if (number?.k === "name" && !isAmong(number.name)) no("the number of rows that are drawn is counted over all rows, and the training part has fewer");
    });
}

/** Whether a statement, or one in its blocks, binds a variable or writes into it. */
export const changes = (s: Stmt, name: string): boolean => {
  if (s.k === "assign" && s.targets.some((t) => namesIn(t).includes(name))) return true;
  if (s.k === "def" || s.k === "class") return false;
  return (s.k === "aug" && namesIn(s.target).includes(name)) || blocksOf(s).some((block) => block.some((x) => changes(x, name)));
};

/** Whether a statement only shows what it reads: a table of which a part was copied is still there. */
const onlyShows = (view: View, s: Stmt): boolean => s.k === "expr" && !/\.fit(_\w+)?\s*\(|\binplace\b/.test(view.textOf(s.at));

interface Joined {
  readonly place: Place;
  readonly name: string;
}

/** `both = pd.concat([a, b])`, after the copying. */
function joined(view: View, start: Place, split: WrittenSplit): Joined {
  for (let i = start.index; i < split.place.index; i++) {
    const s = start.line.stmts[i] as Stmt;
    const v = s.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name" ? unshuffled(view, s.value) : null;
    const text = v?.k === "call" ? view.textOf(v.callee) : "";
    if (s.k === "assign" && s.targets[0]?.k === "name" && /(^|\.)(concat|append)$/.test(text))
      return { place: view.placeOf(s) as Place, name: s.targets[0].name };
  }
  return no("the copies are not joined with the rest by one `concat`");
}

/** What is shuffled as a whole, by `.sample(frac=1)` or `shuffle(…)`, or numbered again: all of its rows stay. */
function unshuffled(view: View, e: Expr): Expr {
  if (e.k !== "call") return e;
  const whole = e.args.some((a) => a.name === "frac" && /^1(\.0*)?$/.test(view.textOf(a.value.at)));
  const stays = e.func.k === "attr" && ((e.func.name === "sample" && whole) || (e.func.name === "reset_index" && /drop\s*=\s*True/.test(view.textOf(e.at))));
  if (stays && e.func.k === "attr") return unshuffled(view, e.func.object);
  const [first] = e.args;
  return /(^|\.)shuffle$/.test(view.textOf(e.callee)) && first && !e.args.some((a) => a.star || a.name === "n_samples") ? unshuffled(view, first.value) : e;
}

/** `both = both.sample(frac=1)`. */
function onlyShuffles(view: View, s: Stmt, name: string): boolean {
  const [t] = s.k === "assign" && s.targets.length === 1 ? s.targets : [];
  const of = s.k === "assign" ? unshuffled(view, s.value) : null;
  return t?.k === "name" && t.name === name && of?.k === "name" && of.name === name;
}

/** The table that the joined parts were selected from. */
function sourceTable(view: View, both: Place): { name: string; since: number; from: number } {
  const { line } = both;
  const seen = new Set<string>();
  const roots = new Set<string>();
  let since = 0;
  let from = both.index;
  const visit = (name: string, before: number): void => {
    if (seen.has(`${name}:${before}`)) return;
    seen.add(`${name}:${before}`);
    for (let i = before - 1; i >= 0; i--) {
      const s = line.stmts[i] as Stmt;
      if (s.k !== "assign" || !s.targets.some((t) => t.k === "name" && t.name === name)) continue;
      from = Math.min(from, i);
      const v = s.value;
      if (v.k === "index" && v.object.k === "name" && v.index.k === "compare") {
        roots.add(v.object.name);
        return;
      }
      if (v.k === "call") {
        const [first] = v.args;
        const on =
          v.func.k === "attr" && v.func.object.k === "name" && view.usesOf(v.func.object.name, null).some((u) => u.stored)
            ? v.func.object.name
            : first?.value.k === "name"
              ? first.value.name
              : null;
        if (on) return visit(on, i);
        const inner = v.func.k === "attr" ? v.func.object : null;
        if (inner?.k === "index" && inner.object.k === "name" && inner.index.k === "compare") {
          roots.add(inner.object.name);
          return;
        }
      }
      roots.add("?");
      return;
    }
    roots.add("?");
  };
  const s = both.stmt;
  const value = s.k === "assign" ? unshuffled(view, s.value) : no("the copies are not joined with the rest by one `concat`");
  const parts = value.k === "call" ? value.args.flatMap((a) => (a.value.k === "list" ? a.value.items : [])) : [];
  for (const p of parts) {
    if (p.k === "name") visit(p.name, both.index);
    else if (p.k === "index" && p.object.k === "name" && p.index.k === "compare") roots.add(p.object.name);
    else roots.add("?");
  }
  if (roots.size !== 1 || roots.has("?")) return no("it is not clear which table the copies come from");
  const [name] = [...roots] as [string];
  for (let i = both.index - 1; i >= 0; i--)
    if (changes(line.stmts[i] as Stmt, name)) {
      since = i + 1;
      break;
    }
  return { name, since, from };
}

/** The same selection of the rows of another table: `X` is `both.drop(…)`, so `held.drop(…)`. */
function ofTable(view: View, e: Expr, both: Joined, table: string, split: WrittenSplit): string {
  let x = e;
  if (x.k === "name" && x.name !== both.name) {
    const name = x.name;
    const made = split.place.line.stmts.slice(both.place.index + 1, split.place.index).filter((s) => changes(s, name));
    const [only] = made;
    if (made.length !== 1 || only?.k !== "assign" || only.targets[0]?.k !== "name") return no(`\`${name}\` is made in a way that cannot be followed`);
    x = only.value;
  }
  const names = namesIn(x);
  const literal = x.k === "name" || x.k === "index" || x.k === "attr" || (x.k === "call" && x.func.k === "attr" && /^(drop|copy|filter)$/.test(x.func.name));
  if (!names.includes(both.name) || !literal) return no(`\`${short(view.textOf(x.at))}\` is no selection of columns`);
  const swaps: Swap[] = [];
  eachExprIn({ k: "expr", at: x.at, value: x }, (n) => {
    if (n.k === "name" && n.name === both.name) swaps.push({ at: n.at, text: table });
  });
  for (let i = both.place.index + 1; i < split.place.index; i++)
    if (changes(split.place.line.stmts[i] as Stmt, both.name) && !onlyShuffles(view, split.place.line.stmts[i] as Stmt, both.name))
      no(`\`${both.name}\` changes on the way`);
  return swapped(view, x.at, swaps);
}
