/** A document of headings, lists and tables, written once and rendered as Markdown, as HTML, or as plain text. Pure. */
import * as l10n from "@vscode/l10n";
import type { LocatedStep } from "./located.js";

/** A place as readers find it: file, cell and row. */
export type Place = Omit<LocatedStep, "message">;

export type Inline =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  /** A word with a meaning of its own, coloured where colours are: "clean", "optimistic", "unknown", "missing". */
  | { readonly tag: string; readonly tone: Tone }
  | { readonly place: Place; readonly text?: string }
  | { readonly link: string; readonly text: string }
  /** Something that the editor does; elsewhere a link, if there is a page for it. */
  | { readonly action: string; readonly argument: string; readonly text: string; readonly page?: string };

export type Tone = "good" | "bad" | "unsure";
export type Text = readonly Inline[];

export type Block =
  | { readonly k: "heading"; readonly level: 1 | 2 | 3 | 4; readonly text: Text; readonly id?: string }
  | { readonly k: "para"; readonly text: Text }
  | { readonly k: "list"; readonly ordered?: boolean; readonly items: readonly Text[] }
  | { readonly k: "table"; readonly caption: string; readonly head: readonly string[]; readonly rows: readonly (readonly Text[])[] }
  | { readonly k: "details"; readonly summary: Text; readonly blocks: readonly Block[]; readonly open?: boolean }
  /** Lines as a program wrote them. */
  | { readonly k: "log"; readonly text: string }
  /** A drawing with what it says in words. Only the words appear in Markdown and plain text. */
  | { readonly k: "drawing"; readonly svg: string; readonly words: readonly Block[] };

/** "all rows of `data.csv`" with its code marked as such. */
export function ticks(text: string): Inline[] {
  return text
    .split("`")
    .map((part, i): Inline => (i % 2 === 1 ? { code: part } : part))
    .filter((part) => part !== "");
}

/** A sentence with what its placeholders such as {place} stand for: words and places may come in any order in another language. */
export function around(sentence: string, parts: Readonly<Record<string, Text>>): Inline[] {
  return sentence.split(/(\{\w+\})/).flatMap((part): readonly Inline[] => (part === "" ? [] : (/^\{\w+\}$/.test(part) && parts[part.slice(1, -1)]) || [part]));
}

export interface Rendering {
  /** How a file is called here; its name as it is without this. */
  readonly shown?: (filename: string) => string;
  /** The file that the document is about: its name is left out of places. */
  readonly home?: string;
}

/** "cell 3, line 2", "line 5" where there are no cells; both 1-based. */
export const lineText = (cell: number | null, row: number): string => (cell === null ? l10n.t("line {0}", row) : l10n.t("cell {0}, line {1}", cell, row));

/** "cell 3, line 2" in the document itself, "data.py, line 5" elsewhere. */
export function placeText({ filename, cell, location }: Place, { shown, home }: Rendering = {}): string {
  const inFile = lineText(cell, location.row);
  return filename === home ? inFile : `${shown ? shown(filename) : filename}, ${inFile}`;
}

/** What only the editor shows is empty elsewhere. */
const joined = (texts: readonly string[]): string => texts.filter((text) => text !== "").join("\n\n");

const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, " ");

// Markdown

export function toMarkdown(blocks: readonly Block[], how: Rendering = {}): string {
  return `${joined(blocks.map((b) => markdownBlock(b, how)))}\n`;
}

function markdownBlock(b: Block, how: Rendering): string {
  const text = (t: Text, cell = false): string => t.map((x) => markdownInline(x, how, cell)).join("");
  switch (b.k) {
    case "heading":
      return `${"#".repeat(b.level)} ${text(b.text)}`;
    case "para":
      return text(b.text);
    case "list":
      return b.items.map((item, i) => `${b.ordered ? `${i + 1}.` : "-"} ${text(item)}`).join("\n");
    case "table": {
      const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
      return [row(b.head), row(b.head.map(() => "---")), ...b.rows.map((cells) => row(cells.map((c) => text(c, true))))].join("\n");
    }
    case "details":
      return joined([text(b.summary), ...b.blocks.map((inner) => markdownBlock(inner, how))]);
    case "log": {
      const fence = "`".repeat(Math.max(3, 1 + Math.max(0, ...[...b.text.matchAll(/`+/g)].map((m) => m[0].length))));
      return `${fence}text\n${b.text}\n${fence}`;
    }
    case "drawing":
      return joined(b.words.map((inner) => markdownBlock(inner, how)));
  }
}

function markdownInline(x: Inline, how: Rendering, cell: boolean): string {
  // What ends a cell of a table ends it even in code.
  const pipes = (text: string): string => (cell ? text.replace(/\|/g, "\\|") : text);
  if (typeof x === "string") return pipes(oneLine(x).replace(/[\\*_<>[\]#]/g, "\\$&"));
  if ("code" in x) return pipes(markdownCode(oneLine(x.code)));
  if ("strong" in x) return `**${pipes(oneLine(x.strong).replace(/[\\*_<>[\]]/g, "\\$&"))}**`;
  if ("tag" in x) return `**${x.tag}**`;
  if ("place" in x) return pipes((x.text ?? placeText(x.place, how)).replace(/[\\*_<>[\]]/g, "\\$&"));
  if ("link" in x) return `[${x.text.replace(/[\\*_<>[\]]/g, "\\$&")}](${x.link.replace(/[()]/g, (c) => (c === "(" ? "%28" : "%29"))})`;
  return x.page ? `[${x.text}](${x.page})` : "";
}

/** Code that holds backticks needs a longer fence. */
function markdownCode(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((m) => m[0].length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}

// Plain text

export function toPlainText(blocks: readonly Block[], how: Rendering = {}): string {
  return `${joined(blocks.map((b) => plainBlock(b, how)))}\n`;
}

function plainBlock(b: Block, how: Rendering): string {
  const text = (t: Text): string => t.map((x) => plainInline(x, how)).join("");
  switch (b.k) {
    case "heading":
      return b.level <= 2 ? `${text(b.text)}\n${(b.level === 1 ? "=" : "-").repeat(text(b.text).length)}` : text(b.text);
    case "para":
      return text(b.text);
    case "list":
      return b.items.map((item, i) => `${b.ordered ? `${i + 1}.` : "-"} ${text(item)}`).join("\n");
    case "table":
      return b.rows.map((cells) => cells.map((c, i) => (i === 0 ? text(c) : `  ${b.head[i]}: ${text(c)}`)).join("\n")).join("\n");
    case "details":
      return [text(b.summary), ...b.blocks.map((inner) => plainBlock(inner, how))].join("\n");
    case "log":
      return b.text;
    case "drawing":
      return b.words.map((inner) => plainBlock(inner, how)).join("\n\n");
  }
}

function plainInline(x: Inline, how: Rendering = {}): string {
  if (typeof x === "string") return oneLine(x);
  if ("code" in x) return oneLine(x.code);
  if ("strong" in x) return oneLine(x.strong);
  if ("tag" in x) return x.tag;
  if ("place" in x) return x.text ?? placeText(x.place, how);
  if ("link" in x) return x.link.startsWith("#") ? "" : `${x.text} (${x.link})`;
  return x.page ? `${x.text}: ${x.page}` : "";
}
