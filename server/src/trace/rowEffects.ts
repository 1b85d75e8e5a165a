/** Effects that choose, order or split rows. */
import { arg, argExpr, type CallCtx, given, literalArg } from "./binding.js";
import { listItems, selectColumns } from "./columns.js";
import { acrossColumns, dataOf, extras, nameOf, ofKey, subject } from "./effectArguments.js";
import { rowwise, selectRows, withoutRows } from "./frames.js";
import { groupsIn } from "./groupKeys.js";
import { inputData, rowsIn } from "./inputs.js";
import type { EffectRow } from "./knowledge.js";
import { opposite } from "./limits.js";
import type { Split } from "./lineage.js";
import { resampled } from "./resampling.js";
import { type Cut, cut, fromSource, type Rows } from "./rows.js";
import { boundOf, pickedRows } from "./slices.js";
import { dropRows } from "./tableEffects.js";
import { cutInParts } from "./tables.js";
import type { Trace } from "./trace.js";
import { any, content, type Data, data, type Model, none, nothing, type Obj, type Value } from "./values.js";

// Rows

export function sample(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  const d = v?.k === "any" ? null : dataOf(t, c, e);
  if (!d || !v) return drawnPositions(t, c, e);
  if (acrossColumns(c, e.axis)) return t.newData(selectColumns(d, { names: null, minus: null, p: nothing }, null));
  const frac = literalArg(c, e.frac);
  const replace = literalArg(c, e.replace);
  if (given(c, String(e.replace)) ? replace === true : e.copies === true) return resampled(t, c.at, [v], "over", c.name, nameOf(t, c, e), { exact: true });
  if (frac === 1) return t.newData({ ...d, view: null, mask: null, rows: shuffledRows(d.rows) });
  if (typeof frac === "number" && frac > 1) return resampled(t, c.at, [v], "over", c.name, nameOf(t, c, e), { exact: true });
  const seed = literalArg(c, e.seed);
  const size = `${frac ?? t.say(argExpr(c, e.n)) ?? ""}`;
  const id = seed !== null && seed !== undefined ? `sample:${d.rows.key}:${size}:${seed}` : `sample:${t.place(c.at)}`;
  t.split({
    at: c.at,
    id,
    kind: "sample",
    rows: d.rows,
    seeded: seed !== null && seed !== undefined,
    shuffled: true,
    stratified: false,
    by: null,
    label: c.name,
    size: sizeIn(c, [e.frac, e.n]),
  });
  const part: Cut = { id, part: "T", kind: "random", at: c.at };
  return t.newData(
    d.pos || d.isIndex
      ? { ...d, pos: { cuts: [...(d.pos?.cuts ?? []), part], perm: id }, view: null, mask: null }
      : { ...d, rows: cut(d.rows, part), view: null, mask: null },
  );
}

/** `choice(len(rows), n)`: the numbers of some rows, unless as many are drawn as there are. */
function drawnPositions(t: Trace, c: CallCtx, e: EffectRow): Value {
  const all = permutation(t, c, e);
  const d = t.peekData(all);
  const [size, of] = [t.say(argExpr(c, e.n)), t.say(argExpr(c, e.of))];
  if (!d?.pos || !size || size === of) return all;
  const part: Cut = { id: `sample:${t.place(c.at)}`, part: "T", kind: "random", at: c.at };
  return t.newData({ ...d, pos: { ...d.pos, cuts: [...d.pos.cuts, part] } });
}

/** Rows in another order: symbolic slices of the parts no longer hold. */
export const shuffledRows = (rows: Rows): Rows => (rows.parts ? { ...rows, parts: null } : rows);

export function shuffle(t: Trace, c: CallCtx, e: EffectRow): Value {
  const values = c.args.filter((a) => !a.name || a.name === ofKey(c, e)).map((a) => a.value);
  // A pipeline that shuffles when it is read shuffles again when it is read again, unless it is told to keep the order.
  const again = typeof e.anew === "string" && literalArg(c, e.anew) !== false;
  const one = (v: Value): Value => {
    const d = t.peekData(v);
    return d ? t.newData({ ...d, rows: shuffledRows(d.rows), view: null, mask: null, ...(again ? { anew: c.at } : {}) }) : v;
  };
  if (e.inplace) {
    for (const v of values) {
      const d = t.peekData(v);
      if (d && v.k === "obj") t.put(v, { ...d, rows: shuffledRows(d.rows), pos: d.pos ? { ...d.pos, perm: `perm:${t.place(c.at)}` } : null });
    }
    return none;
  }
  if (c.self && !values.length) return one(c.self);
  if (c.self && t.peekData(c.self)) return one(c.self);
  return values.length === 1 ? one(values[0] as Value) : { k: "tuple", items: values.map(one) };
}

