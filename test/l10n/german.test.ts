/** The editor's bundle reaches the server, the comparing process and the panel's page. */

import fs from "node:fs";
import { JSDOM } from "jsdom";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { emptyView } from "../../panel/src/messages.js";
import { bundleComparing, startComparing } from "../drift/comparing.js";
import { installed } from "../drift/engine.js";
import { startSession } from "../lsp/session.js";
import { speakEnglish } from "./pseudo.js";

const german: Record<string, string> = JSON.parse(fs.readFileSync("l10n/bundle.l10n.de.json", "utf8"));

afterEach(speakEnglish);

it("the language server draws its views in it, from the start on", async () => {
  const session = await startSession({ files: { "a.py": "x = 1\n" }, translations: german });
  const view = await session.client.sendRequest<{ title: string; body: string }>("holdout/view", { view: "readiness", uri: null });
  expect(view.title).toBe("Reife");
  expect(view.body).toContain("kein Beleg gefunden");
  expect(view.body).not.toMatch(/no evidence|First step/);
});

describe.skipIf(!installed)("the comparing process", () => {
  it("answers in it", async () => {
    const { folder, bundle } = await bundleComparing("holdout-german-");
    onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
    const { ask, answer } = startComparing(bundle, folder);
    ask({ kind: "language", translations: german });
    const side = { paths: ["absent.csv"] };
    ask({ kind: "columns", id: 1, request: { reference: side, current: side, memoryMb: 256 } as never });
    expect(await answer(1, "problem")).toMatchObject({ reason: "failed", message: "absent.csv gibt es nicht" });
  });
});

it("the panel's page draws nothing before it knows it", async () => {
  const { window } = new JSDOM('<!doctype html><body><div id="root"></div></body>', { pretendToBeVisual: true });
  const sent: { kind: string }[] = [];
  const names = ["window", "document", "Node", "Element", "HTMLElement", "HTMLInputElement", "HTMLDetailsElement"] as const;
  for (const name of names) vi.stubGlobal(name, name === "window" ? window : window[name]);
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
    },
  );
  vi.stubGlobal("acquireVsCodeApi", () => ({ postMessage: (message: { kind: string }) => sent.push(message), getState: () => undefined, setState: () => {} }));
  onTestFinished(() => void vi.unstubAllGlobals());
  await import("../../panel/src/main.js");
  expect(sent).toEqual([{ kind: "language" }]);
  expect(window.document.getElementById("root")?.textContent).toBe("");
  window.dispatchEvent(
    new window.MessageEvent("message", { data: { kind: "view", view: { ...emptyView, problem: { reason: "failed", message: "asked for early" } } } }),
  );
  expect(window.document.getElementById("root")?.textContent).toBe("");
  window.dispatchEvent(new window.MessageEvent("message", { data: { kind: "language", translations: german } }));
  expect(window.document.querySelector("#compare")?.textContent).toBe("Vergleichen");
  expect(sent.at(-1)).toEqual({ kind: "ready" });
  expect(window.document.body.textContent).toContain("asked for early");
});
