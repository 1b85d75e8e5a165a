/** One run as the formats for continuous integration need it: the files, what went wrong, and where paths start from. */
import type { CheckedFile, LocatedFinding, LocatedStep, Location } from "./located.js";

export interface RunReport {
  readonly files: readonly CheckedFile[];
  /** What else there is to say: files that could not be checked, stale entries of a baseline. */
  readonly messages: readonly RunMessage[];
  readonly version: string;
  /** A file's path with `/`, below the root of the repository where it lies there, else absolute. */
  readonly pathOf: (filename: string) => string;
}

export interface RunMessage {
  readonly level: "error" | "warning";
  readonly text: string;
}

type Place = Pick<LocatedStep, "cell" | "location" | "raw_location">;

/** The line that other tools count: in a notebook the line of the .ipynb file. */
export const fileRow = (at: Place): number => (at.raw_location ?? at.location).row;

/** Place in a notebook as people count it; null in a script. */
export const placeInCell = (at: { readonly cell: number | null; readonly location: Location }): string | null =>
  at.cell === null ? null : `cell ${at.cell}, line ${at.location.row}`;

/** The message for readers who see only a line of the .ipynb file. */
export function messageWithCell(finding: LocatedFinding): string {
  const place = placeInCell(finding);
  return place === null ? finding.message : `${finding.message} (${place})`;
}

/** Where to read about the rule. */
export const moreAbout = ({ code, url }: Pick<LocatedFinding, "code" | "url">): string => url ?? `More: holdout rule ${code}`;

/** The steps as numbered lines. */
export function stepLines(finding: LocatedFinding): string[] {
  return finding.steps.map((step, i) => {
    const place = placeInCell(step) ?? `line ${step.location.row}`;
    return `${i + 1}. ${step.filename === finding.filename ? "" : `${step.filename}, `}${place}: ${step.message}`;
  });
}
