/** Statements that somebody agreed to at a terminal for good: hashes by server and table, in a file for this user alone. */

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import { DriftProblem } from "../../drift/engine.js";
import type { TableStatements } from "./statementsFor.js";

const version = 1;
/** Tables may change; so many sets of statements of each are remembered. */
const mostHashes = 40;

type Consents = Record<string, readonly string[]>;

export function defaultConsentsFile(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const base =
    process.platform === "win32"
      ? (environment.APPDATA ?? path.join(os.homedir(), "AppData", "Roaming"))
      : process.platform === "darwin"
        ? path.join(os.homedir(), "Library", "Application Support")
        : environment.XDG_CONFIG_HOME || path.join(os.homedir(), ".config");
  return path.join(base, "holdout", "drift-consents.json");
}

const keyOf = (server: string, table: string) => `${server} ${table}`;

/** `file` need not exist; one that cannot be read, or is of another version, remembers nothing. */
export class ConsentsFile {
  constructor(readonly file: string) {}

  agreed(server: string, tables: readonly TableStatements[]): boolean {
    const known = this.read();
    return tables.every(({ table, hashes }) => hashes.every((hash) => known[keyOf(server, table)]?.includes(hash)));
  }

  /** @throws {DriftProblem} where the file cannot be written, or is of another version. */
  agree(server: string, tables: readonly TableStatements[]): void {
    const known = this.read();
    for (const { table, hashes } of tables) {
      const key = keyOf(server, table);
      known[key] = [...new Set([...hashes, ...(known[key] ?? [])])].slice(0, mostHashes);
    }
    this.write(known);
  }

  /** How many tables of the server were remembered. */
  forget(server: string): number {
    const entries = Object.entries(this.read());
    const kept = entries.filter(([key]) => !key.startsWith(`${server} `));
    if (kept.length < entries.length) this.write(Object.fromEntries(kept));
    return entries.length - kept.length;
  }

  private read(): Consents {
    const data = this.parsed();
    if (data?.version !== version || typeof data.consents !== "object" || data.consents === null) return {};
    return Object.fromEntries(Object.entries(data.consents).filter(([, hashes]) => Array.isArray(hashes)));
  }

  private parsed(): { readonly version?: unknown; readonly consents?: Consents | null } | null {
    try {
      return JSON.parse(fs.readFileSync(this.file, "utf8"));
    } catch {
      return null;
    }
  }

  private write(consents: Consents): void {
    const found = this.parsed();
    if (found !== null && found.version !== version)
      throw new DriftProblem(l10n.t("{0} is of version {1}, and is left as it is", this.file, String(found.version)));
    try {
      fs.mkdirSync(path.dirname(this.file), { recursive: true, mode: 0o700 });
      const temporary = `${this.file}.${process.pid}`;
      fs.writeFileSync(temporary, `${JSON.stringify({ version, consents }, null, 1)}\n`, { mode: 0o600 });
      fs.renameSync(temporary, this.file);
    } catch (error) {
      throw new DriftProblem(l10n.t("{0} cannot be written: {1}", this.file, (error as Error).message));
    }
  }
}
