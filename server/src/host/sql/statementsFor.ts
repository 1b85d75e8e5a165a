/** What would be sent to a server, table by table, and how it is known again once a person has agreed to it. */
import { createHash } from "node:crypto";
import type { SqlEngine } from "./engine.js";

export interface TableStatements {
  readonly table: string;
  readonly statements: readonly string[];
  /** SHA-256 of each statement, in hexadecimal. */
  readonly hashes: readonly string[];
}

/** `reference` and `current`: tables or queries, null for a side that is not on this server. Reads names and types of columns, and no rows. */
export async function statementsFor(engine: SqlEngine, reference: string | null, current: string | null): Promise<TableStatements[]> {
  const found: TableStatements[] = [];
  const add = async (table: string, isReference: boolean) => {
    const statements = await engine.preview(isReference ? table : null, table);
    found.push({ table, statements, hashes: statements.map((sql) => createHash("sha256").update(sql).digest("hex")) });
  };
  if (reference !== null) await add(reference, true);
  if (current !== null && current !== reference) await add(current, false);
  return found;
}
