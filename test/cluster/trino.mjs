// Drift by SQL on a real Trino: a coordinator and two workers, started here from Maven Central's package, on loopback.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const cli = path.join(root, "server/dist/cli.js");
/** The newest on Maven Central; needs Java 24 or later. */
const version = "476";
const ports = [18080, 18081, 18082];
const base = `http://127.0.0.1:${ports[0]}`;
const address = `trino://holdout@127.0.0.1:${ports[0]}/memory/default`;

const javaVersion = (java) => Number(/version "(\d+)/.exec(spawnSync(java, ["-version"], { encoding: "utf8" }).stderr ?? "")?.[1] ?? 0);

function findJava() {
  const installed = fs.existsSync("/usr/lib/jvm") ? fs.readdirSync("/usr/lib/jvm").map((name) => `/usr/lib/jvm/${name}/bin/java`) : [];
  const java = [process.env.HOLDOUT_JAVA, ...installed, "java"].find((each) => each && javaVersion(each) >= 24);
  if (!java) throw new Error(`Trino ${version} needs Java 24 or later: set HOLDOUT_JAVA to its java`);
  return java;
}

/** Unpacked once, with the one plugin that the tests need. */
function install() {
  const home = path.join(root, ".cache", `trino-${version}`);
  if (fs.existsSync(path.join(home, "plugin", "memory"))) return home;
  const artifact = `io.trino:trino-server:${version}:tar.gz`;
  const get = ["-q", "-B", "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get", `-Dartifact=${artifact}`, "-Dtransitive=false"];
  if (spawnSync("mvn", get, { stdio: "inherit" }).status !== 0) throw new Error(`mvn could not fetch ${artifact}`);
  const archive = path.join(os.homedir(), `.m2/repository/io/trino/trino-server/${version}/trino-server-${version}.tar.gz`);
  const unpacked = `${home}.part`;
  fs.rmSync(unpacked, { recursive: true, force: true });
  fs.mkdirSync(unpacked, { recursive: true });
  const wanted = ["--strip-components=1", "--wildcards", "*/lib/*", "*/plugin/memory/*"];
  if (spawnSync("tar", ["xzf", archive, "-C", unpacked, ...wanted], { stdio: "inherit" }).status !== 0) throw new Error(`tar could not unpack ${archive}`);
  fs.renameSync(unpacked, home);
  return home;
}

function startNode(java, home, folder, index) {
  const etc = path.join(folder, `node${index}`);
  fs.mkdirSync(path.join(etc, "catalog"), { recursive: true });
  fs.writeFileSync(path.join(etc, "catalog", "memory.properties"), "connector.name=memory\n");
  const isCoordinator = index === 0;
  const settings = [
    `coordinator=${isCoordinator}`,
    `http-server.http.port=${ports[index]}`,
    `discovery.uri=${base}`,
    "query.max-memory-per-node=256MB",
    "memory.heap-headroom-per-node=128MB",
    ...(isCoordinator ? ["node-scheduler.include-coordinator=false"] : []),
  ];
  fs.writeFileSync(path.join(etc, "config.properties"), `${settings.join("\n")}\n`);
  const properties = {
    config: path.join(etc, "config.properties"),
    "node.environment": "test",
    "node.id": `node${index}`,
    "node.bind-ip": "127.0.0.1",
    "node.internal-address": "127.0.0.1",
    "node.data-dir": path.join(etc, "data"),
    "plugin.dir": path.join(home, "plugin"),
    "catalog.config-dir": path.join(etc, "catalog"),
  };
  const flags = ["-Xmx900M", "--add-modules=jdk.incubator.vector", "-Djdk.attach.allowAttachSelf=true", "--enable-native-access=ALL-UNNAMED"];
  const given = Object.entries(properties).map(([key, value]) => `-D${key}=${value}`);
  const log = fs.openSync(path.join(folder, `node${index}.log`), "w");
  return spawn(java, [...flags, "-cp", path.join(home, "lib", "*"), ...given, "io.trino.server.TrinoServer"], { cwd: etc, stdio: ["ignore", log, log] });
}

async function ask(sql) {
  const headers = { "X-Trino-User": "test", "X-Trino-Source": "test", "X-Trino-Catalog": "memory", "X-Trino-Schema": "default" };
  const rows = [];
  let page = await (await fetch(`${base}/v1/statement`, { method: "POST", body: sql, headers })).json();
  while (true) {
    rows.push(...(page.data ?? []));
    if (page.error) throw new Error(page.error.message);
    if (!page.nextUri) return rows;
    page = await (await fetch(page.nextUri, { headers })).json();
  }
}

async function until(what, holds, seconds = 180) {
  const end = Date.now() + seconds * 1000;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Node 20 runs no TypeScript. */
async function sameRows(folder) {
  const outfile = path.join(folder, "sameRows.mjs");
  await esbuild.build({ entryPoints: [path.join(root, "test/drift/sameRows.ts")], bundle: true, format: "esm", platform: "node", outfile, logLevel: "error" });
  return await import(pathToFileURL(outfile).href);
}

function holdout(folder, ...args) {
  const child = spawn(process.execPath, [cli, "drift", ...args], { cwd: folder });
  const said = { status: null, out: "", err: "" };
  child.stdout.on("data", (data) => (said.out += data));
  child.stderr.on("data", (data) => (said.err += data));
  const ended = new Promise((resolve) => child.on("close", (status) => resolve({ ...said, status })));
  return { child, ended };
}

const near = (a, b) => a === b || Math.abs(a / b - 1) < 1e-9;

/** What must be equal in two baselines; moments, to nine digits. */
function differences(found, expected) {
  return expected.columns.flatMap((other) => {
    const column = found.columns.find(({ name }) => name === other.name);
    const exact = ({ rows, missing, infinite, unparsable, kind, categories, numbers }) =>
      JSON.stringify([
        rows,
        missing,
        infinite,
        unparsable,
        kind,
        categories,
        numbers && [numbers.rows, numbers.min, numbers.max, numbers.cuts, numbers.counts],
      ]);
    if (!column || exact(column) !== exact(other)) return [other.name];
    return !other.numbers || (near(column.numbers.mean, other.numbers.mean) && near(column.numbers.squares, other.numbers.squares))
      ? []
      : [`${other.name}: moments`];
  });
}

export async function runTrino() {
  const [java, home] = [findJava(), install()];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-trino-"));
  const nodes = ports.map((_, index) => startNode(java, home, folder, index));
  const lastWords = (index) =>
    fs
      .readFileSync(path.join(folder, `node${index}.log`), "utf8")
      .trim()
      .split("\n")
      .slice(-15)
      .join("\n");
  try {
    const active = async () => (await ask("SELECT count(*) FROM system.runtime.nodes WHERE NOT coordinator AND state = 'active'"))[0][0];
    const dead = () => nodes.findIndex(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null);
    await until("Trino with two workers", async () => dead() >= 0 || Number(await active()) === 2);
    if (dead() >= 0) throw new Error(`a node of Trino ended:\n${lastWords(dead())}`);
    const { asCsv, columns, inserts, postgresLiteral, rows } = await sameRows(folder);
    const types = { "double precision": "double", text: "varchar", timestamp: "timestamp(6)" };
    const literal = (value, column) => {
      if (value === "NaN") return "nan()";
      if (value === "Infinity") return "infinity()";
      if (columns[column][1] === "timestamp") return `TIMESTAMP '${value}'`;
      return typeof value === "number" && columns[column][1] !== "integer" ? value.toExponential() : postgresLiteral(value);
    };
    for (const [table, values] of Object.entries({ before: rows(8000, 1, 0), now: rows(6000, 2, 0.4) })) {
      fs.writeFileSync(path.join(folder, `${table}.csv`), asCsv(values));
      await ask(`CREATE TABLE ${table} (${columns.map(([name, type]) => `"${name}" ${types[type] ?? type}`).join(", ")})`);
      for (const sql of inserts(table, values, literal, 1500)) await ask(sql);
    }
    const read = (name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));
    const run = (...args) => holdout(folder, ...args).ended;
    const server = ["--server", address, "--yes"];
    await run("--write-baseline", "before.json", "before.csv");
    await run("--baseline", "before.json", "--write-baseline", "file.json", "now.csv");
    const counted = await run(...server, "--baseline", "before.json", "--write-baseline", "server.json", "now");
    const wrong = differences(read("server.json"), read("file.json"));
    const json = ["--output-format", "json", "--exclude", "zip code"];
    const began = performance.now();
    const bracketed = await run(...server, ...json, "before", "now");
    const seconds = (performance.now() - began) / 1000;
    if (bracketed.out === "") throw new Error(`holdout drift --server ended with ${bracketed.status}: ${bracketed.err}`);
    const exact = JSON.parse((await run(...json, "--exact", "before.csv", "now.csv")).out);
    const report = JSON.parse(bracketed.out);
    const states = ({ columns }) => JSON.stringify(columns.map(({ name, state }) => [name, state]).sort());
    const ks = ({ columns }) =>
      columns.flatMap(({ name, checks }) =>
        checks
          .filter(({ test }) => test === "ks")
          .flatMap(({ effects }) => effects.filter(({ measure }) => measure !== "psi").map((effect) => ({ key: `${name} ${effect.measure}`, ...effect }))),
      );
    const truths = new Map(ks(exact).map(({ key, value }) => [key, value]));
    const brackets = ks(report);
    const [[workers]] = await ask(
      "SELECT count(DISTINCT t.node_id) FROM system.runtime.tasks t JOIN system.runtime.queries q ON t.query_id = q.query_id WHERE q.source = 'holdout' AND t.node_id <> 'node0'",
    );
    const missing = await run(...server, "before", "absent");
    const heavy = "SELECT a.income FROM before a CROSS JOIN before b CROSS JOIN before c";
    const running = async () =>
      Number((await ask("SELECT count(*) FROM system.runtime.queries WHERE source = 'holdout' AND state = 'RUNNING' AND query LIKE '%CROSS JOIN%'"))[0][0]);
    const cancelled = holdout(folder, ...server, "before", heavy);
    await until("a long statement", async () => (await running()) > 0);
    cancelled.child.kill("SIGINT");
    const afterCancel = await cancelled.ended;
    await until("its end on the server", async () => (await running()) === 0, 30);
    const orphan = holdout(folder, ...server, "before", heavy);
    await until("another long statement", async () => (await running()) > 0);
    nodes[0].kill("SIGKILL");
    const afterDeath = await orphan.ended;
    console.log(`Trino ${version}, a coordinator and ${workers} workers: ${report.sentence}`);
    console.log(
      `  8,000 rows against 6,000, ${columns.length - 1} columns, in ${seconds.toFixed(1)} s; ${brackets.length} distances, the widest bracket of D ${Math.max(...brackets.filter(({ measure }) => measure === "ks").map(({ low, high }) => high - low)).toFixed(4)}`,
    );
    if (wrong.length > 0) console.log(`  not the same: ${wrong.join(", ")}; ${counted.err}`);
    return [
      ["both workers had tasks", workers === 2],
      ["counts at cuts, categories and extremes are DuckDB's, moments to nine digits", counted.status === 1 && wrong.length === 0],
      ["every column has the state that DuckDB gives it from all rows", states(report) === states(exact)],
      [
        "every bracket holds the exact distance",
        brackets.length > 5 && brackets.every(({ key, low, high }) => truths.get(key) >= low * (1 - 1e-9) && truths.get(key) <= high * (1 + 1e-9)),
      ],
      ["a missing table is named", missing.status === 2 && /absent.* does not exist/.test(missing.err)],
      ["Ctrl+C ends the statement on the server", afterCancel.status === 2 && afterCancel.err.includes("cancelled")],
      ["a coordinator that dies is told", afterDeath.status === 2 && /ended the connection|cannot be reached/.test(afterDeath.err)],
    ];
  } finally {
    const ended = nodes.map((node) => new Promise((resolve) => (node.exitCode !== null || node.signalCode !== null ? resolve() : node.once("exit", resolve))));
    for (const node of nodes) node.kill("SIGKILL");
    await Promise.all(ended);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
