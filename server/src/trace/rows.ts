/**
 * Row sets: where rows come from (a source), how they were narrowed (cuts), and whether their content was mixed.
 * Everything that Holdout says rests on `relation` and `mixBetween` below.
 */
import type { Span } from "../base/span.js";
import type { DataFileRead } from "../profiles/dataFile.js";
import { conditionsApart, cutKey, cutsBeyond, drawnApart, endsApart, type Limits, limitsApart, opposite, rangesDisjoint, sameParts } from "./limits.js";
import type { Share } from "./scalars.js";

/** Where rows come from: a file, a bundled data set, an unknown call, a parameter. Equal keys are the same rows. */
export interface Source {
  readonly key: string;
  readonly kind: "file" | "bundled" | "unknown" | "param" | "made";
  readonly label: string;
  readonly at: Span | null;
  readonly read?: DataFileRead | null; // How a file of text is read, where all of that is known.
  readonly wide?: number; // How many features a generator gives its rows, where the program says it.
  readonly each?: string; // The place where a loop reads one file in each round, of which this is one.
}

/**
 * One narrowing. Cuts with one `id` belong to one partition: different parts are disjoint (`parts`), ranges are compared by their bounds.
 * - random: parts drawn at random. fold: train/test of a fold. filter: a condition and its complement. value: equal to a constant.
 * - range: positions lo..hi. opaque: some subset, nothing known of the rest.
 */
export interface Cut {
  readonly id: string;
  readonly part: string;
  readonly kind: "random" | "fold" | "ordered" | "filter" | "value" | "range" | "opaque";
  readonly at: Span | null;
  readonly lo?: Bound;
  readonly hi?: Bound;
  /** Limits of values that the rows of one part keep within. */
  readonly limits?: readonly Limits[];
  /** The conditions that all rows of the part T meet, as `id#part` of the cuts that each alone would be. */
  readonly all?: readonly string[];
  /** The column of which the rows of a part have one value. */
  readonly column?: string;
  readonly by?: ReadonlySet<number>; // Knowledge in the limit of a condition: what told where to cut.
  readonly vary?: ReadonlySet<number>; // The loops that the value or limit of a condition is another one in each round of.
  readonly before?: boolean; // The rows before the one that is looked at, by a column of theirs: `df[df["day"] < row["day"]]`.
  /** Of parts of one order that a seed draws: the test part is the first `test` of it, a share or a count of rows. */
  readonly order?: { readonly of: string; readonly test: number };
  readonly share?: Share; // Of the rows that were cut, those of a slice up to there; those that stand in front of the last.
}

/** A slice bound: a number (negative counts from the end), a symbol (two equal symbols are equal numbers), or an end. */
export type Bound = number | string | null;

/** Content of all rows before the mix is in every row after it. Cuts after the mix separate rows, not content. */
export interface Mix {
  readonly id: string;
  readonly at: Span;
  readonly kind: "over" | "under";
  readonly exact?: boolean; // Nothing but copies: without duplicates the rows are what they were.
  readonly behind?: boolean; // The rows that were there keep their places: what is added stands behind them.
  readonly learned: number; // Knowledge id of the call, for the finding.
}

export interface Term {
  readonly source: Source;
  readonly cuts: readonly Cut[];
  readonly mix: Mix | null;
  /** Cuts made after the mix. Empty without one. */
  readonly after: readonly Cut[];
  readonly key: string;
}

export interface Rows {
  readonly key: string;
  readonly terms: readonly Term[];
  /** Set where rows were laid end to end: the parts in order. */
  readonly parts: readonly Rows[] | null;
  /** Set where branches met: the rows are those of one of these, in the order of the branches. */
  readonly one?: readonly Rows[] | null;
}

/** Whether rows are those before one of them: what one row looks back on is its own, and nothing that was learned of all. */
export const looksBack = (rows: Rows): boolean => rows.terms.length > 0 && rows.terms.every((t) => t.cuts.some((c) => c.before));

