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
  if (learned.func.k !== "attr") return fix;
  const own = fix.edits.flatMap((e) => (isNewCell(e) ? [] : [e]));
  const cells = fix.edits.filter(isNewCell);
  return { ...fix, edits: [...cells, ...lenientEdits(view, own, [learned.func.object], place)] };
}

/** The edits, with those that let the encoders in `fitted`, seen from `place`, take unknown categories. */
export function lenientEdits(view: View, edits: readonly TextEdit[], fitted: readonly Expr[], place: Place): TextEdit[] {
  let out = [...edits];
  if (view.units.some((u) => others.test(u.input.text))) return out;
  for (const call of new Set(fitted.flatMap((e) => strictIn(view, e, place)))) {
    const old = view.textOf(call.at);
    const name = (/\w+$/.exec(view.textOf(call.callee)) as RegExpExecArray)[0];
    const text = `${old.slice(0, -1).replace(/,?\s*$/, "")}${call.args.length ? ", " : ""}${told[name]})`;
    const covered = out.some((e) => holds(e.at, call.at));
    out = out.map((e) => ({ ...e, text: e.text.replaceAll(old, text) }));
    if (!covered) out.push({ at: call.at, text });
  }
  return out;
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
