/** What must hold for all texts and all edits, in the language server and in the settings. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { lineStarts, sourceId } from "../../server/src/base/span.js";
import { applyChanges, carryOffset, rangeOf } from "../../server/src/lsp/texts.js";
import { ignoreCell, ignoreFile, ignoreStatement, type TextInsertion } from "../../server/src/settings/directiveEdits.js";
import { mergeSettings, readPyproject } from "../../server/src/settings/read.js";
import { buildSelection } from "../../server/src/settings/selection.js";
import { layOut } from "../../server/src/settings/statements.js";
import { testEngine } from "../helpers/check.js";
import { startSession } from "../lsp/session.js";

/** Texts full of what matters to a scanner of Python. */
const pieces = [
  "x",
  "fit(X)",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  "'",
  '"',
  "'''",
  '"""',
  "#",
  "# holdout: ignore[HLD2]",
  "# noqa",
  "\\",
  "\n",
  "\r\n",
  "\r",
  "    ",
  "\t",
  ":",
  "=",
  ",",
  "😀",
  "# %%",
  "%%time",
  "!ls",
  "f'",
  "\uFEFF",
];
const pythonish = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(""));

describe("texts", () => {
  const change = fc.record({ at: fc.nat(200), length: fc.nat(10), text: pythonish, whole: fc.boolean() });

  it("are kept in step with the client", () => {
    fc.assert(
      fc.property(pythonish, fc.array(change, { maxLength: 6 }), (text, changes) => {
        const theirs = TextDocument.create("a", "python", 1, text);
        const events = changes.map(({ at, length, text: inserted, whole }) => {
          if (whole) return { text: inserted };
          const start = theirs.positionAt(at);
          return { range: { start, end: theirs.positionAt(theirs.offsetAt(start) + length) }, text: inserted };
        });
        let ours = { uri: "a", languageId: "python", version: 1, text };
        for (const event of events) {
          TextDocument.update(theirs, [event], 2);
          ours = applyChanges(ours, 2, [event]);
          expect(ours.text).toBe(theirs.getText());
        }
      }),
    );
  });

  it("carry offsets over an edit to the same words", () => {
    fc.assert(
      fc.property(pythonish, fc.nat(), fc.nat(), pythonish, (text, from, length, inserted) => {
        const start = from % (text.length + 1);
        const end = Math.min(text.length, start + (length % 10));
        const after = text.slice(0, start) + inserted + text.slice(end);
        const carry = carryOffset(text, after);
        // Of equal characters in a row nobody can tell which were deleted: lost is what the smallest difference of the two texts holds.
        let front = 0;
        while (front < Math.min(text.length, after.length) && text[front] === after[front]) front++;
        let back = 0;
        while (back < Math.min(text.length, after.length) - front && text.at(-1 - back) === after.at(-1 - back)) back++;
        for (let offset = 0; offset <= text.length; offset++) {
          const carried = carry(offset);
          // Which of two equal words was inserted cannot be told; what stands before or behind must agree.
          const isAnchored = carried !== null && (after.slice(0, carried) === text.slice(0, offset) || after.slice(carried) === text.slice(offset));
          expect(isAnchored || (carried === null && offset > front && offset < text.length - back)).toBe(true);
        }
      }),
    );
  });
});

describe("statements", () => {
  it("are in order, without overlap, in any text", () => {
    fc.assert(
      fc.property(pythonish, (text) => {
        const { statements, comments, starts } = layOut(text);
        statements.forEach(({ first, last }, i) => {
          expect(first).toBeLessThanOrEqual(last);
          expect(first).toBeGreaterThan(statements[i - 1]?.last ?? -1);
          expect(last).toBeLessThan(starts.length);
        });
        comments.forEach(({ start, end }, i) => {
          expect(text[start]).toBe("#");
          expect(end).toBeGreaterThan(start);
          expect(start).toBeGreaterThanOrEqual(comments[i - 1]?.end ?? 0);
        });
      }),
    );
  });

  it("take no time that grows faster than the text", () => {
    for (const text of ["(".repeat(100_000), "'''\n".repeat(50_001), "[\n".repeat(50_000), "x = (1\n# holdout: ignore\n".repeat(5_000)]) layOut(text);
  });
});

