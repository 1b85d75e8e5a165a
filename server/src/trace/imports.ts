/** Import statements: library paths, local modules, `import *`. */
import type { Span } from "../base/span.js";
import type { Stmt } from "../program/ir.js";
import { assignName } from "./eval.js";
import type { Trace } from "./trace.js";
import type { Value } from "./values.js";

const libraryValue = (t: Trace, path: string): Value => {
  const e = t.lib.find(path);
  return { k: "lib", path, what: e.what, row: e.row };
};

export function importModule(t: Trace, path: string, as: string | null, at: Span): void {
  const local = t.loadModule(path, 0);
  if (local) {
    assignName(t, as ?? (path.split(".")[0] as string), local, at);
    return;
  }
  if (as) assignName(t, as, libraryValue(t, path), at);
  else assignName(t, path.split(".")[0] as string, { k: "lib", path: path.split(".")[0] as string, what: "module", row: null }, at);
}

export function importFrom(t: Trace, s: Stmt & { k: "from" }): void {
  const local = t.loadModule(s.module, s.level);
  if (!s.names) {
    if (local && local.k === "obj") for (const [n, v] of t.moduleNames(local)) assignName(t, n, v, s.at);
    else for (const n of t.lib.exports(s.module)) assignName(t, n, libraryValue(t, `${s.module}.${n}`), s.at);
    return;
  }
  for (const n of s.names) {
    const from = local && local.k === "obj" ? t.moduleNames(local).get(n.name) : undefined;
    const sub = local && !from ? t.loadModule(s.module ? `${s.module}.${n.name}` : n.name, s.level) : null;
    assignName(t, n.as ?? n.name, from ?? sub ?? (s.level ? t.unknown(n.name, n.at) : libraryValue(t, `${s.module}.${n.name}`)), n.at);
  }
}
