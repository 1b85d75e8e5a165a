/**
 * How many findings offer a fix in real files, by rule, and why the others do not.
 *
 *     node test/corpus/offers.mjs DIR                      errors and warnings of the families 1xx and 2xx in DIR
 *     node test/corpus/offers.mjs DIR --save offers.json   and keep them, with what each fix would change
 *     node test/corpus/offers.mjs DIR --of offers.json     only the files in which that run found something
 *     node test/corpus/offers.mjs DIR --of offers.json --diff    and which findings have gained or lost their fix since
 *     node test/corpus/offers.mjs --draw offers.json --count 50 --seed 7     the changes of offered fixes, drawn at random
 *
 *     node test/corpus/offers.mjs DIR --code HLD204,HLD112 --all    informations and hints too, also those that are off by default
 *
 * --files N takes N files at random (1000), --seed S draws others, --code HLD101 takes one rule or family, --reasons N lists N reasons (25).
 * A fix counts as offered as in the editor: its result was analysed afresh. Nothing is written into DIR.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import esbuild from "esbuild";
import { draw, filesBelow } from "./files.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: "string", default: "1000" }, seed: { type: "string", default: "1" }, save: { type: "string" }, of: { type: "string" },
    diff: { type: "boolean", default: false }, code: { type: "string", default: "HLD1,HLD2" }, reasons: { type: "string", default: "25" },
    draw: { type: "string" }, count: { type: "string", default: "50" }, show: { type: "string" },
    all: { type: "boolean", default: false },
  },
});

if (values.draw) {
  const offered = JSON.parse(fs.readFileSync(values.draw, "utf8")).findings.filter((f) => f.title !== null && wanted(f));
  for (const [i, f] of draw(offered, Number(values.count), Number(values.seed)).entries()) console.log(`\n===== ${i + 1}. ${where(f)} ${f.code} ${f.message}\n----- ${f.title} (${f.applicability})\n${f.change}`);
} else await measure();

async function measure() {
  const [folder] = positionals;
  if (!folder || !fs.existsSync(folder)) fail("usage: node test/corpus/offers.mjs DIR [--files N] [--seed S] [--save FILE] [--of FILE] [--diff] [--code CODE]");
  const before = values.of ? JSON.parse(fs.readFileSync(values.of, "utf8")) : null;
  const files = before ? [...new Set(before.findings.map((f) => f.file))].sort() : draw(filesBelow(folder), Number(values.files), Number(values.seed));
  const offersOf = await reader();
  const findings = [];
  for (const file of files) {
    if (values.show && !file.includes(values.show)) continue;
    findings.push(...offersOf(path.resolve(folder, file), file));
  }
  if (values.show) for (const f of findings) console.log(`\n${where(f)} ${f.code} ${f.message}\n${f.title ?? f.withheld}\n${f.change ?? ""}`);
  report(files, findings);
  if (before && values.diff) compare(before.findings.filter(wanted), findings);
  if (values.save) fs.writeFileSync(values.save, JSON.stringify({ files: before?.files ?? files, findings }));
}

function report(files, findings) {
  console.log(`${files.length} files, ${findings.length} ${values.all ? "findings" : "errors and warnings"} in ${new Set(findings.map((f) => f.file)).size} of them\n`);
  const row = (code, list) => console.log(`  ${code.padEnd(7)} ${String(list.filter((f) => f.title).length).padStart(5)} of ${String(list.length).padStart(5)}  ${share(list)}`);
  for (const code of [...new Set(findings.map((f) => f.code))].sort()) row(code, findings.filter((f) => f.code === code));
  row("all", findings);
  const counts = new Map();
  // Names and quoted code differ from file to file; the reason is the same.
  for (const f of findings) if (!f.title) { const key = `${f.code} ${(f.withheld ?? "no builder applies").replace(/`[^`]*`/g, "`…`")}`; counts.set(key, (counts.get(key) ?? 0) + 1); }
  console.log("\nwithheld:");
  for (const [reason, count] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, Number(values.reasons))) console.log(`  ${String(count).padStart(4)} ${reason}`);
}

function share(list) {
  return list.length ? `${Math.round((100 * list.filter((f) => f.title).length) / list.length)} %` : "";
}

function compare(before, now) {
  const old = new Map(before.map((f) => [keyOf(f), f]));
  const said = (f) => f.title ?? `withheld: ${f.withheld}`;
  for (const f of now) {
    const was = old.get(keyOf(f));
    if (was && !was.title !== !f.title) console.log(`\n${f.title ? "+" : "-"} ${where(f)} ${f.code}\n    was ${said(was)}\n    is  ${said(f)}`);
  }
}

function keyOf(f) {
  return `${f.code} ${f.file} ${f.cell} ${f.row} ${f.column}`;
}

function where({ file, cell, row }) {
  return `${file}${cell === null ? "" : ` cell ${cell}`}:${row}`;
}

function wanted(f) {
  return (values.all || f.severity === "error" || f.severity === "warning") && values.code.split(",").some((code) => f.code.startsWith(code));
}

/** The engine, and what it offers for the findings of one file. */
async function reader() {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-offers-"));
  try {
    const outfile = path.join(work, "offersOf.mjs");
    const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
    await esbuild.build({ entryPoints: [path.join(here, "offersOf.ts")], bundle: true, platform: "node", format: "esm", outfile, banner, logLevel: "error" });
    const { offersReader } = await import(pathToFileURL(outfile).href);
    const wasm = (...name) => fs.readFileSync(path.join(root, "node_modules", ...name));
    return await offersReader({ runtime: wasm("web-tree-sitter", "web-tree-sitter.wasm"), python: wasm("tree-sitter-python", "tree-sitter-python.wasm") }, wanted, values.all);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
