/** Local imports of open documents: open texts win over the disk, and who imports whom is remembered. */
import { moduleCandidates } from "../program/imports.js";
import type { FileSource } from "../program/program.js";
import type { HostFiles } from "./host.js";

export class ImportedFiles implements FileSource {
  /** Importing file → files that were sought for it, found or not: one that comes later matters too. */
  private readonly imports = new Map<string, Set<string>>();
  /** What could not be read at once. */
  private readonly fetched = new Map<string, string | null>();
  private readonly fetching = new Set<string>();

  constructor(
    private readonly files: HostFiles,
    private readonly openText: (uri: string) => string | undefined,
    /** The folder up to which an absolute import is sought. */
    private readonly rootOf: (uri: string) => string,
    private readonly arrived: (uri: string) => void,
  ) {}

  resolve(fromPath: string, module: string, level: number): { path: string; text: string } | null {
    for (const path of moduleCandidates(fromPath, module, level, this.rootOf(fromPath))) {
      this.remember(fromPath, path);
      const text = this.textOf(path);
      if (text !== null) return { path, text };
    }
    return null;
  }

  /** The text of a file as the analysis saw it. */
  textOf(uri: string): string | null {
    const text = this.openText(uri) ?? this.files.readNow(uri);
    if (text !== undefined) return text;
    if (!this.fetched.has(uri)) void this.fetch(uri);
    return this.fetched.get(uri) ?? null;
  }

  /** All documents that import a file, directly or not. */
  dependents(uri: string): ReadonlySet<string> {
    const found = new Set<string>();
    const visit = (imported: string): void => {
      for (const [from, targets] of this.imports) {
        if (!targets.has(imported) || found.has(from)) continue;
        found.add(from);
        visit(from);
      }
    };
    visit(uri);
    return found;
  }

  /** After a file has changed on disk. */
  forget(uri: string): void {
    this.fetched.delete(uri);
  }

  private remember(from: string, to: string): void {
    const targets = this.imports.get(from);
    if (targets) targets.add(to);
    else this.imports.set(from, new Set([to]));
  }

  private async fetch(uri: string): Promise<void> {
    if (this.fetching.has(uri)) return;
    this.fetching.add(uri);
    const text = await this.files.read(uri).catch(() => null);
    this.fetching.delete(uri);
    this.fetched.set(uri, text);
    if (text !== null) this.arrived(uri);
  }
}
