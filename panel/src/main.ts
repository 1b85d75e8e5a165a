/** Entry of the page. */
import { type Host, startPage } from "./page.js";

declare function acquireVsCodeApi(): Host;

const root = document.getElementById("root");
if (root) startPage(root, acquireVsCodeApi());
