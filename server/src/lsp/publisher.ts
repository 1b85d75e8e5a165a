/** Sends diagnostics, and only what has changed: a list that is equal to the last one sent would only flicker. */
import type { Diagnostic, PublishDiagnosticsParams } from "vscode-languageserver";

export class Publisher {
  private readonly sent = new Map<string, string>();

  constructor(private readonly send: (params: PublishDiagnosticsParams) => void) {}

  /** An empty list for a text that never had any is sent too: the client then knows that it was checked. */
  publish(uri: string, version: number | undefined, diagnostics: Diagnostic[]): void {
    const content = JSON.stringify(diagnostics);
    if (this.sent.get(uri) === content) return;
    this.sent.set(uri, content);
    this.send(version === undefined ? { uri, diagnostics } : { uri, version, diagnostics });
  }

  /** For texts that are closed or gone. */
  clear(uri: string): void {
    const last = this.sent.get(uri);
    this.sent.delete(uri);
    if (last !== undefined && last !== "[]") this.send({ uri, diagnostics: [] });
  }
}
