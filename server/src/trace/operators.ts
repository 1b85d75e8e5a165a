/** Operators: arithmetic, conditions over rows, truth. */
import type { Span } from "../base/span.js";
import type { Expr } from "../program/ir.js";
import { columnPick, listItems, mapCols } from "./columns.js";
import { unlessConstant } from "./constancy.js";
import { evaluate } from "./eval.js";
import { maskOf, rowwise } from "./frames.js";
import { joinValue } from "./join.js";
import { conditionsOf, type Limits, opposite } from "./limits.js";
import { type Cut, sharesSource, shortName } from "./rows.js";
import { shareOf } from "./slices.js";
import { isTable } from "./tables.js";
import { percentOf } from "./texts.js";
import type { Trace } from "./trace.js";
import { any, columnOf, constant, content, type Data, joinProv, nothing, type Obj, textOfParts, union, type Value } from "./values.js";

// Operators

export function truthy(t: Trace, v: Value): boolean | null {
  switch (v.k) {
    case "const":
      return Boolean(v.v);
    case "obj": {
      const c = t.get(v);
      if (c.k === "list") return c.items.length > 0 ? true : c.open ? null : false;
      return c.k === "model" || c.k === "inst" ? true : null;
    }
    case "tuple":
      return v.items.length > 0;
    case "lib":
      return v.path === "builtins.__name__" ? null : v.what === "unknown" ? null : true;
    case "fn":
    case "class":
    case "bound":
      return true;
    default:
      return null;
  }
}

export function unary(t: Trace, op: "not" | "-" | "+" | "~", v: Value): Value {
  if (v.k === "const") {
    if (op === "not") return constant(!v.v, v.p);
    if (typeof v.v === "number") return constant(op === "-" ? -v.v : op === "~" ? ~v.v : v.v, v.p);
    if (op === "~" && typeof v.v === "boolean") return constant(!v.v, v.p);
  }
  if (op === "not") {
    const b = truthy(t, v);
    return b === null ? any(t.prov(v)) : constant(!b, t.prov(v));
  }
  if (v.k === "any") return op === "-" && v.length ? { ...v, length: v.length.startsWith("-") ? v.length.slice(1) : `-${v.length}` } : v;
  const d = t.peekData(v);
  if (d && op === "~" && v.k === "obj") {
    const m = maskOf(v, d);
    const out = rowwise(t, [v]);
    return setMask(t, out, { cut: { ...m.cut, part: opposite(m.cut.part) }, rows: null }, m.rows, d);
  }
  return rowwise(t, [v]);
}

function setMask(t: Trace, out: Value, mask: NonNullable<Data["mask"]>, named: import("./rows.js").Rows | null, d: Data): Value {
  const o = out.k === "obj" ? t.get(out) : null;
  if (o?.k !== "data") return out;
  const cut = { ...mask.cut, id: shortName(mask.cut.id) };
  return t.newData({ ...o, mask: named ? { cut, rows: t.without(d.rows, named) } : { ...mask, cut } });
}

type Names = Value & { k: "names" };

/** Names of one table after other names of it: some of them all. */
const bothOf = (a: Names, b: Names): Names => {
  const of = { ...a.of, cols: new Map([...b.of.cols, ...a.of.cols]), open: true };
  const among = a.of.among || b.of.among ? { among: new Set([...(a.of.among ?? []), ...(b.of.among ?? [])]) } : {};
  return {
    k: "names",
    of: { ...of, ...among },
    minus: new Set([...a.minus].filter((n) => b.minus.has(n))),
    from: a.from === b.from ? a.from : undefined,
    some: true,
  };
};

const isText = (v: Value): boolean => (v.k === "const" && typeof v.v === "string") || (v.k === "any" && v.text !== undefined);
const isScalar = (v: Value): boolean => v.k === "const" || v.k === "any";

