import { commands, FileType, l10n, Uri, window, workspace } from "vscode";

/** Opens the page of a rule that came with the extension; asks which one when no code is given. */
export async function showRule(extension: Uri, code: unknown): Promise<void> {
  const folder = Uri.joinPath(extension, "docs", "rules");
  const pages = await rulePages(folder);
  const wanted = typeof code === "string" ? code : await window.showQuickPick(pages.map(titleOf), { placeHolder: l10n.t("Rule to show") });
  if (!wanted) return;
  const page = pages.find((name) => titleOf(name).startsWith(wanted));
  if (page) await commands.executeCommand("markdown.showPreview", Uri.joinPath(folder, page));
  else await window.showInformationMessage(l10n.t("Holdout has no page for {0}.", wanted));
}

/** "preprocessing before split" and the like, by code. */
export async function ruleNames(extension: Uri): Promise<ReadonlyMap<string, string>> {
  const pages = await rulePages(Uri.joinPath(extension, "docs", "rules"));
  return new Map(pages.map((page) => [page.slice(0, 6), titleOf(page).slice(7).replaceAll("-", " ")]));
}

async function rulePages(folder: Uri): Promise<string[]> {
  const entries = await workspace.fs.readDirectory(folder).then(
    (found) => found,
    () => [],
  );
  const isPage = ([name, type]: [string, FileType]) => type === FileType.File && /^HLD\d{3}.*\.md$/.test(name);
  return entries
    .filter(isPage)
    .map(([name]) => name)
    .sort();
}

const titleOf = (page: string) => page.replace(/\.md$/, "");
