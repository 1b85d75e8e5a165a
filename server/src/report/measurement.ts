/** A measurement for people: the two sides of each score, what they say, and how the runs went. Pure. */
import * as l10n from "@vscode/l10n";
import { sizeText } from "../measure/mirror.js";
import type { CodePlace, Measurement, Outcome, Run, Sample, ScoreRow, Side } from "../measure/types.js";
import { formatted, rangeOf, rowDigits } from "../measure/verdict.js";
import type { Block, Inline, Text, Tone } from "./blocks.js";
import { around, placeText, ticks } from "./blocks.js";

const sideName = (side: Side): string => (side === "leak" ? l10n.t("with the leak") : l10n.t("without the leak"));

const tones: Readonly<Record<Measurement["verdict"]["kind"], Tone>> = {
  optimistic: "bad",
  pessimistic: "unsure",
  noise: "unsure",
  differs: "unsure",
  same: "good",
  none: "unsure",
};

const verdictWords: Readonly<Record<Measurement["verdict"]["kind"], () => string>> = {
  optimistic: () => l10n.t("Optimistic"),
  pessimistic: () => l10n.t("Not flattering"),
  noise: () => l10n.t("Within noise"),
  differs: () => l10n.t("Different"),
  same: () => l10n.t("No difference"),
  none: () => l10n.t("Not measured"),
};

export function measurementReport(given: Measurement): Block[] {
  const { finding, verdict, runs } = given;
  const judged = given.judged && given.rows[given.judged.row];
  return [
    { k: "heading", level: 1, text: [verdict.headline] },
    ...(verdict.meaning ? [para({ tag: verdictWords[verdict.kind](), tone: tones[verdict.kind] }, ". ", verdict.meaning)] : []),
    para({ strong: finding.code }, " ", ...ticks(finding.message), ". ", l10n.t("Fix: {0}.", given.fix)),
    ...troubles(given),
    ...(judged ? [{ k: "heading", level: 2, text: [l10n.t("The score")] } satisfies Block, ...judgedBlocks(given, judged)] : []),
    ...otherRows(given),
    { k: "heading", level: 2, text: [l10n.t("The runs")] },
    ...(runs.length > 0 ? [runTable(runs)] : [para(l10n.t("Nothing was run."))]),
    ...logs(runs),
    { k: "heading", level: 2, text: [l10n.t("How it was measured")] },
    { k: "list", items: howItWasMeasured(given) },
    para({ action: "rule", argument: finding.code, text: l10n.t("Show rule {0}", finding.code), ...(finding.url !== null && { page: finding.url }) }),
  ];
}

const para = (...text: Inline[]): Block => ({ k: "para", text });

function judgedBlocks(given: Measurement, row: ScoreRow): Block[] {
  const why =
    given.judged?.by === "finding"
      ? l10n.t("This is the score that the finding is about")
      : l10n.t("The program computed no score at the places that the finding is about; this is its last score");
  return [para(why, ", ", ...where(given, row), "."), table(l10n.t("The score on both sides"), given, [row])];
}

function otherRows(given: Measurement): Block[] {
  const others = given.rows.filter((_, i) => i !== given.judged?.row);
  const computed = others.filter(({ how }) => how !== "printed");
  const printed = others.filter(({ how }) => how === "printed");
  const differ = printed.filter((row) => row.leak.values.join() !== row.fixed.values.join());
  return [
    ...(computed.length > 0
      ? [{ k: "heading", level: 2, text: [l10n.t("Other scores")] } satisfies Block, table(l10n.t("Other scores that the program computes"), given, computed)]
      : []),
    ...(differ.length > 0
      ? [
          {
            k: "details",
            summary: [l10n.t("Printed numbers that differ ({0})", differ.length)],
            blocks: [table(l10n.t("Numbers in the output"), given, differ)],
          } satisfies Block,
        ]
      : []),
  ];
}

function table(caption: string, given: Measurement, rows: readonly ScoreRow[]): Block {
  const head = [l10n.t("Score"), l10n.t("With the leak"), l10n.t("Without"), l10n.t("Difference"), l10n.t("Where")];
  return { k: "table", caption, head, rows: rows.map((row) => cells(given, row)) };
}

function cells(given: Measurement, row: ScoreRow): Text[] {
  const digits = rowDigits(row);
  const [leak, fixed] = [rangeOf(row.leak), rangeOf(row.fixed)];
  const difference =
    leak && fixed
      ? `${signed(fixed.mean - leak.mean, digits)}${row.better ? ` ${row.better === "lower" ? l10n.t("(lower is better)") : l10n.t("(higher is better)")}` : ""}`
      : "–";
  return [[{ code: rowName(row) }], sampleText(row.leak, digits), sampleText(row.fixed, digits), [difference], where(given, row)];
}

const signed = (value: number, digits: number): string => `${value < 0 ? "−" : "+"}${formatted(Math.abs(value), digits)}`;

function sampleText(sample: Sample, digits: number): Text {
  const range = rangeOf(sample);
  if (!range) return ["–"];
  const shown = (value: number) => formatted(value, digits);
  const more = [
    ...(range.low !== range.high ? [l10n.t("{0} to {1}", shown(range.low), shown(range.high))] : []),
    ...(sample.values.length < 2 ? [l10n.t("one run")] : []),
    ...(sample.calls > 1 ? [l10n.t("mean of {0} calls", sample.calls)] : []),
  ];
  return [{ strong: shown(range.mean) }, ...(more.length > 0 ? [` (${more.join(", ")})`] : [])];
}

