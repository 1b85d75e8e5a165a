/** Entry of the page. */
import * as l10n from "@vscode/l10n";
import type { ToPage } from "./messages.js";
import { type Host, startPage } from "./page.js";

declare function acquireVsCodeApi(): Host;

const root = document.getElementById("root");
const host = acquireVsCodeApi();

/** What was asked of the page before it knew its language. */
const early: ToPage[] = [];

/** Words are looked up when they are drawn, so that nothing is drawn before the language is known. */
function learn({ data }: MessageEvent<ToPage>): void {
  if (!root) return;
  if (data.kind !== "language") {
    early.push(data);
    return;
  }
  window.removeEventListener("message", learn);
  l10n.config({ contents: { ...data.translations } });
  const receive = startPage(root, host);
  for (const message of early) receive(message);
}

window.addEventListener("message", learn);
host.postMessage({ kind: "language" });
