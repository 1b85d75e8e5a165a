/** Calls: finding out what is called, binding arguments, running user functions, applying library knowledge. */
import type { Span } from "../base/span.js";
import type { Expr, Param } from "../program/ir.js";
import { noteReturns } from "./acts.js";
import { type ArgValue, arg, bindCall } from "./binding.js";
import { callBuiltin } from "./builtins.js";
import { applyRow } from "./effects.js";
import { execBlock } from "./exec.js";
import { noteSession } from "./graphs.js";
import type { CallableRow, ClassRow } from "./knowledge.js";
import { argsProv, callMethod } from "./methods.js";
import { fit } from "./models.js";
import { isTrue, knownBefore } from "./natures.js";
import { scoreOf } from "./scoring.js";
import type { Trace } from "./trace.js";
import { any, type Data, data, doubt, joinProv, type Model, none, nothing, type Obj, type Prov, type UserClass, type Value } from "./values.js";
import { imbalanceSigns } from "./weights.js";

export function callValue(t: Trace, f: Value, args: readonly ArgValue[], at: Span, name: string, node: Expr | null): Value {
  t.tick();
  switch (f.k) {
    case "lib":
      return callLibrary(t, f, args, at, name, node);
    case "fn":
      return callFunction(t, f, null, args, at);
    case "class":
      return instantiate(t, f.cls, args, at);
    case "bound":
      if (f.fn) return callFunction(t, f.fn, f.fn.cls ? f.self : null, args, at);
      return callMethod(t, f.self, f.name, args, at, null, node);
    case "partial":
      return callValue(
        t,
        f.fn,
        [
          ...f.args.map((value) => ({ name: null, value })),
          ...args,
          ...[...f.named].filter(([n]) => !args.some((a) => a.name === n)).map(([n, value]) => ({ name: n, value })),
        ],
        at,
        name,
        node,
      );
    case "obj": {
      const c = t.get(f);
      if (c.k === "inst" || (c.k === "model" && c.cls)) {
        const cls = (c.k === "inst" ? c.cls : c.cls) as UserClass;
        const fn = t.methodOf(cls, "__call__") ?? (c.k === "model" ? null : t.methodOf(cls, "forward"));
        if (fn && c.k === "inst") return callFunction(t, fn, f, args, at);
      }
      if (c.k === "model") {
        const row = t.lib.protocol(c.protocol)?.call;
        if (row) return applyRow(t, row, bindCall(row, at, node, name, f, null, args));
        return unmodelled(t, name || c.name, args, at, f);
      }
      return unmodelled(t, name || (c.k === "unknown" ? c.name : "call"), args, at, f);
    }
    default:
      return unmodelled(t, name || "call", args, at, null);
  }
}

function callLibrary(t: Trace, f: Value & { k: "lib" }, args: readonly ArgValue[], at: Span, name: string, node: Expr | null): Value {
  const short = f.path.slice(f.path.lastIndexOf(".") + 1);
  if (f.path.startsWith("builtins.") || f.path === "functools.partial") {
    const v = callBuiltin(t, short, args, at, node);
    if (v) return v;
  }
  if (f.what === "class") return construct(t, f.path, f.row as ClassRow, args, at, node, null);
  if (f.what === "function") return applyRow(t, (f.row ?? {}) as CallableRow, bindCall(f.row as CallableRow, at, node, short, null, null, args), f.path);
  return unmodelled(t, f.path || name, args, at, null);
}

/** Makes an instance of a library class: a model, or data for protocols that hold data. */
function construct(t: Trace, path: string, row: ClassRow, args: readonly ArgValue[], at: Span, node: Expr | null, cls: UserClass | null): Value {
  const name = cls?.name ?? path.slice(path.lastIndexOf(".") + 1);
  const c = bindCall({ sig: row.init ?? "(*args, **kwargs)" }, at, node, name, null, null, args);
  if (row.traits?.data && !t.lib.isA(row.is, "splitter")) return t.holdData(row, c);
  const init = new Map<string, Value>();
  let settings = nothing;
  for (const p of c.params) {
    const v = arg(c, p.name);
    if (v) init.set(p.name, v);
  }
  for (const a of c.kw) if (a.name) init.set(a.name, a.value);
  if (c.star.length > 1 || (c.star.length > 0 && !init.has("args"))) init.set("args", { k: "tuple", items: c.star.map((a) => a.value) });
  for (const [n, v] of init) if (!/random_state|seed|verbose|n_jobs|cv$|^scoring$/.test(n)) settings = joinProv(settings, settingProv(t, v));
  const model: Model = { k: "model", protocol: row.is, name, row, at, init, settings, knows: new Set(), attrs: new Map(), cls, conf: 0 };
  imbalanceSigns(t, model, c);
  if (row.traits?.by === "group") t.sign({ at, kind: "groups", what: name, rows: null, ids: new Set() });
  const made = t.new(model);
  noteSession(t, made, model);
  const { trained } = row.traits ?? {};
  if (trained && isTrue(init.get(trained))) t.put(made, { ...model, knows: knownBefore(t, model, made.id) });
  if (row.traits?.atOnce && row.traits.fits && init.has(row.traits.fits)) fit(t, { ...c, self: made }, { op: "fit", fromInit: true });
  return made;
}

