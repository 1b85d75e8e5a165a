/**
 * The intermediate representation: a small structured tree, the same for a cell, a script or a module.
 * No gotos, no tokens, no tree-sitter: `lower.ts` builds it, `trace/` interprets it.
 * Every node stands `at` a span of the user's own text.
 */
import type { Span } from "../base/span.js";

export type Expr =
  | { k: "name"; at: Span; name: string }
  /** A literal. `null` is Python's None; `undefined` is `...`. Bytes are strings. Integers too large for a double are numbers all the same. */
  | { k: "const"; at: Span; value: string | number | boolean | null | undefined }
  /** An f-string; parts are the embedded expressions and literal pieces in order. */
  | { k: "fstring"; at: Span; parts: Expr[] }
  | { k: "tuple" | "list" | "set"; at: Span; items: Expr[] }
  /** `key` is null for a `**spread`. */
  | { k: "dict"; at: Span; entries: { key: Expr | null; value: Expr }[] }
  | { k: "star"; at: Span; value: Expr }
  | { k: "attr"; at: Span; object: Expr; name: string; nameAt: Span }
  | { k: "index"; at: Span; object: Expr; index: Expr }
  | { k: "slice"; at: Span; lower: Expr | null; upper: Expr | null; step: Expr | null }
  /** `callee` spans what a squiggle marks: `StandardScaler().fit_transform` marks `fit_transform`, `f(x)` marks `f`. */
  | { k: "call"; at: Span; callee: Span; func: Expr; args: Arg[] }
  | { k: "unary"; at: Span; op: "not" | "-" | "+" | "~"; operand: Expr }
  | { k: "binary"; at: Span; op: BinaryOp; left: Expr; right: Expr }
  | { k: "bool"; at: Span; op: "and" | "or"; left: Expr; right: Expr }
  | { k: "compare"; at: Span; left: Expr; rest: { op: CompareOp; right: Expr }[] }
  | { k: "ifexp"; at: Span; test: Expr; then: Expr; else: Expr }
  | { k: "lambda"; at: Span; fn: Fn }
  /** `key` only for dict comprehensions. Clauses in source order. */
  | { k: "comp"; at: Span; kind: "list" | "set" | "dict" | "generator"; key: Expr | null; value: Expr; clauses: Clause[] }
  | { k: "await" | "yield" | "yieldfrom"; at: Span; value: Expr | null }
  | { k: "walrus"; at: Span; name: string; value: Expr }
  /** Something not lowered (broken text, unsupported syntax). The parts that could be lowered are evaluated and joined. */
  | { k: "opaque"; at: Span; parts: Expr[] };

export type BinaryOp = "+" | "-" | "*" | "/" | "//" | "%" | "**" | "@" | "&" | "|" | "^" | "<<" | ">>";
export type CompareOp = "<" | "<=" | ">" | ">=" | "==" | "!=" | "in" | "not in" | "is" | "is not";

/** `star` 1 is `*args`, 2 is `**kwargs`. `name` is set for keyword arguments. */
export interface Arg {
  readonly name: string | null;
  readonly star: 0 | 1 | 2;
  readonly value: Expr;
}

export type Clause = { k: "for"; target: Expr; iter: Expr } | { k: "if"; test: Expr };

export interface Param {
  readonly name: string;
  readonly at: Span;
  /** plain: positional or keyword; star: `*args`; kwonly: after `*`; starstar: `**kw`. */
  readonly kind: "plain" | "star" | "kwonly" | "starstar";
  readonly default: Expr | null;
  readonly annotation: Expr | null;
}

/** A function body with what its scope needs. A lambda's body is one `return`. */
export interface Fn {
  readonly name: string;
  readonly at: Span;
  readonly nameAt: Span;
  readonly params: Param[];
  readonly body: Stmt[];
  /** Names bound in this body (assignment, for, with, import, def, class, walrus, except), params included; `global`/`nonlocal` names excluded. */
  readonly locals: ReadonlySet<string>;
  readonly globals: ReadonlySet<string>;
  readonly nonlocals: ReadonlySet<string>;
  readonly isGenerator: boolean;
  readonly isAsync: boolean;
  readonly decorators: Expr[];
}

export type Stmt =
  | { k: "expr"; at: Span; value: Expr }
  /** `a = b = value`. An annotated assignment without a value is dropped. */
  | { k: "assign"; at: Span; targets: Expr[]; value: Expr }
  | { k: "aug"; at: Span; target: Expr; op: BinaryOp; value: Expr }
  | { k: "if"; at: Span; test: Expr; body: Stmt[]; orelse: Stmt[] }
  | { k: "for"; at: Span; target: Expr; iter: Expr; body: Stmt[]; orelse: Stmt[] }
  | { k: "while"; at: Span; test: Expr; body: Stmt[]; orelse: Stmt[] }
  | { k: "try"; at: Span; body: Stmt[]; handlers: { name: string | null; body: Stmt[] }[]; orelse: Stmt[]; final: Stmt[] }
  | { k: "with"; at: Span; items: { value: Expr; target: Expr | null }[]; body: Stmt[] }
  | { k: "def"; at: Span; fn: Fn }
  | { k: "class"; at: Span; name: string; nameAt: Span; bases: Arg[]; body: Stmt[]; decorators: Expr[] }
  | { k: "return"; at: Span; value: Expr | null }
  | { k: "raise"; at: Span; value: Expr | null }
  | { k: "import"; at: Span; names: { path: string; as: string | null; at: Span }[] }
  /** `names` is null for `import *`. `level` counts leading dots. */
  | { k: "from"; at: Span; module: string; level: number; names: { name: string; as: string | null; at: Span }[] | null }
  | { k: "del"; at: Span; targets: Expr[] }
  | { k: "assert"; at: Span; test: Expr }
  | { k: "match"; at: Span; subject: Expr; cases: { names: string[]; guard: Expr | null; body: Stmt[] }[] }
  | { k: "break" | "continue" | "pass"; at: Span }
  /** Text that did not parse; costs only itself. */
  | { k: "broken"; at: Span };
