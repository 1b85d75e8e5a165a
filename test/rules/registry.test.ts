/** The list of all rules: complete, unique, in agreement with the catalogue. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { rules } from "../../server/src/rules/index.js";
import { catalogue } from "../../server/src/settings/catalogue.js";

const folder = path.join(path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url)))), "server", "src", "rules");

it("lists every rule file, by code", () => {
  const slugs = fs
    .readdirSync(folder)
    .filter((file) => fs.readFileSync(path.join(folder, file), "utf8").includes("export default defineRule("))
    .map((file) => file.replace(/\.ts$/, ""));
  expect(rules.map((rule) => rule.slug).sort()).toEqual(slugs.sort());
  expect(rules.map((rule) => rule.code)).toEqual(rules.map((rule) => rule.code).sort());
});

it("gives every rule a code and a slug of its own", () => {
  expect(new Set(rules.map((rule) => rule.code)).size).toBe(rules.length);
  expect(new Set(rules.map((rule) => rule.slug)).size).toBe(rules.length);
});

it.each(rules.map((rule) => [rule.code, rule] as const))("%s says of itself what the catalogue says", (code, rule) => {
  const entry = catalogue.find((each) => each.code === code);
  expect(entry).toEqual({ code: rule.code, slug: rule.slug, severity: rule.severity });
});