export function permutation(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  const d = v ? t.peekData(v) : null;
  const seed = literalArg(c, e.seed);
  const perm = `perm:${t.place(c.at)}:${seed ?? ""}`;
  if (d && !d.pos && !d.isIndex) return t.newData({ ...d, rows: shuffledRows(d.rows), view: null, mask: null });
  const rows = d ? d.rows : fromSource({ key: `positions:${perm}`, kind: "made", label: "positions", at: c.at });
  return t.newData(data(rows, { pos: { cuts: d?.pos?.cuts ?? [], perm }, isIndex: d?.isIndex ?? false }));
}

export function positions(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = subject(c, e);
  const d = v ? t.peekData(v) : null;
  const rows = d ? d.rows : fromSource({ key: `positions:${t.place(c.at)}`, kind: "made", label: "positions", at: c.at });
  // arange(n, m): positions of a part.
  const [from, stop] = [arg(c, "start"), arg(c, "stop")];
  // A stop that is not given is None.
  const to = stop?.k === "const" && stop.v === null ? undefined : stop;
  const [lo, hi] = to ? [boundOf(from ?? null), boundOf(to)] : [null, boundOf(from ?? null)];
  const whole = (lo === null || lo === 0) && typeof hi === "string" && hi.startsWith("len:");
  if (!d && from && !whole && (to || from.k === "any")) {
    const opaque = lo === "?" || hi === "?";
    const part = `${lo || ""}:${hi ?? ""}${opaque ? `@${t.place(c.at)}` : ""}`;
    return t.newData(
      data(rows, {
        pos: { cuts: [{ id: "pos:arange", part, kind: opaque ? "opaque" : "range", at: c.at, lo: lo || null, hi }], perm: `order:${t.place(c.at)}` },
      }),
    );
  }
  // arange over a symbolic length: positions of whatever has that length.
  return t.newData(
    data(rows, { pos: { cuts: [], perm: `order:${!d && whole ? hi : v?.k === "any" && v.length ? v.length : d ? d.rows.key : t.place(c.at)}` } }),
  );
}

export function repeat(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  const v = subject(c, e);
  if (!d || !v) return any(t.prov(v));
  // One element stays one, whatever is repeated in it; so do rows of which each is widened: `tile(x, (1, 1, 3))`.
  const times = typeof e.times === "string" ? arg(c, e.times) : undefined;
  const once = times?.k === "tuple" && times.items.length > 1 && times.items[0]?.k === "const" && times.items[0].v === 1;
  if (d.elem || once || acrossColumns(c, e.axis)) return t.newData({ ...d, view: null, mask: null });
  return resampled(t, c.at, [v], "over", c.name, nameOf(t, c, e), { even: times?.k !== "obj" });
}

export function holdout(t: Trace, c: CallCtx, e: EffectRow): Value {
  const whole = e.as === undefined ? null : dataOf(t, c, e);
  if (whole) return cutInParts(t, c, e, whole);
  const arrays = c.args.filter((a) => !a.name || a.name === e.arrays).map((a) => a.value);
  const list = arrays.map((v) => (v.k === "names" || v.k === "const" ? null : inputOrPositions(t, v)));
  const first = list.find((d) => d !== null);
  if (!first) return any(extras(t, arrays));
  const seed = arg(c, e.seed ?? "random_state");
  const size = t.say(argExpr(c, e.test_size ?? "test_size")) || t.say(argExpr(c, "train_size"));
  const shuffle = literalArg(c, e.shuffle ?? "shuffle");
  const stratify = arg(c, e.stratify ?? "stratify");
  const stratified = Boolean(stratify && !(stratify.k === "const" && stratify.v === null));
  const seeded = seed?.k === "const" && seed.v !== null;
  const kind = shuffle === false ? "ordered" : "random";
  // A seed draws the same positions of as many rows, be they given as numbers or as the rows themselves.
  const base = first.pos ? first.pos.perm.replace(/^order:len:/, "") : first.rows.key;
  const id = seeded || kind === "ordered" ? `holdout:${base}:${size}:${seed?.k === "const" ? seed.v : ""}:${stratified}:${kind}` : `holdout:${t.place(c.at)}`;
  t.split({
    at: c.at,
    id,
    kind: "holdout",
    rows: first.rows,
    seeded: seed !== undefined && !(seed.k === "const" && seed.v === null),
    shuffled: kind === "random",
    stratified,
    by: null,
    label: c.name,
    size: sizeIn(c, [e.test_size ?? "test_size", "train_size"]),
  });
  // One seed shuffles as many rows in one way, and the test part is the beginning of that. Classes that are kept in proportion are shuffled by themselves.
  const test = size ? literalArg(c, e.test_size ?? "test_size") : 0.25;
  const order = seeded && kind === "random" && !stratified && typeof test === "number" ? { order: { of: `${base}:${seed.v}`, test } } : {};
  const side = (v: Value, d: Data | null, part: "train" | "test"): Value => {
    if (!d) return any(t.prov(v));
    const k: Cut = { id, part, kind, at: c.at, ...order };
    if (d.pos || d.isIndex)
      return t.newData({
        ...d,
        rows: d.isIndex ? cut(d.rows, k) : d.rows,
        pos: d.isIndex ? { cuts: [], perm: `${id}${part}` } : { cuts: [...(d.pos?.cuts ?? []), k], perm: `${id}${part}` },
        view: null,
        mask: null,
      });
    return t.newData({ ...d, rows: cut(d.rows, k), view: null, mask: null, label: d.label ? (side(d.label, t.asData(d.label), part) as Obj) : null });
  };
  return { k: "tuple", items: arrays.flatMap((v, i) => [side(v, list[i] ?? null, "train"), side(v, list[i] ?? null, "test")]) };
}

