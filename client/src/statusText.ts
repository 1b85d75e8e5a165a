/** Wording of the language status. */
import { l10n } from "vscode";
import type { StatusParams } from "../../server/src/protocol";

const namesShown = 5;

/** "3 evaluations checked, 4 calls not modelled". */
export function statusText({ evaluations, findings, notModelled }: StatusParams): string {
  const unknown = notModelled.reduce((sum, { count }) => sum + count, 0);
  const parts = [
    evaluations === 0 ? l10n.t("No evaluation found") : evaluations === 1 ? l10n.t("1 evaluation checked") : l10n.t("{0} evaluations checked", evaluations),
  ];
  if (findings > 0) parts.push(findings === 1 ? l10n.t("1 finding") : l10n.t("{0} findings", findings));
  if (unknown > 0) parts.push(unknown === 1 ? l10n.t("1 call not modelled") : l10n.t("{0} calls not modelled", unknown));
  return parts.join(", ");
}

/** Names the calls whose effect on the data was guessed. */
export function statusDetail({ notModelled }: StatusParams): string | undefined {
  if (notModelled.length === 0) return undefined;
  const named = notModelled
    .slice(0, namesShown)
    .map(({ name, count }) => (count > 1 ? `${name} ×${count}` : name))
    .join(", ");
  const more = notModelled.length - namesShown;
  return more > 0 ? l10n.t("Not modelled: {0} and {1} more", named, more) : l10n.t("Not modelled: {0}", named);
}
