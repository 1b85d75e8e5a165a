/** Every IR node stands at the user's own text. */
import { expect, test } from "vitest";
import type { Span } from "../../server/src/base/span.js";
import { lowerText } from "../helpers/lower.js";
import { PROGRAMS } from "./programs.js";

/** Calls `visit` for every object of the IR that has a place. */
function walk(node: unknown, visit: (node: Record<string, unknown> & { at: Span }) => void): void {
  if (Array.isArray(node)) for (const item of node) walk(item, visit);
  else if (node && typeof node === "object") {
    if ("at" in node) visit(node as { at: Span });
    for (const child of Object.values(node)) walk(child, visit);
  }
}

test.each(PROGRAMS)("spans lie in the text and names slice to themselves: %#", async (text) => {
  const slice = (at: Span) => text.slice(at.start, at.end);
  walk((await lowerText(text)).body, (node) => {
    expect(node.at.start).toBeGreaterThanOrEqual(0);
    expect(node.at.end).toBeGreaterThanOrEqual(node.at.start);
    expect(node.at.end).toBeLessThanOrEqual(text.length);
    if (node.k === "name" && !String(node.name).startsWith(".")) expect(slice(node.at)).toBe(node.name);
    if (node.k === "attr" || node.k === "class") expect(slice(node.nameAt as Span)).toBe(node.name);
    if (node.k === "call") expect(slice(node.at).startsWith(" ")).toBe(false);
  });
});

test("a call's callee is what a squiggle marks", async () => {
  const text = "é😀 = 1; Scaler(a).fit_transform(X); f(x); g[0](y); (lambda: 1)()";
  const marks: string[] = [];
  walk((await lowerText(text)).body, (node) => {
    if (node.k === "call") marks.push(text.slice((node.callee as Span).start, (node.callee as Span).end));
  });
  expect(marks).toEqual(["fit_transform", "Scaler", "f", "g[0]", "lambda: 1"]);
});
