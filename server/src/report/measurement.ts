/** A measurement for people: the two sides of each score, what they say, and how the runs went. Pure. */
import { sizeText } from "../measure/mirror.js";
import type { CodePlace, Measurement, Outcome, Run, Sample, ScoreRow, Side } from "../measure/types.js";
import { formatted, rangeOf, rowDigits } from "../measure/verdict.js";
import type { Block, Inline, Text, Tone } from "./blocks.js";
import { placeText, ticks } from "./blocks.js";

const sideNames: Readonly<Record<Side, string>> = { leak: "with the leak", fixed: "without the leak" };

const tones: Readonly<Record<Measurement["verdict"]["kind"], Tone>> = {
  optimistic: "bad",
  pessimistic: "unsure",
  noise: "unsure",
  differs: "unsure",
  same: "good",
  none: "unsure",
};

const verdictWords: Readonly<Record<Measurement["verdict"]["kind"], string>> = {
  optimistic: "Optimistic",
  pessimistic: "Not flattering",
  noise: "Within noise",
  differs: "Different",
  same: "No difference",
  none: "Not measured",
};

export function measurementReport(given: Measurement): Block[] {
  const { finding, verdict, runs } = given;
  const judged = given.judged && given.rows[given.judged.row];
  return [
    { k: "heading", level: 1, text: [verdict.headline] },
    ...(verdict.meaning ? [para({ tag: verdictWords[verdict.kind], tone: tones[verdict.kind] }, ". ", verdict.meaning)] : []),
    para({ strong: finding.code }, " ", ...ticks(finding.message), ". ", `Fix: ${given.fix}.`),
    ...troubles(given),
    ...(judged ? [{ k: "heading", level: 2, text: ["The score"] } satisfies Block, ...judgedBlocks(given, judged)] : []),
    ...otherRows(given),
    { k: "heading", level: 2, text: ["The runs"] },
    ...(runs.length > 0 ? [runTable(runs)] : [para("Nothing was run.")]),
    ...logs(runs),
    { k: "heading", level: 2, text: ["How it was measured"] },
    { k: "list", items: howItWasMeasured(given) },
    para({ action: "rule", argument: finding.code, text: `Show rule ${finding.code}`, ...(finding.url !== null && { page: finding.url }) }),
  ];
}

const para = (...text: Inline[]): Block => ({ k: "para", text });

function judgedBlocks(given: Measurement, row: ScoreRow): Block[] {
  const why =
    given.judged?.by === "finding"
      ? "This is the score that the finding is about"
      : "The program computed no score at the places that the finding is about; this is its last score";
  return [para(why, ", ", ...where(given, row), "."), table("The score on both sides", given, [row])];
}

function otherRows(given: Measurement): Block[] {
  const others = given.rows.filter((_, i) => i !== given.judged?.row);
  const computed = others.filter(({ how }) => how !== "printed");
  const printed = others.filter(({ how }) => how === "printed");
  const differ = printed.filter((row) => row.leak.values.join() !== row.fixed.values.join());
  return [
    ...(computed.length > 0
      ? [{ k: "heading", level: 2, text: ["Other scores"] } satisfies Block, table("Other scores that the program computes", given, computed)]
      : []),
    ...(differ.length > 0
      ? [{ k: "details", summary: [`Printed numbers that differ (${differ.length})`], blocks: [table("Numbers in the output", given, differ)] } satisfies Block]
      : []),
  ];
}

function table(caption: string, given: Measurement, rows: readonly ScoreRow[]): Block {
  const head = ["Score", "With the leak", "Without", "Difference", "Where"];
  return { k: "table", caption, head, rows: rows.map((row) => cells(given, row)) };
}

function cells(given: Measurement, row: ScoreRow): Text[] {
  const digits = rowDigits(row);
  const [leak, fixed] = [rangeOf(row.leak), rangeOf(row.fixed)];
  const difference = leak && fixed ? `${signed(fixed.mean - leak.mean, digits)}${row.better ? ` (${row.better} is better)` : ""}` : "–";
  return [[{ code: rowName(row) }], sampleText(row.leak, digits), sampleText(row.fixed, digits), [difference], where(given, row)];
}

const signed = (value: number, digits: number): string => `${value < 0 ? "−" : "+"}${formatted(Math.abs(value), digits)}`;

