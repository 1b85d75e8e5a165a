/** Counts of rules and of calls that are not modelled. */
import { expect, it } from "vitest";
import type { CheckedFile } from "../../server/src/report/located.js";
import { renderStatistics, renderStatisticsJson } from "../../server/src/report/statistics.js";

const file = (notModelled: Record<string, number>): CheckedFile => ({
  filename: "a.py",
  findings: [],
  frames: [],
  evaluations: 0,
  notModelled: Object.entries(notModelled).map(([name, count]) => ({ name, count })),
  gaveUp: [],
  broken: [],
});

it("adds up calls over files, most frequent first", () => {
  const files = [file({ "lib.b": 2, "lib.a": 5 }), file({ "lib.b": 9, "lib.c": 5 })];
  expect(renderStatistics(files)).toBe("\nCalls not modelled:\n11  lib.b\n 5  lib.a\n 5  lib.c\n\n");
  expect(JSON.parse(renderStatisticsJson(files)).not_modelled).toEqual([
    { name: "lib.b", count: 11 },
    { name: "lib.a", count: 5 },
    { name: "lib.c", count: 5 },
  ]);
});

it("shows the first twenty", () => {
  const many = file(Object.fromEntries(Array.from({ length: 23 }, (_, i) => [`lib.f${i}`, 100 - i])));
  expect(renderStatistics([many])).toMatch(/ 81 {2}lib\.f19\n\.\.\. and 3 more\n\n$/);
  expect(JSON.parse(renderStatisticsJson([many])).not_modelled).toHaveLength(23);
});

it("says nothing where there is nothing", () => expect(renderStatistics([file({})])).toBe(""));
