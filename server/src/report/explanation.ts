/** One finding told step by step, with the line of each step. Pure. */
import * as l10n from "@vscode/l10n";
import { around, type Block, type Inline, type Place, placeText, type Text, ticks } from "./blocks.js";
import type { FileReport } from "./fileReport.js";
import type { LocatedFinding } from "./located.js";
import { verdictTones } from "./trustReport.js";
import { severityWord, verdictWord } from "./words.js";

/** The findings at a place, else the nearest above it in its cell, else a sentence that there is none. `textOf` gives the text of a cell, null for the script. */
export function explanation(
  file: FileReport,
  at: { cell: number | null; row: number; column: number },
  textOf: (cell: number | null) => string | null,
): Block[] {
  const { findings, evaluations } = file.summary;
  const here = findings.filter((f) => f.cell === at.cell && f.location.row <= at.row && at.row <= f.end_location.row);
  const exact = here.filter((f) => spans(f, at));
  const chosen = exact.length ? exact : here.length ? here : nearest(findings, at);
  if (!chosen.length)
    return [
      { k: "heading", level: 1, text: [l10n.t("Explain this finding")] },
      { k: "para", text: [l10n.t("There is no finding here. Put the cursor on an underlined call and ask again.")] },
    ];
  const home = { home: file.filename };
  const place = (p: Place): Inline => ({ place: p, text: placeText(p, home) });
  const line = (p: Place): Text => {
    const text =
      p.filename === file.filename
        ? textOf(p.cell)
            ?.split(/\r\n?|\n/)
            [p.location.row - 1]?.trim()
        : undefined;
    return text ? [" ", { code: text.length > 120 ? `${text.slice(0, 119)}…` : text }] : [];
  };
  const out: Block[] = [];
  for (const f of chosen) {
    out.push({ k: "heading", level: 1, text: ticks(f.message) });
    out.push({
      k: "para",
      text: around(l10n.t("{0} ({1}), {2}, {3}, at {place}.", f.code, f.slug, severityWord(f), confidenceWords[f.confidence]()), { place: [place(f)] }),
    });
    out.push({ k: "heading", level: 2, text: [l10n.t("How the rows got there")] });
    if (f.steps.length) out.push({ k: "list", ordered: true, items: f.steps.map((s) => [place(s), ": ", ...ticks(s.message), ...line(s)]) });
    else out.push({ k: "para", text: [l10n.t("The finding stands on one line and needs no steps."), ...line(f)] });
    const touched = evaluations.filter((e) => e.why.some((r) => r.code === f.code && r.text.startsWith(f.message)));
    if (touched.length) {
      out.push({ k: "heading", level: 2, text: [l10n.t("Scores that it makes doubtful")] });
      out.push({
        k: "list",
        items: touched.map((e) =>
          around(e.models.length ? l10n.t("{score} at {place} of {models}: {verdict}") : l10n.t("{score} at {place}: {verdict}"), {
            score: [{ code: e.metric }],
            place: [place(e.at)],
            models: [{ code: e.models.join(", ") }],
            verdict: [{ tag: verdictWord(e.verdict), tone: verdictTones[e.verdict] }],
          }),
        ),
      });
    }
    out.push({
      k: "para",
      text: [
        { action: "rule", argument: f.code, text: l10n.t("Show rule {0}", f.code), ...(f.url !== null && { page: f.url }) },
        " ",
        { action: "map", argument: file.filename, text: l10n.t("Show pipeline map") },
      ],
    });
  }
  return out;
}

const confidenceWords: Readonly<Record<LocatedFinding["confidence"], () => string>> = {
  certain: () => l10n.t("certain (every step is modelled)"),
  likely: () => l10n.t("likely (one step is guessed, or a careful reader may disagree)"),
  possible: () => l10n.t("possible (several steps are guessed)"),
};

function spans(f: LocatedFinding, { row, column }: { row: number; column: number }): boolean {
  const after = row > f.location.row || column >= f.location.column;
  const before = row < f.end_location.row || column <= f.end_location.column;
  return after && before;
}

function nearest(findings: readonly LocatedFinding[], at: { cell: number | null; row: number }): LocatedFinding[] {
  const above = findings.filter((f) => f.cell === at.cell && f.location.row <= at.row).at(-1);
  return above ? [above] : [];
}
