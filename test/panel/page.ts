/** The page of the drift panel in jsdom, and reports to show in it. */
import { JSDOM, VirtualConsole } from "jsdom";
import { onTestFinished } from "vitest";
import type { FromPage, ToPage, View } from "../../panel/src/messages.js";
import { emptySession, emptyView } from "../../panel/src/messages.js";
import type { Host, Kept } from "../../panel/src/page.js";
import type { ColumnPair } from "../../server/src/drift/checks.js";
import { makeReport, type Report } from "../../server/src/drift/report.js";
import type { SchemaChange } from "../../server/src/drift/schema.js";
import { defaultThresholds } from "../../server/src/drift/thresholds.js";
import { judge } from "../../server/src/drift/verdict.js";
import { categoryColumn, numberColumn } from "../drift/fromValues.js";
import { mulberry32, normal } from "../drift/random.js";

export interface Sample {
  readonly report: Report;
  readonly profiles: ReadonlyMap<string, readonly [unknown, unknown]>;
}

/** `shifts`: by how many standard deviations each number moved. Beside them a category that shifts and one that does not. */
export function sample(shifts: Readonly<Record<string, number>>, changes: readonly SchemaChange[] = [], problems: readonly string[] = []): Sample {
  const random = mulberry32(7);
  const draw = (n: number, shift: number) => Array.from({ length: n }, () => 50 + 10 * (normal(random) + shift));
  const pairs: ColumnPair[] = Object.entries(shifts).map(([name, shift]) => {
    const reference = numberColumn(name, draw(600, 0));
    return { reference, current: numberColumn(name, draw(400, shift), reference.numbers), distances: null };
  });
  const letters = (n: number, share: number, extra: string) => Array.from({ length: n }, () => (random() < share ? extra : random() < 0.5 ? "a" : "b"));
  pairs.push({ reference: categoryColumn("<plan>", letters(600, 0, "c")), current: categoryColumn("<plan>", letters(400, 0.3, "<script>c")), distances: null });
  const dataset = (name: string, side: "reference" | "current") => ({
    name,
    rows: side === "reference" ? 600 : 400,
    rejected: 0,
    columns: pairs.map((pair) => pair[side]),
  });
  const [reference, current] = [dataset("train.csv", "reference"), dataset("now.csv", "current")];
  const request = { reference, current: { paths: ["now.csv"] }, thresholds: defaultThresholds };
  const verdicts = judge(pairs, defaultThresholds);
  const report = makeReport({ reference, current, pairs, verdicts, changes, rejections: [], problems, request, baseline: false });
  return { report, profiles: new Map(pairs.map((pair) => [pair.reference.name, [pair.reference, pair.current]])) };
}

export const view = (part: Partial<View> = {}): View => ({
  ...emptyView,
  session: {
    ...emptySession,
    id: "1",
    reference: { data: { paths: ["train.csv"] }, name: "train.csv", origin: "read in a.py, line 1" },
    current: { data: { paths: ["now.csv"] }, name: "now.csv", origin: "" },
  },
  ...part,
});

export interface Page {
  readonly document: Document;
  readonly sent: FromPage[];
  readonly kept: () => Kept | undefined;
  readonly receive: (message: ToPage) => void;
  readonly $: <E extends Element = HTMLElement>(selector: string) => E;
  readonly texts: (selector: string) => string[];
  readonly press: (target: Element, key: string) => void;
}

/** jsdom lays nothing out: the table takes itself to be 600 pixels high. */
export async function openPage(state?: unknown): Promise<Page> {
  const dom = new JSDOM('<!doctype html><html lang="en"><head><title>Data drift</title></head><body class="vscode-dark"><div id="root"></div></body></html>', {
    pretendToBeVisual: true,
    virtualConsole: new VirtualConsole(),
  });
  const { window } = dom;
  const names = [
    "window",
    "document",
    "Node",
    "Element",
    "HTMLElement",
    "HTMLInputElement",
    "HTMLDetailsElement",
    "XMLSerializer",
    "getComputedStyle",
  ] as const;
  const globals = globalThis as unknown as Record<string, unknown>;
  const before = names.map((name) => [name, globals[name]] as const);
  for (const name of names) globals[name] = name === "window" ? window : (window as unknown as Record<string, unknown>)[name];
  globals.ResizeObserver = class {
    observe() {}
  };
  onTestFinished(() => {
    for (const [name, value] of before) globals[name] = value;
    window.close();
  });
  const { startPage } = await import("../../panel/src/page.js");
  const sent: FromPage[] = [];
  let kept: Kept | undefined;
  const host: Host = { postMessage: (message) => void sent.push(message), getState: () => state, setState: (next) => (kept = next) };
  const receive = startPage(window.document.getElementById("root") as HTMLElement, host);
  const $ = <E extends Element = HTMLElement>(selector: string) => {
    const found = window.document.querySelector(selector);
    if (!found) throw new Error(`nothing is ${selector} in ${window.document.body.innerHTML.slice(0, 2000)}`);
    return found as unknown as E;
  };
  return {
    document: window.document,
    sent,
    kept: () => kept,
    receive,
    $,
    texts: (selector) => [...window.document.querySelectorAll(selector)].map((element) => element.textContent ?? ""),
    press: (target, key) => void target.dispatchEvent(new window.KeyboardEvent("keydown", { key, bubbles: true })),
  };
}
