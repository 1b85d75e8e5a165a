/** Large CSV files once parsed, kept as Parquet for the next time; docs/drift.md says where and for how long. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Source } from "../../drift/engine.js";

/** What parsing one file told besides its rows. */
export interface Part {
  readonly rejected: number;
  readonly rejections: readonly string[];
  readonly mixed: readonly string[];
  readonly dates: ReadonlyMap<string, string>;
}

/** Counts up when files are parsed in another way. */
const format = 2;
const mostBytes = 4_000_000_000;
const mostDays = 14;
/** What another process may have just opened stays. */
const youngMinutes = 60;

export function defaultCacheFolder(): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  const base =
    process.platform === "win32"
      ? (LOCALAPPDATA ?? path.join(os.homedir(), "AppData", "Local"))
      : process.platform === "darwin"
        ? path.join(os.homedir(), "Library", "Caches")
        : XDG_CACHE_HOME || path.join(os.homedir(), ".cache");
  return path.join(base, "holdout", "drift");
}

export class ParquetCache {
  constructor(private readonly folder: string) {}

  /** The copy of this file as it is now, or null. */
  find(file: string, source: Source): { readonly file: string; readonly part: Part } | null {
    const copy = this.copyOf(file, source);
    try {
      const { dates, ...part } = JSON.parse(fs.readFileSync(`${copy}.json`, "utf8"));
      const now = new Date();
      for (const ending of [".parquet", ".json"]) fs.utimesSync(copy + ending, now, now);
      return { file: `${copy}.parquet`, part: { ...part, dates: new Map(dates) } };
    } catch {
      return null;
    }
  }

  /** Moves a fresh copy here; where that cannot be, the copy stays where it is. */
  keep(file: string, source: Source, fresh: string, part: Part): string {
    const copy = this.copyOf(file, source);
    const bytes = fs.statSync(fresh).size;
    if (bytes > mostBytes / 4) return fresh;
    try {
      // Rows of somebody's data: for this user alone.
      fs.mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      this.sweep(bytes);
      const temporary = `${copy}.${process.pid}`;
      fs.copyFileSync(fresh, temporary);
      fs.chmodSync(temporary, 0o600);
      fs.renameSync(temporary, `${copy}.parquet`);
      fs.writeFileSync(temporary, JSON.stringify({ ...part, dates: [...part.dates] }), { mode: 0o600 });
      // Last, since without it the rest counts as absent.
      fs.renameSync(temporary, `${copy}.json`);
      fs.rmSync(fresh, { force: true });
      return `${copy}.parquet`;
    } catch {
      return fresh;
    }
  }

  /** Removes what is old, and the oldest until `coming` more bytes have room. */
  private sweep(coming: number): void {
    const now = Date.now();
    const files = fs.readdirSync(this.folder).map((name) => {
      const file = path.join(this.folder, name);
      const { size, mtimeMs } = fs.statSync(file);
      return { file, size, age: (now - mtimeMs) / 60_000 };
    });
    let bytes = files.reduce((sum, { size }) => sum + size, coming);
    for (const { file, size, age } of files.sort((a, b) => b.age - a.age)) {
      if (age <= youngMinutes || (age <= mostDays * 1440 && bytes <= mostBytes)) continue;
      fs.rmSync(file, { force: true });
      bytes -= size;
    }
  }

  /** Another size or time of change is another file, and so are other ways to read it. */
  private copyOf(file: string, { decimalSeparator, encoding, asText = [] }: Source): string {
    const { size, mtimeMs } = fs.statSync(file);
    const key = JSON.stringify([format, fs.realpathSync(file), size, mtimeMs, decimalSeparator ?? "", encoding ?? "", [...asText].sort()]);
    return path.join(this.folder, createHash("sha256").update(key).digest("hex").slice(0, 40));
  }
}
