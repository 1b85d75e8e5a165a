/** Looks for evidence of each item: in declared dependencies, in what the analysis proved of the code, in files and their lines. No score, and nothing that was not seen. */
import * as l10n from "@vscode/l10n";
import type { Place } from "../report/blocks.js";
import type { FileReport } from "../report/fileReport.js";
import { pathMatcher } from "../settings/paths.js";
import { dependenciesIn, dependencyFiles, normalised } from "./dependencies.js";
import type { Fact, ReadinessItem } from "./items.js";

export interface Evidence {
  readonly what: string;
  /** Null for a file as such. */
  readonly place: Place;
}

export interface ItemResult {
  readonly item: ReadinessItem;
  readonly found: readonly Evidence[];
  readonly against: readonly Evidence[];
}

export interface Project {
  /** Of all Python files and notebooks that could be read. */
  readonly reports: readonly FileReport[];
  /** Paths below the project, with `/`, and how the same file is called in places. */
  readonly files: readonly { readonly path: string; readonly filename: string }[];
  /** The text of a file; null if it cannot be read or is too large. */
  read(filename: string): string | null | Promise<string | null>;
}

/** Evidence of one item beyond these is counted by nobody. */
const mostEvidence = 6;

/** The files whose text is needed for these items. */
function filesToRead(items: readonly ReadinessItem[]): (path: string) => boolean {
  return pathMatcher([...dependencyFiles, ...items.flatMap((item) => (item.evidence.lines ?? []).flatMap((l) => l.files))]);
}

export async function readiness(items: readonly ReadinessItem[], project: Project, cancelled: () => boolean = () => false): Promise<ItemResult[] | null> {
  const wanted = filesToRead(items);
  const isDependencyFile = pathMatcher(dependencyFiles);
  const searches = items.flatMap((item) =>
    (item.evidence.lines ?? []).map(({ files, pattern }) => ({
      item,
      inFile: pathMatcher(files),
      expression: new RegExp(pattern, "i"),
      found: [] as Evidence[],
    })),
  );
  const declared: { name: string; pinned: boolean; place: Place }[] = [];
  for (const { path, filename } of project.files) {
    if (cancelled()) return null;
    if (!wanted(path)) continue;
    const text = await project.read(filename);
    if (text === null) continue;
    // A project's texts may be too many to be kept: each is searched when it is read.
    const lines = text.split(/\r\n?|\n/);
    for (const { found, inFile, expression } of searches) {
      if (found.length >= mostEvidence || !inFile(path)) continue;
      const row = lines.findIndex((line) => expression.test(line.slice(0, 400)));
      if (row >= 0) found.push({ what: `“${(lines[row] as string).trim().slice(0, 60)}”`, place: at(filename, row + 1) });
    }
    if (isDependencyFile(path)) for (const d of dependenciesIn(path, text)) declared.push({ name: d.name, pinned: d.pinned, place: at(filename, d.row) });
  }
  const facts = factsOf(project.reports, declared);
  const uses = project.reports.flatMap((r) => r.summary.uses);
  return items.map((item) => {
    const { dependencies = [], imports = [], calls = [], files = [] } = item.evidence;
    const found: Evidence[] = [];
    for (const fact of item.evidence.facts ?? []) found.push(...(facts.get(fact) ?? []));
    for (const use of uses) {
      const call = calls.find((name) => named(name, use.name));
      const module = imports.find((name) => use.name === name || use.name.startsWith(`${name}.`));
      if (call || module) found.push({ what: l10n.t("{0} is used", use.name), place: use.at });
    }
    const names = new Set(dependencies.map(normalised));
    for (const d of declared) if (names.has(d.name)) found.push({ what: l10n.t("{0} is declared", d.name), place: d.place });
    const matches = files.length ? pathMatcher(files) : () => false;
    for (const f of project.files) if (matches(f.path)) found.push({ what: l10n.t("{0} is there", f.path), place: at(f.filename, 1) });
    for (const search of searches) if (search.item === item) found.push(...search.found);
    return { item, found: first(found), against: first(findingsOf(project.reports, item.against?.findings ?? [])) };
  });
}

