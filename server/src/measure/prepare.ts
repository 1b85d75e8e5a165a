/** From a finding and a fix to what is asked and what is run. Pure: the machine has looked at the folder already. */
import { lineStarts, positionAt } from "../base/span.js";
import type { DataRead, Finding, Fix } from "../engine.types.js";
import { applyToDocument } from "../fixes/apply.js";
import type { DocumentInput } from "../program/program.js";
import type { SummaryEvaluation } from "../summary.types.js";
import type { Job } from "./job.js";
import { bytesOf, type FoundFile, joined, type Survey, smallFile, workingFolder } from "./mirror.js";
import { absolutePaths, comparableLiterals, type NamedPath, namesFile, pathsAbove } from "./paths.js";
import { pairScores } from "./rows.js";
import type { Measurement, Run, Variant } from "./types.js";
import { leftOutLines, placesBefore, variantOf } from "./variants.js";
import { type JudgedPlace, judgedRow, verdictOf } from "./verdict.js";

export interface Given {
  readonly document: DocumentInput;
  /** Below the folder, with `/`. */
  readonly path: string;
  readonly finding: Finding;
  readonly fix: Fix;
  readonly evaluations: readonly SummaryEvaluation[];
  readonly reads: readonly DataRead[];
  /** Absolute. */
  readonly folder: string;
  readonly survey: Survey;
  /** The text of a file of the survey, null if it is none that can be read. */
  textOf(path: string): string | null;
}

/** Which files are copied: all, or those that the program may need as far as its text tells. */
export type Scope = "all" | "needed";

export interface Prepared {
  readonly variants: { readonly leak: Variant; readonly fixed: Variant };
  readonly cwd: string;
  readonly files: Readonly<Record<Scope, readonly FoundFile[]>>;
  readonly leftOut: readonly string[];
  /** Absolute paths in the code, with the file they stand in where it is not the document. */
  readonly paths: readonly (NamedPath & { readonly file: string })[];
  /** Relative paths that lead out of the folder. */
  readonly above: readonly string[];
  readonly folders: readonly string[];
  readonly judged: readonly JudgedPlace[];
}

export function prepare(given: Given): Prepared {
  const { document, fix, survey, path, reads } = given;
  const own = folderOf(path);
  const exists = new Set([...survey.files.map((file) => file.path), ...survey.folders]);
  // A notebook runs in its own folder, a script in the one that is opened; unless its files say otherwise.
  const candidates = document.kind === "notebook" ? [own, ""] : ["", own];
  const read = reads.map((each) => each.path);
  const cwd = workingFolder([...new Set(candidates)], read, (file) => exists.has(file));
  const texts = [{ file: path, text: document.units.map(({ text }) => text).join("\n") }, ...importedTexts(given)];
  const known = new Set(read);
  const literals = new Set(texts.flatMap(({ text }) => [...comparableLiterals(text)]));
  const needed = survey.files.filter((file) => file.bytes <= smallFile || namesFile(literals, file.path));
  const depth = cwd === "" ? 0 : cwd.split("/").length;
  return {
    variants: { leak: variantOf(document), fixed: variantOf(applyToDocument(document, fix.edits)) },
    cwd,
    files: { all: survey.files, needed },
    folders: survey.folders,
    leftOut: leftOutLines(document),
    paths: texts.flatMap(({ file, text }) => absolutePaths(text, known).map((each) => ({ ...each, file }))),
    above: [...new Set(texts.flatMap(({ text }) => pathsAbove(text, depth)))],
    judged: judgedPlaces(given),
  };
}

export function jobOf(given: Given, prepared: Prepared, how: { python: string; scope: Scope; seeds: number; limitSeconds: number }): Job {
  const { python, scope, seeds, limitSeconds } = how;
  const { variants, cwd, folders, files } = prepared;
  return { python, folder: given.folder, files: files[scope], folders, document: given.path, cwd, variants, seeds, limitSeconds };
}

/** Where and how it was measured, for the result. */
export interface Circumstances {
  readonly document: string;
  readonly filename: string;
  readonly url: string | null;
  readonly python: string;
}

export function measurementOf(given: Given, prepared: Prepared, job: Job, runs: readonly Run[], where: Circumstances): Measurement {
  const { document, finding, fix } = given;
  const rows = pairScores(runs, placesBefore(document, applyToDocument(document, fix.edits)));
  const judged = judgedRow(rows, prepared.judged);
  return {
    document: where.document,
    filename: where.filename,
    notebook: document.kind === "notebook",
    cells: document.units.map(({ cell }) => cell),
    finding: { code: finding.code, slug: finding.slug, message: finding.message, url: where.url },
    fix: fix.title,
    python: where.python,
    folder: joined(job.folder.split(/[\\/]/).at(-1) ?? "", prepared.cwd),
    copied: { files: job.files.length, bytes: bytesOf(job.files) },
    limitSeconds: job.limitSeconds,
    seeds: job.seeds,
    leftOut: prepared.leftOut,
    runs,
    rows,
    judged,
    verdict: verdictOf(judged ? (rows[judged.row] ?? null) : null),
  };
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** Lines of the scores that the finding makes doubtful. */
function judgedPlaces({ document, finding, evaluations }: Given): JudgedPlace[] {
  const about = evaluations.filter(({ why }) => why.some(({ code, text }) => code === finding.code && text.startsWith(finding.message)));
  return about.flatMap(({ at }) => {
    const unit = document.units.findIndex(({ source }) => source === at.source);
    if (unit < 0) return [];
    const starts = lineStarts(document.units[unit]?.text ?? "");
    return [{ unit, from: positionAt(starts, at.start).line + 1, to: positionAt(starts, at.end).line + 1 }];
  });
}

const mostModules = 50;
const imports = /^[ \t]*(?:from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+([^\r\n#]+)|import[ \t]+([\w., \t]+))/gm;

/** Files of the project that the document imports, with those that they import. */
function importedTexts({ document, path, survey, textOf }: Given): { file: string; text: string }[] {
  const files = new Set(survey.files.map((file) => file.path).filter((file) => file.endsWith(".py")));
  const found = new Map<string, string>();
  const open = document.units.map(({ text }) => ({ file: path, text }));
  for (let next = open.pop(); next && found.size < mostModules; next = open.pop()) {
    for (const module of modulesIn(next.text)) {
      const dots = /^\.*/.exec(module)?.[0].length ?? 0;
      const below = module.slice(dots).replaceAll(".", "/");
      const bases = dots > 0 ? [joined(folderOf(next.file), "../".repeat(dots - 1))] : [folderOf(next.file), folderOf(path), "", "src"];
      for (const base of bases)
        for (const file of [`${below}.py`, `${below}/__init__.py`].map((each) => joined(base, each))) {
          if (!files.has(file) || found.has(file) || file === path) continue;
          const text = textOf(file);
          if (text === null) continue;
          found.set(file, text);
          open.push({ file, text });
        }
    }
  }
  return [...found].map(([file, text]) => ({ file, text }));
}

function modulesIn(text: string): string[] {
  return [...text.matchAll(imports)].flatMap(([, from, names = "", plain = ""]) => {
    if (from === undefined) return plain.split(",").map((name) => name.trim().split(/\s/)[0] ?? "");
    const inner = names
      .replace(/[()]/g, "")
      .split(",")
      .map((name) => name.trim().split(/\s/)[0] ?? "");
    return [from, ...inner.filter((name) => /^\w+$/.test(name)).map((name) => (from.endsWith(".") ? `${from}${name}` : `${from}.${name}`))];
  });
}
