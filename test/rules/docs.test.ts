/** The pages of the rules follow from the rule files. */
import { expect, it } from "vitest";
import { pages, stale } from "../../scripts/gen-docs.mjs";
import { rules } from "../../server/src/rules/index.js";

it("has a fresh page for every rule, and no other (node scripts/gen-docs.mjs)", () => {
  expect(stale(rules)).toEqual([]);
});

it("links every page from the table", () => {
  const all = pages(rules);
  const table = all.get("README.md") ?? "";
  for (const name of all.keys()) if (name !== "README.md") expect(table).toContain(`(${name})`);
});
