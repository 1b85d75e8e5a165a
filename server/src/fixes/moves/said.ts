/** What a program calls its scores, where a fix lets other rows give them: printed texts, labels of plots, names of variables. */
import type { Span } from "../../base/span.js";
import type { TextEdit } from "../../engine.types.js";
import type { Expr, Fn, Stmt } from "../../program/ir.js";
import { lastStore } from "./chain.js";
import { commentsOf, paragraphOf } from "./comments.js";
import { keysAlone, lookupTexts } from "./keyWords.js";
import { namesIn } from "./learning.js";
import { no } from "./outcome.js";
import { inCase, isForeign, reworded, type Word, wordsIn } from "./partWords.js";
import { holds, type Place, type Use, type View } from "./view.js";
import { eachExpr, eachExprIn, reads, simpleIn } from "./walk.js";

export type Part = "train" | "test" | "validation";

/** A word of its own, in a text or in a name with underscores; "test the …" is a verb. */
const words = {
  train: /(?<![A-Za-z])train(?:ing)?(?![A-Za-z])(?! (?:the|a|an|on|for|with)\b|_test)/gi,
  // "Testing different values" is a verb too.
  test: /(?<![A-Za-z])test(?:ing(?=[^\w ]|$|_|[ -](?:sets?|data\w*|accurac\w*|acc|scores?|errors?|loss\w*|r?mse|mae|r2|auc|f1|results?|performance|parts?|rows|samples?|points?)\b))?(?![A-Za-z])(?! (?:the|a|an|this|different|various|whether|if|of|each|every|all|some|several|multiple|many|which|how|k\b)\b|_split)/gi,
};

/** The same in a name that is written in humps: `testScore`, `accTest`. */
const humps = {
  train: /(?<![A-Za-z])train(?:ing)?(?=[A-Z])|(?<=[a-z\d])Train(?:ing)?(?![a-z])/g,
  test: /(?<![A-Za-z])test(?:ing)?(?=[A-Z])|(?<=[a-z\d])Test(?:ing)?(?![a-z])/g,
};

/**
 * Renames what the statements of `region` say of the rows that give their scores, and what is said of these scores elsewhere.
 * `of`: the variables of those rows; what is made of them in the region is spoken of. `fn`: the function that the region is in.
 */
export function saidAnew(view: View, region: readonly Span[], fn: Fn | null, of: readonly string[], from: "train" | "test", to: Part): TextEdit[] {
  const inside = (at: Span): boolean => region.some((r) => holds(r, at));
  const own = statementsIn(view, region);
  const made = madeOf(own, of);
  const earliest = own.reduce<Stmt | undefined>((a, s) => (a && view.isBefore(a.at, s.at) ? a : s), undefined);
  const first = earliest && view.placeOf(earliest);
  if (!first) return [];
  const outer = (u: Use): boolean => {
    const store = lastStore(view, u.name, u.place);
    return store === null || inside(store.stmt.at) || begunBy(view, u.name, fn, inside).some((b) => b.store === store && view.isBefore(b.at, u.at));
  };
  const told = new Set<Stmt>(own.filter((s) => from === "test" || reads(s, [...of, ...made])));
  const spoken = new Map<string, Use[]>();
  for (const name of made) {
    const uses = view.usesOf(name, fn).filter((u) => !u.stored && !inside(u.at) && outer(u) && view.isBefore(first.stmt.at, u.at));
    spoken.set(name, uses);
    for (const { place } of uses) if (place.stmt.k === "expr" || place.stmt.k === "assign") told.add(place.stmt);
  }
  // Where a collection is made, its keys are written.
  for (const name of made)
    for (const { store } of begunBy(view, name, fn, inside)) if (store.stmt.k === "assign" && store.stmt.value.k === "dict") told.add(store.stmt);
  for (const at of region) for (const s of headedBy(view, at)) told.add(s);
  for (const s of [...told]) if (!inside(s.at)) for (const beside of drawnBeside(view, s)) told.add(beside);
  if ([...told].some((s) => speaksForeign(view, s))) no("what is printed of the score is written in a language that is not known here, and may name the rows");
  const keys = lookupTexts(view);
  const mayChange = (key: string): boolean => keysAlone(view, key, told);
  if (to === "validation") checkKeys(view, told, [...of, ...made], from, mayChange);
  const edits = [...told].flatMap((s) => literals(view, s, from, to, keys, mayChange));
  for (const s of told) edits.push(...(inside(s.at) ? commented(view, s, from, to, words.train) : commented(view, s, from, to)));
  // What is made of the scores, such as the best setting, is spoken of in the same words.
  for (const s of told) {
    const [t] = s.k === "assign" && s.targets.length === 1 && !inside(s.at) ? s.targets : [];
    const uses = t?.k === "name" && !made.includes(t.name) ? view.usesOf(t.name, fn) : [];
    for (const u of uses)
      if (!u.stored && lastStore(view, u.name, u.place)?.stmt === s && !told.has(u.place.stmt)) edits.push(...commented(view, u.place.stmt, from, to));
  }
  for (const at of region) {
    const place = view.placeAt(at);
    const [lead, ...rest] = place ? paragraphOf(view, place) : [];
    if (lead && rest.length) edits.push(...commented(view, lead, from, to).filter((e) => e.at.start < lead.at.start));
  }
  for (const name of made) {
    const anew = renamed(view, name, fn, inside, spoken.get(name) ?? [], from, to);
    if (!anew.length && from === "test" && callsAfter(name, from)) no(`\`${name}\` would go on to say that what it holds is of the test rows`);
    edits.push(...anew);
  }
  if (from === "test") edits.push(...madeBehind(view, told, inside, [...of, ...made], of, fn, to));
  return [...new Map(edits.map((e) => [`${e.at.source}:${e.at.start}`, e])).values()];
}

