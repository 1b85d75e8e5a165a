/** What the drift panel asks the server. */
import { describe, expect, it } from "vitest";
import { columnUsesMethod, type DataReadsResult, dataReadsMethod } from "../../server/src/protocol.js";
import { startSession } from "./session.js";

const program = (file: string) => `import pandas as pd\ndf = pd.read_csv("${file}")\nprint(df["age"])\n`;

describe("read calls", () => {
  it("are those of open documents, and of the workspace if asked", async () => {
    const notebook = {
      cells: [{ cell_type: "code", source: [program("cells.csv")], metadata: {}, outputs: [], execution_count: null }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    };
    const session = await startSession({
      files: { "closed.py": program("closed.csv"), "book.ipynb": JSON.stringify(notebook, null, 1), "other.py": "x = 1\n" },
    });
    const uri = session.openScript("open.py", program("open.csv"));
    await session.nextStatus();
    const ask = async (workspace: boolean) => (await session.client.sendRequest(dataReadsMethod, { workspace })) as DataReadsResult;
    expect(await ask(false)).toEqual([
      {
        uri,
        document: uri,
        path: "open.csv",
        call: "read_csv",
        role: "train",
        target: null,
        range: { start: { line: 1, character: 8 }, end: { line: 1, character: 16 } },
      },
    ]);
    const all = await ask(true);
    expect(all.map(({ document, path }) => [document.split("/").at(-1), path])).toEqual([
      ["open.py", "open.csv"],
      ["book.ipynb", "cells.csv"],
      ["closed.py", "closed.csv"],
    ]);
    expect(all[1]?.range.start.line).toBeGreaterThan(3);
  });
});

describe("uses of a column", () => {
  it("stand in document order, those of the documents named first", async () => {
    const session = await startSession();
    const first = session.openScript("a.py", program("a.csv"));
    await session.nextStatus();
    const second = session.openScript("b.py", program("b.csv"));
    await session.nextStatus();
    const ask = (documents: string[]) => session.client.sendRequest(columnUsesMethod, { column: "age", documents });
    const place = (uri: string) => ({ uri, range: { start: { line: 2, character: 9 }, end: { line: 2, character: 14 } } });
    expect(await ask([])).toEqual([place(first), place(second)]);
    expect(await ask([second])).toEqual([place(second), place(first)]);
  });
});
