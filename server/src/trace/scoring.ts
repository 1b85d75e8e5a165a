/** Predictions against labels: scores, metrics, cross-validation, objectives. */
import type { Span } from "../base/span.js";
import { type ArgValue, arg, argExpr, type CallCtx, literalArg } from "./binding.js";
import { seenBy } from "./columnParts.js";
import { groupsOfCv } from "./groupKeys.js";
import { handed, heldInputs, inputData, inputs, rowsScored } from "./inputs.js";
import type { EffectRow } from "./knowledge.js";
import type { Score } from "./lineage.js";
import { withLoaders } from "./loaders.js";
import { predicted } from "./models.js";
import { coreName, nature, scalingOf, settingsOf } from "./natures.js";
import { cutsOf, type Rows, relation } from "./rows.js";
import { toldOf } from "./told.js";
import type { Trace } from "./trace.js";
import { any, content, data, doubt, type IdSet, joinProv, type Model, none, nothing, type Obj, type Prov, union, type Value } from "./values.js";

/** `model.score(X, y)`, `model.evaluate(X, y)`. */
export function scoreSelf(t: Trace, call: CallCtx, e: EffectRow): Value {
  const c = withLoaders(t, call, e);
  const self = c.self;
  const m = self?.k === "obj" ? t.get(self) : null;
  const { X, yProv, name } = e.fromInit && m?.k === "model" && !inputs(t, c, e).X ? { ...heldInputs(t, m, e), name: "" } : inputs(t, c, e);
  if (m?.k !== "model" || self?.k !== "obj" || !X) return any();
  const kind = e.op === "evaluate" ? "loss" : String(e.metric ?? "score");
  const pred = predicted(t, self, m, X, c.at, "labels");
  const d = t.peekData(pred);
  if (!d) return any();
  // The network that a trainer is given may be one whose weights were chosen.
  const network = typeof e.of === "string" ? t.prov(arg(c, e.of)) : nothing;
  const n = nature(t, m);
  const metric =
    m.protocol === "?"
      ? "score"
      : kind === "score"
        ? n.task === "classification"
          ? "accuracy"
          : n.task === "regression"
            ? "r2"
            : "score"
        : kind === "loss"
          ? t.compiledMetric(m)
          : kind;
  return scoreOf(
    t,
    c.at,
    network.chosen.size ? joinProv(content(d), { ...nothing, chosen: network.chosen }) : content(d),
    yProv ?? (X.label ? t.prov(X.label) : null),
    metric,
    "labels",
    name,
    n.task,
  );
}

/** A score of predictions against labels, as a value that remembers it. */
export function scoreOf(
  t: Trace,
  at: Span,
  pred: Prov,
  truth: Prov | null,
  metric: string,
  needs: string,
  name: string,
  task: string,
  how: Pick<Score, "swapped" | "symmetric" | "raw" | "hard"> = {},
  shown: { pred: Rows | undefined; truth: Rows | undefined } = { pred: undefined, truth: undefined },
): Value {
  const ids = new Set<number>();
  // Predictions of one array may come from several models (folds, ensembles): one score for each set of rows.
  const groups = new Map<string, { rows: Rows; preds: Set<number>; fits: Set<number> }>();
  for (const id of pred.preds) {
    const p = t.preds.get(id);
    if (!p) continue;
    const g = groups.get(p.rows.key) ?? { rows: p.rows, preds: new Set<number>(), fits: new Set<number>() };
    groups.set(p.rows.key, g);
    g.preds.add(id);
    for (const f of p.fits) g.fits.add(f);
  }
  for (const g of groups.values()) {
    const list = [...g.preds].map((i) => t.preds.get(i)).filter((p) => p !== undefined);
    let settings: Prov = { ...nothing, vary: pred.vary, scores: pred.scores, chosen: pred.chosen };
    let features = nothing;
    let depth = Number.POSITIVE_INFINITY;
    for (const p of list) {
      settings = joinProv(settings, p.settings);
      features = joinProv(features, p.features);
      depth = Math.min(depth, p.depth);
    }
    const models = [...new Map(list.map((p) => [p.object, { object: p.object, name: p.model }])).values()];
    ids.add(
      t.score(
        at,
        {
          metric,
          kind: list.length && list.every((p) => p.crossed) ? "cv" : "holdout",
          preds: g.preds,
          fits: g.fits,
          // A network that is trained by hand may look at all rows and learn from a part: which, nobody tells.
          rows: groups.size === 1 && ![...g.fits].some((f) => t.learned.get(f)?.fit?.partial) ? scoredRows(g.rows, shown.pred, shown.truth) : g.rows,
          features,
          settings,
          truth,
          models,
          ...(list[0]?.scaling && list.every((p) => p.scaling === list[0]?.scaling) ? { scaling: list[0].scaling } : {}),
          name,
          conf: Math.max(pred.conf, ...list.map((p) => p.conf)),
          loops: t.loops.map((l) => l.id),
          needs,
          task,
          ...how,
        },
        depth,
      ),
    );
  }
  return any({ ...nothing, scores: ids, conf: pred.conf, vary: pred.vary });
}

