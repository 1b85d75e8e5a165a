/** The language server as an editor sees it. */
import { describe, expect, it } from "vitest";
import { noRest, startSession } from "./session.js";

const read = "import pandas as pd\ndf = pd.read_csv('a.csv')";
const fit = "X = s.fit_transform(X)";

describe("what is published", () => {
  it("covers every code cell, with numbered steps across cells", async () => {
    const session = await startSession();
    const { cells } = session.openNotebook("a.ipynb", [{ text: "# Title", kind: "markdown" }, read, "print(1)", fit]);
    const [title, first, second, third] = cells as [string, string, string, string];
    await session.nextStatus();
    expect(session.published.map(({ uri, version, diagnostics }) => [uri, version, diagnostics.length])).toEqual([
      [first, 1, 0],
      [second, 1, 0],
      [third, 1, 1],
    ]);
    expect(session.published.some(({ uri }) => uri === title)).toBe(false);
    expect(session.marked(third)).toEqual(["fit_transform"]);
    expect(session.diagnostics(third)[0]).toMatchObject({
      severity: 2,
      source: "Holdout",
      code: "HLD101",
      message: "`X` learned from test rows in cell 4",
      relatedInformation: [
        { message: "1. cell 2: rows read here", location: { uri: first } },
        { message: "2. cell 4: learned here", location: { uri: third } },
      ],
    });
  });

  it("leads to the page of its rule where there is one to be opened", async () => {
    for (const appliesFixes of [true, false]) {
      const session = await startSession({ appliesFixes });
      const uri = session.openScript("a.py", fit);
      await session.until(() => session.messages(uri).length === 1);
      const wanted = appliesFixes ? { href: "command:holdout.showRule?%5B%22HLD101%22%5D" } : undefined;
      expect(session.diagnostics(uri)[0]?.codeDescription).toEqual(wanted);
    }
  });

  it("follows cells that move, come and go", async () => {
    const session = await startSession();
    const { notebook, cells } = session.openNotebook("a.ipynb", [read, "x = 1", fit]);
    const last = cells[2] as string;
    await session.until(() => session.messages(last)[0]?.endsWith("in cell 3") === true);
    session.moveCell(notebook, 2, 0);
    await session.until(() => session.messages(last)[0]?.endsWith("in cell 1") === true);
    session.insertCell(notebook, 0, { text: "# Title", kind: "markdown" });
    await session.until(() => session.messages(last)[0]?.endsWith("in cell 2") === true);
    const added = session.insertCell(notebook, 0, { text: fit });
    await session.until(() => session.messages(added).length === 1);
    session.deleteCell(notebook, 0);
    await session.until(() => session.messages(added).length === 0);
    session.closeNotebook(notebook);
    await session.until(() => session.messages(last).length === 0);
  });

  it("is never sent twice", async () => {
    const session = await startSession();
    const { notebook, cells } = session.openNotebook("a.ipynb", [fit, "x = 1"]);
    await session.nextStatus();
    session.edit(cells[1] as string, "1", "2", notebook);
    await session.nextStatuses(2);
    expect(session.published.map(({ uri }) => uri)).toEqual(cells);
  });

  it("gathers more than three of one rule in one cell", async () => {
    const session = await startSession();
    const text = ["a", "b", "c", "d"].map((name) => `s.fit_transform(${name})`).join("\n");
    const { cells } = session.openNotebook("a.ipynb", [text]);
    const script = session.openScript("a.py", text);
    // A notebook is checked when its file was looked for, which may be after the script.
    await session.until(() => session.messages(script).length === 4 && session.messages(cells[0] as string).length > 0);
    expect(session.messages(cells[0] as string)).toEqual(["`a` learned from test rows in cell 1 (likewise `b`, `c`, `d`)"]);
  });

  it("says what was checked", async () => {
    const session = await startSession();
    const { notebook } = session.openNotebook("a.ipynb", ["score(a)\nscore(b)", fit]);
    expect(await session.nextStatus()).toEqual({ uri: notebook, evaluations: 2, findings: 1, notModelled: [] });
  });

  it("uses the outputs that the file holds", async () => {
    const file = {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: [{ cell_type: "code", source: fit, metadata: {}, execution_count: 1, outputs: [{ output_type: "stream", name: "stdout", text: ["0.9"] }] }],
    };
    const session = await startSession({ files: { "a.ipynb": JSON.stringify(file) } });
    const { cells } = session.openNotebook("a.ipynb", [fit]);
    await session.nextStatus();
    expect(session.messages(cells[0] as string)).toEqual(["`X` learned from test rows in cell 1 after 0.9"]);
  });
});

