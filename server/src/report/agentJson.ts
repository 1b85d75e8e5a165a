/** Findings with their proved fixes for assistants and other programs: whole in itself, bounded in size. */
import type { SourceId } from "../base/span.js";
import type { Edit, Finding, Fix, NewCell, Offer, TextEdit } from "../engine.types.js";
import { renderDiff } from "./diff.js";
import type { LocatedFinding, Location, Locator } from "./located.js";

/** Raised when a field changes its meaning or goes; new fields may come without. */
const agentFormatVersion = 1;

/** More findings than this are counted, not shown: whoever reads this has little room. */
export const mostAgentFindings = 50;

export interface AgentFix {
  readonly title: string;
  /** safe: one statement, and the same training rows, columns and model as before. */
  readonly applicability: Fix["applicability"];
  /** Stretches of one text that are replaced, in order; positions are those before the fix. */
  readonly edits: readonly { readonly cell: number | null; readonly location: Location; readonly end_location: Location; readonly text: string }[];
  /** Code cells to insert, before or after a cell by its present number. */
  readonly new_cells: readonly { readonly place: NewCell["cell"]; readonly cell: number; readonly text: string }[];
  /** The edits as a unified difference. */
  readonly diff: string;
}

export interface AgentFinding
  extends Pick<LocatedFinding, "code" | "slug" | "severity" | "confidence" | "message" | "cell" | "location" | "end_location" | "url"> {
  readonly steps: readonly { readonly file: string; readonly cell: number | null; readonly location: Location; readonly message: string }[];
  readonly fixes: readonly AgentFix[];
  /** Fixes that people may expect, and why they are not offered. */
  readonly withheld: readonly { readonly title: string; readonly reason: string }[];
}

export interface AgentFile {
  /** Below its workspace folder. */
  readonly file: string;
  readonly uri: string;
  readonly evaluations: readonly { readonly metric: string; readonly verdict: string; readonly cell: number | null; readonly location: Location }[];
  readonly findings: readonly AgentFinding[];
}

export interface AgentReport {
  readonly checked: number;
  /** Those with findings; the one that was asked for in any case. */
  readonly files: readonly AgentFile[];
  /** Findings beyond the most that are shown. */
  readonly leftOut: number;
  /** Files that could not be checked, in sentences. */
  readonly problems: readonly string[];
}

/** What a finding's places and fixes are read from. */
export interface AgentContext {
  readonly locator: Locator;
  /** What people call a file. */
  readonly shown: (filename: string) => string;
  /** The number of the cell that a source is; null in scripts. */
  readonly cellOf: (source: SourceId) => number | null;
  readonly textOf: (source: SourceId) => string;
}

/** One finding with the offers that were worked out for it. */
export function agentFinding(finding: Finding, offers: readonly Offer[], context: AgentContext): AgentFinding {
  const { steps, code, slug, severity, confidence, message, cell, location, end_location, url } = context.locator.finding(finding);
  return {
    code,
    slug,
    severity,
    confidence,
    message,
    cell,
    location,
    end_location,
    steps: steps.map((step) => ({ file: context.shown(step.filename), cell: step.cell, location: step.location, message: step.message })),
    fixes: offers.flatMap(({ fix }) => (fix ? [agentFix(fix, context)] : [])),
    withheld: offers.flatMap(({ title, withheld }) => (withheld === null ? [] : [{ title, reason: withheld }])),
    url,
  };
}

function agentFix({ title, applicability, edits }: Fix, context: AgentContext): AgentFix {
  const texts = edits.filter((edit): edit is TextEdit => !isCell(edit));
  const places = texts.map(({ at, text }) => {
    const start = context.locator.place(at);
    return { cell: start.cell, location: start.location, end_location: context.locator.place({ ...at, start: at.end }).location, text };
  });
  const cells = edits.filter(isCell).flatMap(({ cell: place, of, text }) => {
    const cell = context.cellOf(of);
    return cell === null ? [] : [{ place, cell, text }];
  });
  const diffs = [...new Set(texts.map(({ at }) => at.source))].map((source) => {
    const before = context.textOf(source);
    const after = replaced(
      before,
      texts.filter(({ at }) => at.source === source),
    );
    const cell = context.cellOf(source);
    return renderDiff(cell === null ? "script" : `cell ${cell}`, before, after);
  });
  return { title, applicability, edits: places, new_cells: cells, diff: diffs.join("") };
}

const isCell = (edit: Edit): edit is NewCell => "cell" in edit;

/** Edits are in order and do not overlap. */
const replaced = (text: string, edits: readonly TextEdit[]): string =>
  edits.reduceRight((left, { at, text: fresh }) => left.slice(0, at.start) + fresh + left.slice(at.end), text);

export function renderAgentJson({ checked, files, leftOut, problems }: AgentReport, version: string): string {
  return `${JSON.stringify({ version: agentFormatVersion, holdout: version, checked, files, findings_left_out: leftOut, problems }, null, 2)}\n`;
}
