/** The page of the panel: one script, one sheet, nothing else. */

import { Uri, type Webview } from "vscode";
import { randomBytes } from "./nonce";

export function pageHtml(webview: Webview, extension: Uri): string {
  const at = (file: string) => webview.asWebviewUri(Uri.joinPath(extension, "dist", file)).toString();
  const nonce = randomBytes();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Data drift</title>
<link rel="stylesheet" href="${at("panel.css")}">
</head>
<body>
<div id="root"></div>
<script nonce="${nonce}" src="${at("panel.js")}"></script>
</body>
</html>
`;
}
