/** All findings that are shown, as a tree below their rules or below their files. */
import {
  type Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  EventEmitter,
  l10n,
  languages,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type Uri,
  window,
  workspace,
} from "vscode";

interface Found {
  readonly uri: Uri;
  readonly diagnostic: Diagnostic;
  readonly code: string;
}

interface Group {
  readonly label: string;
  readonly found: readonly Found[];
}

export interface FindingsTree extends Disposable {
  /** By file if it was by rule, and back. */
  toggleGrouping(): void;
  /** What stands in the tree: the groups in order, with the number of their findings. */
  groups(): readonly { readonly label: string; readonly count: number }[];
}

/** `names`: what each rule is called, by code. */
export function showFindingsTree(names: Thenable<ReadonlyMap<string, string>>): FindingsTree {
  let byRule = true;
  let called: ReadonlyMap<string, string> = new Map();
  const changed = new EventEmitter<void>();
  const groups = (): Group[] => grouped(allFindings(), byRule);
  const provider: TreeDataProvider<Group | Found> = {
    onDidChangeTreeData: changed.event,
    getChildren: (element) => (element === undefined ? groups() : "found" in element ? [...element.found] : []),
    getTreeItem: (element) => ("found" in element ? groupItem(element, called.get(element.label)) : findingItem(element, byRule)),
  };
  const view = window.createTreeView("holdout.findings", { treeDataProvider: provider, showCollapseAll: true });
  const update = () => {
    const count = allFindings().length;
    view.badge = undefined;
    view.description = count > 0 ? (byRule ? l10n.t("{0}, by rule", count) : l10n.t("{0}, by file", count)) : "";
    view.message = count > 0 ? "" : l10n.t("No findings in open files. Check Workspace looks at all others.");
    changed.fire();
  };
  update();
  void names.then((known) => {
    called = known;
    changed.fire();
  });
  const listener = languages.onDidChangeDiagnostics(update);
  return {
    toggleGrouping() {
      byRule = !byRule;
      update();
    },
    groups: () => groups().map(({ label, found }) => ({ label, count: found.length })),
    dispose() {
      listener.dispose();
      view.dispose();
      changed.dispose();
    },
  };
}

function allFindings(): Found[] {
  return languages.getDiagnostics().flatMap(([uri, list]) =>
    list.flatMap((diagnostic) => {
      const code = String(typeof diagnostic.code === "object" ? diagnostic.code.value : diagnostic.code);
      return diagnostic.source === "Holdout" && /^HLD\d{3}$/.test(code) ? [{ uri, diagnostic, code }] : [];
    }),
  );
}

function grouped(found: readonly Found[], byRule: boolean): Group[] {
  const groups = new Map<string, Found[]>();
  for (const each of found) {
    const label = byRule ? each.code : fileOf(each.uri);
    groups.set(label, [...(groups.get(label) ?? []), each]);
  }
  return [...groups].map(([label, list]) => ({ label, found: list })).sort((a, b) => a.label.localeCompare(b.label));
}

/** Cells count as their notebook. */
const fileOf = (uri: Uri): string => workspace.asRelativePath(uri.with({ fragment: "", query: "" }).path, false);

function placeOf(uri: Uri, { range }: Diagnostic): string {
  const line = range.start.line + 1;
  const cells = workspace.notebookDocuments.flatMap((notebook) => notebook.getCells());
  const cell = cells.find(({ document }) => document.uri.toString() === uri.toString());
  return cell ? l10n.t("cell {0}, line {1}", cell.index + 1, line) : l10n.t("line {0}", line);
}

function groupItem({ label, found }: Group, name: string | undefined): TreeItem {
  const item = new TreeItem(label, TreeItemCollapsibleState.Expanded);
  item.description = name === undefined ? String(found.length) : `${name}, ${found.length}`;
  return item;
}

function findingItem({ uri, diagnostic, code }: Found, byRule: boolean): TreeItem {
  const item = new TreeItem(diagnostic.message.replaceAll("`", ""));
  item.contextValue = "finding";
  const place = placeOf(uri, diagnostic);
  item.description = byRule ? `${fileOf(uri)}, ${place}` : `${code}, ${place}`;
  item.tooltip = diagnostic.message;
  item.iconPath = new ThemeIcon(
    diagnostic.severity === DiagnosticSeverity.Error ? "error" : diagnostic.severity === DiagnosticSeverity.Warning ? "warning" : "info",
  );
  item.command = { command: "vscode.open", title: l10n.t("Open"), arguments: [uri, { selection: diagnostic.range }] };
  return item;
}
