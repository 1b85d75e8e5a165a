/** What profiles of data files say about evaluations: shares of classes, columns that tell the target, copies, groups, order in time. */
import type { Span } from "../base/span.js";
import type { DataFileRead, FileProfile } from "../profiles/dataFile.js";
import type { Learned } from "./lineage.js";
import type { Evaluation } from "./questions.js";
import { cutsOf, type Rows, type Source } from "./rows.js";
import { labelsElsewhere } from "./shown.js";

export type ProfileOf = (read: DataFileRead, targets: readonly string[]) => FileProfile | null;

/** Words for a step or a message, and the call that reads the file. */
export interface FileSign {
  readonly at: Span;
  readonly what: string;
  /** 1 where only part of the file was looked at. */
  readonly conf: number;
}

export interface ClassShares extends FileSign {
  /** Share of the largest class. */
  readonly top: number;
  /** Rows of the smallest class. */
  readonly fewest: number;
  readonly classes: number;
}

export interface Copies extends FileSign {
  /** "391 rows of `mail.csv`". */
  readonly short: string;
}

export interface ToldTarget extends FileSign {
  readonly target: string;
  readonly column: string;
  /** The column, as `Fit.columns` names it. */
  readonly origin: string;
  readonly how: "equal" | "renamed" | "tells";
  readonly file: string;
}

interface Asked {
  readonly source: Source;
  readonly at: Span;
  readonly profile: FileProfile;
  readonly target: string;
}

/** Below these a file is too small to show anything. */
const fewestRows = 50;
/** Two rows of one id are so much more alike than any two before the id matters to the score. */
const alikeEnough = 0.3;
/** So alike are values of neighbouring rows in a series. */
const seriesLike = 0.9;

export class FileEvidence {
  private targets: ReadonlyMap<string, readonly string[]> | null = null;
  /** Whoever answers looks on the disk whether a file is still the same: asked once of each, not for every evaluation by every rule. */
  private readonly profiles = new Map<Source, FileProfile | null>();
  private readonly asked = new Map<Evaluation, Asked | null>();

  constructor(
    private readonly evaluations: readonly Evaluation[],
    private readonly profileOf: ProfileOf,
  ) {}

  /** Shares of the target's classes in the file, where all of its rows take part. */
  shares(e: Evaluation): ClassShares | null {
    const asked = this.askedOf(e);
    if (!asked || !takesAll(e.score.rows, asked.profile, ["dropna", "drop_duplicates"])) return null;
    const { profile, target, at } = asked;
    const column = profile.columns.get(target);
    const [first] = column?.counts ?? [];
    if (!column?.counts || !first || column.counts.length < 2 || column.kind === "unsure" || profile.rows < fewestRows) return null;
    const total = column.counts.reduce((sum, c) => sum + c.count, 0);
    const top = first.count / total;
    return {
      at,
      top,
      classes: column.counts.length,
      fewest: column.counts.at(-1)?.count ?? 0,
      what: `${percent(top)} of ${rowsOf(profile)} have ${code(target)} ${code(first.value)}`,
      conf: sampledConf(profile),
    };
  }

  /** A column among a model's inputs that tells its target in every row of the file. */
  told(e: Evaluation, l: Learned): ToldTarget | null {
    const fit = l.fit;
    const asked = this.askedOf(e);
    if (!fit || !asked || l.conf > 0 || fit.y?.looks.size || !asked.profile.targets.has(asked.target)) return null;
    if (labelsElsewhere(fit)) return null;
    const { profile, source, target, at } = asked;
    const hit = profile.targets.get(target)?.told.find(({ column }) => isInput(l, source, profile, column));
    if (!hit) return null;
    const words = hit.how === "equal" ? "holds the same values as" : hit.how === "renamed" ? "is another name for" : "decides";
    const what = `${code(hit.column)} ${words} ${code(target)} in ${profile.sampled ? "each" : "all"} of ${rowsOf(profile)}`;
    return {
      at,
      target,
      column: hit.column,
      origin: `${source.key}:${hit.column}`,
      how: hit.how,
      file: profile.name,
      what,
      conf: Math.max(sampledConf(profile), hit.how === "tells" ? 1 : 0),
    };
  }

