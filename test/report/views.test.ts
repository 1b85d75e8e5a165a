/** What is drawn of a document: the map and its layout, the model card, explanations and badges. */
import { describe, expect, it } from "vitest";
import { sourceId } from "../../server/src/base/span.js";
import { noFiles, type UnitInput } from "../../server/src/program/program.js";
import { toMarkdown, toPlainText } from "../../server/src/report/blocks.js";
import { cellBadges } from "../../server/src/report/cellBadges.js";
import { explanation } from "../../server/src/report/explanation.js";
import { type FileReport, fileReport } from "../../server/src/report/fileReport.js";
import { Locator } from "../../server/src/report/located.js";
import { layout } from "../../server/src/report/mapLayout.js";
import { mapMarkdown, mapSvgFile, mapViewBody } from "../../server/src/report/mapView.js";
import { modelCard } from "../../server/src/report/modelCard.js";
import { readableGrouping } from "../../server/src/report/pipelineMap.js";
import { trustReport } from "../../server/src/report/trustReport.js";
import { defaults, testEngine } from "../helpers/check.js";

async function reportOf(...cells: readonly string[]): Promise<FileReport> {
  const analysis = (await testEngine()).open(noFiles);
  const units = cells.map((text, i): UnitInput => ({ source: sourceId(`cell${i + 1}`), text, cell: i + 1 }));
  analysis.update({ path: "/test/program.ipynb", kind: "notebook", units });
  const cellOf = (source: string) => Number(source.slice(4));
  const locator = new Locator(
    (source) => ({ filename: "program.ipynb", cell: cellOf(source), text: units[cellOf(source) - 1]?.text ?? "" }),
    () => "https://example.org",
  );
  return fileReport("program.ipynb", "notebook", { summary: analysis.summary(defaults), report: analysis.check(defaults), locator, cellOf });
}

