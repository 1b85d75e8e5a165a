/** The closed vocabulary of library knowledge, carried out. One function an operation; `applyRow` runs the effects of a row in order. */
import * as acts from "./acts.js";
import { augmentedNow } from "./augmentation.js";
import { arg, argExpr, type CallCtx, given, literalArg } from "./binding.js";
import { callValue, unmodelled } from "./calls.js";
import { mapCols } from "./columns.js";
import { withCopies } from "./copies.js";
import { callArgs, dataOf, extras, made, madeAs, nameOf, type Op, parts, subject } from "./effectArguments.js";
import { rowwise } from "./frames.js";
import { keepWeights, restoreWeights, runGraph } from "./graphs.js";
import { inputData } from "./inputs.js";
import type { CallableRow, OpName } from "./knowledge.js";
import { agg, apply, fill, filter, groupby, groupTransform, learn, mapOp, reduce, vocab, windowed } from "./learning.js";
import { effectsOf } from "./library.js";
import { loadWeights, withLoaders } from "./loaders.js";
import { lookingAt, steppingAside } from "./looks.js";
import { elements } from "./loops.js";
import { fit, fitTransform, predict, trainBooster, transform } from "./models.js";
import { layerKnowledge } from "./natures.js";
import { fitResample, resampled } from "./resampling.js";
import {
  classes,
  del,
  holdout,
  indexset,
  permutation,
  positions,
  randomSplit,
  repeat,
  sample,
  shuffle,
  shuffledRows,
  split,
  subset,
  where,
} from "./rowEffects.js";
import { boosterCV, crossValidate, metric, optimize, reportMonitor, scoreSelf, showScores } from "./scoring.js";
import { batch, best, dataOfSets, dataset, flowFrom, makeModel, noteEvaluation, noteTraining, read } from "./sourceEffects.js";
import { keepModel, readModel } from "./stored.js";
import { columns, concatOp, construct, endToEnd, join, namedValues, sideBySide } from "./tableEffects.js";
import { expression, resolved, withColumns } from "./tables.js";
import type { Trace } from "./trace.js";
import { any, content, type Data, data, type IdSet, joinProv, none, nothing, type Prov, union, type Value } from "./values.js";
import { setColumn } from "./writes.js";

export function applyRow(t: Trace, row: CallableRow, call: CallCtx, path = ""): Value {
  const c = resolved(t, call);
  let out: Value = any();
  for (const e of effectsOf(row)) {
    const op = ops[e.op];
    out = op ? op(t, c, { ...e, path: e.path ?? path }) : unmodelled(t, c.name, c.args, c.at, c.self);
  }
  return inPlace(t, c, out);
}

/** `inplace=True` writes the result into the receiver and gives None. */
function inPlace(t: Trace, c: CallCtx, out: Value): Value {
  if (c.self?.k !== "obj" || literalArg(c, "inplace") !== true || !given(c, "inplace") || out.k !== "obj") return out;
  const now = t.get(out);
  const before = t.get(c.self);
  if (now.k !== "data" || before.k !== "data") return out;
  t.put(c.self, { ...now, view: before.view });
  t.afterInPlace(c.self);
  return none;
}

/** What the bounds and moments of a draw were learned from. */
function knowledgeOf(t: Trace, c: CallCtx): Prov {
  const p = extras(
    t,
    c.args.map((a) => a.value),
  );
  return { ...nothing, learned: p.learned, conf: p.conf };
}

