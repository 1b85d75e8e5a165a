/** Opens the server that a person named; nothing else is ever connected to. */

import os from "node:os";
import * as l10n from "@vscode/l10n";
import { DriftProblem } from "../../drift/engine.js";
import type { Connection, Credentials } from "./connection.js";
import { connectPostgres } from "./postgres.js";
import { TrinoConnection } from "./trino.js";

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** With the password of the environment, as the command line takes it; PostgreSQL's own ways to keep one are honoured. Throws {@link DriftProblem}. */
export function connect(given: string, environment: Readonly<Record<string, string | undefined>>): Promise<Connection> {
  const places = given.startsWith("postgres") ? "HOLDOUT_SERVER_PASSWORD, PGPASSWORD or ~/.pgpass" : "HOLDOUT_SERVER_PASSWORD";
  return connectWith(given, { password: environment.HOLDOUT_SERVER_PASSWORD ?? null, alone: false, told: `the password is read from ${places}` });
}

/** `postgresql://user@host:port/database`, `trino://user@host:port/catalog/schema` (HTTP) or `trinos://…` (HTTPS); throws {@link DriftProblem}. */
export async function connectWith(given: string, credentials: Credentials): Promise<Connection> {
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    throw new DriftProblem(l10n.t("a server is written as postgresql://user@host:port/database or trino://user@host:port/catalog/schema"));
  }
  if (url.password !== "" || url.searchParams.has("password"))
    throw new DriftProblem(l10n.t("a password in the address can be read by others on this machine; put it in the environment as HOLDOUT_SERVER_PASSWORD"));
  const { password, told } = credentials;
  if (url.protocol === "postgresql:" || url.protocol === "postgres:") return await connectPostgres(url, credentials);
  if (url.protocol !== "trino:" && url.protocol !== "trinos:")
    throw new DriftProblem(l10n.t("servers are postgresql, trino (HTTP) or trinos (HTTPS), not {0}", url.protocol.slice(0, -1)));
  const isSecure = url.protocol === "trinos:";
  if (password !== null && !isSecure && !loopback.test(url.hostname))
    throw new DriftProblem(l10n.t("a password is sent over HTTPS alone: write trinos:// in the place of trino://"));
  const [catalog = null, schema = null] = url.pathname
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
  const base = `${isSecure ? "https" : "http"}://${url.hostname}:${url.port || (isSecure ? 443 : 8080)}`;
  return new TrinoConnection({ base, user: decodeURIComponent(url.username) || os.userInfo().username, password, told, catalog, schema });
}
