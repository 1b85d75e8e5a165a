/** The Python parser for tests, loaded once from node_modules. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type GrammarBytes, loadGrammar, type PythonParser } from "../../server/src/python/grammar.js";

const require = createRequire(import.meta.url);
let loading: Promise<PythonParser> | undefined;

export function testParser(): Promise<PythonParser> {
  loading ??= loadGrammar(grammarBytes());
  return loading;
}

export const grammarBytes = (): GrammarBytes => ({
  runtime: readFileSync(require.resolve("web-tree-sitter/web-tree-sitter.wasm")),
  python: readFileSync(require.resolve("tree-sitter-python/tree-sitter-python.wasm")),
});
