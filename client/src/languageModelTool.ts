/** The tool that chat assistants may call: findings with proved fixes as JSON. Absent where VS Code has no tools for language models yet. */
import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { type FindingsParams, type FindingsResult, findingsMethod } from "../../server/src/protocol";

/** Its name in the manifest. */
const findingsTool = "holdout_findings";

export interface FindingsInput {
  /** A script or notebook: a path below a workspace folder, an absolute path, or a URI. Nothing for the whole workspace. */
  readonly path?: string;
}

/** What VS Code 1.95 added; the extension is compiled against an older API and runs on both. */
interface ToolsApi {
  readonly lm?: { registerTool?(name: string, tool: Tool): vscode.Disposable };
  readonly LanguageModelToolResult?: new (content: readonly object[]) => object;
  readonly LanguageModelTextPart?: new (value: string) => object;
}

interface Tool {
  invoke(options: { readonly input: FindingsInput }, cancel: vscode.CancellationToken): Promise<object>;
  prepareInvocation(options: { readonly input: FindingsInput }): object;
}

/** Registers the tool; nothing happens in a VS Code without tools. */
export function offerFindings(client: BaseLanguageClient): vscode.Disposable[] {
  const { lm, LanguageModelToolResult: Result, LanguageModelTextPart: TextPart } = vscode as ToolsApi;
  if (!lm?.registerTool || !Result || !TextPart) return [];
  return [
    lm.registerTool(findingsTool, {
      prepareInvocation: ({ input }) => ({
        invocationMessage: input?.path ? vscode.l10n.t("Checking {0} with Holdout", input.path) : vscode.l10n.t("Checking the workspace with Holdout"),
      }),
      invoke: async ({ input }, cancel) => new Result([new TextPart(await findingsText(client, input ?? {}, cancel))]),
    }),
  ];
}

/** The JSON, or a sentence that says why there is none: an assistant reads either. */
async function findingsText(client: BaseLanguageClient, { path }: FindingsInput, cancel: vscode.CancellationToken): Promise<string> {
  const wanted = typeof path === "string" && path.trim() !== "" ? path.trim() : null;
  const uri = wanted === null ? null : await resolve(wanted);
  if (wanted !== null && uri === null) return `There is no Python file or notebook ${wanted} in the workspace. Give a path below a workspace folder.`;
  const params: FindingsParams = { uri: uri && client.code2ProtocolConverter.asUri(uri) };
  const text = await client.sendRequest<FindingsResult>(findingsMethod, params, cancel);
  return text ?? `Holdout does not check ${wanted ?? "this workspace"}: it is excluded, switched off, no Python, or the check was cancelled.`;
}

/** Only what is open or lies in the workspace: an assistant's wish opens no other file of the machine. */
async function resolve(path: string): Promise<vscode.Uri | null> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const hasScheme = /^[a-z][a-z0-9+.-]+:/i.test(path);
  const isAbsolute = path.startsWith("/") || /^[a-z]:[\\/]/i.test(path);
  const candidates = hasScheme
    ? [vscode.Uri.parse(path)]
    : isAbsolute
      ? folders.slice(0, 1).map(({ uri }) => (uri.scheme === "file" ? vscode.Uri.file(path) : uri.with({ path })))
      : folders.map(({ uri }) => vscode.Uri.joinPath(uri, path));
  for (const uri of candidates) {
    if (isOpen(uri)) return uri;
    if (!/\.(py|ipynb)$/i.test(uri.path) || !vscode.workspace.getWorkspaceFolder(uri)) continue;
    const stat = await vscode.workspace.fs.stat(uri).then(
      (found) => found,
      () => null,
    );
    if (stat) return uri;
  }
  return null;
}

const isOpen = (uri: vscode.Uri): boolean =>
  [...vscode.workspace.textDocuments.filter(({ languageId }) => languageId === "python"), ...vscode.workspace.notebookDocuments].some(
    (document) => document.uri.toString() === uri.toString(),
  );