/** Of predictions for all rows a part may be scored; forecasts fed back into the model stand for later rows than it was shown. */
function scoredRows(predicted: Rows, pred: Rows | undefined, truth: Rows | undefined): Rows {
  if (!pred) return predicted;
  if (relation(pred, predicted) === "within") return pred;
  const later = truth && relation(truth, predicted) === "disjoint" && ["same", "contains", "within"].includes(relation(pred, truth));
  return later ? truth : predicted;
}

export function metric(t: Trace, c: CallCtx, e: EffectRow): Value {
  const truth = arg(c, e.truth ?? "y_true");
  const pred = arg(c, e.pred ?? "y_pred");
  const pt = t.prov(truth);
  const pp = t.prov(pred);
  const average = literalArg(c, "average");
  const [use, other] = pp.preds.size ? [pp, pt] : pt.preds.size ? [pt, pp] : [null, null];
  if (!use) {
    clustersAsLabels(t, c, e, truth, pred);
    return any({ ...joinProv(pt, pp), origin: nothing.origin, learned: nothing.learned });
  }
  if (use === pp && pt.preds.size && !hasTruth(pt)) return any({ ...nothing, conf: pp.conf });
  const s = scoreOf(
    t,
    c.at,
    doubt(use, otherLabels(t, use === pp ? pred : truth, use === pp ? truth : pred) ? 2 : 0),
    other,
    String(e.metric ?? c.name),
    String(e.needs ?? "either"),
    t.say(argExpr(c, e.truth ?? "y_true")),
    String(e.task ?? "any"),
    {
      swapped: use === pt && other.origin.size > 0 && !pt.origin.size,
      symmetric: e.symmetric === true || average === "micro" || sameEitherWay(String(e.metric), average, arg(c, "labels")),
      hard: t.peekData(use === pp ? pred : truth)?.hard === true,
      raw: asGiven(t, use === pp ? pred : truth) !== null,
    },
    { pred: t.peekData(use === pp ? pred : truth)?.rows, truth: t.peekData(use === pp ? truth : pred)?.rows },
  );
  // A loss that is trained on keeps the predictions, so that backward() finds the model.
  return e.metric === "loss" ? t.withProv(s, { ...nothing, preds: use.preds }) : s;
}

/**
 * Of one class, or averaged over classes, F1 and Jaccard are the same either way. The recall of each class weighed by its labels is the share of
 * the rows that are right, unless only some classes are asked for.
 */
function sameEitherWay(metric: string, average: unknown, classes: Value | undefined): boolean {
  if (metric === "recall") return average === "weighted" && (!classes || (classes.k === "const" && classes.v === null));
  return /^(f1|jaccard)$/.test(metric) && average !== "weighted" && average !== "samples";
}

/** Predictions for all rows beside the labels of a part, or of other rows of the table, cannot be meant: someone is typing, or a cut was not followed. */
function otherLabels(t: Trace, pred: Value | undefined, truth: Value | undefined): boolean {
  const p = pred && t.peekData(pred);
  const y = truth && t.peekData(truth);
  if (!p || !y) return false;
  const known = y.rows.terms.every((a) => p.rows.terms.some((b) => a.source.key === b.source.key));
  if (known && relation(p.rows, y.rows) === "disjoint") return true;
  return relation(p.rows, y.rows) === "contains" && cutsOf(y.rows).some((x) => x.kind !== "filter" && x.kind !== "value" && x.kind !== "opaque");
}