export type Relation = "disjoint" | "same" | "contains" | "within" | "overlaps" | "unknown";

/**
 * Names of rows and cuts are built from the names of what they were cut from. A long one is replaced by its beginning and a hash of the whole,
 * so that names do not double with every cut. The hash is two 32-bit FNV-1a variants: equal texts get equal names in every process.
 */
export function shortName(text: string): string {
  if (text.length <= 200) return text;
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ c, 0x85ebca6b) ^ (b >>> 13);
  }
  return `${text.slice(0, 60)}~${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}

/** The same of a cut: which of the folds it is stays readable behind the name of their partition. */
function shortOfFold(id: string): string {
  const fold = /@\d+$/.exec(id)?.[0] ?? "";
  return `${shortName(id.slice(0, id.length - fold.length))}${fold}`;
}

function term(source: Source, cuts: readonly Cut[], mix: Mix | null, after: readonly Cut[]): Term {
  const key = `${source.key}|${cuts.map(cutKey).sort().join("&")}${mix ? `~${mix.id}|${after.map(cutKey).sort().join("&")}` : ""}`;
  return { source, cuts, mix, after, key: shortName(key) };
}

function rowsOf(terms: readonly Term[], parts: readonly Rows[] | null, one: readonly Rows[] | null = null): Rows {
  const key = terms.length === 1 ? (terms[0] as Term).key : [...new Set(terms.map((t) => t.key))].sort().join("+");
  return { key: shortName(key), terms, parts, ...(one ? { one } : {}) };
}

const eachOne = (rows: Rows, f: (r: Rows) => Rows): readonly Rows[] | null => rows.one?.map(f) ?? null;

/** The rows of one term alone. */
export const ofTerm = (t: Term): Rows => rowsOf([t], null);

export const fromSource = (source: Source): Rows => rowsOf([term(source, [], null, [])], null);

/** A term never grows without bound: recursive or looping programs would otherwise narrow for ever. */
const mostCuts = 24;

/** One cut more. Beyond the limit the last one and the new one become one that tells nothing: rows that were narrowed are never the rows from before. */
function narrowed(list: readonly Cut[], c: Cut): readonly Cut[] {
  if (list.length < mostCuts) return [...list, c];
  const last = list.at(-1) as Cut;
  return [...list.slice(0, -1), { id: shortName(`beyond:${cutKey(last)}&${cutKey(c)}`), part: "some", kind: "opaque", at: c.at }];
}

/** Narrows rows by one cut. The same cut twice changes nothing. */
export function cut(rows: Rows, given: Cut): Rows {
  const c = given.id.length > 200 || given.part.length > 200 ? { ...given, id: shortOfFold(given.id), part: shortName(given.part) } : given;
  const key = cutKey(c);
  return rowsOf(
    rows.terms.map((t) => {
      const list = t.mix ? t.after : t.cuts;
      if (list.some((x) => cutKey(x) === key)) return t;
      return t.mix ? term(t.source, t.cuts, t.mix, narrowed(t.after, c)) : term(t.source, narrowed(t.cuts, c), null, []);
    }),
    null,
    eachOne(rows, (r) => cut(r, c)),
  );
}

/** Rows laid end to end, in order. */
export function concat(parts: readonly Rows[]): Rows {
  if (parts.length === 1) return parts[0] as Rows;
  const seen = new Map<string, Term>();
  for (const p of parts) for (const t of p.terms) if (seen.size < 24) seen.set(t.key, t);
  return rowsOf([...seen.values()], parts.length <= 8 ? parts : null);
}

const mostBranches = 8; // More are not told apart.

/** Either of two row sets (a join of branches): the union, without an order, that remembers what came from which branch. */
export function either(a: Rows, b: Rows): Rows {
  if (a.key === b.key) return a;
  const one = new Map([...(a.one ?? [a]), ...(b.one ?? [b])].map((r) => [r.key, r]));
  return { ...concat([a, b]), parts: null, one: one.size <= mostBranches ? [...one.values()] : null };
}

/** Whether a function was given these rows by nobody in the program. */
export const handedIn = (rows: Rows): boolean => rows.terms.every((t) => t.source.key.startsWith("param:"));

/** Whether some of the rows on both sides were read in one place. */
export const sharesSource = (a: Rows, b: Rows): boolean => a.terms.some((x) => b.terms.some((y) => x.source.key === y.source.key));

/** Rows of numbers that a program makes, of whatever kind. */
export const isMade = (rows: Rows): boolean => rows.terms.length > 0 && rows.terms.every(({ source }) => source.kind === "made");

/** The numbers of a scale (`linspace`): what is picked of them by something else, or counted with it, is that one's. */
export const isScale = (rows: Rows): boolean => isMade(rows) && rows.terms.every(({ source }) => source.key.startsWith("scale:"));

/** Rows that a generator makes up, not those that a program puts together from values of its own. */
export const madeUp = (rows: Rows): boolean => isMade(rows) && rows.terms.every(({ source }) => source.key.startsWith("set:"));

/** The rows as they were before they were mixed. */
export const unmixed = (rows: Rows): Rows =>
  rowsOf(
    rows.terms.map((t) => (t.mix ? term(t.source, t.cuts, null, []) : t)),
    null,
    eachOne(rows, unmixed),
  );

/** Rows whose content now carries that of all rows they came from. */
export const mixed = (rows: Rows, mix: Mix): Rows =>
  rowsOf(
    rows.terms.map((t) => (t.mix ? t : term(t.source, t.cuts, mix, []))),
    null,
    eachOne(rows, (r) => mixed(r, mix)),
  );

const isRandom = (c: Cut): boolean => c.kind === "random" || c.kind === "fold" || c.kind === "ordered";

/** Null: the two cuts say nothing of each other. */
function cutsDisjoint(a: Cut, b: Cut): boolean | null {
  if (a.id !== b.id) {
    if (limitsApart(a, b) || conditionsApart(a, b) || drawnApart(a, b)) return true;
    // What a slice left over, on both of its sides.
    const [slice, rest] = a.kind === "range" ? [a, b] : [b, a];
    return slice.kind === "range" && rest.id === `${slice.id}/${slice.part}` && rest.part === `!${slice.part}` ? true : null;
  }
  if (a.kind === "range" && b.kind === "range") return rangesDisjoint(a, b);
  if (a.part === b.part) return false;
  if (a.kind === "opaque") return null;
  // "!x" beside another value than x: one may hold the other.
  const notA = a.part.startsWith("!");
  const notB = b.part.startsWith("!");
  return (notA || notB) && opposite(a.part) !== b.part ? null : true;
}

/** How two ordered lists of cuts on the same base compare. */
function compareCuts(a: readonly Cut[], b: readonly Cut[]): Relation {
  let unclear = false;
  const overlapping = new Set<Cut>();
  for (const x of a)
    for (const y of b) {
      const d = cutsDisjoint(x, y);
      if (d === true) return "disjoint";
      if (d === false && cutKey(x) !== cutKey(y)) overlapping.add(x).add(y);
      else if (d === null && sameParts(x, y)) unclear = true;
    }
  const extraA = cutsBeyond(a, b);
  const extraB = cutsBeyond(b, a);
  if (!extraA.length && !extraB.length) return "same";
  if (!extraA.length) return "contains";
  if (!extraB.length) return "within";
  if (unclear) return "unknown";
  const free = (list: readonly Cut[]): boolean => list.every((c) => isRandom(c) || overlapping.has(c));
  // Rows that nobody can tell (a list of positions made somewhere) may just be those that were left over.
  const told = (list: readonly Cut[]): boolean => list.every((c) => c.kind !== "opaque");
  return (free(extraA) && told(extraB)) || (free(extraB) && told(extraA)) ? "overlaps" : "unknown";
}

/** A folder holds the files of the folders in it. */
function nested(a: Term, b: Term): Relation | null {
  if (!a.source.key.startsWith("dir:") || !b.source.key.startsWith(`${a.source.key.replace(/\/+$/, "")}/`)) return null;
  return a.cuts.length || a.mix || b.mix ? "unknown" : "contains";
}

/** What a loop has filled a list with may stand in other lists and tables, too. */
const inList = ({ source }: Term): boolean => source.key.startsWith("list:");
const turned = (r: Relation | null): Relation | null => (r === "contains" ? "within" : r);

/** `content`: whether rows of one hold content of the other, instead of being among them. */
function compareTerms(a: Term, b: Term, content: boolean): Relation {
  if (a.source.key !== b.source.key) return nested(a, b) ?? turned(nested(b, a)) ?? (inList(a) || inList(b) ? "unknown" : "disjoint");
  if (!a.mix && !b.mix) return compareCuts(a.cuts, b.cuts);
  const base = compareCuts(a.cuts, b.cuts);
  if (base === "disjoint") return base;
  if (!content && a.mix && b.mix && a.mix.id === b.mix.id) return compareCuts(a.after, b.after);
  return base === "unknown" ? base : a.after.length || b.after.length || !a.mix || !b.mix ? "overlaps" : base;
}

/** Answers of one analysis by the keys of both sides: rules ask the same pair again and again. */
const known = new Map<string, Map<string, Relation>>();

/** Forgets the answers: keys mean the same rows within one program only. */
export const forgetRelations = (): void => known.clear();

/**
 * Both sides came out of branches, and each branch may have kept them apart: the training part of one branch never meets the test part of another.
 * Null where that says nothing.
 */
function ofBranches(a: Rows, b: Rows): Relation | null {
  if (!a.one || !b.one || a.key === b.key) return null;
  const [as, bs] = [a.one, b.one];
  const apart = (x: Rows, y: Rows): boolean => ["disjoint", "unknown"].includes(relation(x, y));
  if (as.length === bs.length) {
    const pairs = as.map((x, i) => relation(x, bs[i] as Rows));
    return pairs.every((r) => r === "disjoint") ? "disjoint" : pairs.every((r) => r === "disjoint" || r === "unknown") ? "unknown" : null;
  }
  // Branches with equal rows on one side: which belongs to which is not known.
  const beside = (x: Rows, all: readonly Rows[]): boolean => all.some((y) => sharesSource(x, y) && apart(x, y));
  return as.every((x) => beside(x, bs)) && bs.every((y) => beside(y, as)) ? "unknown" : null;
}

/** How the rows of `a` and `b` relate as rows: `contains` means a ⊇ b. A split after oversampling separates rows, but not their content: see `mixBetween`. */
export function relation(a: Rows, b: Rows): Relation {
  if (a.key === b.key) return "same";
  const branches = ofBranches(a, b);
  if (branches) return branches;
  let row = known.get(a.key);
  if (!row) {
    row = new Map();
    known.set(a.key, row);
  }
  let out = row.get(b.key);
  if (out === undefined) {
    out = compared(a, b);
    row.set(b.key, out);
  }
  return out;
}

function compared(a: Rows, b: Rows): Relation {
  let overlap = false;
  let unknown = false;
  const coveredB = new Set<Term>();
  let coveredA = 0;
  for (const x of a.terms) {
    let within = false;
    for (const y of b.terms) {
      const r = compareTerms(x, y, false);
      if (r === "disjoint") continue;
      if (r === "unknown") {
        unknown = true;
        continue;
      }
      overlap = true;
      if (r === "same" || r === "within") within = true;
      if (r === "same" || r === "contains") coveredB.add(y);
    }
    if (within) coveredA++;
  }
  if (overlap) {
    const all = coveredA === a.terms.length;
    const allB = coveredB.size === b.terms.length;
    return all && allB ? "same" : allB ? "contains" : all ? "within" : "overlaps";
  }
  return unknown ? "unknown" : "disjoint";
}

/** Whether rows were kept apart from those of which that is known, or lie at another end of one line than those that taught. */
export const keptApart = (rows: Rows, from: Rows | null, taught: Rows | null): boolean =>
  (from !== null && relation(rows, from) === "disjoint") || (taught !== null && endsApart(cutsOf(rows), cutsOf(taught)));

export const overlapping = (r: Relation): boolean => r === "same" || r === "contains" || r === "within" || r === "overlaps";

/** The oversampling that put content of `b` into `a`, or null: parts that overlap as they were cut share their rows without it, too. */
export function mixBetween(a: Rows, b: Rows): Mix | null {
  for (const x of a.terms)
    for (const y of b.terms) {
      const mix = x.mix ?? y.mix;
      if (!mix || !overlapping(compareTerms(x, y, true)) || compareCuts(x.cuts, y.cuts) === "overlaps") continue;
      if (compareTerms(x, y, false) === "disjoint" || !x.mix || !y.mix || x.mix.id !== y.mix.id) return mix;
    }
  return null;
}

/** The rows of `whole` that are not in `part`, when `part` was cut from it by one partition; else null. */
export function complement(whole: Rows, part: Rows): Rows | null {
  if (whole.terms.length !== part.terms.length) return null;
  const terms: Term[] = [];
  for (const w of whole.terms) {
    const all = [...w.cuts, ...w.after];
    // Where branches met, each term was cut by itself.
    const own = part.terms.filter((t) => t.source.key === w.source.key && t.mix?.id === w.mix?.id);
    const last = own.map((t) => onlyCut([...t.cuts, ...t.after], all)).find((c) => c !== null);
    if (!last) return null;
    const other: Cut = last.kind === "range" ? rangeComplement(last) : { ...last, part: opposite(last.part) };
    terms.push(w.mix ? term(w.source, w.cuts, w.mix, [...w.after, other]) : term(w.source, [...w.cuts, other], null, []));
  }
  const arms = part.one?.length === whole.one?.length ? part.one : null;
  const one = arms && whole.one?.map((w, i) => complement(w, arms[i] as Rows));
  return rowsOf(terms, null, one?.every((r) => r !== null) ? one : null);
}

/** The cut that was made beyond all of the others, if it is the only one. These may have been cut further since. */
function onlyCut(cuts: readonly Cut[], all: readonly Cut[]): Cut | null {
  const [last, more] = cutsBeyond(cuts, all);
  return last && !more ? last : null;
}

function rangeComplement(c: Cut): Cut {
  if (c.lo === null || c.lo === 0 || c.lo === undefined) return { ...c, lo: c.hi ?? null, hi: null, part: `${c.hi}:` };
  if (c.hi === null || c.hi === undefined) return { ...c, lo: null, hi: c.lo, part: `:${c.lo}` };
  return { ...c, kind: "filter", id: `${c.id}/${c.part}`, part: `!${c.part}` };
}

/** Cuts that stand between `from` and the rows, in order, of any term. */
export const cutsOf = ({ terms }: Rows): readonly Cut[] =>
  // Asked again and again, and mostly of one term that was never mixed: no list is made for that.
  terms.length === 1 && !terms[0]?.after.length ? (terms[0] as Term).cuts : terms.flatMap((t) => [...t.cuts, ...t.after]);

/** Where rows were read or made, for explanations. */
export const sourcesOf = (rows: Rows): Source[] => [...new Map(rows.terms.map((t) => [t.source.key, t.source])).values()];

/**
 * Parts of one table that were laid end to end (to draw windows over both) and cut again at a place that nobody can tell: whether the rows that
 * were learned from are among them is not known.
 */
export function joinedAgain(rows: Rows, learned: Rows): boolean {
  const cutAgain = (t: Term): boolean => !t.mix && ["range", "opaque"].includes(t.cuts.at(-1)?.kind ?? "");
  const table = rows.terms[0]?.source.key;
  return (
    rows.terms.length > 1 &&
    rows.terms.every((t) => t.source.key === table && cutAgain(t)) &&
    rows.terms.some((t) => relation(learned, ofTerm(t)) === "disjoint")
  );
}
