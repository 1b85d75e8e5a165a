/** The page around everything that the extension shows in a webview: one script, one sheet, nothing else, and nothing from elsewhere. */
import { env, l10n, Uri, type Webview } from "vscode";

export interface PageParts {
  readonly title: string;
  /** Names of files in dist. */
  readonly script: string;
  readonly style: string;
  /** HTML, escaped. */
  readonly body: string;
}

export function webviewPage(webview: Webview, extension: Uri, { title, script, style, body }: PageParts): string {
  const built = (name: string) => webview.asWebviewUri(Uri.joinPath(extension, "dist", name)).toString();
  const nonce = randomBytes();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${escaped(l10n.bundle ? env.language : "en")}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${built(style)}">
</head>
<body>
${body}
<script nonce="${nonce}" src="${built(script)}"></script>
</body>
</html>
`;
}

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** 128 random bits as text, from the generator that browsers and Node have in common. */
export const randomBytes = (): string =>
  Array.from(globalThis.crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
