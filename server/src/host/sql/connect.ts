/** Opens the server that a person named; nothing else is ever connected to. */
import os from "node:os";
import { DriftProblem } from "../../drift/engine.js";
import type { Connection } from "./connection.js";
import { connectPostgres } from "./postgres.js";
import { TrinoConnection } from "./trino.js";

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** `postgresql://user@host:port/database`, `trino://user@host:port/catalog/schema` (HTTP) or `trinos://…` (HTTPS); throws {@link DriftProblem}. */
export async function connect(given: string, environment: Readonly<Record<string, string | undefined>>): Promise<Connection> {
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    throw new DriftProblem(`a server is written as postgresql://user@host:port/database or trino://user@host:port/catalog/schema`);
  }
  if (url.password !== "" || url.searchParams.has("password"))
    throw new DriftProblem("a password in the address can be read by others on this machine; put it in the environment as HOLDOUT_SERVER_PASSWORD");
  const password = environment.HOLDOUT_SERVER_PASSWORD ?? null;
  if (url.protocol === "postgresql:" || url.protocol === "postgres:") return await connectPostgres(url, password);
  if (url.protocol !== "trino:" && url.protocol !== "trinos:")
    throw new DriftProblem(`servers are postgresql, trino (HTTP) or trinos (HTTPS), not ${url.protocol.slice(0, -1)}`);
  const isSecure = url.protocol === "trinos:";
  if (password !== null && !isSecure && !loopback.test(url.hostname))
    throw new DriftProblem("a password is sent over HTTPS alone: write trinos:// in the place of trino://");
  const [catalog = null, schema = null] = url.pathname
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
  const base = `${isSecure ? "https" : "http"}://${url.hostname}:${url.port || (isSecure ? 443 : 8080)}`;
  return new TrinoConnection({ base, user: decodeURIComponent(url.username) || os.userInfo().username, password, catalog, schema });
}
