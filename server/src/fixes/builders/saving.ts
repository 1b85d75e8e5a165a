/** HLD602: what a stored model's inputs went through is stored beside it, in a file of its own: whoever loads the model goes on as before. */
import { samePlace } from "../../base/span.js";
import type { Fix } from "../../engine.types.js";
import type { Stmt } from "../../program/ir.js";
import type { Learned } from "../../trace/lineage.js";
import { notSaved } from "../../trace/notSaved.js";
import { CannotFix, type FixContext } from "../context.js";
import type { CallExpr, Placed, PlacedCall } from "../document.js";
import { Draft } from "../draft.js";
import { under, viewOf } from "../moves/builders.js";
import { lastStore } from "../moves/chain.js";
import { nameForObject, namesIn } from "../moves/learning.js";
import { no } from "../moves/outcome.js";
import { holds, type Place, type View } from "../moves/view.js";
import { columnLoop, isPath, keepEach } from "./refit.js";
import { targetOf } from "./savedPaths.js";

/** What is to be stored: how it is written at the model's place, and what its file is called. */
interface Kept {
  readonly text: string;
  readonly stem: string;
}

/** `joblib.dump(scaler, "scaler.joblib")` behind `joblib.dump(model, "model.joblib")`. */
export function saveBeside(cx: FixContext): Fix | null {
  const view = viewOf(cx);
  const lost = [...notSaved(cx.q)].filter(({ act }) => samePlace(act.at, cx.finding.at)).flatMap((s) => s.lost);
  const dump = cx.doc.callAt(cx.finding.at);
  if (!lost.length || !dump) return null;
  return under("Save what its inputs went through beside the model", () => {
    const draft = new Draft(cx);
    const fits = [...new Map(lost.map((l) => [`${l.at.source}:${l.at.start}`, l])).values()];
    const target = targetOf(cx, view, dump);
    const loop = loopAround(cx, dump, fits);
    if (loop && target.reads.some((n) => view.usesOf(n, loop.place.line.fn).some((u) => u.stored && holds(loop.placed.stmt.at, u.at))))
      no("the models are saved in a loop, under names that each round makes");
    const kept = new Map<string, Kept>();
    for (const l of fits) {
      const k = keptOf(cx, view, draft, l, dump);
      kept.set(k.text, k);
    }
    const files = [...kept.values()].map((k) => ({ ...k, file: target.fileFor(k.stem) }));
    const lines = files.flatMap((f) => target.lines(draft, f.text, f.file));
    draft.after(loop?.placed ?? target.behind, lines);
    const [first] = files;
    const what = files.length === 1 ? `\`${first?.text}\`` : `${files.length} transformers`;
    return draft.finish("unsafe", `Save ${what} beside the model`);
  });
}

/** The outermost loop that saves models of which all went through what was fitted above it: one file is enough. */
function loopAround(cx: FixContext, dump: PlacedCall, fits: readonly Learned[]): { placed: Placed; place: Place } | null {
  const loop = dump.around.find((s) => (s.k === "for" || s.k === "while") && !fits.some((l) => holds(s.at, l.at)));
  const placed = loop && cx.doc.units.flatMap((u) => u.placed).find((p) => p.stmt === loop);
  const place = loop && viewOf(cx).placeOf(loop);
  return placed && place ? { placed, place } : null;
}

