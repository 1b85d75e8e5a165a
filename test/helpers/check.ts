/** Analyses small programs in tests: a script, or cells split at `# %%`. */
import { sourceId } from "../../server/src/base/span.js";
import { createEngine } from "../../server/src/engine.js";
import type { Engine, Finding, OwnKnowledge, Report, Selection } from "../../server/src/engine.types.js";
import type { DataFiles } from "../../server/src/profiles/dataFile.js";
import { type FileSource, noFiles, type UnitInput } from "../../server/src/program/program.js";
import { rules } from "../../server/src/rules/index.js";
import { withDirectives } from "../../server/src/settings/selection.js";
import { grammarBytes } from "./grammar.js";

let engine: Promise<Engine> | null = null;

export const testEngine = (): Promise<Engine> => (engine ??= createEngine(grammarBytes()));

/** Everything that is on by default, likely or better. */
export const defaults: Selection = {
  severity: (code) => {
    const r = rules.find((x) => x.code === code);
    return r?.default ? r.severity : "off";
  },
  minConfidence: "likely",
  suppressed: () => false,
};

export const cellsOf = (text: string): string[] => text.split(/^# %%.*\n/m);

export async function check(
  cells: readonly (string | Partial<UnitInput>)[],
  options: { path?: string; files?: FileSource; selection?: Selection; knowledge?: OwnKnowledge | null; dataFiles?: DataFiles | null } = {},
): Promise<Report> {
  const analysis = (await testEngine()).open(options.files ?? noFiles, { knowledge: options.knowledge ?? null, dataFiles: options.dataFiles ?? null });
  const units = cells.map(
    (c, i): UnitInput => ({ source: sourceId(`cell${i + 1}`), text: "", cell: cells.length > 1 ? i + 1 : null, ...(typeof c === "string" ? { text: c } : c) }),
  );
  analysis.update({ path: options.path ?? "/test/program.py", kind: cells.length > 1 ? "notebook" : "script", units });
  const report = analysis.check(withDirectives(options.selection ?? defaults, units));
  analysis.dispose();
  return report;
}

/** "HLD101 cell1:3" for each finding: unit and 1-based line. */
export function places(findings: readonly Finding[], cells: readonly (string | Partial<UnitInput>)[]): string[] {
  return findings.map((f) => {
    const i = Number(String(f.at.source).slice(4)) - 1;
    const c = cells[i];
    const text = typeof c === "string" ? c : (c?.text ?? "");
    return `${f.code} ${f.at.source}:${text.slice(0, f.at.start).split("\n").length}`;
  });
}
