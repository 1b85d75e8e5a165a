/** The data that the user's programs read, as files that are there. */
import { l10n, Uri, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { type ColumnUsesResult, columnUsesMethod, type DataReadPlace, type DataReadsResult, dataReadsMethod } from "../../../server/src/protocol";
import { candidates } from "./paths";

export interface CodeRead extends DataReadPlace {
  /** The file that is meant; with `*` for a pattern. */
  readonly file: string;
}

/** A path as programs write it, on every system. */
export const slashed = (path: string): string => path.replaceAll("\\", "/");

export const localFolders = (): string[] => (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file").map(({ uri }) => slashed(uri.fsPath));

export class Reads {
  constructor(private readonly client: BaseLanguageClient) {}

  /** Read calls whose file is there. `everywhere`: also in files that are not open. Empty while the server is down. */
  async all(everywhere: boolean): Promise<CodeRead[]> {
    const places = await this.ask<DataReadsResult>(dataReadsMethod, { workspace: everywhere });
    const folders = localFolders();
    const found = await Promise.all((places ?? []).map(async (place) => ({ place, file: await existing(place, folders) })));
    return found.flatMap(({ place, file }) => (file === null ? [] : [{ ...place, file }]));
  }

  async uses(column: string, documents: readonly string[]): Promise<ColumnUsesResult> {
    return (await this.ask<ColumnUsesResult>(columnUsesMethod, { column, documents })) ?? [];
  }

  private async ask<T>(method: string, params: object): Promise<T | null> {
    try {
      return await this.client.sendRequest<T>(method, params);
    } catch {
      return null;
    }
  }
}

/** What models are trained to predict: those that learn from these files first, then those of other programs of the workspace. */
export function targetsIn(reads: readonly CodeRead[], paths: readonly string[]): string[] {
  const named = reads.flatMap(({ target, file }) => (target === null ? [] : [{ target, own: paths.some((path) => file.endsWith(path)) }]));
  return [...new Set([...named.filter(({ own }) => own), ...named].map(({ target }) => target))];
}

async function existing({ path, document }: DataReadPlace, folders: readonly string[]): Promise<string | null> {
  const uri = Uri.parse(document);
  const near = uri.scheme === "file" ? slashed(uri.fsPath) : "";
  for (const candidate of candidates(path, near, folders)) {
    // Of a pattern, the folder that it begins in has to be there.
    const fixed = candidate.replace(/\/[^/]*[*?[].*$/, "");
    if (await isThere(Uri.file(fixed))) return slashed(Uri.file(candidate).fsPath);
  }
  return null;
}

export const isThere = (uri: Uri): Promise<boolean> =>
  Promise.resolve(workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );

/** "read in churn.py, line 12; trained on". */
export function originOf({ document, range, role }: DataReadPlace): string {
  const roles = {
    train: l10n.t("trained on"),
    test: l10n.t("evaluated on"),
    both: l10n.t("trained and evaluated on"),
    predicted: l10n.t("predicted for"),
    unknown: "",
  };
  const name = Uri.parse(document).path.split("/").at(-1) ?? document;
  const where = document.endsWith(".ipynb") ? l10n.t("read in {0}", name) : l10n.t("read in {0}, line {1}", name, range.start.line + 1);
  return roles[role] ? `${where}; ${roles[role]}` : where;
}
