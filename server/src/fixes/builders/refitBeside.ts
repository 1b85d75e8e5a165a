/** HLD111: several tables that one transformer is fitted to, one after the other: which fit belongs to these rows, and which others are at fault with it. */
import { samePlace } from "../../base/span.js";
import type { Learned } from "../../trace/lineage.js";
import type { FixContext } from "../context.js";
import { type PlacedCall, receiver, rootOf } from "../document.js";
import { stem } from "../moves/cutParts.js";

/** `train_flags` beside `test_flags`: the fit to the training rows of the same table, where the finding tells of another table's. */
export function partnerOf(cx: FixContext, first: PlacedCall, again: PlacedCall): PlacedCall {
  const [own, told] = [dataOf(again), dataOf(first)];
  const [known, now] = [learnedAt(cx, first), learnedAt(cx, again)];
  if (!own || !told || !known || !now || stem(own) === stem(told)) return first;
  const alike = cx.q.learnings.flatMap((l) => {
    const call = l.via === "transformer" && l.what === now.what && l.rows.key === known.rows.key ? cx.doc.callAt(l.at) : null;
    const name = call && dataOf(call);
    return call && name && name !== own && stem(name) === stem(own) && cx.doc.isBefore(call.call.at, again.call.at) ? [call] : [];
  });
  return alike.at(-1) ?? first;
}

/** Statements beside this one, behind the first fit, that fit the same object to a further table in the very same words, on whose rows no model is trained. */
export function alikeBeside(cx: FixContext, first: PlacedCall, again: PlacedCall): PlacedCall[] {
  const own = objectOf(cx, first) === objectOf(cx, again) ? wordsOf(cx, again) : null;
  return again.unit.calls.filter((p) => {
    if (own === null || p.stmt === again.stmt || p.stmt === first.stmt || p.block !== again.block || wordsOf(cx, p) !== own) return false;
    if (!cx.doc.isBefore(first.call.at, p.call.at)) return false;
    const learned = learnedAt(cx, p);
    return learned?.via === "transformer" && !cx.q.learnings.some((l) => l.via === "model" && l.rows.key === learned.rows.key);
  });
}

/** A statement without the table's name; null where it fits no object that has a name. */
function wordsOf(cx: FixContext, p: PlacedCall): string | null {
  const [data] = p.call.args;
  const root = data && rootOf(data.value);
  if (root?.k !== "name" || receiver(p.call)?.k !== "name") return null;
  return cx.doc.text(p.stmt.at).replace(new RegExp(`(?<![\\w.])${root.name}(?!\\w)`, "g"), "\u0000");
}

const objectOf = (cx: FixContext, p: PlacedCall): string => {
  const object = receiver(p.call);
  return object ? cx.doc.text(object.at) : "";
};

const dataOf = ({ call }: PlacedCall): string | null => {
  const data = call.args.find((a) => a.name === null || a.name === "X")?.value;
  return data?.k === "name" ? data.name : null;
};

const learnedAt = (cx: FixContext, { call }: PlacedCall): Learned | undefined => cx.q.learnings.find((l) => samePlace(l.at, call.callee));
