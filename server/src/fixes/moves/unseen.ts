/** HLD112: a vocabulary is learned from the training part, by what takes words and categories that it has not seen. */
import { samePlace } from "../../base/span.js";
import { type Builder, CannotFix, type FixContext } from "../context.js";
import { calledName } from "../splits.js";
import { splitFirst, viewOf } from "./builders.js";
import { type Call, callAt, given } from "./learning.js";
import { constructed } from "./validated.js";

const title = "Learn the vocabulary from the training part";

/** The builders for what is learned before a split, where rows that are not learned from can be transformed then. */
export const vocabularyFirst: readonly Builder[] = splitFirst.map(
  (build): Builder =>
    (cx) => {
      const reason = refusal(cx);
      if (reason !== null) throw new CannotFix(reason, title);
      return build(cx);
    },
);

/** Why rows of other words or categories could not be transformed; null where they can. */
function refusal(cx: FixContext): string | null {
  const view = viewOf(cx);
  const learned = cx.q.learnings.find((l) => l.weight === "vocabulary" && samePlace(l.at, cx.finding.at));
  const place = view.placeAt(cx.finding.at);
  const call = learned && place && callAt(place, learned);
  if (!learned || !call) return "Where the categories are learned cannot be followed.";
  if (/(Vectorizer|Tokenizer)$/.test(learned.what)) return null;
  if (!/^(OneHotEncoder|OrdinalEncoder)$/.test(learned.what))
    return `Nothing tells \`${learned.what}\` what to do with categories that the training rows do not have.`;
  const on = call.func.k === "attr" ? call.func.object : null;
  const made: Call | null = on?.k === "call" ? on : on?.k === "name" ? (constructed(view, on.name, place)?.call ?? null) : null;
  if (!made || calledName(made) !== learned.what) return `Where the ${learned.what} is made cannot be followed.`;
  // One that says nothing is told to take them (`lenient.ts`).
  const unseen = given(made, "handle_unknown", 99);
  return unseen && /error/.test(view.textOf(unseen.at)) ? `The ${learned.what} is told to refuse categories that the training rows do not have.` : null;
}
