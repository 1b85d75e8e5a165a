/** What an expression is in the hands of pandas and NumPy: it tells how its rows are picked by position. */
import type { Expr, Fn } from "../../program/ir.js";
import { calledName } from "../splits.js";
import type { Call } from "./learning.js";
import { functionOf, type Place, type Use, type View } from "./view.js";
import { returnOf } from "./walk.js";

export type Kind = "frame" | "array" | "list" | null;

const FRAME_MAKERS = /^(read_\w+|DataFrame|Series|get_dummies|concat|merge|to_datetime|to_numeric|cut|qcut)$/;
const FRAME_METHODS =
  /^(drop|copy|fillna|dropna|astype|apply|map|applymap|replace|rename|assign|join|merge|reset_index|set_index|sort_values|sort_index|head|tail|sample|select_dtypes|drop_duplicates|query|filter|transform|to_frame|squeeze|interpolate|clip|round|append|lower|upper|where|mask|isnull|isna|notnull|notna|isin|eq|mul|div|sub|add|pipe|shift|rank|abs|explode|reindex|str|dt|cat|reindex_like|infer_objects|convert_dtypes)$/;
const ARRAY_METHODS = /^(to_numpy|as_matrix|reshape|ravel|flatten|toarray|todense|tocsr|predict|predict_proba|fit_transform|transform)$/;
const ARRAY_MAKERS =
  /^(array|asarray|arange|zeros|ones|load|loadtxt|genfromtxt|hstack|vstack|column_stack|c_|concatenate|reshape|random|normal|randn|rand|randint|integers|standard_normal|default_rng)$/;

/** The kind of the value of `e` at `place`; null when it cannot be told. */
export function kindOf(view: View, e: Expr, place: Place, depth = 0): Kind {
  if (depth > 150) return null;
  const go = (x: Expr): Kind => kindOf(view, x, place, depth + 1);
  switch (e.k) {
    case "name":
      return kindOfName(view, e.name, place, depth);
    case "attr":
      if (e.name === "values") return "array";
      if ((e.name === "data" || e.name === "target") && e.object.k === "name") return bundled(view, e.object.name);
      if (["loc", "iloc", "ix", "str", "dt", "T"].includes(e.name)) return go(e.object);
      // The labels of a table's rows are picked by position as an array's rows are.
      if (e.name === "index" && go(e.object) === "frame") return "array";
      // A column by its name, a data set's parts, `self.x`.
      return go(e.object) === "frame" ? "frame" : null;
    case "index": {
      // `housing["data"]` is `housing.data`.
      if (e.object.k === "name" && e.index.k === "const" && (e.index.value === "data" || e.index.value === "target"))
        return bundled(view, e.object.name) ?? go(e.object);
      // `file["x"][()]`: a data set of HDF5, read whole.
      if (e.index.k === "tuple" && !e.index.items.length) return "array";
      const kind = go(e.object);
      return kind === "list" && e.index.k !== "slice" ? null : kind;
    }
    case "list":
      return "list";
    case "comp":
      return e.kind === "list" ? "list" : null;
    case "binary":
      return go(e.left) ?? go(e.right);
    case "compare":
      return go(e.left);
    case "unary":
      return go(e.operand);
    case "ifexp": {
      const kind = go(e.then);
      return kind === go(e.else) ? kind : null;
    }
    case "call": {
      const word = calledName(e);
      if (/^((minmax_|maxabs_|robust_)?scale|(power|quantile)_transform|normalize|label_binarize|to_categorical|pad_sequences)$/.test(word))
        return setsPandas(view) ? null : "array";
      if (word === "tolist" || (word === "list" && e.func.k === "name")) return "list";
      if (e.func.k === "name") return FRAME_MAKERS.test(e.func.name) ? "frame" : kindGivenBack(view, e.func.name, null, depth);
      if (e.func.k !== "attr") return null;
      const name = e.func.name;
      if (isModule(view, e.func.object, "pandas")) return FRAME_MAKERS.test(name) ? "frame" : null;
      if (isModule(view, e.func.object, "numpy") || (e.func.object.k === "attr" && isModule(view, e.func.object.object, "numpy"))) {
        if (ARRAY_MAKERS.test(name)) return "array";
        const [first] = e.args;
        const kind = first ? go(first.value) : null;
        return kind === "list" ? "array" : kind;
      }
      // Rows of a tensor are picked by numbers as those of an array are.
      if (isModule(view, e.func.object, "torch")) return /^(tensor|as_tensor|from_numpy|(Float|Long)?Tensor)$/.test(name) ? "array" : null;
      if (/^(float|double|long|type|to|unsqueeze)$/.test(name) && go(e.func.object) === "array") return "array";
      // What a class of the program itself gives, nobody can tell; transformers of other libraries may well give tables.
      if (ARRAY_METHODS.test(name) && isOwnClass(view, e.func.object, place)) return null;
      if (/transform$/.test(name) && isForeign(view, e.func.object, place)) return null;
      if (ARRAY_METHODS.test(name)) return e.func.name === "transform" && go(e.func.object) === "frame" ? "frame" : setsPandas(view) ? null : "array";
      if (FRAME_METHODS.test(name)) return go(e.func.object);
      return ARRAY_MAKERS.test(name) && go(e.func.object) === null && e.func.object.k === "name" ? generated(view, e.func.object.name) : null;
    }
    default:
      return null;
  }
}