function rowName({ how, name }: ScoreRow): string {
  return how === "cv" ? l10n.t("{0}, mean over folds", name) : how === "search" ? l10n.t("{0}, best of the search", name) : name;
}

function where(given: Measurement, { place, leak }: ScoreRow): Text {
  if (!place) return [leak.values.length === 0 ? l10n.t("only without the leak") : l10n.t("at the end of the output")];
  return [placeOf(given, place)];
}

function placeOf(given: Measurement, { unit, line }: CodePlace): Inline {
  if (typeof unit === "string") return l10n.t("{0}, line {1}", unit, line);
  const place = { filename: given.filename, cell: given.cells[unit] ?? null, location: { row: line, column: 1 } };
  return { place, text: placeText(place, { home: given.filename }) };
}

const outcomes: Readonly<Record<Outcome, () => string>> = {
  done: () => l10n.t("done"),
  failed: () => l10n.t("failed"),
  timeout: () => l10n.t("stopped: time was up"),
  cancelled: () => l10n.t("stopped: cancelled"),
};

function runTable(runs: readonly Run[]): Block {
  const row = ({ side, seed, outcome, seconds, scores }: Run): Text[] => [
    [`${sideName(side)}, ${seedText(seed)}`],
    [outcome === "done" ? outcomes.done() : { tag: outcomes[outcome](), tone: "bad" }],
    [durationText(seconds)],
    [String(scores.length)],
  ];
  return {
    k: "table",
    caption: l10n.t("Runs in their order"),
    head: [l10n.t("Run"), l10n.t("Result"), l10n.t("Time"), l10n.t("Numbers captured")],
    rows: runs.map(row),
  };
}

const seedText = (seed: number): string => (seed === 0 ? l10n.t("the program's own seeds") : l10n.t("seeds + {0}", seed));

function durationText(seconds: number): string {
  return seconds < 100 ? `${seconds.toFixed(1)} s` : l10n.t("{0} min {1} s", Math.floor(seconds / 60), Math.round(seconds % 60));
}

/** What keeps the result from being a whole one, before any number is read. */
function troubles({ runs, seeds, limitSeconds }: Measurement): Block[] {
  const failed = runs.find(({ outcome }) => outcome === "failed");
  const late = runs.find(({ outcome }) => outcome === "timeout");
  const cancelled = runs.some(({ outcome }) => outcome === "cancelled");
  const out: Block[] = [];
  if (failed)
    out.push(
      para(
        { tag: failed.side === "leak" ? l10n.t("The program fails as it stands.") : l10n.t("The program fails with the fix."), tone: "bad" },
        ` ${l10n.t("The traceback:")}`,
      ),
      {
        k: "log",
        text: (failed.error ?? "").trim().split("\n").slice(-30).join("\n"),
      },
    );
  if (late)
    out.push(
      para(
        ...around(
          l10n.t(
            "{what} in the run {0}, {1}. What it computed until then counts. The setting holdout.measure.timeout gives it longer.",
            sideName(late.side),
            seedText(late.seed),
          ),
          { what: [{ tag: l10n.t("Time was up after {0}", durationText(limitSeconds)), tone: "bad" }] },
        ),
      ),
    );
  if (cancelled || (!failed && !late && runs.length < 2 * seeds))
    out.push(
      para(
        ...around(l10n.t("{cancelled} after {0} of {1} runs: what is shown is partial.", runs.length, 2 * seeds), {
          cancelled: [{ tag: l10n.t("Cancelled"), tone: "unsure" }],
        }),
      ),
    );
  return out;
}

function logs(runs: readonly Run[]): Block[] {
  return runs.flatMap((run): Block[] => {
    if (run.outcome === "done") return [];
    const text = [run.error, run.output]
      .map((each) => (each ?? "").trim())
      .filter((each) => each !== "")
      .join("\n\n");
    if (text === "") return [];
    return [{ k: "details", summary: [l10n.t("Log of the run {0}, {1}", sideName(run.side), seedText(run.seed))], blocks: [{ k: "log", text }] }];
  });
}

function howItWasMeasured(given: Measurement): Text[] {
  const wrote = [...new Set(given.runs.flatMap((run) => run.wrote))];
  const notes = [...new Set(given.runs.flatMap((run) => run.notes))];
  return [
    [
      l10n.t(
        "{0} was run by {1} in {2}, in a fresh copy of the folder for each run ({3} files, {4}), which is removed.",
        given.document,
        given.python,
        given.folder,
        given.copied.files,
        sizeText(given.copied.bytes),
      ),
    ],
    [
      l10n.t(
        "The first run of each side has the program's own seeds. In the others, every whole number that the program gives as a seed (random_state=42) is raised by 1, 2, …, and generators without a seed start from the number of the run.",
      ),
    ],
    [
      l10n.t(
        "Scores are what metric functions, score methods, cross-validation, searches and evaluate gave to the program's own code, and numbers that it printed. Each is compared with the same one at the same place.",
      ),
    ],
    ...given.leftOut.map((line): Text => [`${l10n.t("Not run, as it is no Python:")} `, { code: line }]),
    ...wrote.map((path): Text => [`${l10n.t("Written outside of the copy:")} `, { code: path }]),
    ...notes.map((note): Text => [`${l10n.t("Could not be captured:")} `, { code: note }]),
  ];
}

/** The whole of it, for programs. */
export const renderMeasurementJson = (given: Measurement): string => `${JSON.stringify({ version: 1, ...given }, null, 2)}\n`;
