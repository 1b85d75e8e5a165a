/** Counting by SQL on a server: the same figures as from DuckDB on the same rows, on a real PostgreSQL. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare, describe as profile } from "../../server/src/drift/compare.js";
import type { DatasetProfile } from "../../server/src/drift/profile.js";
import { defaultThresholds as thresholds } from "../../server/src/drift/thresholds.js";
import { DuckDbSession } from "../../server/src/host/duckdb/session.js";
import { connect } from "../../server/src/host/sql/connect.js";
import { relationFrom } from "../../server/src/host/sql/connection.js";
import { ConsentsFile, defaultConsentsFile } from "../../server/src/host/sql/consents.js";
import { name } from "../../server/src/host/sql/dialect.js";
import { SqlEngine } from "../../server/src/host/sql/engine.js";
import { statementsFor } from "../../server/src/host/sql/statementsFor.js";
import { type Bundles, buildDrift } from "./engine.js";
import { type PostgresServer, password, postgresBin, startPostgres } from "./postgresServer.js";
import { asCsv, columns, inserts, postgresLiteral, rows } from "./sameRows.js";

const tables = { before: rows(8000, 1, 0), now: rows(6000, 2, 0.4), same: rows(6000, 3, 0) };
/** Digits that the file's reader takes for numbers, while the table says text. */
const exclude = ["zip code"];
const environment = { HOLDOUT_SERVER_PASSWORD: password };

it("has a PostgreSQL to run on (apt install postgresql)", () => {
  expect(postgresBin).not.toBeNull();
});

