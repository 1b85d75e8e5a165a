/**
 * A blind draw of findings for judgement.
 *
 *     node test/corpus/draw.mjs FINDINGS.json --seed 7 --per-rule 20 --decoys 25 --sheet sheet.json --key key.json [--skip LIST]
 *
 * FINDINGS.json is what `holdout check --output-format json` printed. The sheet holds file, rule and line alone, shuffled together with decoys:
 * lines of the same files with a call on them that nothing was said about. The key says which is which, with confidence and message.
 * At most one finding of a rule is taken from a file, and none from the files named in --skip (one path a line). With --again, a rule that has fewer
 * files than --per-rule takes a second finding of some of them.
 */
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    "per-rule": { type: "string", default: "20" },
    decoys: { type: "string", default: "25" },
    sheet: { type: "string", default: "sheet.json" },
    key: { type: "string", default: "key.json" },
    skip: { type: "string" },
    again: { type: "boolean", default: false },
  },
});
const random = mulberry32(Number(values.seed));
const skipped = new Set(values.skip ? fs.readFileSync(values.skip, "utf8").trim().split("\n") : []);
const findings = JSON.parse(fs.readFileSync(positionals[0], "utf8")).filter((f) => !skipped.has(f.filename));

const drawn = [];
for (const code of [...new Set(findings.map((f) => f.code))].sort()) {
  const times = new Map();
  const taken = new Set();
  const own = shuffled(findings.filter((x) => x.code === code));
  for (const most of values.again ? [1, 2] : [1]) {
    for (const f of own) {
      // The same kernel often lies in a folder as script and as notebook.
      const kernel = f.filename.replace(/\.(py|ipynb)$/, "");
      const before = times.get(kernel) ?? 0;
      if (taken.size >= Number(values["per-rule"]) || before >= most || taken.has(f)) continue;
      times.set(kernel, before + 1);
      taken.add(f);
      drawn.push({ kind: "finding", file: f.filename, rule: `${f.code} ${f.slug}`, cell: f.cell, row: f.location.row, confidence: f.confidence, message: f.message, steps: f.steps });
    }
  }
}
const rules = [...new Set(drawn.map((d) => d.rule))];
const decoys = [];
for (const d of shuffled(drawn)) {
  if (decoys.length >= Number(values.decoys)) break;
  const said = findings.filter((f) => f.filename === d.file);
  const lines = callLines(d.file).filter((l) => !said.some((f) => f.cell === l.cell && Math.abs(f.location.row - l.row) <= 3));
  if (lines.length) decoys.push({ kind: "decoy", file: d.file, rule: pick(rules), ...pick(lines) });
}
const all = shuffled([...drawn, ...decoys]).map((x, i) => ({ n: i + 1, ...x }));
fs.writeFileSync(values.sheet, `${JSON.stringify(all.map(({ n, file, rule, cell, row }) => ({ n, file, rule, cell, row })), null, 1)}\n`);
fs.writeFileSync(values.key, `${JSON.stringify(all, null, 1)}\n`);
console.log(`${drawn.length} findings of ${rules.length} rules and ${decoys.length} decoys, seed ${values.seed}`);

/** Lines with a call, by cell. */
function callLines(file) {
  const text = fs.readFileSync(file, "utf8");
  if (path.extname(file) !== ".ipynb") return rows(text, null);
  const notebook = JSON.parse(text);
  const cells = notebook.cells ?? notebook.worksheets?.[0]?.cells ?? [];
  return cells.flatMap((c, i) => (c.cell_type === "code" ? rows([c.source ?? c.input ?? ""].flat().join(""), i + 1) : []));
}

function rows(text, cell) {
  return text.split("\n").flatMap((line, i) => (/\.(fit|transform|fit_transform|mean|fillna|score|predict)\w*\(|_score\(|train_test_split\(/.test(line) && !/^\s*#/.test(line) ? [{ cell, row: i + 1 }] : []));
}

function pick(list) {
  return list[Math.floor(random() * list.length)];
}

function shuffled(list) {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

/** A small seeded generator, so that a draw can be repeated. */
function mulberry32(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
