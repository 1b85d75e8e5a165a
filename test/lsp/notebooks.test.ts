/** The reducer of notebooks, change by change. */
import { expect, it } from "vitest";
import type { DidOpenNotebookDocumentParams, NotebookDocumentChangeEvent } from "vscode-languageserver";
import { changeNotebook, type NotebookState, notebookInput, openNotebook } from "../../server/src/lsp/notebooks.js";

const item = (uri: string, text = uri, languageId = "python") => ({ uri, languageId, version: 1, text });
const cell = (document: string, kind: 1 | 2 = 2) => ({ kind, document });

function open(...cells: string[]): NotebookState {
  const params = {
    notebookDocument: { uri: "n", notebookType: "jupyter-notebook", version: 1, cells: cells.map((uri) => cell(uri)) },
    cellTextDocuments: cells.map((uri) => item(uri)),
  };
  return openNotebook(params as DidOpenNotebookDocumentParams);
}

const change = (state: NotebookState, cells: NonNullable<NotebookDocumentChangeEvent["cells"]>) =>
  changeNotebook(state, { notebookDocument: { uri: "n", version: 2 }, change: { cells } });
const order = (state: NotebookState) => state.cells.map((each) => each.document).join("");
const kept = (state: NotebookState) => [...state.texts.keys()].sort().join("");

it("inserts", () => {
  const state = change(open("a", "b"), { structure: { array: { start: 1, deleteCount: 0, cells: [cell("c")] }, didOpen: [item("c")] } });
  expect([order(state), kept(state)]).toEqual(["acb", "abc"]);
});

it("deletes, and drops the text", () => {
  const state = change(open("a", "b", "c"), { structure: { array: { start: 1, deleteCount: 1 }, didClose: [{ uri: "b" }] } });
  expect([order(state), kept(state)]).toEqual(["ac", "ac"]);
});

it("moves, with nothing opened and nothing closed", () => {
  const state = change(open("a", "b", "c"), {
    structure: { array: { start: 0, deleteCount: 3, cells: [cell("c"), cell("a"), cell("b")] }, didOpen: [], didClose: [] },
  });
  expect([order(state), kept(state)]).toEqual(["cab", "abc"]);
});

it("replaces a cell, as a change of its language does", () => {
  const state = change(open("a", "b"), {
    structure: { array: { start: 1, deleteCount: 1, cells: [cell("b")] }, didOpen: [item("b", "text", "r")], didClose: [{ uri: "b" }] },
  });
  expect(notebookInput(state).units.map((unit) => unit.source)).toEqual(["a"]);
});

it("takes text changes in order, each on the one before", () => {
  const at = (line: number, from: number, to: number) => ({ start: { line, character: from }, end: { line, character: to } });
  const state = change(open("a"), {
    textContent: [
      {
        document: { uri: "a", version: 7 },
        changes: [
          { range: at(0, 1, 1), text: "\r\nb😀c" },
          { range: at(1, 3, 4), text: "d" },
        ],
      },
    ],
  });
  expect(state.texts.get("a")).toMatchObject({ version: 7, text: "a\r\nb😀d" });
});

it("takes execution counts from the summary, else from the saved metadata", () => {
  const data = [
    { ...cell("a"), executionSummary: { executionOrder: 5 } },
    { ...cell("b"), metadata: { execution_count: 3 } },
  ];
  const state = change(open("a", "b", "c"), { data });
  expect(notebookInput(state).units.map((unit) => unit.executionCount)).toEqual([5, 3, null]);
  expect(state.texts.size).toBe(3);
});

it("changes the notebook's metadata and keeps its cells", () => {
  const state = changeNotebook(open("a"), { notebookDocument: { uri: "n", version: 9 }, change: { metadata: { kernel: "x" } } });
  expect([state.version, state.metadata, order(state)]).toEqual([9, { kernel: "x" }, "a"]);
});

it("numbers all cells and takes the Python ones", () => {
  const params = {
    notebookDocument: {
      uri: "n",
      notebookType: "t",
      version: 1,
      cells: [cell("m", 1), cell("a"), cell("r"), { ...cell("b"), metadata: { metadata: { tags: ["x", 3] } } }],
    },
    cellTextDocuments: [item("m", "", "markdown"), item("a"), item("r", "", "r"), item("b")],
  };
  const { units } = notebookInput(openNotebook(params as DidOpenNotebookDocumentParams), (text) =>
    text === "b" ? { executionCount: 4, outputs: ["out"] } : undefined,
  );
  expect(units.map(({ source, cell: number, tags, outputs, executionCount }) => ({ source, number, tags, outputs, executionCount }))).toEqual([
    { source: "a", number: 2, tags: [], outputs: [], executionCount: null },
    { source: "b", number: 4, tags: ["x"], outputs: ["out"], executionCount: 4 },
  ]);
});

it("survives changes of what it does not know", () => {
  const state = change(open("a"), { textContent: [{ document: { uri: "zzz", version: 2 }, changes: [{ text: "x" }] }], data: [cell("zzz")] });
  expect(order(state)).toBe("a");
});

it("takes a cell that the kernel has run for Python where most cells are, whatever its language was guessed to be", () => {
  const notebook = (...languages: string[]) =>
    openNotebook({
      notebookDocument: {
        uri: "n",
        notebookType: "jupyter-notebook",
        version: 1,
        cells: languages.map((_, i) => ({ ...cell(`c${i}`), executionSummary: { executionOrder: i + 1 } })),
      },
      cellTextDocuments: languages.map((language, i) => item(`c${i}`, "x = 1", language)),
    });
  expect(notebookInput(notebook("python", "javascript", "python")).units).toHaveLength(3);
  expect(notebookInput(notebook("r", "r", "python")).units).toHaveLength(1);
});
