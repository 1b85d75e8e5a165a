/** A model card in Markdown, drafted from the code. Generated parts stand between markers and are renewed; everything else belongs to people and is kept to the letter. */
import * as l10n from "@vscode/l10n";
import { type Block, type Inline, type Place, placeText, ticks, toMarkdown } from "./blocks.js";
import type { FileReport } from "./fileReport.js";
import { splitWords, verdictWord } from "./words.js";

export interface CardGiven {
  readonly files: readonly FileReport[];
  readonly shown?: (filename: string) => string;
}

const begin = (name: string): string => `<!-- holdout:begin ${name} (${l10n.t("renewed by Holdout; write outside of it")}) -->`;
const end = (name: string): string => `<!-- holdout:end ${name} -->`;

/** Marked parts in the order of the card, each with its heading. */
const parts = ["data", "preparation", "splits", "models", "metrics", "findings"] as const;
type Part = (typeof parts)[number];

/** What code cannot know. */
const blank = (question: string): string => `_${l10n.t("To be written: {0}", question)}_`;

/** `existing`: the card that is there. A card whose markers are damaged is not touched: the problem says where. One without markers is kept and the draft is put below it. */
export function modelCard(given: CardGiven, existing: string | null): { text: string; problem: null } | { text: null; problem: string } {
  const generated = new Map(parts.map((part) => [part, generatedPart(part, given)]));
  const block = (part: Part): string => `${begin(part)}\n${generated.get(part)}\n${end(part)}`;
  if (existing === null || existing.trim() === "") return { text: draft(block), problem: null };
  const found = markersIn(existing);
  if (typeof found === "string") return { text: null, problem: found };
  if (!found.length) return { text: `${existing.trimEnd()}\n\n${draft(block)}`, problem: null };
  let text = existing;
  // From the end, so that places before stay where they are. The file keeps its line ends.
  const eol = existing.includes("\r\n") ? "\r\n" : "\n";
  for (const { part, from, to } of [...found].reverse()) text = text.slice(0, from) + block(part).replace(/\n/g, eol) + text.slice(to);
  return { text, problem: null };
}

interface Marked {
  readonly part: Part;
  readonly from: number;
  readonly to: number;
}

/** Parts that are gone were taken out by somebody and stay out. */
function markersIn(text: string): Marked[] | string {
  const out: Marked[] = [];
  let open: { part: Part; from: number; line: number } | null = null;
  for (const m of text.matchAll(/<!--\s*holdout:(begin|end)\s+([\w-]+)[^>]*-->/g)) {
    const line = text.slice(0, m.index).split("\n").length;
    const part = parts.find((p) => p === m[2]);
    if (!part) return l10n.t('Line {0}: there is no part called "{1}".', line, m[2] ?? "");
    if (m[1] === "begin") {
      if (open) return l10n.t('Line {0}: the part "{1}" that begins in line {2} has no end.', line, open.part, open.line);
      if (out.some((o) => o.part === part)) return l10n.t('Line {0}: the part "{1}" is there twice.', line, part);
      open = { part, from: m.index, line };
    } else {
      if (open?.part !== part) return l10n.t('Line {0}: the end of the part "{1}" has no beginning.', line, part);
      out.push({ part, from: open.from, to: m.index + m[0].length });
      open = null;
    }
  }
  return open ? l10n.t('Line {0}: the part "{1}" has no end.', open.line, open.part) : out;
}