const ops: Partial<Record<OpName, Op>> = {
  same: (t, c, e) => {
    const v = subject(c, e);
    if (typeof e.as === "string" || e.settled) {
      const d = v ? t.asData(v) : null;
      return d ? t.newData({ ...d, ...(typeof e.as === "string" ? { as: e.as } : {}), ...(e.settled ? { anew: null } : {}) }) : (v ?? any());
    }
    return v ?? any();
  },
  copy: (t, c, e) => {
    const v = subject(c, e);
    const d = v?.k === "obj" ? t.get(v) : null;
    return d && v ? t.new(d.k === "data" ? { ...d, view: null } : d, v.k === "obj" ? v.p : nothing) : (v ?? any());
  },
  rowwise: (t, c, e) => {
    const ending = acts.endingFor(t, c, e);
    acts.noteModalCall(t, c, e);
    const values = [...(c.self ? [c.self] : []), ...c.args.filter((a) => a.value.k !== "fn" && a.value.k !== "lib").map((a) => a.value)].map((v) => {
      if (v.k === "obj" && t.get(v).k === "unknown" && v !== c.self) t.morphData(v);
      return v;
    });
    const main = subject(c, e);
    const turning = e.turns && main && c.args.length === (c.self ? 0 : 1) ? t.peekData(main) : null;
    if (turning) return t.newData({ ...turning, turned: !turning.turned });
    if (e.index === "reset" || (main && t.peekData(main) && values.length <= 1)) {
      const d = main ? t.peekData(main) : null;
      if (
        d &&
        !e.mask &&
        (e.index === "reset" || /^(astype|reshape|squeeze|to_|round|toarray|todense|ravel|flatten|infer_objects|float|numpy|cpu|detach)/.test(c.name))
      )
        return t.newData({
          ...d,
          mask: d.mask,
          view: null,
          open: d.open || e.open === true,
          isIndex: false,
          as: "data",
          hard: d.hard || (c.name === "round" && c.args.length === (c.self ? 0 : 1) && content(d).preds.size > 0),
        });
    }
    const out = rowwise(t, values);
    if (/^(round_?|rint|around)$/.test(c.name) ? values.length === 1 : c.name === "binarize") return classes(t, out);
    const counted = e.measures ? t.peekData(out) : null;
    if (counted) return t.newData({ ...counted, lengths: true });
    if (e.mask && c.self) return t.missingMask(c.self, out, e.mask === "missing", c.at);
    if (c.name === "isin" && c.self) return t.isinMask(c.self, out, c.args[0]?.value, c.at, t.say(c.args[0]?.expr));
    const o = e.open && out.k === "obj" ? t.get(out) : null;
    return acts.withEnding(t, o?.k === "data" ? t.newData({ ...o, open: true }) : out, ending);
  },
  reduce,
  learn,
  vocab,
  count: (t, c, e) => {
    const d = dataOf(t, c, e);
    return { k: "any", p: { ...nothing, conf: 0 }, ...(d && c.name === "shape" ? { length: `len:${d.rows.key}` } : {}) };
  },
  filter,
  fill,
  window: (t, c, e) => {
    const d = dataOf(t, c, e);
    return d ? windowed(t, d, typeof e.as === "string" ? e.as : "data", lookingAt(t, d, c, e)) : any(t.prov(subject(c, e)));
  },
  shift: (t, c, e) => {
    const d = dataOf(t, c, e);
    return d ? windowed(t, d, "data", steppingAside(t, d, c, e)) : any(t.prov(subject(c, e)));
  },
  sort: (t, c, e) => {
    const d = dataOf(t, c, e);
    const v = subject(c, e);
    const up = literalArg(c, "ascending");
    return d ? t.newData({ ...d, rows: shuffledRows(d.rows), down: up === false || up === 0, view: null, mask: null }) : (v ?? any());
  },
  shuffle,
  sample,
  resample: (t, c, e) => {
    const kind = (e.kind as "over" | "under" | undefined) ?? "over";
    const replace = typeof e.replace === "string" ? literalArg(c, e.replace) : true;
    const values = c.args.filter((a) => !a.name).map((a) => a.value);
    return resampled(t, c.at, values.length ? values : [subject(c, e)], replace === false ? "under" : kind, c.name, nameOf(t, c, e));
  },
  repeat,
  concat: concatOp,
  append: (t, c, e) => {
    const v = subject(c, e);
    const o = arg(c, e.parts ?? "other");
    const more = o ? (t.peekData(o) ? [o] : [...(elements(t, o, 16)?.items ?? [o])]) : [];
    return endToEnd(t, withCopies(t, c, [c.selfExpr, argExpr(c, e.parts ?? "other")], [v ?? any(), ...more]));
  },
  join,
  columns,
  align: (t, c, e) => {
    const aligned = (d: Data | null): Value => (d ? t.newData({ ...mapCols(d, (p) => p), open: true }) : any());
    return { k: "tuple", items: [aligned(dataOf(t, c, e)), aligned(t.dataIn(arg(c, "other") ?? any()))] };
  },
  assign: (t, c, e) => {
    const d = dataOf(t, c, e);
    const v = subject(c, e);
    if (!d || !v) return any();
    if (e.parts !== undefined) return withColumns(t, c, e, d);
    let out = d;
    for (const [name, given] of namedValues(t, c)) {
      const value = given.k === "fn" ? callValue(t, given, [{ name: null, value: t.newData(out) }], c.at, name, c.node) : given;
      out = setColumn(t, out, name, value, null);
    }
    return t.newData({ ...out, view: null, mask: null });
  },
  insert: (t, c, e) => {
    const d = dataOf(t, c, e);
    const name = literalArg(c, e.column ?? "column");
    const value = arg(c, e.value ?? "value");
    if (!d || typeof name !== "string" || !value) return any();
    const out = setColumn(t, d, name, value, null);
    if (c.self?.k === "obj" && c.name === "insert") t.put(c.self, out);
    return c.name === "insert" ? none : t.newData(out);
  },
  expression,
  groupby,
  agg,
  groupTransform,
  apply,
  map: mapOp,
  pipe: (t, c, e) => {
    const fn = arg(c, e.fn ?? "func");
    const v = subject(c, e);
    return fn && v ? callValue(t, fn, [{ name: null, value: v }, ...callArgs(c)], c.at, c.name, c.node) : any();
  },
  fresh: (t, c, e) => t.newData(data(made(t, c, madeAs(e)), { rest: { p: e.knows ? knowledgeOf(t, c) : nothing } })),
  like: (t, c, e) => {
    const d = dataOf(t, c, e);
    return d ? t.newData(data(d.rows, { rest: { p: nothing } })) : any();
  },
  construct,
  hstack: (t, c) => sideBySide(t, parts(t, c)),
  vstack: (t, c) => endToEnd(t, parts(t, c)),
  positions,
  permutation,
  randomMask: (t, c, e) => t.newData(data(made(t, c, "drawn"), { rest: { p: e.knows ? knowledgeOf(t, c) : nothing }, draw: `draw:${t.place(c.at)}` })),
  indexset,
  delete: del,
  where,
  read,
  write: (t, c, e) => {
    const held = acts.modelsIn(t, arg(c, e.data));
    const direct = arg(c, e.data);
    const models = [...held].map(([object, m]) => ({ object, name: m.name, knows: m.knows }));
    const whole = direct?.k === "obj" && t.get(direct).k === "model";
    const beside = acts.storedBeside(t, direct);
    // Layers that were adapted to rows are stored within their network.
    const knows = [...held.values()].reduce<IdSet>((ids, m) => union(ids, layerKnowledge(t, m)), beside.knows);
    const rows = [...beside.rows];
    if (!held.size && e.path === undefined) return none;
    // A method of data that writes may take its path under another name.
    const path = held.size || (typeof e.path === "string" && c.params.some((p) => p.name === e.path)) ? e.path : c.params[0]?.name;
    const file = acts.fileOf(t, c, path);
    if (direct?.k === "obj") keepModel(t, file, direct);
    acts.act(t, c.at, {
      k: "write",
      what: c.name,
      file,
      models,
      all: new Set(held.keys()),
      knows,
      rows,
      otherwise: t.otherArms.reduce(union, nothing.learned),
      tracked: held.size > 0 && e.tracked === true,
      whole,
    });
    return none;
  },
  dataset,
  ignore: () => any(),
  output: (t, c) => showScores(t, c.args, c.at),
  opaque: (t, c) => unmodelled(t, c.name, c.args, c.at, c.self),
  pure: (t, c, e) => {
    if (typeof e.foreign === "string") {
      const file = literalArg(c, e.path);
      if (typeof file === "string") t.foreign.set(`file:${file}`, e.foreign);
      return { k: "any", p: nothing, hint: `foreign:${e.foreign}` };
    }
    if (e.exits === true) return { k: "any", p: nothing, hint: "exits" };
    const v = [...(c.self ? [c.self] : []), ...c.args.map((a) => a.value)];
    const p = extras(t, v);
    return any({ ...p, origin: nothing.origin });
  },
  holdout,
  randomSplit,
  split,
  subset,
  batch,
  flowFrom,
  fit: (t, call, e) => {
    const c = withLoaders(t, call, e);
    noteTraining(t, c, e);
    return fit(t, c, e);
  },
  partialFit: fit,
  transform: transform,
  fitTransform: fitTransform,
  fitPredict: (t, c, e) => {
    fit(t, c, e);
    return predict(t, c, e);
  },
  predict: (t, c, e) => {
    const out = predict(t, c, e);
    const m = c.self?.k === "obj" ? t.get(c.self) : null;
    if (c.self?.k !== "obj" || m?.k !== "model" || !acts.isTorch(t, m)) return out;
    const X = inputData(t, arg(c, e.X ?? "X"));
    const pred = [...t.prov(out).preds];
    acts.act(t, c.at, {
      k: "forward",
      object: c.self.id,
      name: m.name,
      pred: pred.length === 1 ? (pred[0] as number) : null,
      rows: X?.rows ?? null,
      augmented: augmentedNow(t, X),
    });
    return acts.withEnding(t, out, { how: "module", units: null, module: c.self.id });
  },
  score: scoreSelf,
  evaluate: (t, c, e) => {
    noteEvaluation(t, c, dataOfSets(t, arg(c, e.data ?? e.X)), true);
    return scoreSelf(t, c, e);
  },
  compile: (t, c, e) => {
    if (c.self?.k === "obj") {
      const m = t.get(c.self);
      const metrics = arg(c, e.metrics ?? "metrics");
      const loss = arg(c, e.loss ?? "loss");
      const wanted = m.k === "model" ? acts.lossOf(t, loss) : null;
      const ending = m.k === "model" && wanted ? acts.networkEnding(t, m) : null;
      if (wanted && ending) acts.act(t, c.at, { k: "compile", object: c.self.id, ...wanted, ending });
      if (m.k === "model")
        t.put(c.self, {
          ...m,
          attrs: new Map([...m.attrs, ...(metrics ? [["#metrics", metrics] as const] : []), ...(loss ? [["#loss", loss] as const] : [])]),
        });
    }
    return none;
  },
  fitResample: fitResample,
  crossValidate: crossValidate,
  trainBooster: trainBooster,
  boosterCV: boosterCV,
  best,
  bestScore: (t, c, e) => {
    const m = c.self?.k === "obj" ? t.get(c.self) : null;
    if (m?.k !== "model" || c.self?.k !== "obj") return any();
    const known = m.attrs.get("#score");
    if (known && e.all !== true) t.sign({ at: c.at, kind: "searchScore", what: acts.reader(t, c.at), rows: null, ids: t.prov(known).scores });
    return known ?? (m.attrs.has("#monitor") ? reportMonitor(t, c.self, m, c.at) : any({ ...nothing, chosen: m.settings.chosen }));
  },
  optimize: optimize,
  makeModel,
  clone: (t, c, e) => {
    const v = subject(c, e);
    const m = v?.k === "obj" ? t.get(v) : null;
    return m?.k === "model" ? t.new({ ...m, knows: new Set() }) : (v ?? any());
  },
  load: (t, c, e) => {
    acts.noteLoad(t, c, e);
    if (c.self?.k === "obj") return c.self;
    const known = readModel(t, c, e);
    if (known) return known;
    const path = literalArg(c, e.path);
    return t.unknown(typeof path === "string" ? path : c.name, c.at);
  },
  setParams: (t, c) => {
    if (c.self?.k === "obj") {
      const m = t.get(c.self);
      const p = extras(
        t,
        c.args.map((a) => a.value),
      );
      if (m.k === "model") t.put(c.self, { ...m, settings: joinProv(m.settings, { ...nothing, scores: p.scores, chosen: p.chosen, vary: p.vary }) });
    }
    return c.self ?? any();
  },
  mode: (t, c, e) => {
    if (e.set === "zeroGrad") acts.act(t, c.at, { k: "clear" });
    else if (c.self?.k === "obj")
      acts.act(t, c.at, { k: "mode", object: c.self.id, set: e.set === "eval" || literalArg(c, e.param) === false ? "eval" : "train" });
    return c.self ?? any();
  },
  step: (t, c) => {
    const closure = arg(c, "closure");
    if (!closure || closure.k === "const") acts.act(t, c.at, { k: "step" });
    return { k: "any", p: nothing, hint: "trains" };
  },
  backward: (t, c) => {
    acts.act(t, c.at, { k: "backward", preds: t.prov(c.self).preds });
    t.backward(c.self, c.at);
    return none;
  },
  loadWeights,
  runGraph,
  keepWeights,
  restoreWeights,
  noGrad: (_t, c, e) => {
    const unless = e.unless as { param: string } | undefined;
    return unless && literalArg(c, unless.param) !== false ? any() : { k: "any", p: nothing, hint: "noGrad" };
  },
  metric: (t, c, e) => {
    const m = c.self?.k === "obj" ? t.get(c.self) : null;
    const expects = m?.k === "model" ? m.row?.traits?.expects : e.expects;
    const ending = acts.endingOf(t, arg(c, e.pred));
    if (typeof expects === "string" && ending) acts.act(t, c.at, { k: "loss", loss: m?.k === "model" ? m.name : c.name, expects, ending });
    return metric(t, c, e);
  },
  call: (t, c, e) => {
    const fn = arg(c, e.fn ?? "func") ?? c.args[0]?.value;
    const rest = c.args.slice(1).flatMap((a) => elements(t, a.value, 4)?.items.slice(0, 1) ?? []);
    return fn
      ? callValue(
          t,
          fn,
          rest.map((value) => ({ name: null, value })),
          c.at,
          c.name,
          c.node,
        )
      : any();
  },
};
