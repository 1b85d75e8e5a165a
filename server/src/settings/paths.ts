/** Which paths are checked, with the patterns of `.gitignore`. Paths are relative to the project's root, with `/`. */
import ignore, { type Ignore } from "ignore";

/** Folders that hold other people's code or generated files: never checked, whatever the settings. */
const neverChecked: readonly string[] = [
  "site-packages",
  "dist-packages",
  ".venv",
  "venv",
  ".env/",
  "env/",
  ".conda",
  "node_modules",
  ".git",
  ".hg",
  ".svn",
  ".ipynb_checkpoints",
  "__pycache__",
  "__pypackages__",
  ".eggs",
  ".mypy_cache",
  ".ruff_cache",
  ".pytest_cache",
  ".nox",
  ".tox",
  ".direnv",
  ".pyenv",
  ".vscode",
  ".idea",
  // What editors keep of every earlier version.
  ".history",
  "build/",
  "dist/",
  "_build/",
];

/** Folders of installed packages: not checked even where no project says what belongs to it. */
const foreign: readonly string[] = ["site-packages", "dist-packages", ".venv", "venv", "node_modules", ".ipynb_checkpoints", ".history"];

/** A test of many paths against one list of patterns. Patterns that are no patterns match nothing. */
export function pathMatcher(patterns: readonly string[]): (relativePath: string) => boolean {
  const rules = patterns.reduce<Ignore>((all, pattern) => addPattern(all, pattern), ignore());
  return (relativePath) => {
    const path = relativePath.replace(/^\.?\//, "");
    return ignore.isPathValid(path) && rules.ignores(path);
  };
}

/** Whether anything in the path is one of the folders that are never checked. */
export const isNeverChecked = pathMatcher(neverChecked);

/** Whether a path that belongs to no project leads through installed packages. */
export const isForeign = (path: string): boolean => path.split("/").some((part) => foreign.includes(part));

function addPattern(rules: Ignore, pattern: string): Ignore {
  try {
    return rules.add(pattern.replace(/^\.\//, "/"));
  } catch {
    return rules;
  }
}
