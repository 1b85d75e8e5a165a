/** What the engine may use. */
import os from "node:os";
import { defaultCacheFolder } from "./cache.js";

export interface Limits {
  readonly memoryMb: number;
  readonly threads: number;
  /** Where parsed CSV files are kept for the next time; null for nowhere. */
  readonly cache: string | null;
}

export const defaultLimits: Limits = { memoryMb: 1024, threads: Math.max(1, Math.min(4, os.availableParallelism())), cache: defaultCacheFolder() };

/** Windows of time are counted with less, since sorts may be written to files, and as quickly: ten million rows then stay well below a gigabyte in all. */
export const timeMemoryMb = 400;
