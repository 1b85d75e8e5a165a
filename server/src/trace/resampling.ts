/** Rows copied, synthesised or thrown away by class. */
import type { Span } from "../base/span.js";
import { arg, argExpr, type CallCtx } from "./binding.js";
import { inputData } from "./inputs.js";
import type { EffectRow } from "./knowledge.js";
import type { Learned } from "./lineage.js";
import { cut, type Mix } from "./rows.js";
import type { Trace } from "./trace.js";
import { content, none, type Value } from "./values.js";

// Resampling

export function fitResample(t: Trace, c: CallCtx, e: EffectRow): Value {
  const self = c.self;
  const m = self?.k === "obj" ? t.get(self) : null;
  const xv = arg(c, e.X ?? "X");
  const yv = arg(c, e.y ?? "y");
  const told = m?.k === "model" ? (m.row?.traits?.resamples ?? "over") : "over";
  const kind = told === "copies" ? "over" : told;
  const name = m?.k === "model" ? m.name : c.name;
  t.note({ at: c.at, kind: "resampling", what: name, ratio: null, ofModel: false });
  // Rows that are copied or made up are laid behind those that were given.
  return resampled(
    t,
    c.at,
    [xv, yv],
    kind,
    name,
    t.say(argExpr(c, e.X ?? "X")),
    kind === "over" ? { behind: true, ...(told === "copies" ? { exact: true } : {}) } : {},
  );
}

/** Rows copied or synthesised from all of them (over), or thrown away by class (under). */
export function resampled(
  t: Trace,
  at: Span,
  values: readonly (Value | undefined)[],
  kind: "over" | "under" | "both",
  what: string,
  name: string,
  { even, changed, ...how }: Pick<Mix, "exact" | "behind"> & Pick<Learned, "even" | "changed"> = {},
): Value {
  const first = values.map((v) => inputData(t, v)).find((d) => d !== null);
  if (!first) return { k: "tuple", items: values.map((v) => v ?? none) };
  const x = content(first);
  const id = t.learn(at, {
    what,
    name,
    via: "mix",
    weight: kind === "under" ? "count" : "statistic",
    rows: first.rows,
    from: x,
    y: null,
    supervised: false,
    grouped: false,
    object: 0,
    conf: changed ? Math.max(x.conf, 1) : x.conf,
    ...(even || changed ? { even: true } : {}),
    ...(changed ? { changed } : {}),
    fit: null,
  });
  const items = values.map((v): Value => {
    const d = inputData(t, v);
    if (!d) return v ?? none;
    const rows =
      kind === "under"
        ? cut(d.rows, { id: `under:${t.place(at)}`, part: "T", kind: "filter", at })
        : t.mixRows(d.rows, { id: `mix:${t.place(at)}`, at, kind: "over", learned: id, ...how });
    return t.newData({ ...d, rows, view: null, mask: null, pos: null, isIndex: false });
  });
  return items.length === 1 ? (items[0] as Value) : { k: "tuple", items };
}
