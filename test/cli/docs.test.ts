/** The guides follow from their sources, and the commands that they show exist. */
import fs from "node:fs";
import { describe, expect, it } from "vitest";
import { isFresh } from "../../scripts/gen-settings.mjs";
import { help, parseArguments } from "../../server/src/cli/arguments.js";
import * as schema from "../../server/src/settings/schema.js";

const read = (file: string) => fs.readFileSync(file, "utf8");
const guides = ["docs/ci.md", "docs/settings.md", "docs/suppressions.md", "docs/notebooks.md", "docs/fixes.md"];
const hook = /entry: (.*)/.exec(read(".pre-commit-hooks.yaml"))?.[1] ?? "";

it("has a fresh page of settings (node scripts/gen-settings.mjs)", () => expect(isFresh(schema)).toBe(true));

describe("commands", () => {
  const commands = guides.flatMap((file) => [...read(file).matchAll(/(?:`|^|- (?:run: )?)(holdout (?:check|rule)[^`\n]*)/gm)].map((match) => match[1] ?? ""));

  it.each([...new Set(commands), hook])("%s", (command) => expect(() => parseArguments(command.split(" ").slice(1))).not.toThrow());

  it("are shown at all", () => expect(commands.length).toBeGreaterThan(15));
});

it("links only to pages and headings that exist", () => {
  const slug = (heading: string) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, "")
      .replaceAll(" ", "-");
  const headings = (text: string) => [...text.matchAll(/^#+ (.*)$/gm)].map((match) => slug(match[1] ?? ""));
  const wrong = guides.flatMap((file) =>
    [...read(file).matchAll(/\]\(([^)#]+)(?:#([^)]+))?\)/g)]
      .filter(([, target, anchor]) => !fs.existsSync(`docs/${target}`) || (anchor && !headings(read(`docs/${target}`)).includes(anchor)))
      .map((match) => `${file}: ${match[0]}`),
  );
  expect(wrong).toEqual([]);
});

it("tells the exit statuses as the help does", () => {
  for (const [, status, meaning] of help.matchAll(/^ {2}([012]) {2}(.*)$/gm)) expect(read("docs/ci.md")).toContain(`| ${status} | ${meaning} |`);
});

it("explains every option in the help", () => {
  const known = [...read("server/src/cli/arguments.ts").matchAll(/^ {2}"?([a-z-]+)"?: \{ type: "(?:string|boolean)"/gm)].map((match) => match[1]);
  expect(known.length).toBeGreaterThan(15);
  expect(known.filter((option) => !help.includes(`--${option}`))).toEqual([]);
});
