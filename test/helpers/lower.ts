/** Lowers source text for tests. */
import { sourceId } from "../../server/src/base/span.js";
import { lowerOnce } from "../../server/src/program/lower.js";
import type { Unit, UnitInput } from "../../server/src/program/program.js";
import { testParser } from "./grammar.js";

export const unitInput = (text: string): UnitInput => ({ source: sourceId("test"), text, cell: null });

export async function lowerText(text: string): Promise<Unit> {
  return lowerOnce(await testParser(), unitInput(text));
}
