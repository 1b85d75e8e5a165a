/** Further names and forms of resampled rows: `X_train = pd.DataFrame(X_more, columns=names)`, `y_train = y_more`. */
import type { Expr } from "../../program/ir.js";
import { boundTo, changedSince, lastStore } from "./chain.js";
import { isModule } from "./kinds.js";
import type { Resampling } from "./resample.js";
import { type Place, placeBehind, type View } from "./view.js";

/** A statement that binds what was resampled, the rows or their labels, to another name. */
export interface ResampledLink {
  readonly place: Place;
  readonly name: string;
  readonly output: number;
}

/** The statements of its line that hand on what a resampling gives, or what one of them gives. */
export function linksOf(view: View, r: Resampling): ResampledLink[] {
  const links: ResampledLink[] = [];
  const { line, index } = r.place;
  for (const s of line.stmts.slice(index + 1)) {
    const place = view.placeOf(s) as Place;
    const [t] = s.k === "assign" && s.targets.length === 1 ? s.targets : [];
    if (s.k !== "assign" || !t) continue;
    const targets = t.k === "tuple" ? t.items : [t];
    const found = targets.flatMap((to): ResampledLink[] => {
      const value = to.k === "name" ? boundTo(s, to.name) : null;
      const of = value && handed(view, value);
      const store = of ? lastStore(view, of, place) : null;
      const before = store === r.place ? r.outputs.indexOf(of as string) : (links.find((l) => l.place === store && l.name === of)?.output ?? -1);
      return to.k === "name" && before >= 0 ? [{ place, name: to.name, output: before }] : [];
    });
    // One that hands on something else as well is no link.
    if (found.length === targets.length) links.push(...found);
  }
  return links;
}

/** The name in `pd.DataFrame(name, columns=…)`, `pd.Series(name)`, `np.array(name)`, `name.copy()` and `name` itself. */
function handed(view: View, e: Expr): string | null {
  if (e.k === "name") return e.name;
  if (e.k === "attr") return e.name === "values" ? handed(view, e.object) : null;
  if (e.k !== "call" || e.func.k !== "attr") return null;
  const { object, name } = e.func;
  if (/^(copy|to_numpy)$/.test(name) && !e.args.length) return handed(view, object);
  const [first, ...rest] = e.args;
  const makes = isModule(view, object, "pandas") ? /^(DataFrame|Series)$/ : isModule(view, object, "numpy") ? /^(array|asarray)$/ : null;
  const isNamed = rest.every((a) => a.name !== null && /^(columns|name)$/.test(a.name));
  return makes?.test(name) && first && (first.name === null || first.name === "data") && !first.star && isNamed ? handed(view, first.value) : null;
}

/** Whether a variable is bound anew, or written into, between the resampling and a place in its line by anything but these statements. */
export function changedBeside(view: View, name: string, r: Resampling, links: readonly ResampledLink[], at: Place): boolean {
  const own = [...new Set(links.map((l) => l.place))].filter((p) => p.index < at.index).sort((a, b) => a.index - b.index);
  const from = [r.place, ...own.map(placeBehind)];
  return from.some((p, i) => changedSince(view, name, p, own[i] ?? at));
}