/** The model whose predictions a value is, if nothing was done to them since. */
function asGiven(t: Trace, v: Value | undefined): string | null {
  const d = v ? t.peekData(v) : null;
  return d ? (t.asGiven.get(d) ?? null) : null;
}

/** Numbers of clusters compared with labels by a metric that takes equal numbers for equal classes. */
function clustersAsLabels(t: Trace, c: CallCtx, e: EffectRow, truth: Value | undefined, pred: Value | undefined): void {
  if (e.task !== "classification" || e.needs !== "labels" || e.metric === "confusion") return;
  for (const [v, w] of [
    [pred, truth],
    [truth, pred],
  ]) {
    const name = asGiven(t, v);
    const labels = t.prov(w);
    if (name && labels.origin.size && asGiven(t, w) === null) t.sign({ at: c.at, kind: "clusters", what: name, rows: null, ids: t.prov(v).learned });
  }
}

const hasTruth = (p: Prov): boolean => p.origin.size > 0;

/** The best validation score of a training, read by the program: from here on it is reported. */
export function reportMonitor(t: Trace, self: Obj, m: Model, at: Span): Value {
  const monitor = m.attrs.get("#monitor");
  const id = monitor ? [...t.prov(monitor).scores][0] : undefined;
  const s = id === undefined ? undefined : t.scores.get(id);
  if (!s) return any({ ...nothing, chosen: m.settings.chosen });
  const fact = { ...s, kind: "holdout" as const, settings: settingsOf(t, self), loops: t.loops.map((l) => l.id) };
  return any({ ...nothing, scores: new Set([t.score(at, fact, t.calls.length)]), chosen: m.settings.chosen });
}

/** Numbers that are put out: scores that were made in loops, in their rounds or afterwards. What a loop collected is no number. */
export function showScores(t: Trace, args: readonly ArgValue[], at: Span): Value {
  const around = new Set(t.loops.map((l) => l.id));
  const ids = args.flatMap((a) => (a.value.k === "any" ? [...t.prov(a.value).scores].filter((id) => t.scores.get(id)?.loops.length) : []));
  const after = ids.filter((id) => !t.scores.get(id)?.loops.some((l) => around.has(l)));
  if (ids.length) t.sign({ at, kind: "shown", what: after.length ? "after" : "round", rows: null, ids: new Set(after.length ? after : ids) });
  return none;
}

// Cross-validation

export function crossValidate(t: Trace, c: CallCtx, e: EffectRow): Value {
  const est = arg(c, e.estimator ?? "estimator");
  const X = inputData(t, arg(c, e.X ?? "X"));
  const yv = arg(c, e.y ?? "y");
  if (!X) return any();
  const rows = rowsScored(t, c, X, arg(c, e.cv ?? "cv"));
  const m = est?.k === "obj" ? t.get(est) : null;
  const self = est?.k === "obj" ? est : null;
  const name = m?.k === "model" ? coreName(t, m) : "model";
  // A search is fitted anew in every fold: what it chose before is forgotten.
  const own = self ? settingsOf(t, self) : nothing;
  const settings = m?.k === "model" && t.lib.isA(m.protocol, "search") ? { ...own, chosen: handed(t, m) } : own;
  const object = self?.id ?? 0;
  const scoring = literalArg(c, e.scoring ?? "scoring");
  const given = arg(c, e.scoring ?? "scoring");
  const metricName = typeof scoring === "string" ? scoring : given && !(given.k === "const" && given.v === null) ? "scorer" : "score";
  const id = t.score(
    c.at,
    {
      metric: metricName,
      kind: "cv",
      preds: new Set(),
      fits: new Set(),
      rows,
      features: content(m?.k === "model" ? seenBy(t, m, X) : X),
      settings,
      truth: yv ? t.prov(yv) : null,
      models: [{ object, name }],
      scaling: m?.k === "model" ? scalingOf(t, m) : "felt",
      ...(m?.k === "model" ? { told: toldOf(t, m) } : {}),
      ...groupsOfCv(t, arg(c, e.cv ?? "cv"), arg(c, e.groups ?? "groups")),
      name: t.say(argExpr(c, e.X ?? "X")),
      conf: Math.max(content(X).conf, m?.k === "model" ? m.conf : 0),
      loops: t.loops.map((l) => l.id),
      needs: "either",
      task: "any",
    },
    t.calls.length,
  );
  const p: Prov = { ...nothing, scores: new Set([id]) };
  if (e.returns === "predictions") {
    const fits = new Set<number>();
    const pid = t.pred(c.at, {
      crossed: true,
      scaling: m?.k === "model" ? scalingOf(t, m) : "felt",
      fits,
      rows: X.rows,
      features: content(X),
      kind: crossPredicted(literalArg(c, "method")),
      task: m?.k === "model" ? nature(t, m).task : "any",
      settings,
      object,
      model: name,
      depth: t.calls.length,
      conf: content(X).conf,
    });
    return t.newData(data(X.rows, { rest: { p: { ...nothing, preds: new Set([pid]) } } }));
  }
  if (e.returns === "dict") return any(p);
  return any(p);
}

