/** Whole programs: what is marked is found, nothing else is, as a script and as a notebook. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { sourceId } from "../../server/src/base/span.js";
import { cellsOf, check, places } from "../helpers/check.js";

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "programs");

/** "HLD101 cell1:7" for each line that ends in `# HLD101`. */
const marked = (cells: readonly string[]): string[] =>
  cells.flatMap((cell, i) => cell.split("\n").flatMap((line, n) => (/# (HLD\d+)$/.exec(line)?.slice(1) ?? []).map((code) => `${code} cell${i + 1}:${n + 1}`)));

function programsOf(file: string): [title: string, text: string][] {
  const [, ...pieces] = fs.readFileSync(path.join(folder, file), "utf8").split(/^#### /m);
  return pieces.map((piece) => [piece.slice(0, piece.indexOf("\n")), piece.slice(piece.indexOf("\n") + 1)]);
}

describe.each(fs.readdirSync(folder))("%s", (file) => {
  it.each(programsOf(file))("%s", async (title, text) => {
    const cells = cellsOf(text);
    const report = await check(cells);
    expect(report.broken).toEqual([]);
    expect(places(report.findings, cells)).toEqual(marked(cells));
    if (cells.length > 1) return;
    // Imports and data in the first cell, the rest in the second.
    const lines = text.split("\n");
    const half = lines.findIndex((line, n) => n > 2 && line !== "" && !/^(import|from|\s|def|class)/.test(line)) + 1;
    const two = [lines.slice(0, half).join("\n"), lines.slice(half).join("\n")];
    // What no cell of a notebook leads to is never run; a script may be imported.
    expect(places((await check(two)).findings, two)).toEqual(/ that nobody (calls|uses)/.test(title) ? [] : marked(two));
  });
});

describe("stored outputs", () => {
  const first = {
    source: sourceId("cell1"),
    text: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
calls = pd.read_csv("calls.csv")
calls["fraud"].value_counts(normalize=True)`,
    cell: 1,
  };
  const second = `A, B, a, b = train_test_split(calls[["length", "hour"]], calls["fraud"], stratify=calls["fraud"], random_state=0)
model = LogisticRegression().fit(A, a)
print(accuracy_score(b, model.predict(B)))`;

  it("show that one class is rare", async () => {
    const cells = [{ ...first, outputs: ["0    0.97\n1    0.03\nName: fraud, dtype: float64"] }, second];
    expect(places((await check(cells)).findings, cells)).toEqual(["HLD301 cell2:3"]);
  });

  it("show that the classes are even", async () => {
    const cells = [{ ...first, outputs: ["0    0.53\n1    0.47\nName: fraud, dtype: float64"] }, second];
    expect(places((await check(cells)).findings, cells)).toEqual([]);
  });

  it("are not needed", async () => {
    const cells = [first, second];
    expect(places((await check(cells)).findings, cells)).toEqual([]);
  });
});
