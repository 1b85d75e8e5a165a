/** From the paths of the command line to the files to check. */
import fs from "node:fs";
import path from "node:path";
import { findFiles } from "../host/node.js";
import { isNeverChecked, pathMatcher } from "../settings/paths.js";
import type { Projects } from "./projects.js";

export interface FoundFiles {
  /** Absolute, in the order of the arguments and sorted within each, without repetition. */
  readonly files: readonly string[];
  readonly problems: readonly string[];
}

export interface Exclusion {
  /** Patterns besides those of the project. */
  readonly exclude: readonly string[];
  /** Whether they hold for files that are named, too. */
  readonly forceExclude: boolean;
}

/** What is found in folders must not be excluded; files that are named are taken all the same, unless exclusion is forced. */
export function collectFiles(paths: readonly string[], { exclude, forceExclude }: Exclusion, projects: Projects): FoundFiles {
  const files = new Set<string>();
  const problems: string[] = [];
  const isExcluded = pathMatcher(exclude);
  for (const given of paths) {
    const at = path.resolve(given);
    const stat = fs.statSync(at, { throwIfNoEntry: false });
    if (!stat) problems.push(`${given}: no such file or folder`);
    else if (!stat.isDirectory()) {
      const name = slashed(given).replace(/^(?:\.\.?\/)+|^\//, "");
      if (!forceExclude || !(isNeverChecked(name) || isExcluded(name) || isExcludedByProject(at, projects))) files.add(at);
    } else {
      const found = findFiles(at, (relative) => isNeverChecked(relative) || isExcluded(relative));
      for (const file of found) if (!isExcludedByProject(file, projects)) files.add(file);
    }
  }
  return { files: [...files], problems };
}

function isExcludedByProject(file: string, projects: Projects): boolean {
  const { root, isExcluded } = projects.of(file);
  return root !== null && isExcluded(slashed(path.relative(root, file)));
}

export const slashed = (file: string): string => file.split(path.sep).join("/");
