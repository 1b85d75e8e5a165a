/** Changed cells in the text of a notebook: what is not changed keeps every byte. */
import { describe, expect, it } from "vitest";
import { editNotebook } from "../../server/src/notebook/edit.js";
import { readNotebook } from "../../server/src/notebook/ipynb.js";

const change = (text: string, cell: number, fresh: string) => editNotebook(text, { texts: new Map([[cell, fresh]]), cells: [] });
const textsOf = (text: string) => readNotebook(text, "n.ipynb").document.units.map((unit) => unit.text);

const jupyter = `{
 "cells": [
  {
   "cell_type": "markdown",
   "metadata": {},
   "source": ["# Title"]
  },
  {
   "cell_type": "code",
   "execution_count": 3,
   "id": "a1",
   "metadata": {"tags": [ "x" ]},
   "outputs": [{"output_type": "stream", "name": "stdout", "text": ["1e5 \\u00e9\\n"]}],
   "source": [
    "x = 1\\n",
    "name = \\"\\u00e9\\"\\n",
    "y = 2"
   ]
  }
 ],
 "nbformat_minor": 5,
 "nbformat": 4,
 "metadata": {"n": 1.50}
}
`;

describe("a changed cell", () => {
  it("changes only the lines that change", () => {
    expect(change(jupyter, 2, 'x = 1\nname = "é"\ny = "ü"')).toBe(jupyter.replace('    "y = 2"', '    "y = \\"\\u00fc\\""'));
  });

  it("may gain and lose lines", () => {
    expect(change(jupyter, 2, 'import a\nx = 1\nname = "é"\ny = 2')).toBe(jupyter.replace('    "x = 1', '    "import a\\n",\n    "x = 1'));
    expect(change(jupyter, 2, "y = 2")).toBe(jupyter.replace(/ {4}"x = 1[\s\S]*?(?= {4}"y)/, ""));
    expect(textsOf(change(jupyter, 2, ""))).toEqual([""]);
  });

  it("stays one string where it was one", () => {
    const text = '{"cells":[{"cell_type":"code","source":"x = 1\\ny = 2","outputs":[],"metadata":{}}],"nbformat":4}';
    expect(change(text, 1, "x = 1\ny = 3\n")).toBe(text.replace("y = 2", "y = 3\\n"));
  });

  it("keeps tabs, \\r\\n between the lines of the file, and a file on one line", () => {
    const tabs = jupyter.replace(/^ +/gm, (blanks) => "\t".repeat(blanks.length)).replaceAll("\n", "\r\n");
    expect(change(tabs, 2, 'x = 1\nz = 0\nname = "é"\ny = 2')).toBe(tabs.replace('"x = 1\\n",', '"x = 1\\n",\r\n\t\t\t\t"z = 0\\n",'));
    const flat = '{"cells": [{"cell_type": "code", "source": ["a\\n", "b"]}]}';
    expect(change(flat, 1, "a\nc\nb")).toBe('{"cells": [{"cell_type": "code", "source": ["a\\n", "c\\n", "b"]}]}');
  });

  it("keeps letters beyond ASCII as they are where the file does", () => {
    const text = '{"cells": [{"cell_type": "code", "source": ["s = \\"é\\"\\n", "t"]}]}';
    expect(change(text, 1, 's = "é"\n"ü"')).toBe(text.replace('"t"', '"\\"ü\\""'));
  });

  it("fills an empty array", () => {
    const text = '{\n "cells": [\n  {\n   "cell_type": "code",\n   "source": []\n  }\n ]\n}\n';
    expect(change(text, 1, "a\nb")).toBe(text.replace("[]", '[\n    "a\\n",\n    "b"\n   ]'));
  });
});

describe("a new cell", () => {
  it("stands where it was asked for, in the file's own layout", () => {
    const after = editNotebook(jupyter, { texts: new Map(), cells: [{ where: "before", of: 2, text: "import a\nb = 1", id: "n1" }] });
    expect(textsOf(after)).toEqual(["import a\nb = 1", 'x = 1\nname = "é"\ny = 2']);
    expect(after).toContain(
      '  {\n   "cell_type": "code",\n   "execution_count": null,\n   "id": "n1",\n   "metadata": {},\n   "outputs": [],\n   "source": [\n    "import a\\n",\n    "b = 1"\n   ]\n  },\n  {\n   "cell_type": "code",\n   "execution_count": 3,',
    );
    expect(JSON.parse(after).cells).toHaveLength(3);
  });

  it("may come last, beside changes of texts, in a file of one line", () => {
    const flat = '{"cells": [{"cell_type": "code", "source": ["a"]}], "nbformat": 4}';
    const after = editNotebook(flat, { texts: new Map([[1, "b"]]), cells: [{ where: "after", of: 1, text: "c", id: "n1" }] });
    expect(textsOf(after)).toEqual(["b", "c"]);
    expect(after.endsWith('], "nbformat": 4}')).toBe(true);
  });
});
