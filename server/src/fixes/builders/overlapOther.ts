/** HLD106: a model that is trained on a part of another split than the one whose test part scores it, as in a copied cell. */
import type { Fix } from "../../engine.types.js";
import type { FixContext } from "../context.js";
import { finished, under, viewOf } from "../moves/builders.js";
import { lastStore } from "../moves/chain.js";
import { short } from "../moves/columns.js";
import { no } from "../moves/outcome.js";
import { splitsBehind, splitsIn, type WrittenSplit, writtenSplit } from "../moves/splits.js";
import { callStarting } from "../moves/validated.js";
import { holds, type Place, type Use, type View } from "../moves/view.js";
import { calledName } from "../splits.js";

/** `fit(a_train, …)` and `predict(b_test)` → `fit(b_train, …)`, where both splits stand above and nothing scores the model on `a_test`. */
export function trainOnScoredSplit(cx: FixContext): Fix | null {
  const view = viewOf(cx);
  const place = view.placeAt(cx.finding.at);
  const scored = place && writtenSplit(view, place);
  const own = scored ? cx.q.evaluations.filter((e) => e.role === "overlap" && splitsBehind(view, cx.q, e).some((s) => s.place === scored.place)) : [];
  const fits = [...new Set(own.flatMap((e) => e.fits))];
  const [fit, ...more] = fits;
  const trained = fit && !more.length ? view.placeAt(fit.at) : null;
  const call = trained && fit && callStarting(trained.stmt, fit.at.start);
  if (!scored || !trained || !fit || !call || scored.place.line !== trained.line || scored.place.index > trained.index) return null;
  const uses = call.args.flatMap((a) => partsIn(view, trained, a.value.at));
  const [first] = uses;
  if (!first || uses.some((u) => u.split.place !== first.split.place) || first.split.place === scored.place) return null;
  return under("Train on the training part of the split that scores it", () => {
    // A part that something else than a plot reads may be there to validate with.
    const read = scored.parts.find((p) =>
      view.usesOf(p.train, trained.line.fn).some((u) => !u.stored && !isPlotted(u) && lastStore(view, p.train, u.place) === scored.place),
    );
    if (read) return no(`\`${read.train}\` is read by something else already`);
    if (scored.parts.length !== first.split.parts.length) return no("the two splits do not cut the same kinds of data");
    if (call.args.some((a) => !uses.some((u) => holds(a.value.at, u.use.at)) && a.value.k !== "const"))
      return no(`\`${short(view.textOf(call.at))}\` is given more than the parts of one split`);
    if (cx.q.evaluations.some((e) => e.fits.includes(fit) && !own.includes(e) && e.role !== "train")) return no("the model is scored on other rows as well");
    const edits = uses.map(({ use, index }) => ({ at: use.at, text: (scored.parts[index] as WrittenSplit["parts"][number]).train }));
    for (const e of edits) if (lastStore(view, e.text, trained) !== scored.place) return no(`\`${e.text}\` was changed since it was cut`);
    return finished(cx, "Train on the training part of the split that scores it", edits);
  });
}

const isPlotted = ({ around }: Use): boolean => around?.k === "call" && /^(plot|scatter|hist|distplot|scatterplot|regplot)$/.test(calledName(around));

/** The training parts of splits above that are read within a span, each with its number in its split. */
function partsIn(view: View, at: Place, span: Use["at"]): { use: Use; split: WrittenSplit; index: number }[] {
  return splitsIn(view, at.line.stmts.slice(0, at.index)).flatMap((split) =>
    split.parts.flatMap(({ train }, index) =>
      lastStore(view, train, at) === split.place
        ? view.usesOf(train, at.line.fn).flatMap((use) => (!use.stored && holds(span, use.at) ? [{ use, split, index }] : []))
        : [],
    ),
  );
}
