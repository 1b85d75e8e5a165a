/** Rows of one table that are among those of another, told by their labels. */
import { cutsBeyond } from "./limits.js";
import { concat, cut, ofTerm, type Rows, relation } from "./rows.js";

/** Those rows of `whole` that are among `part`, either of which may have been cut before the other lost some of its rows; null where nobody can tell. */
export function among(whole: Rows, part: Rows): Rows | null {
  if (relation(whole, part) === "within") return whole;
  const [w, ...more] = whole.terms;
  if (!w) return null;
  if (more.length) {
    const each = whole.terms.map((x) => among(ofTerm(x), part)).filter((rows) => rows !== null);
    return each.length ? concat(each) : null;
  }
  // What was laid beside them from elsewhere is none of them.
  const own = part.terms.filter((p) => p.source.key === w.source.key);
  const found = own.map((p) => {
    if (p.mix?.id !== w.mix?.id) return null;
    return relation(whole, ofTerm(p)) === "disjoint" ? concat([]) : cutsBeyond([...p.cuts, ...p.after], [...w.cuts, ...w.after]).reduce(cut, whole);
  });
  const [one, ...others] = found;
  if (!one || !others.length) return one ?? null;
  return found.every((r) => r !== null) ? concat(found) : null;
}
