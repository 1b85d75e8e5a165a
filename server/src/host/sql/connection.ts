/** A server that runs SQL, as the engine sees it. */
import * as l10n from "@vscode/l10n";
import { DriftProblem } from "../../drift/engine.js";
import type { Column, Dialect } from "./dialect.js";

/** The server is well and would not run this statement, because of its data or its types. */
export class StatementRefused extends DriftProblem {}

/** The server, or the way to it, is gone in the midst of something. */
export class ConnectionLost extends DriftProblem {}

export interface Credentials {
  readonly password: string | null;
  /** Whether nothing else on this machine is looked at for a password. */
  readonly alone: boolean;
  /** Where the password comes from, for messages: "the password is read from …". */
  readonly told: string;
}

export interface Connection {
  readonly dialect: Dialect;
  /** For people; without credentials. */
  readonly name: string;
  /** Names and types of what the relation has; reads no rows. */
  columns(relation: string): Promise<readonly Column[]>;
  /** Rejects with a DriftProblem in words for people. */
  query(sql: string): Promise<readonly (readonly unknown[])[]>;
  /** Ends the statement under way, on the server too. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/** `catalog.schema.table`, with parts in double quotes if they have dots; or a query; throws {@link DriftProblem}. */
export function relationFrom(given: string, quote: (part: string) => string): string {
  const trimmed = given.trim().replace(/;$/, "");
  if (/^(select|with)\s/i.test(trimmed)) return `(${trimmed}) AS holdout_data`;
  const parts = trimmed.match(/"(?:[^"]|"")+"|[^."]+/g) ?? [];
  if (parts.join(".") !== trimmed || parts.length === 0)
    throw new DriftProblem(l10n.t("{0} is no name of a table; parts with dots or quotes stand in double quotes", trimmed || l10n.t("nothing")));
  return parts.map((part) => quote(part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part)).join(".");
}
