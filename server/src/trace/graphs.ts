/**
 * Networks that are drawn as a graph first and run by a session later: which rows are fed, and what is fetched, says whether a run trains,
 * predicts or scores. The weights live in the session.
 */
import type { Expr } from "../program/ir.js";
import { type ArgValue, arg, argExpr, type CallCtx, literalArg } from "./binding.js";
import { listItems } from "./columns.js";
import { inputData } from "./inputs.js";
import type { CallableRow, EffectRow } from "./knowledge.js";
import { effectsOf } from "./library.js";
import type { Fit } from "./lineage.js";
import { predicted } from "./models.js";
import { settingsOf } from "./natures.js";
import { scoreOf } from "./scoring.js";
import type { Trace } from "./trace.js";
import { any, content, type Data, data, joinProv, type Model, nothing, type Obj, type Prov, union, type Value } from "./values.js";

/** Names of operations that train, for graphs whose optimizer is out of sight. */
const trains = /(^|_)(train(ing)?(_?(op|step))?|optimi[sz]er?|optim|minimi[sz]e)$/i;
/** Names of fetched numbers that say how good or bad the network is; the rest are its answers. */
const tellsQuality = /acc(uracy)?$|loss|cost|err(or)?$|mse|rmse|mae|auc|score$|entropy|xent|precision|recall|f1$/i;
/** Names of placeholders that take what the network should answer. */
const takesLabels = /^(y|t)(s|_.*|\d)?$|label|target|truth/i;

interface Fetch {
  readonly name: string;
  readonly value: Value;
}

/** Where the session is kept that `node.eval(feeds)` runs in. */
const latest = "#session";

/** A session just made: the one that nodes run in when they are told of no other. */
export function noteSession(t: Trace, session: Obj, m: Model): void {
  if (t.lib.isA(m.protocol, "graphSession")) t.vars.set(latest, session);
}

/** What a node of a graph does when it is fed, if the call is one: `accuracy.eval(feed_dict={X: rows, y: labels})`. */
export function nodeRow(t: Trace, node: Value, name: string, args: readonly ArgValue[]): CallableRow | null {
  if (!t.vars.get(latest) || (node.k !== "any" && (node.k !== "obj" || t.get(node).k === "model"))) return null;
  const row = t.lib.method("graphNode", name);
  const feeds = row && effectsOf(row)[0]?.data;
  return row && args.some((a) => a.name !== null && a.name === feeds) ? row : null;
}

/** `session.run(fetches, feeds)`, `node.eval(feeds)`. */
export function runGraph(t: Trace, c: CallCtx, e: EffectRow): Value {
  const node = e.fetches === "self";
  const named = node ? arg(c, e.session) : c.self;
  const self = node && named?.k !== "obj" ? t.vars.get(latest) : named;
  const m = self?.k === "obj" ? t.get(self) : null;
  if (self?.k !== "obj" || m?.k !== "model") return any();
  const { X, y } = fed(t, arg(c, e.data));
  const fetches = node ? fetched(t, c.self ?? undefined, c.selfExpr) : fetched(t, arg(c, e.fetches), argExpr(c, e.fetches));
  if (!X) return any();
  const told = fetches.list.some((f) => f.value.k === "any" && f.value.hint === "trains");
  if (told || fetches.list.some((f) => trains.test(f.name))) {
    train(t, c, self, m, X, y, told ? 0 : 1);
    return any();
  }
  const p = predicted(t, self, m, X, c.at, "raw");
  const d = t.peekData(p);
  const one = ({ name }: Fetch): Value => {
    if (!d || !y || !tellsQuality.test(name)) return p;
    const metric = /acc/i.test(name) ? "accuracy" : /loss|cost|entropy|xent/i.test(name) ? "loss" : name;
    const out = scoreOf(t, c.at, content(d), content(y), metric, "either", t.say(argExpr(c, e.data)), "any");
    return watched(t, m, out);
  };
  return fetches.single ? one(fetches.list[0] as Fetch) : { k: "tuple", items: fetches.list.map(one) };
}

/** A score inside the loop that trains is watched; nobody reports each of its rounds. */
function watched(t: Trace, m: Model, score: Value): Value {
  const around = m.attrs.get("#loops");
  const here = around ? [...t.prov(around).vary].some((l) => t.loops.some((x) => x.id === l)) : false;
  if (here && score.k === "any")
    for (const id of score.p.scores) {
      const s = t.scores.get(id);
      if (s?.kind === "holdout") t.scores.set(id, { ...s, kind: "monitor" });
    }
  return score;
}

