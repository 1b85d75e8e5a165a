/** Numbers that are scaled by hand, `(X - X.mean()) / X.std()`: a scaler of scikit-learn does the same. */
import type { Expr, Stmt } from "../../program/ir.js";
import type { Link } from "./chain.js";
import type { Stores } from "./columnsBeside.js";
import { isModule, kindOf } from "./kinds.js";
import type { Call } from "./learning.js";
import { imported, scalerOf } from "./standIns.js";
import type { Place } from "./view.js";

export interface ByHand {
  /** What is scaled. */
  readonly of: Expr;
  /** The transformer that does the same. */
  readonly stands: string;
  /** The calls that give the numbers. */
  readonly learns: readonly [Call, ...Call[]];
  /** The statements that keep these under names. */
  readonly links: readonly Link[];
  /** They are numbers of other rows: of those for training, where others are scaled with them. */
  readonly elsewhere?: true;
}

/** `(X - X.mean()) / X.std()`, `(X - X.min()) / (X.max() - X.min())`, with the numbers in place or under names; null for any other expression. */
export function scaledByHand(stores: Stores, e: Expr, at: Place): ByHand | null {
  const { view } = stores;
  if (e.k !== "binary" || e.op !== "/" || e.left.k !== "binary" || e.left.op !== "-") return null;
  const of = e.left.left;
  const [from, by] = [e.left.right, e.right];
  const range = by.k === "binary" && by.op === "-" ? [by.left, by.right] : [by];
  const own = scalerFor(
    of,
    [from, ...range].map((x) => numberOf(stores, x, view.textOf(of.at), at)),
  );
  if (own || of.k !== "name") return own;
  const other = from.k === "name" ? tableOf(stores, from.name, at) : null;
  const known = other && [from, ...range].map((x) => (x.k === "name" ? numberOf(stores, x, view.textOf(other.at), at, true) : null));
  const found = known && scalerFor(of, known);
  return found && { ...found, elsewhere: true };
}

/** `X` of `mean = X.mean()`. */
function tableOf(stores: Stores, name: string, at: Place): Expr | null {
  const made = stores.lastStore(name, at);
  const value = made && stores.boundTo(made.stmt, name);
  return value?.k === "call" && value.func.k === "attr" ? value.func.object : null;
}

type Found = { name: string; call: Call; link?: Link } | null;

function scalerFor(of: Expr, numbers: readonly Found[]): ByHand | null {
  const said = numbers.map((n) => n?.name).join();
  const scaler = said === "mean,std" ? "StandardScaler" : said === "min,max,min" ? "MinMaxScaler" : null;
  const found = numbers.flatMap((n) => n ?? []);
  const [first, ...more] = found;
  if (!scaler || !first) return null;
  const links = found.flatMap((n) => n.link ?? []);
  return { of, stands: `${imported("sklearn.preprocessing", scaler)}()`, learns: [first.call, ...more.map((n) => n.call)], links };
}

/** A number of each column of `of`: `X.mean()`, `np.std(X, axis=0)`, or a variable that holds it. */
function numberOf(stores: Stores, e: Expr, of: string, at: Place, elsewhere = false): Found {
  if (e.k === "name") {
    const place = stores.lastStore(e.name, at);
    const value = place && stores.boundTo(place.stmt, e.name);
    const found = place && value && value.k !== "name" ? numberOf(stores, value, of, place) : null;
    // What is scaled must be as it was when the numbers were taken; other rows have not changed them.
    const root = elsewhere ? "" : (/^\w+/.exec(of)?.[0] ?? "");
    return found && place && (elsewhere || !stores.changedSince(root, place, at)) ? { ...found, link: { place, name: e.name } } : null;
  }
  if (e.k !== "call" || e.func.k !== "attr" || !/^(mean|std|min|max)$/.test(e.func.name)) return null;
  const { view } = stores;
  const ofModule = isModule(view, e.func.object, "numpy");
  const [data, ...rest] = ofModule ? e.args : [undefined, ...e.args];
  const subject = ofModule ? data?.value : e.func.object;
  const byColumn = rest.some((a) => a !== undefined && (a.name === null || a.name === "axis") && a.value.k === "const" && a.value.value === 0);
  if (!subject || view.textOf(subject.at) !== of || rest.some((a) => a && a.name !== null && !/^(axis|ddof|numeric_only)$/.test(a.name))) return null;
  const isTable = !ofModule && (subject.k === "index" || kindOf(view, subject, at) === "frame");
  return byColumn || isTable ? { name: e.func.name, call: e } : null;
}

/** Whether a transformer can stand for what a number goes into: gaps that are filled, or columns that are scaled with it. */
export function standsFor(stores: Stores, start: Place, call: Call): boolean {
  const { view } = stores;
  if (fillsGaps(start.stmt, call) || scalerOf(view, call)) return true;
  const isOf = (place: Place): boolean => place.stmt.k === "assign" && (scaledByHand(stores, place.stmt.value, place)?.learns.includes(call) ?? false);
  const [target] = start.stmt.k === "assign" ? start.stmt.targets : [];
  return isOf(start) || (target?.k === "name" && view.usesOf(target.name, start.line.fn).some((u) => !u.stored && isOf(u.place)));
}

/** `T = E.fillna(E.mean())`, where `call` gives the mean. */
const fillsGaps = (s: Stmt, call: Expr): boolean =>
  s.k === "assign" && s.value.k === "call" && s.value.func.k === "attr" && s.value.func.name === "fillna" && s.value.args[0]?.value === call;
