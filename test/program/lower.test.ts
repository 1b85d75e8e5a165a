/** Lowering, statement by statement: Python on the left, IR on the right. */
import { describe, expect, test } from "vitest";
import { lowerText } from "../helpers/lower.js";
import { printStmt } from "./print-ir.js";

function check(input: string, ...expected: string[]): void {
  test(input, async () => {
    const unit = await lowerText(input);
    expect(unit.body.map(printStmt)).toEqual(expected);
    expect(unit.broken).toBe(expected.some((line) => line.includes("broken")));
  });
}

describe("literals", () => {
  check("1_000; 0x1F; 0o17; 0b101; 0777; 10L", "1000", "31", "15", "5", "511", "10");
  check("1.5e3; .5; 1.; 2j", "1500", "0.5", "1", "(opaque)");
  check("True; None; ...", "true", "None", "...");
  check(String.raw`'a\n\x41\u00e9\'\q'; r'\n'; b'x'; u"y"`, String.raw`"a\nAé'\\q"`, String.raw`"\\n"`, '"x"', '"y"');
  check('"""a\n"b"""', String.raw`"a\n\"b"`);
  check(`("a" 'b'\n"c") + "d"`, '"abcd"');
  check('f"a{x!r:>{w}}b{{{y=}" "z"', '(f "a" x w "b{" y "z")');
  check('f"{{}}"; rf"\\d{n}"', '"{}"', String.raw`(f "\\d" n)`);
  check("`x`", "(opaque)");
});

describe("expressions", () => {
  check("f(x, *a, k=1, **kw)", "(call f x *a k=1 **kw)");
  check("f(i for i in x)", "(call f (generator i (for i x)))");
  check("a.b(c)[d].e", "([] (call a.b c) d).e");
  check("x[1:, ::2, -3]; x[a,]; x[:n]", "([] x (tuple (: 1 _) (: _ _ 2) (- 3)))", "([] x (tuple a))", "([] x (: _ n))");
  check("a + b * c ** d - -e", "(- (+ a (* b (** c d))) (- e))");
  check("a < b <= c; a not in b; a is not b; a <> b", "(cmp a < b <= c)", "(cmp a not in b)", "(cmp a is not b)", "(cmp a != b)");
  check("a and b or not c", "(or (and a b) (not c))");
  check("a if b else c", "(ifexp b a c)");
  check("(a, ), [b, *c], {d}, {e: f, **g}", "(tuple (tuple a) (list b *c) (set d) (dict e:f **g))");
  check("[x async for x, y in z if x if y]", "(list x (for (tuple x y) z) (if x) (if y))");
  check("{k: v for k, v in d.items()}", "(dict k v (for (tuple k v) (call d.items)))");
  check("lambda x, *y, z=1, **k: x", "(lambda (x *y |z=1 **k) locals{x,y,z,k} {(return x)})");
  check("(n := f(n))", "(:= n (call f n))");
  check("x,", "(tuple x)");
});

describe("simple statements", () => {
  check("a = b, *c = f()", "(= a (tuple b *c) (call f))");
  check("x: int = 3\ny: int", "(= x 3)");
  check("x //= 2; x[0] @= y", "(//= x 2)", "(@= ([] x 0) y)");
  check("del a, b[1]; assert x, 'm'", "(del a ([] b 1))", "(assert x)");
  check("raise E(x) from y; raise", "(raise (call E x))", "(raise)");
  check("import a.b as c, d.e", "(import a.b as c d.e)");
  check("from ..p.q import (a as b, c)\nfrom . import *\nfrom __future__ import d", "(from ..p.q a as b c)", "(from . *)", "(from __future__ d)");
  check("type X = int", ...[]);
});

describe("Python 2", () => {
  check("print x, y", "(call print x y)");
  check('print "a" % b', '(call print (% "a" b))');
  check("print >>f, x", "(call print file=f x)");
  check('exec "code"', "(opaque)");
  check("try: a\nexcept E, e: b", "(try {a} (except e {b}))");
  check("def f(a, (b, c)): pass", "(def f (a .1) locals{a,b,c,.1} {(= (tuple b c) .1); pass})");
});