function train(t: Trace, c: CallCtx, self: Obj, m: Model, X: Data, y: Data | null, doubts: number): void {
  const x = content(X);
  const fact: Fit = {
    rows: X.rows,
    yRows: y?.rows ?? null,
    x,
    // Which columns a placeholder is fed is known by their place in an array only.
    columns: { named: new Map(), restMinus: [], knows: null, windows: [], at: null },
    y: y ? content(y) : null,
    target: y?.column ?? null,
    settings: settingsOf(t, self),
    task: "any",
    flags: new Set(),
    made: [],
    scaling: "felt",
    partial: true,
  };
  const id = t.learn(c.at, {
    what: "network",
    name: "",
    via: "model",
    weight: "statistic",
    rows: X.rows,
    from: x,
    y: fact.y,
    supervised: y !== null,
    grouped: false,
    object: self.id,
    conf: Math.max(m.conf, x.conf, doubts),
    fit: fact,
  });
  const loops = t.loops.filter((l) => !["folds", "models"].includes(t.loopTable.get(l.id)?.over ?? "")).map((l) => l.id);
  t.put(self, { ...m, knows: union(m.knows, new Set([id])), attrs: new Map([...m.attrs, ["#loops", any({ ...nothing, vary: new Set(loops) })] as const]) });
}

/** What is fetched, with the last word of its name. */
function fetched(t: Trace, v: Value | undefined, expr: Expr | null): { list: readonly Fetch[]; single: boolean } {
  const items = v ? listItems(t, v) : null;
  const exprs = expr && (expr.k === "list" || expr.k === "tuple") ? expr.items : [];
  if (items) return { list: items.map((value, i) => ({ name: nameOf(exprs[i]), value })), single: false };
  return { list: [{ name: nameOf(expr ?? undefined), value: v ?? any() }], single: true };
}

const nameOf = (e: Expr | undefined): string => (e?.k === "name" || e?.k === "attr" ? e.name : "");

/** Rows and labels among what the placeholders are fed. */
function fed(t: Trace, feeds: Value | undefined): { X: Data | null; y: Data | null } {
  const cell = feeds?.k === "obj" ? t.get(feeds) : null;
  if (cell?.k !== "dict") return { X: null, y: null };
  const named = cell.keyed ?? [...cell.entries].map(([key, value]) => ({ key: String(key), value }));
  const rows = named
    .map(({ key, value }) => ({ key: key.slice(key.lastIndexOf(".") + 1).replace(/[[(].*$/, ""), d: inputData(t, value) }))
    .filter((f): f is { key: string; d: Data } => f.d !== null && !f.d.elem);
  const label = rows.find((f) => takesLabels.test(f.key)) ?? (rows.length > 1 ? rows.at(-1) : undefined);
  const inputs = rows.filter((f) => f !== label).map((f) => f.d);
  const [first] = inputs;
  if (!first) return { X: label && rows.length === 1 ? label.d : null, y: null };
  const p = inputs.reduce<Prov>((q, d) => joinProv(q, content(d)), nothing);
  return { X: inputs.length === 1 ? first : data(first.rows, { rest: { p }, open: true }), y: label?.d ?? null };
}

/** `saver.save(session, path)`: the weights are kept under that name, and under none for paths put together. */
export function keepWeights(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = arg(c, e.of);
  const m = v?.k === "obj" ? t.get(v) : null;
  if (m?.k !== "model") return any();
  const path = literalArg(c, e.path);
  for (const name of new Set([typeof path === "string" ? path : "", "*"])) {
    const key = `#weights:${name}`;
    t.vars.set(key, any({ ...nothing, learned: union(t.prov(t.vars.get(key)).learned, m.knows) }));
  }
  return any();
}

/** `saver.restore(session, path)`: the session knows what was kept there. */
export function restoreWeights(t: Trace, c: CallCtx, e: EffectRow): Value {
  const v = arg(c, e.of);
  const m = v?.k === "obj" ? t.get(v) : null;
  if (v?.k !== "obj" || m?.k !== "model") return any();
  const path = literalArg(c, e.path);
  const kept = typeof path === "string" ? t.vars.get(`#weights:${path}`) : t.vars.get("#weights:*");
  const doubts = typeof path === "string" ? 0 : 1;
  t.put(v, { ...m, knows: t.prov(kept).learned, conf: Math.max(m.conf, doubts) });
  return any();
}