/** Where a variable that the region reads was bound before it, once for each read: several statements of a region may each have a list of their own. */
function begunBy(view: View, name: string, fn: Fn | null, inside: (at: Span) => boolean): { store: Place; at: Span }[] {
  return view.usesOf(name, fn).flatMap((u) => {
    const store = !u.stored && inside(u.at) ? lastStore(view, name, u.place) : null;
    return store && !inside(store.stmt.at) ? [{ store, at: u.at }] : [];
  });
}

/** The statements without blocks in stretches of the program. */
const statementsIn = (view: View, region: readonly Span[]): Stmt[] =>
  region.flatMap((r) => {
    const p = view.placeAt(r);
    return p ? [...simpleIn([p.stmt])].filter((s) => region.some((x) => holds(x, s.at))) : [];
  });

/** The variables that hold, or collect, what stretches of the program make of others. */
export const madeIn = (view: View, region: readonly Span[], of: readonly string[]): string[] => madeOf(statementsIn(view, region), of);

/** The variables that hold, or collect, what was made of others. */
export function madeOf(stmts: readonly Stmt[], of: readonly string[]): string[] {
  const out: string[] = [];
  for (const s of stmts) {
    if (!reads(s, [...of, ...out])) continue;
    const into =
      s.k === "assign" ? s.targets.flatMap(rootOf) : s.k === "aug" ? rootOf(s.target) : s.k === "expr" && s.value.k === "call" ? collector(s.value) : [];
    for (const n of into) if (!out.includes(n) && !of.includes(n)) out.push(n);
  }
  return out;
}

const collector = (call: Expr & { k: "call" }): string[] =>
  call.func.k === "attr" && /^(append|extend|add|insert|update)$/.test(call.func.name) ? rootOf(call.func.object) : [];

function rootOf(e: Expr): string[] {
  if (e.k === "tuple" || e.k === "list") return e.items.flatMap(rootOf);
  let x = e;
  while (x.k === "index" || x.k === "attr") x = x.object;
  return x.k === "name" ? [x.name] : [];
}

