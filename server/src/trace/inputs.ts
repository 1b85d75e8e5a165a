/** The rows and labels that a call is given, in whatever wrapping. */
import { arg, argExpr, type CallCtx } from "./binding.js";
import { listItems } from "./columns.js";
import { selectRows } from "./frames.js";
import type { EffectRow } from "./knowledge.js";
import { elements } from "./loops.js";
import { either, fromSource, type Rows, type Source } from "./rows.js";
import type { Trace } from "./trace.js";
import { type Data, data, type IdSet, type Model, nothing, type Prov, type Value } from "./values.js";

// Inputs

/** Data behind an argument; scalars and lists of elements become data of the rows they came from. */
export function inputData(t: Trace, v: Value | undefined): Data | null {
  if (!v) return null;
  const direct = t.asData(v) ?? ownDataset(t, v);
  if (direct) return direct;
  if (v.k === "obj" || v.k === "tuple" || v.k === "zip") {
    const inner = t.dataIn(v);
    if (!inner) return null;
    const p = t.prov(v);
    // A closed list of what one row holds is that row still; one that grew by a loop holds them all.
    return { ...data(inner.rows, { rest: { p }, open: true, elem: ofOneRow(t, v) }), label: inner.label };
  }
  return null;
}

/** A data set that the program defines holds the rows that its items are made of: (x, y) or x alone, one row or a batch at a time. */
function ownDataset(t: Trace, v: Value): Data | null {
  const c = v.k === "obj" ? t.get(v) : null;
  const cls = c?.k === "inst" || c?.k === "model" ? c.cls : null;
  const fn = cls && t.methodOf(cls, "__len__") ? t.methodOf(cls, "__getitem__") : null;
  if (!cls || !fn) return null;
  const item = t.callValue(
    { k: "bound", self: v, name: "__getitem__", fn },
    [{ name: null, value: { k: "any", p: nothing, hint: "int" } }],
    cls.at,
    "__getitem__",
  );
  const [x, y] = item.k === "tuple" ? item.items : [item];
  const X = item.k === "tuple" && item.items.length !== 2 ? null : t.asData(x);
  const label = t.asData(y);
  return X && { ...X, elem: false, view: null, mask: null, label: label ? t.newData({ ...label, elem: false, view: null, mask: null }) : null };
}

/**
 * A list that a loop has filled with texts and numbers nobody knows (lines of a file, values out of JSON), where rows are wanted: it is a source of rows
 * from now on. Until then nothing says whether it holds rows, words or settings.
 */
function gathered(t: Trace, v: Value | undefined): Data | null {
  const c = v?.k === "obj" ? t.get(v) : null;
  if (v?.k !== "obj" || c?.k !== "list" || !c.open || !c.items.length || !c.items.every((x) => vague(t, x, 0))) return null;
  const source: Source = { key: `list:${v.id}`, kind: "unknown", label: "a list", at: null };
  const d = data(fromSource(source), { rest: { p: { ...t.prov(v), origin: new Set([`${source.key}:*`]) } } });
  t.put(v, d);
  return d;
}

const vague = (t: Trace, v: Value, depth: number): boolean => {
  if (v.k === "any") return !v.hint;
  if (v.k === "obj" && t.get(v).k === "unknown") return true;
  const items = v.k === "tuple" ? v.items : v.k === "obj" ? listItems(t, v) : null;
  return depth < 2 && items !== null && items.length > 0 && items.every((x) => vague(t, x, depth + 1));
};

/** Data behind an argument that is rows beyond doubt. */
export const rowsIn = (t: Trace, v: Value | undefined): Data | null => inputData(t, v) ?? gathered(t, v);

/** A list written out, all of whose data are elements of rows. */
export function ofOneRow(t: Trace, v: Value): boolean {
  const items = v.k === "tuple" ? v.items : v.k === "obj" ? (listItems(t, v) ?? []) : [];
  const all = items.map((x) => t.dataIn(x)).filter((d) => d !== null);
  return all.length > 0 && all.every((d) => d.elem);
}