/** The parts of a data set that comes with scikit-learn. */
function bundled(view: View, name: string): Kind {
  const made = view.usesOf(name, null).find((u) => u.stored)?.place.stmt;
  const text = made?.k === "assign" ? view.textOf(made.value.at) : "";
  if (/as_frame\s*=\s*True/.test(text)) return "frame";
  return /(^|\.)(load_\w+|fetch_(?!openml)\w+)\s*\(/.test(text) ? "array" : null;
}

/** Whether a function that makes or loads data is scikit-learn's own. */
const isBundled = (view: View, name: string): boolean =>
  view.units.some((u) =>
    u.body.some((s) => s.k === "from" && /^sklearn\.datasets\b/.test(s.module ?? "") && (s.names === null || s.names.some((n) => (n.as ?? n.name) === name))),
  );

/** `rng.normal(…)` of NumPy's generators. */
function generated(view: View, name: string): Kind {
  return view.usesOf(name, null).some((u) => u.stored && /default_rng|RandomState/.test(view.textOf(u.place.stmt.at))) ? "array" : null;
}

/** `set_output(transform="pandas")` changes what transformers give. */
const setsPandas = (view: View): boolean =>
  view.isUsed("set_output") || view.isUsed("transform_output") || view.units.some((u) => /set_output\s*\(/.test(u.input.text));

/** The last place written above `place`, or in a cell before, that binds a name of `fn`. */
const storeAbove = (view: View, name: string, place: Place, fn: Fn | null): Use | undefined =>
  view.usesOf(name, fn).findLast((u) => u.stored && view.isBefore(u.place.stmt.at, place.stmt.at));

function kindOfName(view: View, name: string, place: Place, depth: number): Kind {
  const last = storeAbove(view, name, place, place.line.fn);
  const known = last ? kindOfStore(view, name, last, depth) : kindOfArgument(view, name, place, depth);
  return known ?? kindByUse(view, name, place, last?.place ?? null);
}

/** Whether an object is made from a class that the program defines: `Own()`, or a variable that holds one. */
function isOwnClass(view: View, e: Expr, place: Place): boolean {
  const call = making(view, e, place);
  const name = call?.func.k === "name" ? call.func.name : null;
  return name !== null && view.module.stmts.some((s) => s.k === "class" && s.name === name);
}

/** The call that makes an object: its own, or that of the variable that holds it. */
function making(view: View, e: Expr, place: Place): Call | null {
  const made = e.k === "name" ? view.usesOf(e.name, place.line.fn).find((u) => u.stored)?.place.stmt : null;
  const call = e.k === "call" ? e : made?.k === "assign" && made.value.k === "call" ? made.value : null;
  return call?.func.k === "attr" && call.func.name === "fit" ? making(view, call.func.object, place) : call;
}

/** Whether an object is made from a class that the program imports from another library than scikit-learn. */
function isForeign(view: View, e: Expr, place: Place): boolean {
  let root = making(view, e, place)?.func ?? null;
  while (root?.k === "attr") root = root.object;
  if (root?.k !== "name") return false;
  const { name } = root;
  const from = view.units
    .flatMap((u) => u.body)
    .flatMap((s) => {
      if (s.k === "from") return (s.names ?? []).some((n) => (n.as ?? n.name) === name) ? [s.level ? "." : (s.module ?? "")] : [];
      return s.k === "import" ? s.names.flatMap((n) => ((n.as ?? n.path.split(".")[0]) === name ? [n.path] : [])) : [];
    });
  return from.length > 0 && from.every((m) => !/^sklearn(\.|$)/.test(m));
}

/** A parameter is what the first call hands over. */
function kindOfArgument(view: View, name: string, place: Place, depth: number): Kind {
  const { fn } = place.line;
  const i = fn?.params.findIndex((p) => p.name === name) ?? -1;
  if (!fn || i < 0) return null;
  for (const u of view.usesOf(fn.name, null)) {
    if (u.stored || u.around?.k !== "call" || u.around.func.k !== "name" || u.around.func.at.start !== u.at.start) continue;
    const given = u.around.args.find((a) => a.name === name)?.value ?? u.around.args.filter((a) => !a.name && !a.star)[i]?.value;
    if (given) return kindOf(view, given, u.place, depth + 10);
  }
  return null;
}

/** What can be done with a table of pandas alone, or with an array alone. */
const frameOnly =
  /^(loc|iloc|ix|columns|fillna|dropna|drop|groupby|isnull|isna|notnull|head|tail|info|describe|value_counts|apply|applymap|reset_index|set_index|select_dtypes|dtypes|merge|to_csv|str|dt|sort_values|get_dummies|nunique|iterrows|sample)$/;
const arrayOnly = /^(reshape|ravel|flatten|toarray|todense|ndim)$/;

/** What the program does with a variable's value, until it is bound anew, tells what it is. */
function kindByUse(view: View, name: string, place: Place, store: Place | null): Kind {
  for (const u of view.usesOf(name, place.line.fn)) {
    if (u.stored || !u.around) continue;
    if ((storeAbove(view, name, u.place, place.line.fn)?.place ?? null) !== store) continue;
    const e = u.around;
    if (e.k === "attr") {
      if (frameOnly.test(e.name)) return "frame";
      if (arrayOnly.test(e.name)) return "array";
    }
    if (e.k !== "index" || e.object.k !== "name" || e.object.at.start !== u.at.start) continue;
    if (e.index.k === "const" && typeof e.index.value === "string") return "frame";
    if (e.index.k === "list" && e.index.items.length > 0 && e.index.items.every((x) => x.k === "const" && typeof x.value === "string")) return "frame";
    if (e.index.k === "tuple" && e.index.items.some((x) => x.k === "slice")) return "array";
  }
  return null;
}

/** What a function of the program gives back, or the item of that number. */
function kindGivenBack(view: View, name: string, item: number | null, depth: number): Kind {
  const fn = functionOf(view, name);
  const back = fn && returnOf(fn);
  const value = item !== null && back?.value?.k === "tuple" ? back.value.items[item] : item === null ? back?.value : null;
  const place = back && view.placeOf(back);
  return value && place ? kindOf(view, value, place, depth + 10) : null;
}

function kindOfStore(view: View, name: string, last: Use, depth: number): Kind {
  const s = last.place.stmt;
  if (s.k === "aug") return kindOfName(view, name, last.place, depth + 1);
  // `for key, group in df.groupby("a")`: the rows of each group.
  if (s.k === "for" && s.target.k === "tuple" && s.iter.k === "call" && s.iter.func.k === "attr" && s.iter.func.name === "groupby")
    return kindOf(view, s.iter.func.object, last.place, depth + 1);
  if (s.k !== "assign") return null;
  for (const t of s.targets) {
    if (t.k === "name" && t.name === name) return kindOf(view, s.value, last.place, depth + 1);
    if (t.k !== "tuple" && t.k !== "list") continue;
    const i = t.items.findIndex((x) => x.k === "name" && x.name === name);
    if (i < 0) continue;
    const v = s.value;
    if (v.k === "tuple") return v.items[i] ? kindOf(view, v.items[i] as Expr, last.place, depth + 1) : null;
    if (v.k !== "call") return null;
    const callee = view.textOf(v.callee);
    const given = v.args.filter((a) => !a.name && !a.star);
    if (callee.endsWith("train_test_split"))
      return given[Math.floor(i / 2)] ? kindOf(view, (given[Math.floor(i / 2)] as { value: Expr }).value, last.place, depth + 1) : null;
    if (/^(make|load)_\w+$/.test(callee) && isBundled(view, callee)) return /as_frame\s*=\s*True/.test(view.textOf(v.at)) ? "frame" : "array";
    if (v.func.k === "name" && functionOf(view, callee)) return kindGivenBack(view, callee, i, depth);
    if (callee.endsWith("fit_resample")) return given[i] ? kindOf(view, (given[i] as { value: Expr }).value, last.place, depth + 1) : null;
  }
  return null;
}

/** Whether an expression names a module, by its import: `pd`, `np`. */
export function isModule(view: View, e: Expr, path: string): boolean {
  return e.k === "name" && moduleName(view, path).includes(e.name);
}

/** The names that a module is imported as. */
export function moduleName(view: View, path: string): string[] {
  const out: string[] = [];
  for (const u of view.units) for (const s of u.body) if (s.k === "import") for (const n of s.names) if (n.path === path) out.push(n.as ?? n.path);
  return out;
}

/** `reshape(-1, columns)`, `reshape((rows * steps, columns))`; a column of its own, `reshape(-1, 1)`, has the same rows. */
const reshapes = /\.reshape\s*\(\s*\(?\s*(?:-1\s*,(?!\s*1\s*\))|[\w.[\]]+\s*\*\s*[\w.[\]]+\s*,)/;

/** Whether a variable holds rows that were cut up or joined by `reshape`: their numbers are not those of the rows before. */
export function isReshaped(view: View, name: string, place: Place): boolean {
  const made = storeAbove(view, name, place, place.line.fn)?.place.stmt;
  return made?.k === "assign" && reshapes.test(view.textOf(made.value.at));
}
