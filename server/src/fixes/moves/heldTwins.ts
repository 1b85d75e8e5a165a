/** What a round of a loop makes of its held-out rows for a training to watch, made of other rows as well: of those to stop by. */
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Stmt } from "../../program/ir.js";
import { changedSince, lastStore } from "./chain.js";
import { short } from "./columns.js";
import { namesIn } from "./learning.js";
import { after, type Swap, standsAlone, swapped } from "./lines.js";
import { no } from "./outcome.js";
import { rootName } from "./picked.js";
import { holds, type Line, type Place, type View } from "./view.js";
import { eachExpr, eachExprIn } from "./walk.js";

/** What one value is bound to, perhaps one of several in its statement. */
interface Made {
  readonly place: Place;
  readonly names: readonly string[];
  readonly value: Expr;
  /** Statements that write into it before it is read. */
  readonly writes: Set<Stmt>;
}

/** What the statements of a block make of `root`, the numbers of some of its rows. */
export class MadeOf {
  private readonly all = new Map<string, Made>();
  private readonly asked = new Map<string, boolean>();

  constructor(
    private readonly view: View,
    readonly root: string,
    private readonly body: Line,
  ) {}

  /** Whether an expression that is read at a place is made of those rows. */
  isBehind(e: Expr, at: Place): boolean {
    return namesIn(e).some((n) => this.isMade(n, at));
  }

  private isMade(name: string, at: Place): boolean {
    if (name === this.root) return true;
    const store = lastStore(this.view, name, at);
    if (!store || store.stmt === this.body.owner || !holds((this.body.owner as Stmt).at, store.stmt.at)) return false;
    const key = keyOf(store, name);
    const known = this.asked.get(key);
    if (known !== undefined) return known;
    this.asked.set(key, false);
    const made = bound(store, name);
    const found = made ? this.isBehind(made.value, store) : this.isRead(store);
    this.asked.set(key, found);
    return found;
  }

  private isRead(at: Place): boolean {
    let found = false;
    eachExprIn(at.stmt, (e, _fn, stored) => {
      if (e.k === "name" && !stored) found ||= this.isMade(e.name, at);
    });
    return found;
  }

  /** What binds a name that is made of those rows; null for any other name. @throws CannotFix where it cannot be followed */
  made(name: string, at: Place): Made | null {
    const store = lastStore(this.view, name, at);
    if (!store || name === this.root || !this.isMade(name, at)) return null;
    const key = keyOf(store, name);
    const known = this.all.get(key) ?? bound(store, name);
    if (!known || !standsAlone(this.view, store.stmt)) return no(`\`${name}\` is made of the held-out rows in a way that cannot be followed`);
    this.all.set(key, known);
    const end = this.view.ancestorIn(at, store.line)?.index ?? 0;
    for (let i = store.index + 1; i < end; i++) {
      const between = store.line.stmts[i] as Stmt;
      const here = { ...store, index: i, stmt: between };
      if (isWrite(between, name)) known.writes.add(between);
      else if (changedSince(this.view, name, here, { ...here, index: i + 1 })) no(`\`${short(this.view.textOf(between.at))}\` changes \`${name}\` on the way`);
    }
    return known;
  }
}

const keyOf = ({ stmt }: Place, name: string): string => `${stmt.at.source}:${stmt.at.start}:${name}`;

function bound(place: Place, name: string): Made | null {
  const s = place.stmt;
  if (s.k !== "assign" || s.targets.length !== 1) return null;
  const [target] = s.targets;
  const writes = new Set<Stmt>();
  if (target?.k === "name") return { place, names: [name], value: s.value, writes };
  if (target?.k !== "tuple" || target.items.some((t) => t.k !== "name")) return null;
  const names = target.items.map((t) => (t.k === "name" ? t.name : ""));
  if (s.value.k !== "tuple") return { place, names, value: s.value, writes };
  const value = s.value.items.length === names.length ? s.value.items[names.indexOf(name)] : undefined;
  return value ? { place, names: [name], value, writes } : null;
}

/** `X["a"] = …` of a name. */
const isWrite = (s: Stmt, name: string): boolean =>
  s.k === "assign" && s.targets.length === 1 && s.targets[0]?.k === "index" && rootName(s.targets[0])?.name === name;

/**
 * The edits that have a call read other rows than those of `held`, whose numbers are in `stop`: what is made of these for it alone is made of the
 * others, what goes on to be read elsewhere is made of both.
 */
