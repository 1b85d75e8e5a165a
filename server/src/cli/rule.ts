/** `holdout rule`: the page of a rule, or the list of all. */
import fs from "node:fs";
import path from "node:path";
import { type CatalogueEntry, catalogue, findRule, rulePage, ruleUrl } from "../settings/catalogue.js";
import { selectorProblem } from "../settings/read.js";
import { UsageError } from "./arguments.js";

/** `pages`: the folder with the pages of the rules, beside the bundle. */
export function describeRule(name: string | null, format: "text" | "json", pages: string): string {
  const rules = name === null ? catalogue : [theRule(name)];
  if (format === "json")
    return `${JSON.stringify(
      rules.map((rule) => ({ code: rule.code, slug: rule.slug, severity: rule.severity, url: ruleUrl(rule) })),
      null,
      2,
    )}\n`;
  return name === null
    ? rules.map((rule) => `${rule.code}  ${rule.severity.padEnd(11)}  ${rule.slug}\n`).join("")
    : rules.map((rule) => describe(rule, pages)).join("");
}

function describe(rule: CatalogueEntry, pages: string): string {
  const file = path.join(pages, rulePage(rule));
  if (fs.existsSync(file)) return fs.readFileSync(file, "utf8").replace(/^<!--.*-->\s*/, "");
  const off = rule.severity === "hint" ? ", off by default" : "";
  const url = ruleUrl(rule);
  return `${rule.code} ${rule.slug} (${rule.severity}${off})\n${url ? `\n${url}\n` : ""}`;
}

function theRule(name: string): CatalogueEntry {
  const rule = findRule(name);
  if (!rule) throw new UsageError(selectorProblem(name) ?? `"${name}" names several rules; give the whole code`);
  return rule;
}
