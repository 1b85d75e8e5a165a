/** Renderers: what they print for a finding, whatever found it. */
import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { sourceId } from "../../server/src/base/span.js";
import type { Finding } from "../../server/src/engine.types.js";
import { renderJson } from "../../server/src/report/json.js";
import { type CheckedFile, Locator } from "../../server/src/report/located.js";
import { readDocument } from "../../server/src/report/readDocument.js";
import { countByRule } from "../../server/src/report/statistics.js";
import { colours, renderText, summary } from "../../server/src/report/text.js";

const text = "a = 1\r\n\tb = f(\r\n  x)\r\n";
const source = sourceId("a.py");
const at = { source, start: text.indexOf("f("), end: text.indexOf(")") + 1 };
const finding: Finding = {
  code: "HLD101",
  slug: "preprocessing-before-split",
  severity: "error",
  confidence: "certain",
  message: "`b` is wrong",
  at,
  variable: "b",
  steps: [
    { message: "read", at: { source, start: 0, end: 1 } },
    { message: "elsewhere", at: { source: sourceId("lib.py"), start: 3, end: 4 } },
  ],
  fix: { applicability: "unsafe", title: "Split first", edits: [] },
};
const texts: Record<string, string> = { "a.py": text, "lib.py": "\n\nx" };
const locator = new Locator(
  (id) => ({ filename: id, cell: id === source ? 3 : null, text: texts[id] ?? "", raw: (line) => ({ row: line + 10, column: 1 }) }),
  () => "https://example.org",
);
const file: CheckedFile = {
  filename: "a.py",
  findings: [locator.finding(finding)],
  frames: [locator.frame(at)],
  evaluations: 2,
  notModelled: [
    { name: "f", count: 2 },
    { name: "g", count: 1 },
  ],
  gaveUp: [null],
  broken: [],
};
const clean: CheckedFile = { filename: "b.py", findings: [], frames: [], evaluations: 1, notModelled: [], gaveUp: [], broken: [] };

it("renders text", () => {
  expect(renderText([clean, file])).toBe(`a.py:cell 3:2:6: HLD101 \`b\` is wrong (preprocessing-before-split)
1 | a = 1
2 | \tb = f(
  | \t    ^^
3 |   x)
  1. cell 3, line 1: read
  2. lib.py:3:2: elsewhere
  fix: Split first

1 finding in 1 file. Checked 2 files, 3 evaluations, 3 calls not modelled, 1 cell or script given up.
`);
});

it("colours text without changing its words", () => {
  const coloured = renderText([file], colours);
  expect(coloured).toContain("\u001b[1;31mHLD101\u001b[0m");
  expect(stripVTControlCharacters(coloured)).toBe(renderText([file]));
});

it("says that nothing was found, and in how much", () => {
  expect(summary([clean])).toBe("No findings. Checked 1 file, 1 evaluation.\n");
  expect(summary([])).toBe("No findings. Checked 0 files, 0 evaluations.\n");
});

it("renders JSON with 1-based places", () => {
  expect(JSON.parse(renderJson([clean, file]))).toMatchObject([
    {
      location: { row: 2, column: 6 },
      end_location: { row: 3, column: 5 },
      raw_location: { row: 11, column: 1 },
      steps: [{ cell: 3 }, { cell: null, filename: "lib.py", location: { row: 3, column: 2 } }],
    },
  ]);
});

it("counts, most frequent first and then by code", () => {
  const many = { ...file, findings: ["HLD2", "HLD3", "HLD1", "HLD3"].map((code) => ({ ...(file.findings[0] as CheckedFile["findings"][number]), code })) };
  expect(countByRule([many]).map(({ code, count }) => [code, count])).toEqual([
    ["HLD3", 2],
    ["HLD1", 1],
    ["HLD2", 1],
  ]);
});

it("reads scripts and notebooks by their names", () => {
  expect(readDocument("\uFEFFx = 1", "a.py")).toMatchObject({ ok: true, input: { kind: "script", units: [{ text: "x = 1", cell: null }] } });
  expect(readDocument("{", "a.ipynb")).toMatchObject({ ok: false, line: 1 });
  const notebook = readDocument('{"cells": [{"cell_type": "code",\n"source": ["a\\n",\n"b"]}]}', "a.ipynb");
  expect(notebook.ok && notebook.input.units.map(({ source: id, text: cell }) => [cell, notebook.rawLine(id, 0), notebook.rawLine(id, 1)])).toEqual([
    ["a\nb", 1, 2],
  ]);
  expect(readDocument('{"cells": []}', "a.ipynb")).toMatchObject({ ok: true });
});
