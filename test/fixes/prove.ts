/** Applies the fixes of a program one after the other, holds each to its promises, and says what is to be run. */
import fs from "node:fs";
import path from "node:path";
import { sourceId } from "../../server/src/base/span.js";
import { createEngine } from "../../server/src/engine.js";
import type { Analysis, Engine, Finding, FixOptions, Selection, TextEdit } from "../../server/src/engine.types.js";
import { applyToDocument, applyToText, inverse, isNewCell } from "../../server/src/fixes/apply.js";
import { type DocumentInput, noFiles, type UnitInput } from "../../server/src/program/program.js";
import { rules } from "../../server/src/rules/index.js";
import { withDirectives } from "../../server/src/settings/selection.js";

export interface Proof {
  readonly name: string;
  /** Every promise that did not hold, as a sentence. */
  readonly broken: readonly string[];
  readonly before: string;
  readonly after: string;
  /** Bounds of the last score, where they are known by construction. */
  readonly bounds: { readonly before: readonly [number, number] | null; readonly after: readonly [number, number] | null };
  readonly titles: readonly string[];
  /** The fault makes the program fail. */
  readonly failsBefore: boolean;
}

/** Rules that are on by default, and those that a program says are found in it. */
function optionsFor(wanted: readonly string[]): FixOptions {
  const selection: Selection = {
    severity: (code) => {
      const rule = rules.find((r) => r.code === code);
      return rule && (rule.default || wanted.includes(code)) ? rule.severity : "off";
    },
    minConfidence: "likely",
    suppressed: () => false,
  };
  return { importsCell: "first", selectionFor: (units) => withDirectives(selection, units) };
}

/** Reads a program; `name.nb.py` is a notebook with a cell for each `# %%`. */
export function readProgram(file: string): { document: DocumentInput; says: (key: string) => string[] } {
  const text = fs.readFileSync(file, "utf8");
  const isNotebook = file.endsWith(".nb.py");
  const texts = isNotebook ? text.split(/^# %%[^\r\n]*\r?\n/m).slice(1) : [text];
  const units = texts.map((cell, i): UnitInput => ({ source: sourceId(`cell${i + 1}`), text: cell, cell: isNotebook ? i + 1 : null }));
  const head = text.slice(0, text.search(/^(import|from|# %%)/m));
  const says = (key: string): string[] => (new RegExp(`^# ${key} (.*?)\\r?$`, "m").exec(head)?.[1] ?? "").split(" ").filter(Boolean);
  return { document: { path: `/programs/${path.basename(file)}`, kind: isNotebook ? "notebook" : "script", units }, says };
}

/** The document as one script: magics are comments there. */
export const scriptOf = (document: DocumentInput): string => document.units.map((u) => u.text.replace(/^([%!])/gm, "#$1")).join("\n");

const open = (engine: Engine, document: DocumentInput): Analysis => {
  const analysis = engine.open(noFiles);
  analysis.update(document);
  return analysis;
};

type Count = (code: string) => number;

const codes = (findings: readonly Finding[]): string[] => findings.map((f) => f.code).sort();

export async function prover(grammar: { runtime: Uint8Array; python: Uint8Array }): Promise<(file: string) => Proof> {
  const engine = await createEngine(grammar);
  return (file) => prove(engine, file);
}

function prove(engine: Engine, file: string): Proof {
  const { document: first, says } = readProgram(file);
  const broken: string[] = [];
  const titles: string[] = [];
  const wanted = says("finds").sort();
  const leaves = says("leaves").sort();
  const options = optionsFor(wanted);
  const undo: { source: string; edits: TextEdit[] }[][] = [];
  let document = first;
  let analysis = open(engine, document);
  let findings = analysis.check(options.selectionFor(document.units)).findings;
  const found = codes(findings).filter((c) => !leaves.includes(c));
  if (found.join() !== wanted.join()) broken.push(`finds ${found.join(" ") || "nothing"}, not ${wanted.join(" ")}`);
  for (let round = 0; round < 12; round++) {
    const offers = findings.flatMap((f) => analysis.offers(f, options).map((offer) => ({ f, offer })));
    const best = offers.find(({ offer }) => offer.fix);
    if (!best?.offer.fix) {
      for (const { f, offer } of offers) if (!leaves.includes(f.code)) broken.push(`${f.code} withheld: ${offer.withheld}`);
      break;
    }
    const { fix } = best.offer;
    titles.push(fix.title);
    if (fix.edits.some(isNewCell)) broken.push("a new cell cannot be taken back here");
    const texts = fix.edits.filter((e): e is TextEdit => !isNewCell(e));
    undo.push(
      document.units.map((u) => ({
        source: u.source,
        edits: inverse(
          u.text,
          texts.filter((e) => e.at.source === u.source),
        ),
      })),
    );
    const next = applyToDocument(document, fix.edits);
    analysis.dispose();
    document = next;
    analysis = open(engine, document);
    const report = analysis.check(options.selectionFor(document.units));
    if (report.broken.length) broken.push(`does not parse after "${fix.title}"`);
    const [was, is] = [codes(findings), codes(report.findings)].map((all) => (code: string) => all.filter((c) => c === code).length) as [Count, Count];
    // What stays of a fault in two parts is marked as the other part.
    const stays = (code: string): number => (code === "HLD102" && best.f.code === "HLD101" && fix.title.includes(code) ? was("HLD101") - is("HLD101") : 0);
    for (const code of new Set(codes(report.findings))) if (is(code) > was(code) + stays(code)) broken.push(`"${fix.title}" brings ${code}`);
    if (is(best.f.code) >= was(best.f.code)) broken.push(`"${fix.title}" leaves ${best.f.code}`);
    findings = report.findings;
  }
  analysis.dispose();
  const left = codes(findings);
  if (left.join() !== leaves.join()) broken.push(`leaves ${left.join(" ") || "nothing"}`);
  if (!titles.length) broken.push("no fix is offered");
  if (!undone(first, document, undo)) broken.push("taking the fixes back does not give the same text");
  const endings = (d: DocumentInput): string => [...new Set(d.units.flatMap((u) => u.text.match(/\r\n|\r|\n/g) ?? []))].sort().join();
  if (endings(first) !== endings(document)) broken.push("line endings are mixed");
  for (const comment of scriptOf(first).match(/(?<=^|\s)#[^\r\n]*/g) ?? [])
    if (!scriptOf(document).includes(comment.trim())) broken.push(`the comment "${comment.trim()}" is lost`);
  const bounds = (key: string): [number, number] | null => (says(key).length === 2 ? (says(key).map(Number) as [number, number]) : null);
  return {
    name: path.basename(file),
    broken,
    before: scriptOf(first),
    after: scriptOf(document),
    bounds: { before: bounds("before"), after: bounds("after") },
    titles,
    failsBefore: says("fails").includes("before"),
  };
}

/** Whether the inverse edits, last first, give every byte of the first version back. */
function undone(first: DocumentInput, last: DocumentInput, undo: readonly { source: string; edits: TextEdit[] }[][]): boolean {
  const texts = new Map<string, string>(last.units.map((u) => [u.source, u.text]));
  for (const step of [...undo].reverse()) for (const { source, edits } of step) texts.set(source, applyToText(texts.get(source) ?? "", edits));
  return first.units.length === texts.size && first.units.every((u) => texts.get(u.source) === u.text);
}
