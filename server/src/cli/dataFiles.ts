/** Profiles of data files for the command line: taken when they are asked for, once a version of a file in each thread. */
import { findDataFile, profileNow } from "../host/dataFiles.js";
import { type DataFileRead, type DataFiles, type FileProfile, UnusableFile } from "../profiles/dataFile.js";

const profilesKept = 12;

type Known = { readonly profile: FileProfile } | { readonly problem: string };

export class DataFileCache {
  private readonly known = new Map<string, Known>();

  /** For one program: `root` is the folder that it must not look out of; `problem` hears of files that tell nothing. */
  forProgram(document: string, root: string, problem: (file: string, message: string) => void): DataFiles {
    return {
      profile: (read, targets) => {
        const found = findDataFile(read.path, { document, root });
        if (!found) return null;
        const key = JSON.stringify([found, { ...read, path: "" }, targets]);
        let known = this.known.get(key);
        if (!known) {
          known = take(found, read, targets);
          this.known.set(key, known);
          for (const old of this.known.keys()) {
            if (this.known.size <= profilesKept) break;
            this.known.delete(old);
          }
        }
        if ("profile" in known) return known.profile;
        problem(found.file, known.problem);
        return null;
      },
    };
  }
}

function take(found: NonNullable<ReturnType<typeof findDataFile>>, read: DataFileRead, targets: readonly string[]): Known {
  try {
    return { profile: profileNow(found, read, targets) };
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error;
    return { problem: error.message };
  }
}
