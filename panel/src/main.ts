/** Entry of the page. */
import * as l10n from "@vscode/l10n";
import type { ToPage } from "./messages.js";
import { type Host, startPage } from "./page.js";

declare function acquireVsCodeApi(): Host;

const root = document.getElementById("root");
const host = acquireVsCodeApi();

/** Words are looked up when they are drawn, so that nothing is drawn before the language is known. */
function learn({ data }: MessageEvent<ToPage>): void {
  if (data.kind !== "language" || !root) return;
  window.removeEventListener("message", learn);
  l10n.config({ contents: { ...data.translations } });
  startPage(root, host);
}

window.addEventListener("message", learn);
host.postMessage({ kind: "language" });
