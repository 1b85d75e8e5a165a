/** Tables whose columns have names, in front of a model that is taken out of its pipeline: the steps hand the names on, so that it knows them as before. */
import type { Expr } from "../../program/ir.js";
import { lastStore, type Step } from "./chain.js";
import { kindOf } from "./kinds.js";
import { given, namesIn } from "./learning.js";
import type { Validated } from "./validated.js";
import type { Place, View } from "./view.js";
import { eachExprIn } from "./walk.js";

/** What makes a pipeline hand tables on under the names of their columns. */
export const namedOutput = '.set_output(transform="pandas")';

/** What gives the columns that it takes. */
const scales = /(Scaler|Imputer|PowerTransformer|OrdinalEncoder)$/;

/** What a scikit-learn before 1.2 has, which has no `set_output`. */
const old =
  /\bsklearn\.(cross_validation|grid_search|lda|learning_curve)\b|\bimport [^\n]*\bImputer\b|\bplot_(confusion_matrix|roc_curve|precision_recall_curve)\b|\bload_boston\b|\.get_feature_names\(|\bsparse\s*=\s*(False|True)\b|\bnormalize\s*=\s*True\b|\bprint [^\s(=]/;

/** Whether the data of a search are a table that the program made, under the names that its columns had before, and which its pipeline can make likewise. */
export function handsOnNames(view: View, v: Validated, steps: readonly Step[]): boolean {
  const [last] = steps;
  const first = steps.at(-1);
  if (!last?.named || !first?.place || v.data.k !== "name" || kindOf(view, first.input, first.place) !== "frame") return false;
  if (view.units.some(({ input }) => old.test(input.text))) return false;
  const columns = columnsOf(view, v.data.name, v.place);
  const inputs = steps.flatMap((s) => (s.input.k === "name" && s.place ? [{ name: s.input.name, place: s.place }] : []));
  const isOwn = inputs.some(({ name, place }) => columns === name || (columns !== null && isPartOf(view, name, place, columns)));
  return isOwn && keepsColumns(view, steps);
}

/** Whether each of these gives the columns that it takes, in their order. */
export const keepsColumns = (view: View, steps: readonly Step[]): boolean =>
  steps.every((s) => !s.rows && !s.dense && !s.parts && !s.back && !s.stands && scales.test(makerOf(view, s)));

/** `X` of `pd.DataFrame(…, columns=X.columns)`, which a variable was bound to last. */
function columnsOf(view: View, name: string, at: Place): string | null {
  const made = lastStore(view, name, at);
  const e = made?.stmt.k === "assign" ? made.stmt.value : null;
  const columns = e?.k === "call" && /(^|\.)DataFrame$/.test(view.textOf(e.callee)) ? given(e, "columns", 2) : null;
  return made && columns ? ownerOf(view, columns, made) : null;
}

/** The table whose columns a list names: `X.columns`, `list(X.columns)`, `X.columns.tolist()`, or a variable that holds them. */
function ownerOf(view: View, e: Expr, at: Place): string | null {
  const made = e.k === "name" ? lastStore(view, e.name, at) : null;
  const text = view.textOf(made?.stmt.k === "assign" && made.stmt.targets[0]?.k === "name" ? made.stmt.value.at : e.at);
  return /^(?:list\()?(\w+)\.columns(?:\.(?:tolist|to_list)\(\))?\)?$/.exec(text)?.[1] ?? null;
}

/** `X_train` of `X`, by `train_test_split`. */
function isPartOf(view: View, part: string, at: Place, whole: string): boolean {
  const s = lastStore(view, part, at)?.stmt;
  return s?.k === "assign" && s.value.k === "call" && /(^|\.)train_test_split$/.test(view.textOf(s.value.callee)) && namesIn(s.value).includes(whole);
}

function makerOf(view: View, s: Step): string {
  const made = s.variable === null || !s.place ? null : lastStore(view, s.variable, s.place);
  let maker = "";
  if (made)
    eachExprIn(made.stmt, (e) => {
      if (e.k === "call" && !/\.fit\w*$/.test(view.textOf(e.callee))) maker ||= view.textOf(e.callee);
    });
  return maker || (s.object.k === "call" ? view.textOf(s.object.callee) : "");
}
