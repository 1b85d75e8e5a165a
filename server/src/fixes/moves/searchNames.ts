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

/** Whether a use binds the search to another name: `best = search`. */
const isAlias = ({ place: { stmt: s }, at }: Use): boolean =>
  s.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "name" && s.value.k === "name" && s.value.at.start === at.start;

const boundBy = ({ stmt: s }: Place): string => (s.k === "assign" && s.targets[0]?.k === "name" ? s.targets[0].name : "");

/**
 * Where the program names the search under any of its names, beside its own fit and the statements that only give it another one.
 * @throws CannotFix where a name is the search in one branch only
 */
export function usesOfSearch(view: View, v: Validated): Use[] {
  const own = v.search?.name;
  if (!own) return [];
  const names: SearchName[] = [{ name: own, made: null }];
  const s = v.place.stmt;
  const given = s.k === "assign" && s.value === v.call && s.targets.length === 1 ? boundBy(v.place) : "";
  if (given && given !== own) names.push({ name: given, made: v.place });
  const out: Use[] = [];
  for (const n of names)
    for (const u of usesOfName(view, v, n)) {
      if (!isAlias(u)) out.push(u);
      else if (!names.some((x) => x.name === boundBy(u.place) && x.made?.stmt === u.place.stmt)) names.push({ name: boundBy(u.place), made: u.place });
    }
  return out;
}

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

/** Whether the name may mean another search at a use, which an other branch than that of `v` has made and a fix leaves as it is. */
export function mayBeAnother(view: View, v: Validated, u: Use, changed: readonly Validated[]): boolean {
  const store = lastStore(view, u.name, u.place);
  if (!store || store.stmt === v.modelPlace.stmt || !holds(store.stmt.at, v.modelPlace.stmt.at)) return false;
  const own = [v, ...changed].map((o) => o.modelPlace.stmt);
  return view.usesOf(u.name, v.place.line.fn).some((x) => x.stored && holds(store.stmt.at, x.at) && !own.includes(x.place.stmt));
}
