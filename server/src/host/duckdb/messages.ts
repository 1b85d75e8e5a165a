/** What the engine's process and its owner say to each other: plain JSON. */
import type { TimeEngine } from "../../drift/series/timeEngine.js";

export type Method = Exclude<keyof TimeEngine, "dispose" | "rowsStay" | "countsFacts">;

export type ToEngine =
  | { readonly kind: "start"; readonly memoryMb: number; readonly threads: number; readonly cache: string | null }
  | { readonly kind: "call"; readonly id: number; readonly method: Method; readonly args: readonly unknown[] }
  | { readonly kind: "cancel"; readonly id: number }
  | { readonly kind: "stop" };

export type FromEngine =
  | { readonly kind: "ready" }
  /** The native library is not there, or does not fit this machine. */
  | { readonly kind: "unavailable"; readonly reason: string }
  | { readonly kind: "result"; readonly id: number; readonly result: unknown }
  | { readonly kind: "error"; readonly id: number; readonly message: string; readonly expected: boolean }
  | { readonly kind: "progress"; readonly id: number; readonly step: string; readonly share: number };
