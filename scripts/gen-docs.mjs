// Writes docs/rules/: a page for every rule file, and a table of all. With --check it writes nothing and fails when a page is stale.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { importSource } from "./importSource.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, "docs", "rules");

const families = {
  1: "Evaluation rows reach training",
  2: "Choosing by looking at the test set",
  3: "Numbers that mislead",
  4: "Results nobody can get again",
  5: "Training loops",
  6: "From notebook to production",
  9: "Housekeeping",
};

export const fileOf = (rule) => `${rule.code}-${rule.slug}.md`;

/** File name → text, for all pages. */
export function pages(rules) {
  return new Map([["README.md", table(rules)], ...rules.map((rule) => [fileOf(rule), page(rule)])]);
}

/** What stands in docs/rules/ and should not, or should and does not. */
export function stale(rules) {
  const wanted = pages(rules);
  const there = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const wrong = [...wanted].filter(([name, text]) => !there.includes(name) || fs.readFileSync(path.join(folder, name), "utf8") !== text).map(([name]) => name);
  return [...wrong, ...there.filter((name) => !wanted.has(name))].sort();
}

function page(rule) {
  const bad = rule.examples.filter((example) => example.bad !== undefined);
  const good = rule.examples.filter((example) => example.good !== undefined);
  const severity = rule.default
    ? `${article(rule.severity)} ${rule.severity}, on by default`
    : `${article(rule.severity)} ${rule.severity}, off by default: select it to see it`;
  return `${[
    "<!-- Written by scripts/gen-docs.mjs from the rule file. Change that, not this. -->",
    `# ${rule.code}: ${rule.slug}`,
    `${rule.summary}. Reported as ${severity}.`,
    "## Why this is bad",
    rule.why,
    bad.length > 1 ? "## Examples" : "## Example",
    ...bad.map((example) => shown(rule, example.title, example.bad)),
    "## Use instead",
    ...good.map((example) => shown(rule, example.title, example.good)),
    "## When not to follow it",
    rule.whenNot,
    "## To silence it",
    `On one line: \`# holdout: ignore[${rule.code}]\`. In a project: add \`${rule.code}\` to \`ignore\` under \`[tool.holdout]\` in \`pyproject.toml\`.`,
  ].join("\n\n")}\n`;
}

const article = (severity) => (/^[aeiou]/.test(severity) ? "an" : "a");

const shown = (rule, title, text) => `### ${title}\n\n\`\`\`python\n${text.replace(/# error$/gm, `# ${rule.code}`).trimEnd()}\n\`\`\``;

function table(rules) {
  const parts = [
    "<!-- Written by scripts/gen-docs.mjs from the rule files. -->",
    "# Rules",
    "Every rule asks one question of the rows: who learned from them, and who was judged by them. Rules that are off by default are hints.",
  ];
  for (const [digit, title] of Object.entries(families)) {
    const members = rules.filter((rule) => rule.code.startsWith(`HLD${digit}`));
    if (!members.length) continue;
    const rows = members.map((rule) => `| [${rule.code}](${fileOf(rule)}) | ${rule.slug} | ${rule.summary} | ${rule.severity}${rule.default ? "" : ", off"} |`);
    parts.push(`## ${digit}xx ${title}`, ["| Code | Name | What it finds | Default |", "| --- | --- | --- | --- |", ...rows].join("\n"));
  }
  return `${parts.join("\n\n")}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { rules } = await importSource("server/src/rules/index.ts");
  const wrong = stale(rules);
  if (process.argv.includes("--check")) {
    for (const name of wrong) console.error(`docs/rules/${name} is stale: run node scripts/gen-docs.mjs`);
    process.exitCode = wrong.length ? 1 : 0;
  } else {
    fs.mkdirSync(folder, { recursive: true });
    const wanted = pages(rules);
    for (const name of wrong) {
      if (wanted.has(name)) fs.writeFileSync(path.join(folder, name), wanted.get(name));
      else fs.rmSync(path.join(folder, name));
    }
    console.log(wrong.length ? `written: ${wrong.join(", ")}` : "all pages are up to date");
  }
}
