/** One finding told step by step, with the line of each step. Pure. */
import { type Block, type Inline, type Place, placeText, type Text, ticks } from "./blocks.js";
import type { FileReport } from "./fileReport.js";
import type { LocatedFinding } from "./located.js";
import { verdictTones } from "./trustReport.js";

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
      { k: "heading", level: 1, text: ["Explain this finding"] },
      { k: "para", text: ["There is no finding here. Put the cursor on an underlined call and ask again."] },
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
    out.push({ k: "para", text: [`${f.code} (${f.slug}), ${f.severity}, ${confidenceWords[f.confidence]}, at `, place(f), "."] });
    out.push({ k: "heading", level: 2, text: ["How the rows got there"] });
    if (f.steps.length) out.push({ k: "list", ordered: true, items: f.steps.map((s) => [place(s), ": ", ...ticks(s.message), ...line(s)]) });
    else out.push({ k: "para", text: ["The finding stands on one line and needs no steps.", ...line(f)] });
    const touched = evaluations.filter((e) => e.why.some((r) => r.code === f.code && r.text.startsWith(f.message)));
    if (touched.length) {
      out.push({ k: "heading", level: 2, text: ["Scores that it makes doubtful"] });
      out.push({
        k: "list",
        items: touched.map((e) => [
          { code: e.metric },
          " at ",
          place(e.at),
          ...(e.models.length ? [" of ", { code: e.models.join(", ") }] : []),
          ": ",
          { tag: e.verdict, tone: verdictTones[e.verdict] },
        ]),
      });
    }
    out.push({
      k: "para",
      text: [
        { action: "rule", argument: f.code, text: `Show rule ${f.code}`, ...(f.url !== null && { page: f.url }) },
        " ",
        { action: "map", argument: file.filename, text: "Show pipeline map" },
      ],
    });
  }
  return out;
}

const confidenceWords: Readonly<Record<LocatedFinding["confidence"], string>> = {
  certain: "certain (every step is modelled)",
  likely: "likely (one step is guessed)",
  possible: "possible (several steps are guessed)",
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
