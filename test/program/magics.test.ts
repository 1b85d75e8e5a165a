/** Masking, line by line: what the notebook says and what the parser sees. */
import { describe, expect, test } from "vitest";
import { maskMagics } from "../../server/src/python/magics.js";

function check(input: string, expected: string): void {
  test(input, () => {
    expect(maskMagics(input)).toBe(expected);
    expect(expected.length).toBe(input.length);
  });
}

describe("lines", () => {
  check("%matplotlib inline\nx", "#matplotlib inline\nx");
  check("!pip install a\nx", "#pip install a\nx");
  check("!pip install a \\\n  b\nx", "#pip install a \\\n   \nx");
  check("if x:\n    %cd a\n    !\n", "if x:\n    0#d a\n    0\n");
  check("x = !ls -la", "x = ...    ");
  check("x, y = %sql a\nz = !l", "x, y = ...   \nz = 0 ");
  check("?name\nname?\na.b??\n%time?", "#name\n#ame?\n#.b??\n#time?");
  check("pip install x\nls -la\ncd ..", "#ip install x\n#s -la\n#d ..");
});

describe("lines that run a statement", () => {
  check("%time x = f()", "     \fx = f()");
  check("if a:\n  %timeit -n 10 -r3 -o f()", `if a:\n${" ".repeat(20)}\f  f()`);
  check("x = %time f()", "x =       f()");
  check("%time", "#time");
});

describe("cells", () => {
  check("%%time\nx = 1", "#%time\nx = 1");
  check("\n# c\n%%capture out\nx", "\n   \n#%capture out\nx");
  check("%%bash\necho 'a\nls", "      \n       \n  ");
  check("x\n%%bash\ny", "x\n#%bash\ny");
});

describe("prompts that were copied along", () => {
  check(">>> x = f(a,\n...       b)\n>>>\nx", "   \fx = f(a,\n   \f      b)\n   \nx");
  check("x = f(a,\n...   b)", "x = f(a,\n   \f  b)");
  check("\n>>> if a:\r\n...     b\r\n...\r\n", "\n   \fif a:\r\n   \f    b\r\n   \r\n");
  check("def f(a):\n    ...\n... ", "def f(a):\n    ...\n... ");
});

describe("what only looks like a magic", () => {
  const same = (text: string) => check(text, text);
  same("x = (a\n% b\n%c)");
  same('s = """\n%foo\n!bar\nls -la\n"""');
  same("x = a \\\n  % b");
  same("print('a = %.3f' % b)");
  same("assert x != y\nx = a if b else c");
  same("ls = []\ncat.fit(x)\ncat in y\nhead[0]\npip = 3\nrm = f(x)");
  same("s = 'really?'\nt = 'x' #?");
  same("get_ipython().magic('matplotlib inline')");
});

test("after an open bracket, magics at the margin are still masked", () => {
  expect(maskMagics("x = f(a,\n!ls\n%matplotlib inline\ny = %time g()")).toBe("x = f(a,\n#ls\n#matplotlib inline\ny =       g()");
});

test("a page of comments is blanked, as the grammar takes long over it", () => {
  const text = "# a line of prose\n".repeat(100);
  expect(maskMagics(text).trim()).toBe("");
  expect(maskMagics(text)).toHaveLength(text.length);
});