describe("calm while typing", () => {
  it("keeps a new finding back until a rest", async () => {
    const session = await startSession();
    const uri = session.openScript("a.py", "x = 1");
    await session.nextStatus();
    session.edit(uri, "x = 1", fit);
    expect((await session.nextStatuses(2)).map(({ findings }) => findings)).toEqual([0, 1]);
    expect(session.marked(uri)).toEqual(["fit_transform"]);
  });

  it("keeps it back also when it was typed before the first check", async () => {
    const session = await startSession({ settings: { delay: noRest } });
    const uri = session.openScript("a.py", "x = 1");
    session.edit(uri, "x = 1", fit);
    await session.nextStatus();
    expect(session.messages(uri)).toEqual([]);
  });

  it("takes a cured finding away at once, and keeps the others in their places", async () => {
    const session = await startSession({ settings: { delay: noRest } });
    const uri = session.openScript("a.py", "s.fit_transform(a)\ns.fit_transform(b)\n");
    await session.until(() => session.messages(uri).length === 2);
    session.edit(uri, "s.fit_transform(a)", "# hello\n# there");
    await session.until(() => session.messages(uri).length === 1);
    expect(session.messages(uri)[0]).toContain("`b`");
    expect(session.marked(uri)).toEqual(["fit_transform"]);
  });

  it("does not take a new finding for the one above it", async () => {
    const session = await startSession({ settings: { delay: noRest } });
    const uri = session.openScript("a.py", "x = 1\n\n\ns.fit_transform(a)\n");
    await session.nextStatus();
    session.edit(uri, "x = 1", "s.fit_transform(a)");
    await session.nextStatus();
    expect(session.diagnostics(uri).map(({ range }) => range.start.line)).toEqual([3]);
  });

  it("carries the findings of a cell that does not parse to where they are now", async () => {
    const session = await startSession({ settings: { delay: noRest } });
    const uri = session.openScript("a.py", "x = 1\ns.fit_transform(a)\n");
    await session.nextStatus();
    session.edit(uri, "x = 1", "x = print(1, 😀\n");
    await session.nextStatus();
    expect(session.marked(uri)).toEqual(["fit_transform"]);
    session.edit(uri, "fit_transform", "fit");
    await session.until(() => session.messages(uri).length === 0);
  });
});

it("reads directives where the findings of a broken cell stand", async () => {
  const session = await startSession({ settings: { delay: noRest } });
  const uri = session.openScript("a.py", "s.fit_transform(a)\ns.fit_transform(b)  # holdout: ignore\n");
  await session.nextStatus();
  session.edit(uri, "s.fit_transform(a)", "\n\nprint(\ns.fit_transform(a)");
  await session.nextStatus();
  expect(session.messages(uri)).toEqual(["`a` learned from test rows"]);
  expect(session.diagnostics(uri)[0]?.range.start.line).toBe(3);
});

describe("code actions", () => {
  const titles = async (session: Awaited<ReturnType<typeof startSession>>, uri: string) => (await session.codeActions(uri)).map((action) => action.title);

  it("offers fixes, ignoring by scope, and the rule, in this order", async () => {
    const session = await startSession({ appliesFixes: true });
    const { cells } = session.openNotebook("a.ipynb", ["x = 1\r\n", "s.fit_transform(fixable)\r\ny = 2\r\n"]);
    const [first, second] = cells as [string, string];
    await session.nextStatus();
    expect(await titles(session, second)).toEqual([
      "Use transform",
      "Ignore HLD101 for this line",
      "Ignore HLD101 in this cell",
      "Ignore HLD101 in this notebook",
      "Show rule HLD101 (preprocessing-before-split)",
    ]);
    const [fix, line, cell, file, show] = await session.codeActions(second);
    expect(fix?.isPreferred).toBe(true);
    expect(session.after(second, fix)).toBe("s.transform(fixable)\r\ny = 2\r\n");
    expect(session.after(second, line)).toBe("s.fit_transform(fixable)  # holdout: ignore[HLD101]\r\ny = 2\r\n");
    expect(session.after(second, cell)).toBe("# holdout: ignore-cell[HLD101]\r\ns.fit_transform(fixable)\r\ny = 2\r\n");
    expect(session.after(first, file)).toBe("# holdout: ignore-file[HLD101]\r\nx = 1\r\n");
    expect(show?.command).toMatchObject({ command: "holdout.showRule", arguments: ["HLD101"] });
  });

  it("silences what it says it silences", async () => {
    const session = await startSession({ appliesFixes: true });
    const uri = session.openScript("a.py", "s.fit_transform(a)\ns.fit_transform(b)\n");
    await session.until(() => session.messages(uri).length === 2);
    session.edit(uri, "(a)", "(a)  # holdout: ignore[HLD101]");
    await session.until(() => session.messages(uri).length === 1);
    expect(await titles(session, uri)).toEqual(["Ignore HLD101 for this line", "Ignore HLD101 in this file", "Show rule HLD101 (preprocessing-before-split)"]);
  });

  it("leaves the diagnostics of others alone", async () => {
    const session = await startSession();
    const uri = session.openScript("a.py", fit);
    await session.nextStatus();
    const others = session.diagnostics(uri).map((diagnostic) => ({ ...diagnostic, source: "Pylint" }));
    expect(
      await session.client.sendRequest("textDocument/codeAction", { textDocument: { uri }, range: others[0]?.range, context: { diagnostics: others } }),
    ).toEqual([]);
  });
});

