/** With which Python a measurement runs: the setting, else what the Python extension has selected, else what the user picks. */
import { extensions, l10n, type QuickPickItem, type Uri, window, workspace } from "vscode";

/** What only a machine with files can tell. */
export interface Machine {
  /** Interpreters that are there: environments in the folders, then those on the PATH. */
  pythons(folders: readonly string[]): Promise<readonly string[]>;
  /** The user's own folder. */
  readonly home: string;
}

/** The part of the Python extension's API that is used. */
interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: Uri): { readonly path: string } | undefined;
    resolveEnvironment(environment: unknown): Promise<{ readonly executable: { readonly uri?: Uri } } | undefined>;
  };
}

export class Interpreters {
  /** Picked by hand, for as long as the window is open. */
  private picked: string | undefined;

  constructor(private readonly machine: Machine) {}

  /** Undefined where the user picked none. */
  async choose(document: Uri): Promise<string | undefined> {
    return this.fromSetting(document) ?? this.picked ?? (await fromPythonExtension(document)) ?? this.pick();
  }

  /** Asks, whatever is set. */
  async pick(): Promise<string | undefined> {
    const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file").map(({ uri }) => uri.fsPath);
    const found = await this.machine.pythons(folders);
    const browse: QuickPickItem = { label: `$(folder-opened) ${l10n.t("Browse...")}` };
    const items = [...found.map((label): QuickPickItem => ({ label })), browse];
    const item = await window.showQuickPick(items, { title: l10n.t("Python to run the program with"), ignoreFocusOut: true });
    if (!item) return undefined;
    if (item !== browse) return (this.picked = item.label);
    const [file] = (await window.showOpenDialog({ openLabel: l10n.t("Use This Python"), canSelectMany: false })) ?? [];
    return file && (this.picked = file.fsPath);
  }

  private fromSetting(document: Uri): string | undefined {
    const value = workspace.getConfiguration("holdout", document).get<string>("measure.interpreter")?.trim();
    if (!value) return undefined;
    const folder = (workspace.getWorkspaceFolder(document) ?? workspace.workspaceFolders?.[0])?.uri.fsPath ?? "";
    return value.replaceAll(/\$\{workspaceFolder\}/g, () => folder).replace(/^~(?=[\\/])/, () => this.machine.home);
  }
}

async function fromPythonExtension(document: Uri): Promise<string | undefined> {
  const extension = extensions.getExtension<PythonApi>("ms-python.python");
  if (!extension) return undefined;
  try {
    const { environments } = await extension.activate();
    const active = environments?.getActiveEnvironmentPath(document);
    if (!environments || !active) return undefined;
    // The path may be a folder, where the environment has no Python of its own yet.
    return (await environments.resolveEnvironment(active))?.executable.uri?.fsPath;
  } catch {
    return undefined; // An extension that fails is as good as none: the user picks.
  }
}