/** What a setting depends on; data and models inside it are not settings. */
function settingProv(t: Trace, v: Value): Prov {
  const p = v.k === "obj" && (t.get(v).k === "data" || t.get(v).k === "unknown") ? nothing : t.prov(v);
  return { ...nothing, scores: p.scores, chosen: p.chosen, vary: p.vary };
}

// User functions and classes

export function callFunction(t: Trace, f: Value & { k: "fn" }, self: Value | null, args: readonly ArgValue[], at: Span, name = ""): Value {
  t.called.add(f.fn);
  const active = t.activeFns.filter((x) => x === f.fn).length;
  // A few contexts tell what a function does; helpers called from everywhere are not run every time.
  const contexts = (t.contexts.get(f.fn) ?? 0) + 1;
  t.contexts.set(f.fn, contexts);
  if (active >= 2 || contexts > 16 || t.calls.length >= 7) return any(doubt(argsProv(t, args)));
  const isFit = self !== null && /^(fit|fit_transform|partial_fit)$/.test(name);
  const parent = t.frameById(f.frame);
  const frame = t.newFrame(
    parent.locals === null && parent.cls === null && parent.parent && t.isClassFrame(parent.id) ? parent.parent : parent,
    f.fn.locals,
    parent.path,
    f.cls,
    f.fn.globals,
  );
  bindParams(t, f, frame.id, self, args, at);
  const saved = t.frame;
  const control = t.control;
  t.frame = frame;
  t.calls.push({ at, name: f.fn.name, isFit });
  t.activeFns.push(f.fn);
  const quiet = t.quiet.has(f.fn) ? 1 : 0;
  t.noGrad += quiet;
  try {
    execBlock(t, f.fn.body);
  } finally {
    t.calls.pop();
    t.activeFns.pop();
    t.noGrad -= quiet;
    t.frame = saved;
    t.control = control;
  }
  noteReturns(t, f.fn.name, f.cls, self, frame.returns);
  if (f.fn.isGenerator) return t.new({ k: "list", items: frame.yields.slice(0, 4), open: true, p: nothing });
  let out: Value | null = null;
  for (const r of frame.returns.slice(0, 8)) out = out ? t.joinTwo(out, r.value) : r.value;
  return out ?? none;
}

function bindParams(t: Trace, f: Value & { k: "fn" }, frame: number, self: Value | null, args: readonly ArgValue[], at: Span): void {
  const set = (n: string, v: Value): void => t.vars.set(`${frame}:${n}`, v);
  const plain = f.fn.params.filter((p) => p.kind === "plain");
  const positional = [...(self ? [{ name: null, value: self } as ArgValue] : []), ...args.filter((a) => a.name === null && !a.star)];
  const named = new Map(args.filter((a) => a.name && !a.star).map((a) => [a.name as string, a.value]));
  const spread = args.find((a) => a.star);
  const rest: Value[] = [];
  positional.forEach((a, i) => {
    const p = plain[i];
    if (p) set(p.name, a.value);
    else rest.push(a.value);
  });
  f.fn.params.forEach((p: Param) => {
    const i = plain.indexOf(p);
    if (p.kind === "star") set(p.name, { k: "tuple", items: rest });
    else if (p.kind === "starstar") {
      const extra = [...named].filter(([n]) => !f.fn.params.some((q) => q.name === n));
      set(p.name, t.new({ k: "dict", entries: new Map(extra), rest: spread?.value ?? null }));
    } else if (i >= 0 && i < positional.length) return;
    else if (named.has(p.name)) set(p.name, named.get(p.name) as Value);
    else if (spread) set(p.name, any(doubt(t.prov(spread.value))));
    else set(p.name, f.defaults.get(p.name) ?? t.unknown(p.name, at, nothing, `param:${t.place(p.at)}`));
  });
}

export function instantiate(t: Trace, cls: UserClass, args: readonly ArgValue[], at: Span): Value {
  const base = libraryBase(t, cls);
  let self: Obj;
  if (base && t.lib.protocol(base.row.is) && base.row.is !== "mixin") {
    const model: Model = {
      k: "model",
      protocol: base.row.is,
      name: cls.name,
      row: base.row,
      at,
      init: new Map(),
      settings: nothing,
      knows: new Set(),
      attrs: new Map(),
      cls,
      conf: 0,
    };
    self = t.new(model);
  } else self = t.new({ k: "inst", cls, attrs: new Map() });
  const init = t.methodOf(cls, "__init__");
  if (init) callFunction(t, init, self, args, at, "__init__");
  else if (self.k === "obj" && t.get(self).k === "inst") {
    // Data classes and named tuples: arguments become attributes as they are given.
    const attrs = new Map(args.filter((a) => a.name).map((a) => [a.name as string, a.value]));
    t.put(self, { k: "inst", cls, attrs });
  }
  return self;
}