describe("compound statements", () => {
  check("if a: b\nelif c: d\nelse: e", "(if a {b} {(if c {d} {e})})");
  check("for i, j in 1, 2: pass\nelse: z", "(for (tuple i j) (tuple 1 2) {pass} {z})");
  check("while a: break\nelse: b", "(while a {break} {b})");
  check("try: a\nexcept (A, B) as e: b\nexcept: c\nelse: d\nfinally: f", "(try {a} (except e {b}) (except {c}) else{d} finally{f})");
  check("try: a\nexcept* A: b", "(try {a} (except {b}))");
  check("with a as b, c as (d, e): pass", "(with (as a b) (as c (tuple d e)) {pass})");
  check("with (a as b, c as d): pass", "(with (as a b) (as c d) {pass})");
  check("with (a): pass", "(with a {pass})");
  check("async def f():\n  async for x in y: await z", "(async def f () locals{x} {(for x y {(await z)})})");
  check("@a(1)\n@b\nclass C(D, metaclass=E):\n  x = 1", "(@(call a 1) @b class C (D metaclass=E) {(= x 1)})");
  check(
    'match x, y:\n  case [a, *r] if a: b\n  case {"k": v, **kw} | F(p, q=s) as w: c\n  case m.C: d\n  case _: e',
    "(match (tuple x y) (case [a r] a {b}) (case [v kw p s w] {c}) (case [] {d}) (case [] {e}))",
  );
});

describe("functions and their scopes", () => {
  check(
    "def f(a, /, b: int = 1, *c, d: T[int], e=2, **g) -> int: return a, b",
    "(def f (a b:int=1 *c |d:([] T int) |e=2 **g) locals{a,b,c,d,e,g} {(return (tuple a b))})",
  );
  check("def f(*, a): pass", "(def f (|a) locals{a} {pass})");
  check("def f():\n  global g\n  nonlocal n\n  g = n = l = 1", "(def f () locals{l} globals{g} nonlocals{n} {(= g n l 1)})");
  check(
    "def f():\n  import a.b\n  from c import d\n  for e in x:\n    with y as h: (i := 1)\n  def j(): k = 1\n  class L: m = 1\n  return [n for n in z]",
    "(def f () locals{a,d,e,h,i,j,L} {(import a.b); (from c d); (for e x {(with (as y h) {(:= i 1)})}); (def j () locals{k} {(= k 1)}); (class L () {(= m 1)}); (return (list n (for n z)))})",
  );
  check("def f():\n  x = yield 1\n  yield from y", "(def f () gen locals{x} {(= x (yield 1)); (yieldfrom y)})");
});

describe("a broken statement costs only itself", () => {
  check("x = 1\nfoo(a b)\ny = 2", "(= x 1)", "broken", "(= y 2)");
  check("x = a b\ny = 2", "broken", "(= y 2)");
  check("x = 1\nfoo(a,\ny = 2\nfor i in y: pass", "(= x 1)", "broken", "(= y 2)", "(for i y {pass})");
  check("x = foo(a,\n  b = 2", "broken");
  check("def f():\n  a = 1\n  g(a,\n  b = 2\n  return b\nc = 3", "(def f () locals{a,b} {(= a 1); broken; (= b 2); (return b)})", "(= c 3)");
  check("if x:\n  a = 1\n  b = = 2\n  c = 3\nd = 4", "(if x {(= a 1); broken; (= c 3)})", "(= d 4)");
  check("if x = 3:\n  y = 2\nz = 1", "broken", "(= y 2)", "(= z 1)");
  check("def f(:\n  return 1\ny = 2", "broken", "(= y 2)");
  check("x = 1\n@deco", "(= x 1)", "broken");
  check("@deco\nx = 1", "broken", "(= x 1)");
  check("x = foo(\na=1,\nb=2\n)\ny = 1 1", "(= x (call foo a=1 b=2))", "broken");
  check("text\nthat is no Python, at all!\nx = 1", "text", "broken", "broken", "(= x 1)");
});

test("depth is bounded, and long chains are flattened", async () => {
  const shape = async (text: string) => (await lowerText(text)).body.map((stmt) => (stmt.k === "expr" ? stmt.value.k : stmt.k));
  expect(await shape(`${"(".repeat(5000)}1${")".repeat(5000)}`)).toHaveLength(1);
  expect(await shape(Array(5000).fill("x").join(" + "))).toEqual(["opaque"]);
  expect(await shape(Array(5000).fill('"x"').join(" + "))).toEqual(["const"]);
  expect(await shape(`x${".f()".repeat(5000)}`)).toEqual(["opaque"]);
  expect(await shape(`${"not ".repeat(5000)}x`)).toEqual(["unary"]);
  const nested = Array.from({ length: 300 }, (_, i) => `${" ".repeat(i)}if x:\n`).join("");
  expect(await shape(`${nested}${" ".repeat(301)}y`)).toEqual(["if"]);
  expect(await shape(`x = ${"[".repeat(100_000)}`)).toBeDefined();
});

test("a byte order mark, CRLF and a lone CR do not disturb", async () => {
  for (const text of ["\uFEFFif x:\n  y\nz", "if x:\r\n\ty\r\nz\r\n", "if x:\r  y\rz"])
    expect((await lowerText(text)).body.map(printStmt)).toEqual(["(if x {y})", "z"]);
});
