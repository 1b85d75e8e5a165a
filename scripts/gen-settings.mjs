// Writes docs/settings.md from the settings schema. With --check it writes nothing and fails when the page is stale.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { importSource } from "./importSource.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const file = path.join(root, "docs", "settings.md");

/** The whole page. */
export function settingsPage({ settingsSchema, kebabCase, severities, confidences, importsCells, editorName }) {
  const types = {
    boolean: "true or false",
    number: "number",
    file: "file name",
    files: "list of files",
    selectors: "list of rules",
    patterns: "list of patterns",
    confidence: confidences.map((each) => `\`${each}\``).join(", "),
    importsCell: importsCells.map((each) => `\`${each}\``).join(", "),
    selectorsByPattern: "table: pattern → list of rules",
    severityBySelector: `table: rule → ${severities.map((each) => `\`${each}\``).join(", ")}`,
    nameByName: "table: name → name",
  };
  const section = (spec) => {
    const { key, kind, description, project } = spec;
    const names = [project && `\`${kebabCase(key)}\` in \`pyproject.toml\``, `\`holdout.${editorName(spec)}\` in VS Code`].filter(Boolean);
    return `### ${project ? kebabCase(key) : key}\n\n${description}\n\n${names.join(", ")}. ${capital(types[kind])}. Default: \`${JSON.stringify(spec.default)}\`.`;
  };
  const shared = settingsSchema.filter((spec) => spec.project);
  const own = settingsSchema.filter((spec) => !spec.project);
  return `${[intro, "## For a project", ...shared.map(section), "## For the editor alone", ...own.map(section)].join("\n\n")}\n`;
}

const capital = (text) => (text.startsWith("`") ? `One of ${text}` : text.charAt(0).toUpperCase() + text.slice(1));

const intro = `<!-- Written by scripts/gen-settings.mjs from server/src/settings/schema.ts. Change that, not this. -->

# Settings

What holds for everyone who works on a project stands under \`[tool.holdout]\` in its \`pyproject.toml\`:

\`\`\`toml
[tool.holdout]
select = ["HLD1", "HLD2"]
ignore = ["HLD203"]
severity = { HLD301 = "error" }
per-file-ignores = { "tests/**" = ["ALL"] }
exclude = ["archive/**"]
\`\`\`

The nearest \`pyproject.toml\` with such a table holds, seen from the file upwards. What you set in VS Code (\`holdout.*\`) wins over it in your editor; options of the command line win over it there. Lists replace one another; severities are joined rule by rule.

A setting that is misspelt or has the wrong type is left out and reported with its line, with a guess at what was meant; the others hold. Editors that check TOML can use \`syntaxes/pyproject.schema.json\` for the table.

## How rules are named

| | |
| --- | --- |
| \`HLD101\` | one rule |
| \`preprocessing-before-split\` | the same rule |
| \`HLD1\`, \`HLD10\` | all rules whose code starts so |
| \`DEFAULT\` | every rule but the hints |
| \`ALL\` | every rule |

The more precise name wins: with \`select = ["HLD1"]\` and \`ignore = ["HLD101"]\` all of 1xx but HLD101 report; with \`select = ["HLD203"]\` and \`ignore = ["HLD2"]\` HLD203 reports. Between equals \`ignore\` wins. All rules with their codes: [rules](rules/README.md), or \`holdout rule\`.

Patterns are those of \`.gitignore\`, relative to the folder of the \`pyproject.toml\`. Files that git ignores are not checked either. To silence single findings, see [suppressions](suppressions.md).`;

export const isFresh = (schema) => fs.existsSync(file) && fs.readFileSync(file, "utf8") === settingsPage(schema);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const schema = await importSource("server/src/settings/schema.ts");
  if (!process.argv.includes("--check")) fs.writeFileSync(file, settingsPage(schema));
  else if (!isFresh(schema)) {
    console.error("docs/settings.md is stale: run node scripts/gen-settings.mjs");
    process.exitCode = 1;
  }
}
