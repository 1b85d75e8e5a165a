/** What stands against holding rows out of a training. */
import type { Stmt } from "../../program/ir.js";
import type { Evaluation } from "../../trace/questions.js";
import { cutsOf, type Rows, relation, sharesSource } from "../../trace/rows.js";
import type { FixContext } from "../context.js";
import { lastStore } from "./chain.js";
import { short } from "./columns.js";
import type { Call } from "./learning.js";
import { no } from "./outcome.js";
import { isAfter } from "./partChecks.js";
import { holds, type Place, type View } from "./view.js";

/** A model that a loop keeps for later, `models[name] = model`, may be asked about other rows than those that score it here. @throws CannotFix */
export function checkKeptFor(view: View, trained: Place, { func }: Call): void {
  const model = func.k === "attr" && func.object.k === "name" ? func.object.name : null;
  if (model === null || trained.line.owner?.k !== "for") return;
  for (const s of trained.line.stmts) {
    const [t] = s.k === "assign" && s.targets.length === 1 && s.value.k === "name" && s.value.name === model ? s.targets : [];
    const into = t?.k === "index" && t.object.k === "name" ? t.object.name : null;
    const later =
      into === null
        ? undefined
        : view.usesOf(into, trained.line.fn).find((u) => !u.stored && !holds((trained.line.owner as Stmt).at, u.at) && isAfter(view, u.at, [s.at]));
    if (later) no(`\`${model}\` is kept in \`${into}\`, which \`${short(view.textOf(later.place.stmt.at))}\` reads: it may have to predict other rows`);
  }
}

/** What was chosen by cross-validation of all rows has seen those that would be held out. @throws CannotFix */
export function checkChosen(cx: FixContext, e: Evaluation): void {
  const all = (rows: Rows): boolean => ["same", "contains"].includes(relation(rows, e.score.rows));
  const settings = e.fits.flatMap((f) => [...(f.fit?.settings.chosen ?? []), ...(f.fit?.x.chosen ?? [])]);
  if (settings.some((id) => cx.q.choices.some((c) => c.id === id && all(c.rows)))) no("its settings were chosen by scores of all rows");
  const isFold = (rows: Rows): boolean => cutsOf(rows).some((c) => c.kind === "fold");
  if (isFold(e.score.rows)) no("it is scored in a loop over folds, which hold rows out already");
  const compared = cx.q.evaluations.filter(
    (o) =>
      cx.doc.isBefore(o.score.at, e.score.at) && (o.role === "folds" ? all(o.score.rows) : isFold(o.score.rows) && sharesSource(o.score.rows, e.score.rows)),
  );
  if (new Set(compared.flatMap((o) => o.score.models.map((m) => m.name))).size > 1) no("cross-validation of all rows has compared the models already");
}

/** `print("Accuracy on full set:", …)` speaks of a model that is to be trained on all rows. @throws CannotFix */
export function checkSaysAll(view: View, asked: readonly Place[]): void {
  const kept = asked.flatMap(({ stmt, line }) =>
    stmt.k === "assign" ? stmt.targets.flatMap((t) => (t.k === "name" ? view.usesOf(t.name, line.fn) : [])) : [],
  );
  for (const { stmt } of [...asked, ...kept.flatMap((u) => (u.stored ? [] : u.place))])
    if (/["'][^"']*\b(?:in[- ]?sample|(?:full|whole|entire|all(?: the)?) (?:train(?:ing)? )?(?:data\b|dataset|set\b|rows|samples))/i.test(view.textOf(stmt.at)))
      no(`\`${short(view.textOf(stmt.at))}\` says that the score is one of all rows`);
}

/** Predictions of all rows that something else needs: then the score cannot be held out alone. */
export function checkPredictions(cx: FixContext, view: View, trained: Place, asked: readonly Place[], e: Evaluation): void {
  for (const p of asked) {
    const s = p.stmt;
    if (s.k !== "assign") continue;
    for (const t of s.targets) {
      if (t.k !== "name") {
        if (t.k !== "tuple") no(`predictions of all rows are kept in \`${short(view.textOf(t.at))}\``);
        continue;
      }
      for (const u of view.usesOf(t.name, trained.line.fn)) {
        if (u.stored || asked.some((a) => holds(a.stmt.at, u.at)) || lastStore(view, t.name, u.place) !== p) continue;
        const d = cx.dataAt(u.at);
        if (d && !d.elem && relation(d.rows, e.score.rows) === "same")
          no(`\`${t.name}\` of all rows is used by \`${short(view.textOf(u.place.stmt.at))}\` too`);
      }
    }
  }
}
