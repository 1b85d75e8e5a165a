/** Reads the records of a run: lines of JSON that server/measure/holdout_measure wrote. A line that was cut off is left out. */
import type { CodePlace, Records, Score } from "./types.js";

const kinds: readonly string[] = ["metric", "score", "cv", "search", "evaluate"];
/** More numbers in one line are a row of a table or an array. */
const mostNumbers = 6;
const longestError = 20_000;

export function readRecords(text: string): Records {
  const scores: Score[] = [];
  const wrote: string[] = [];
  const notes: string[] = [];
  let error: string | null = null;
  let ended = false;
  for (const line of text.split("\n")) {
    const record = parsed(line);
    if (!record) continue;
    const { k } = record;
    if (k === "score") scores.push(...computed(record));
    else if (k === "out" && typeof record.text === "string") scores.push(...printed(record.text, pathOf(record.path)));
    else if (k === "wrote" && typeof record.path === "string") wrote.push(record.path);
    else if (k === "note" && typeof record.text === "string") notes.push(record.text);
    else if (k === "error" && typeof record.text === "string") error = shortened(record.text);
    else if (k === "ended") ended = true;
  }
  return { scores, error, ended, wrote, notes };
}

function parsed(line: string): Record<string, unknown> | null {
  if (!line.startsWith("{")) return null;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function computed({ how, name, value, path }: Record<string, unknown>): Score[] {
  if (typeof how !== "string" || !kinds.includes(how) || typeof name !== "string" || typeof value !== "number") return [];
  return [{ how: how as Score["how"], name, value, decimals: null, path: pathOf(path) }];
}

/** Numbers with a point, an exponent or a percent sign: counts and years are no scores. */
const scoreLike = /(?<![\w.])[-+]?(?:\d+\.\d+(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+|\d+(?=\s?%)|\.\d+)(?![\w.])/g;
const anyNumber = /(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?!\w|\.\d)/g;

/** Scores in a line of output, named by the line without its numbers, and which of them it is. */
function printed(line: string, path: readonly CodePlace[]): Score[] {
  const found = [...line.matchAll(scoreLike)];
  if (found.length === 0 || found.length > mostNumbers) return [];
  const label = line.replace(anyNumber, "#").replace(/\s+/g, " ").trim();
  return found.map(([text], i) => ({
    how: "printed",
    name: found.length > 1 ? `${label} (${i + 1})` : label,
    value: Number(text),
    decimals: /\.(\d+)$/.exec(text)?.[1]?.length ?? (/[eE]/.test(text) ? null : 0),
    path,
  }));
}

function pathOf(path: unknown): CodePlace[] {
  if (!Array.isArray(path)) return [];
  return path.flatMap((each: unknown) => {
    const [unit, line] = Array.isArray(each) ? each : [];
    return (typeof unit === "number" || typeof unit === "string") && typeof line === "number" ? [{ unit, line }] : [];
  });
}

/** A traceback says what happened at its end. */
const shortened = (text: string): string => (text.length > longestError ? `…${text.slice(-longestError)}` : text);
