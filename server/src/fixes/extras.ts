/** What a fix has to cure together with its finding, though no rule may say so: what the held-out rows were prepared by, and the scores beside it. */
import type { Finding } from "../engine.types.js";
import type { Expr } from "../program/ir.js";
import type { Learned } from "../trace/lineage.js";
import type { Evaluation, Questions } from "../trace/questions.js";
import { cutsOf, joinedAgain, overlapping, relation } from "../trace/rows.js";
import type { FixContext } from "./context.js";
import { viewOf } from "./moves/builders.js";
import { namesIn } from "./moves/learning.js";
import { holds, type View } from "./moves/view.js";
import { eachExprIn, simpleIn } from "./moves/walk.js";

/** Of a finding, what has to go from another version of the program too; most findings ask for nothing, and then that version is not looked at. */
export type Extras = (version: () => FixContext) => Finding[];

const none: Extras = () => [];

/** `cx`: the finding in the program as it is. */
export function extrasOf(cx: FixContext): Extras {
  const chooses = /^HLD20[1-3]$/.test(cx.finding.code);
  if (cx.finding.code !== "HLD205" && !chooses) return none;
  const reached = chooses ? labelsOf : inputsOf;
  const told = learnedFromTested(cx.q, reached);
  const before = countOf(told);
  // What the program's own test part tells of itself already, where other models are scored on it, is told by one more score as well.
  const known = new Set(chooses ? [] : told.map((l) => `${keyOf(l)} ${l.on}`));
  const ranked = chooses ? new Set<string>() : besideScore(viewOf(cx), cx.finding);
  const alike = chooses ? new Set<string>() : scoredAlike(cx);
  return (version) => {
    const now = version();
    const soaked = learnedFromTested(now.q, reached);
    const left = new Map(before);
    const fresh = soaked.filter((l) => {
      const had = left.get(keyOf(l)) ?? 0;
      left.set(keyOf(l), had - 1);
      return had <= 0 && !known.has(`${keyOf(l)} ${l.on}`);
    });
    const view = viewOf(now);
    const unknown = [...ranked].flatMap((name) => untold(now.q, view, name));
    const scored = trainingScores(now.q).filter(
      (e) => ranked.has(nameAt(view, e.score.at) ?? "") || (alike.has(wordsAt(view, e.score.at)) && isOnlyTrained(now.q, e)),
    );
    const finding = (code: string, at: Finding["at"]): Finding => ({ ...cx.finding, code, at, steps: [] });
    return [
      ...new Map(
        [...fresh.map(({ l }) => finding("HLD101", l.at)), ...[...scored.map((e) => e.score.at), ...unknown].map((at) => finding("HLD205", at))].map((f) => [
          `${f.at.source}:${f.at.start}`,
          f,
        ]),
      ).values(),
    ];
  };
}

/** What the inputs of an evaluation had learned: the rules ask of most of it already where a part is cut to choose by. */
const inputsOf = ({ score, role, fits }: Evaluation): Set<number> =>
  new Set([...(role === "folds" ? score.features.learned : []), ...fits.flatMap((f) => [...(f.fit?.x.learned ?? [])])]);

/** The same of its labels, which no rule asks of. */
const labelsOf = ({ fits }: Evaluation): Set<number> => new Set(fits.flatMap((f) => [...(f.fit?.y?.learned ?? [])]));

/** What was learned from the rows that evaluate and reached what is evaluated; codes and categories tell nothing of them. */
function learnedFromTested(q: Questions, reached: (e: Evaluation) => ReadonlySet<number>): Told[] {
  const out = new Map<string, Told>();
  for (const e of q.evaluations) {
    const { score, role, fits, train } = e;
    if (role !== "held" && role !== "folds") continue;
    for (const id of reached(e)) {
      const l = q.lineage.learned.get(id);
      if (l?.weight !== "statistic" || l.via === "mix" || l.via === "model" || fits.includes(l) || joinedAgain(score.rows, l.rows)) continue;
      if (overlapping(relation(l.rows, score.rows)) && (role === "folds" || train)) {
        // Folds of the same rows may have seen it before: that is another fault.
        const how = role === "folds" || cutsOf(score.rows).some((c) => c.kind === "fold") ? "folds" : "held";
        out.set(`${score.id} ${id}`, { l, how, on: score.rows.key });
      }
    }
  }
  return [...out.values()];
}

