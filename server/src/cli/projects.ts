/** Finds the `pyproject.toml` that holds for a file, reading each folder once. */
import path from "node:path";
import { isKnown } from "../engine.js";
import type { OwnKnowledge } from "../engine.types.js";
import { readTextSync } from "../host/node.js";
import { readKnowledge } from "../settings/knowledge.js";
import { pathMatcher } from "../settings/paths.js";
import { mergeSettings, readPyproject } from "../settings/read.js";
import type { Settings } from "../settings/schema.js";

export interface Project {
  /** Folder of the `pyproject.toml`; null if there is none. */
  readonly root: string | null;
  readonly settings: Settings;
  /** What the project says of its own code. */
  readonly knowledge: OwnKnowledge | null;
  readonly isExcluded: (relativePath: string) => boolean;
}

export class Projects {
  private readonly byFolder = new Map<string, Project>();
  /** Faults in projects' files, for people. */
  readonly problems: string[] = [];
  private readonly bare: Project;

  constructor(private readonly flags: Partial<Settings>) {
    this.bare = { root: null, settings: mergeSettings(flags), knowledge: null, isExcluded: () => false };
  }

  of(file: string): Project {
    return this.inFolder(path.dirname(file));
  }

  private inFolder(folder: string): Project {
    let project = this.byFolder.get(folder);
    if (!project) this.byFolder.set(folder, (project = this.read(folder) ?? this.above(folder)));
    return project;
  }

  private above(folder: string): Project {
    const parent = path.dirname(folder);
    return parent === folder ? this.bare : this.inFolder(parent);
  }

  private read(root: string): Project | null {
    const file = path.join(root, "pyproject.toml");
    const text = readTextSync(file);
    const reading = text === null ? null : readPyproject(text);
    if (!reading) return null;
    this.problems.push(...reading.problems.map(({ message, line }) => `${file}${line === null ? "" : `:${line}`}: ${message}`));
    const settings = mergeSettings(reading.values, this.flags);
    return { root, settings, knowledge: this.readKnowledge(root, settings, text), isExcluded: pathMatcher(settings.exclude) };
  }

  private readKnowledge(root: string, { knowledge, alias }: Settings, pyproject: string | null): OwnKnowledge | null {
    const files = knowledge.map((name) => ({ name, text: readTextSync(path.resolve(root, name)) }));
    const reading = readKnowledge({ files, alias, pyproject, knows: isKnown });
    for (const { file, line, message } of reading.problems) {
      this.problems.push(`${path.resolve(root, file ?? "pyproject.toml")}${line === null ? "" : `:${line}`}: ${message}`);
    }
    return reading.knowledge;
  }
}