it("hovers", async () => {
  const session = await startSession();
  const { cells } = session.openNotebook("a.ipynb", ["é = 1; frame = 2"]);
  await session.nextStatus();
  const hover = await session.client.sendRequest("textDocument/hover", { textDocument: { uri: cells[0] }, position: { line: 0, character: 9 } });
  expect(hover).toEqual({
    contents: { kind: "markdown", value: "**frame**\n\nin cell 1" },
    range: { start: { line: 0, character: 7 }, end: { line: 0, character: 12 } },
  });
});

describe("settings", () => {
  it("follow the editor", async () => {
    const session = await startSession();
    const uri = session.openScript("a.py", fit);
    await session.until(() => session.messages(uri).length === 1);
    session.settings = { ...session.settings, severity: { HLD101: "error" } };
    await session.client.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await session.until(() => session.diagnostics(uri)[0]?.severity === 1);
    session.settings = { ...session.settings, enable: false };
    await session.client.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await session.until(() => session.messages(uri).length === 0);
    session.settings = { ...session.settings, enable: true, severity: null };
    await session.client.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await session.until(() => session.diagnostics(uri)[0]?.severity === 2);
  });

  it("follow the nearest pyproject.toml, and name its faults", async () => {
    const session = await startSession({ files: { "pyproject.toml": '[tool.holdout]\nignore = ["HLD1"]\n', "sub/pyproject.toml": "[project]\nname = 'x'\n" } });
    const uri = session.openScript("sub/a.py", fit);
    await session.nextStatus();
    expect(session.messages(uri)).toEqual([]);
    session.write("pyproject.toml", '[tool.holdout]\nper-file-ignores = { "sub/b.py" = ["ALL"] }\nselct = []\n');
    const project = session.uri("pyproject.toml");
    await session.client.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: project, type: 2 }] });
    await session.until(() => session.messages(uri).length === 1);
    expect(session.messages(project)).toEqual(['unknown setting "selct"; did you mean "select"?']);
    expect(session.diagnostics(project)[0]?.range.start.line).toBe(2);
    const other = session.openScript("sub/b.py", fit);
    await session.nextStatus();
    expect(session.messages(other)).toEqual([]);
  });
});

describe("what is checked", () => {
  it("is the workspace, without environments and excluded paths", async () => {
    const session = await startSession({ settings: { exclude: ["archive/"] } });
    const silent = [".venv/lib/a.py", "archive/a.py", "x/.ipynb_checkpoints/a.py"].map((name) => session.openScript(name, fit));
    silent.push(
      session.openScript("", fit, "python", "file:///elsewhere/a.py"),
      session.openScript("", fit, "python", `git:${session.uri("a.py").slice(5)}?ref`),
    );
    silent.push(session.openScript("", fit, "python", "vscode-interactive-input:/1"), session.openScript("c.r", fit, "r"));
    const loud = [session.openScript("build.py", fit), session.openScript("", fit, "python", "untitled:Untitled-1")];
    const interactive = session.openNotebook("", [fit], "interactive", "vscode-interactive:/Interactive-1.interactive");
    await session.until(() => [...loud, ...interactive.cells].every((uri) => session.messages(uri).length === 1));
    expect(silent.flatMap((uri) => session.messages(uri))).toEqual([]);
  });

  it("is every file but those of packages where no folder is open", async () => {
    const session = await startSession({ folder: false });
    const silent = session.openScript("", fit, "python", "file:///usr/lib/python3/site-packages/a.py");
    const loud = session.openScript("build/a.py", fit);
    await session.until(() => session.messages(loud).length === 1);
    expect(session.messages(silent)).toEqual([]);
  });
});

describe("imports", () => {
  const importing = "import helper\n";

  it.each([false, true])("prefers open texts to the disk (files from the client: %s)", async (web) => {
    const session = await startSession({ web, files: { "helper.py": "LEAK = 1\n" } });
    const { cells } = session.openNotebook("notebooks/a.ipynb", [importing]);
    const uri = cells[0] as string;
    await session.until(() => session.messages(uri).length === 1);
    expect(session.diagnostics(uri)[0]?.relatedInformation?.[0]?.location).toMatchObject({
      uri: session.uri("helper.py"),
      range: { start: { line: 0, character: 0 } },
    });
    const helper = session.openScript("helper.py", "OK = 1\n");
    await session.until(() => session.messages(uri).length === 0);
    session.edit(helper, "OK", "\nLEAK");
    await session.until(() => session.messages(uri).length === 1);
    expect(session.diagnostics(uri)[0]?.relatedInformation?.[0]?.location.range.start.line).toBe(1);
  });
});

