/** What holds for any text: lowering never throws, and how a text came about does not matter. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lowerUnit } from "../../server/src/program/lower.js";
import { maskMagics } from "../../server/src/python/magics.js";
import { testParser } from "../helpers/grammar.js";
import { unitInput } from "../helpers/lower.js";
import { printStmt } from "./print-ir.js";
import { PROGRAMS } from "./programs.js";

const program = fc.constantFrom(...PROGRAMS);
const scrap = fc.oneof(
  fc.constantFrom("(", ")", '"', "'''", "\n", "    ", "%x", "!ls\n", "@", ":", "# c\n", "x = 1\n", "else:", "\\", "é😀"),
  fc.string({ maxLength: 5 }),
);

/** Replaces a stretch of the text, somewhere, by a scrap. */
const edit = fc.record({ where: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(12), scrap });

const applyEdit = (text: string, { where, length, scrap }: { where: number; length: number; scrap: string }): string => {
  const start = Math.floor(where * text.length);
  return text.slice(0, start) + scrap + text.slice(start + length);
};

describe("any text", () => {
  test.each(PROGRAMS)("every prefix lowers: %#", async (text) => {
    const parser = await testParser();
    for (let end = 0; end <= text.length; end++) lowerUnit(parser, unitInput(text.slice(0, end))).delete();
  });

  test("masking keeps length and line breaks, and is done once and for all", () => {
    fc.assert(
      fc.property(program, fc.array(edit, { maxLength: 4 }), (text, edits) => {
        const edited = edits.reduce(applyEdit, text);
        const masked = maskMagics(edited);
        expect(masked.length).toBe(edited.length);
        expect(masked.replace(/[^\n]/g, "")).toBe(edited.replace(/\r(?!\n)/g, "\n").replace(/[^\n]/g, ""));
      }),
    );
  });

  test("an edited text lowers as if it had never been another", async () => {
    const parser = await testParser();
    fc.assert(
      fc.property(program, fc.array(edit, { minLength: 1, maxLength: 6 }), (start, edits) => {
        let text = start;
        let incremental = lowerUnit(parser, unitInput(text));
        for (const change of edits) {
          text = applyEdit(text, change);
          incremental = lowerUnit(parser, unitInput(text), incremental);
          const fresh = lowerUnit(parser, unitInput(text));
          expect(incremental.unit).toEqual(fresh.unit);
          expect(incremental.unit.body.map(printStmt)).toEqual(fresh.unit.body.map(printStmt));
          fresh.delete();
        }
        incremental.delete();
      }),
      { numRuns: 150 },
    );
  });
});

test("unchanged text keeps its unit; changed surroundings keep its body", async () => {
  const parser = await testParser();
  const input = { ...unitInput("x = 1"), cell: 2, tags: ["a"] };
  const first = lowerUnit(parser, input);
  expect(lowerUnit(parser, { ...input, tags: ["a"] }, first)).toBe(first);
  const moved = lowerUnit(parser, { ...input, cell: 3 }, first);
  expect(moved.unit.body).toBe(first.unit.body);
  expect(moved.unit.input.cell).toBe(3);
});

test("text that takes too long to parse gives an empty broken unit", async () => {
  const parser = await testParser();
  const hostile = `${"(".repeat(200_000)}`;
  const started = Date.now();
  const unit = lowerUnit(parser, unitInput(hostile)).unit;
  expect(unit.broken).toBe(true);
  expect(Date.now() - started).toBeLessThan(15_000);
});