function sampleText(sample: Sample, digits: number): Text {
  const range = rangeOf(sample);
  if (!range) return ["–"];
  const shown = (value: number) => formatted(value, digits);
  const more = [
    ...(range.low !== range.high ? [`${shown(range.low)} to ${shown(range.high)}`] : []),
    ...(sample.values.length < 2 ? ["one run"] : []),
    ...(sample.calls > 1 ? [`mean of ${sample.calls} calls`] : []),
  ];
  return [{ strong: shown(range.mean) }, ...(more.length > 0 ? [` (${more.join(", ")})`] : [])];
}

export function rowName({ how, name }: ScoreRow): string {
  return how === "cv" ? `${name}, mean over folds` : how === "search" ? `${name}, best of the search` : name;
}

function where(given: Measurement, { place, leak }: ScoreRow): Text {
  if (!place) return [leak.values.length === 0 ? "only without the leak" : "at the end of the output"];
  return [placeOf(given, place)];
}

function placeOf(given: Measurement, { unit, line }: CodePlace): Inline {
  if (typeof unit === "string") return `${unit}, line ${line}`;
  const place = { filename: given.filename, cell: given.cells[unit] ?? null, location: { row: line, column: 1 } };
  return { place, text: placeText(place, { home: given.filename }) };
}

const outcomes: Readonly<Record<Outcome, string>> = { done: "done", failed: "failed", timeout: "stopped: time was up", cancelled: "stopped: cancelled" };

function runTable(runs: readonly Run[]): Block {
  const row = ({ side, seed, outcome, seconds, scores }: Run): Text[] => [
    [`${sideNames[side]}, ${seedText(seed)}`],
    [outcome === "done" ? outcomes.done : { tag: outcomes[outcome], tone: "bad" }],
    [durationText(seconds)],
    [String(scores.length)],
  ];
  return { k: "table", caption: "Runs in their order", head: ["Run", "Result", "Time", "Numbers captured"], rows: runs.map(row) };
}

const seedText = (seed: number): string => (seed === 0 ? "the program's own seeds" : `seeds + ${seed}`);

function durationText(seconds: number): string {
  return seconds < 100 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** What keeps the result from being a whole one, before any number is read. */
function troubles({ runs, seeds, limitSeconds }: Measurement): Block[] {
  const failed = runs.find(({ outcome }) => outcome === "failed");
  const late = runs.find(({ outcome }) => outcome === "timeout");
  const cancelled = runs.some(({ outcome }) => outcome === "cancelled");
  const out: Block[] = [];
  if (failed)
    out.push(para({ tag: failed.side === "leak" ? "The program fails as it stands." : "The program fails with the fix.", tone: "bad" }, " The traceback:"), {
      k: "log",
      text: (failed.error ?? "").trim().split("\n").slice(-30).join("\n"),
    });
  if (late)
    out.push(
      para(
        { tag: `Time was up after ${durationText(limitSeconds)}`, tone: "bad" },
        ` in the run ${sideNames[late.side]}, ${seedText(late.seed)}. What it computed until then counts. The setting holdout.measure.timeout gives it longer.`,
      ),
    );
  if (cancelled || (!failed && !late && runs.length < 2 * seeds))
    out.push(para({ tag: "Cancelled", tone: "unsure" }, ` after ${runs.length} of ${2 * seeds} runs: what is shown is partial.`));
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
    return [{ k: "details", summary: [`Log of the run ${sideNames[run.side]}, ${seedText(run.seed)}`], blocks: [{ k: "log", text }] }];
  });
}

function howItWasMeasured(given: Measurement): Text[] {
  const wrote = [...new Set(given.runs.flatMap((run) => run.wrote))];
  const notes = [...new Set(given.runs.flatMap((run) => run.notes))];
  return [
    [
      `${given.document} was run by ${given.python} in ${given.folder}, in a fresh copy of the folder for each run (${given.copied.files} files, ${sizeText(given.copied.bytes)}), which is removed.`,
    ],
    [
      "The first run of each side has the program's own seeds. In the others, every whole number that the program gives as a seed (random_state=42) is raised by 1, 2, …, and generators without a seed start from the number of the run.",
    ],
    [
      "Scores are what metric functions, score methods, cross-validation, searches and evaluate gave to the program's own code, and numbers that it printed. Each is compared with the same one at the same place.",
    ],
    ...given.leftOut.map((line): Text => ["Not run, as it is no Python: ", { code: line }]),
    ...wrote.map((path): Text => ["Written outside of the copy: ", { code: path }]),
    ...notes.map((note): Text => ["Could not be captured: ", { code: note }]),
  ];
}

/** The whole of it, for programs. */
export const renderMeasurementJson = (given: Measurement): string => `${JSON.stringify({ version: 1, ...given }, null, 2)}\n`;
