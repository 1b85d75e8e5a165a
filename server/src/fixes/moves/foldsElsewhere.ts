/** A loop over folds in another function than what was learned, or over data that a function prepared: the parts of each round are transformed where the loop cuts them. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import type { Step } from "./chain.js";
import { short } from "./columns.js";
import type { FoldLoop } from "./foldLoop.js";
import { isCounted, sourcesOf } from "./handedData.js";
import { kindOf } from "./kinds.js";
import { type Call, nameForObject, namesIn } from "./learning.js";
import { after, before, dedupe, standsAlone } from "./lines.js";
import { firstOf, no } from "./outcome.js";
import { stepsFrom } from "./pipeline.js";
import { Raw } from "./raw.js";
import { idleMakers, madeAnew } from "./stepsElsewhere.js";
import { handedAsTheyWere } from "./unprepared.js";
import { unusedSteps } from "./unusedSteps.js";
import type { Source } from "./validated.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { eachExprIn, findExpr, reads, simpleIn } from "./walk.js";

/** The parts that a loop cuts of some data in each round. */
export interface Cut {
  readonly data: string;
  /** Where the loop reads the data. */
  readonly reads: readonly Expr[];
  readonly train: Part;
  readonly valid: Part;
  /** Whether rows are picked as those of a table, `X.iloc[train]`. */
  readonly iloc: boolean;
  /** The statement behind which both parts are there; null where none is given a name. */
  readonly last: Stmt | null;
}

/** A part under the name that the loop gives it, or where it is read without one. */
export interface Part {
  readonly name: string;
  readonly inline: readonly Expr[];
}

/** @throws CannotFix */
export function refitInFolds(view: View, loops: readonly FoldLoop[], learning: Call): { edits: TextEdit[]; at: Place } {
  const plans = loops.map((l) => {
    const found = cutsIn(view, l).flatMap((cut) => {
      const own = { data: cut.reads[0] as Expr, place: l.place, passes: [] };
      const sources = sourcesOf(view, own);
      const all = (sources ?? [own]).map((source) => ({
        source,
        steps: firstOf(
          () => stepsFrom(view, source, learning),
          () => null,
        ),
      }));
      // What was learned in one line with the loop is learned again there.
      const elsewhere = sources !== null || all.every((x) => x.steps?.every((s) => s.back));
      return elsewhere && all.some((x) => x.steps) ? [{ l, cut, all, handed: sources !== null }] : [];
    });
    const [first] = found;
    if (!first || found.length > 1) return no("the learning and the loop over the folds do not stand in one line of statements");
    return first;
  });
  const given: { data: Expr; place: Place; steps: Step[]; own: Step[]; asArray: boolean }[] = [];
  const edits: TextEdit[] = [];
  for (const { l, cut, all, handed } of plans) {
    const texts = all.map(({ source, steps }) =>
      inRound(view, l, cut, source, steps ?? no(`\`${short(view.textOf(source.data.at))}\` is given to the loop as it is`)),
    );
    const [lines] = texts as [string[], ...string[][]];
    if (texts.some((t) => t.join() !== lines.join())) no(`\`${cut.data}\` is prepared in several ways`);
    checkRound(view, l, cut);
    edits.push(cut.last ? after(view, cut.last, lines) : before(view, l.loop.body[0] as Stmt, lines));
    for (const part of [cut.train, cut.valid]) edits.push(...part.inline.map((e) => ({ at: e.at, text: part.name })));
    for (const { source, steps } of all) {
      const own = steps as Step[];
      const asArray = isTable(view, own, source.place) && !cut.iloc;
      for (const data of handed ? [source.data] : cut.reads) given.push({ data, place: source.place, steps: own.filter((s) => !s.back), own, asArray });
    }
  }
  const unused = unusedSteps(view, given, learning);
  const raw = new Raw(view, unused);
  for (const { data, steps, place, asArray, own } of given)
    if (steps.length) edits.push({ at: data.at, text: `${raw.textOf(data, steps, place)}${asArray && own.length === steps.length ? ".values" : ""}` });
  const reads = plans.flatMap((p) => p.cut.reads);
  const passes = plans.flatMap((p) => p.all.flatMap(({ source }) => source.passes));
  edits.push(
    ...unused.values(),
    ...idleMakers(
      view,
      given.flatMap((g) => g.own),
      new Set(unused.keys()),
    ),
  );
  edits.push(
    ...handedAsTheyWere(
      view,
      given.map((g) => ({ ...g, steps: g.own })),
      passes,
      reads,
    ),
  );
  return { edits: dedupe([...edits, ...raw.edits]), at: (plans[0] as (typeof plans)[number]).l.place };
}

