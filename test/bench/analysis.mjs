/** The whole analysis against bare parsing of the same text, and one keystroke against a fresh analysis. */
import fs from "node:fs";
import path from "node:path";
import { asDocument, generatedNotebook, loadEngine, measure, median, ms, percentile, ratio, root, row } from "./support.mjs";

const noFiles = { resolve: () => null };

export async function analysis() {
  const { createEngine, loadGrammar, readDocument, buildSelection, mergeSettings, grammar } = await loadEngine();
  const engine = await createEngine(grammar);
  const parser = await loadGrammar(grammar);
  const parse = (document) => {
    for (const unit of document.units) parser.parse(unit.text).delete();
  };
  const analyse = (document) => {
    const analysis = engine.open(noFiles);
    analysis.update(document);
    const report = analysis.check(buildSelection(mergeSettings(), null, document.units));
    analysis.dispose();
    return report;
  };

  console.log("\nAnalysis against bare parsing (warm, medians; aim 5 x)");
  for (const [name, document] of [["generated notebook", asDocument(generatedNotebook())], ...exampleDocuments(readDocument)]) {
    const [bare, whole] = [median(measure(15, () => parse(document))), median(measure(15, () => analyse(document)))];
    row(name, ms(bare), ms(whole), ratio(whole, bare));
  }
  keystroke(engine, analyse, buildSelection, mergeSettings);
  parser.delete();
}

function exampleDocuments(readDocument) {
  const folder = path.join(root, "examples");
  if (!fs.existsSync(folder)) return [];
  const names = fs.readdirSync(folder).filter((name) => /\.(py|ipynb)$/.test(name));
  return names.map((name) => [`examples/${name}`, readDocument(fs.readFileSync(path.join(folder, name), "utf8"), name).input]);
}

function keystroke(engine, analyse, buildSelection, mergeSettings) {
  console.log("\nOne keystroke in a notebook of 60 cells and 1,000 lines (aim: p95 50 ms, and a third of a fresh analysis)");
  const texts = generatedNotebook();
  const analysis = engine.open(noFiles);
  const type = (cell) => (i) => {
    const typed = [...texts];
    typed[cell] = `${texts[cell]}\nvalue = ${"1".repeat((i % 40) + 1)}`;
    const document = asDocument(typed);
    analysis.update(document, { keepBroken: true });
    analysis.check(buildSelection(mergeSettings(), null, document.units));
  };
  for (const [where, cell] of [
    ["first", 0],
    ["middle", 30],
    ["last", 59],
  ]) {
    const typing = measure(100, type(cell), 10);
    const fresh = median(measure(10, () => analyse(asDocument(texts))));
    row(`${where} cell: p50, p95, fresh, p95 / fresh`, ms(median(typing)), ms(percentile(typing, 0.95)), ms(fresh), ratio(percentile(typing, 0.95), fresh));
  }
  analysis.dispose();
}
