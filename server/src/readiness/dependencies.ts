/** Distributions that a project declares, with the line that does. Read line by line: what is not understood is no dependency. */
export interface Dependency {
  /** Normalised as PEP 503 says: lower case, runs of -, _ and . as one -. */
  readonly name: string;
  /** 1-based. */
  readonly row: number;
  /** Exactly one version is allowed. */
  readonly pinned: boolean;
}

export const normalised = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, "-");

/** Files that {@link dependenciesIn} reads, with the patterns of .gitignore. */
export const dependencyFiles: readonly string[] = [
  "*requirements*.txt",
  "requirements/*.txt",
  "pyproject.toml",
  "environment*.yml",
  "environment*.yaml",
  "Pipfile",
  "setup.cfg",
  "setup.py",
];

export function dependenciesIn(path: string, text: string): Dependency[] {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const lines = text.split(/\r\n?|\n/);
  const found: Dependency[] = [];
  let section = "";
  for (const [i, raw] of lines.entries()) {
    const line = raw.slice(0, 500);
    section = /^\s*\[+([^\]]+)\]+\s*$/.exec(line)?.[1] ?? (/^(\w[\w-]*):\s*$/.exec(line)?.[1] || section);
    const hit = readerOf(name)(line, section);
    if (hit)
      found.push({
        name: normalised(hit[1] as string),
        row: i + 1,
        pinned: /^\s*={2,3}\s*[\w.!+]+\s*$|^\s*=\s*["']?(==)?\d[\w.]*["']?$/.test((hit[2] ?? "").replace(/[;#].*$/, "").replace(/["',]+\s*$/, "")),
      });
  }
  return found;
}

type Reader = (line: string, section: string) => RegExpExecArray | null;

function readerOf(file: string): Reader {
  if (file.endsWith(".txt")) return (line) => /^\s*([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*([^#]*)/.exec(line);
  if (/\.ya?ml$/.test(file))
    return (line, section) =>
      section === "dependencies" || section === "" ? /^\s*-\s*["']?([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*([=<>!~][^#"']*)?["']?\s*(?:#.*)?$/.exec(line) : null;
  if (file === "Pipfile") return (line, section) => (/packages$/.test(section) ? /^\s*"?([A-Za-z0-9][\w.-]*)"?\s*(=.*)$/.exec(line) : null);
  return (line, section) => {
    if (/dependencies/.test(section) && /poetry|dependency-groups|feature/.test(section)) {
      const own = /^\s*"?([A-Za-z0-9][\w.-]*)"?\s*(=.*)$/.exec(line);
      if (own) return own;
    }
    // A requirement in quotes, alone or in a list; of setup.cfg, an indented line.
    return (
      /["']([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*((?:[=<>!~][^"';]*)?)[^"']*["']\s*[,\]]/.exec(line) ??
      (file === "setup.cfg" ? /^\s+([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*([=<>!~].*)?$/.exec(line) : null)
    );
  };
}