  /** Copies of whole rows in the one file that was split at random. */
  copies(e: Evaluation): Copies | null {
    const asked = this.askedOf(e);
    if (!asked || !takesAll(e.score.rows, asked.profile, [])) return null;
    const { profile, at } = asked;
    const { duplicates, rows } = profile;
    // Rows of few small numbers are alike by chance; a chance of one in ten of what was seen is too much.
    if (rows < fewestRows || duplicates < 20 || duplicates < 0.05 * rows || profile.byChance > duplicates / 10) return null;
    return {
      at,
      what: `${count(duplicates)} of ${rowsOf(profile)} are exact copies of another row`,
      conf: 1,
      short: `${count(duplicates)} rows of ${code(profile.name)}`,
    };
  }

  /** Rows of the test file that stand in the training file too. */
  shared(e: Evaluation): Copies | null {
    const [train, test] = [e.train ? this.whole(e.train) : null, this.whole(e.score.rows)];
    if (!train || !test || train.source.key === test.source.key || Math.min(train.profile.rows, test.profile.rows) < 20) return null;
    if (columnsOf(train.profile) !== columnsOf(test.profile)) return null;
    let shared = 0;
    for (const print of test.profile.prints) if (train.profile.prints.has(print)) shared++;
    const { rows } = test.profile;
    const chance = Math.max(train.profile.byChance, test.profile.byChance);
    if (shared < 20 || shared < 0.05 * rows || chance > shared / 10) return null;
    const what = `${count(shared)} of ${rowsOf(test.profile)} stand in ${code(train.profile.name)} too`;
    return { at: test.at, what, conf: 1, short: `${count(shared)} rows of ${code(test.profile.name)}` };
  }

  /** An id, not among the inputs, whose rows are many and alike. */
  groups(e: Evaluation): (FileSign & { readonly column: string }) | null {
    const asked = this.askedOf(e);
    if (!asked || !takesAll(e.score.rows, asked.profile, ["dropna"])) return null;
    const { profile, source, target, at } = asked;
    for (const { name, ids } of profile.columns.values()) {
      const alike = profile.targets.get(target)?.alike.get(name) ?? 0;
      if (!ids || name === target || ids.distinct < 20 || ids.shared < profile.rows / 2 || profile.rows / ids.distinct < 1.5 || alike < alikeEnough) continue;
      // A model that is given the id means to know it again.
      if (!e.fits.every((f) => f.fit && enumerable(f) && !isInput(f, source, profile, name))) continue;
      const what = `${count(ids.distinct)} different ${code(name)} stand in ${rowsOf(profile)}, and rows of one are alike in ${code(target)}`;
      return { at, column: name, what, conf: 1 };
    }
    return null;
  }

  /** Dates that never turn back. `series`: evenly spaced, and the target hardly changes from row to row. */
  time(e: Evaluation): (FileSign & { readonly series: boolean }) | null {
    const asked = this.askedOf(e);
    if (!asked || asked.profile.rows < 4 * fewestRows || !takesAll(e.score.rows, asked.profile, ["dropna", "drop_duplicates"])) return null;
    const { profile, target, at } = asked;
    const dated = [...profile.columns.values()].find((c) => c.time !== null);
    if (!dated?.time) return null;
    const alike = profile.targets.get(target)?.neighbours ?? 0;
    const series = dated.time.regular >= 0.9 && alike >= seriesLike;
    const near = series ? `, and ${code(target)} follows the row before (correlation ${alike.toFixed(2)})` : "";
    return { at, series, what: `the rows of ${code(profile.name)} stand in the order of ${code(dated.name)}${near}`, conf: 1 };
  }

  /** Asked by several rules for every evaluation. */
  private askedOf(e: Evaluation): Asked | null {
    let asked = this.asked.get(e);
    if (asked === undefined) this.asked.set(e, (asked = this.answerTo(e)));
    return asked;
  }

  private answerTo(e: Evaluation): Asked | null {
    const origins = new Set(e.fits.flatMap((f) => [...(f.fit?.y?.origin ?? [])]));
    const [id] = origins.size > 0 ? origins : (e.score.truth?.origin ?? []);
    const sources = new Set([e.score.rows, ...(e.train ? [e.train] : [])].flatMap((rows) => rows.terms.map((t) => t.source.key)));
    const source = e.score.rows.terms[0]?.source;
    if (origins.size > 1 || id === undefined || sources.size !== 1 || !source?.read || !source.at) return null;
    const target = columnIn(source.key, id);
    const profile = target === null ? null : this.profile(source);
    return profile && target !== null && profile.columns.has(target) ? { source, at: source.at, profile, target } : null;
  }

