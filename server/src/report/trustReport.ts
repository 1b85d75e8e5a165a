/** The trust report: what was checked, what each evaluation is worth and why, and what was not understood. Pure. */
import * as l10n from "@vscode/l10n";
import { around, type Block, type Inline, type Place, placeText, type Text, type Tone, ticks } from "./blocks.js";
import type { FileReport } from "./fileReport.js";
import type { LocatedFinding } from "./located.js";
import { count, gravityWords, splitWords, verdictWord } from "./words.js";

/** Raised when a field changes its meaning or goes; new fields may come without. */
const reportFormatVersion = 1;

export interface ReportGiven {
  /** "churn.ipynb", "the workspace". */
  readonly title: string;
  readonly files: readonly FileReport[];
  /** Files that could not be checked, in sentences. */
  readonly problems: readonly string[];
  readonly version: string;
  readonly shown?: (filename: string) => string;
}

type Evaluation = FileReport["summary"]["evaluations"][number];

export const verdictTones: Readonly<Record<Evaluation["verdict"], Tone>> = { clean: "good", optimistic: "bad", unknown: "unsure" };

export function renderReportJson({ files, problems, version }: ReportGiven): string {
  return `${JSON.stringify({ version: reportFormatVersion, holdout: version, files: files.map(published), problems }, null, 2)}\n`;
}

/** The graph is for drawing; its ids mean nothing outside. */
const published = ({ summary: { graph: _, uses: __, ...summary }, ...file }: FileReport) => ({ ...file, summary });

const hasSomething = ({ summary: s }: FileReport): boolean => s.evaluations.length + s.findings.length + s.models.length + s.splits.length > 0;

export function trustReport(given: ReportGiven): Block[] {
  const { files, problems, title } = given;
  const told = files.filter(hasSomething);
  const out: Block[] = [
    { k: "heading", level: 1, text: [l10n.t("Trust report: {0}", title)] },
    { k: "para", text: overall(files) },
  ];
  if (problems.length) out.push({ k: "heading", level: 2, text: [l10n.t("Not checked")] }, { k: "list", items: problems.map((p) => [p]) });
  if (files.length > 1 && told.length) out.push(overview(given, told));
  for (const file of told) out.push(...section(given, file, files.length > 1));
  const silent = files.length - told.length;
  if (files.length > 1 && silent > 0)
    out.push({ k: "para", text: [l10n.t("In {0} there is no split, no training, no evaluation and no finding.", count(silent, "other file"))] });
  out.push({
    k: "para",
    text: [
      l10n.t(
        "Holdout read the code and the outputs stored in it, and ran nothing. “Clean” means that it followed the rows from their source to the score and found no way for the scored rows to inform the model; it does not say that the number is good, or that the rows are like those in production.",
      ),
    ],
  });
  return out;
}

function overall(files: readonly FileReport[]): Text {
  const all = files.flatMap((f) => f.summary.evaluations);
  const checked = l10n.t("Checked {0}", count(files.length, "file"));
  if (!all.length) return [l10n.t("{0}. No evaluation of a model was found: there is no score here to trust or to doubt.", checked)];
  const of = (v: Evaluation["verdict"]): number => all.filter((e) => e.verdict === v).length;
  const parts: Inline[] = [];
  for (const v of ["clean", "optimistic", "unknown"] as const)
    if (of(v)) parts.push(parts.length ? ", " : "", `${of(v)} `, { tag: verdictWord(v), tone: verdictTones[v] });
  return around(l10n.t("{0}, {1}: {verdicts}.", checked, count(all.length, "evaluation")), { verdicts: parts.filter((p) => p !== "") });
}

function overview({ shown = same }: ReportGiven, files: readonly FileReport[]): Block {
  const number = (list: readonly unknown[]): Text => [list.length ? String(list.length) : "–"];
  return {
    k: "table",
    caption: l10n.t("Files"),
    head: [l10n.t("File"), l10n.t("Clean"), l10n.t("Optimistic"), l10n.t("Unknown"), l10n.t("Findings")],
    rows: files.map((f) => {
      const of = (v: Evaluation["verdict"]) => number(f.summary.evaluations.filter((e) => e.verdict === v));
      return [
        [{ place: { filename: f.filename, cell: null, location: { row: 1, column: 1 } }, text: shown(f.filename) }],
        of("clean"),
        of("optimistic"),
        of("unknown"),
        number(f.summary.findings),
      ];
    }),
  };
}

