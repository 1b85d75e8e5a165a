/**
 * Shows what a change does to findings in real files.
 *
 *     npm run corpus -- DIR                     what is found in DIR, by rule
 *     npm run corpus -- DIR --save run.json     and keep it
 *     npm run corpus -- DIR --diff run.json     every finding gained and lost since, with the lines around it
 *
 * --files N takes N files at random (1000), --seed S draws others, --code HLD101 shows one rule, --show N shows N findings.
 * The command line has to be built before (npm run build).
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { draw, filesBelow } from "./files.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const cli = path.join(root, "server/dist/cli.js");
const batch = 400;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: "string", default: "1000" }, seed: { type: "string", default: "1" }, save: { type: "string" }, diff: { type: "string" },
    code: { type: "string" }, show: { type: "string", default: "0" },
  },
});
const [folder] = positionals;
if (!folder || !fs.existsSync(folder)) fail("usage: npm run corpus -- DIR [--files N] [--seed S] [--code CODE] [--show N] [--save FILE] [--diff FILE]");
if (!fs.existsSync(cli)) fail("server/dist/cli.js does not exist: npm run build");

const files = draw(filesBelow(folder), Number(values.files), Number(values.seed));
const run = check(files);
console.log(`${run.files.length} files, ${run.findings.length} findings, ${run.errors.length} not checked`);
for (const error of run.errors.slice(0, 5)) console.log(`  ${error}`);
for (const [code, count] of countByCode(run.findings)) console.log(`  ${code} ${String(count).padStart(5)}`);
for (const finding of draw(run.findings.filter(wanted), Number(values.show), Number(values.seed))) show(" ", finding);
if (values.diff) compare(JSON.parse(fs.readFileSync(values.diff, "utf8")), run);
if (values.save) fs.writeFileSync(values.save, JSON.stringify(run));

function check(files) {
  const findings = [];
  const errors = [];
  for (let i = 0; i < files.length; i += batch) {
    const args = [cli, "check", "--output-format", "json", "--", ...files.slice(i, i + batch)];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 30 });
    if (status === null || !stdout) fail(stderr);
    findings.push(...JSON.parse(stdout));
    errors.push(...stderr.split("\n").filter((line) => line !== ""));
  }
  return { files, findings, errors };
}

/** Only files of both runs are compared. Findings are the same if rule and place are. */
function compare(before, now) {
  const common = new Set(before.files.filter((file) => now.files.includes(file)));
  const placed = (run) => new Map(run.findings.filter((finding) => common.has(finding.filename) && wanted(finding)).map((finding) => [keyOf(finding), finding]));
  const [old, fresh] = [placed(before), placed(now)];
  const lost = [...old].filter(([key]) => !fresh.has(key)).map(([, finding]) => finding);
  const gained = [...fresh].filter(([key]) => !old.has(key)).map(([, finding]) => finding);
  console.log(`\n${common.size} files in both runs: ${gained.length} gained, ${lost.length} lost`);
  for (const finding of lost) show("-", finding);
  for (const finding of gained) show("+", finding);
}

function wanted(finding) {
  return !values.code || finding.code.startsWith(values.code);
}

function keyOf({ code, filename, cell, location }) {
  return `${code} ${filename} ${cell} ${location.row} ${location.column}`;
}

function countByCode(findings) {
  const counts = new Map();
  for (const { code } of findings) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].sort();
}

function show(sign, { code, confidence, filename, cell, location, message, steps }) {
  console.log(`\n${sign} ${filename}${cell === null ? "" : `:cell ${cell}`}:${location.row} ${code} (${confidence}) ${message}`);
  const lines = textOf(filename, cell).split(/\r\n|\n|\r/);
  for (let row = Math.max(1, location.row - 1); row <= Math.min(lines.length, location.row + 1); row++) console.log(`${sign} ${String(row).padStart(6)}${row === location.row ? " >" : "  "} ${lines[row - 1].slice(0, 180)}`);
  for (const [i, step] of steps.entries()) console.log(`${sign}     ${i + 1}. ${step.cell === null ? "" : `cell ${step.cell} `}line ${step.location.row}: ${step.message}`);
}

function textOf(filename, cell) {
  const text = fs.readFileSync(path.join(folder, filename), "utf8");
  if (cell === null) return text;
  const notebook = JSON.parse(text);
  const cells = notebook.cells ?? notebook.worksheets.flatMap((sheet) => sheet.cells);
  const source = cells[cell - 1].source ?? cells[cell - 1].input ?? "";
  return Array.isArray(source) ? source.join("") : source;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
