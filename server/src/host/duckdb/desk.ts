/** What the engine's parts share: its data sets, and a way to ask about many columns of one. */
import type { Failed, Opened, Watch } from "../../drift/engine.js";
import type { Loaded } from "./load.js";
import type { Query } from "./session.js";

/** A data set that was cut into windows. */
export interface Laid {
  /** To select from: all columns, and the number of the window as {@link windowName}; rows in no window have null. */
  readonly relation: string;
  /** What rows are ordered by: microseconds since 1970, or a number. */
  readonly key: string;
  readonly isDate: boolean;
  /** Of each window. */
  readonly rows: readonly number[];
}

export const windowName = '"holdout window"';
export const keyName = '"holdout key"';

export interface Desk {
  readonly query: Query;
  of(id: string): Loaded;
  laid(id: string): Laid | null;
  column(id: string, column: string): Opened["columns"][number];
  /** Columns of numbers without infinite values and NaN. */
  allFinite(id: string, columns: readonly string[]): Promise<Set<string>>;
  /** Blocks of values by column, as the query finds them. */
  stream(sql: string, take: (columns: readonly (readonly unknown[])[]) => void): Promise<void>;
  /** The same for a query that selects doubles alone. */
  blocks(sql: string, take: (columns: readonly Float64Array[]) => void): Promise<void>;
  inGroups<T, R extends object>(
    step: string,
    items: readonly T[],
    watch: Watch,
    ask: (group: readonly T[], again: boolean) => Promise<R[]>,
    size?: number,
  ): Promise<(R | Failed)[]>;
  working<T>(step: string, watch: Watch, work: (isCancelled: () => boolean) => Promise<T>): Promise<T>;
}
