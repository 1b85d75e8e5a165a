/** Every example of every rule, as a script and as a notebook: the marked lines are found by that rule alone, and what is good is silent. */
import { describe, expect, it } from "vitest";
import type { Report, Selection } from "../../server/src/engine.types.js";
import type { UnitInput } from "../../server/src/program/program.js";
import { rules } from "../../server/src/rules/index.js";
import type { Example, Rule } from "../../server/src/rules/rule.js";
import { cellsOf, check, places } from "../helpers/check.js";
import { statementsOf } from "../helpers/statements.js";

/** Every rule that is on by default, and the one in question. */
const selectionFor = (rule: Rule): Selection => ({
  severity: (code) => rules.find((r) => r.code === code && (r.default || r === rule))?.severity ?? "off",
  minConfidence: "likely",
  suppressed: () => false,
});

/** The places of the lines marked `# error`. */
const marked = (rule: Rule, cells: readonly string[]): string[] =>
  cells.flatMap((cell, i) => cell.split("\n").flatMap((line, n) => (/# error\s*$/.test(line) ? [`${rule.code} cell${i + 1}:${n + 1}`] : [])));

/** One program in the forms in which people keep it. */
function formsOf({ text, notebook }: Program): [form: string, cells: string[], units: (string | Partial<UnitInput>)[]][] {
  const forms: [string, string[]][] = notebook
    ? []
    : [
        ["as a script", [text]],
        ["a cell for each statement", statementsOf(text.replace(/^# %%.*\n/gm, ""))],
      ];
  const marks = [...text.matchAll(/^# %%(?: \[(\d+)\](.*))?$/gm)];
  if (marks.length) forms.push(["in its cells", cellsOf(text)]);
  return forms.map(([form, cells]) => [form, cells, cells.map((cell, i) => ran(cell, form === "in its cells" ? marks[i - 1] : undefined))]);
}

/** A cell with the number of its run and what it shows, as its mark tells them. */
const ran = (text: string, mark: RegExpExecArray | undefined): string | Partial<UnitInput> =>
  mark?.[1] ? { text, executionCount: Number(mark[1]), outputs: mark[2]?.trim() ? [mark[2].trim()] : [] } : text;

function expectWellTold(report: Report): void {
  for (const f of report.findings) {
    expect(f.message.length, f.message).toBeLessThanOrEqual(110);
    expect(f.steps.length, f.message).toBeGreaterThanOrEqual(2);
    for (const step of f.steps) expect(step.at.source).toMatch(/^cell\d+$/);
    if (f.variable) expect(f.message).toMatch(/`[^`]+`/);
  }
}

interface Program {
  readonly text: string;
  readonly notebook: boolean;
}

const examplesOf = (rule: Rule, kind: "bad" | "good"): [title: string, program: Program][] =>
  rule.examples.flatMap((e: Example): [string, Program][] => (e[kind] === undefined ? [] : [[e.title, { text: e[kind], notebook: e.notebook === true }]]));

describe.each(rules.map((rule) => [`${rule.code} ${rule.slug}`, rule] as const))("%s", (_, rule) => {
  describe.each(examplesOf(rule, "bad"))("finds: %s", (_, program) => {
    it.each(formsOf(program))("%s", async (_, cells, units) => {
      const report = await check(units, { selection: selectionFor(rule) });
      expect(report.broken).toEqual([]);
      expect(places(report.findings, cells)).toEqual(marked(rule, cells));
      expect(report.findings.length).toBeGreaterThan(0);
      expectWellTold(report);
    });
  });

  describe.each(examplesOf(rule, "good"))("leaves alone: %s", (_, program) => {
    it.each(formsOf(program))("%s", async (_, cells, units) => {
      const report = await check(units, { selection: selectionFor(rule) });
      expect(report.broken).toEqual([]);
      expect(places(report.findings, cells)).toEqual([]);
    });
  });

  it("has examples of both kinds, with names of their own, and prose", () => {
    expect(examplesOf(rule, "bad").length).toBeGreaterThan(0);
    expect(examplesOf(rule, "good").length).toBeGreaterThan(0);
    expect(new Set(rule.examples.map((e) => e.title)).size).toBe(rule.examples.length);
    for (const e of rule.examples) expect(e.bad === undefined && e.good === undefined, e.title).toBe(false);
    for (const text of [rule.summary, rule.why, rule.whenNot]) expect(text.length).toBeGreaterThan(5);
    expect(rule.why).toMatch(/\.$/);
  });
});
