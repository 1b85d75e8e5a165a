// Writes what follows from the sources: the settings in the manifest and their texts in package.nls.json. A test fails when they are stale.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { importSource } from "./importSource.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The JSON schema of `[tool.holdout]`, for editors that check TOML. */
export const projectSchemaFile = "syntaxes/pyproject.schema.json";

/** The manifest and its texts as they should be, given the settings schema's own account of itself. */
export function withSettings(manifest, texts, properties) {
  const moved = {};
  const newTexts = Object.fromEntries(Object.entries(texts).filter(([key]) => !key.startsWith("setting.")));
  const all = { ...properties, "holdout.drift.memory": memory, "holdout.drift.history": history, "holdout.trace.server": trace };
  for (const [name, { markdownDescription, ...shape }] of Object.entries(all)) {
    const key = name.replace("holdout.", "setting.");
    newTexts[key] = markdownDescription;
    moved[name] = { ...shape, markdownDescription: `%${key}%` };
  }
  const configuration = { ...manifest.contributes.configuration, properties: moved };
  return { manifest: { ...manifest, contributes: { ...manifest.contributes, configuration } }, texts: newTexts };
}

/** These belong to the extension, not to the linter, and so not to its schema. */
const memory = {
  type: "number",
  minimum: 64,
  default: 1024,
  scope: "window",
  markdownDescription: "Megabytes that the data engine of the drift panel may use before it writes to a temporary folder.",
};

const history = {
  type: "string",
  enum: ["ask", "on", "off"],
  default: "ask",
  scope: "window",
  markdownDescription:
    "Whether the drift panel adds each comparison to `drift-history.jsonl` in the workspace, to show how columns drift from one to the next.",
};

const trace = {
  type: "string",
  enum: ["off", "messages", "verbose"],
  default: "off",
  scope: "window",
  markdownDescription: "Writes the messages between VS Code and Holdout's language server to the *Holdout* log.",
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = (name) => path.join(root, name);
  const read = (name) => JSON.parse(fs.readFileSync(at(name), "utf8"));
  const write = (name, value) => fs.writeFileSync(at(name), `${JSON.stringify(value, null, 2)}\n`);
  const { manifestProperties, projectSchema } = await importSource("server/src/settings/schema.ts");
  const { manifest, texts } = withSettings(read("package.json"), read("package.nls.json"), manifestProperties());
  write("package.json", manifest);
  write("package.nls.json", texts);
  write(projectSchemaFile, projectSchema());
}
