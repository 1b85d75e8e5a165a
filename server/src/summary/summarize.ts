/** Puts the summary of a program together from its lineage. Pure: no text is parsed again, and nothing is read. */
import * as l10n from "@vscode/l10n";
import { type SourceId, samePlace } from "../base/span.js";
import { usesIn } from "../program/uses.js";
import type { Summary, SummaryChoice, SummaryEvaluation, SummaryModel, SummarySource, SummarySplit, SummaryStep } from "../summary.types.js";
import { columnIn, modelOf, rowsWords, settingsOf, sideOf } from "../trace/describe.js";
import type { Learned, Split } from "../trace/lineage.js";
import type { Evaluation, Questions } from "../trace/questions.js";
import type { Rows, Source } from "../trace/rows.js";
import type { Trace } from "../trace/trace.js";
import { pipelineGraph, usedKnowledge } from "./graph.js";
import { Judge, type KnownFinding } from "./verdict.js";

export interface Given {
  readonly trace: Trace;
  readonly questions: Questions;
  /** Findings of all rules, whether or not the user's settings show them. */
  readonly findings: readonly KnownFinding[];
  /** Units that were given up or did not parse. */
  readonly lost: ReadonlySet<SourceId>;
}

export function summarize({ trace, questions: q, findings, lost }: Given): Summary {
  const shown = findings.filter((f) => f.shown).map((f) => f.finding);
  const judge = new Judge(q, findings, lost);
  const evaluations = merged(q.evaluations.map((e) => evaluationOf(trace, q, judge, e)));
  const used = usedKnowledge(q);
  const preparation = byPlace(q.learnings.filter((l) => !l.fit && l.weight !== "count" && used.has(l.id))).map((l) => stepOf(trace, l));
  return {
    sources: sourcesOf(q, used),
    splits: splitsOf(trace, q),
    preparation,
    models: byPlace(q.trainings).map((f) => modelEntry(trace, f)),
    evaluations,
    choices: byPlace(q.choices).map((c): SummaryChoice => ({ at: c.at, what: c.what, kind: c.kind, rows: rowsWords(trace, c.rows), inner: c.inner })),
    findings: shown,
    silenced: silencedIn(findings),
    graph: pipelineGraph(trace, q, evaluations, shown),
    uses: usesIn(q.units.map((u) => u.body)),
  };
}

function evaluationOf(t: Trace, q: Questions, judge: Judge, e: Evaluation): SummaryEvaluation {
  const names = e.score.models.length ? e.score.models.map((m) => m.name) : e.fits.map((f) => f.what);
  return {
    at: e.score.at,
    metric: e.score.metric,
    models: [...new Set(names.filter(Boolean))],
    trained: byPlace(e.fits).map((f) => f.at),
    rows: rowsWords(t, e.score.rows),
    trainRows: e.train && e.role !== "folds" ? rowsWords(t, e.train) : null,
    role: e.role,
    kind: e.score.kind,
    ...judge.judge(e),
    outputs: outputsFor(q, e),
    count: 1,
  };
}

const gravity = { optimistic: 0, unknown: 1, clean: 2 };

/** Scores of one metric at one place are one entry, with the worst that was found. */
function merged(list: readonly SummaryEvaluation[]): SummaryEvaluation[] {
  const out = new Map<string, SummaryEvaluation>();
  for (const e of list) {
    const key = `${e.at.source}:${e.at.start}:${e.metric}`;
    const old = out.get(key);
    if (!old) {
      out.set(key, e);
      continue;
    }
    const worse = gravity[e.verdict] < gravity[old.verdict] ? e : old;
    const trained = [...old.trained, ...e.trained.filter((s) => !old.trained.some((o) => samePlace(o, s)))];
    out.set(key, { ...worse, models: [...new Set([...old.models, ...e.models])], trained, count: old.count + 1 });
  }
  return [...out.values()];
}

/** Words of a metric's name, as a program's author would print them. */
const metricWords = (metric: string): string[] =>
  metric
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((w) => w.length > 1 && w !== "score");

/** Lines of the stored outputs that tell this score: those that name its metric, else those of a cell that scores once. Never a guess which of several. */
/** A row of a shown table whose columns were left out, or the size under it: no score stands there. */
const partOfTable = /^\s*\[\d+ rows x \d+ columns\]\s*$|\s{2,}\.{3}(\s|$)/;