export function readOthers(view: View, held: MadeOf, stop: string, given: readonly Expr[], at: Place): TextEdit[] {
  const chain = new Set<Made>();
  const collect = (e: Expr, place: Place): void => {
    for (const n of namesIn(e)) {
      const made = held.made(n, place);
      if (!made || chain.has(made)) continue;
      if (/\bfit(_\w+)?\s*\(/.test(view.textOf(made.value.at))) no(`\`${short(view.textOf(made.place.stmt.at))}\` learns from the held-out rows`);
      chain.add(made);
      collect(made.value, made.place);
      for (const w of made.writes) if (w.k === "assign") collect(w.value, view.placeOf(w) as Place);
    }
  };
  for (const e of given) collect(e, at);
  const alone = readAlone(view, chain, given, at);
  const taken = [stop];
  const names = new Map<string, string>();
  for (const made of chain)
    for (const n of made.names)
      if (!alone.has(made) && !names.has(n)) {
        names.set(n, view.fresh(stopName(n), taken));
        taken.push(names.get(n) as string);
      }
  const swapsIn = (e: Expr, place: Place): Swap[] => {
    const swaps: Swap[] = [];
    eachExpr(e, (x) => {
      if (x.k !== "name") return;
      const made = x.name === held.root ? null : held.made(x.name, place);
      const text = x.name === held.root ? stop : made && !alone.has(made) ? names.get(x.name) : undefined;
      if (text) swaps.push({ at: x.at, text });
    });
    return swaps;
  };
  const edits: TextEdit[] = given.flatMap((e) => swapsIn(e, at));
  const lines = new Map<Stmt, { targets: string[]; values: string[] }>();
  for (const made of chain) {
    if (alone.has(made)) {
      edits.push(...swapsIn(made.value, made.place));
      for (const w of made.writes) if (w.k === "assign") edits.push(...swapsIn(w.value, view.placeOf(w) as Place));
      continue;
    }
    const line = lines.get(made.place.stmt) ?? { targets: [], values: [] };
    line.targets.push(...made.names.map((n) => names.get(n) as string));
    line.values.push(swapped(view, made.value.at, swapsIn(made.value, made.place)));
    lines.set(made.place.stmt, line);
    for (const w of made.writes) {
      if (w.k !== "assign" || lines.has(w)) continue;
      const place = view.placeOf(w) as Place;
      const root = rootName(w.targets[0] as Expr) as Expr;
      const target = swapped(view, (w.targets[0] as Expr).at, [{ at: root.at, text: names.get(made.names[0] as string) as string }]);
      lines.set(w, { targets: [target], values: [swapped(view, w.value.at, swapsIn(w.value, place))] });
    }
  }
  edits.push(...deleted(view, names, at));
  for (const [s, { targets, values }] of lines) edits.push(after(view, s, [`${targets.join(", ")} = ${values.join(", ")}`]));
  return edits;
}

/** `del X_valid` takes what was made beside it away, too. */
function deleted(view: View, names: ReadonlyMap<string, string>, at: Place): TextEdit[] {
  return [...names].flatMap(([name, other]) =>
    view
      .usesOf(name, at.line.fn)
      .flatMap((u) => (u.place.stmt.k === "del" && u.place.stmt.targets.some((t) => t.at === u.at) ? [{ at: u.at, text: `${name}, ${other}` }] : [])),
  );
}

/** What nothing reads but the call and what is made for it alone. */
function readAlone(view: View, chain: ReadonlySet<Made>, given: readonly Expr[], at: Place): Set<Made> {
  const alone = new Set([...chain].filter((m) => m.writes.size === 0));
  for (let more = true; more; ) {
    more = false;
    for (const made of alone) {
      const own = [...given.map((e) => e.at), ...[...alone].map((m) => m.value.at)];
      // Of values that are bound in one statement, all go or none.
      const [target] = made.place.stmt.k === "assign" ? made.place.stmt.targets : [];
      const beside = target?.k === "tuple" ? target.items.flatMap((t) => namesIn(t)) : made.names;
      const together = beside.every((n) => [...alone].some((m) => m.place.stmt === made.place.stmt && m.names.includes(n)));
      const isOwn =
        together &&
        made.names.every((n) =>
          view
            .usesOf(n, at.line.fn)
            .every((u) => u.stored || u.place.stmt.k === "del" || lastStore(view, n, u.place)?.stmt !== made.place.stmt || own.some((o) => holds(o, u.at))),
        );
      if (isOwn) continue;
      alone.delete(made);
      more = true;
    }
  }
  return alone;
}

const heldWord = /(?<=^|_|^[dDxXyYw])(valid(?:ation)?|val|vld|va|vl|test|te|holdout|dev)(?=_|\d|$|[A-Z])/;

/** "X_valid" → "X_stop"; a name that says nothing of its part goes by `other`. */
export const stopName = (name: string, other = `${name}_stop`): string => (heldWord.test(name) ? name.replace(heldWord, "stop") : other);
