/** What people are told before their program is run: all of it, in plain words. */
import * as l10n from "@vscode/l10n";
import type { Interpreter, Job } from "./job.js";
import { bytesOf, joined, sizeText } from "./mirror.js";
import type { Prepared, Scope } from "./prepare.js";

export interface Consent {
  readonly question: string;
  /** Paragraphs. */
  readonly details: readonly string[];
  /** Bytes by what may be copied. */
  readonly bytes: Readonly<Record<Scope, number>>;
}

const mostNamed = 6;

export interface Asked {
  readonly document: string;
  readonly fix: string;
  readonly folder: string;
  readonly interpreter: Interpreter;
  readonly seeds: Job["seeds"];
  readonly limitSeconds: number;
  readonly skipped: readonly string[];
}

export function consentFor({ document, fix, folder, interpreter, seeds, limitSeconds, skipped }: Asked, prepared: Prepared): Consent {
  const { cwd, files, leftOut, paths, above } = prepared;
  const named = (label: string, texts: readonly string[]) =>
    texts.length === 0
      ? []
      : [
          `${label}\n${texts
            .slice(0, mostNamed)
            .map((text) => `  ${text}`)
            .join("\n")}${texts.length > mostNamed ? `\n  ${l10n.t("and {0} more", texts.length - mostNamed)}` : ""}`,
        ];
  const isOwn = (path: string) => path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`);
  const shown = ({ path, file, line }: Prepared["paths"][number]) =>
    file === document ? l10n.t("{0} (line {1})", path, line) : l10n.t("{0} ({1}, line {2})", path, file, line);
  const unsure = paths.filter(({ use }) => use !== "read");
  const written = unsure.filter(({ path }) => !isOwn(path)).map(shown);
  const refused = unsure.filter(({ path }) => isOwn(path)).map(shown);
  const read = paths.filter(({ use }) => use === "read").map(({ path }) => path);
  const copied = [folder, files.all.length, sizeText(bytesOf(files.all))] as const;
  return {
    question: l10n.t("Run {0} {1} times?", document.slice(document.lastIndexOf("/") + 1), 2 * seeds),
    details: [
      seeds === 1
        ? l10n.t("It runs once as it stands and once with the fix “{0}”, for {1} at most each.", fix, limitText(limitSeconds))
        : l10n.t(
            "It runs {0} times as it stands and {0} times with the fix “{1}”, with other seeds each time, for {2} at most each.",
            seeds,
            fix,
            limitText(limitSeconds),
          ),
      l10n.t("Python {0}: {1}", interpreter.version, interpreter.path),
      cwd === ""
        ? l10n.t(
            "Each run has a fresh copy of {0} ({1} files, {2}) among the temporary files. The copy is removed after the run, with what the program writes beside itself.",
            ...copied,
          )
        : l10n.t(
            "Each run has a fresh copy of {0} ({1} files, {2}) among the temporary files, in {3}. The copy is removed after the run, with what the program writes beside itself.",
            ...copied,
            joined("", cwd),
          ),
      ...named(l10n.t("Absolute paths in the code, which are not in the copy. Whatever the program writes there is written:"), written),
      ...named(l10n.t("Absolute paths into the folder itself. Reading there works, writing is refused:"), refused),
      ...named(l10n.t("Read where they are, by absolute paths:"), read),
      ...named(l10n.t("Paths that lead out of the folder and will not be found:"), above),
      ...named(l10n.t("Links that are not copied:"), skipped),
      ...named(l10n.t("Lines that are no Python and do not run:"), leftOut),
      l10n.t("Holdout cannot keep the program from using the network, or from changing what it reaches there."),
    ],
    bytes: { all: bytesOf(files.all), needed: bytesOf(files.needed) },
  };
}

function limitText(seconds: number): string {
  if (seconds < 60 || seconds % 60 !== 0) return l10n.t("{0} seconds", seconds);
  return seconds === 60 ? l10n.t("1 minute") : l10n.t("{0} minutes", seconds / 60);
}
