/** How a refactoring ends early. */
import { CannotFix } from "../context.js";

/** Ends with the reason why a fix is withheld: the words that follow "because". */
export function no(reason: string): never {
  throw new CannotFix(`${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`);
}