const crossPredicted = (method: unknown): string =>
  method === undefined || method === null || method === "predict" ? "labels" : String(method).includes("proba") ? "proba" : "scores";

export function boosterCV(t: Trace, c: CallCtx, e: EffectRow): Value {
  const X = inputData(t, arg(c, e.data ?? "dtrain"));
  if (!X) return any();
  const params = t.prov(arg(c, e.params ?? "params"));
  const id = t.score(
    c.at,
    {
      metric: "cv",
      kind: "cv",
      preds: new Set(),
      fits: new Set(),
      rows: X.rows,
      features: content(X),
      settings: { ...nothing, vary: params.vary, scores: params.scores, chosen: params.chosen },
      truth: X.label ? t.prov(X.label) : null,
      models: [{ object: 0, name: "booster" }],
      scaling: "idle",
      name: t.say(argExpr(c, e.data ?? "dtrain")),
      conf: content(X).conf,
      loops: t.loops.map((l) => l.id),
      needs: "either",
      task: "any",
    },
    t.calls.length,
  );
  return any({ ...nothing, scores: new Set([id]) });
}

// Objectives

export function optimize(t: Trace, c: CallCtx, e: EffectRow): Value {
  const fn = arg(c, e.fn ?? "func") ?? (c.self?.k === "obj" && t.get(c.self).k === "model" ? (t.get(c.self) as Model).init.get("f") : undefined);
  const loop = t.id(`loop:${c.at.source}:${c.at.start}`);
  t.loopTable.set(loop, { id: loop, at: c.at, over: "values" });
  if (!fn || (fn.k !== "fn" && fn.k !== "bound" && fn.k !== "class" && fn.k !== "partial" && fn.k !== "obj")) return any();
  t.loops.push({ id: loop, iteration: 0 });
  const suggested = t.new({ k: "dict", entries: new Map(), rest: any({ ...nothing, vary: new Set([loop]) }) }, { ...nothing, vary: new Set([loop]) });
  const trial: Value = e.argument === "trial" ? any({ ...nothing, vary: new Set([loop]) }) : suggested;
  const out = t.callValue(fn, t.objectiveArgs(fn, trial, loop), c.at, "objective");
  t.loops.pop();
  const p = t.prov(out);
  let chosen: IdSet = nothing.chosen;
  for (const s of p.scores) {
    const score = t.scores.get(s);
    if (!score) continue;
    chosen = union(chosen, new Set([t.choice(c.at, { kind: "optimize", rows: score.rows, inner: score.kind === "cv", what: c.name, conf: score.conf })]));
  }
  const result = any({ ...nothing, chosen, scores: nothing.scores });
  if (c.self?.k === "obj") {
    const m = t.get(c.self);
    if (m.k === "model") t.put(c.self, { ...m, settings: { ...m.settings, chosen: union(m.settings.chosen, chosen) } });
  }
  return result;
}