const same = (text: string): string => text;

function section(given: ReportGiven, file: FileReport, named: boolean): Block[] {
  const { shown } = given;
  const { summary: s } = file;
  const at = (place: Place): Inline => ({ place, text: placeText(place, { home: file.filename, ...(shown && { shown }) }) });
  const out: Block[] = named ? [{ k: "heading", level: 2, text: [(shown ?? same)(file.filename)] }] : [];
  const level = named ? 3 : 2;
  const heading = (text: string): Block => ({ k: "heading", level, text: [text] });
  out.push(...caveats(file));
  out.push(heading(l10n.t("Evaluations")));
  if (s.evaluations.length) out.push(evaluationTable(s.evaluations, at));
  else out.push({ k: "para", text: [l10n.t("No model is scored here.")] });
  if (s.splits.length) out.push(heading(l10n.t("Splits")), splitTable(s.splits, at));
  if (s.models.length) out.push(heading(l10n.t("Models")), modelTable(s.models, at));
  if (s.preparation.length) {
    out.push(heading(l10n.t("What was learned from rows before a model")), {
      k: "table",
      caption: l10n.t("Preparation"),
      head: [l10n.t("What"), l10n.t("Of"), l10n.t("From"), l10n.t("Where")],
      rows: s.preparation.map((p) => [[{ code: p.what }], p.of ? [{ code: p.of }] : ["–"], ticks(p.rows), [at(p.at)]]),
    });
  }
  if (s.choices.length) {
    out.push(heading(l10n.t("Choices")), {
      k: "table",
      caption: l10n.t("Choices made by looking at scores"),
      head: [l10n.t("By"), l10n.t("On"), l10n.t("Where")],
      rows: s.choices.map((c) => [
        [{ code: c.what || l10n.t("comparison") }],
        ticks(c.inner ? l10n.t("{0}, by folds inside them", c.rows) : c.rows),
        [at(c.at)],
      ]),
    });
  }
  out.push(heading(l10n.t("Findings")));
  if (s.findings.length) for (const f of s.findings) out.push(findingBlock(f, at));
  else out.push({ k: "para", text: [l10n.t("None.")] });
  if (s.silenced.length)
    out.push({
      k: "para",
      text: [
        l10n.t("Silenced by a comment or a setting: {0}. The verdicts above count them.", s.silenced.map(({ code, count: n }) => `${code} (${n})`).join(", ")),
      ],
    });
  out.push(heading(l10n.t("Not modelled")), ...notModelled(file, at));
  return out;
}

/** What keeps a report from being whole. */
function caveats({ broken, gaveUp }: FileReport): Block[] {
  const out: Text[] = [];
  if (broken.includes(null)) out.push([l10n.t("This file has syntax errors; what could not be read is not in this report.")]);
  else if (broken.length === 1) out.push([l10n.t("Cell {0} has syntax errors; what could not be read is not in this report.", String(broken[0]))]);
  else if (broken.length) out.push([l10n.t("Cells {0} have syntax errors; what could not be read is not in this report.", broken.join(", "))]);
  if (gaveUp.includes(null)) out.push([l10n.t("This file is too large to follow to the end.")]);
  else if (gaveUp.length === 1) out.push([l10n.t("Cell {0} is too large to follow to the end.", String(gaveUp[0]))]);
  else if (gaveUp.length) out.push([l10n.t("Cells {0} are too large to follow to the end.", gaveUp.join(", "))]);
  return out.length ? [{ k: "list", items: out }] : [];
}

function evaluationTable(evaluations: readonly Evaluation[], at: (p: Place) => Inline): Block {
  return {
    k: "table",
    caption: l10n.t("Evaluations"),
    head: [l10n.t("Score"), l10n.t("Model"), l10n.t("Scored rows"), l10n.t("Trained on"), l10n.t("Verdict"), l10n.t("Why")],
    rows: evaluations.map((e) => [
      [
        { code: e.metric },
        " ",
        at(e.at),
        ...(e.count > 1 ? [l10n.t(", {0} times", e.count)] : []),
        ...e.outputs.flatMap((line): Inline[] => [` · ${l10n.t("stored output:")} `, { code: line }]),
      ],
      e.models.length ? e.models.flatMap((m, i): Inline[] => (i ? [", ", { code: m }] : [{ code: m }])) : ["–"],
      [...ticks(e.rows), e.kind === "monitor" ? ` ${l10n.t("(watched, not reported)")}` : e.role === "folds" ? ` ${l10n.t("(by folds)")}` : ""],
      e.trainRows === null ? [e.role === "folds" ? l10n.t("the other folds") : "–"] : ticks(e.trainRows),
      [{ tag: verdictWord(e.verdict), tone: verdictTones[e.verdict] }],
      reasons(e),
    ]),
  };
}

