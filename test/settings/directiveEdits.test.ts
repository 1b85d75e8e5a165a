/** Directives written into texts: `|` marks where the finding stands. */
import { describe, expect, it } from "vitest";
import { ignoreCell, ignoreFile, ignoreStatement, type TextInsertion } from "../../server/src/settings/directiveEdits.js";

const apply = (text: string, edit: TextInsertion) => text.slice(0, edit.start) + edit.text + text.slice(edit.end);

function check(edit: (text: string, offset: number) => TextInsertion, before: string, after: string): void {
  const offset = before.indexOf("|");
  const text = before.replace("|", "");
  expect(apply(text, edit(text, offset))).toBe(after);
}

describe("for this line", () => {
  const ignore = (text: string, offset: number) => ignoreStatement(text, offset, "HLD101");
  it.each([
    ["|f(x)", "f(x)  # holdout: ignore[HLD101]"],
    ["|f(x)   \ny", "f(x)  # holdout: ignore[HLD101]\ny"],
    ["|f(x)\r\ny\r\n", "f(x)  # holdout: ignore[HLD101]\r\ny\r\n"],
    ["|f(x)  # why", "f(x)  # why  # holdout: ignore[HLD101]"],
    ["|f(x)  # holdout: ignore[HLD205]", "f(x)  # holdout: ignore[HLD205, HLD101]"],
    ["|f(x)  # holdout: ignore[]", "f(x)  # holdout: ignore[HLD101]"],
    ["# holdout: ignore[HLD205]\n|f(x)", "# holdout: ignore[HLD205, HLD101]\nf(x)"],
    ["|f(x)  # noqa: E501", "f(x)  # noqa: E501  # holdout: ignore[HLD101]"],
    ["|f(\n  x)", "f(  # holdout: ignore[HLD101]\n  x)"],
    ["|f('''a\nb''')\ny", "f('''a\nb''')  # holdout: ignore[HLD101]\ny"],
    ["|f(x) \\\n  .g()", "f(x) \\\n  .g()  # holdout: ignore[HLD101]"],
  ])("%j", (before, after) => check(ignore, before, after));
});

describe("in this cell", () => {
  const ignore = (text: string, offset: number) => ignoreCell(text, offset, "HLD101");
  it.each([
    ["x\n|f(x)", "# holdout: ignore-cell[HLD101]\nx\nf(x)"],
    ["x\r\n|f(x)", "# holdout: ignore-cell[HLD101]\r\nx\r\nf(x)"],
    ["%%time\n|f(x)", "%%time\n# holdout: ignore-cell[HLD101]\nf(x)"],
    ["# holdout: ignore-cell[HLD2]\n|f(x)", "# holdout: ignore-cell[HLD2, HLD101]\nf(x)"],
    ["x\n# %% title\n|f(x)", "x\n# %% title\n# holdout: ignore-cell[HLD101]\nf(x)"],
    ["# %% title\n|f(x)", "# %% title\n# holdout: ignore-cell[HLD101]\nf(x)"],
  ])("%j", (before, after) => check(ignore, before, after));
});

describe("in this file", () => {
  it.each([
    ["f(x)", "# holdout: ignore-file[HLD101]\nf(x)"],
    ["#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nf(x)\n", "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n# holdout: ignore-file[HLD101]\nf(x)\n"],
    ["\uFEFFf(x)", "\uFEFF# holdout: ignore-file[HLD101]\nf(x)"],
    ["%%time", "%%time\n# holdout: ignore-file[HLD101]"],
    ["x\n# holdout: ignore-file[HLD2] demo\n", "x\n# holdout: ignore-file[HLD2, HLD101] demo\n"],
    ["", "# holdout: ignore-file[HLD101]\n"],
  ])("%j", (before, after) => check((text) => ignoreFile(text, "HLD101"), before, after));
});
