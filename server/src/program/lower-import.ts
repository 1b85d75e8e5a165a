/** Import statements, and the names they bind. */
import type { SyntaxNode } from "../python/syntax.js";
import type { Stmt } from "./ir.js";
import { kidOf, type Lowering, rulesOf, spanOf, textOf } from "./lowering.js";

export function lowerImport(cx: Lowering, node: SyntaxNode): Stmt {
  const names = rulesOf(node).map((kid) => {
    const { path, as } = importedName(cx, kid);
    cx.scope.bound.add(as ?? (path.split(".")[0] as string));
    return { path, as, at: spanOf(cx, kid) };
  });
  return { k: "import", at: spanOf(cx, node), names };
}

export function lowerFrom(cx: Lowering, node: SyntaxNode): Stmt {
  const rules = rulesOf(node);
  const at = spanOf(cx, node);
  const isFuture = node.kind === "future_import_statement";
  const { module, level } = isFuture ? { module: "__future__", level: 0 } : fromModule(cx, rules[0]);
  if (kidOf(node, "wildcard_import")) return { k: "from", at, module, level, names: null };
  const names = rules.slice(isFuture ? 0 : 1).map((kid) => {
    const { path, as } = importedName(cx, kid);
    cx.scope.bound.add(as ?? path);
    return { name: path, as, at: spanOf(cx, kid) };
  });
  return { k: "from", at, module, level, names };
}

function fromModule(cx: Lowering, node: SyntaxNode | undefined): { module: string; level: number } {
  if (!node) return { module: "", level: 0 };
  if (node.kind !== "relative_import") return { module: dotted(cx, node), level: 0 };
  const dots = kidOf(node, "import_prefix");
  const name = kidOf(node, "dotted_name");
  return { module: name ? dotted(cx, name) : "", level: dots ? textOf(cx, dots).replace(/[^.]/g, "").length : 0 };
}

function importedName(cx: Lowering, node: SyntaxNode): { path: string; as: string | null } {
  if (node.kind !== "aliased_import") return { path: dotted(cx, node), as: null };
  const [name, alias] = rulesOf(node);
  return { path: name ? dotted(cx, name) : "", as: alias ? textOf(cx, alias) : null };
}

/** `a.b.c`, without the blanks that Python allows around the dots. */
const dotted = (cx: Lowering, node: SyntaxNode): string =>
  rulesOf(node)
    .map((part) => textOf(cx, part))
    .join(".");
