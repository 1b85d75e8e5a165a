/** Every example of every rule, as a script and as a notebook: the marked lines are found by that rule alone, and what is good is silent. */
import { describe, expect, it } from "vitest";
import type { Report, Selection } from "../../server/src/engine.types.js";
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
function formsOf(text: string): [form: string, cells: string[]][] {
  const forms: [string, string[]][] = [
    ["as a script", [text]],
    ["a cell for each statement", statementsOf(text.replace(/^# %%.*\n/gm, ""))],
  ];
  if (text.includes("# %%")) forms.push(["in its cells", cellsOf(text)]);
  return forms;
}

function expectWellTold(report: Report): void {
  for (const f of report.findings) {
    expect(f.message.length, f.message).toBeLessThanOrEqual(110);
    expect(f.steps.length, f.message).toBeGreaterThanOrEqual(2);
    for (const step of f.steps) expect(step.at.source).toMatch(/^cell\d+$/);
    if (f.variable) expect(f.message).toMatch(/`[^`]+`/);
  }
}

const examplesOf = (rule: Rule, kind: "bad" | "good"): [title: string, text: string][] =>
  rule.examples.flatMap((e: Example): [string, string][] => (e[kind] === undefined ? [] : [[e.title, e[kind]]]));

describe.each(rules.map((rule) => [`${rule.code} ${rule.slug}`, rule] as const))("%s", (_, rule) => {
  describe.each(examplesOf(rule, "bad"))("finds: %s", (_, text) => {
    it.each(formsOf(text))("%s", async (_, cells) => {
      const report = await check(cells, { selection: selectionFor(rule) });
      expect(report.broken).toEqual([]);
      expect(places(report.findings, cells)).toEqual(marked(rule, cells));
      expect(report.findings.length).toBeGreaterThan(0);
      expectWellTold(report);
    });
  });

  describe.each(examplesOf(rule, "good"))("leaves alone: %s", (_, text) => {
    it.each(formsOf(text))("%s", async (_, cells) => {
      const report = await check(cells, { selection: selectionFor(rule) });
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
