/**
 * Profiles of data files for open documents. The analysis asks and gets at once what is known; what is not known is
 * found out in the background, one file at a time, and the document is checked again when it is.
 */
import { type DataFileRead, type DataFiles, type FileProfile, UnusableFile } from "../profiles/dataFile.js";
import type { FoundDataFile, HostDataFiles } from "./host.js";
import { decode } from "./uris.js";

interface Answer {
  /** Null: no such file, or nothing can be told of it. */
  profile: FileProfile | null;
  version: string | null;
  /** When the file was last looked at, in milliseconds. */
  at: number;
  pending: boolean;
}

/** A file is looked at again no sooner than this. */
const freshFor = 2_000;
const answersKept = 200;
const profilesKept = 12;

export class DataFileProfiles implements DataFiles {
  private readonly answers = new Map<string, Answer>();
  /** By file, version and question: several documents read one file. */
  private readonly profiles = new Map<string, Promise<FileProfile | null>>();
  private queue: Promise<void> = Promise.resolve();
  private trusted = false;

  constructor(
    private readonly host: HostDataFiles | undefined,
    private readonly rootOf: (uri: string) => string,
    private readonly arrived: (uri: string) => void,
    private readonly log: (message: string) => void,
  ) {}

  /** Files of a workspace that nobody trusts are not read. */
  setTrusted(trusted: boolean): void {
    this.trusted = trusted;
  }

  profile(read: DataFileRead, targets: readonly string[], document: string): FileProfile | null {
    if (!this.trusted || !this.host) return null;
    const key = JSON.stringify([document, read, targets]);
    let answer = this.answers.get(key);
    if (!answer) {
      if (this.answers.size >= answersKept) this.answers.clear();
      this.answers.set(key, (answer = { profile: null, version: null, at: -Infinity, pending: false }));
    }
    if (!answer.pending && performance.now() - answer.at > freshFor) this.ask(answer, read, targets, document);
    return answer.profile;
  }

  private ask(answer: Answer, read: DataFileRead, targets: readonly string[], document: string): void {
    answer.pending = true;
    const work = async (): Promise<void> => {
      const before = answer.profile;
      try {
        await this.lookUp(answer, read, targets, document);
      } catch (error) {
        this.log(`${read.path}: ${error instanceof Error ? error.message : String(error)}`);
      }
      answer.pending = false;
      answer.at = performance.now();
      if (answer.profile !== before) this.arrived(document);
    };
    this.queue = this.queue.then(work);
  }

  private async lookUp(answer: Answer, read: DataFileRead, targets: readonly string[], document: string): Promise<void> {
    const found = (await this.host?.find(read.path, { document, root: this.rootOf(document) })) ?? null;
    const version = found && `${found.file}\n${found.version}`;
    if (version === answer.version) return;
    answer.profile = found && (await this.profiled(found, read, targets));
    answer.version = version;
  }

  private profiled(found: FoundDataFile, read: DataFileRead, targets: readonly string[]): Promise<FileProfile | null> {
    const key = JSON.stringify([found, { ...read, path: "" }, targets]);
    const known = this.profiles.get(key);
    if (known) return known;
    const profile = this.host?.profile(found, read, targets).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      if (!(error instanceof UnusableFile)) this.log(`Cannot look at ${found.file}: ${reason}`);
      else this.log(`${decode(found.file)} is no evidence: ${reason}`);
      return null;
    });
    const made = profile ?? Promise.resolve(null);
    this.profiles.set(key, made);
    for (const old of this.profiles.keys()) {
      if (this.profiles.size <= profilesKept) break;
      this.profiles.delete(old);
    }
    return made;
  }
}
