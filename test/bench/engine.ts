/** What the benchmarks measure, bundled for them. */
export { createEngine } from "../../server/src/engine.js";
export { loadGrammar } from "../../server/src/python/grammar.js";
export { readDocument } from "../../server/src/report/readDocument.js";
export { mergeSettings } from "../../server/src/settings/read.js";
export { buildSelection } from "../../server/src/settings/selection.js";