function draft(block: (part: Part) => string): string {
  const section = (title: string, ...paragraphs: readonly string[]): string => [`## ${title}`, ...paragraphs].join("\n\n");
  return `${[
    `# ${l10n.t("Model card")}`,
    section(l10n.t("Purpose"), blank(l10n.t("what the model decides or helps to decide, for whom, and what it must not be used for."))),
    section(l10n.t("Owner"), blank(l10n.t("who answers for the model, and how to reach them."))),
    section(l10n.t("Data"), block("data"), blank(l10n.t("who collected the data, when, from whom, with which consent; who is missing from it."))),
    section(l10n.t("Preparation"), block("preparation")),
    section(
      l10n.t("Split protocol"),
      block("splits"),
      blank(l10n.t("why the rows are split this way: what a new row will be in production (a new customer, a later day).")),
    ),
    section(l10n.t("Models and settings"), block("models")),
    section(
      l10n.t("Metrics"),
      block("metrics"),
      blank(l10n.t("what each number means for the use, its uncertainty, and the value below which the model is not used.")),
    ),
    section(l10n.t("Open findings"), block("findings")),
    section(l10n.t("Limits"), blank(l10n.t("where the model is known to fail; groups, places and times that it was not tried on."))),
    section(l10n.t("Ethical considerations"), blank(l10n.t("who may be harmed by which error, results by group, and how people can object."))),
    section(l10n.t("Monitoring"), blank(l10n.t("what is watched in production, who is told, and when the model is trained anew."))),
  ].join("\n\n")}\n`;
}

function generatedPart(part: Part, { files, shown }: CardGiven): string {
  const at = (place: Place): Inline => placeText(place, shown ? { shown } : {});
  const told = files.filter((f) => f.summary.models.length + f.summary.evaluations.length > 0);
  const rows = <T>(of: (f: FileReport) => readonly T[]): T[] => told.flatMap(of);
  const table = (head: readonly string[], body: (readonly Inline[])[][], none: string): string =>
    toMarkdown([body.length ? { k: "table", caption: "", head, rows: body } : ({ k: "para", text: [none] } satisfies Block)]).trimEnd();
  const names = (list: readonly string[]): Inline[] => list.flatMap((name, i): Inline[] => (i ? [", ", { code: name }] : [{ code: name }]));
  switch (part) {
    case "data":
      return table(
        [l10n.t("Source"), l10n.t("Columns that the code names"), l10n.t("Read in")],
        unique(
          rows((f) => f.summary.sources).filter((s) => s.kind !== "made"),
          (s) => `${s.label} ${s.columns.join()}`,
        ).map((s) => [[{ code: s.label }], s.columns.length ? names(s.columns) : [l10n.t("not told by the code")], [s.at ? at(s.at) : "–"]]),
        l10n.t("No data source was found in the code."),
      );
    case "preparation":
      return table(
        [l10n.t("Step"), l10n.t("Of"), l10n.t("Learned from"), l10n.t("Where")],
        rows((f) => f.summary.preparation).map((p) => [[{ code: p.what }], p.of ? [{ code: p.of }] : ["–"], ticks(p.rows), [at(p.at)]]),
        l10n.t("Nothing is learned from rows before a model is trained."),
      );
    case "splits":
      return table(
        [l10n.t("Split"), l10n.t("Of"), l10n.t("Size"), l10n.t("How"), l10n.t("Where")],
        rows((f) => f.summary.splits).map((s) => [
          [{ code: s.label }],
          ticks(s.rows),
          [s.size ?? l10n.t("not told by the code")],
          [splitWords(s).join(", ")],
          [at(s.at)],
        ]),
        l10n.t("No split was found in the code."),
      );
    case "models":
      return table(
        [l10n.t("Model"), l10n.t("Settings"), l10n.t("Target"), l10n.t("Trained on"), l10n.t("Where")],
        rows((f) => f.summary.models).map((m) => [
          [{ code: m.name }],
          m.settings.length ? names(m.settings.map((s) => `${s.name}=${s.value}`)) : [l10n.t("as they come")],
          m.target ? [{ code: m.target }] : ["–"],
          ticks(m.rows),
          [at(m.at)],
        ]),
        l10n.t("No training was found in the code."),
      );
    case "metrics":
      return table(
        [l10n.t("Metric"), l10n.t("Model"), l10n.t("Rows"), l10n.t("Stored output"), l10n.t("Verdict"), l10n.t("Where")],
        rows((f) => f.summary.evaluations)
          .filter((e) => e.kind !== "monitor")
          .map((e) => [
            [{ code: e.metric }],
            e.models.length ? names(e.models) : ["–"],
            ticks(e.rows),
            e.outputs.length ? names(e.outputs) : [l10n.t("none")],
            [verdictWord(e.verdict), e.verdict === "clean" ? "" : ": ", ...(e.verdict === "clean" ? [] : ticks(e.why[0]?.text ?? ""))],
            [at(e.at)],
          ]),
        l10n.t("No evaluation was found in the code."),
      );
    case "findings":
      return table(
        [l10n.t("Rule"), l10n.t("Finding"), l10n.t("Where")],
        rows((f) => f.summary.findings).map((f) => [[f.code], ticks(f.message), [at(f)]]),
        l10n.t("None."),
      );
  }
}

function unique<T>(list: readonly T[], key: (x: T) => string): T[] {
  const seen = new Set<string>();
  return list.filter((x) => !seen.has(key(x)) && seen.add(key(x)));
}
