/**
 * Encoders that are fitted on fewer rows than before: categories that only the other rows have made no error while all were seen, and shall make none
 * now. `OneHotEncoder` and `OrdinalEncoder` of scikit-learn refuse them unless they are told otherwise.
 */
import type { Fix, TextEdit } from "../../engine.types.js";
import type { Expr } from "../../program/ir.js";
import { isNewCell } from "../apply.js";
import { storeBehind } from "./chain.js";
import type { Call } from "./learning.js";
import { holds, type Place, type View } from "./view.js";
import { eachExprIn } from "./walk.js";

const told: Readonly<Record<string, string>> = {
  OneHotEncoder: 'handle_unknown="ignore"',
  OrdinalEncoder: 'handle_unknown="use_encoded_value", unknown_value=-1',
};

/** Encoders under the same names, with other arguments. */
const others = /\b(?:category_encoders|feature_engine|pyspark|cuml)\b/;

/** The fix, in which the encoders among what `learned` fits at `place` take unknown categories. */
export function withLenient(view: View, fix: Fix, learned: Call, place: Place): Fix {
  if (learned.func.k !== "attr" || view.units.some((u) => others.test(u.input.text))) return fix;
  let { edits } = fix;
  for (const call of strictIn(view, learned.func.object, place)) {
    const old = view.textOf(call.at);
    const name = (/\w+$/.exec(view.textOf(call.callee)) as RegExpExecArray)[0];
    const text = `${old.slice(0, -1).replace(/,?\s*$/, "")}${call.args.length ? ", " : ""}${told[name]})`;
    const covered = edits.some((e) => !isNewCell(e) && holds(e.at, call.at));
    edits = edits.map((e) => (isNewCell(e) ? e : { ...e, text: e.text.replaceAll(old, text) }));
    if (!covered) edits = [...edits, { at: call.at, text } satisfies TextEdit];
  }
  return { ...fix, edits };
}

/** The constructors of such encoders in an expression, and in what its names stand for. */
function strictIn(view: View, e: Expr, place: Place): Call[] {
  const out = new Set<Call>();
  const seen = new Set<string>();
  const visit = (x: Expr, at: Place): void =>
    eachExprIn({ k: "expr", at: x.at, value: x }, (inner) => {
      if (inner.k === "call" && isStrict(view, inner)) out.add(inner);
      if (inner.k !== "name" || seen.has(inner.name)) return;
      seen.add(inner.name);
      const made = storeBehind(view, inner.name, at);
      if (made?.stmt.k === "assign") visit(made.stmt.value, made);
    });
  visit(e, place);
  return [...out];
}

function isStrict(view: View, call: Call): boolean {
  const name = /\w+$/.exec(view.textOf(call.callee))?.[0] ?? "";
  return name in told && call.args.every((a) => !a.star && a.name !== null && a.name !== "handle_unknown" && (a.name !== "categories" || isAuto(a.value)));
}

/** `categories="auto"`: those of the rows that it is fitted on. */
const isAuto = (e: Expr): boolean => e.k === "const" && e.value === "auto";
