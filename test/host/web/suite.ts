/** Runs in VS Code's web-worker extension host, where the server is a worker and nothing of Node exists: what it finds goes into a file for the process outside. */
import * as vscode from "vscode";

interface Api {
  readonly drift: { readonly panel: { readonly state: { readonly unavailable: string | null } } };
}

const toolsOf = () => (vscode as unknown as { lm: { invokeTool(name: string, options: object): Promise<{ content: { value: string }[] }> } }).lm;

export async function run(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const extension = vscode.extensions.getExtension<Api>("holdout.holdout");
  if (!folder || !extension) throw new Error("the web host needs its folder and the extension");
  const api = await extension.activate();
  const leaky = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, "leaky.py"));
  await vscode.window.showTextDocument(leaky);
  const codes = () => vscode.languages.getDiagnostics(leaky.uri).map(({ code }) => String(typeof code === "object" ? code.value : code));
  for (let tries = 0; tries < 200 && !codes().includes("HLD101"); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
  const names = (await vscode.workspace.findFiles("**/*.{py,ipynb}")).map((uri) => uri.path.slice(folder.path.length + 1)).sort();
  const texts: Record<string, string> = {};
  for (const path of names) {
    const answer = await toolsOf().invokeTool("holdout_findings", { input: { path }, toolInvocationToken: undefined });
    texts[path] = answer.content.map(({ value }) => value).join("");
  }
  const seen = {
    isWeb: vscode.env.uiKind === vscode.UIKind.Web && !("process" in globalThis && "versions" in Object((globalThis as { process?: object }).process)),
    runsFrom: extension.extensionUri.scheme,
    diagnostics: codes(),
    unavailable: api.drift.panel.state.unavailable,
    texts,
  };
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, "web-results.json"), new TextEncoder().encode(JSON.stringify(seen)));
}
