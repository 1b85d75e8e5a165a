/** Which columns a model looks at, and what of them it undoes: a composite that is told columns for each of its parts leaves out all others. */
import { columnPick, listItems, selectColumns } from "./columns.js";
import { modelIn } from "./natures.js";
import type { Trace } from "./trace.js";
import { columnOf, type Data, heldBySome, type Model, nothing, type Prov, type Value } from "./values.js";

/** The data with the columns that the model keeps. Where nobody can list them, what only some columns hold may not be among them. */
export function seenBy(t: Trace, m: Model, X: Data): Data {
  const told = toldColumns(t, m);
  if (!told || X.label) return X;
  const { names } = told;
  if (told.others) return { ...X, perhaps: heldBySome(X, names) };
  if (!names.length || names.some((n) => columnOf(X, n) === null)) return X;
  return { ...selectColumns(X, { names, minus: null, p: nothing }, null), base: X.base, open: X.open };
}

/** The columns that the parts of a composite are told, and whether there are others that nobody can list; null where it may leave out none. */
function toldColumns(t: Trace, m: Model, depth = 0): { readonly names: readonly string[]; readonly others: boolean } | null {
  if (depth > 4) return null;
  const of = (v: Value | undefined): ReturnType<typeof toldColumns> => {
    const inner = modelIn(t, v);
    return inner && toldColumns(t, inner, depth + 1);
  };
  if (t.lib.isA(m.protocol, "search")) return of(m.init.get("estimator"));
  if (t.lib.isA(m.protocol, "pipeline")) {
    const steps = m.init.get("steps");
    const [first] = (steps && listItems(t, steps)) || [];
    return of(first?.k === "tuple" ? first.items.at(-1) : first);
  }
  const how = m.row?.traits?.parts;
  const parts = how && m.init.get(how.param);
  const rest = how && m.init.get(how.rest);
  if (!parts || (rest && !(rest.k === "const" && rest.v === how.dropped))) return null;
  const names = new Set<string>();
  let others = false;
  const listed = listItems(t, parts);
  for (const part of listed ?? []) {
    const columns = part.k === "tuple" && part.items.length > 1 ? part.items.at(how.columns === "first" ? 0 : -1) : undefined;
    const pick = columns ? columnPick(t, columns) : null;
    if (!pick || (pick.minus && !pick.some)) return null;
    for (const n of pick.names ?? pick.sure ?? []) names.add(n);
    others ||= !pick.names;
  }
  return { names: [...names], others: others || !listed };
}

/** A scaler undoes what scalers before it have learned, unless something in between has put it into other numbers. */
export function rescaled(t: Trace, p: Prov): Prov {
  const known = [...p.learned].map((id) => t.learned.get(id));
  if (!known.some((l) => l?.scales) || known.some((l) => l && !l.scales && !l.fills && l.weight === "statistic" && l.via !== "statistic")) return p;
  return { ...p, learned: new Set([...p.learned].filter((id) => !t.learned.get(id)?.scales)) };
}
