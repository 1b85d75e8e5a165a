import { expect, test } from "vitest";
import { moduleCandidates } from "../../server/src/program/imports.js";

function check(from: string, module: string, level: number, expected: string[]): void {
  test(`${".".repeat(level)}${module} in ${from}`, () => expect(moduleCandidates(from, module, level, "/w")).toEqual(expected));
}

check("/w/a/b.py", "m", 0, ["/w/a/m.py", "/w/a/m/__init__.py", "/w/m.py", "/w/m/__init__.py"]);
check("/w/a/b.py", "p.q", 0, ["/w/a/p/q.py", "/w/a/p/q/__init__.py", "/w/p/q.py", "/w/p/q/__init__.py"]);
check("/w/a/b.py", "m", 1, ["/w/a/m.py", "/w/a/m/__init__.py"]);
check("/w/a/b.py", "m", 2, ["/w/m.py", "/w/m/__init__.py"]);
check("/w/a/b.py", "", 1, ["/w/a/__init__.py"]);
check("/elsewhere/b.py", "m", 0, ["/elsewhere/m.py", "/elsewhere/m/__init__.py"]);
check("file:///w/b.py", "m", 0, ["file:///w/m.py", "file:///w/m/__init__.py"]);
check("b.py", "m", 0, ["m.py", "m/__init__.py"]);
check("/w/a/b.py", "../x", 0, []);
check("/w/b.py", "m", 9, []);
