/**
 * Tables of statistics, one row for each group: they hold no rows that are told apart here, but their columns have names, by which a table that they are
 * merged into has them, and loses them again.
 */
import type { ArgValue } from "./binding.js";
import { listItems } from "./columns.js";
import type { Scalar } from "./scalars.js";
import type { Trace } from "./trace.js";
import { any, type Data, joinProv, type Prov, type Value } from "./values.js";

const mark = "table:";
const between = "\u0001";
/** Stands before the name of a column that was taken and is called as it was: a table that it is merged into has one of that name already. */
const asTaken = "\u0002";

/** What is told of the columns of a value without rows. */
const hintOf = (names: readonly string[]): Pick<Scalar, "hint"> => ({ hint: mark + names.join(between) });

const columnsOf = (v: Value | undefined): readonly string[] | null =>
  v?.k === "any" && v.hint?.startsWith(mark) ? v.hint.slice(mark.length).split(between) : null;

const plain = (name: string): string => name.replace(asTaken, "");

/** The columns of a table of statistics, and which of them are called as what they were taken of; null for any other value. */
export function statisticColumns(v: Value | undefined): readonly { name: string; taken: boolean }[] | null {
  return columnsOf(v)?.map((n) => ({ name: plain(n), taken: n.startsWith(asTaken) })) ?? null;
}

/** A statistic of groups under the names of its keys and of what it was taken of, where both are known; `how`: what is taken, where a call says it. */
export function namedStatistic(t: Trace, v: Value, d: Data, taken: readonly string[] | null, how: Value | undefined): Value {
  const each = how?.k === "obj" ? t.get(how) : null;
  const one = (x: Value): boolean => x.k === "const" || x.k === "lib" || x.k === "fn";
  // Several of one column stand under names of two levels.
  if (how && !one(how) && !(each?.k === "dict" && [...each.entries.values()].every(one))) return v;
  const of = taken ?? (d.column !== null ? [d.column] : d.rest ? null : [...d.cols.keys()]);
  return v.k === "any" && d.keys?.size && of?.length ? { ...v, ...hintOf([...d.keys, ...of.filter((n) => !d.keys?.has(n)).map((n) => asTaken + n)]) } : v;
}

/** A method of such a table that leaves its columns, or names them anew; null for any other. `given`: what its arguments hang on. */
export function statisticMethod(t: Trace, self: Value, name: string, args: readonly ArgValue[], given: () => Prov): Value | null {
  const names = columnsOf(self);
  if (!names || self.k !== "any") return null;
  const again = (now: readonly string[]): Value => ({ k: "any", p: joinProv(self.p, given()), ...hintOf(now) });
  const first = args[0]?.value;
  if (name === "rename") {
    const given = args.find((a) => a.name === "columns")?.value ?? first;
    const dict = given?.k === "obj" ? t.get(given) : null;
    if (dict?.k !== "dict" || dict.rest) return null;
    const now = names.map((n) => dict.entries.get(plain(n)));
    return now.every((v) => v === undefined || (v.k === "const" && typeof v.v === "string"))
      ? again(now.map((v, i) => (v?.k === "const" ? String(v.v) : (names[i] as string))))
      : null;
  }
  if (/^add_(pre|suf)fix$/.test(name) && first?.k === "const") {
    const add = String(first.v);
    return again(names.map((n) => (name === "add_prefix" ? add + plain(n) : plain(n) + add)));
  }
  if (name === "reset_index") {
    const told = args.find((a) => a.name === "name")?.value;
    if (!told) return args.some((a) => a.name === "drop") ? null : again(names);
    return told.k === "const" && typeof told.v === "string" ? again([...names.slice(0, -1), told.v]) : null;
  }
  return /^(round|fillna|astype|sort_values|copy|drop_duplicates|dropna)$/.test(name) ? again(names) : null;
}

/** `table.columns = ["unit", "last"]`: the same table under other names, which nobody may know; null for any other value. */
export function renamedStatistic(t: Trace, self: Value, names: Value): Value | null {
  const old = columnsOf(self);
  if (!old || self.k !== "any") return null;
  const now = (listItems(t, names) ?? []).flatMap((v) => (v.k === "const" && typeof v.v === "string" ? [v.v] : []));
  return now.length === old.length ? { ...self, ...hintOf(now) } : any(self.p);
}