  /** The file, if these rows are all of one file. */
  private whole(rows: Rows): { source: Source; at: Span; profile: FileProfile } | null {
    const [term] = rows.terms;
    if (!term || rows.terms.length !== 1 || term.mix || !term.source.read || !term.source.at) return null;
    const profile = term.cuts.length ? null : this.profile(term.source);
    return profile ? { source: term.source, at: term.source.at, profile } : null;
  }

  /** The file that all of these rows come from, wherever it was found, and the call that reads it; null where they are of several, or of none that is known. */
  fileOf(rows: Rows): { readonly at: Span; readonly profile: FileProfile } | null {
    const sources = new Set(rows.terms.map(({ source }) => source));
    const [source] = sources;
    const profile = source?.at && sources.size === 1 ? this.anyProfile(source) : null;
    return source?.at && profile ? { at: source.at, profile } : null;
  }

  private profile(source: Source): FileProfile | null {
    const profile = this.anyProfile(source);
    return profile?.near ? null : profile;
  }

  private anyProfile(source: Source): FileProfile | null {
    this.targets ??= this.targetsBySource();
    let profile = this.profiles.get(source);
    if (profile === undefined) {
      profile = source.read ? this.profileOf(source.read, this.targets.get(source.key) ?? []) : null;
      this.profiles.set(source, profile);
    }
    return profile;
  }

  /** Columns of each file that models of the program predict. */
  private targetsBySource(): Map<string, string[]> {
    const out = new Map<string, Set<string>>();
    for (const { fits, score, train } of this.evaluations) {
      const ids = [...fits.flatMap((f) => [...(f.fit?.y?.origin ?? [])]), ...(score.truth?.origin ?? [])];
      for (const { source } of [...score.rows.terms, ...(train?.terms ?? [])])
        for (const id of ids) {
          const name = source.read ? columnIn(source.key, id) : null;
          if (name !== null) out.set(source.key, (out.get(source.key) ?? new Set()).add(name));
        }
    }
    return new Map([...out].map(([key, names]) => [key, [...names].sort().slice(0, 8)]));
  }
}

/** The column of a file that an origin names; null for all of its columns, or for one that cannot be told. */
function columnIn(key: string, id: string): string | null {
  const name = id.startsWith(`${key}:`) ? id.slice(key.length + 1) : "*";
  return name === "*" || name.includes("#") ? null : name;
}

/** Whether these are all rows of one file, split at random, less those that may be dropped without changing much. */
function takesAll(rows: Rows, profile: FileProfile, mayDrop: readonly string[]): boolean {
  const [term] = rows.terms;
  if (!term || rows.terms.length !== 1 || term.mix) return false;
  return cutsOf(rows).every((c) => {
    if (c.kind === "random" || c.kind === "fold") return true;
    const how = c.id.slice(0, c.id.indexOf(":"));
    if (c.kind !== "filter" || !mayDrop.includes(how)) return false;
    return how === "dropna" ? profile.complete >= 0.9 * profile.rows : profile.duplicates <= 0.1 * profile.rows;
  });
}

const enumerable = (l: Learned): boolean => (l.fit?.columns.named.size ?? 0) + (l.fit?.columns.restMinus.length ?? 0) > 0;

/** Whether a column of the file is, under its own name, proved to be among the inputs. */
function isInput(l: Learned, source: Source, profile: FileProfile, column: string): boolean {
  const { named, restMinus } = l.fit?.columns ?? { named: new Map(), restMinus: [] };
  // The index is no column.
  const { index, names } = source.read ?? { index: null, names: null };
  if (profile.index.includes(column) || index === column || (typeof index === "number" && names?.[index] === column)) return false;
  return named.get(`${source.key}:${column}`)?.name === column || restMinus.some((r) => r.source === source.key && !r.minus.has(column));
}

const columnsOf = (profile: FileProfile): string => [...profile.columns.keys()].join("\n");
const sampledConf = (profile: FileProfile): number => (profile.sampled ? 1 : 0);
const code = (text: string): string => `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``;
const count = (n: number): string => n.toLocaleString("en-US");
const percent = (share: number): string => `${share > 0.99 ? (Math.floor(share * 1000) / 10).toFixed(1) : Math.round(share * 100)} %`;
/** "the 891 rows of `titanic.csv`", "300,000 rows from all over `clicks.csv`". */
const rowsOf = ({ rows, sampled, name }: FileProfile): string =>
  sampled ? `${count(rows)} rows from all over ${code(name)}` : `the ${count(rows)} rows of ${code(name)}`;
