import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Lines, linesOf } from "../../server/src/trace/lines.js";

/** The lines above a place, cut from the text itself. */
const cut = (text: string, at: number): string[] => text.slice(0, text.lastIndexOf("\n", at) + 1).split("\n");

describe("lines of a text", () => {
  it("finds the lines above any place, behind the end and on the end of a line too", () => {
    const text = fc.array(fc.constantFrom("a", "\n", " b", ""), { maxLength: 12 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, fc.nat(14), (given, at) => {
        const lines = new Lines(given);
        expect(lines.above(at)).toEqual(cut(given, at));
        expect(lines.rowOf(at)).toBe(cut(given, at).length - 1);
      }),
    );
  });

  it("are cut once for one program", () => {
    const program = {};
    expect(linesOf(program, "a\nb")).toBe(linesOf(program, "a\nb"));
    expect(linesOf({}, "a\nb").all).toEqual(["a", "b"]);
  });
});
