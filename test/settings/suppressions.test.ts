/** Which findings directives silence: each `‹…›` in a text is a finding, `✗` marks those that must be silent. */
import { describe, expect, it } from "vitest";
import { sourceId } from "../../server/src/base/span.js";
import { mergeSettings } from "../../server/src/settings/read.js";
import { buildSelection } from "../../server/src/settings/selection.js";

/** `‹x›` is a finding that is reported, `‹✗x›` one that is silenced. */
function check(marked: string, { code = "HLD101", slug = "preprocessing-before-split", tags = [] as string[], others = [] as string[] } = {}): void {
  const spots: { start: number; silent: boolean }[] = [];
  let text = "";
  for (const part of marked.split(/(‹✗?|›)/)) {
    if (part.startsWith("‹")) spots.push({ start: text.length, silent: part === "‹✗" });
    else if (part !== "›") text += part;
  }
  const source = sourceId("a");
  const units = [{ source, text, tags }, ...others.map((other, i) => ({ source: sourceId(`other${i}`), text: other }))];
  const selection = buildSelection(mergeSettings(), null, units);
  const silent = spots.map(({ start }) => selection.suppressed(code, slug, { source, start, end: start + 1 }));
  expect(silent, marked).toEqual(spots.map((spot) => spot.silent));
}

describe("a comment at the end of a line silences its statement", () => {
  const cases = [
    "X = ‹✗s›.fit(X)  # holdout: ignore[HLD101]\ny = ‹s›.fit(y)",
    "X = ‹✗s›.fit(X)  # holdout: ignore[preprocessing-before-split]",
    "X = ‹✗s›.fit(X)  # holdout: ignore[HLD2, HLD1]",
    "X = ‹✗s›.fit(X)  # holdout: ignore[ALL]",
    "X = ‹✗s›.fit(X)  # holdout: ignore",
    "X = ‹✗s›.fit(X)  # why -- # holdout: ignore[HLD101] because it is a demo",
    "X = ‹✗s›.fit(X)  #holdout:ignore[HLD101]",
    "X = ‹s›.fit(X)  # holdout: ignore[HLD102]",
    "X = ‹s›.fit(X)  # holdout: ignored",
    "X = ‹s›.fit(X)  # ignore[HLD101]",
    "X = ‹✗s›.fit(X)  # noqa: HLD101",
    "X = ‹✗s›.fit(X)  # noqa: E501, HLD101",
    "X = ‹✗s›.fit(X)  # noqa",
    "X = ‹s›.fit(X)  # noqa: E501",
    "X = ‹s›.fit(X)  # noqa: E501 HLD102",
    "X = ‹✗s›.fit(\n    X,  # holdout: ignore[HLD101]\n    ‹✗y›,\n)\n‹z›",
    "X = ‹✗s›.fit(\n    ‹✗X›,\n)  # holdout: ignore[HLD101]",
    "X = ‹✗s› \\\n  .fit(X)  # holdout: ignore[HLD101]",
    "for x in ‹✗y›:  # holdout: ignore[HLD101]\n    ‹z›",
    "\tX = ‹✗s›.fit(X)  # holdout: ignore[HLD101]",
    "X = ‹✗s›.fit(X)  # holdout: ignore[HLD101]\r\nX = ‹s›.fit(X)\r\n",
  ];
  it.each(cases)("%j", (text) => check(text));
});

describe("a comment on its own line silences the next statement", () => {
  const cases = [
    "# holdout: ignore[HLD101]\nX = ‹✗s›.fit(X)\nX = ‹s›.fit(X)",
    "# holdout: ignore[HLD101]\n\n# and a word\nX = ‹✗s›.fit(\n  ‹✗X›)",
    "if a:\n    # holdout: ignore[HLD101]\n    X = ‹✗s›.fit(X)\n    X = ‹s›.fit(X)",
    "X = ‹✗s›.fit(\n    # holdout: ignore[HLD101]\n    ‹✗X›)\n‹z›",
    "# noqa: HLD101\nX = ‹s›.fit(X)",
  ];
  it.each(cases)("%j", (text) => check(text));
});

describe("strings are no comments", () => {
  const cases = [
    'X = ‹s›.fit("# holdout: ignore[HLD101]")',
    "X = ‹s›.fit('# holdout: ignore')",
    'X = ‹s›.fit("""\n# holdout: ignore[HLD101]\n""")\n‹t›',
    'X = ‹s›.fit("it\\"s # holdout: ignore")',
    'X = ‹✗s›.fit("#")  # holdout: ignore',
    'X = ‹✗s›.fit("(")  # holdout: ignore\n‹t›',
    "X = ‹✗s›.fit('''(\n# ''')  # holdout: ignore\n‹t›",
    "!echo it's\nX = ‹✗s›.fit(X)  # holdout: ignore\n‹t›",
  ];
  it.each(cases)("%j", (text) => check(text));
});

describe("text that does not parse", () => {
  const cases = [
    "X = ‹✗s›.fit((X)  # holdout: ignore\nY = ‹t›.fit(X)\n",
    "x = [1, 2\nX = ‹✗s›.fit(X)  # holdout: ignore\nY = ‹t›.fit(X)\n",
    "x = )\nX = ‹✗s›.fit(X)  # holdout: ignore\n‹t›",
    'x = "\nX = ‹✗s›.fit(X)  # holdout: ignore\n‹t›',
  ];
  it.each(cases)("%j", (text) => check(text));
});

describe("cells and files", () => {
  it.each([
    "‹✗a›\n# holdout: ignore-cell[HLD101]\n‹✗b›",
    "# %%\n‹a›\n# %%\n‹✗b› # holdout: ignore-cell\n‹✗c›\n# %% [markdown]\n‹d›",
    "‹✗a›\n# holdout: ignore-file[HLD1]\n‹✗b›",
  ])("%j", (text) => check(text));

  it("silences the whole notebook from any cell", () => check("‹✗a›", { others: ["x = 1", "# holdout: ignore-file[HLD101]"] }));
  it("keeps a cell's directive in its cell", () => check("‹a›", { others: ["# holdout: ignore-cell[HLD101]", "# holdout: ignore[HLD101]"] }));
  it("honours the cell tag", () => check("‹✗a›", { tags: ["x", "holdout:ignore"] }));
});
