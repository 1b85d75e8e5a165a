/** The pages of report, map and readiness as a screen reader meets them. Colours need a browser that paints: the pictures' script looks at those. */
import axe from "axe-core";
import { JSDOM } from "jsdom";
import { expect, it } from "vitest";
import { pages } from "./pages.js";

it.each(Object.keys(pages))("%s: axe finds nothing", async (name) => {
  const body = (await pages[name]?.()) ?? "";
  expect(body.length).toBeGreaterThan(500);
  const { window } = new JSDOM(`<!doctype html><html lang="en"><head><title>${name}</title></head><body><main>${body}</main></body></html>`, {
    pretendToBeVisual: true,
  });
  const { violations } = await axe.run(window.document.documentElement, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
