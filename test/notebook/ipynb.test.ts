/** Notebook files of all ages and states. */
import { describe, expect, test } from "vitest";
import { readNotebook } from "../../server/src/notebook/ipynb.js";

const code = (source: unknown, more: object = {}) => ({ cell_type: "code", metadata: {}, execution_count: null, outputs: [], source, ...more });
const notebook = (cells: unknown[], metadata: object = {}) => ({ cells, metadata, nbformat: 4, nbformat_minor: 5 });
const read = (content: unknown, indent?: number) => readNotebook(JSON.stringify(content, null, indent), "/a.ipynb");

test("cells are numbered over all cells, and carry what was stored", () => {
  const { document, map } = read(
    notebook([
      { cell_type: "markdown", metadata: {}, source: ["# Hi"] },
      code(["x = 1\n", "y"], { execution_count: 7, metadata: { tags: ["a", "b"] }, outputs: [{ output_type: "stream", name: "stdout", text: ["a\n", "b"] }] }),
      code('"one\\nstring"\nz'),
    ]),
  );
  expect(document.kind).toBe("notebook");
  expect(document.units).toEqual([
    { source: "/a.ipynb#2", text: "x = 1\ny", cell: 2, executionCount: 7, outputs: ["a\nb"], tags: ["a", "b"] },
    { source: "/a.ipynb#3", text: '"one\\nstring"\nz', cell: 3, executionCount: null, outputs: [], tags: [] },
  ]);
  expect(map.cellCount).toBe(3);
});

test("outputs: text of streams and results, no images, no errors, long ones capped", () => {
  const outputs = [
    { output_type: "display_data", data: { "image/png": "AAAA", "text/plain": ["<Figure>"] } },
    { output_type: "execute_result", data: { "text/html": "<table>", "text/plain": "0.93" }, execution_count: 1 },
    { output_type: "error", ename: "E", evalue: "x", traceback: ["t"] },
    { output_type: "stream", text: "y".repeat(100_000) },
  ];
  const unit = read(notebook([code("x", { outputs })])).document.units[0];
  expect(unit?.outputs?.map((text) => text.length)).toEqual(["<Figure>".length, 4, 20_000]);
});

test("outputs: markup alone is no text, and a cut ends with a whole line and a mark", () => {
  const outputs = [
    { output_type: "execute_result", data: { "text/html": "<table><tr><td>950</td></tr></table>" }, execution_count: 1 },
    { output_type: "stream", text: Array.from({ length: 5_000 }, (_, i) => `row${i}    ${i}\n`) },
  ];
  const kept = read(notebook([code("x", { outputs })])).document.units[0]?.outputs;
  expect(kept).toHaveLength(1);
  expect(kept?.[0]?.length).toBeLessThanOrEqual(20_000);
  expect(kept?.[0]).toMatch(/\nrow(\d+) {4}\1\n\.\.\.$/);
});

test("nbformat 3 has worksheets, input and prompt numbers", () => {
  const cells = [
    { cell_type: "heading", source: "T" },
    { cell_type: "code", input: ["print x"], prompt_number: 3, outputs: [{ output_type: "pyout", text: ["5"] }] },
  ];
  const { document } = read({ metadata: { name: "" }, nbformat: 3, worksheets: [{ cells }] });
  expect(document.units).toMatchObject([{ text: "print x", cell: 2, executionCount: 3, outputs: ["5"] }]);
});

describe("languages", () => {
  const units = (metadata: object) => read(notebook([code("x")], metadata)).document.units.length;
  test.each([
    [{}, 1],
    [{ kernelspec: { name: "python3", display_name: "Python 3" } }, 1],
    [{ kernelspec: { name: "my-env", language: "python" } }, 1],
    [{ kernelspec: { name: "conda-env-x-py" } }, 1],
    [{ kernelspec: { name: "ir", language: "R" }, language_info: { name: "R" } }, 0],
    [{ kernelspec: { name: "julia-1.6" } }, 0],
    [{ language_info: { name: "julia" } }, 0],
  ])("%j has %i units", (metadata, expected) => expect(units(metadata)).toBe(expected));

  test("one cell may be in another language", () => {
    expect(read(notebook([code("SELECT 1", { metadata: { vscode: { languageId: "sql" } } }), code("x")])).document.units.map((unit) => unit.cell)).toEqual([2]);
  });

  test("but not where the kernel has run it: editors guess languages and write them down", () => {
    const guessed = code("df = load()", { metadata: { vscode: { languageId: "javascript" } }, execution_count: 3 });
    expect(read(notebook([guessed, code("x")])).document.units.map((unit) => unit.cell)).toEqual([1, 2]);
  });
});

