/** PostgreSQL, and what speaks its protocol. */
import * as l10n from "@vscode/l10n";
import type { Client, ClientConfig } from "pg";
import { DriftProblem, type Family } from "../../drift/engine.js";
import { type Connection, ConnectionLost, type Credentials, StatementRefused } from "./connection.js";
import { type Column, postgres } from "./dialect.js";

const connectMs = 15_000;

/** `url` without a password; one that is null is looked for in PGPASSWORD and ~/.pgpass, unless the credentials stand alone. */
export async function connectPostgres(url: URL, { password, alone, told }: Credentials): Promise<Connection> {
  const { default: pg } = await import("pg");
  const full = new URL(url);
  // The client takes nothing from beside the address where there is one.
  if (password !== null) full.password = encodeURIComponent(password);
  const config: ClientConfig = { connectionString: full.href, connectionTimeoutMillis: connectMs, application_name: "holdout" };
  const make = () => {
    const client = new pg.Client(config);
    // The client takes an empty password for none, and looks elsewhere; one that a call gives is the last word.
    if (alone && password === null) (client as unknown as { password: () => string }).password = () => "";
    return client;
  };
  const server = `${url.hostname}:${url.port || 5432}${url.pathname}`;
  const client = make();
  // The failure reaches the statement that waits; without a listener it would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("SET default_transaction_read_only = on; SET TimeZone = 'UTC'; SET extra_float_digits = 1; SET standard_conforming_strings = on");
  } catch (error) {
    await client.end().catch(() => {});
    throw problemFrom(error, server, told);
  }
  return new PostgresConnection(client, make, server, told);
}

class PostgresConnection implements Connection {
  readonly dialect = postgres;

  constructor(
    private readonly client: Client,
    private readonly another: () => Client,
    readonly name: string,
    private readonly told: string,
  ) {}

  async columns(relation: string): Promise<readonly Column[]> {
    const { fields } = await this.run(`SELECT * FROM ${relation} LIMIT 0`);
    const ids = [...new Set(fields.map(({ dataTypeID }) => dataTypeID))];
    if (ids.length === 0) return [];
    const { rows } = await this.run(`SELECT oid, typname, typcategory FROM pg_type WHERE oid IN (${ids.join(", ")})`);
    const types = new Map(rows.map(([id, type, category]) => [Number(id), { type: String(type), family: familyOf(String(type), String(category)) }]));
    return fields.map(({ name, dataTypeID }) => ({ name, ...(types.get(dataTypeID) ?? { type: "unknown", family: "other" }) }));
  }

  async query(sql: string): Promise<readonly (readonly unknown[])[]> {
    return (await this.run(sql)).rows;
  }

  async cancel(): Promise<void> {
    const other = this.another();
    other.on("error", () => {});
    try {
      await other.connect();
      await other.query("SELECT pg_cancel_backend($1)", [(this.client as unknown as { processID: number }).processID]);
    } catch {
      // It cannot be told: hanging up ends the statement's session at least here.
      await this.client.end().catch(() => {});
    } finally {
      await other.end().catch(() => {});
    }
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => {});
  }

  private async run(sql: string) {
    try {
      return await this.client.query<unknown[]>({ text: sql, rowMode: "array" });
    } catch (error) {
      throw problemFrom(error, this.name, this.told);
    }
  }
}

/** By PostgreSQL's own categories of types. */
function familyOf(type: string, category: string): Family {
  if (category === "N" && type !== "money" && !type.startsWith("reg") && type !== "oid") return "number";
  if (category === "B") return "boolean";
  if (category === "S" || category === "E" || type === "uuid") return "text";
  return ["date", "timestamp", "timestamptz"].includes(type) ? "date" : "other";
}

function problemFrom(error: unknown, server: string, told: string): DriftProblem {
  if (error instanceof DriftProblem) return error;
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  if (code === "28P01" || code === "28000" || /SASL|password/i.test(message))
    return new DriftProblem(l10n.t("{0} does not accept the user or the password; {1}", server, told));
  if (code === "42501") return new DriftProblem(l10n.t("{0}: this user may not read the data: {1}", server, message));
  if (["42P01", "3F000", "3D000"].includes(code)) return new DriftProblem(`${server}: ${message}`);
  if (["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "EHOSTUNREACH", "EAI_AGAIN"].includes(code) || /timeout expired/.test(message))
    return new DriftProblem(l10n.t("{0} cannot be reached: {1}", server, message || code));
  if (code.startsWith("57P") || code === "ECONNRESET" || /terminated|not queryable|Connection ended/i.test(message))
    return new ConnectionLost(`${server} ended the connection: ${message}`);
  return new StatementRefused(`${server} refused a statement: ${message}`);
}
