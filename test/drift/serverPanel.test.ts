/** Tables on a server as the drift panel compares them: shown before they are sent, beside files, with passwords of their own, and what is left when the server goes. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { compare } from "../../server/src/drift/compare.js";
import { gathered } from "../../server/src/drift/problems.js";
import type { Report } from "../../server/src/drift/report.js";
import { defaultThresholds } from "../../server/src/drift/thresholds.js";
import { connect } from "../../server/src/host/sql/connect.js";
import { type Connection, ConnectionLost } from "../../server/src/host/sql/connection.js";
import { ConsentsFile, defaultConsentsFile } from "../../server/src/host/sql/consents.js";
import { name } from "../../server/src/host/sql/dialect.js";
import { SqlEngine } from "../../server/src/host/sql/engine.js";
import { statementsFor } from "../../server/src/host/sql/statementsFor.js";
import type { DriftRequest } from "../../server/src/protocol.js";
import { bundleComparing, startComparing } from "./comparing.js";
import { type PostgresServer, password, postgresBin, startPostgres } from "./postgresServer.js";
import { asCsv, columns, inserts, postgresLiteral, rows } from "./sameRows.js";

const tables = { before: rows(3000, 1, 0), now: rows(2500, 2, 0.4) };

describe.runIf(postgresBin)("tables on a server", () => {
  let server: PostgresServer;
  let admin: pg.Client;
  let folder = "";
  let bundle = "";

  beforeAll(async () => {
    server = await startPostgres();
    ({ folder, bundle } = await bundleComparing("holdout-server-panel-"));
    admin = new pg.Client({ connectionString: server.address.replace("@", `:${encodeURIComponent(password)}@`) });
    await admin.connect();
    for (const [table, values] of Object.entries(tables)) {
      fs.writeFileSync(path.join(folder, `${table}.csv`), asCsv(values));
      await admin.query(`CREATE TABLE ${table} (${columns.map(([column, type]) => `${name(column)} ${type}`).join(", ")})`);
      for (const sql of inserts(table, values, postgresLiteral)) await admin.query(sql);
    }
    await admin.query("CREATE ROLE stranger LOGIN PASSWORD 'x'");
  }, 120_000);

  afterAll(async () => {
    await admin?.end();
    await server?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const start = (environment: Readonly<Record<string, string>> = {}) => startComparing(bundle, folder, environment);

  const onServer = (table: string, address = server.address) => ({ paths: [table], server: address });
  const request = (part: Partial<DriftRequest> = {}): DriftRequest => ({
    reference: onServer("before"),
    current: onServer("now"),
    thresholds: null,
    passwords: { [server.address]: password },
    memoryMb: 256,
    ...part,
  });
  const states = (report: Report) => Object.fromEntries(report.columns.map(({ name, state }) => [name, state]));

  it("show their statements first, which are the same until the table is another", async () => {
    const { ask, answer } = start();
    ask({ kind: "statements", id: 1, request: request() });
    const { tables: found } = await answer(1, "statements");
    expect(found.map(({ server: address, table, statements, hashes }) => [address, table, statements.length, new Set(hashes).size])).toEqual([
      [server.address, "before", 4, 4],
      [server.address, "now", 3, 3],
    ]);
    expect(found[0]?.statements[0]).toMatch(/^SELECT count\(\*\)/);
    ask({ kind: "statements", id: 2, request: request() });
    expect((await answer(2, "statements")).tables).toEqual(found);
    await admin.query("CREATE TABLE wider AS SELECT *, 1 AS one FROM now");
    ask({ kind: "statements", id: 3, request: request({ current: onServer("wider") }) });
    const wider = (await answer(3, "statements")).tables[1];
    expect(wider?.hashes.filter((hash) => found[1]?.hashes.includes(hash))).toEqual([]);
    const { rows: sent } = await admin.query("SELECT count(*)::int AS n FROM pg_stat_user_tables WHERE relname IN ('before', 'now') AND seq_scan > 1");
    expect(sent[0].n).toBe(0);
  });

  it("are compared with one another, with a file, and a file with them, to the same verdicts", async () => {
    const { ask, answer } = start();
    const file = (table: string) => ({ paths: [`${table}.csv`] });
    const found: Report[] = [];
    const pairs = [
      [onServer("before"), onServer("now")],
      [file("before"), onServer("now")],
      [onServer("before"), file("now")],
      [file("before"), file("now")],
    ] as const;
    for (const [id, [reference, current]] of pairs.entries()) {
      ask({ kind: "compare", id, request: request({ reference, current }) });
      const done = await answer(id, "compared", "problem");
      if (done.kind === "problem") throw new Error(done.message);
      found.push(done.compared.report as Report);
      expect(Object.keys(done.compared.files).length).toBe([reference, current].filter((side) => !("server" in side)).length);
    }
    const [all, ...others] = found as [Report, ...Report[]];
    expect(all.problems).toEqual([]);
    expect(all.columns.some(({ checks }) => checks.some(({ exact }) => !exact))).toBe(true);
    for (const report of others) {
      expect(report.reference).toMatchObject({ rows: 3000, baseline: false });
      // The file's reader takes the digits of this one for numbers.
      const { "zip code": _, ...expected } = states(all);
      expect(states(report)).toMatchObject(expected);
    }
  }, 60_000);

  it("take the password that was given, and no other of this machine", async () => {
    const { ask, answer } = start({ PGPASSWORD: password, HOLDOUT_SERVER_PASSWORD: password });
    ask({ kind: "compare", id: 1, request: request({ passwords: {} }) });
    const wrong = {
      reason: "failed",
      message: expect.stringMatching(/does not accept the user or the password; choose the table anew to give another password$/),
    };
    expect(await answer(1, "problem", "compared")).toMatchObject(wrong);
    ask({ kind: "statements", id: 2, request: request({ passwords: { [server.address]: "wrong" } }) });
    expect(await answer(2, "problem", "statements")).toMatchObject(wrong);
    const stranger = server.address.replace("holdout@", "stranger@");
    ask({
      kind: "compare",
      id: 3,
      request: request({ reference: onServer("before", stranger), current: onServer("now", stranger), passwords: { [stranger]: "x" } }),
    });
    expect(await answer(3, "problem", "compared")).toMatchObject({ reason: "failed", message: expect.stringContaining("may not read the data") });
    ask({ kind: "columns", id: 4, request: request({ current: onServer("absent") }) });
    expect(await answer(4, "problem", "columns")).toMatchObject({ message: expect.stringContaining('"absent" does not exist') });
    ask({ kind: "compare", id: 5, request: request({ time: { date: "when", span: "day" } }) });
    expect(await answer(5, "problem", "compared")).toMatchObject({ message: expect.stringContaining("windows of time are for files") });
  });

  it("are left when somebody cancels, and the statement ends on the server", async () => {
    const { ask, answer } = start();
    const slow = "SELECT i, pg_sleep(0.01) IS NULL AS slow FROM generate_series(1, 100000) AS i";
    ask({ kind: "compare", id: 1, request: request({ reference: onServer(slow), current: onServer("now") }) });
    const active = async () =>
      Number(
        (await admin.query("SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'holdout' AND state = 'active' AND query LIKE '%pg_sleep%'"))
          .rows[0].n,
      );
    while ((await active()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    ask({ kind: "cancel", id: 1 });
    expect(await answer(1, "problem", "compared")).toMatchObject({ reason: "cancelled" });
    while ((await active()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    ask({ kind: "compare", id: 2, request: request() });
    expect((await answer(2, "compared", "problem")).kind).toBe("compared");
  });

  it("keep what was counted when the server goes in the midst, and mark the rest", async () => {
    const real = await connect(server.address, { HOLDOUT_SERVER_PASSWORD: password });
    // The session is ended by the server itself, just before the categories are counted.
    const dying: Connection = {
      dialect: real.dialect,
      name: real.name,
      columns: (relation) => real.columns(relation),
      query: async (sql) => {
        if (/row_number\(\)/.test(sql)) await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'holdout'");
        return real.query(sql);
      },
      cancel: () => real.cancel(),
      close: () => real.close(),
    };
    const engine = new SqlEngine(dying);
    const { report } = await compare(engine, { reference: { paths: ["before"] }, current: { paths: ["now"] }, thresholds: defaultThresholds });
    await engine.dispose();
    expect(report.partial).toBe(true);
    const problems = gathered(report.problems);
    expect(problems[0]).toMatch(/^before: 127\.0\.0\.1:\d+\/postgres ended the connection: .*; \d+ columns: "/);
    expect(problems.length).toBeLessThan(report.problems.length);
    expect(report.columns.filter(({ kind }) => kind === "category").map(({ state }) => state)).toEqual(expect.arrayContaining(["not-compared"]));
    expect(report.columns.filter(({ kind, reference }) => kind === "number" && reference.rows === 3000).length).toBeGreaterThan(0);
    await expect(new SqlEngine({ ...dying, columns: () => Promise.reject(new ConnectionLost("gone")) }).open({ paths: ["now"] })).rejects.toThrow("gone");
  });

  it("are remembered at the command line once somebody said always, until they are others or forgotten", async () => {
    const engine = new SqlEngine(await connect(server.address, { HOLDOUT_SERVER_PASSWORD: password }));
    const home = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-consents-"));
    onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }));
    const file = path.join(home, "holdout", "drift-consents.json");
    if (process.platform === "linux") expect(defaultConsentsFile({ XDG_CONFIG_HOME: home })).toBe(file);
    const consents = new ConsentsFile(file);
    const found = await statementsFor(engine, "before", "now");
    expect(consents.agreed(server.address, found)).toBe(false);
    consents.agree(server.address, found);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(new ConsentsFile(file).agreed(server.address, await statementsFor(engine, "before", "now"))).toBe(true);
    expect(consents.agreed("postgresql://other@host/x", found)).toBe(false);
    expect(consents.agreed(server.address, await statementsFor(engine, "now", "before"))).toBe(false);
    expect([consents.forget(server.address), consents.forget(server.address), consents.agreed(server.address, found)]).toEqual([2, 0, false]);
    fs.writeFileSync(file, '{"version": 2, "consents": {}}');
    expect(() => consents.agree(server.address, found)).toThrow(/is of version 2, and is left as it is/);
    await engine.dispose();
  });
});

describe("problems", () => {
  it("that many columns share are said once", () => {
    const lost = "host ended the connection: bye";
    const given = ["no column is on both sides", ...["a", "b", "c", "d"].map((column) => `column "${column}" of now: ${lost}`), 'column "e": odd'];
    expect(gathered(given)).toEqual(["no column is on both sides", `now: ${lost}; 4 columns: "a", "b", "c" and 1 more`, 'column "e": odd']);
    expect(gathered(given.slice(0, 3))).toEqual(given.slice(0, 3));
  });
});
