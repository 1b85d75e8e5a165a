/** The catalogue and the rules say the same. */
import { expect, it } from "vitest";
import { rules } from "../../server/src/rules/index.js";
import { catalogue } from "../../server/src/settings/catalogue.js";

it.each(rules.map((rule) => [rule.code, rule] as const))("%s", (code, rule) => {
  expect(catalogue.find((entry) => entry.code === code)).toEqual({ code, slug: rule.slug, severity: rule.severity });
  expect(rule.default).toBe(rule.severity !== "hint");
});
