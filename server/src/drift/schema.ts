/** Columns that came, went or changed their type, and how each is read and compared. */
import * as l10n from "@vscode/l10n";
import type { Facts, Family, Read } from "./engine.js";
import type { Kind } from "./profile.js";
import { quoted } from "./words.js";

export interface SchemaChange {
  readonly column: string;
  readonly change: "new" | "missing" | "type";
  readonly level: "none" | "moderate" | "major";
  readonly sentence: string;
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly family: Family;
}

export function changesBetween(reference: readonly Column[], current: readonly Column[], label: string | null): SchemaChange[] {
  const [before, now] = [new Map(reference.map((column) => [column.name, column])), new Map(current.map((column) => [column.name, column]))];
  const changes: SchemaChange[] = [];
  for (const { name, type, family } of reference) {
    const other = now.get(name);
    if (!other) {
      const expected = name === label;
      const sentence = expected ? l10n.t("{0} is missing now, as a label may be", quoted(name)) : l10n.t("{0} is missing now", quoted(name));
      changes.push({ column: name, change: "missing", level: expected ? "none" : "major", sentence });
    } else if (family !== other.family) {
      const level = family === "number" || other.family === "number" ? "major" : "moderate";
      changes.push({
        column: name,
        change: "type",
        level,
        sentence: l10n.t("{0} was {1} ({2}), and is {3} now ({4})", quoted(name), nounOf(family), type, nounOf(other.family), other.type),
      });
    }
  }
  for (const { name } of current)
    if (!before.has(name)) changes.push({ column: name, change: "new", level: "none", sentence: l10n.t("{0} is new", quoted(name)) });
  return changes;
}

const nounOf = (family: Family) =>
  ({ number: l10n.t("a number"), boolean: l10n.t("true or false"), text: l10n.t("text"), date: l10n.t("a date"), other: l10n.t("something else") })[family];

/** What both sides can be read as. */
export function readAs(reference: Family, current: Family, kind?: Kind): Read["as"] {
  if (kind === "other" || kind === "text") return "presence";
  if (kind === "number" || kind === "date") return kind;
  if (reference === "number" && (current === "number" || current === "text")) return "number";
  if (reference === "date" && current === "date") return "date";
  if (reference === "other" || current === "other") return "presence";
  return "category";
}

/** How a column is compared, by what was found in the reference. */
export function kindOf(as: Read["as"], facts: Facts | null, rows: number, fewValues: number, given?: Kind): Kind {
  if (given) return given;
  if (as === "presence") return "other";
  if (as === "date") return "date";
  if (!facts) return as;
  if (as === "number") return facts.distinct > 0 && facts.distinct <= fewValues ? "category" : "number";
  const present = rows - facts.missing;
  // Nearly every row its own value: a name, an identifier or prose. Approximate counts are good to a few percent.
  return facts.distinct > 50 && facts.distinct > 0.5 * present ? "text" : "category";
}
