import { expect, test } from "vitest";
import { cellAt, cellMarks, readScript } from "../../server/src/notebook/script.js";

test("a script is one unit, in the user's own text", () => {
  const text = "\uFEFF# %%\r\nx = 1\r\n";
  expect(readScript(text, "/a.py")).toEqual({ path: "/a.py", kind: "script", units: [{ source: "/a.py", text, cell: null }] });
});

test("marks divide a script into cells", () => {
  const text = "import a\n# %% first\nx\n#%%\ny\n# %% [markdown]\n# In[12]:\nz\n# In what follows\n  # %%\n";
  expect(cellMarks(text)).toHaveLength(4);
  expect(["import", "x", "y", "z"].map((word) => cellAt(text, text.indexOf(word)))).toEqual([null, 1, 2, 4]);
});

test("without marks there are no cells", () => {
  expect(cellAt("x = 1", 3)).toBeNull();
});