function inputOrPositions(t: Trace, v: Value): Data | null {
  if (v.k === "any" && v.hint === "range")
    return data(fromSource({ key: `range:${v.length ?? "?"}`, kind: "made", label: "range", at: null }), {
      pos: { cuts: [], perm: `order:${v.length ?? "?"}` },
    });
  return rowsIn(t, v);
}

export function randomSplit(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  if (!d) return any(t.prov(subject(c, e)));
  const id = `parts:${t.place(c.at)}`;
  t.split({ at: c.at, id, kind: "holdout", rows: d.rows, seeded: false, shuffled: !e.ordered, stratified: false, by: null, label: c.name });
  const lengths = arg(c, e.lengths ?? "lengths");
  const count = lengths ? (lengths.k === "const" && typeof lengths.v === "number" ? lengths.v : (listItems(t, lengths)?.length ?? 2) + (e.ordered ? 1 : 0)) : 2;
  const parts = Array.from({ length: Math.min(12, Math.max(1, count)) }, (_, i) => {
    const k: Cut = { id, part: `${i}`, kind: e.ordered ? "ordered" : "random", at: c.at };
    const label = d.label ? t.asData(d.label) : null;
    // Numbers of rows in parts: it is the rows they pick that are told apart.
    if (d.pos && !d.isIndex) return t.newData({ ...d, pos: { cuts: [...d.pos.cuts, k], perm: `${d.pos.perm}[${id}#${i}]` }, view: null, mask: null });
    return t.newData({ ...d, rows: cut(d.rows, k), view: null, mask: null, label: label ? t.newData({ ...label, rows: cut(label.rows, k) }) : null });
  });
  return t.new({ k: "list", items: parts, open: false, p: nothing });
}

export function split(t: Trace, c: CallCtx, e: EffectRow): Value {
  const self = c.self?.k === "obj" ? t.get(c.self) : null;
  const m = self?.k === "model" ? self : null;
  const xv = e.of === "self" ? (m?.init.get("y") ?? m?.init.get("labels") ?? m?.init.get("n")) : subject(c, e);
  const d = xv ? inputData(t, xv) : null;
  const traits = m?.row?.traits;
  const at = e.of === "self" && m ? m.at : c.at;
  const how = drawing(m);
  // A splitter that is told its seed, or draws nothing, cuts the same rows into the same folds in every round.
  const again = m !== null && d !== null && how.seeded && [...m.init.values()].every((v) => v.k === "const") && !d.rows.key.includes("@");
  const id = again ? `folds:${t.lasting(at)}:${d.rows.key}` : `folds:${t.place(at)}`;
  if (m && d && traits?.by === "group") t.sign({ at: m.at, kind: "groups", what: m.name, rows: d.rows, ids: nothing.learned });
  t.split({
    at,
    id,
    kind: "folds",
    rows: d?.rows ?? fromSource({ key: id, kind: "made", label: "rows", at: c.at }),
    ...how,
    stratified: traits?.by === "strata",
    by: traits?.by ?? null,
    ...groupsIn(t, m, arg(c, e.groups ?? "groups")),
    label: m?.name ?? c.name,
    size: foldsOf(m),
  });
  // A splitter that is asked for one pair of parts cuts a test part off, and no folds.
  const times = m?.init.get("n_splits");
  const once = times?.k === "const" && times.v === 1;
  return { k: "folds", id, at: c.at, cut: once ? "random" : "fold", rows: d?.rows ?? null, time: traits?.by === "time" };
}

