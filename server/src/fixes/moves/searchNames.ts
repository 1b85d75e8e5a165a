/** The names that a program has for a search: its own, that of what `fit` gives back, which is the search, and those that it is handed to. */
import { lastStore } from "./chain.js";
import { namesIn } from "./learning.js";
import { no } from "./outcome.js";
import type { Validated } from "./validated.js";
import { holds, type Place, type Use, type View } from "./view.js";

/** A name of a search, and the statement that binds it to the search; null for its own. */
interface SearchName {
  readonly name: string;
  readonly made: Place | null;
}

/** Whether a statement binds the search to another name: `best = search`. */
const isAlias = ({ stmt: s }: Place, u: Use): boolean =>
  s.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name" && s.value.k === "name" && s.value.at.start === u.at.start;

const boundBy = ({ stmt: s }: Place): string => (s.k === "assign" && s.targets[0]?.k === "name" ? s.targets[0].name : "");

function namesOf(view: View, v: Validated): SearchName[] {
  const own = v.search?.name;
  if (!own) return [];
  const out: SearchName[] = [{ name: own, made: null }];
  const s = v.place.stmt;
  const given = s.k === "assign" && s.value === v.call && s.targets.length === 1 ? boundBy(v.place) : "";
  if (given && given !== own) out.push({ name: given, made: v.place });
  for (const n of out)
    for (const u of usesOfName(view, v, n)) {
      const name = isAlias(u.place, u) ? boundBy(u.place) : "";
      if (name && !out.some((x) => x.name === name && x.made?.stmt === u.place.stmt)) out.push({ name, made: u.place });
    }
  return out;
}

/**
 * Where the program names the search under any of its names, beside its own fit and the statements that only give it another one.
 * @throws CannotFix where a name is the search in one branch only
 */
export const usesOfSearch = (view: View, v: Validated): Use[] => namesOf(view, v).flatMap((n) => usesOfName(view, v, n).filter((u) => !isAlias(u.place, u)));

function usesOfName(view: View, v: Validated, { name, made }: SearchName): Use[] {
  return view.usesOf(name, v.place.line.fn).filter((u) => {
    if (u.stored || holds(v.call.at, u.at) || isOfLoop(u, v)) return false;
    const store = lastStore(view, name, u.place);
    if (made === null) return store === null || store.stmt === v.modelPlace.stmt || holds(store.stmt.at, v.place.stmt.at);
    if (store !== null && store.stmt !== made.stmt && holds(store.stmt.at, made.stmt.at) && view.isBefore(made.stmt.at, u.at))
      no(`\`${name}\` is the search in one branch only`);
    return store?.stmt === made.stmt;
  });
}

/** Whether a loop around a use gives the name to what it goes through. */
function isOfLoop({ name, place }: Use, v: Validated): boolean {
  for (let p: Place | null = place; p; p = p.line.parent) {
    const { owner } = p.line;
    if (owner?.k === "for" && namesIn(owner.target).includes(name) && !holds(owner.at, v.place.stmt.at)) return true;
  }
  return false;
}
