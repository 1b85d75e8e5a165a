/** Which columns a model looks at, and what of them it undoes: a composite that is told columns for each of its parts leaves out all others. */
import { columnPick, listItems, selectColumns } from "./frames.js";
import { modelIn } from "./natures.js";
import type { Trace } from "./trace.js";
import { columnOf, type Data, type Model, nothing, type Prov, type Value } from "./values.js";

/** The data with the columns that the model keeps; as it is where they cannot be listed. */
export function seenBy(t: Trace, m: Model, X: Data): Data {
  const names = toldColumns(t, m);
  if (!names?.length || X.label || names.some((n) => columnOf(X, n) === null)) return X;
  return { ...selectColumns(X, { names, minus: null, p: nothing }, null), base: X.base, open: X.open };
}

function toldColumns(t: Trace, m: Model, depth = 0): readonly string[] | null {
  if (depth > 4) return null;
  const of = (v: Value | undefined): readonly string[] | null => {
    const inner = modelIn(t, v);
    return inner && toldColumns(t, inner, depth + 1);
  };
  if (t.lib.isA(m.protocol, "search")) return of(m.init.get("estimator"));
  if (t.lib.isA(m.protocol, "pipeline")) {
    const steps = m.init.get("steps");
    const [first] = (steps && listItems(t, steps)) || [];
    return of(first?.k === "tuple" ? first.items.at(-1) : first);
  }
  const parts = t.lib.isA(m.protocol, "columnTransformer") ? m.init.get("transformers") : undefined;
  const rest = m.init.get("remainder");
  if (!parts || (rest && !(rest.k === "const" && rest.v === "drop"))) return null;
  const names = new Set<string>();
  for (const part of listItems(t, parts) ?? [null]) {
    const columns = part?.k === "tuple" && part.items.length > 1 ? part.items.at(-1) : undefined;
    const pick = columns ? columnPick(t, columns).names : null;
    if (!pick) return null;
    for (const n of pick) names.add(n);
  }
  return [...names];
}

/** A scaler undoes what scalers before it have learned, unless something in between has put it into other numbers. */
export function rescaled(t: Trace, p: Prov): Prov {
  const known = [...p.learned].map((id) => t.learned.get(id));
  if (!known.some((l) => l?.scales) || known.some((l) => l && !l.scales && !l.fills && l.weight === "statistic" && l.via !== "statistic")) return p;
  return { ...p, learned: new Set([...p.learned].filter((id) => !t.learned.get(id)?.scales)) };
}
