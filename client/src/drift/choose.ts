/** Asks which data to take: what the code reads, what was taken before, files of the workspace, or anything else. */
import { l10n, type QuickPickItem, QuickPickItemKind, type Uri, window, workspace } from "vscode";
import type { Choice } from "../../../panel/src/messages";
import { isData, shortPath } from "./paths";
import { type CodeRead, localFolders, originOf, slashed } from "./reads";

export type Side = "reference" | "current";

interface Item extends QuickPickItem {
  readonly choice?: Choice;
  readonly ask?: () => Promise<Choice | undefined>;
}

const mostFiles = 200;

function choiceOf(paths: readonly string[], origin = ""): Choice {
  const folder = localFolders()[0] ?? "";
  const short = paths.map((path) => shortPath(slashed(path), folder));
  return { data: { paths: short }, name: short.join(", "), origin };
}

export const choiceOfRead = (read: CodeRead): Choice => choiceOf([read.file], originOf(read));

const likely: Record<Side, readonly CodeRead["role"][]> = {
  reference: ["train", "both", "unknown", "test", "predicted"],
  current: ["predicted", "test", "unknown", "both", "train"],
};

/** Likeliest first; a file that several programs read comes once. */
export function ranked(reads: readonly CodeRead[], side: Side): CodeRead[] {
  const order = likely[side];
  const sorted = [...reads].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
  return [...new Map(sorted.reverse().map((read) => [read.file, read])).values()].reverse();
}

/** `server`: asks for a table on a server. */
export async function choose(
  side: Side,
  reads: Promise<readonly CodeRead[]>,
  recent: readonly Choice[],
  server: () => Promise<Choice | undefined>,
): Promise<Choice | undefined> {
  const picker = window.createQuickPick<Item>();
  picker.title = side === "reference" ? l10n.t("Reference: the data that the model learned from") : l10n.t("Current: the data that it meets now");
  picker.placeholder = l10n.t("A file that your code reads, or any other");
  picker.matchOnDescription = true;
  picker.busy = true;
  picker.items = others(side, server);
  picker.show();
  const picked = new Promise<Item | undefined>((resolve) => {
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0]);
      picker.hide();
    });
    picker.onDidHide(() => resolve(undefined));
  });
  void itemsFor(side, reads, recent, server).then((items) => {
    picker.items = items;
    picker.busy = false;
  });
  const item = await picked;
  picker.dispose();
  return item?.choice ?? item?.ask?.();
}

async function itemsFor(
  side: Side,
  reads: Promise<readonly CodeRead[]>,
  recent: readonly Choice[],
  server: () => Promise<Choice | undefined>,
): Promise<Item[]> {
  const code = ranked(await reads, side).map((read): Item => {
    const choice = choiceOfRead(read);
    return { label: `$(code) ${choice.name}`, description: choice.origin, choice };
  });
  const before = recent.map(
    (choice): Item => ({ label: `$(${choice.data.server === undefined ? "history" : "database"}) ${choice.name}`, description: choice.origin, choice }),
  );
  const files = (
    await workspace.findFiles("**/*.{csv,tsv,parquet,pq,jsonl,ndjson,gz,zst}", "**/{node_modules,.git,.venv,venv,site-packages}/**", mostFiles)
  ).filter(({ scheme, path }) => scheme === "file" && isData(path));
  const found = files
    .map(({ fsPath }): Item => ({ label: `$(file) ${choiceOf([fsPath]).name}`, choice: choiceOf([fsPath]) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const group = (label: string, items: readonly Item[]): Item[] => (items.length > 0 ? [{ label, kind: QuickPickItemKind.Separator }, ...items] : []);
  return [
    ...group(l10n.t("read by your code"), code),
    ...group(l10n.t("recent"), before),
    ...group(l10n.t("in the workspace"), found),
    ...others(side, server),
  ];
}

function others(side: Side, server: () => Promise<Choice | undefined>): Item[] {
  const items: Item[] = [
    { label: l10n.t("$(folder-opened) Browse for a file…"), alwaysShow: true, ask: () => browse(true) },
    { label: l10n.t("$(folder) Browse for a folder of files…"), alwaysShow: true, ask: () => browse(false) },
    { label: l10n.t("$(edit) Type a path or a pattern…"), alwaysShow: true, ask: typed },
    { label: l10n.t("$(database) A table on a server…"), alwaysShow: true, ask: server },
  ];
  if (side === "reference") items.push({ label: l10n.t("$(archive) A baseline file…"), alwaysShow: true, ask: baseline });
  return [{ label: l10n.t("anything else"), kind: QuickPickItemKind.Separator }, ...items];
}

async function browse(files: boolean): Promise<Choice | undefined> {
  const filters = { [l10n.t("Data")]: ["csv", "tsv", "parquet", "pq", "jsonl", "ndjson", "gz", "zst"], [l10n.t("All files")]: ["*"] };
  const uris = await window.showOpenDialog({ canSelectFiles: files, canSelectFolders: !files, canSelectMany: files, ...(files && { filters }) });
  return uris && uris.length > 0 ? choiceOf(uris.map(({ fsPath }) => fsPath)) : undefined;
}

async function typed(): Promise<Choice | undefined> {
  const path = await window.showInputBox({
    prompt: l10n.t("A file, a folder, or a pattern such as data/2024-*.parquet, relative to the workspace"),
    ignoreFocusOut: true,
  });
  return path?.trim() ? choiceOf([path.trim()]) : undefined;
}

async function baseline(): Promise<Choice | undefined> {
  const uris = await window.showOpenDialog({ canSelectMany: false, filters: { JSON: ["json"] }, title: l10n.t("A baseline file") });
  const [uri] = uris ?? [];
  if (!uri) return undefined;
  const choice = choiceOf([uri.fsPath], l10n.t("baseline"));
  return { ...choice, data: { ...choice.data, baseline: true } };
}

/** All data files of a selection in the explorer, folders as they are. */
export const choiceOfUris = (uris: readonly Uri[]): Choice => choiceOf(uris.map(({ fsPath }) => fsPath));
