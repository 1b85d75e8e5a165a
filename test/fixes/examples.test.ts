/** Every fix of every example of every rule, as a script and cell by cell: it cures, brings nothing new, holds when asked again, and can be taken back. */
import { describe, expect, it } from "vitest";
import type { Report, Selection, TextEdit } from "../../server/src/engine.types.js";
import { applyToDocument, applyToText, inverse, isNewCell } from "../../server/src/fixes/apply.js";
import { builders } from "../../server/src/fixes/index.js";
import type { DocumentInput } from "../../server/src/program/program.js";
import { rules } from "../../server/src/rules/index.js";
import type { Rule } from "../../server/src/rules/rule.js";
import { cellsOf } from "../helpers/check.js";
import { statementsOf } from "../helpers/statements.js";
import { documentOf, offersOf, textsOf } from "./offers.js";

const selectionFor = (rule: Rule): Selection => ({
  severity: (code) => rules.find((r) => r.code === code && (r.default || r === rule))?.severity ?? "off",
  minConfidence: "likely",
  suppressed: () => false,
});

function formsOf(text: string): [form: string, document: DocumentInput][] {
  const bare = text.replace(/[ ]*# error$/gm, "");
  const forms: [string, string[]][] = [
    ["as a script", [bare]],
    ["with \\r\\n", [bare.replaceAll("\n", "\r\n")]],
    ["a cell for each statement", statementsOf(bare.replace(/^# %%.*\n/gm, ""))],
  ];
  if (/^# %%/m.test(bare)) forms.push(["in its cells", cellsOf(bare)]);
  return forms.map(([form, cells]) => [form, documentOf(cells)]);
}

const codes = ({ findings }: Report): Map<string, number> => {
  const out = new Map<string, number>();
  for (const { code } of findings) out.set(code, (out.get(code) ?? 0) + 1);
  return out;
};

const fixable = rules.filter((rule) => builders[rule.code]);
const examplesOf = (rule: Rule) => rule.examples.flatMap((e): [string, string][] => (e.bad === undefined || e.notebook ? [] : [[e.title, e.bad]]));

describe.each(fixable.map((rule) => [`${rule.code} ${rule.slug}`, rule] as const))("%s", (_, rule) => {
  describe.each(examplesOf(rule))("%s", (_, text) => {
    it.each(formsOf(text))("%s", async (_, document) => {
      const selection = selectionFor(rule);
      const { offers, report } = await offersOf(document, { selection });
      for (const { finding, offer } of offers) {
        if (offer.withheld !== null) expect(offer.withheld).toMatch(/^[A-Z].*\.$/);
        if (!offer.fix) continue;
        const after = applyToDocument(document, offer.fix.edits);
        const again = await offersOf(after, { selection });
        const told = `${offer.title}\n${textsOf(after).join("\n# %%\n")}`;
        expect(again.report.broken, told).toEqual([]);
        expect(codes(again.report).get(finding.code) ?? 0, told).toBeLessThan(codes(report).get(finding.code) as number);
        for (const [code, count] of codes(again.report)) expect(count, `${code} ${told}`).toBeLessThanOrEqual(codes(report).get(code) ?? 0);
        expect(after.units.length - document.units.length).toBe(offer.fix.edits.filter(isNewCell).length);
        for (const unit of document.units) {
          const edits = offer.fix.edits.filter((edit): edit is TextEdit => !isNewCell(edit) && edit.at.source === unit.source);
          const changed = applyToText(unit.text, edits);
          expect(applyToText(changed, inverse(unit.text, edits)), "taken back").toBe(unit.text);
          if (unit.text.includes("\r\n")) expect(changed.replaceAll("\r\n", ""), "line ends").not.toContain("\n");
        }
      }
    });
  });

  it("has a fix that holds for at least one of its examples", async () => {
    const held = await Promise.all(
      examplesOf(rule).map(async ([, text]) => (await offersOf(formsOf(text)[0]?.[1] as DocumentInput, { selection: selectionFor(rule) })).offers),
    );
    expect(held.flat().filter(({ offer, finding }) => finding.code === rule.code && offer.fix).length).toBeGreaterThan(0);
  });
});