function outputsFor(q: Questions, e: Evaluation): string[] {
  const unit = q.units.find((u) => u.input.source === e.score.at.source);
  const lines = (unit?.input.outputs ?? []).flatMap((text) => text.slice(0, 20_000).split("\n")).filter((line) => /\d/.test(line) && !partOfTable.test(line));
  if (!lines.length) return [];
  const words = metricWords(e.score.metric);
  const naming = lines.filter((line) => words.some((w) => line.toLowerCase().includes(w)));
  const here = new Set(q.evaluations.filter((x) => x.score.at.source === e.score.at.source && x.score.kind !== "monitor").map((x) => x.score.at.start));
  const rivals = new Set(q.evaluations.filter((x) => x.score.at.source === e.score.at.source && x.score.metric === e.score.metric).map((x) => x.score.at.start))
    .size;
  const chosen = naming.length && rivals === 1 ? naming : here.size === 1 ? lines : [];
  return chosen.slice(0, 3).map((line) => line.trim().slice(0, 160));
}

function splitsOf(t: Trace, q: Questions): SummarySplit[] {
  const out = byPlace(q.lineage.allSplits).map(
    (s): SummarySplit => ({
      at: s.at,
      label: s.label,
      kind: s.kind,
      rows: rowsWords(t, s.rows),
      size: sizeOf(s),
      seeded: s.seeded,
      shuffled: s.shuffled,
      stratified: s.stratified,
      by: s.by,
    }),
  );
  for (const e of q.evaluations) {
    const c = q.separation(e.train, e.score.rows);
    if (!c?.at || q.splitOf(c) || out.some((s) => samePlace(s.at, c.at))) continue;
    const label = c.kind === "range" ? l10n.t("slice") : c.kind === "filter" || c.kind === "value" ? l10n.t("condition") : l10n.t("selection");
    out.push({ at: c.at, label, kind: "holdout", rows: l10n.t("rows"), size: null, seeded: true, shuffled: false, stratified: false, by: null });
  }
  return out;
}

/** In words; shares are of the split rows. */
function sizeOf({ kind, size }: Split): string | null {
  if (!size) return null;
  const { name, value } = size;
  if (kind === "folds") return l10n.t("{0} folds", value);
  const amount = value > 0 && value < 1 ? `${Number((value * 100).toFixed(2))} %` : l10n.t("{0} rows", value);
  if (kind === "sample") return amount;
  return name.includes("train") ? l10n.t("{0} train", amount) : l10n.t("{0} test", amount);
}

const stepOf = (t: Trace, l: Learned): SummaryStep => ({ at: l.at, what: l.what, of: l.name, via: l.via, rows: rowsWords(t, l.rows), role: sideOf(l.rows) });

function modelEntry(t: Trace, f: Learned): SummaryModel {
  const m = modelOf(t, f.object);
  const targets = [...(f.fit?.y?.origin ?? [])].map(columnIn).filter((c): c is string => c !== null);
  const inputs = [...(f.fit?.columns.named.values() ?? [])].map((c) => c.name).filter((c) => !c.includes(":"));
  return {
    at: f.at,
    name: f.what,
    task: f.fit?.task ?? "any",
    rows: rowsWords(t, f.rows),
    settings: m ? settingsOf(t, m) : [],
    inputs: f.fit?.columns.restMinus.length ? [] : [...new Set(inputs)],
    target: targets.length === 1 ? (targets[0] as string) : null,
  };
}

function sourcesOf(q: Questions, used: ReadonlySet<number>): SummarySource[] {
  const found = new Map<string, { source: Source; columns: Set<string> }>();
  const add = (rows: Rows): void => {
    for (const { source } of rows.terms) if (!found.has(source.key)) found.set(source.key, { source, columns: new Set() });
  };
  for (const f of q.trainings) add(f.rows);
  for (const e of q.evaluations) add(e.score.rows);
  for (const s of q.lineage.allSplits) add(s.rows);
  for (const l of q.learnings) if (used.has(l.id)) add(l.rows);
  const origins = q.trainings.flatMap((f) => [...(f.fit?.x.origin ?? []), ...(f.fit?.y?.origin ?? [])]);
  for (const [key, { columns }] of found)
    for (const o of origins) {
      const name = o.startsWith(`${key}:`) ? columnIn(o) : null;
      if (name !== null) columns.add(name);
    }
  return [...found.values()].map(({ source, columns }) => ({ at: source.at, label: source.label, kind: source.kind, columns: [...columns].sort() }));
}

function silencedIn(findings: readonly KnownFinding[]): Summary["silenced"] {
  const counts = new Map<string, number>();
  for (const { finding, shown } of findings)
    if (!shown && finding.confidence !== "possible" && finding.severity !== "hint") counts.set(finding.code, (counts.get(finding.code) ?? 0) + 1);
  return [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => a.code.localeCompare(b.code));
}

/** One for each place, the first. */
function byPlace<T extends { readonly at: Learned["at"] }>(list: readonly T[]): T[] {
  const seen = new Set<string>();
  return list.filter(({ at }) => {
    const key = `${at.source}:${at.start}`;
    return !seen.has(key) && seen.add(key);
  });
}
