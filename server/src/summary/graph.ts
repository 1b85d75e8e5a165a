/** The lineage as a graph: where rows come from, what is learned from them, where they part, who is trained, scored and chosen. */
import * as l10n from "@vscode/l10n";
import { type Span, samePlace } from "../base/span.js";
import type { Finding } from "../engine.types.js";
import type { GraphEdge, GraphNode, PipelineGraph, Stage, SummaryEvaluation } from "../summary.types.js";
import { rowsWords, splitIdOf } from "../trace/describe.js";
import type { Learned } from "../trace/lineage.js";
import type { Evaluation, Questions } from "../trace/questions.js";
import type { Cut, Rows, Source } from "../trace/rows.js";
import type { Trace } from "../trace/trace.js";

const order: Readonly<Record<Stage, number>> = { source: 0, split: 1, preparation: 2, training: 3, choice: 4, evaluation: 5 };

/** Builds the graph. `evaluations` tell the verdict of what is scored at a place; `findings` colour the edges that their steps run along. */
export function pipelineGraph(t: Trace, q: Questions, evaluations: readonly SummaryEvaluation[], findings: readonly Finding[]): PipelineGraph {
  return new Builder(t, q, evaluations, findings).build();
}

/** Knowledge that reaches a model's training or a score. */
export function usedKnowledge(q: Questions): ReadonlySet<number> {
  const used = new Set<number>();
  const add = (ids: Iterable<number>): void => {
    for (const id of ids) {
      if (used.has(id)) continue;
      used.add(id);
      add(q.lineage.learned.get(id)?.from.learned ?? []);
    }
  };
  const mixes = (rows: Rows): void => add(rows.terms.flatMap((x) => (x.mix ? [x.mix.learned] : [])));
  for (const f of q.trainings) {
    add(f.fit?.x.learned ?? []);
    mixes(f.rows);
  }
  for (const e of q.evaluations) {
    add(e.score.features.learned);
    mixes(e.score.rows);
  }
  return used;
}

class Builder {
  private readonly nodes = new Map<string, { node: GraphNode; line: number }>();
  private readonly edges = new Map<string, { from: string; to: string; labels: Set<string>; leaks: Set<number> }>();
  /** Cuts without an entry in the table of splits that separate training rows from scored rows. */
  private readonly byHand = new Map<string, Cut>();
  private readonly units: ReadonlyMap<string, number>;

  constructor(
    private readonly t: Trace,
    private readonly q: Questions,
    private readonly evaluations: readonly SummaryEvaluation[],
    private readonly findings: readonly Finding[],
  ) {
    this.units = new Map(q.units.map((u, i) => [u.input.source, i]));
  }

  build(): PipelineGraph {
    const { q } = this;
    for (const e of q.evaluations) {
      const c = q.separation(e.train, e.score.rows);
      if (c?.at && !q.splitOf(c)) this.byHand.set(c.id, c);
    }
    const used = usedKnowledge(q);
    let leftOut = 0;
    for (const l of q.learnings) {
      if (l.fit || l.weight === "count") continue;
      if (used.has(l.id)) this.preparation(l);
      else leftOut++;
    }
    for (const f of q.trainings) this.training(f);
    for (const e of q.evaluations) this.evaluation(e);
    for (const c of q.choices) {
      const id = this.add("choice", c.at, c.what || l10n.t("comparison"), l10n.t("chooses on {0}", rowsWords(this.t, c.rows)));
      this.rowsInto(id, c.rows);
      for (const f of q.trainings) if (f.fit?.settings.chosen.has(c.id)) this.edge(id, this.idOf("training", f.at), l10n.t("settings"));
      for (const e of q.evaluations) if (e.score.settings.chosen.has(c.id)) this.edge(id, this.idOf("evaluation", e.score.at), l10n.t("settings"));
    }
    for (const [i, f] of this.findings.entries()) this.leak(f, i);
    const nodes = [...this.nodes.values()].sort((a, b) => a.line - b.line || order[a.node.stage] - order[b.node.stage]).map((x) => x.node);
    const edges = [...this.edges.values()].map(({ from, to, labels, leaks }): GraphEdge => ({ from, to, label: [...labels].join(", "), leaks: [...leaks] }));
    return { nodes, edges, leftOut };
  }

  private preparation(l: Learned): string {
    const rows = rowsWords(this.t, l.rows);
    const from = l.name ? l10n.t("{0} of `{1}`", rows, l.name) : rows;
    const id = this.add("preparation", l.at, `${l.what}`, l.via === "mix" ? l10n.t("mixes {0}", from) : l10n.t("learns from {0}", from));
    this.rowsInto(id, l.rows);
    for (const before of this.direct(l.from.learned)) this.edge(this.preparationOf(before), id, "");
    return id;
  }

  private training(f: Learned): void {
    const id = this.add("training", f.at, f.what, l10n.t("trained on {0}", rowsWords(this.t, f.rows)));
    this.rowsInto(id, f.rows);
    for (const l of this.direct(f.fit?.x.learned ?? [])) this.edge(this.preparationOf(l), id, l10n.t("features"));
    for (const s of f.fit?.settings.scores ?? []) {
      const score = this.q.lineage.scores.get(s);
      if (score) this.edge(this.idOf("evaluation", score.at), id, l10n.t("chosen by this score"));
    }
  }