const at = (filename: string, row: number): Place => ({ filename, cell: null, location: { row, column: 1 } });

const named = (pattern: string, name: string): boolean =>
  pattern.endsWith(".*") ? name === pattern.slice(0, -2) || name.startsWith(pattern.slice(0, -1)) : name === pattern;

function first(list: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  const once = list.filter(({ what, place }) => {
    const key = `${what} ${place.filename}`;
    return !seen.has(key) && seen.add(key);
  });
  return once.slice(0, mostEvidence);
}

function findingsOf(reports: readonly FileReport[], codes: readonly string[]): Evidence[] {
  const hit = (code: string): boolean => codes.some((c) => (c.endsWith("*") ? code.startsWith(c.slice(0, -1)) : code === c));
  return reports.flatMap((r) => r.summary.findings.filter((f) => hit(f.code)).map((f) => ({ what: `${f.code}: ${f.message}`, place: f })));
}

const rareClass =
  /^(f1|fbeta|precision|recall|average_precision|roc_auc|balanced_accuracy|matthews_corrcoef|cohen_kappa|log_loss|brier|classification_report|confusion_matrix|precision_recall|pr_auc)/;
const amounts = /(mean_|median_|root_mean|max_)(absolute|squared|error)|r2|pinball|mape|rmse|mae\b/;

function factsOf(reports: readonly FileReport[], declared: readonly { name: string; pinned: boolean; place: Place }[]): Map<Fact, Evidence[]> {
  const facts = new Map<Fact, Evidence[]>();
  const add = (fact: Fact, what: string, place: Place): void => void facts.set(fact, [...(facts.get(fact) ?? []), { what, place }]);
  for (const { summary: s } of reports) {
    for (const e of s.evaluations) {
      if (e.verdict === "clean" && e.role === "held" && e.kind === "holdout") add("clean-evaluation", l10n.t("{0} on rows that were kept out", e.metric), e.at);
      if (e.role === "folds" && e.verdict === "clean") add("cross-validation", l10n.t("{0} by folds", e.metric), e.at);
      if (e.role === "train") add("training-score-beside", l10n.t("{0} on the training rows, for comparison", e.metric), e.at);
      if (rareClass.test(e.metric)) add("imbalance-metric", l10n.t("{0} is computed", e.metric), e.at);
      if (amounts.test(e.metric)) add("error-metric", l10n.t("{0} is computed", e.metric), e.at);
    }
    for (const c of s.choices) {
      if (c.kind === "search" && c.inner) add("search-in-folds", l10n.t("{0} chooses by folds", c.what), c.at);
      if (c.kind === "stop" || c.kind === "checkpoint") add("early-stopping", l10n.t("{0} watches a score", c.what), c.at);
    }
    for (const x of s.splits) {
      if (x.rows.startsWith(l10n.t("train part"))) add("nested-split", l10n.t("{0} splits the training part again", x.label), x.at);
      if (x.seeded && x.shuffled) add("seeded-split", l10n.t("{0} has a seed", x.label), x.at);
    }
    for (const m of s.models)
      if (/Pipeline|ColumnTransformer/.test(m.name) || m.settings.some(({ name, value }) => name === "steps" && value.includes("→")))
        add("pipeline", l10n.t("{0} holds preparation and model", m.name), m.at);
    for (const p of s.preparation) if (/Imputer/.test(p.what)) add("imputation", l10n.t("{0} fills missing values", p.what), p.at);
  }
  const listed = declared.filter((d) => /requirements[^/]*\.txt$/.test(d.place.filename));
  const [one] = listed;
  if (one && listed.every((d) => d.pinned)) add("pinned-requirements", l10n.t("all {0} requirements name one version", listed.length), one.place);
  return facts;
}
