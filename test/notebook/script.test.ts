import { expect, test } from "vitest";
import { readScript } from "../../server/src/notebook/script.js";

test("a script is one unit, in the user's own text", () => {
  const text = "\uFEFF# %%\r\nx = 1\r\n";
  expect(readScript(text, "/a.py")).toEqual({ path: "/a.py", kind: "script", units: [{ source: "/a.py", text, cell: null }] });
});
