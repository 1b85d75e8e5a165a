import * as assert from "node:assert";
import * as vscode from "vscode";
import { closeAll, fileOf, holdout, openScript, replace } from "./support";

/** VS Code's own list of tools; the types are those of an older API. */
const tools = (): { name: string }[] => (vscode as unknown as { lm?: { tools?: { name: string }[] } }).lm?.tools ?? [];
const invoke = async (input: object): Promise<string> => {
  const { lm } = vscode as unknown as { lm: { invokeTool(name: string, options: object): Promise<{ content: { value: string }[] }> } };
  const result = await lm.invokeTool("holdout_findings", { input, toolInvocationToken: undefined });
  return result.content.map((part) => part.value).join("");
};

describe("the tool for assistants", () => {
  afterEach(closeAll);

  it("gives findings of the text in the editor with fixes that hold", async () => {
    await holdout().activate();
    assert.ok(
      tools().some(({ name }) => name === "holdout_findings"),
      tools()
        .map(({ name }) => name)
        .join(", "),
    );
    const script = await openScript("leaky.py");
    const { files } = JSON.parse(await invoke({ path: "leaky.py" }));
    assert.strictEqual(files[0].file, "leaky.py");
    assert.deepStrictEqual(
      files[0].findings.map((finding: { code: string }) => finding.code),
      ["HLD101"],
    );
    assert.match(files[0].findings[0].fixes[0].diff, /^-.*fit_transform/m);
    await replace(script, "fit_transform", "transform");
    assert.deepStrictEqual(JSON.parse(await invoke({ path: script.uri.toString() })).files[0].findings, [], "the unsaved text counts");
  });

  it("checks the whole workspace, and opens nothing outside of it", async () => {
    const all = JSON.parse(await invoke({}));
    const names = all.files.map(({ file }: { file: string }) => file);
    assert.ok(names.includes("unopened.py"), names.join(", "));
    const outside = vscode.Uri.joinPath(fileOf("leaky.py"), "..", "..", "elsewhere.py");
    assert.match(await invoke({ path: outside.path }), /^There is no Python file or notebook/);
    assert.match(await invoke({ path: "missing.py" }), /^There is no Python file or notebook/);
  });
});
