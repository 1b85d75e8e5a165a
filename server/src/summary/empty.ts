import type { Summary } from "../summary.types.js";

/** Of a program in which nothing was found. */
export const emptySummary: Summary = {
  sources: [],
  splits: [],
  preparation: [],
  models: [],
  evaluations: [],
  choices: [],
  findings: [],
  silenced: [],
  graph: { nodes: [], edges: [], leftOut: 0 },
  uses: [],
};
