/**
 * Puts a judged draw into Markdown.
 *
 *     node test/corpus/tally.mjs --key key.json --verdicts a.json,b.json --root FOLDER
 *
 * KEY is what draw.mjs wrote; a verdict file is a list of {n, verdict: right | wrong | debatable, reason}. Paths are printed below FOLDER.
 */
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { key: { type: "string" }, verdicts: { type: "string" }, root: { type: "string", default: "." } } });
const read = (file) => JSON.parse(fs.readFileSync(file, "utf8"));
const verdicts = new Map(values.verdicts.split(",").flatMap((file) => read(file).map((v) => [v.n, v])));
const entries = read(values.key).map((k) => ({ ...k, ...(verdicts.get(k.n) ?? { verdict: "not judged", reason: "" }) }));
const findings = entries.filter((e) => e.kind === "finding").sort((a, b) => a.rule.localeCompare(b.rule) || a.file.localeCompare(b.file) || a.row - b.row);
const decoys = entries.filter((e) => e.kind === "decoy");

const share = (list) => `${list.filter((e) => e.verdict === "right").length} of ${list.length}`;
const of = (list, confidence) => list.filter((e) => e.confidence === confidence);
console.log("| Rule | certain | likely | all |\n| --- | --- | --- | --- |");
for (const rule of [...new Set(findings.map((e) => e.rule))]) {
  const mine = findings.filter((e) => e.rule === rule);
  console.log(`| ${rule} | ${share(of(mine, "certain"))} | ${share(of(mine, "likely"))} | ${share(mine)} |`);
}
console.log(`| all | ${share(of(findings, "certain"))} | ${share(of(findings, "likely"))} | ${share(findings)} |`);
console.log(`\nDecoys taken for findings: ${decoys.filter((e) => e.verdict === "right").length} of ${decoys.length}.\n`);
console.log("| Rule | Confidence | File | Cell | Row | Verdict | Reason |\n| --- | --- | --- | --- | --- | --- | --- |");
const cell = (text) => String(text).replaceAll("|", "\\|").replaceAll("\n", " ");
for (const e of findings)
  console.log(`| ${e.rule.slice(0, 6)} | ${e.confidence} | ${cell(path.relative(values.root, e.file))} | ${e.cell ?? ""} | ${e.row} | ${e.verdict} | ${cell(e.reason)} |`);