export function binary(t: Trace, op: string, a: Value, b: Value, at: Span): Value {
  if (a.k === "const" && b.k === "const") {
    const v = fold(op, a.v, b.v);
    if (v !== undefined) return constant(v, joinProv(a.p, b.p));
  }
  if (a.k === "names" || (a.k === "obj" && t.get(a).k === "list")) {
    if (op === "-" && a.k === "names") {
      const pick = columnPick(t, b);
      if (pick.names) return { ...a, minus: new Set([...a.minus, ...pick.names]) };
      return any(t.prov(b));
    }
    if (op === "+" && a.k === "obj" && b.k === "obj" && t.get(a).k === "list" && t.get(b).k === "list") return joinLists(t, a, b);
    if (op === "+" && a.k === "names" && b.k === "names" && a.of.rows.key === b.of.rows.key) return bothOf(a, b);
    if (op === "+" && a.k === "names") return any(t.prov(b));
    if (op === "*" && a.k === "obj") return a;
    if (op === "-" && a.k === "obj") {
      const la = columnPick(t, a);
      const lb = columnPick(t, b);
      if (la.names && lb.names)
        return t.new({
          k: "list",
          items: la.names.filter((n) => !(lb.names as readonly string[]).includes(n)).map((n) => constant(n)),
          open: false,
          p: nothing,
        });
      return any(joinProv(t.prov(a), t.prov(b)));
    }
  }
  if (a.k === "tuple" && b.k === "tuple" && op === "+") return { k: "tuple", items: [...a.items, ...b.items] };
  if ((op === "&" || op === "|" || op === "^" || op === "*") && a.k === "obj" && b.k === "obj") {
    const da = t.peekData(a);
    const db = t.peekData(b);
    if (da && db && (da.mask || db.mask) && op !== "*") {
      const ma = maskOf(a, da);
      const mb = maskOf(b, db);
      const out = rowwise(t, [a, b]);
      return setMask(
        t,
        out,
        {
          cut: {
            id: `(${ma.cut.id}#${ma.cut.part}${op}${mb.cut.id}#${mb.cut.part})`,
            part: "T",
            kind: "filter",
            at,
            by: union(ma.cut.by ?? new Set(), mb.cut.by ?? new Set()),
            ...(op === "&" && (ma.cut.before || mb.cut.before) ? { before: true } : {}),
            ...(op === "&" ? { limits: [...limitsOf(ma.cut), ...limitsOf(mb.cut)], all: [...conditionsOf(ma.cut), ...conditionsOf(mb.cut)].slice(0, 8) } : {}),
          },
          rows: null,
        },
        null,
        da,
      );
    }
  }
  if (op === "%" && a.k === "const" && typeof a.v === "string" && (isScalar(b) || (b.k === "tuple" && b.items.every(isScalar))))
    return percentOf(a.v, b, joinProv(t.prov(a), t.prov(b)));
  if (op === "+" && (isText(a) || isText(b)) && isScalar(a) && isScalar(b)) return textOfParts([a, b], joinProv(t.prov(a), t.prov(b)));
  if (op === "+" && a.k === "any" && b.k === "any" && a.length?.startsWith("len:") && b.length?.startsWith("len:"))
    return { k: "any", p: joinProv(a.p, b.p), length: `${a.length}+${b.length}`, hint: "int" };
  // A month before the last day is as little learned as the last day.
  const moved = (op === "-" || op === "+") && isExtreme(a) !== isExtreme(b) && isScalar(a) && isScalar(b) && !t.prov(isExtreme(a) ? b : a).learned.size;
  if (moved) return { k: "any", p: joinProv(t.prov(a), t.prov(b)), hint: "extreme" };
  if (a.k === "any" && b.k === "any") return any(joinProv(a.p, b.p));
  if (op === "-") {
    // Counting from the first or the last (dates, mostly) only moves the origin; scaling by the range is another matter.
    if (isExtreme(b) && a.k === "obj") return rowwise(t, [unknownToData(t, a), notLearned(b)]);
    if (isExtreme(a) && b.k === "obj") return rowwise(t, [notLearned(a), unknownToData(t, b)]);
  }
  const share = shareOf(op, a, b);
  if (share) return { k: "any", p: joinProv(t.prov(a), t.prov(b)), share };
  const out = rowwise(t, [unknownToData(t, a), unknownToData(t, b)]);
  // Values that one row's own value is put to are looked at for that row.
  const own = op === "+" && b.k === "obj" ? t.get(b) : null;
  const joined = own?.k === "list" && own.items.length > 0 && own.items.every((x) => t.peekData(x)?.elem) ? t.peekData(out) : null;
  if (joined) return t.newData({ ...joined, elem: true });
  if ((op === "-" || op === "/") && a.k === "obj" && b.k === "any") t.stretchedBy(t.prov(a), b.p, at);
  return out;
}

/** The first or the last of a column's values. */
const isExtreme = (v: Value): v is Value & { k: "any" } => v.k === "any" && v.hint === "extreme";
const notLearned = (v: Value & { k: "any" }): Value => any({ ...v.p, learned: nothing.learned });

/** Arithmetic on an unknown value makes it data. */
function unknownToData(t: Trace, v: Value): Value {
  if (v.k === "obj" && t.get(v).k === "unknown") t.morphData(v);
  return v;
}

function joinLists(t: Trace, a: Obj, b: Obj): Value {
  const x = t.get(a);
  const y = t.get(b);
  if (x.k !== "list" || y.k !== "list") return any();
  return t.new({ k: "list", items: [...x.items, ...y.items].slice(0, 64), open: x.open || y.open, p: joinProv(x.p, y.p) });
}

