/** Drift in Problems, on the calls that read the data. An alert goes by itself when the data change, or when code no longer reads them. */
import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  l10n,
  languages,
  type Memento,
  Range,
  type TextDocument,
  Uri,
  workspace,
} from "vscode";
import type { Choice } from "../../../panel/src/messages";
import type { DriftAlert, DriftCompared } from "../../../server/src/protocol";
import { isAbsolute, joined } from "./paths";
import { type CodeRead, localFolders, type Reads } from "./reads";
import { changedFile, watchFiles } from "./stamps";

interface Alert {
  readonly reference: Choice;
  readonly current: Choice;
  readonly alert: DriftAlert;
  readonly files: Readonly<Record<string, string>>;
}

const key = "holdout.drift.alerts";
const most = 20;

export class Alerts implements Disposable, CodeActionProvider {
  private readonly shown = languages.createDiagnosticCollection("holdout.drift");
  private alerts: Alert[];
  private closed: readonly CodeRead[] = [];
  private watcher: Disposable | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly actions: Disposable;

  constructor(
    private readonly reads: Reads,
    private readonly memento: Memento,
  ) {
    this.alerts = memento.get<Alert[]>(key, []);
    this.actions = languages.registerCodeActionsProvider({ language: "python" }, this, { providedCodeActionKinds: [CodeActionKind.QuickFix] });
    if (this.alerts.length > 0) void this.look();
  }

  /** What a comparison found takes the place of what an earlier one of the same data found. */
  async found(reference: Choice, current: Choice, { alert, files }: DriftCompared): Promise<void> {
    const same = (other: Alert) => other.reference.name === reference.name && other.current.name === current.name;
    const others = this.alerts.filter((other) => !same(other));
    await this.keep(alert.level === "none" ? others : [{ reference, current, alert, files }, ...others].slice(0, most));
    this.closed = this.alerts.length > 0 ? await this.reads.all(true) : [];
    await this.show();
  }

  /** The code may have changed: asked for often, done after a rest. */
  readonly refresh = (): void => {
    if (this.alerts.length === 0) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.show(), 200);
  };

  provideCodeActions(document: TextDocument, range: Range): CodeAction[] {
    const here = (this.shown.get(document.uri) ?? []).filter((diagnostic) => diagnostic.range.intersection(range));
    return here.map((diagnostic) => {
      const action = new CodeAction(l10n.t("Open the drift panel"), CodeActionKind.QuickFix);
      action.diagnostics = [diagnostic];
      action.command = { command: "holdout.openDriftPanel", title: action.title };
      return action;
    });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.watcher?.dispose();
    this.actions.dispose();
    this.shown.dispose();
  }

  private async keep(alerts: readonly Alert[]): Promise<void> {
    this.alerts = [...alerts];
    this.watcher?.dispose();
    const files = Object.assign({}, ...this.alerts.map((alert) => alert.files));
    this.watcher = this.alerts.length > 0 ? watchFiles(files, () => void this.look()) : undefined;
    await this.memento.update(key, this.alerts);
  }

  /** Drops what was found in data that are no longer the same. */
  private async look(): Promise<void> {
    const checked = await Promise.all(this.alerts.map(async (alert) => ({ alert, changed: await changedFile(alert.files) })));
    await this.keep(checked.filter(({ changed }) => changed === null).map(({ alert }) => alert));
    await this.show();
  }

  private async show(): Promise<void> {
    const open = this.alerts.length > 0 ? await this.reads.all(false) : [];
    const isOpen = new Set([...workspace.textDocuments.map(({ uri }) => uri.toString()), ...workspace.notebookDocuments.map(({ uri }) => uri.toString())]);
    const reads = [...open, ...this.closed.filter(({ document }) => !isOpen.has(Uri.parse(document).toString()))];
    const found = new Map<string, Diagnostic[]>();
    for (const read of reads)
      for (const alert of this.alerts) {
        const side = sideOf(read, alert);
        if (side) found.set(read.uri, [...(found.get(read.uri) ?? []), diagnosticOf(read, side, alert)]);
      }
    this.shown.clear();
    for (const [uri, diagnostics] of found) this.shown.set(Uri.parse(uri), diagnostics);
  }
}

function sideOf(read: CodeRead, { reference, current }: Alert): "reference" | "current" | null {
  const folder = localFolders()[0] ?? "";
  const has = ({ data }: Choice) => data.paths.some((path) => (isAbsolute(path) ? path : joined(folder, path)) === read.file);
  return has(current) ? "current" : has(reference) ? "reference" : null;
}

const sentences = 3;

function diagnosticOf({ range: { start, end } }: CodeRead, side: "reference" | "current", { reference, current, alert }: Alert): Diagnostic {
  const head = side === "current" ? l10n.t("These data have drifted from {0}.", reference.name) : l10n.t("{0} has drifted from these data.", current.name);
  const lines = alert.columns.slice(0, sentences).map(({ name, level, sentence }) => `${name} (${level}): ${sentence}`);
  const more = alert.columns.length - lines.length;
  const text = [`${head} ${alert.sentence}`, ...lines, ...(more > 0 ? [l10n.t("and {0} more columns", more)] : [])].join("\n");
  const diagnostic = new Diagnostic(
    new Range(start.line, start.character, end.line, end.character),
    text,
    alert.level === "major" ? DiagnosticSeverity.Warning : DiagnosticSeverity.Information,
  );
  diagnostic.source = "Holdout";
  diagnostic.code = "drift";
  return diagnostic;
}
