/** A PostgreSQL server of this test's own: Debian's binaries, a temporary folder, loopback, gone afterwards. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

const superuser = "holdout";
export const password = "correct horse";

/** The newest server of this machine, or null. */
export const postgresBin: string | null = (() => {
  const base = "/usr/lib/postgresql";
  const versions = fs.existsSync(base) ? fs.readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => path.join(base, version, "bin")).find((bin) => fs.existsSync(path.join(bin, "initdb"))) ?? null;
})();

export interface PostgresServer {
  /** Without the password. */
  readonly address: string;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function startPostgres(): Promise<PostgresServer> {
  const bin = postgresBin as string;
  // Short, since a socket's path is limited.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hpg-"));
  // The server refuses to run as root.
  const asNobody = process.getuid?.() === 0 ? { uid: Number(execFileSync("id", ["-u", "nobody"])), gid: Number(execFileSync("id", ["-g", "nobody"])) } : {};
  if (asNobody.uid !== undefined) fs.chownSync(folder, asNobody.uid, asNobody.gid);
  const secret = path.join(folder, "password");
  fs.writeFileSync(secret, password);
  fs.chmodSync(secret, 0o644);
  const options = { ...asNobody, cwd: folder, env: { ...process.env, LC_ALL: "C.UTF-8" } };
  const data = path.join(folder, "data");
  execFileSync(path.join(bin, "initdb"), ["-D", data, "-U", superuser, "-A", "scram-sha-256", `--pwfile=${secret}`, "-E", "UTF8", "--no-sync"], options);
  const port = await freePort();
  const settings = [
    "-p",
    String(port),
    "-k",
    folder,
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    "fsync=off",
    "-c",
    "shared_buffers=32MB",
    "-c",
    "track_activity_query_size=65536",
  ];
  const child: ChildProcess = spawn(path.join(bin, "postgres"), ["-D", data, ...settings], { ...options, stdio: "ignore" });
  const ready = () => {
    try {
      execFileSync(path.join(bin, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };
  while (!ready()) {
    if (child.exitCode !== null) throw new Error(`postgres ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    address: `postgresql://${superuser}@127.0.0.1:${port}/postgres`,
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => {
          fs.rmSync(folder, { recursive: true, force: true });
          resolve();
        });
        child.kill("SIGINT");
      }),
  };
}
