/** What people are told before their program is run: all of it, in plain words. */
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
  const inside = cwd === "" ? "" : `, in ${joined("", cwd)}`;
  const named = (label: string, texts: readonly string[]) =>
    texts.length === 0
      ? []
      : [
          `${label}\n${texts
            .slice(0, mostNamed)
            .map((text) => `  ${text}`)
            .join("\n")}${texts.length > mostNamed ? `\n  and ${texts.length - mostNamed} more` : ""}`,
        ];
  const isOwn = (path: string) => path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`);
  const shown = ({ path, file, line }: Prepared["paths"][number]) => (file === document ? `${path} (line ${line})` : `${path} (${file}, line ${line})`);
  const unsure = paths.filter(({ use }) => use !== "read");
  const written = unsure.filter(({ path }) => !isOwn(path)).map(shown);
  const refused = unsure.filter(({ path }) => isOwn(path)).map(shown);
  const read = paths.filter(({ use }) => use === "read").map(({ path }) => path);
  const times = seeds === 1 ? "once" : `${seeds} times`;
  return {
    question: `Run ${document.slice(document.lastIndexOf("/") + 1)} ${2 * seeds} times?`,
    details: [
      `It runs ${times} as it stands and ${times} with the fix “${fix}”${seeds === 1 ? "" : ", with other seeds each time"}, for ${limitText(limitSeconds)} at most each.`,
      `Python ${interpreter.version}: ${interpreter.path}`,
      `Each run has a fresh copy of ${folder} (${files.all.length} files, ${sizeText(bytesOf(files.all))}) among the temporary files${inside}. The copy is removed after the run, with what the program writes beside itself.`,
      ...named("Absolute paths in the code, which are not in the copy. Whatever the program writes there is written:", written),
      ...named("Absolute paths into the folder itself. Reading there works, writing is refused:", refused),
      ...named("Read where they are, by absolute paths:", read),
      ...named("Paths that lead out of the folder and will not be found:", above),
      ...named("Links that are not copied:", skipped),
      ...named("Lines that are no Python and do not run:", leftOut),
      "Holdout cannot keep the program from using the network, or from changing what it reaches there.",
    ],
    bytes: { all: bytesOf(files.all), needed: bytesOf(files.needed) },
  };
}

export function limitText(seconds: number): string {
  if (seconds < 60 || seconds % 60 !== 0) return `${seconds} seconds`;
  return seconds === 60 ? "1 minute" : `${seconds / 60} minutes`;
}