const imports = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("<data>.csv")
X, y = df[["age", "dose"]], df["sick"]`;
const scale = "X = StandardScaler().fit_transform(X)";
const rest = `X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`;
const leaky = () => reportOf(imports, scale, rest);

/** As many columns filled and models tried as long notebooks have. */
const long = () =>
  reportOf(
    imports,
    ...Array.from({ length: 60 }, (_, i) => `df["c${i}"] = df["c${i}"].fillna(df["c${i}"].mean())`),
    'X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="sick"), df["sick"], random_state=0)',
    ...Array.from({ length: 38 }, (_, i) => `m${i} = LogisticRegression(C=${i + 1}).fit(X_train, y_train)\nprint(m${i}.score(X_test, y_test))`),
  );

describe("the layout", () => {
  const box = (id: string) => ({ id, height: 40 });

  it("puts no two boxes over one another and leads edges from left to right", () => {
    const ids = Array.from({ length: 30 }, (_, i) => `n${i}`);
    const links = ids.flatMap((id, i) => [i + 1, i * 2 + 1, i + 7].filter((j) => j < ids.length).map((j) => ({ from: id, to: ids[j] as string })));
    const { boxes, ways, width, height } = layout(ids.map(box), links);
    const list = [...boxes.values()];
    for (const [i, a] of list.entries()) for (const b of list.slice(i + 1)) expect(a.x !== b.x || Math.abs(a.y - b.y) >= 40).toBe(true);
    expect(list.every((b) => b.x >= 0 && b.y >= 0 && b.x < width && b.y + 40 <= height)).toBe(true);
    for (const way of ways) expect((way[0]?.x ?? 0) < (way.at(-1)?.x ?? 0)).toBe(true);
  });

  it("draws circles and links to nowhere without end or loss", () => {
    const { boxes, ways } = layout(["a", "b", "c"].map(box), [
      { from: "a", to: "b" },
      { from: "b", to: "a" },
      { from: "c", to: "missing" },
      { from: "a", to: "a" },
    ]);
    expect([...boxes.keys()]).toEqual(["a", "b", "c"]);
    expect(ways.map((w) => w.length)).toEqual([2, 2, 0, 2]);
  });

  it("has no size without boxes", () => {
    expect(layout([], []).boxes.size).toBe(0);
  });
});

describe("the pipeline map", () => {
  it("marks the way of a leak with its number and escapes what a program says", async () => {
    const svg = mapSvgFile(await leaky());
    expect(svg).toContain('class="edge leak"');
    expect(svg).toMatch(/class="mark"[^>]*>1</);
    expect(svg).not.toContain("<data>");
    expect(svg).toContain("&#60;data&#62;");
    expect(svg).not.toMatch(/tabindex|data-file/);
  });

  it("has no leaks for a sound notebook", async () => {
    expect(mapSvgFile(await reportOf(imports, rest))).not.toContain('class="edge leak"');
  });

  it("says the same in words", async () => {
    const words = mapMarkdown(await leaky(), "program.ipynb");
    expect(words).toMatch(/\| `StandardScaler` cell 2, line 1 \| Preparation \|/);
    expect(words).toMatch(/leak 1/);
  });

  it("can be focused, clicked and regrouped in the editor", async () => {
    const body = mapViewBody(await leaky(), "program.ipynb");
    expect(body).toMatch(/tabindex="0" role="button" data-file="program.ipynb" data-cell="2"/);
    expect([...body.matchAll(/data-show="(\w+)"/g)].map((m) => m[1])).toEqual(["whole", "alike", "cell", "stage"]);
    expect(body).not.toMatch(/ style=|<script| on\w+=/);
  });

  it("stays readable for a notebook of a hundred cells", async () => {
    const file = await long();
    expect(file.summary.graph.nodes.length).toBeGreaterThan(100);
    expect(readableGrouping(file)).toBe("alike");
    const boxes = [...mapSvgFile(file).matchAll(/class="box /g)].length;
    expect(boxes).toBeGreaterThan(3);
    expect(boxes).toBeLessThanOrEqual(40);
  });

  it("is honest about a notebook without models", async () => {
    expect(mapViewBody(await reportOf("print(1)"), "a.ipynb")).toContain("nothing to draw");
  });

  it("is honest about a notebook without cells, and about broken code", async () => {
    for (const cells of [[], [""], ["model = (\n"]]) expect(mapViewBody(await reportOf(...cells), "a.ipynb")).toContain("nothing to draw");
  });
});

describe("the trust report", () => {
  it("gives one reason of each rule, and counts those like it", async () => {
    const fills = ["a", "b", "c"].map((name) => `df["${name}"] = df["${name}"].fillna(df["${name}"].mean())`);
    const rows = toMarkdown(
      trustReport({ title: "x", files: [await reportOf(imports, ...fills, rest.replace("X, y", 'df[["a", "b", "c"]], y'))], problems: [], version: "1" }),
    )
      .split("\n")
      .filter((line) => line.includes("**optimistic** |"));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.match(/HLD101/g)).toHaveLength(1);
    expect(rows[0]).toContain("(HLD101, and 2 more like it)");
  });
});

describe("the model card", () => {
  it("drafts what the code tells and leaves marked blanks for what it cannot", async () => {
    const { text } = modelCard({ files: [await leaky()] }, null);
    for (const told of ["`<data>.csv`", "`age`, `dose`, `sick`", "`LogisticRegression`", "`StandardScaler`", "optimistic", "HLD101"])
      expect(text).toContain(told);
    expect(text?.match(/_To be written: /g)?.length).toBeGreaterThanOrEqual(7);
  });

  it("invents nothing where there is no model, no cell or no sound code", async () => {
    const blank = modelCard({ files: [] }, null).text as string;
    expect(blank).not.toMatch(/optimistic|Regression|\.csv/);
    for (const cells of [[], [""], ["model = (\n"], ["print(1)"]]) {
      const text = modelCard({ files: [await reportOf(...cells)] }, null).text as string;
      expect(text.match(/_To be written: /g)?.length).toBe(blank.match(/_To be written: /g)?.length);
      expect(text).not.toMatch(/optimistic|Regression|\.csv/);
    }
  });

  it("renews the generated parts and keeps what people wrote, to the letter", async () => {
    const first = modelCard({ files: [await leaky()] }, null).text as string;
    const written = first.replace(/_To be written: what the model decides[^_]*_/, "Tells the ward  whom to see first. ");
    const second = modelCard({ files: [await reportOf(imports, rest)] }, written).text as string;
    expect(second).toContain("Tells the ward  whom to see first. ");
    expect(second).not.toContain("StandardScaler");
    expect(modelCard({ files: [await leaky()] }, second).text).toBe(written);
  });

  it("leaves out parts that somebody took out, and keeps line ends", async () => {
    const first = modelCard({ files: [await leaky()] }, null).text as string;
    const shorter = first.replace(/<!-- holdout:begin findings[\s\S]*?holdout:end findings -->\n/, "").replace(/\n/g, "\r\n");
    const again = modelCard({ files: [await leaky()] }, shorter).text;
    expect(again).toBe(shorter);
  });

  it("touches nothing when its markers are damaged, and says where", async () => {
    const first = modelCard({ files: [] }, null).text as string;
    const broken = first.replace("<!-- holdout:end data -->", "");
    expect(modelCard({ files: [] }, broken)).toEqual({
      text: null,
      problem: expect.stringMatching(/^Line \d+: the part "data" that begins in line \d+ has no end\.$/),
    });
  });

  it("puts its draft below a card that it did not write", () => {
    const text = modelCard({ files: [] }, "# Ours\nWritten by hand.\n").text;
    expect(text?.startsWith("# Ours\nWritten by hand.\n\n# Model card")).toBe(true);
  });
});

describe("explanations and badges", () => {
  it("tell the steps with their lines and the scores that are made doubtful", async () => {
    const file = await leaky();
    const cells = [imports, scale, rest];
    const blocks = explanation(file, { cell: 2, row: 1, column: 25 }, (cell) => cells[(cell ?? 1) - 1] ?? null);
    const text = toPlainText(blocks);
    expect(text).toMatch(/1\. cell 1, line 5: .*read_csv/);
    expect(text).toMatch(/Scores that it makes doubtful/);
    expect(toMarkdown(explanation(file, { cell: 1, row: 1, column: 1 }, () => null))).toContain("no finding here");
  });

  it("say of each cell what it does to rows", async () => {
    const badges = cellBadges(await leaky());
    expect(badges.map((b) => [b.cell, b.leak])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
    expect(badges[1]?.text).toContain("learns from all rows");
    expect(badges[2]?.text).toContain("scores: optimistic");
  });
});
