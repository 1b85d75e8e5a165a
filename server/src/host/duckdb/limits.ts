/** What the engine may use. */
import os from "node:os";

export interface Limits {
  readonly memoryMb: number;
  readonly threads: number;
}

export const defaultLimits: Limits = { memoryMb: 1024, threads: Math.max(1, Math.min(4, os.availableParallelism())) };