/** X and y of a call: two arguments, one that holds both, or a loader with labels. */
export function inputs(t: Trace, c: CallCtx, e: EffectRow): { X: Data | null; y: Data | null; yProv: Prov | null; name: string } {
  const key = e.X ?? e.data ?? "X";
  const X = rowsIn(t, arg(c, key));
  const yv = arg(c, e.y);
  let y = inputData(t, yv);
  let yProv = yv && !(yv.k === "const" && yv.v === null) ? t.prov(yv) : null;
  const x = arg(c, key);
  if (X?.label && !yProv) {
    y = t.asData(X.label);
    yProv = t.prov(X.label);
  } else if (x?.k === "tuple" && x.items.length === 2 && !yProv) {
    y = inputData(t, x.items[1]);
    yProv = t.prov(x.items[1]);
    return { X: inputData(t, x.items[0]), y, yProv, name: t.say(argExpr(c, key)) };
  }
  return { X, y, yProv, name: t.say(argExpr(c, key)) };
}

/** Rows that were handed to the constructor, for models that fit what they were made with. */
export function initInputs(t: Trace, m: Model): { X: Data | null; y: Data | null; yProv: Prov | null; name: string } {
  const traits = m.row?.traits;
  const y = traits?.label ? m.init.get(traits.label) : undefined;
  return { X: inputData(t, traits?.fits ? m.init.get(traits.fits) : undefined), y: inputData(t, y), yProv: y ? t.prov(y) : null, name: "" };
}

/** (X, y), [(X, y), …], a data set, a loader. */
export function evalSets(t: Trace, v: Value): { X: Data; y: Prov | null }[] {
  if (v.k === "const") return [];
  if (v.k === "tuple") {
    const inner = v.items.filter((x) => x.k === "tuple");
    if (inner.length && inner.length === v.items.length) return inner.flatMap((x) => evalSets(t, x));
    // (data, name) of native boosting.
    const X = inputData(t, v.items[0]);
    if (!X) return [];
    const y = v.items[1] && v.items[1].k !== "const" ? t.prov(v.items[1]) : X.label ? t.prov(X.label) : null;
    return [{ X, y }];
  }
  if (v.k === "zip") return [];
  if (v.k !== "obj") return [];
  const c = t.get(v);
  if (c.k === "list") return c.items.flatMap((x) => evalSets(t, x));
  const d = t.asData(v);
  return d ? [{ X: d, y: d.label ? t.prov(d.label) : null }] : [];
}

/** Choices in a model's settings that its own earlier fits did not make: a new fit chooses anew. */
export function handed(t: Trace, m: Model): IdSet {
  const own = m.attrs.get("#own");
  const gone = own ? t.prov(own).chosen : nothing.chosen;
  return gone.size ? new Set([...m.settings.chosen].filter((id) => !gone.has(id))) : m.settings.chosen;
}

// Scoring

/** The rows to score on, if the constructor was given them. */
export function heldInputs(t: Trace, m: Model, e: EffectRow): { X: Data | null; yProv: Prov | null } {
  const X = typeof e.data === "string" ? inputData(t, m.init.get(e.data)) : null;
  return { X, yProv: X?.label ? t.prov(X.label) : null };
}

/** The rows that cross-validation scores: all of `X`, or those of the test parts where `cv` is a list of pairs of row numbers. */
export function rowsScored(t: Trace, c: CallCtx, X: Data, cv: Value | undefined): Rows {
  const pairs = cv?.k === "obj" && t.get(cv).k === "list" ? (elements(t, cv, 8)?.items ?? []) : [];
  const tests = pairs.map((pair) => (pair.k === "tuple" && pair.items.length === 2 ? t.peekData(pair.items[1] as Value) : null));
  if (!tests.length || tests.some((d) => !d?.pos?.cuts.length)) return X.rows;
  return pairs.map((pair) => selectRows(t, X, (pair as Value & { k: "tuple" }).items[1] as Value, c.at).rows).reduce(either);
}