interface Told {
  readonly l: Learned;
  readonly how: "folds" | "held";
  /** The rows that are scored. */
  readonly on: string;
}

const keyOf = ({ l, how }: Told): string => `${how} ${l.what} ${l.name}`;

function countOf(list: readonly Told[]): Map<string, number> {
  const out = new Map<string, number>();
  for (const l of list) out.set(keyOf(l), (out.get(keyOf(l)) ?? 0) + 1);
  return out;
}

/** The variable that a score is kept in. */
function nameAt(view: View, at: Finding["at"]): string | null {
  const s = view.placeAt(at)?.stmt;
  return s?.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name" ? s.targets[0].name : null;
}

const trainingScores = (q: Questions): Evaluation[] => q.evaluations.filter((e) => e.role === "train" && e.score.kind === "holdout");

/** Whether nothing but rows of its training scores the models of an evaluation. */
const isOnlyTrained = (q: Questions, { fits }: Evaluation): boolean =>
  !q.evaluations.some((o) => (o.role === "held" || o.role === "folds") && o.fits.some((f) => fits.includes(f)));

const wordsAt = (view: View, at: Finding["at"]): string => {
  const s = view.placeAt(at)?.stmt;
  return s ? view.textOf(s.at) : "";
};

/** The statements that score other models on the very rows that all of them were trained on, and nowhere else: people compare such scores. */
function scoredAlike(cx: FixContext): Set<string> {
  const own = cx.evaluations().find((e) => e.role === "train");
  if (!own) return new Set();
  const view = viewOf(cx);
  const others = trainingScores(cx.q).filter(
    (e) => !e.fits.some((f) => own.fits.includes(f)) && relation(e.score.rows, own.score.rows) === "same" && isOnlyTrained(cx.q, e),
  );
  return new Set(others.map((e) => wordsAt(view, e.score.at)));
}

/** The variables that stand beside a score in a list or table, as those of other models do. */
function besideScore(view: View, finding: Finding): Set<string> {
  const own = nameAt(view, finding.at);
  const out = new Set<string>();
  if (own === null) return out;
  for (const s of simpleIn(view.module.stmts))
    eachExprIn(s, (e) => {
      if (e.k !== "list" && e.k !== "tuple" && e.k !== "dict" && e.k !== "call") return;
      const names = (e.k === "dict" ? e.entries.map((x) => x.value) : e.k === "call" ? e.args.map((a) => a.value) : e.items).flatMap((x) =>
        x.k === "name" ? [x.name] : [],
      );
      if (names.includes(own)) for (const n of names) out.add(n);
      const list = addedTo(e, own);
      if (list) for (const n of addedNames(view, list)) out.add(n);
    });
  out.delete(own);
  return out;
}

/** The list that a call adds a score to, alone or with what it is called: `scores.append(("plain", own))`. */
function addedTo(e: Expr, own: string): string | null {
  if (e.k !== "call" || e.func.k !== "attr" || e.func.name !== "append" || e.func.object.k !== "name") return null;
  return e.args.some((a) => namesIn(a.value).includes(own)) ? e.func.object.name : null;
}

/** All that is added to a list, by name. */
function addedNames(view: View, list: string): string[] {
  const added = view.usesOf(list, null).flatMap((u) => (u.around?.k === "attr" && u.around.name === "append" ? [u.place.stmt] : []));
  return added.flatMap((s) => (s.k === "expr" && s.value.k === "call" ? s.value.args.flatMap((a) => namesIn(a.value)) : []));
}

/** Where a score that stands beside others is taken, and nobody can tell of which rows it is. */
function untold(q: Questions, view: View, name: string): Finding["at"][] {
  const isKnown = (at: Finding["at"]): boolean => q.evaluations.some((e) => holds(at, e.score.at));
  const stores = view.usesOf(name, null).flatMap(({ stored, place: { stmt } }) => (stored && stmt.k === "assign" ? [stmt] : []));
  return stores.flatMap(({ at, value }) =>
    value.k === "call" && /score|accuracy|error|auc/i.test(view.textOf(value.callee)) && !isKnown(at) ? [value.callee] : [],
  );
}
