/** The baseline's file and its arithmetic. */
import { describe, expect, it } from "vitest";
import { type BaselineEntry, compareWithBaseline, countFindings, formatBaseline, readBaseline } from "../../server/src/report/baseline.js";
import type { LocatedFinding } from "../../server/src/report/located.js";

const finding = (code: string, cell_id?: string): LocatedFinding => ({
  code,
  slug: "",
  severity: "warning",
  confidence: "certain",
  message: "",
  filename: "n.ipynb",
  cell: cell_id ? 1 : null,
  ...(cell_id && { cell_id }),
  location: { row: 1, column: 1 },
  end_location: { row: 1, column: 1 },
  steps: [],
  fix: null,
  url: "",
});
const entry = (file: string, code: string, cell: string | null, count: number): BaselineEntry => ({ file, code, cell, count });

const entries = [
  entry("b/n.ipynb", "HLD101", "4f2a", 2),
  entry("b/n.ipynb", "HLD101", "07ce", 1),
  entry("a.py", "HLD201", null, 1),
  entry("b/n.ipynb", "HLD106", "4f2a", 1),
];
const text = `{
  "version": 1,
  "files": {
    "a.py": {
      "HLD201": 1
    },
    "b/n.ipynb": {
      "HLD101": { "07ce": 1, "4f2a": 2 },
      "HLD106": { "4f2a": 1 }
    }
  }
}
`;

it("is written in order, a line for each rule of a file", () => {
  expect(formatBaseline(entries)).toBe(text);
  expect(formatBaseline([])).toBe('{\n  "version": 1,\n  "files": {}\n}\n');
});

it("is read as it was written", () => {
  const reading = readBaseline(`\uFEFF${text}`);
  expect(reading.ok && formatBaseline(reading.entries)).toBe(text);
  expect(readBaseline(formatBaseline([]))).toEqual({ ok: true, entries: [] });
});

it.each([
  ["{", /^not valid JSON: /],
  ["[]", /^not a baseline: it has no "files"$/],
  ['{"files": {}}', /^version undefined of the format is not known here; this is version 1$/],
  ['{"version": 2, "files": {}}', /^version 2 of the format is not known here/],
  ['{"version": 1, "files": {"a.py": 3}}', /^"a.py" must be a table from rules to counts$/],
  ['{"version": 1, "files": {"a.py": {"HLD101": 0}}}', /^"a.py": HLD101 needs a count of at least 1$/],
  ['{"version": 1, "files": {"a.ipynb": {"HLD101": {"x": "1"}}}}', /^"a.ipynb": HLD101 needs a count of at least 1$/],
])("refuses %s", (wrong, why) => {
  const reading = readBaseline(wrong);
  expect(reading.ok ? null : reading.message).toMatch(why);
});

it("counts by rule and cell", () => {
  expect(countFindings("n.ipynb", [finding("HLD101", "a"), finding("HLD101"), finding("HLD101", "a"), finding("HLD201", "a")])).toEqual([
    entry("n.ipynb", "HLD101", "a", 2),
    entry("n.ipynb", "HLD101", null, 1),
    entry("n.ipynb", "HLD201", "a", 1),
  ]);
});

describe("a file against its baseline", () => {
  const allowed = [entry("f", "HLD101", "a", 2), entry("f", "HLD201", null, 1)];
  it.each([
    ["as many as allowed", [finding("HLD101", "a"), finding("HLD101", "a"), finding("HLD201")], [], []],
    [
      "fewer",
      [finding("HLD101", "a")],
      [],
      [
        [1, 2],
        [0, 1],
      ],
    ],
    ["more: all are shown", [finding("HLD101", "a"), finding("HLD101", "a"), finding("HLD101", "a"), finding("HLD201")], [0, 1, 2], []],
    ["another cell", [finding("HLD101", "b"), finding("HLD201")], [0], [[0, 2]]],
    ["another rule", [finding("HLD101", "a"), finding("HLD101", "a"), finding("HLD201"), finding("HLD203")], [3], []],
  ])("%s", (_name, findings, shown, stale) => {
    const compared = compareWithBaseline(allowed, findings);
    expect(findings.flatMap((each, i) => (compared.isNew(each) ? [i] : []))).toEqual(shown);
    expect(compared.stale.map((each) => [each.found, each.count])).toEqual(stale);
  });
});
