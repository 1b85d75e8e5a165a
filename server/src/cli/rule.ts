/** `holdout rule`: what a rule is about, or the list of all. */
import { type CatalogueEntry, catalogue, findRule, ruleUrl } from "../settings/catalogue.js";
import { selectorProblem } from "../settings/read.js";
import { UsageError } from "./arguments.js";

export function describeRule(name: string | null, format: "text" | "json"): string {
  const rules = name === null ? catalogue : [theRule(name)];
  if (format === "json")
    return `${JSON.stringify(
      rules.map((rule) => ({ code: rule.code, slug: rule.slug, severity: rule.severity, url: ruleUrl(rule) })),
      null,
      2,
    )}\n`;
  return name === null ? rules.map((rule) => `${rule.code}  ${rule.severity.padEnd(11)}  ${rule.slug}\n`).join("") : rules.map(describe).join("");
}

function describe(rule: CatalogueEntry): string {
  const off = rule.severity === "hint" ? ", off by default" : "";
  return `${rule.code} ${rule.slug} (${rule.severity}${off})\n\n${ruleUrl(rule)}\n`;
}

function theRule(name: string): CatalogueEntry {
  const rule = findRule(name);
  if (!rule) throw new UsageError(selectorProblem(name) ?? `"${name}" names several rules; give the whole code`);
  return rule;
}
