/** What a worker is told of one file. */
import path from "node:path";
import { shownName, type Task } from "./checkFile.js";
import { slashed } from "./files.js";
import type { Projects } from "./projects.js";

/** The check of a file by the settings of its project. */
export function makeTask(file: string, text: string | null, projects: Projects, cwd: string): Task {
  const { root, settings, knowledge } = projects.of(file);
  const relativePath = root === null ? slashed(shownName(file, cwd)) : slashed(path.relative(root, file));
  const isBelow = !path.relative(cwd, file).startsWith("..");
  const home = root ?? (isBelow ? cwd : path.dirname(file));
  return { file, filename: shownName(file, cwd), text, settings, knowledge, relativePath, root: home, shownFrom: cwd };
}
