/** Wording of the language status; knows no editor. */
import type { StatusParams } from "../../server/src/protocol";

const namesShown = 5;

/** "3 evaluations checked, 4 calls not modelled". */
export function statusText({ evaluations, findings, notModelled }: StatusParams): string {
  const unknown = notModelled.reduce((sum, { count }) => sum + count, 0);
  const parts = [evaluations === 0 ? "No evaluation found" : `${counted(evaluations, "evaluation")} checked`];
  if (findings > 0) parts.push(counted(findings, "finding"));
  if (unknown > 0) parts.push(`${counted(unknown, "call")} not modelled`);
  return parts.join(", ");
}

/** Names the calls whose effect on the data was guessed. */
export function statusDetail({ notModelled }: StatusParams): string | undefined {
  if (notModelled.length === 0) return undefined;
  const named = notModelled.slice(0, namesShown).map(({ name, count }) => (count > 1 ? `${name} ×${count}` : name));
  const more = notModelled.length - named.length;
  return `Not modelled: ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
