/** The readiness report: a table of what was found, and a first step where nothing was. Pure. */
import * as l10n from "@vscode/l10n";
import { type Block, type Inline, placeText, type Text, ticks } from "../report/blocks.js";
import { language } from "../report/words.js";
import type { ItemResult } from "./collect.js";

export interface ReadinessGiven {
  readonly title: string;
  readonly results: readonly ItemResult[];
  /** Files that could not be read. */
  readonly problems: readonly string[];
  readonly files: number;
  readonly shown?: (filename: string) => string;
}

export function readinessReport({ title, results, problems, files, shown }: ReadinessGiven): Block[] {
  const out: Block[] = [
    { k: "heading", level: 1, text: [l10n.t("Readiness: {0}", title)] },
    {
      k: "para",
      text: [
        l10n.t(
          "What {0} files show of what a model in production needs. Each row names what was seen and where, or says that no evidence was found: then it is not there, or it is where no file of this project tells. Nothing is weighed, and there is no score.",
          files.toLocaleString("en-US"),
        ),
      ],
    },
  ];
  if (problems.length) out.push({ k: "heading", level: 2, text: [l10n.t("Not read")] }, { k: "list", items: problems.map((p) => [p]) });
  for (const group of [...new Set(results.map((r) => r.item.group))]) {
    const rows = results.filter((r) => r.item.group === group);
    out.push({ k: "heading", level: 2, text: [group] });
    out.push({
      k: "table",
      caption: group,
      head: [l10n.t("Item"), l10n.t("State"), l10n.t("Evidence"), l10n.t("First step")],
      rows: rows.map((r) => rowOf(r, shown)),
    });
  }
  return [...out, ...guide(results.filter(isOpen))];
}

const isOpen = ({ found, against }: ItemResult): boolean => found.length === 0 || against.length > 0;

/** Why what is open matters. It stands in the report itself, so that a report that travels needs no other page. */
function guide(open: readonly ItemResult[]): Block[] {
  if (!open.length) return [];
  const parts = open.flatMap(({ item }): Block[] => [
    { k: "heading", level: 3, text: [item.title], id: anchorOf(item.title) },
    {
      k: "para",
      text: ticks(
        l10n.t("{0} First step: {1}", item.why, language() === "en" ? item.firstStep.charAt(0).toLowerCase() + item.firstStep.slice(1) : item.firstStep),
      ),
    },
  ]);
  return [{ k: "heading", level: 2, text: [l10n.t("Guide")] }, ...parts];
}

/** As readers of Markdown name the place of a heading. */
const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");

function rowOf(result: ItemResult, shown?: (filename: string) => string): Text[] {
  const { item, found, against } = result;
  const list = (evidence: ItemResult["found"]): Inline[] =>
    evidence.flatMap(({ what, place }, i): Inline[] => [
      ...(i ? ["; "] : []),
      ...ticks(what),
      " (",
      { place, text: placeText(place, shown ? { shown } : {}) },
      ")",
    ]);
  const evidence: Inline[] = found.length ? list(found) : [l10n.t("no evidence found")];
  if (against.length) evidence.push(`. ${l10n.t("Against it:")} `, ...list(against));
  const state: Inline = against.length
    ? { tag: l10n.t("findings against it"), tone: "bad" }
    : found.length
      ? { tag: l10n.t("evidence"), tone: "good" }
      : { tag: l10n.t("no evidence"), tone: "unsure" };
  const step: Text = !isOpen(result)
    ? ["–"]
    : [
        item.firstStep,
        " ",
        { link: `#${anchorOf(item.title)}`, text: l10n.t("Guide") },
        ...(item.scaffold ? [" ", { action: "scaffold", argument: item.scaffold, text: l10n.t("Add a first version…") }] : []),
      ];
  return [[{ strong: item.title }], [state], evidence, step];
}

/** Raised when a field changes its meaning or goes; new fields may come without. */
const readinessFormatVersion = 2;

export function renderReadinessJson({ results, problems, files }: ReadinessGiven): string {
  const items = results.map(({ item, found, against }) => ({
    id: item.id,
    group: item.group,
    title: item.title,
    found,
    against,
    why: item.why,
    first_step: item.firstStep,
  }));
  return `${JSON.stringify({ version: readinessFormatVersion, files, items: items.map((i) => ({ ...i, found: i.found.map(plainPlace), against: i.against.map(plainPlace) })), problems }, null, 2)}\n`;
}

const plainPlace = ({ what, place: { filename, cell, location } }: ItemResult["found"][number]) => ({ what, filename, cell, location });
