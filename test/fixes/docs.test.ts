/** The guide lists what the code fixes. */
import fs from "node:fs";
import { expect, it } from "vitest";
import { builders } from "../../server/src/fixes/index.js";

it("lists every rule that has a fix, and no other", () => {
  const listed = [...fs.readFileSync("docs/fixes.md", "utf8").matchAll(/^\| \[(HLD\d{3})\]/gm)].map((match) => match[1]);
  expect(listed).toEqual(Object.keys(builders).sort());
});
