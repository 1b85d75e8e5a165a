/** Windows over the target that end with the row which is to be predicted: a rolling mean of the sales up to and with today, among the inputs for those of today. */
import type { Span } from "../base/span.js";
import { textIn, type Unit } from "../program/program.js";
import type { Learned } from "./lineage.js";
import { labelsElsewhere } from "./shown.js";
import type { TargetHit } from "./target.js";
import { columnOfOrigin } from "./values.js";

/** Such columns of the inputs of a model, each where its window is made; none where the program may put other rows beside each other. */
export function targetInWindows(l: Learned, units: readonly Unit[]): readonly (TargetHit & { readonly at: Span })[] {
  const { fit } = l;
  if (fit?.y?.origin.size !== 1 || l.conf > 0 || fit.y.looks.size || fit.yRows?.key !== fit.rows.key || labelsElsewhere(fit)) return [];
  const [origin = ""] = fit.y.origin;
  const target = columnOfOrigin(origin);
  // A target under another name was made from the column, perhaps of another row.
  if (fit.target !== target || !fit.columns.windows.some((w) => w.of === origin) || movesRows(units, target)) return [];
  return fit.columns.windows
    .filter((w) => w.of === origin && endsWithRow(textIn(units, w.set.source).slice(w.set.start)))
    .map((w) => ({ target, column: w.name, derived: true, at: w.at }));
}

/** What lays rows beside others than their own: the target from its second row on, tables joined by the nearest day, labels moved by a day, transformers that shift. */
function movesRows(units: readonly Unit[], target: string): boolean {
  const name = target.replace(/[^\w]/g, (c) => `\\${c}`);
  const fromSecond = new RegExp(`(?<!\\w)${name}(?:["']\\s*\\])?(?:\\.(?:values|iloc|loc|to_numpy\\(\\)|tolist\\(\\)))?\\[\\s{0,9}[\\w+\\-][\\w+\\- ]{0,80}:`);
  return units.some(
    ({ input: { text } }) => fromSecond.test(text) || otherwise.test(text) || (/TransformerMixin|FunctionTransformer/.test(text) && /\.shift\(/.test(text)),
  );
}

const otherwise = /merge_asof|\.reindex\(|Timedelta|DateOffset|timedelta\(|\bindex\[\s*(?:-?[01]\s*\]|1\s*:|:\s*-1)/;

const column = String.raw`\w[\w.]*(?:\[[^\[\]]*\])*`;
const window = String.raw`\.(?:rolling|expanding|ewm)\([^()]*\)\.(?:mean|sum|std|var|min|max|median|quantile|skew|kurt)\([^()]*\)`;
const behind = String.raw`(?:\.(?:fillna|bfill|ffill|round|astype|reset_index)\([^()]*\)|\.values)*`;
const grouped = String.raw`${column}\.groupby\([^()]*\)(?:\[[^\[\]]*\])*`;
const direct = new RegExp(`^[\\w.]+\\[[^=]*\\]=\\(?(?:${column}|${grouped})${window}${behind}\\)?$`);
const inGroups = new RegExp(`^[\\w.]+\\[[^=]*\\]=\\(?${grouped}\\.transform\\(lambda(\\w+):\\1${window}${behind}\\)${behind}\\)?$`);

/** Whether a statement gives a column a window over another as it is: nothing is taken away from it, moved or counted. */
function endsWithRow(text: string): boolean {
  const stmt = statementOf(text.slice(0, 2_000))
    .replace(/#[^\n]*/g, "")
    .replace(/\\\n/g, "")
    .replace(/\s+/g, "");
  return direct.test(stmt) || inGroups.test(stmt);
}

/** The text up to the end of its first statement. */
function statementOf(text: string): string {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if ("([{".includes(c)) depth++;
    else if (")]}".includes(c)) depth--;
    else if ((c === "\n" && depth <= 0 && text.charAt(i - 1) !== "\\") || (c === ";" && depth <= 0)) return text.slice(0, i);
  }
  return text;
}