describe("directives that are written", () => {
  const silences = (edit: TextInsertion, text: string, offset: number) => {
    const after = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    const moved = offset < edit.start ? offset : offset + edit.text.length - (edit.end - edit.start);
    expect(after.slice(moved, moved + 3)).toBe("fit");
    const source = sourceId("a");
    return buildSelection(mergeSettings(), null, [{ source, text: after }]).suppressed("HLD101", "preprocessing-before-split", {
      source,
      start: moved,
      end: moved + 3,
    });
  };
  const lines = fc.array(
    fc.constantFrom(
      "x = 1",
      "y = f(x)  # why",
      "s.fit(X)",
      "s.fit(\n    X,\n)",
      "if a:\n    s.fit(X)",
      's.fit("#", X)',
      "s.fit('''\n#''')",
      "s.fit(X)  # holdout: ignore[HLD205]",
      "",
      "# %%",
      "# noqa: E1",
      "a = [\n  1]; s.fit(X)",
    ),
    { minLength: 1, maxLength: 8 },
  );

  it("silence the finding that they were written for", () => {
    fc.assert(
      fc.property(lines, fc.constantFrom("\n", "\r\n"), fc.nat(), (chosen, newline, which) => {
        const text = chosen.join("\n").replaceAll("\n", newline);
        const places = [...text.matchAll(/fit\(/g)].map((match) => match.index);
        if (places.length === 0) return;
        const offset = places[which % places.length] as number;
        expect(silences(ignoreStatement(text, offset, "HLD101"), text, offset), "line").toBe(true);
        expect(silences(ignoreCell(text, offset, "HLD101"), text, offset), "cell").toBe(true);
        expect(silences(ignoreFile(text, "HLD101"), text, offset), "file").toBe(true);
        expect(ignoreStatement(text, offset, "HLD101").text).not.toMatch(newline === "\n" ? /\r/ : /(?<!\r)\n/);
      }),
    );
  });

  it("never throw", () => {
    fc.assert(
      fc.property(
        pythonish,
        fc.nat(100),
        (text, offset) =>
          void [ignoreStatement(text, Math.min(offset, text.length), "X"), ignoreCell(text, Math.min(offset, text.length), "X"), ignoreFile(text, "X")],
      ),
    );
  });
});

it("reads any pyproject.toml without a throw", () => {
  const toml = fc.array(
    fc.constantFrom(
      "[tool.holdout]",
      "[tool]",
      "holdout = 3",
      "select",
      " = ",
      "[",
      "]",
      '"HLD1"',
      "'",
      "{",
      "}",
      "severity",
      "\n",
      "true",
      "1",
      "[tool.holdout.severity]",
      "HLD101",
      ".",
    ),
    { maxLength: 25 },
  );
  fc.assert(fc.property(toml, (parts) => void readPyproject(parts.join(""))));
});

describe("an open notebook", () => {
  const cells = [
    "import pandas as pd\nfrom sklearn.preprocessing import StandardScaler\nfrom sklearn.model_selection import train_test_split\nfrom sklearn.linear_model import LogisticRegression",
    "df = pd.read_csv('a.csv')\nX, y = df.drop(columns='t'), df['t']",
    "X = StandardScaler().fit_transform(X)",
    "a, b, c, d = train_test_split(X, y, random_state=0)",
    "model = LogisticRegression().fit(a, c)",
    "print(model.score(b, d))",
  ];
  const action = fc.oneof(
    fc.record({ kind: fc.constant("move" as const), from: fc.nat(20), to: fc.nat(20) }),
    fc.record({ kind: fc.constant("insert" as const), at: fc.nat(20), text: fc.constantFrom(...cells) }),
    fc.record({ kind: fc.constant("delete" as const), at: fc.nat(20) }),
  );

  it("shows after any moves, insertions and deletions what a fresh one shows", { timeout: 120_000 }, async () => {
    const engine = await testEngine();
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 6 }), async (actions) => {
        const session = await startSession({ engine, settings: { delay: 5 } });
        const { notebook, cells: uris } = session.openNotebook("a.ipynb", cells);
        const order = [...uris];
        for (const each of actions) {
          if (each.kind === "insert") {
            const at = each.at % (order.length + 1);
            order.splice(at, 0, session.insertCell(notebook, at, { text: each.text }));
          } else if (order.length > 1 && each.kind === "delete") {
            session.deleteCell(notebook, each.at % order.length);
            order.splice(each.at % order.length, 1);
          } else if (each.kind === "move") {
            const [from, to] = [each.from % order.length, each.to % order.length];
            session.moveCell(notebook, from, to);
            order.splice(to, 0, ...order.splice(from, 1));
          }
        }
        const fresh = session.openNotebook(
          "b.ipynb",
          order.map((uri) => session.textOf(uri)),
        );
        const shown = (list: readonly string[]) => list.map((uri) => session.diagnostics(uri).map(({ message, range }) => ({ message, range })));
        await session.until(() => session.statuses.some(({ uri }) => uri === fresh.notebook));
        await session.until(() => JSON.stringify(shown(order)) === JSON.stringify(shown(fresh.cells)), "the same as a fresh notebook");
      }),
      { numRuns: 25 },
    );
  });
});

it("keeps ranges inside their texts", () => {
  fc.assert(
    fc.property(pythonish, fc.nat(), fc.nat(), (text, a, b) => {
      const [start, end] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y) as [number, number];
      const document = TextDocument.create("a", "python", 1, text);
      const range = rangeOf({ start, end }, lineStarts(text));
      expect(range.start.line).toBeLessThanOrEqual(range.end.line);
      expect(range.end.line).toBeLessThan(document.lineCount);
    }),
  );
});
