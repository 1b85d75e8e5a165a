/** Who reads data that are prepared for splits elsewhere, and stay as they are for everybody else. */
import type { Expr, Stmt } from "../../program/ir.js";
import { calledName } from "../splits.js";
import { lastStore, type Step } from "./chain.js";
import { short } from "./columns.js";
import { isCounted } from "./handedData.js";
import { no } from "./outcome.js";
import { functionOf, holds, type Place, type Use, type View } from "./view.js";
import { eachExprIn, findExpr, simpleIn } from "./walk.js";

interface Read {
  readonly data: Expr;
  readonly place: Place;
  readonly steps: readonly Step[];
}

/** How far what is made of the data is followed. */
const deepest = 3;

/**
 * What was prepared of all rows is shown, counted or drawn by others than `expected`, and never given to a model: models that know the parts as each
 * split prepares them would be asked about rows that are prepared in another way. `handed`: variables that functions are handed, perhaps models.
 * @throws CannotFix
 */
export function checkReaders(view: View, all: readonly Read[], expected: readonly Expr[], handed: readonly string[] = []): void {
  const made = new Map(all.flatMap(({ steps }) => steps.flatMap((s) => [...outputsOf(s)])));
  const models = new Set([...fittedIn(view), ...handed.filter((n) => ![...made.values()].includes(n))]);
  for (const [place, name] of made) checkResult(view, place, name, { expected, made, models }, deepest);
}

interface Known {
  readonly expected: readonly Expr[];
  readonly made: ReadonlyMap<Place, string>;
  readonly models: ReadonlySet<string>;
}

/** The statements that bind what a step gives, and the names that these give it. */
const outputsOf = ({ place, output, links = [] }: Step): [Place, string][] => [
  ...(place && output !== null ? [[place, output] as [Place, string]] : []),
  ...links.map((l): [Place, string] => [l.place, l.name]),
];

function checkResult(view: View, place: Place, name: string, known: Known, depth: number): void {
  for (const u of view.usesOf(name, place.line.fn)) {
    if (u.stored || !isResult(view, u, place) || known.expected.some((e) => holds(e.at, u.at)) || known.made.has(u.place) || isCounted(view, u)) continue;
    const { stmt } = u.place;
    const further = u.fn === place.line.fn && isHarmless(view, stmt, known) ? boundIn(stmt) : null;
    if (!further || (further.length && depth === 0)) return no(`\`${name}\` is used in \`${short(view.textOf(stmt.at))}\` too`);
    for (const n of further) checkResult(view, u.place, n, known, depth - 1);
  }
}

/** Whether a use reads what a statement bound: it is bound by nothing in between, or somewhere that cannot be told. */
function isResult(view: View, u: Use, place: Place): boolean {
  if (u.fn !== place.line.fn) return true;
  const at = view.ancestorIn(u.place, place.line);
  if (at && at.index <= place.index && place.line.owner?.k !== "for" && place.line.owner?.k !== "while") return false;
  const store = lastStore(view, u.name, u.place);
  return store === null || store === place || store.line !== place.line;
}

/** The names that a statement binds; null where it may do anything else with what it reads. */
function boundIn(s: Stmt): string[] | null {
  if (s.k === "expr") return [];
  if (s.k !== "assign") return null;
  const names = s.targets.flatMap((t) => (t.k === "tuple" || t.k === "list" ? t.items : [t])).map((t) => (t.k === "name" ? t.name : null));
  return names.every((n) => n !== null) ? (names as string[]) : null;
}

const learns =
  /^(fit|partial_fit|fit_transform|fit_predict|transform|inverse_transform|evaluate|decision_function|score|train|predict\w*|cross_val\w*|cross_validate|\w+_curve|permutation\w*|train_test_split)$/;

/** Whether a statement hands nothing to a model, nor to a function of the program. */
function isHarmless(view: View, s: Stmt, { models }: Known): boolean {
  let found = true;
  eachExprIn(s, (e) => {
    if (e.k === "name" && models.has(e.name)) found = false;
    if (e.k === "call" && (learns.test(calledName(e)) || (e.func.k === "name" && functionOf(view, e.func.name)))) found = false;
    if (e.k === "call" && e.args.some((a) => a.name === "inplace")) found = false;
  });
  return found;
}

/** The variables of all that the program fits, or asks for predictions. */
function fittedIn(view: View): ReadonlySet<string> {
  const out = new Set<string>();
  for (const s of view.module.stmts)
    eachExprIn(s, (e) => {
      if (e.k === "call" && e.func.k === "attr" && asks.test(e.func.name) && e.func.object.k === "name") out.add(e.func.object.name);
    });
  for (const s of simpleIn(view.module.stmts))
    if (s.k === "assign" && findExpr(s, (e) => e.k === "call" && e.func.k === "attr" && e.func.name === "fit"))
      for (const t of s.targets) if (t.k === "name") out.add(t.name);
  return out;
}

const asks = /^(fit|partial_fit|evaluate|decision_function|score|predict\w*)$/;
