/** Measuring for the language server, which names files by URI. */
import { fileURLToPath } from "node:url";
import type { HostMeasurer } from "../../lsp/host.js";
import { readTextSync } from "../node.js";
import { nodeMeasurer } from "./measurer.js";

/** `program`: the folder of holdout_measure. */
export function serverMeasurer(program: string): HostMeasurer {
  return {
    ...nodeMeasurer(program),
    pathOf(uri) {
      try {
        return uri.startsWith("file:") ? fileURLToPath(uri) : null;
      } catch {
        return null;
      }
    },
    readText: readTextSync,
  };
}
