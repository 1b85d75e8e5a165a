/** A threshold that is tried on predictions which nobody can make again for other rows: half of the held-out rows choose it, the other half is scored. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import { blocksOf } from "../../program/blocks.js";
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import { isMade, relation } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { calledName } from "../splits.js";
import { boundTo, lastStore } from "./chain.js";
import { short } from "./columns.js";
import { type Cut, isLabels, SPLIT } from "./cutParts.js";
import { drawnBy, type SplitBehind } from "./drawn.js";
import { checkKept } from "./keptRows.js";
import { argument, type Call, given, namesIn } from "./learning.js";
import { ahead, standsAlone } from "./lines.js";
import { no } from "./outcome.js";
import { eachExprOf, isAfter, storedIn } from "./partChecks.js";
import { checkReadAsTest, checkShownCurve, saysTest } from "./readLater.js";
import { madeIn, madeOf, saidAnew } from "./said.js";
import { partOf } from "./threshold.js";
import { checkTotals } from "./thresholdFolds.js";
import { holding, unjudged } from "./validationPart.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn, findExpr, reads, simpleIn } from "./walk.js";

/**
 * Cuts the labels and the predictions that `choice` reads in two, and has what is made of the choice judged by the second half; for a function that goes
 * through thresholds, where it is called.
 * Null where a model is asked or trained there, or other than two variables hold the rows.
 * @throws CannotFix
 */
export function chooseOnHalf(cx: FixContext, view: View, choice: Place, e: Evaluation, fact: SplitBehind): Cut | null {
  const region = [choice.stmt.at];
  const { stmt } = choice;
  // A score by itself is one of those that a loop around it chooses by.
  const isScore = stmt.k === "assign" && stmt.value.k === "call" && metric.test(calledName(stmt.value)) && !/_curve$/.test(calledName(stmt.value));
  const isChoice = stmt.k === "for" || (stmt.k === "assign" && !isScore);
  const read = isChoice && !asksModel(view, region) ? readBy(cx, view, choice, e) : null;
  if (!read) return null;
  const { fn } = choice.line;
  const isHanded = (name: string): boolean => fn?.params.some((p) => p.name === name) ?? false;
  if (!fn || !isHanded(read.labels) || !isHanded(read.chances)) return halved(cx, view, choice, read, e, fact);
  const cuts = callsOf(view, fn).map(({ place, call }) => {
    const [chances, labels] = [read.chances, read.labels].map((n) => argument(fn, call, n));
    return chances?.k === "name" && labels?.k === "name"
      ? halved(cx, view, place, { chances: chances.name, labels: labels.name }, e, fact)
      : no("it is called with what has no name");
  });
  const [first, ...others] = cuts;
  return first ? { edits: [first, ...others].flatMap((c) => c.edits), at: first.at } : null;
}

/** The statements that bind what a function gives. @throws CannotFix where it is called otherwise */
function callsOf(view: View, fn: Fn): { place: Place; call: Call }[] {
  const uses = view.usesOf(fn.name, null).filter((u) => !u.stored && !holds(fn.at, u.at));
  return uses.map(({ place, around }) =>
    around?.k === "call" && place.stmt.k === "assign" && place.stmt.value === around ? { place, call: around } : no("it is called in several ways"),
  );
}

/** What a choice reads. */
type Read = Record<"labels" | "chances", string>;

function halved(cx: FixContext, view: View, choice: Place, { labels, chances }: Read, e: Evaluation, fact: SplitBehind): Cut {
  const region = [choice.stmt.at];
  const read = [chances, labels];
  if (!standsAlone(view, choice.stmt)) return no("another statement shares a line with it");
  checkDrawnOnce(view, choice, read);
  checkReadAsTest(cx, view, region, choice.line.fn, read, e.score.rows);
  checkKept(view, region, choice, read);
  checkTotals(view, choice, read);
  if (choice.stmt.k === "assign") checkShownCurve(view, choice);
  const drawn = drawnBy(cx, view, choice, { rows: e.score.rows, labels, e, fact });
  const taken: string[] = [];
  const parts = read.map((name) => ({ name, halves: halvesOf(view, name, taken) }));
  const line = `${parts.flatMap((p) => p.halves).join(", ")} = ${SPLIT}(${chances}, ${labels}, test_size=0.5, ${drawn})`;
  const judged = judgedBehind(cx, view, choice, read, e).map((s) => s.at);
  const exchanged = (name: string, text: string, within: readonly Span[]): TextEdit[] =>
    view.usesOf(name, choice.line.fn).flatMap((u) => (!u.stored && within.some((at) => holds(at, u.at)) ? [{ at: u.at, text }] : []));
  const edits: TextEdit[] = [ahead(view, choice.stmt, [line])];
  for (const { name, halves } of parts) edits.push(...exchanged(name, halves[0], region), ...exchanged(name, halves[1], judged));
  edits.push(...saidAnew(view, region, choice.line.fn, read, "test", "validation"));
  return { edits, at: choice };
}