/** A fitted transformer as it can be read where the model is saved. @throws CannotFix */
function keptOf(cx: FixContext, view: View, draft: Draft, l: Learned, dump: PlacedCall): Kept {
  const fit = cx.doc.callAt(l.at);
  if (!fit || !samePlace(fit.call.callee, l.at) || fit.call.func.k !== "attr" || !/^fit(_transform)?$/.test(fit.call.func.name))
    return no(`where \`${l.what}\` is fitted cannot be followed`);
  const object = fit.call.func.object;
  const stem = (name: string): string => (name.length > 3 ? name : nameForObject(l.what));
  if (object.k === "attr" && isPath(object)) return ofInstance(cx, fit, dump, cx.doc.text(object.at), stem(object.name));
  const [from, to] = [view.placeAt(fit.call.at), view.placeAt(dump.call.at)] as [Place, Place];
  if (from.line.fn !== to.line.fn) no(`\`${l.what}\` is fitted in another function than the one that saves the model`);
  const loop = fit.around.find((s) => (s.k === "for" || s.k === "while") && !dump.around.includes(s));
  if (loop) return ofColumns(cx, view, draft, fit, loop, to);
  const behind = view.ancestorIn(to, from.line);
  if (!behind || behind.index < from.index) no(`\`${l.what}\` is not fitted on every way to where the model is saved`);
  if (object.k === "name") {
    checkStays(cx, view, object.name, fit, lastStore(view, object.name, from), to);
    return { text: object.name, stem: stem(object.name) };
  }
  if (object.k !== "call") return no(`where \`${l.what}\` is fitted cannot be followed`);
  const { stmt } = fit;
  const [name] = stmt.k === "assign" && stmt.targets.length === 1 ? stmt.targets : [];
  if (stmt.k === "assign" && stmt.value === fit.call && name?.k === "name" && fit.call.func.name === "fit") {
    checkStays(cx, view, name.name, fit, from, to);
    return { text: name.name, stem: stem(name.name) };
  }
  // It has no name yet.
  const word = cx.doc.freshName(nameForObject(l.what));
  draft.before(fit, [`${word} = ${cx.doc.text(object.at)}`]).replace(object.at, word);
  return { text: word, stem: word };
}

/** The name must stand for the same object, fitted to the same rows, where the model is saved. @throws CannotFix */
function checkStays(cx: FixContext, view: View, name: string, fit: PlacedCall, made: Place | null, to: Place): void {
  if (!made || lastStore(view, name, to) !== made) no(`\`${name}\` is another object where the model is saved`);
  const again = fitsOf(cx, name).some((call) => cx.doc.isBefore(fit.call.at, call.at) && cx.doc.isBefore(call.at, to.stmt.at));
  if (again) no(`\`${name}\` is fitted again before the model is saved`);
}

/** Calls that fit what is written so. */
const fitsOf = (cx: FixContext, text: string): CallExpr[] =>
  cx.doc.units
    .flatMap((u) => u.calls)
    .map((p) => p.call)
    .filter(({ func }) => func.k === "attr" && /^(fit|partial_fit)/.test(func.name) && cx.doc.text(func.object.at) === text);

/** `self.scaler`, which one method fits and another one can save. @throws CannotFix */
function ofInstance(cx: FixContext, fit: PlacedCall, dump: PlacedCall, text: string, stem: string): Kept {
  const classOf = (p: PlacedCall): Stmt | undefined => p.around.findLast((s) => s.k === "class");
  const own = text.startsWith("self.") && classOf(fit) !== undefined && classOf(fit) === classOf(dump);
  const saved = dump.call.args.some((a) => namesIn(a.value).includes("self")) || cx.doc.text(dump.call.callee).startsWith("self.");
  if (!own || !saved || fitsOf(cx, text).length !== 1) no(`\`${text}\` is not known to be the same object where the model is saved`);
  if (fit.around.some((s) => s.k === "for" || s.k === "while")) no(`a loop fits \`${text}\` anew in each of its rounds`);
  return { text, stem };
}

/** A loop over columns: what is fitted to each of them is kept in a dictionary. @throws CannotFix */
function ofColumns(cx: FixContext, view: View, draft: Draft, fit: PlacedCall, loop: Stmt, to: Place): Kept {
  const each = columnLoop(cx, fit);
  const at = view.placeOf(loop);
  const behind = at && view.ancestorIn(to, at.line);
  const placed = cx.doc.units.flatMap((u) => u.placed).find((p) => p.stmt === loop);
  if (each?.loop !== loop || !behind || !placed || behind.index <= at.index) return no("a loop fits it anew in each of its rounds: only the last fit is left");
  const kept = keepEach(cx, draft, each, placed);
  if (!kept) throw new CannotFix("A loop fits it anew in each of its rounds, and is asked for its last fit further down.");
  return { text: kept, stem: kept };
}