describe.runIf(postgresBin)("PostgreSQL", () => {
  let server: PostgresServer;
  let admin: pg.Client;
  let duck: DuckDbSession;
  let folder = "";
  let bundles: Bundles;
  const csv = (table: string) => ({ paths: [path.join(folder, `${table}.csv`)] });
  const engine = async (sent?: (sql: string) => void) => new SqlEngine(await connect(server.address, environment), sent);

  beforeAll(async () => {
    server = await startPostgres();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-sql-"));
    duck = await DuckDbSession.start();
    admin = new pg.Client({ connectionString: server.address.replace("@", `:${encodeURIComponent(password)}@`) });
    await admin.connect();
    for (const [table, values] of Object.entries(tables)) {
      fs.writeFileSync(path.join(folder, `${table}.csv`), asCsv(values));
      await admin.query(`CREATE TABLE ${table} (${columns.map(([column, type]) => `${name(column)} ${type}`).join(", ")})`);
      for (const sql of inserts(table, values, postgresLiteral)) await admin.query(sql);
    }
    await admin.query("CREATE ROLE stranger LOGIN PASSWORD 'x'");
    bundles = await buildDrift();
  }, 60_000);

  afterAll(async () => {
    await admin?.end();
    await duck?.dispose();
    await server?.stop();
    bundles?.remove();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("counts what DuckDB counts, at the cuts of one baseline", async () => {
    const { profile: baseline } = await profile(duck, csv("before"), { thresholds });
    const fromFile = await compare(duck, { reference: baseline, current: csv("now"), thresholds });
    const statements: string[] = [];
    const remote = await engine((sql) => statements.push(sql));
    const fromServer = await compare(remote, { reference: baseline, current: { paths: ["now"] }, thresholds });
    await remote.dispose();
    expect(fromServer.report.problems).toEqual([]);
    expectSame(fromServer.current, fromFile.current);
    const verdicts = ({ report }: typeof fromFile) =>
      report.columns.map(({ name, state, checks }) => [name, state, checks.map(({ question, level }) => [question, level])]);
    expect(verdicts(fromServer)).toEqual(verdicts(fromFile));
    // Facts, the facts of a text read as numbers, counts of numbers, and two of categories, since some are too many to keep.
    expect(statements.length).toBe(5);
    expect(statements.filter((sql) => /OVER \((?!PARTITION BY c\b)/.test(sql))).toEqual([]);
  });

  it("brackets what it does not count, around what DuckDB finds in all rows", async () => {
    const remote = await engine();
    for (const current of ["now", "same"]) {
      const fromFile = await compare(duck, { reference: csv("before"), current: csv(current), thresholds, exclude, exact: true });
      const fromServer = await compare(remote, { reference: { paths: ["before"] }, current: { paths: [`public.${current}`] }, thresholds, exclude });
      const exactly = new Map(fromFile.report.columns.map((column) => [column.name, column]));
      for (const column of fromServer.report.columns) {
        const other = exactly.get(column.name);
        expect([column.name, column.state, column.kind]).toEqual([column.name, other?.state, other?.kind]);
        for (const check of column.checks.filter(({ test }) => test === "ks"))
          for (const { measure, low, high } of check.effects.filter(({ measure }) => measure !== "psi")) {
            const truth = other?.checks.find(({ test }) => test === "ks")?.effects.find((effect) => effect.measure === measure)?.value as number;
            expect(truth).toBeGreaterThanOrEqual(low * (1 - 1e-9));
            expect(truth).toBeLessThanOrEqual(high * (1 + 1e-9));
          }
      }
      const numbers = fromServer.report.columns.flatMap(({ checks }) => checks).filter(({ test }) => test === "ks");
      expect(numbers.length).toBeGreaterThan(2);
      expect(numbers.some(({ exact }) => !exact)).toBe(true);
    }
    await remote.dispose();
  });

  it("ends the statement on the server when it is cancelled", async () => {
    const remote = await engine();
    let cancel = () => {};
    const work = remote.open(
      { paths: ["SELECT i, pg_sleep(0.01) IS NULL AS slow FROM generate_series(1, 100000) AS i"] },
      { onCancel: (act) => (cancel = act) },
    );
    const outcome = expect(work).rejects.toThrow("cancelled");
    const active = async () =>
      Number(
        (
          await admin.query(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'holdout' AND state = 'active' AND query LIKE '%pg_sleep%' AND query NOT LIKE '%LIMIT 0'",
          )
        ).rows[0].count,
      );
    while ((await active()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    cancel();
    await outcome;
    // The server is told and ends it when it looks next; by itself the statement would take a quarter of an hour.
    await expect.poll(active, { timeout: 20_000 }).toBe(0);
    await remote.dispose();
  });

  it("says so when the server ends the connection in the midst of a statement", async () => {
    const remote = await engine();
    const work = expect(remote.open({ paths: ["SELECT i, pg_sleep(0.01) IS NULL AS slow FROM generate_series(1, 100000) AS i"] })).rejects.toThrow(
      /ended the connection/,
    );
    let ended = 0;
    while (ended === 0) {
      const { rowCount } = await admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'holdout' AND state = 'active' AND query LIKE '%pg_sleep%' AND query NOT LIKE '%LIMIT 0'",
      );
      ended = rowCount ?? 0;
    }
    await work;
    await remote.dispose();
  });

  it("has words for a wrong password, no rights, no table and no server", async () => {
    await expect(connect(server.address, { HOLDOUT_SERVER_PASSWORD: "wrong" })).rejects.toThrow(/does not accept the user or the password/);
    const stranger = new SqlEngine(await connect(server.address.replace("holdout@", "stranger@"), { HOLDOUT_SERVER_PASSWORD: "x" }));
    await expect(stranger.open({ paths: ["now"] })).rejects.toThrow(/may not read the data/);
    await expect(stranger.open({ paths: ["absent"] })).rejects.toThrow(/"absent" does not exist/);
    await stranger.dispose();
    await expect(connect("postgresql://a@127.0.0.1:1/x", environment)).rejects.toThrow(/cannot be reached/);
    await expect(connect("postgresql://a:secret@127.0.0.1/x", environment)).rejects.toThrow(/can be read by others/);
    await expect(connect("trino://a@example.org/x", environment)).rejects.toThrow(/HTTPS alone/);
    await expect(connect("mysql://a@127.0.0.1/x", environment)).rejects.toThrow(/not mysql/);
  });

  it("changes nothing on the server", async () => {
    const connection = await connect(server.address, environment);
    await expect(connection.query("CREATE TABLE mine (a integer)")).rejects.toThrow(/read-only/);
    await connection.close();
  });

  it("on the command line shows the SQL, asks before it runs, and reports", async () => {
    const run = (...args: string[]) =>
      new Promise<{ status: number | null; out: string; err: string }>((resolve) => {
        const child = spawn(process.execPath, [bundles.cli, "drift", ...args], {
          cwd: folder,
          env: { ...process.env, ...environment, XDG_CONFIG_HOME: folder },
        });
        let [out, err] = ["", ""];
        child.stdout.on("data", (data) => (out += data));
        child.stderr.on("data", (data) => (err += data));
        child.on("close", (status) => resolve({ status, out, err }));
        child.stdin.end();
      });
    const shown = await run("--server", server.address, "--sql", "before", "now");
    expect(shown.status).toBe(0);
    expect(shown.out.match(/^SELECT/gm)).toHaveLength(7);
    for (const sql of shown.out.split(";\n").filter((each) => each.trim() !== "")) await admin.query(sql);
    expect(await run("--server", server.address, "before", "now")).toMatchObject({ status: 2, out: "", err: expect.stringContaining("--yes") });
    const found = await run("--server", server.address, "--yes", "--output-format", "json", "before", "now");
    expect(found.status).toBe(1);
    expect(JSON.parse(found.out)).toMatchObject({ level: "major", partial: false });
    expect((await run("--server", server.address, "--exact", "before", "now")).err).toContain("--exact is for files");
    expect((await run("--sql", "before.csv", "now.csv")).err).toContain("--sql needs --server");
    // What somebody agreed to for good at a terminal holds for schedulers too, until it is forgotten.
    const home = { XDG_CONFIG_HOME: folder };
    const remote = await engine();
    new ConsentsFile(defaultConsentsFile(home)).agree(server.address, await statementsFor(remote, "before", "now"));
    await remote.dispose();
    expect(await run("--server", server.address, "before", "now")).toMatchObject({ status: 1, out: expect.stringContaining("columns drifted") });
    expect((await run("--server", server.address, "now", "before")).err).toContain("--yes");
    expect(await run("--server", server.address, "--forget")).toMatchObject({
      status: 0,
      out: `forgot what was agreed to for 2 tables of ${server.address}\n`,
    });
    expect((await run("--server", server.address, "before", "now")).err).toContain("--yes");
    expect((await run("--forget", "before.csv", "now.csv")).err).toContain("--forget needs --server");
  }, 60_000);
});

/** Counts and extremes are the same; moments to the last digits, which depend on the order of adding. */
function expectSame(found: DatasetProfile, expected: DatasetProfile): void {
  expect(found.columns.map(({ name }) => name)).toEqual(expected.columns.map(({ name }) => name));
  for (const [i, column] of found.columns.entries()) {
    const other = expected.columns[i] as typeof column;
    const exact = ({ name, rows, missing, infinite, unparsable, kind, categories }: typeof column) => ({
      name,
      rows,
      missing,
      infinite,
      unparsable,
      kind,
      categories,
    });
    expect(exact(column)).toEqual(exact(other));
    if (!column.numbers || !other.numbers) {
      expect(column.numbers).toEqual(other.numbers);
      continue;
    }
    const counts = ({ rows, min, max, cuts, counts }: typeof column.numbers) => ({ rows, min, max, cuts, counts });
    expect(counts(column.numbers)).toEqual(counts(other.numbers));
    for (const key of ["mean", "squares"] as const) expect(Math.abs(column.numbers[key] / other.numbers[key] - 1)).toBeLessThan(1e-9);
  }
}

describe("names of tables", () => {
  it.each([
    ["orders", '"orders"'],
    ["sales.Orders", '"sales"."Orders"'],
    ['hive."a.b".t', '"hive"."a.b"."t"'],
    ["x; DROP TABLE y", '"x; DROP TABLE y"'],
  ])("%s", (given, expected) => {
    expect(relationFrom(given, name)).toBe(expected);
  });

  it("are refused where quotes do not match", () => {
    expect(() => relationFrom('x"; DROP TABLE y', name)).toThrow(/no name of a table/);
  });

  it("may be a query", () => {
    expect(relationFrom(" SELECT 1 AS a; ", name)).toBe("(SELECT 1 AS a) AS holdout_data");
  });
});
