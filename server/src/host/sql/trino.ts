/** Trino over its REST protocol: a statement is posted, and its pages are followed. */
import * as l10n from "@vscode/l10n";
import { DriftProblem, type Family } from "../../drift/engine.js";
import { type Connection, ConnectionLost, StatementRefused } from "./connection.js";
import { type Column, trino } from "./dialect.js";

const requestMs = 120_000;
const tries = 6;
/** Statuses that say: ask again a little later. */
const busy = new Set([429, 502, 503, 504]);

interface Page {
  readonly nextUri?: string;
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  readonly data?: readonly (readonly unknown[])[];
  readonly error?: { readonly message?: string; readonly errorName?: string; readonly errorType?: string };
}

export interface TrinoAddress {
  /** http://host:port or https://host:port. */
  readonly base: string;
  readonly user: string;
  readonly password: string | null;
  /** Where the password comes from, for messages. */
  readonly told: string;
  readonly catalog: string | null;
  readonly schema: string | null;
}

export class TrinoConnection implements Connection {
  readonly dialect = trino;
  readonly name: string;
  private readonly headers: Record<string, string>;
  private current: string | null = null;
  private cancelled = false;

  constructor(private readonly address: TrinoAddress) {
    this.name = new URL(address.base).host;
    this.headers = {
      "X-Trino-User": address.user,
      "X-Trino-Source": "holdout",
      "X-Trino-Time-Zone": "UTC",
      ...(address.catalog && { "X-Trino-Catalog": address.catalog }),
      ...(address.schema && { "X-Trino-Schema": address.schema }),
      ...(address.password !== null && { Authorization: `Basic ${Buffer.from(`${address.user}:${address.password}`).toString("base64")}` }),
    };
  }

  async columns(relation: string): Promise<readonly Column[]> {
    const { columns } = await this.run(`SELECT * FROM ${relation} LIMIT 0`);
    return columns.map(({ name, type }) => ({ name, type, family: familyOf(type) }));
  }

  async query(sql: string): Promise<readonly (readonly unknown[])[]> {
    return (await this.run(sql)).rows;
  }

  async cancel(): Promise<void> {
    this.cancelled = true;
    const { current } = this;
    if (current) await fetch(current, { method: "DELETE", headers: this.headers, signal: AbortSignal.timeout(5000) }).catch(() => {});
  }

  async close(): Promise<void> {
    await this.cancel();
  }

  private async run(sql: string) {
    const rows: (readonly unknown[])[] = [];
    let columns: NonNullable<Page["columns"]> = [];
    let page = await this.request(`${this.address.base}/v1/statement`, { method: "POST", body: sql });
    while (true) {
      if (page.columns) columns = page.columns;
      if (page.data) rows.push(...page.data);
      if (page.error) throw this.problemFrom(page.error);
      this.current = page.nextUri ?? null;
      if (!page.nextUri) return { columns, rows };
      // Credentials go to the server that was named, and to no other.
      if (new URL(page.nextUri).host !== this.name)
        throw new DriftProblem(l10n.t("{0} sends on to another server, {1}", this.name, new URL(page.nextUri).host));
      if (this.cancelled) {
        await this.cancel();
        throw new DriftProblem("cancelled");
      }
      page = await this.request(page.nextUri, { method: "GET" });
    }
  }

  private async request(url: string, init: RequestInit): Promise<Page> {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(url, { ...init, headers: this.headers, redirect: "error", signal: AbortSignal.timeout(requestMs) }).catch(
        (error: unknown) => {
          const cause = (error as { cause?: { code?: string; message?: string } }).cause;
          const reason = cause?.message || cause?.code || (error as Error).message;
          throw init.method === "POST" && this.current === null
            ? new DriftProblem(l10n.t("{0} cannot be reached: {1}", this.name, reason))
            : new ConnectionLost(`${this.name} ended the connection: ${reason}`);
        },
      );
      if (response.ok)
        return (await response.json().catch(() => Promise.reject(new DriftProblem(l10n.t("{0} does not answer as Trino does", this.name))))) as Page;
      const body = (await response.text().catch(() => "")).slice(0, 300);
      if (response.status === 401 || response.status === 403)
        throw new DriftProblem(l10n.t("{0} does not accept the user or the password; {1}", this.name, this.address.told));
      if (!busy.has(response.status) || attempt >= tries) throw new DriftProblem(l10n.t("{0} answered with {1}: {2}", this.name, response.status, body));
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
    }
  }

  private problemFrom({ message = "no reason given", errorName = "", errorType = "" }: NonNullable<Page["error"]>): DriftProblem {
    if (errorName === "USER_CANCELED") return new DriftProblem("cancelled");
    if (errorName === "PERMISSION_DENIED") return new DriftProblem(l10n.t("{0}: this user may not read the data: {1}", this.name, message));
    if (/_NOT_FOUND$|MISSING_(CATALOG|SCHEMA)_NAME/.test(errorName)) return new DriftProblem(`${this.name}: ${message}`);
    if (errorType === "USER_ERROR") return new StatementRefused(`${this.name} refused a statement: ${message}`);
    return new DriftProblem(l10n.t("{0} could not finish a statement: {1}", this.name, message));
  }
}

function familyOf(type: string): Family {
  if (/^(tinyint|smallint|integer|bigint|real|double|decimal\b)/.test(type)) return "number";
  if (/^(varchar|char)\b/.test(type) || type === "uuid") return "text";
  if (type === "boolean") return "boolean";
  return type === "date" || type.startsWith("timestamp") ? "date" : "other";
}