/** A place in a loop that picks the rows of a part. */
interface Pick {
  readonly of: string;
  readonly index: string;
  readonly iloc: boolean;
  readonly e: Expr;
  readonly to: string | null;
  readonly stmt: Stmt;
}

function picksIn({ loop, train, valid }: FoldLoop): Pick[] {
  const out = new Map<Expr, Pick>();
  const add = (e: Expr, to: string | null, stmt: Stmt): void => {
    const part = partOf(e);
    if (part && (part.index === train || part.index === valid) && !out.has(e)) out.set(e, { ...part, e, to, stmt });
  };
  for (const s of loop.body) {
    const [target] = s.k === "assign" && s.targets.length === 1 ? s.targets : [];
    if (s.k === "assign" && target?.k === "name") add(s.value, target.name, s);
    if (s.k === "assign" && target?.k === "tuple" && s.value.k === "tuple")
      for (const [i, t] of target.items.entries()) if (t.k === "name" && s.value.items[i]) add(s.value.items[i] as Expr, t.name, s);
    eachExprIn(s, (e, _fn, stored) => {
      if (!stored) add(e, null, s);
    });
  }
  return [...out.values()];
}

/** `X_train, X_valid = X[train], X[valid]`, or `model.fit(X[train], …)`, for each `X` of which a loop does no more. */
export function cutsIn(view: View, l: FoldLoop): Cut[] {
  const { loop, place } = l;
  const picks = picksIn(l);
  return [...new Set(picks.map((p) => p.of))].flatMap((data): Cut[] => {
    const own = picks.filter((p) => p.of === data);
    const uses = view.usesOf(data, place.line.fn).filter((u) => holds(loop.at, u.at));
    const isCut = (u: Use): boolean => own.some((p) => holds(p.e.at, u.at)) || (holds(loop.iter.at, u.at) && u.place.stmt === loop) || isCounted(view, u);
    const [train, valid] = [l.train, l.valid].map((index) =>
      partCut(
        view,
        own.filter((p) => p.index === index),
        `${data}_${index === l.train ? "train" : "valid"}`,
      ),
    );
    if (!train || !valid || new Set(own.map((p) => p.iloc)).size > 1 || !uses.every((u) => !u.stored && isCut(u))) return [];
    const reads = uses.flatMap((u) => findExpr(u.place.stmt, (e) => e.k === "name" && e.at.start === u.at.start) ?? []);
    const named = own.filter((p) => p.to !== null).map((p) => loop.body.indexOf(p.stmt));
    let last = Math.max(-1, ...named);
    // The parts of the labels are cut right behind those of the data.
    while (last >= 0 && picks.some((p) => p.to !== null && p.stmt === loop.body[last + 1])) last++;
    if (own.some((p) => p.to === null && loop.body.indexOf(p.stmt) <= last)) return [];
    return [{ data, reads, train, valid, iloc: own[0]?.iloc ?? false, last: loop.body[last] ?? null }];
  });
}

function partCut(view: View, picks: readonly Pick[], name: string): Part | null {
  const [first, ...more] = picks;
  if (!first) return null;
  if (first.to !== null) return more.length ? null : { name: first.to, inline: [] };
  return picks.some((p) => p.to !== null) ? null : { name: view.fresh(name), inline: picks.map((p) => p.e) };
}

/** `X[train]`, `X.iloc[train]`, `X.iloc[train, :]`. */
function partOf(e: Expr): { of: string; index: string; iloc: boolean } | null {
  if (e.k !== "index") return null;
  const [rows, columns] = e.index.k === "tuple" ? e.index.items : [e.index];
  if (rows?.k !== "name" || (columns && !(columns.k === "slice" && !columns.lower && !columns.upper))) return null;
  if (e.object.k === "name") return { of: e.object.name, index: rows.name, iloc: false };
  return e.object.k === "attr" && e.object.name === "iloc" && e.object.object.k === "name" ? { of: e.object.object.name, index: rows.name, iloc: true } : null;
}

/** Whether the data are a table before the first of these steps. */
const isTable = (view: View, steps: readonly Step[], at: Place): boolean => {
  const first = steps.at(-1) as Step;
  return kindOf(view, first.input, first.place ?? at) === "frame";
};

