/** Import statements: library paths, local modules, `import *`. */
import type { Span } from "../base/span.js";
import type { Stmt } from "../program/ir.js";
import { assignName } from "./names.js";
import type { Trace } from "./trace.js";
import type { Value } from "./values.js";

const libraryValue = (t: Trace, path: string): Value => {
  const e = t.lib.find(path);
  return { k: "lib", path, what: e.what, row: e.row };
};

export function importModule(t: Trace, path: string, as: string | null, at: Span): void {
  const local = t.loadModule(path, 0);
  if (local) {
    describedNames(t, local, path);
    assignName(t, as ?? (path.split(".")[0] as string), local, at);
    return;
  }
  if (as) assignName(t, as, libraryValue(t, path), at);
  else assignName(t, path.split(".")[0] as string, { k: "lib", path: path.split(".")[0] as string, what: "module", row: null }, at);
}

export function importFrom(t: Trace, s: Stmt & { k: "from" }): void {
  const local = t.loadModule(s.module, s.level);
  if (!s.names) {
    if (local) describedNames(t, local, s.level ? "" : s.module);
    if (local && local.k === "obj") for (const [n, v] of t.moduleNames(local)) assignName(t, n, v, s.at);
    else for (const n of t.lib.exports(s.module)) assignName(t, n, libraryValue(t, `${s.module}.${n}`), s.at);
    return;
  }
  for (const n of s.names) {
    // What the project says of its own code wins over the code.
    const described = t.lib.own(s.module, n.name, s.level > 0);
    if (described) {
      assignName(t, n.as ?? n.name, libraryValue(t, described), n.at);
      continue;
    }
    const from = local && local.k === "obj" ? t.moduleNames(local).get(n.name) : undefined;
    const sub = local && !from ? t.loadModule(s.module ? `${s.module}.${n.name}` : n.name, s.level) : null;
    assignName(t, n.as ?? n.name, from ?? sub ?? (s.level ? t.unknown(n.name, n.at) : libraryValue(t, `${s.module}.${n.name}`)), n.at);
  }
}

/** Puts the project's description of a module's names before what the module itself says. */
function describedNames(t: Trace, local: Value, module: string): void {
  if (local.k !== "obj" || !module) return;
  const c = t.get(local);
  if (c.k !== "inst") return;
  const described = [...c.attrs.keys()].flatMap((n) => {
    const path = t.lib.own(module, n, false);
    return path ? [[n, libraryValue(t, path)] as const] : [];
  });
  if (described.length) t.put(local, { ...c, attrs: new Map([...c.attrs, ...described]) });
}