/** The first of these arguments that is given as a number. */
function sizeIn(c: CallCtx, names: readonly unknown[]): Split["size"] {
  for (const name of names) {
    const value = typeof name === "string" ? literalArg(c, name) : null;
    if (typeof name === "string" && typeof value === "number") return { name, value };
  }
  return null;
}

function foldsOf(m: Model | null): Split["size"] {
  for (const name of ["n_splits", "n_folds"]) {
    const v = m?.init.get(name);
    if (v?.k === "const" && typeof v.v === "number") return { name, value: v.v };
  }
  return null;
}

/** Whether a splitter shuffles, and whether its seed is given. */
function drawing(m: Model | null): { shuffled: boolean; seeded: boolean } {
  const how = m?.row?.traits?.shuffles ?? "never";
  const flag = m?.init.get("shuffle");
  const shuffled = how === "always" || (how === "param" && flag?.k === "const" && flag.v === true);
  const seed = m?.init.get("random_state");
  return { shuffled, seeded: !shuffled || m === null || (seed !== undefined && !(seed.k === "const" && seed.v === null)) };
}

export function subset(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  const p = arg(c, e.positions ?? "indices");
  if (!d || !p) return any(t.prov(subject(c, e)));
  if (acrossColumns(c, e.axis)) return t.newData(selectColumns(d, { names: null, minus: null, p: t.prov(p) }, null));
  const out = selectRows(t, d, p, c.at);
  const label = d.label ? t.asData(d.label) : null;
  return t.newData({ ...out, elem: false, label: label ? t.newData({ ...selectRows(t, label, p, c.at), elem: false }) : null });
}

export function del(t: Trace, c: CallCtx, e: EffectRow): Value {
  const d = dataOf(t, c, e);
  const p = arg(c, e.positions ?? "obj");
  if (!d) return any(t.prov(subject(c, e)));
  if (acrossColumns(c, e.axis)) return t.newData(selectColumns(d, { names: null, minus: null, p: nothing }, null));
  return t.newData(dropRows(t, d, p, c));
}

export function indexset(t: Trace, c: CallCtx): Value {
  const values = [...(c.self ? [c.self] : []), ...c.args.map((a) => a.value)];
  const a = values[0] ? t.asDataLike(values[0]) : null;
  const b = values[1] ? t.asDataLike(values[1]) : null;
  if (!a) return any(extras(t, values));
  if (b?.isIndex) {
    const named = pickedRows(b);
    if (/^(setdiff1d|difference|drop|delete)$/.test(c.name))
      return t.newData({ ...a, rows: withoutRows(pickedRows(a), named, c.at), isIndex: true, pos: null, view: null, mask: null });
    if (/^intersect/.test(c.name)) return t.newData({ ...a, rows: named, isIndex: true, pos: null, view: null, mask: null });
  }
  if (/diff|minus|delete/.test(c.name) && b?.pos) {
    const last = b.pos.cuts.at(-1);
    const other: Cut | null = last ? { ...last, part: opposite(last.part) } : null;
    return t.newData({ ...a, pos: { cuts: [...b.pos.cuts.slice(0, -1), ...(other ? [other] : [])], perm: `rest:${b.pos.perm}` }, view: null, mask: null });
  }
  return t.newData({
    ...a,
    pos: { cuts: [{ id: `set:${t.place(c.at)}`, part: "T", kind: "opaque", at: c.at }], perm: `set:${t.place(c.at)}` },
    view: null,
    mask: null,
  });
}

/** Predictions made to classes: rounded, or the number of the largest. */
export function classes(t: Trace, v: Value): Value {
  const d = t.peekData(v);
  return d && content(d).preds.size ? t.newData({ ...d, hard: true }) : v;
}

export function where(t: Trace, c: CallCtx): Value {
  const values = [...(c.self ? [c.self] : []), ...c.args.map((a) => a.value)];
  if (c.args.length === 1 && !c.self) {
    const v = values[0];
    const d = v ? t.peekData(v) : null;
    if (d && v?.k === "obj") {
      const mask = t.maskOf(v, d);
      return {
        k: "tuple",
        items: [
          t.newData(
            data(d.rows, {
              pos: { cuts: [mask.cut], perm: `where:${mask.cut.id}${mask.cut.part}` },
              base: { ...content(d), origin: nothing.origin, preds: nothing.preds },
            }),
          ),
        ],
      };
    }
  }
  // Conditions in lists (np.select) count like single ones; of the condition only knowledge and own columns flow.
  const out = rowwise(
    t,
    values.flatMap((v) => listItems(t, v) ?? [v]),
  );
  const [cond, ...picks] = values;
  return cond && t.peekData(cond)?.hard && picks.every((v) => v.k === "const") ? classes(t, out) : out;
}