type Const = string | number | boolean | null;

function fold(op: string, a: Const, b: Const): Const | undefined {
  if (typeof a === "string" && typeof b === "string" && op === "+") return a.length + b.length < 10_000 ? a + b : undefined;
  if (typeof a !== "number" || typeof b !== "number") return undefined;
  switch (op) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return b ? a / b : undefined;
    case "//":
      return b ? Math.floor(a / b) : undefined;
    case "%":
      return b ? a % b : undefined;
    case "**":
      return a ** b;
    default:
      return undefined;
  }
}

export function compare(t: Trace, e: Expr & { k: "compare" }): Value {
  const left = evaluate(t, e.left);
  if (e.left.k === "name" && e.left.name === "__name__") return constant(true);
  let result: Value | null = null;
  let previous = left;
  for (const { op, right } of e.rest) {
    const r = evaluate(t, right);
    const [a, b] = e.rest.length === 1 ? unlessConstant(t, [previous, e.left], [r, right]) : [previous, r];
    const v = compareOne(t, op, a, b, right, e.at, e.left.at);
    result = result ? joinValue(t, result, v) : v;
    previous = r;
  }
  return result ?? any();
}

/** Whether a condition only tells values apart: what is chosen by it has the classes of what it looks at. A limit makes other classes. */
function tellsApart(e: Expr): boolean {
  if (e.k === "bool") return tellsApart(e.left) && tellsApart(e.right);
  if (e.k === "unary") return tellsApart(e.operand);
  return e.k === "compare" && e.rest.every(({ op }) => op === "==" || op === "!=");
}

/** What goes into a value that a condition gives: the row whose labels it tells apart, predictions that it cuts, or what it holds the row against. */
export function decidedBy(t: Trace, e: Expr, test: Value): Value | null {
  const row = t.peekData(test);
  if (!row?.elem) return null;
  if (tellsApart(e) || content(row).preds.size) return test;
  return content(row).learned.size ? t.newData({ ...mapCols(row, (p) => ({ ...p, origin: nothing.origin })), view: null, mask: null }) : null;
}

/** A constant that a function gives back, or a loop puts into a list, because of what stands in the row is made of the row. */
export function byRow(t: Trace, v: Value): Value {
  return t.frame.decided && v.k === "const" ? rowwise(t, [t.frame.decided, v]) : v;
}

/** Whether a table, or the names of its columns, is known to be without this one; or a list of written words without this word. */
function lacks(t: Trace, v: Value, name: string): boolean {
  const words = listItems(t, v);
  if (words?.length) return words.every((w) => w.k === "const" && typeof w.v === "string" && !w.p.vary.size && w.v !== name);
  const cell = v.k === "obj" ? t.get(v) : null;
  const d = v.k === "names" ? v.of : cell?.k === "data" && isTable(t.lib, cell.as) && cell.column === null ? cell : null;
  return d !== null && !(v.k === "names" && v.some) && columnOf(d, name) === null && (d.removed.has(name) || (d.rest === null && !d.open));
}

/**
 * `if column not in encoders:` whether something is kept under a key that nobody can name: not while nothing is kept, and from then on it is, as what goes
 * through all keys comes by each of them. Null where that cannot be told.
 */
function keptUnder(t: Trace, key: Value, by: Value): boolean | null {
  const cell = by.k === "obj" ? t.get(by) : null;
  return cell?.k !== "dict" || key.k !== "any" ? null : cell.rest !== null || (cell.entries.size ? null : false);
}

/** Whether rows are held against the value of one of them. */
const isOneOf = (b: Data | null, d: Data): boolean => b?.elem === true && sharesSource(b.rows, d.rows);

/** Whether what rows are held against is of another kind than they: a number that was taken from a grid which the program makes up. */
const fromGrid = (b: Data | null, d: Data): boolean =>
  b !== null && b.rows.terms.length > 0 && b.rows.terms.every((x) => x.source.kind === "made") && !sharesSource(b.rows, d.rows);