describe("lines of the file", () => {
  const cells = [{ cell_type: "markdown", metadata: {}, source: ["a\n", "b"] }, code(["x\n", 'y = "\\n"\n', "z"]), code("one\ntwo")];

  test("in an indented file each line of a cell is a line of the file", () => {
    const text = JSON.stringify(notebook(cells), null, 1);
    const lines = text.split("\n");
    const { map } = readNotebook(text, "/a.ipynb");
    const lineOf = (cell: number, line: number) => lines[map.rawLine(cell, line) - 1]?.trim();
    expect(lineOf(2, 0)).toBe(String.raw`"x\n",`);
    expect(lineOf(2, 1)).toBe(String.raw`"y = \"\\n\"\n",`);
    expect(lineOf(2, 2)).toBe('"z"');
    expect(lineOf(3, 0)).toBe(String.raw`"source": "one\ntwo"`);
    expect(map.rawLine(3, 1)).toBe(map.rawLine(3, 0));
  });

  test("in a file of one line everything is on it", () => {
    const { map } = read(notebook(cells));
    expect([map.rawLine(2, 0), map.rawLine(2, 2), map.rawLine(3, 1)]).toEqual([1, 1, 1]);
  });

  test("elements that hold several lines, or none", () => {
    const text = JSON.stringify(notebook([code(["a\nb", "", "c\n", "d\n"])]), null, 1);
    const at = (line: number) => text.split("\n")[readNotebook(text, "/a").map.rawLine(1, line) - 1]?.trim();
    expect([at(0), at(1), at(2), at(3)]).toEqual([String.raw`"a\nb",`, String.raw`"a\nb",`, String.raw`"d\n"`, String.raw`"d\n"`]);
  });

  test("places that do not exist are clamped", () => {
    const { map } = read(notebook(cells));
    expect([map.rawLine(99, 0), map.rawLine(2, 99)]).toEqual([1, 1]);
  });
});

describe("broken files", () => {
  const problem = (text: string) => {
    const { document, problems } = readNotebook(text, "/a.ipynb");
    expect(document.units).toEqual([]);
    return problems.map(({ line, message }) => `${line}: ${message.replace("The notebook cannot be read. ", "")}`);
  };
  test.each([
    ["", "1: Not a notebook: expected a JSON object."],
    ["<html>", "1: Not a notebook: expected a JSON object."],
    ['{\n"cells": [', "2: The file ends too early."],
    ['{\n"cells": [\n}', "3: A value is missing."],
    ['{\n"cells": [] \n"a": 1}', '3: Expected "," or "}".'],
    ['{"a": "x\n', "1: A string is not closed."],
    ['{"a": what}', '1: Unexpected "w".'],
    ["{}\n{}", "2: There is text after the end."],
    ["<<<<<<< HEAD\n{}", "1: Not a notebook: expected a JSON object."],
  ])("%j", (text, expected) => expect(problem(text)).toEqual([expected]));

  test("odd shapes are no errors", () => {
    for (const content of [{}, { cells: null }, { cells: [null, 3, { source: 4 }, { cell_type: "code" }] }, { cells: [code([1, "x"])] }])
      expect(read(content).problems).toEqual([]);
  });

  test("deep nesting costs no stack", () => {
    expect(readNotebook(`{"x": ${"[".repeat(200_000)}${"]".repeat(200_000)}, "cells": []}`, "/a").problems).toEqual([]);
  });
});

test("a byte order mark is no error", () => {
  expect(readNotebook(`\uFEFF${JSON.stringify(notebook([code("x")]))}`, "/a").document.units).toHaveLength(1);
});

test("fifty megabytes of images are read in a moment", () => {
  const image = { output_type: "display_data", data: { "image/png": "A".repeat(5_000_000) } };
  const text = JSON.stringify(notebook(Array(10).fill(code(["x"], { outputs: [image] }))));
  const started = Date.now();
  expect(readNotebook(text, "/a").document.units).toHaveLength(10);
  expect(Date.now() - started).toBeLessThan(2000);
});
