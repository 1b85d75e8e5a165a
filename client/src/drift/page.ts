/** The page of the panel. */
import { l10n, type Uri, type Webview } from "vscode";
import { webviewPage } from "../webviewPage";

export const pageHtml = (webview: Webview, extension: Uri): string =>
  webviewPage(webview, extension, { title: l10n.t("Data drift"), script: "panel.js", style: "panel.css", body: '<div id="root"></div>' });
