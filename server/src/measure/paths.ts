/** Paths that stand in a program's texts, read without following it: what lies outside of the copy has to be named before anything runs. */

export interface NamedPath {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** written: the statement writes or makes it. read: it is a file that the analysis saw being read. unknown: it may be either. */
  readonly use: "written" | "read" | "unknown";
}

const literal = /(?<![\w"'])([rRbBuUfF]{0,2})(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)')/g;
const absolute = /^(?:\/[^/\s][^\n]*\/[^\n]*|\/[^/\s]+\.\w+|~[\\/]\S|[A-Za-z]:[\\/]|\\\\\w)/;
const writes =
  /\.(?:to_\w+|save\w*|dump|write\w*|mkdir|touch|export\w*|unlink|rename|replace)\s*\(|\b(?:dump|makedirs|mkdir|save\w*|rmtree|remove|copy\w*|move)\s*\(|\bopen\s*\([^)]*["'](?:w|a|x|r\+)[bt+]*["']/;

/** Texts in quotes, with their 1-based lines; comments are none. */
function* literalsOf(text: string): Generator<{ value: string; line: number; code: string }> {
  for (const [i, code] of text.split(/\r\n?|\n/).entries()) {
    if (code.trimStart().startsWith("#")) continue;
    for (const [, prefix = "", double, single] of code.matchAll(literal)) {
      const inner = double ?? single ?? "";
      const value = /r/i.test(prefix) ? inner : inner.replace(/\\([\\'"])/g, "$1");
      if (value !== "") yield { value, line: i + 1, code };
    }
  }
}

/** Absolute paths in a program's text, each once. `reads`: paths that are known to be read. */
export function absolutePaths(text: string, reads: ReadonlySet<string>): NamedPath[] {
  const found = new Map<string, NamedPath>();
  for (const { value, line, code } of literalsOf(text)) {
    if (!absolute.test(value) || /[<>()?*|]/.test(value)) continue;
    const use = writes.test(code) ? "written" : reads.has(value) ? "read" : "unknown";
    const known = found.get(value);
    if (!known || (known.use !== "written" && use === "written")) found.set(value, { path: value, line, use });
  }
  return [...found.values()];
}

/** Relative paths in a text that lead above the folder they start from, by `depth` folders below the top. */
export function pathsAbove(text: string, depth: number): string[] {
  const found = new Set<string>();
  for (const { value } of literalsOf(text)) {
    const up = /^(?:\.\.[\\/])+/.exec(value)?.[0];
    if (up && up.length / 3 > depth) found.add(value);
  }
  return [...found];
}

/** Whether a program whose texts hold these literals may mean a file, by its path below the folder: its whole path, its end, or a folder of it. */
export function namesFile(literals: ReadonlySet<string>, file: string): boolean {
  const parts = file.split("/");
  for (let from = 0; from < parts.length; from++)
    for (let to = from + 1; to <= parts.length; to++) {
      const part = parts.slice(from, to).join("/");
      // A bare word names a folder only where it is one; of one letter it names nothing.
      if (part.length > 1 && literals.has(part)) return true;
    }
  return false;
}

/** Literals as paths are compared: with `/`, without `./`, `../` and a slash at the end. */
export function comparableLiterals(text: string): Set<string> {
  return new Set(
    [...literalsOf(text)].map(({ value }) =>
      value
        .replaceAll("\\", "/")
        .replace(/^(?:\.{1,2}\/)+/, "")
        .replace(/\/+$/, ""),
    ),
  );
}