/** Statements right above and below that draw on the same plot, or print. */
export function drawnBeside(view: View, s: Stmt): Stmt[] {
  const root = rootOfCall(s);
  const place = view.placeOf(s);
  if (!place || !root || root === "print") return [];
  const out: Stmt[] = [];
  for (const step of [-1, 1])
    for (let i = place.index + step; ; i += step) {
      const next = place.line.stmts[i];
      if (!next || next.at.source !== s.at.source || rootOfCall(next) !== root) break;
      const begins = /\.(figure|subplots?)\(/.test(view.textOf(next.at));
      // Above the line that begins a plot stands what it shows.
      if (begins && step > 0) break;
      out.push(next);
      if (begins) break;
    }
  return out;
}

/** What is printed right above a loop that prints, and of nothing: the head of its table. */
function headedBy(view: View, at: Span): Stmt[] {
  const place = view.placeAt(at);
  if (place?.stmt.k !== "for" || ![...simpleIn(place.stmt.body)].some((s) => rootOfCall(s) === "print")) return [];
  const out: Stmt[] = [];
  for (let i = place.index - 1; i >= 0; i--) {
    const s = place.line.stmts[i] as Stmt;
    if (rootOfCall(s) !== "print" || s.k !== "expr" || namesIn(s.value).some((n) => n !== "print")) break;
    out.push(s);
  }
  return out;
}

function rootOfCall(s: Stmt): string | null {
  const e = s.k === "expr" ? s.value : null;
  if (e?.k !== "call") return null;
  const root = rootOf(e.func)[0] ?? null;
  // seaborn draws on the plot of pyplot.
  return root === "sns" ? "plt" : root;
}

/** A key that says what the score is must not be read elsewhere, where it cannot be changed with the others. @throws CannotFix */
function checkKeys(view: View, told: Iterable<Stmt>, of: readonly string[], from: "train" | "test", mayChange: (key: string) => boolean): void {
  const given = (key: Expr | null, value: Expr): void => {
    if (key?.k !== "const" || typeof key.value !== "string" || !wordsOf(key.value, from, "validation", "valid").length || mayChange(key.value)) return;
    eachExpr(value, (x) => {
      if (x.k === "name" && of.includes(x.name)) no(`the key \`${view.textOf(key.at)}\` is read elsewhere, and would say ${from} of the validation part`);
    });
  };
  for (const s of told) {
    eachExprIn(s, (e) => {
      if (e.k === "dict") for (const { key, value } of e.entries) given(key, value);
      const [rows, ...more] = e.k === "call" ? e.args : [];
      const columns = more.find((a) => a.name === "columns")?.value;
      if (rows && columns?.k === "list") for (const key of columns.items) given(key, rows.value);
    });
    if (s.k === "assign") for (const t of s.targets) if (t.k === "index") given(t.index, s.value);
  }
}

/** Words in the strings of a statement; what may be a key stays unless all that use it are changed. */
function literals(view: View, s: Stmt, from: "train" | "test", to: Part, known: ReadonlySet<string>, mayChange: (key: string) => boolean): TextEdit[] {
  if (s.k === "expr" && s.value.k === "const") return [];
  const out: TextEdit[] = [];
  const keys = new Set<Expr>();
  eachExprIn(s, (e) => {
    if (e.k === "index") keys.add(e.index);
    if (e.k === "dict") for (const { key } of e.entries) if (key) keys.add(key);
    const isText = e.k === "fstring" || (e.k === "const" && typeof e.value === "string");
    if (!isText) return;
    const text = view.textOf(e.at);
    if (e.k === "const" && known.has(String(e.value))) keys.add(e);
    // A path or the name of a file; "%.4f" is neither.
    if (/[\\/]|\.[a-z]\w{1,3}["']$/i.test(text.replace(/\\n|\\t/g, ""))) return;
    const found = wordsOf(text, from, to, keys.has(e) && to === "validation" && !text.includes(" ") ? "valid" : to);
    // Whether a key may change takes a walk through the program.
    if (found.length && keys.has(e) && !(e.k === "const" && mayChange(String(e.value)))) return;
    const holes = e.k === "fstring" ? e.parts.map((p) => p.at) : [];
    for (const w of found) {
      const edit = reworded(e.at, w);
      if (!holes.some((h) => h.start < edit.at.end && edit.at.start < h.end)) out.push(edit);
    }
  });
  return out;
}

/** The words of a text that name a part, and what they become, in English `english`; none where it speaks of test rows beside those for training. */
function wordsOf(text: string, from: "train" | "test", to: Part, english: string): Word[] {
  if (from === "train" && (/test/i.test(text) || wordsIn(text, "test", to).length > 0)) return [];
  return [
    ...[...text.matchAll(words[from])].map((m) => ({ start: m.index, end: m.index + m[0].length, text: inCase(m[0], english) })),
    ...wordsIn(text, from, to),
  ];
}

/** Whether a statement shows a text in a language whose words are not known. */
function speaksForeign(view: View, s: Stmt): boolean {
  let found = false;
  eachExprIn(s, (e) => {
    if (e.k === "fstring" || (e.k === "const" && typeof e.value === "string")) found ||= isForeign(view.textOf(e.at));
  });
  return found;
}

/** The same in comments on the lines above and behind it; `beside`: in those alone that name another part, too. */
function commented(view: View, s: Stmt, from: "train" | "test", to: Part, beside?: RegExp): TextEdit[] {
  const told = commentsOf(view, s).filter((at) => !beside || view.textOf(at).search(beside) >= 0);
  return told.flatMap((at) => wordsOf(view.textOf(at), from, to, to).map((w) => reworded(at, w)));
}

/** What a comment says above several assignments of which one is renamed. */
function aboveLists(view: View, s: Stmt, from: "train" | "test", to: Part): TextEdit[] {
  const place = view.placeOf(s);
  const text = view.whole(s.at.source);
  let top = s;
  for (let i = (place?.index ?? 0) - 1; i >= 0; i--) {
    const next = place?.line.stmts[i];
    if (next?.k !== "assign" || next.at.source !== s.at.source || !/^[ \t]*(?:#.*)?(?:\r\n|\r|\n)[ \t]*$/.test(text.slice(next.at.end, top.at.start))) break;
    top = next;
  }
  return top === s ? [] : commented(view, top, from, to).filter((e) => e.at.start < top.at.start);
}

/** Whether a name says which rows it is of. */
const callsAfter = (name: string, part: "train" | "test"): boolean => name.search(words[part]) >= 0 || name.search(humps[part]) >= 0;

/** What is made of the scores behind the region, such as a list of them, is called after other rows too. */
function madeBehind(
  view: View,
  told: ReadonlySet<Stmt>,
  inside: (at: Span) => boolean,
  known: readonly string[],
  of: readonly string[],
  fn: Fn | null,
  to: Part,
): TextEdit[] {
  // What a model that was made there predicts is of the rows that it is given.
  const predicts = (s: Stmt): boolean => /\.(?:predict\w*|score|evaluate|transform|decision_function)\(/.test(view.textOf(s.at));
  return [...told].flatMap((s) => {
    const [t, ...more] = s.k === "assign" && !inside(s.at) && !reads(s, of) && !predicts(s) ? s.targets : [];
    if (t?.k !== "name" || more.length || known.includes(t.name) || !callsAfter(t.name, "test")) return [];
    const spoken = view.usesOf(t.name, fn).filter((u) => !u.stored && lastStore(view, t.name, u.place)?.stmt === s);
    const anew = renamed(view, t.name, fn, (at) => holds(s.at, at), spoken, "test", to);
    if (!anew.length) no(`\`${t.name}\` would go on to say that what it holds is of the test rows`);
    return [...anew, ...spoken.flatMap((u) => (told.has(u.place.stmt) ? [] : printedOf(view, u.place, told, known, to)))];
  });
}

/** What is printed of such scores, and of nothing else. @throws CannotFix where it names the test rows, and other things are printed beside */
function printedOf(view: View, place: Place, told: ReadonlySet<Stmt>, known: readonly string[], to: Part): TextEdit[] {
  const { stmt } = place;
  if (stmt.k !== "expr") return [];
  const edits = [...literals(view, stmt, "test", to, new Set(), () => false), ...commented(view, stmt, "test", to)];
  if (!edits.length) return edits;
  eachExprIn(stmt, (e) => {
    const made = e.k === "name" && !known.includes(e.name) ? lastStore(view, e.name, place) : null;
    if (made && !told.has(made.stmt) && /^(assign|aug|for)$/.test(made.stmt.k)) no("what is printed of the scores and of other things names the test rows");
  });
  return edits;
}

/** `test_scores` → `valid_scores`, where all that reads it speaks of the same. */
function renamed(view: View, name: string, fn: Fn | null, inside: (at: Span) => boolean, spoken: readonly Use[], from: "train" | "test", to: Part): TextEdit[] {
  const word = to === "validation" ? "valid" : to;
  const wanted = name.replace(words[from], (m) => inCase(m, word)).replace(humps[from], (m) => inCase(m, word));
  if (wanted === name || view.isUsed(wanted)) return [];
  const all = view.usesOf(name, fn);
  if (all.some((u) => (u.fn ?? null) !== (fn ?? null))) return [];
  const begun = new Set(begunBy(view, name, fn, inside).map((b) => b.store.stmt));
  const ours = all.filter((u) => inside(u.at) || spoken.includes(u) || [...begun].some((s) => holds(s.at, u.at)));
  // What is read of the first value elsewhere, or written into, stays as it is called.
  const rest = all.filter((u) => !ours.includes(u));
  const mixed = rest.some((u) => {
    const store = lastStore(view, name, u.place);
    return !u.stored && (store === null || inside(store.stmt.at) || begun.has(store.stmt));
  });
  return mixed
    ? []
    : [...ours.map((u) => ({ at: u.at, text: wanted })), ...[...begun].flatMap((s) => [...commented(view, s, from, to), ...aboveLists(view, s, from, to)])];
}