/** One reason of each rule in full, the gravest first; those like it are counted, and are among the findings. */
function reasons({ why }: Evaluation): Text {
  const groups = new Map<string, Evaluation["why"][number][]>();
  for (const reason of why) {
    const key = reason.code ?? reason.text;
    groups.set(key, [...(groups.get(key) ?? []), reason]);
  }
  return [...groups.values()].flatMap((alike, i): Inline[] =>
    alike.slice(0, 1).flatMap(({ text, code }): Inline[] => {
      const named = code && (alike.length > 1 ? l10n.t("({0}, and {1} more like it)", code, alike.length - 1) : `(${code})`);
      return [...(i ? [" "] : []), ...ticks(text), ...(named ? [` ${named}`] : [])];
    }),
  );
}

function splitTable(splits: FileReport["summary"]["splits"], at: (p: Place) => Inline): Block {
  return {
    k: "table",
    caption: l10n.t("Splits"),
    head: [l10n.t("Split"), l10n.t("Of"), l10n.t("Size"), l10n.t("How"), l10n.t("Where")],
    rows: splits.map((s) => [[{ code: s.label }], ticks(s.rows), [s.size ?? l10n.t("not known")], [splitWords(s).join(", ")], [at(s.at)]]),
  };
}

function modelTable(models: FileReport["summary"]["models"], at: (p: Place) => Inline): Block {
  const list = (items: readonly string[], most = 12): Text => [
    ...items.slice(0, most).flatMap((x, i): Inline[] => (i ? [", ", { code: x }] : [{ code: x }])),
    items.length > most ? ` ${l10n.t("and {0} more", items.length - most)}` : "",
  ];
  return {
    k: "table",
    caption: l10n.t("Models"),
    head: [l10n.t("Model"), l10n.t("Trained on"), l10n.t("Settings"), l10n.t("Target"), l10n.t("Where")],
    rows: models.map((m) => [
      [{ code: m.name }],
      ticks(m.rows),
      m.settings.length ? list(m.settings.map((s) => `${s.name}=${s.value}`)) : [l10n.t("as they come")],
      m.target ? [{ code: m.target }] : ["–"],
      [at(m.at)],
    ]),
  };
}

export function findingBlock(f: LocatedFinding, at: (p: Place) => Inline): Block {
  return {
    k: "details",
    open: true,
    summary: [{ strong: f.code }, " ", ...ticks(f.message), ", ", at(f), ` (${gravityWords(f)})`],
    blocks: [
      ...(f.steps.length ? [{ k: "list" as const, ordered: true, items: f.steps.map((s): Text => [at(s), ": ", ...ticks(s.message)]) }] : []),
      { k: "para", text: [{ action: "rule", argument: f.code, text: l10n.t("About {0}", f.code), ...(f.url !== null && { page: f.url }) }] },
    ],
  };
}

const mostCalls = 20;

function notModelled({ notModelled: calls }: FileReport, at: (p: Place) => Inline): Block[] {
  if (!calls.length) return [{ k: "para", text: [l10n.t("Every call that met data is modelled.")] }];
  const items = calls
    .slice(0, mostCalls)
    .map(
      (c): Text =>
        around(c.count > 1 ? l10n.t("{call} {0} times, first at {place}", c.count) : "{call} {place}", { call: [{ code: c.name }], place: [at(c.at)] }),
    );
  const more = calls.length - mostCalls;
  return [
    {
      k: "para",
      text: [
        l10n.t("These calls met data and are not known to Holdout: it takes their result to depend on all of their arguments and to have learned nothing."),
      ],
    },
    { k: "list", items: more > 0 ? [...items, [l10n.t("and {0} more", more)]] : items },
  ];
}