function libraryBase(t: Trace, cls: UserClass, depth = 0): { path: string; row: ClassRow } | null {
  for (const b of cls.bases) {
    if (b.k === "lib" && b.what === "class" && b.row) return { path: b.path, row: b.row as ClassRow };
    if (b.k === "class" && depth < 6) {
      const up = libraryBase(t, b.cls, depth + 1);
      if (up) return up;
    }
  }
  return null;
}

export function superCall(t: Trace, name: string, args: readonly ArgValue[], at: Span): Value {
  return name === "__init__" ? none : unmodelled(t, name, args, at, null);
}

export function superMethod(t: Trace, self: Value & { k: "bound" }, name: string, args: readonly ArgValue[], at: Span, node: Expr | null): Value {
  const o = self.self;
  const cls = t.frame.cls;
  if (!cls || o.k !== "obj") return none;
  for (const b of cls.bases) {
    if (b.k === "class") {
      const fn = t.methodOf(b.cls, name);
      if (fn) return callFunction(t, fn, o, args, at, name);
    }
  }
  const c = t.get(o);
  if (name === "__init__") {
    if (c.k === "model") for (const a of args) if (a.name) (c.init as Map<string, Value>).set(a.name, a.value);
    return none;
  }
  if (c.k === "model") {
    const row = t.lib.method(c.protocol, name);
    if (row) return applyRow(t, row, bindCall(row, at, node, name, o, null, args));
  }
  return none;
}

/** The stated default for calls nobody described: the result depends on all arguments, learns nothing, changes nothing, and one is less sure of it. */
export function unmodelled(t: Trace, name: string, args: readonly ArgValue[], at: Span, self: Value | null): Value {
  const heuristic = guessCall(t, name, args, at) ?? guessMetric(t, name, args, at);
  if (heuristic) return heuristic;
  let d: Data | null = self ? t.dataIn(self) : null;
  let p = self ? t.prov(self) : nothing;
  for (const a of args) {
    d ??= t.dataIn(a.value);
    p = joinProv(p, t.prov(a.value));
    if (a.value.k === "fn" && !t.called.has(a.value.fn)) t.pendingFns.push(a.value);
  }
  // Whatever happens to one element of the rows can see that element only.
  if (d?.elem && args.every((a) => t.dataIn(a.value)?.elem ?? true))
    return t.newData(data(d.rows, { rest: { p: { ...p, scores: nothing.scores } }, open: true, elem: true }));
  if (d) {
    t.notModelled(name, at);
    return t.newData(data(d.rows, { rest: { p: doubt({ ...p, scores: nothing.scores }) }, open: true, elem: d.elem }));
  }
  if (p.learned.size || p.scores.size || p.preds.size || p.chosen.size) {
    t.notModelled(name, at);
    return any(doubt(p));
  }
  if (self && self.k === "obj" && t.get(self).k === "model") return any();
  return t.unknown(name, at, doubt(p));
}

/** Predictions handed to an unknown function together with their labels are being scored. */
function guessMetric(t: Trace, name: string, args: readonly ArgValue[], at: Span): Value | null {
  const pred = args.find((a) => t.prov(a.value).preds.size > 0 && !t.prov(a.value).origin.size);
  if (!pred) return null;
  const p = t.prov(pred.value);
  const truth = args.find((a) => a !== pred && t.isTruthOf(t.prov(a.value), p));
  if (!truth) return null;
  t.notModelled(name, at);
  return scoreOf(t, at, doubt(p), t.prov(truth.value), "unknown", "either", t.say(truth.expr), "any");
}

/** `train(model, rows)` and `evaluate(model, rows)` without a definition: what their names and arguments fit. */
function guessCall(t: Trace, name: string, args: readonly ArgValue[], at: Span): Value | null {
  const short = name.slice(name.lastIndexOf(".") + 1);
  const train = /(^|_)(train|fit)(_|$)/i.test(short);
  const test = /(^|_)(eval|evaluate|validate|test|score)(_|$)/i.test(short);
  if (train === test || args.length < 2) return null;
  const model = args.find((a) => a.value.k === "obj" && ["unknown", "model", "inst"].includes(t.get(a.value).k));
  const rows = args.find((a) => t.peekData(a.value));
  if (!model || !rows || model.value.k !== "obj") return null;
  return t.guessUse(model.value, rows.value, train ? "fit" : "score", at);
}