  private evaluation(e: Evaluation): void {
    const known = this.evaluations.find((x) => samePlace(x.at, e.score.at));
    const id = this.add("evaluation", e.score.at, e.score.metric, l10n.t("scored on {0}", rowsWords(this.t, e.score.rows)), known?.verdict);
    this.rowsInto(id, e.score.rows);
    for (const f of e.fits) this.edge(this.idOf("training", f.at), id, l10n.t("model"));
    if (!e.fits.length) for (const l of this.direct(e.score.features.learned)) this.edge(this.preparationOf(l), id, l10n.t("features"));
  }

  /** The knowledge that is not already part of other knowledge among it. */
  private direct(ids: Iterable<number>): Learned[] {
    const list = [...ids].map((id) => this.q.lineage.learned.get(id)).filter((l): l is Learned => l !== undefined && l.weight !== "count");
    return list.filter((l) => !list.some((other) => other !== l && other.from.learned.has(l.id) && !l.from.learned.has(other.id)));
  }

  private preparationOf(l: Learned): string {
    const id = this.idOf(l.fit ? "training" : "preparation", l.at);
    return this.nodes.has(id) || l.fit ? id : this.preparation(l);
  }

  /** Edges from where rows come from: the last split on their way, or their source. */
  private rowsInto(to: string, rows: Rows): void {
    for (const term of rows.terms) {
      const cuts = [...term.cuts, ...term.after];
      const at = cuts.findLastIndex((c) => this.q.splitOf(c) || this.byHand.has(c.id));
      const c = cuts[at];
      if (c) this.edge(this.split(c, term.source, cuts.slice(0, at)), to, partName(c));
      else this.edge(this.source(term.source), to, l10n.t("all rows"));
      if (term.mix) {
        const l = this.q.lineage.learned.get(term.mix.learned);
        if (l) this.edge(this.preparationOf(l), to, l10n.t("mixed rows"));
      }
    }
  }

  private split(c: Cut, source: Source, before: readonly Cut[]): string {
    const known = this.q.lineage.splits.get(splitIdOf(c));
    const at = known?.at ?? c.at;
    const id = this.idOf("split", at);
    if (this.nodes.has(id)) return id;
    const traits =
      known &&
      [known.stratified ? l10n.t("stratified") : "", known.shuffled ? (known.seeded ? l10n.t("seeded") : l10n.t("not seeded")) : l10n.t("in order")]
        .filter(Boolean)
        .join(", ");
    this.add("split", at, known?.label ?? (c.kind === "range" ? l10n.t("slice") : l10n.t("condition")), traits ?? l10n.t("split by hand"));
    const outer = before.findLastIndex((x) => this.q.splitOf(x) || this.byHand.has(x.id));
    const o = before[outer];
    if (o && this.idOf("split", (this.q.splitOf(o) ?? o).at) !== id) this.edge(this.split(o, source, before.slice(0, outer)), id, partName(o));
    else this.edge(this.source(source), id, l10n.t("all rows"));
    return id;
  }

  private source(s: Source): string {
    return this.add(
      "source",
      s.at,
      s.label === "?" ? l10n.t("unknown rows") : s.label,
      s.kind === "file" ? l10n.t("read here") : s.kind === "bundled" ? l10n.t("bundled data") : l10n.t("rows"),
    );
  }

  private add(stage: Stage, at: Span | null, label: string, detail: string, verdict?: GraphNode["verdict"]): string {
    const id = this.idOf(stage, at, label);
    if (!this.nodes.has(id)) this.nodes.set(id, { node: { id, stage, label, detail, at, ...(verdict && { verdict }) }, line: this.place(at) });
    return id;
  }

  private idOf(stage: Stage, at: Span | null, label = ""): string {
    return at ? `${stage}-${this.units.get(at.source) ?? "m"}-${at.start}` : `${stage}-${label}`;
  }

  private place(at: Span | null): number {
    return at ? (this.units.get(at.source) ?? -1) * 1e7 + at.start : -1;
  }

  private edge(from: string, to: string, label: string): void {
    if (from === to || !this.nodes.has(from) || !this.nodes.has(to)) return;
    const key = `${from}>${to}`;
    let edge = this.edges.get(key);
    if (!edge) this.edges.set(key, (edge = { from, to, labels: new Set(), leaks: new Set() }));
    if (label && edge.labels.size < 3) edge.labels.add(label);
  }

  /** The way of a finding's steps through the nodes. */
  private leak(f: Finding, index: number): void {
    const at = (span: Span): string | null => {
      for (const stage of ["source", "split", "preparation", "training", "choice", "evaluation"] as const) {
        const id = this.idOf(stage, span);
        if (this.nodes.has(id)) return id;
      }
      return null;
    };
    const way = f.steps.map((s) => at(s.at)).filter((id, i, all): id is string => id !== null && id !== all[i - 1]);
    for (const [i, to] of way.entries()) {
      const from = way[i - 1];
      if (from === undefined || from === to) continue;
      this.edge(from, to, "");
      this.edges.get(`${from}>${to}`)?.leaks.add(index);
    }
  }
}

function partName(c: Cut): string {
  if (c.part === "train") return c.kind === "fold" ? l10n.t("training folds") : l10n.t("train part");
  if (c.part === "test") return c.kind === "fold" ? l10n.t("test fold") : l10n.t("test part");
  if (/^\d+$/.test(c.part)) return l10n.t("part {0}", Number(c.part) + 1);
  if (c.kind === "range") return l10n.t("rows {0}", c.part).slice(0, 24);
  return c.part.startsWith("!") ? l10n.t("the other part") : l10n.t("one part");
}