function compareOne(t: Trace, op: string, a: Value, against: Value, right: Expr, at: Span, left: Span): Value {
  // What is kept by its distance from the last day tells nothing of the others.
  const b = isExtreme(against) && a.k === "obj" ? notLearned(against) : against;
  if (a.k === "const" && b.k === "const" && (op === "==" || op === "!=" || op === "is" || op === "is not")) {
    const same = a.v === b.v;
    return constant(op === "==" || op === "is" ? same : !same, joinProv(a.p, b.p));
  }
  if ((op === "is" || op === "is not") && b.k === "const" && b.v === null) {
    if (a.k === "obj") {
      const c = t.get(a);
      if (c.k !== "unknown") return constant(op === "is not");
    }
    if (a.k === "tuple" || a.k === "fn" || a.k === "class" || a.k === "lib") return constant(op === "is not");
    return any(t.prov(a));
  }
  if ((op === "in" || op === "not in") && a.k === "const" && typeof a.v === "string" && lacks(t, b, a.v)) return constant(op === "not in");
  const kept = op === "in" || op === "not in" ? keptUnder(t, a, b) : null;
  if (kept !== null) return constant(kept === (op === "in"));
  if (op === "in" || op === "not in" || op === "is" || op === "is not") return any({ ...joinProv(t.prov(a), t.prov(b)), origin: nothing.origin });
  if (a.k === "const" && b.k === "const" && typeof a.v === "number" && typeof b.v === "number") {
    const r = op === "<" ? a.v < b.v : op === "<=" ? a.v <= b.v : op === ">" ? a.v > b.v : a.v >= b.v;
    return a.p.vary.size || b.p.vary.size ? any(joinProv(a.p, b.p)) : constant(r, joinProv(a.p, b.p));
  }
  if (a.k === "names") return any();
  const out = rowwise(t, [unknownToData(t, a), b]);
  const d = t.peekData(a);
  if (!d || out.k !== "obj" || d.elem) return out;
  const other = b.k === "const" ? `=${String(b.v)}` : (t.texts.get(right.at.source)?.slice(right.at.start, right.at.end) ?? "?");
  const lhs = d.draw ?? `${d.rows.key}/${[...content(d).origin].sort().join(",")}/${[...(d.rest?.p.learned ?? [])].join(",")}`;
  const named = d.rest && op === "==" && b.k === "const" ? t.markedRows(d, b.v) : null;
  const family = op === "<" || op === ">=" ? "<" : op === ">" || op === "<=" ? ">" : "==";
  const yes = op === "<" || op === ">" || op === "==";
  const id = shortName(family === "==" ? `${lhs}==` : `${lhs}${family}${other}`);
  const part = family === "==" ? other : "T";
  const o = t.get(out);
  const kind = d.draw ? "random" : family === "==" ? "value" : "filter";
  const hard = (b.k !== "obj" || fromGrid(t.peekData(b), d)) && content(d).preds.size > 0;
  const side = yes ? part : opposite(part);
  const { learned: by, vary } = b.k === "obj" ? nothing : t.prov(b);
  const limits = op === "!=" || d.draw ? null : limitOf(op, b, `${lhs}/${t.texts.get(left.source)?.slice(left.start, left.end) ?? ""}`, side);
  return o.k === "data"
    ? t.newData({
        ...o,
        hard,
        mask: {
          cut: {
            id,
            part: side,
            kind,
            at,
            ...(limits ? { limits: [limits] } : {}),
            ...(by.size ? { by } : {}),
            ...(vary.size ? { vary } : {}),
            ...((op === "<" || op === "<=") && isOneOf(t.peekData(b), d) ? { before: true } : {}),
            ...(family === "==" && d.column ? { column: d.column } : {}),
          },
          rows: named,
        },
      })
    : out;
}

/** The limits that hold for the part which a cut takes, as limits of the part T. */
const limitsOf = (c: Cut): readonly Limits[] => (c.limits ?? []).filter((l) => l.part === c.part).map((l) => ({ ...l, part: "T" }));

/** What a comparison with a number or a day says of the values it keeps. */
function limitOf(op: string, b: Value, of: string, part: string): Limits | null {
  const somewhere: Limits = { of, part, lo: null, hi: null, open: false, side: op === ">" || op === ">=" ? "above" : "below" };
  if (b.k === "any") return op === "==" ? null : somewhere;
  if (b.k !== "const" || b.p.vary.size) return null;
  const day = typeof b.v === "string" && /^\d{4}-\d{2}-\d{2}$/.test(b.v) ? Date.parse(b.v) / 86_400_000 : null;
  const n = typeof b.v === "number" ? b.v : day;
  // A day with its hour, or one in words.
  if (n === null || Number.isNaN(n)) return typeof b.v === "string" && op !== "==" ? somewhere : null;
  if (op === "==") return { of, part, lo: n, hi: n, open: false };
  // After a day begins with the next one, before it ends with the one before.
  if (op === ">" || op === ">=") return { of, part, lo: day !== null && op === ">" ? n + 1 : n, hi: null, open: day === null && op === ">" };
  return { of, part, lo: null, hi: day !== null && op === "<" ? n - 1 : n, open: day === null && op === "<" };
}
