/** `holdout check --stdin`: documents as lines of JSON in, findings as lines of JSON out, for engines that map it over many machines. */
import path from "node:path";
import { renderJsonLine } from "../report/json.js";
import type { CheckCommand } from "./arguments.js";
import type { Task, TaskResult } from "./checkFile.js";
import { slashed } from "./files.js";
import { Pool } from "./pool.js";
import { Projects } from "./projects.js";
import type { Installation, Terminal } from "./terminal.js";

/** Bytes; a longer line is skipped without being kept. */
const longestLine = 32 * 1024 * 1024;
/** Documents under way for each thread: enough to keep it busy, few enough to bound memory. */
const aheadOfThread = 2;

/** A line's text, or why there is none; `number` is 1-based. */
export type Line = { readonly number: number; readonly text: string } | { readonly number: number; readonly problem: string };

type Answer = { readonly ok: true; readonly text: string; readonly findings: number } | { readonly ok: false; readonly text: string };

/**
 * Answers each line, in order, with one line: `{path, findings}`, or `{line, path, error}` where the line or its document cannot be read.
 * Settings are those of the working directory; nothing but the text is looked at, so that every machine finds the same.
 * Returns the exit status: 2 if there was an error, 1 if there are findings, 0 otherwise.
 */
export async function checkLines(
  command: CheckCommand,
  terminal: Terminal,
  { workerFile }: Installation,
  input: AsyncIterable<Uint8Array | string>,
): Promise<number> {
  const projects = new Projects(command.settings);
  const project = projects.of(path.join(terminal.cwd, "stdin.py"));
  for (const problem of projects.problems) terminal.err(`error: ${problem}\n`);
  const pool = new Pool({ ...command, workerFile });
  const pending: Promise<Answer>[] = [];
  let [errors, findings] = [projects.problems.length, 0];
  const write = async () => {
    const answer = await (pending.shift() as Promise<Answer>);
    terminal.out(answer.text);
    if (answer.ok) findings += answer.findings;
    else errors++;
    await terminal.taken?.();
  };
  try {
    for await (const line of linesOf(input)) {
      pending.push(answerTo(line));
      if (pending.length >= aheadOfThread * command.threads) await write();
    }
    while (pending.length > 0) await write();
  } finally {
    await pool.end();
  }
  return errors > 0 ? 2 : findings > 0 && !command.exitZero ? 1 : 0;

  async function answerTo(line: Line): Promise<Answer> {
    if ("problem" in line) return errorLine(line.number, null, line.problem);
    const document = documentFrom(line.text);
    if ("problem" in document) return errorLine(line.number, document.path, document.problem);
    const result = await pool.submit(taskFor(document));
    if (!result.ok) return errorLine(line.number, document.path, reasonIn(result, document.path));
    return { ok: true, text: renderJsonLine(result.file), findings: result.file.findings.length };
  }

  function taskFor({ path: name, text }: Document): Task {
    const { root, settings, knowledge } = project;
    // The name decides the kind, and is shown as it came: it need not be a path of this machine.
    const file = path.resolve(terminal.cwd, name.replaceAll("\0", ""));
    const relativePath = slashed(root === null || path.isAbsolute(name) ? name : path.relative(root, file));
    return { file, filename: name, text, settings, knowledge, relativePath, root: root ?? terminal.cwd, shownFrom: terminal.cwd, alone: true, fix: "none" };
  }
}

const errorLine = (line: number, name: string | null, error: string): Answer => ({
  ok: false,
  text: `${JSON.stringify({ line, path: name, error })}\n`,
});

/** Without the name, which has a place of its own. */
const reasonIn = ({ message }: TaskResult & { ok: false }, name: string) => (message.startsWith(`${name}:`) ? message.slice(name.length + 1).trim() : message);

interface Document {
  readonly path: string;
  readonly text: string;
}

function documentFrom(line: string): Document | { readonly path: string | null; readonly problem: string } {
  let data: Partial<Document> | null;
  try {
    data = JSON.parse(line);
  } catch (error) {
    return { path: null, problem: `not JSON: ${(error as Error).message.slice(0, 200)}` };
  }
  if (typeof data !== "object" || data === null || Array.isArray(data)) return { path: null, problem: `not an object with "path" and "text"` };
  const { path: name, text } = data;
  if (typeof name !== "string" || name === "") return { path: null, problem: `"path" must be a text that is not empty` };
  if (typeof text !== "string") return { path: name, problem: `"text" must be a text` };
  return { path: name, text };
}

/** Lines that end with \n or \r\n, without it; blank ones are counted and left out. The last need not end. */
export async function* linesOf(input: AsyncIterable<Uint8Array | string>, longest = longestLine): AsyncGenerator<Line> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [number, parts, size] = [1, [] as Buffer[], 0];
  const take = (part: Buffer) => {
    size += part.length;
    if (size <= longest) parts.push(part);
    else parts = [];
  };
  const finish = (): Line | null => {
    const line = lineFrom(number++, parts, size);
    [parts, size] = [[], 0];
    return line;
  };
  for await (const piece of input) {
    const chunk = Buffer.from(piece as Uint8Array);
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      take(chunk.subarray(from, end));
      from = end + 1;
      const line = finish();
      if (line) yield line;
    }
    if (from < chunk.length) take(chunk.subarray(from));
  }
  const last = finish();
  if (last) yield last;

  function lineFrom(number: number, parts: readonly Buffer[], size: number): Line | null {
    if (size > longest) return { number, problem: `longer than ${longest.toLocaleString("en-US")} bytes` };
    try {
      const text = decoder.decode(parts.length === 1 ? parts[0] : Buffer.concat(parts));
      return text.trim() === "" ? null : { number, text };
    } catch {
      return { number, problem: "not UTF-8" };
    }
  }
}