it("looks again when an imported file comes or changes on disk", async () => {
  const session = await startSession();
  const uri = session.openScript("a.py", "import helper\n");
  await session.nextStatus();
  const changed = (type: number) => session.client.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: session.uri("helper.py"), type }] });
  session.write("helper.py", "LEAK = 1\n");
  await changed(1);
  await session.until(() => session.messages(uri).length === 1);
  session.write("helper.py", "x = 1\n");
  await changed(2);
  await session.until(() => session.messages(uri).length === 0);
});

describe("the whole workspace", () => {
  const notebook = JSON.stringify(
    {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: [
        { cell_type: "markdown", source: "a" },
        { cell_type: "code", source: ["x = 1\n", fit] },
      ],
    },
    null,
    1,
  );
  const files = { "a.py": fit, "b.py": "x = 1", "n.ipynb": notebook, "broken.ipynb": "{", ".gitignore": "ignored/\n", "ignored/a.py": fit, "venv/a.py": fit };

  it("is checked on request, closed files included", async () => {
    const session = await startSession({ files });
    const open = session.openScript("b.py", fit);
    await session.until(() => session.messages(open).length === 1);
    expect(await session.client.sendRequest("holdout/checkWorkspace", { workDoneToken: "t" })).toEqual({ files: 4, findings: 3 });
    await session.until(() => session.progress.at(-1)?.kind === "end");
    expect(session.progress.some(({ percentage = 0 }) => percentage > 0)).toBe(true);
    expect(session.messages(session.uri("a.py"))).toHaveLength(1);
    const line = notebook.split("\n").findIndex((text) => text.includes("fit_transform"));
    expect(session.diagnostics(session.uri("n.ipynb"))[0]?.range.start.line).toBe(line);
    expect(session.logs.join()).toContain("broken.ipynb");
  });

  it("keeps what it showed in step with the files", async () => {
    const session = await startSession({ files });
    await session.client.sendRequest("holdout/checkWorkspace", {});
    const closed = session.uri("n.ipynb");
    const { notebook: uri, cells } = session.openNotebook("n.ipynb", ["x = 1", fit]);
    await session.until(() => session.messages(closed).length === 0 && session.messages(cells[1] as string).length === 1);
    session.closeNotebook(uri);
    await session.until(() => session.messages(closed).length === 1 && session.messages(cells[1] as string).length === 0);
    session.write("a.py", "x = 1");
    await session.client.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: session.uri("a.py"), type: 2 }] });
    await session.until(() => session.messages(session.uri("a.py")).length === 0);
  });

  it("can be cancelled", async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`m${i}.py`, fit]));
    const session = await startSession({ files: many });
    const { CancellationTokenSource } = await import("vscode-languageserver");
    const source = new CancellationTokenSource();
    const request = session.client.sendRequest("holdout/checkWorkspace", { workDoneToken: "t" }, source.token);
    await session.until(() => session.published.length > 3);
    source.cancel();
    await expect(request).rejects.toMatchObject({ code: -32800 });
    expect(session.published.length).toBeLessThan(300);
  });
});

describe("nothing brings it down", () => {
  it("logs a crash of the analysis and goes on", async () => {
    const session = await startSession();
    const uri = session.openScript("a.py", "CRASH");
    await session.until(() => session.logs.some((line) => line.includes("the fake analysis crashed")));
    session.edit(uri, "CRASH", fit);
    await session.until(() => session.messages(uri).length === 1);
  });

  it("answers for texts that it does not know", async () => {
    const session = await startSession();
    const textDocument = { uri: "file:///nowhere.py" };
    expect(await session.client.sendRequest("textDocument/hover", { textDocument, position: { line: 9, character: 9 } })).toBeNull();
    expect(await session.client.sendRequest("textDocument/codeAction", { textDocument, range: {}, context: { diagnostics: [{ source: "Holdout" }] } })).toEqual(
      [],
    );
    await session.client.sendNotification("textDocument/didChange", { textDocument: { ...textDocument, version: 2 }, contentChanges: [{ text: "" }] });
    await session.client.sendNotification("textDocument/didClose", { textDocument });
    const uri = session.openScript("a.py", fit);
    await session.until(() => session.messages(uri).length === 1);
  });

  it("says why when the analysis cannot be loaded", async () => {
    const session = await startSession({
      engine: {
        open: () => {
          throw new Error("no wasm");
        },
      },
    });
    session.openScript("a.py", fit);
    await session.until(() => session.logs.some((line) => line.includes("no wasm")));
  });
});