/** The lines that transform both parts of a round. */
function inRound(view: View, l: FoldLoop, cut: Cut, source: Source, steps: readonly Step[]): string[] {
  const first = steps.at(-1) as Step;
  const kind = kindOf(view, first.input, first.place ?? source.place);
  if (kind === null || (cut.iloc && kind !== "frame")) no(`it is not clear whether \`${short(view.textOf(first.input.at))}\` is a table of pandas or an array`);
  const taken: string[] = [];
  return [...steps].reverse().flatMap((s, i) => {
    if (s.rows || s.dense || s.parts) no(`\`${cut.data}\` is made from the learning in a way that cannot be followed`);
    if (s.call.args.length > 1 || (s.fit?.k === "call" && s.fit.args.length > 1 && !s.stands)) no("it is fitted with further arguments");
    const made = madeAnew(view, s, source.place, l.place);
    const name = nameIn(view, l, s, made, taken);
    taken.push(name);
    const [train, valid] = [cut.train, cut.valid].map((p) => (i === 0 && p.inline[0] ? view.textOf(p.inline[0].at) : p.name));
    return [`${name} = ${made}`, `${cut.train.name} = ${name}.fit_transform(${train})`, `${cut.valid.name} = ${name}.transform(${valid})`];
  });
}

/** What a transformer is called in the loop: as it was, where the function calls nothing else so. */
function nameIn(view: View, { place }: FoldLoop, s: Step, made: string, taken: readonly string[]): string {
  const base = s.variable ?? nameForObject(made.replace(/\(.*/s, "").replace(/.* /, "").replaceAll("\u0000", ""));
  const { fn } = place.line;
  const own = (s.place?.line.fn ?? null) === fn && !s.back;
  const used = own || view.usesOf(base, fn).some((u) => fn === null || holds(fn.at, u.at)) || (fn?.params.some((p) => p.name === base) ?? false);
  return used || taken.includes(base) ? view.fresh(base, taken) : base;
}

const asks = /^(predict|predict_proba|predict_log_proba|decision_function|score|evaluate|transform)$/;

/** The models of a round go nowhere else, and are asked about its parts alone. @throws CannotFix */
function checkRound(view: View, { loop, place }: FoldLoop, cut: Cut): void {
  if (!standsAlone(view, cut.last ?? (loop.body[0] as Stmt))) no("another statement shares a line with it");
  // What is made of the parts in the round.
  const made = new Set([cut.train.name, cut.valid.name]);
  for (const s of simpleIn(loop.body))
    if (s.k === "assign" && (reads(s, [...made]) || readsPart(s.value, cut))) for (const t of s.targets.flatMap(namesIn)) made.add(t);
  const models = new Set<string>();
  for (const s of loop.body)
    eachExprIn(s, (e) => {
      if (e.k !== "call") return;
      const [x] = e.args;
      const on = e.func.k === "attr" && e.func.object.k === "name" ? e.func.object.name : null;
      if (e.func.k === "attr" && asks.test(e.func.name) && x && !namesIn(x.value).some((n) => made.has(n)) && !readsPart(x.value, cut))
        no(`the models of the rounds are asked about \`${short(view.textOf(x.value.at))}\` too`);
      if (e.func.k === "attr" && e.func.name === "fit" && on) models.add(on);
    });
  for (const s of loop.body)
    if (s.k === "assign" && s.targets[0]?.k === "name" && s.value.k === "call" && /(^|\.)(train|fit)$/.test(view.textOf(s.value.callee)))
      models.add(s.targets[0].name);
  for (const m of models)
    for (const u of view.usesOf(m, place.line.fn)) {
      const called = u.around?.k === "attr" || (u.around?.k === "call" && /(^|\.)(clone|print|deepcopy)$/.test(view.textOf(u.around.callee)));
      const behind = !holds(loop.at, u.at) && view.isBefore(loop.at, u.at);
      if (!u.stored && (behind || (!called && holds(loop.at, u.at)))) no(`\`${m}\` goes on to \`${short(view.textOf(u.place.stmt.at))}\``);
    }
  for (const { name } of [cut.train, cut.valid])
    for (const u of view.usesOf(name, place.line.fn)) {
      const early = holds(loop.at, u.at) && !u.stored && cut.last !== null && view.isBefore(u.at, cut.last.at);
      const table = cut.iloc && (u.around?.k === "index" || (u.around?.k === "attr" && !/^(shape|values)$/.test(u.around.name)));
      if (early || (table && holds(loop.at, u.at))) no(`\`${name}\` is used in \`${short(view.textOf(u.place.stmt.at))}\` too`);
    }
}

const readsPart = (e: Expr, cut: Cut): boolean => {
  let found = false;
  const go = (x: Expr): void => {
    if (x.k === "name" && (x.name === cut.train.name || x.name === cut.valid.name)) found = true;
    if ([...cut.train.inline, ...cut.valid.inline].includes(x)) found = true;
    if (x.k === "call") for (const a of x.args) go(a.value);
    if (x.k === "attr" || x.k === "index") go(x.object);
  };
  go(e);
  return found;
};