const draws = /\bresample\(|\bchoices?\(|\brandint\(|\bintegers\(/;

/** Rows that were drawn with repetition, as for a bootstrap, would stand in both halves. @throws CannotFix */
function checkDrawnOnce(view: View, choice: Place, read: readonly string[]): void {
  for (const name of read) {
    const place = lastStore(view, name, choice);
    const value = place?.stmt.k === "assign" ? place.stmt.value : null;
    if (!place || !value) continue;
    const from = namesIn(value).flatMap((n) => lastStore(view, n, place)?.stmt ?? []);
    const texts = [value.at, ...from.flatMap((s) => (s.k === "assign" ? [s.value.at] : []))].map((at) => view.textOf(at));
    if (texts.some((t) => draws.test(t))) no(`\`${name}\` may hold a row more than once`);
  }
}

const metric = /(?:_score|_loss|_error|_matrix|_curve|_report|_support)$/;

/** The labels, which a metric is given by their name, and the predictions that are held against a limit; null where the choice reads others. */
function readBy(cx: FixContext, view: View, choice: Place, e: Evaluation): Read | null {
  const region = [choice.stmt.at];
  const bound = storedIn(view, region);
  const truths = new Set<string>();
  const held = new Set(holding(cx, view, region, e.score.rows, choice));
  const plain = (x: Expr | null): string[] => (x?.k === "name" && !bound.has(x.name) ? [x.name] : []);
  eachExprOf(view, region, (x) => {
    if (x.k === "call" && metric.test(view.textOf(x.callee))) for (const n of plain(given(x, "y_true", 0))) truths.add(n);
    if (x.k === "call" && /_curve$/.test(view.textOf(x.callee))) for (const n of plain(given(x, ["y_score", "probas_pred"], 1))) held.add(n);
    if (x.k === "compare") for (const n of plain(root(x.left))) if (/data|list/.test(cx.kindAt(root(x.left).at) ?? "")) held.add(n);
  });
  for (const n of truths) held.add(n);
  const labels = truths.size === 1 ? [...truths][0] : [...held].find(isLabels);
  const chances = [...held].find((n) => n !== labels);
  return labels && chances && held.size === 2 ? { labels, chances } : null;
}

/** `np.array(chances)[:, 1]`: what an expression takes its rows of. */
function root(e: Expr): Expr {
  if (e.k === "index") return root(e.object);
  const [only, ...more] = e.k === "call" && /^(?:as)?array$/.test(calledName(e)) ? e.args : [];
  return only && !more.length ? root(only.value) : e;
}

/** "chances" → "chances_valid" and "chances_final". */
function halvesOf(view: View, name: string, taken: string[]): [string, string] {
  const called = (word: string): string => {
    const fresh = view.fresh(partOf(name, word), taken);
    taken.push(fresh);
    return fresh;
  };
  return [called("valid"), called(/final/i.test(name) ? "rest" : "final")];
}

/** Whether a stretch of the program trains a model or asks one for predictions. */
function asksModel(view: View, region: readonly Span[]): boolean {
  let found = false;
  eachExprOf(view, region, (e) => {
    if (e.k === "call" && e.func.k === "attr") found ||= /^(fit|predict|transform|score|evaluate|decision_function)/.test(e.func.name);
  });
  return found;
}

/**
 * The statements behind the choice that lay what it found beside the labels or the predictions.
 * @throws CannotFix where what is made of it goes where the rows cannot be exchanged, or where nothing of it is scored
 */
function judgedBehind(cx: FixContext, view: View, choice: Place, read: readonly string[], e: Evaluation): readonly Stmt[] {
  const judged = new Judged(cx, view, choice, read, e);
  for (let p: Place | null = choice; p; p = p.line.owner?.k === "def" ? null : p.line.parent)
    judged.follow(p.line.stmts.slice(p.index + 1), p.line === choice.line);
  checkElsewhere(view, choice, judged.made);
  if (!judged.isUsed) no(unjudged);
  return judged.found;
}

/** Follows what a choice has found from statement to statement. */
class Judged {
  /** What lays it beside the labels or the predictions. */
  readonly found: Stmt[] = [];
  readonly made: Set<string>;
  /** Whether it is scored: a sweep that is only shown chooses nothing of what is scored behind it. */
  isUsed = false;
  /** What the choice has left of its last round, an item for each row. */
  private readonly stale: Set<string>;
  private readonly settings: ReadonlySet<string>;
  /** What was made of the other half alone. */
  private readonly scored = new Set<string>();
  /** What has an item for each row of that half. */
  private readonly ofHalf = new Set<string>();

  constructor(
    private readonly cx: FixContext,
    private readonly view: View,
    private readonly choice: Place,
    private readonly read: readonly string[],
    private readonly e: Evaluation,
  ) {
    const region = [choice.stmt.at];
    this.made = new Set([...storedIn(view, region), ...madeIn(view, region, read)]);
    this.stale = new Set([...this.made].filter((n) => isOfRows(cx, view, n, choice, e)));
    this.settings = settingsOf(view, choice);
  }

  /** `isFlat`: each of these statements is reached whenever the choice is. @throws CannotFix */
  follow(stmts: readonly Stmt[], isFlat: boolean): void {
    for (const s of stmts) {
      const blocks = blocksOf(s);
      if (blocks.length) this.enter(s, blocks);
      else if (this.readsMade(s) || isScoreOf(this.cx, s, this.read)) this.take(s);
      else if (isFlat) for (const n of boundBy(s)) for (const names of [this.made, this.stale, this.scored]) names.delete(n);
    }
  }

  private readsMade(s: Stmt): boolean {
    return reads(s, [...this.made]);
  }

  private enter(s: Stmt, blocks: readonly (readonly Stmt[])[]): void {
    if (s.k === "def" || s.k === "class" || s.k === "match") {
      if (this.readsMade(s)) no("a function further down reads what is chosen");
      return;
    }
    if (s.k === "for" && namesIn(s.iter).some((n) => this.made.has(n))) for (const n of namesIn(s.target)) this.made.add(n);
    else if (s.k === "for" && this.readsMade(s)) this.checkBeside({ k: "expr", at: s.iter.at, value: s.iter });
    for (const b of blocks) this.follow(b, false);
  }

  private take(s: Stmt): void {
    const old = [...this.stale].find((n) => reads(s, [n]));
    if (old) no(`\`${old}\` of the last round is read behind the choice`);
    if (s.k === "return" || (s.k === "assign" && s.targets.some((t) => t.k === "attr"))) no("what is chosen goes on to other parts of the program");
    this.checkBeside(s);
    // Numbers of rows are those of a half from then on.
    const stores = s.k === "expr" && s.value.k === "call" && /^(save\w*|to_csv|to_excel|to_parquet|dump)$/.test(calledName(s.value));
    if (stores && reads(s, [...this.ofHalf])) no("what is stored would be of half of the rows");
    this.checkSame(s);
    const isJudged = reads(s, this.read);
    const score = isJudged && isScored(this.cx, s);
    const isOwn = isJudged || ![...this.made].some((n) => !this.scored.has(n) && !this.settings.has(n) && reads(s, [n]));
    if (!isOwn && s.k === "expr" && saysTest(literalsOf(this.view, s))) no("what is said of the scores behind the loop names the test rows");
    this.isUsed ||= score && this.readsMade(s);
    if (isJudged) this.found.push(s);
    if (isJudged && !score) for (const n of boundBy(s)) this.ofHalf.add(n);
    for (const n of [...boundBy(s), ...madeOf([s], [...this.made, ...this.read])]) {
      this.made.add(n);
      this.stale.delete(n);
      if (isOwn) this.scored.add(n);
      else this.scored.delete(n);
    }
  }

  /** The labels and the predictions are those that chose. @throws CannotFix */
  private checkSame(s: Stmt): void {
    const at = this.view.placeOf(s);
    const other = at ? this.read.find((n) => reads(s, [n]) && lastStore(this.view, n, at) !== lastStore(this.view, n, this.choice)) : undefined;
    if (other) no(`\`${other}\` is another thing where the choice is judged`);
  }

  /** What has an item for each row, or was counted or scored over all of them, belongs to no half. @throws CannotFix */
  private checkBeside(s: Stmt): void {
    eachExprIn(s, (x, _fn, stored) => {
      if (x.k !== "name" || stored || this.read.includes(x.name) || this.made.has(x.name)) return;
      const place = this.view.placeAt(x.at);
      const store = place && lastStore(this.view, x.name, place);
      const value = store?.stmt.k === "assign" ? store.stmt.value : null;
      const d = this.cx.dataAt(x.at);
      const isData = d !== null && !d.elem && (relation(d.rows, this.e.score.rows) !== "disjoint" || (value !== null && !isMade(d.rows)));
      const counts = value !== null && (namesIn(value).some((n) => this.read.includes(n)) || /\b(?:len|shape|size)\b/.test(this.view.textOf(value.at)));
      if (isData || counts) no(`\`${x.name}\` is laid beside what is chosen, and would have other rows`);
    });
  }
}

/** Whether a statement scores the predictions themselves, as by the area under a curve: beside the other scores it is of the same half. */
const isScoreOf = (cx: FixContext, s: Stmt, read: readonly string[]): boolean => read.every((n) => reads(s, [n])) && isScored(cx, s);

/** Whether a statement gives a score; the points of a curve are none, but there to choose by. */
const isScored = (cx: FixContext, s: Stmt): boolean =>
  cx.q.evaluations.some((x) => x.role !== "train" && holds(s.at, x.score.at)) && findExpr(s, (x) => x.k === "call" && /_curve$/.test(calledName(x))) === null;

/** The texts of a statement, one behind the other. */
function literalsOf(view: View, s: Stmt): string {
  let text = "";
  eachExprIn(s, (x) => {
    if (x.k === "const" && typeof x.value === "string") text += ` ${x.value}`;
    // What is between braces is no text.
    if (x.k === "fstring") text += ` ${view.textOf(x.at).replace(/\{[^}]*\}/g, "")}`;
  });
  return text;
}

/** The variables that keep a value of the loop, or what a curve gives last. */
function settingsOf(view: View, choice: Place): Set<string> {
  const { stmt } = choice;
  const own = new Set(stmt.k === "for" ? namesIn(stmt.target) : []);
  for (const s of stmt.k === "for" ? simpleIn([stmt]) : [])
    for (const n of boundBy(s)) {
      const value = boundTo(s, n);
      if (value?.k === "name" && own.has(value.name)) own.add(n);
    }
  const [t] = stmt.k === "assign" ? stmt.targets : [];
  const last = t?.k === "tuple" ? t.items.at(-1) : t;
  if (stmt.k === "assign" && last?.k === "name" && /_curve$|thresh|cut-?off/i.test(view.textOf(stmt.value.at).replace(/\(.*$/s, ""))) own.add(last.name);
  return own;
}

/** What is made of the choice must not be read in functions. @throws CannotFix */
function checkElsewhere(view: View, choice: Place, made: ReadonlySet<string>): void {
  for (const name of made) {
    const u = view.usesOf(name, choice.line.fn).find((x) => !x.stored && x.fn !== choice.line.fn && isAfter(view, x.at, [choice.stmt.at]));
    if (u) no(`\`${name}\` is read in a function: \`${short(view.textOf(u.place.stmt.at))}\``);
  }
}

/** Whether a variable that the choice binds holds an item for each of its rows. */
const isOfRows = (cx: FixContext, view: View, name: string, choice: Place, e: Evaluation): boolean =>
  view.usesOf(name, choice.line.fn).some((u) => {
    const d = holds(choice.stmt.at, u.at) ? cx.dataAt(u.at) : null;
    return d !== null && !d.elem && relation(d.rows, e.score.rows) === "same";
  });

const namesOf = (e: Expr): string[] => (e.k === "name" ? [e.name] : e.k === "tuple" || e.k === "list" ? e.items.flatMap(namesOf) : []);

/** The variables that a statement binds. */
const boundBy = (s: Stmt): string[] => (s.k === "assign" ? s.targets.flatMap(namesOf) : s.k === "aug" ? namesOf(s.target) : []);
