/** What the client drafts never takes the place of what is there: with a stand-in for the editor, whose files are a map. */
import { beforeEach, expect, it, vi } from "vitest";

const editor = vi.hoisted(() => ({
  files: new Map<string, string>(),
  answer: undefined as string | undefined,
  said: [] as string[],
  created: [] as { path: string; options: { overwrite?: boolean; ignoreIfExists?: boolean }; needsConfirmation: boolean }[],
  replaced: [] as string[],
}));

vi.mock("vscode", () => {
  const say = async (text: string) => {
    editor.said.push(text);
    return editor.answer;
  };
  class WorkspaceEdit {
    createFile(uri: { path: string }, options: object, metadata?: { needsConfirmation: boolean }) {
      editor.created.push({ path: uri.path, options, needsConfirmation: metadata?.needsConfirmation ?? false });
    }
    replace(uri: { path: string }) {
      editor.replaced.push(uri.path);
    }
  }
  return {
    l10n: { t: (text: string, ...args: unknown[]) => text.replace(/\{(\d)\}/g, (_, i) => String(args[i])) },
    Range: class {},
    Uri: { joinPath: (base: { path: string }, more: string) => ({ path: `${base.path}/${more}` }) },
    WorkspaceEdit,
    window: { showInformationMessage: say, showWarningMessage: say, showTextDocument: async () => {} },
    workspace: {
      workspaceFolders: [{ uri: { path: "/w" } }],
      textDocuments: [],
      applyEdit: async () => true,
      fs: {
        readFile: async ({ path }: { path: string }) => {
          const text = editor.files.get(path);
          if (text === undefined) throw new Error("no such file");
          return new TextEncoder().encode(text);
        },
      },
    },
  };
});
vi.mock("../client/src/progress", () => ({ withServerProgress: (_client: unknown, _title: string, run: (token: string) => unknown) => run("t") }));

const { writeModelCard, writeScaffold } = await import("../client/src/views/drafts.js");
const answering = (answer: unknown) => ({ sendRequest: async () => answer }) as unknown as Parameters<typeof writeScaffold>[0];
const scaffold = answering({ path: "tests/test_model.py", text: "def test_model(): ...\n" });

beforeEach(() => {
  editor.files.clear();
  editor.answer = undefined;
  for (const list of [editor.said, editor.created, editor.replaced]) list.length = 0;
});

it("a scaffold is shown before it is made, and cannot take the place of a file that comes in between", async () => {
  await writeScaffold(scaffold, "test");
  expect(editor.created).toMatchObject([{ path: "/w/tests/test_model.py", options: { ignoreIfExists: true }, needsConfirmation: true }]);
  expect(editor.created[0]?.options.overwrite).toBeUndefined();
});

it("a scaffold leaves a file that is there, an empty one too, and says so", async () => {
  for (const text of ["ours\n", ""]) {
    editor.files.set("/w/tests/test_model.py", text);
    await writeScaffold(scaffold, "test");
  }
  expect([editor.created, editor.replaced]).toEqual([[], []]);
  expect(editor.said).toEqual(Array(2).fill("tests/test_model.py is there already, and is left as it is."));
});

it("a model card that people wrote is added to only when they say so", async () => {
  editor.files.set("/w/MODEL_CARD.md", "# Ours\n");
  const client = answering({ text: "# Ours\n\n# Model card\n", problem: null });
  await writeModelCard(client);
  expect([editor.created, editor.replaced, editor.said.length]).toEqual([[], [], 1]);
  editor.answer = "Add Below";
  await writeModelCard(client);
  expect(editor.replaced).toEqual(["/w/MODEL_CARD.md"]);
});

it("a model card with damaged marks is left as it is, with the reason", async () => {
  editor.files.set("/w/MODEL_CARD.md", "<!-- holdout:begin data -->\n");
  await writeModelCard(answering({ text: null, problem: "Line 1: no end." }));
  expect([editor.created, editor.replaced]).toEqual([[], []]);
  expect(editor.said).toEqual(["Holdout: MODEL_CARD.md is left as it is. Line 1: no end."]);
});
