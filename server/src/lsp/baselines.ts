/** Findings that a project lets stay: the baseline that the command line writes holds in the editor too. */
import type { Finding, Report } from "../engine.types.js";
import type { UnitInput } from "../program/program.js";
import { type BaselineEntry, compareWithBaseline, readBaseline } from "../report/baseline.js";
import type { HostFiles } from "./host.js";
import { parentOf } from "./uris.js";

export class Baselines {
  private readonly files = new Map<string, Promise<readonly BaselineEntry[]>>();
  /** Every baseline that was sought, found or not: one that comes later matters too. */
  private readonly sought = new Set<string>();

  constructor(
    private readonly host: HostFiles,
    private readonly log: (message: string) => void,
  ) {}

  forget(): void {
    this.files.clear();
  }

  isBaseline(uri: string): boolean {
    return this.sought.has(uri);
  }

  /** What the baseline `name` of a project says of a file. A baseline that cannot be read lets nothing stay, and the log says why. */
  async entriesFor(uri: string, root: string, name: string): Promise<readonly BaselineEntry[]> {
    if (name === "") return [];
    const file = `${root}/${encodeURI(name.replace(/^(\.\/)+/, ""))}`;
    this.sought.add(file);
    let entries = this.files.get(file);
    if (!entries) this.files.set(file, (entries = this.read(file)));
    const own = pathFrom(parentOf(file) ?? root, uri);
    return (await entries).filter((entry) => entry.file === own);
  }

  private async read(file: string): Promise<readonly BaselineEntry[]> {
    const text = await this.host.read(file);
    if (text === null) return [];
    const reading = readBaseline(text);
    if (reading.ok) return reading.entries;
    this.log(`${file}: ${reading.message}`);
    return [];
  }
}

/** The report without what the baseline lets stay. */
export function withoutBaseline(report: Report, entries: readonly BaselineEntry[], units: readonly UnitInput[]): Report {
  if (entries.length === 0) return report;
  const ids = new Map(units.map((unit) => [unit.source, unit.id]));
  const keyed = report.findings.map((finding: Finding) => ({ code: finding.code, cell_id: ids.get(finding.at.source) }));
  const { isNew } = compareWithBaseline(entries, keyed);
  return { ...report, findings: report.findings.filter((_, i) => isNew(keyed[i] as (typeof keyed)[number])) };
}

/** A file as seen from a folder, decoded, with `../` for what lies outside of it. */
function pathFrom(folder: string, uri: string): string {
  const [from, to] = [folder.split("/"), uri.split("/")];
  let same = 0;
  while (same < from.length && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => ".."), ...to.slice(same).map(decoded)].join("/");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
