/** IR as compact S-expressions, for tests. */
import type { Arg, Clause, Expr, Fn, Param, Stmt } from "../../server/src/program/ir.js";

const list = (...parts: (string | null)[]): string => `(${parts.filter((part) => part !== null).join(" ")})`;
const exprs = (items: readonly Expr[]): string[] => items.map(printExpr);
const orNone = (expr: Expr | null): string => (expr ? printExpr(expr) : "_");

export function printExpr(e: Expr): string {
  switch (e.k) {
    case "name":
      return e.name;
    case "const":
      return e.value === undefined ? "..." : e.value === null ? "None" : JSON.stringify(e.value);
    case "fstring":
      return list("f", ...exprs(e.parts));
    case "tuple":
    case "list":
    case "set":
      return list(e.k, ...exprs(e.items));
    case "dict":
      return list("dict", ...e.entries.map(({ key, value }) => (key ? `${printExpr(key)}:${printExpr(value)}` : `**${printExpr(value)}`)));
    case "star":
      return `*${printExpr(e.value)}`;
    case "attr":
      return `${printExpr(e.object)}.${e.name}`;
    case "index":
      return list("[]", printExpr(e.object), printExpr(e.index));
    case "slice":
      return list(":", orNone(e.lower), orNone(e.upper), e.step && printExpr(e.step));
    case "call":
      return list("call", printExpr(e.func), ...e.args.map(printArg));
    case "unary":
      return list(e.op, printExpr(e.operand));
    case "binary":
    case "bool":
      return list(e.op, printExpr(e.left), printExpr(e.right));
    case "compare":
      return list("cmp", printExpr(e.left), ...e.rest.map(({ op, right }) => `${op} ${printExpr(right)}`));
    case "ifexp":
      return list("ifexp", printExpr(e.test), printExpr(e.then), printExpr(e.else));
    case "lambda":
      return printFn(e.fn, "lambda");
    case "comp":
      return list(e.kind, e.key && printExpr(e.key), printExpr(e.value), ...e.clauses.map(printClause));
    case "await":
    case "yield":
    case "yieldfrom":
      return list(e.k, e.value && printExpr(e.value));
    case "walrus":
      return list(":=", e.name, printExpr(e.value));
    case "opaque":
      return list("opaque", ...exprs(e.parts));
  }
}

const printArg = (arg: Arg): string => `${arg.name ? `${arg.name}=` : "*".repeat(arg.star)}${printExpr(arg.value)}`;

const printClause = (c: Clause): string => (c.k === "for" ? list("for", printExpr(c.target), printExpr(c.iter)) : list("if", printExpr(c.test)));

const STARS = { plain: "", kwonly: "|", star: "*", starstar: "**" };
const printParam = (p: Param): string =>
  `${STARS[p.kind]}${p.name}${p.annotation ? `:${printExpr(p.annotation)}` : ""}${p.default ? `=${printExpr(p.default)}` : ""}`;

function printFn(fn: Fn, head: string): string {
  const set = (label: string, names: ReadonlySet<string>) => (names.size ? `${label}{${[...names].join(",")}}` : null);
  return list(
    ...fn.decorators.map((d) => `@${printExpr(d)}`),
    fn.isAsync ? "async" : null,
    head,
    list(...fn.params.map(printParam)),
    fn.isGenerator ? "gen" : null,
    set("locals", fn.locals),
    set("globals", fn.globals),
    set("nonlocals", fn.nonlocals),
    printBody(fn.body),
  );
}

export const printBody = (body: readonly Stmt[]): string => `{${body.map(printStmt).join("; ")}}`;

export function printStmt(s: Stmt): string {
  switch (s.k) {
    case "expr":
      return printExpr(s.value);
    case "assign":
      return list("=", ...exprs(s.targets), printExpr(s.value));
    case "aug":
      return list(`${s.op}=`, printExpr(s.target), printExpr(s.value));
    case "if":
    case "while":
      return list(s.k, printExpr(s.test), printBody(s.body), s.orelse.length ? printBody(s.orelse) : null);
    case "for":
      return list("for", printExpr(s.target), printExpr(s.iter), printBody(s.body), s.orelse.length ? printBody(s.orelse) : null);
    case "try":
      return list(
        "try",
        printBody(s.body),
        ...s.handlers.map((h) => list("except", h.name, printBody(h.body))),
        s.orelse.length ? `else${printBody(s.orelse)}` : null,
        s.final.length ? `finally${printBody(s.final)}` : null,
      );
    case "with":
      return list("with", ...s.items.map((i) => (i.target ? list("as", printExpr(i.value), printExpr(i.target)) : printExpr(i.value))), printBody(s.body));
    case "def":
      return printFn(s.fn, `def ${s.fn.name}`);
    case "class":
      return list(...s.decorators.map((d) => `@${printExpr(d)}`), `class ${s.name}`, list(...s.bases.map(printArg)), printBody(s.body));
    case "return":
    case "raise":
      return list(s.k, s.value && printExpr(s.value));
    case "import":
      return list("import", ...s.names.map((n) => (n.as ? `${n.path} as ${n.as}` : n.path)));
    case "from":
      return list("from", ".".repeat(s.level) + s.module, s.names ? s.names.map((n) => (n.as ? `${n.name} as ${n.as}` : n.name)).join(" ") : "*");
    case "del":
      return list("del", ...exprs(s.targets));
    case "assert":
      return list("assert", printExpr(s.test));
    case "match":
      return list(
        "match",
        printExpr(s.subject),
        ...s.cases.map((c) => list("case", `[${c.names.join(" ")}]`, c.guard && printExpr(c.guard), printBody(c.body))),
      );
    case "break":
    case "continue":
    case "pass":
    case "broken":
      return s.k;
  }
}
