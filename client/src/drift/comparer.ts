/** Comparing data, as the panel asks for it; the process behind it exists only where there is Node. */
import type {
  DriftColumns,
  DriftCompared,
  DriftFacts,
  DriftHistory,
  DriftOpened,
  DriftRequest,
  DriftStatements,
  FromDrift,
} from "../../../server/src/protocol";

export interface Events {
  progress(step: string, share: number): void;
  opened(opened: DriftOpened): void;
  facts(facts: DriftFacts): void;
}

/** Every method rejects with a {@link ComparerProblem}. One call at a time; `cancel` ends it. */
export interface Comparer {
  /** Why nothing can be compared here, or null. */
  readonly unavailable: string | null;
  compare(request: DriftRequest, cwd: string, events: Events): Promise<DriftCompared>;
  /** `FurtherTest`s of server/src/drift/detail.ts. */
  tests(request: DriftRequest, cwd: string, column: string, events: Events): Promise<readonly unknown[]>;
  /** Text of a baseline file of the reference. */
  baseline(request: DriftRequest, cwd: string, events: Events): Promise<string>;
  columns(request: DriftRequest, cwd: string, events: Events): Promise<DriftColumns>;
  /** What a comparison would send to servers. */
  statements(request: DriftRequest, cwd: string, events: Events): Promise<readonly DriftStatements[]>;
  /** Appends to the history file unless `report` is null, and says what it tells. */
  history(file: string, report: unknown, reference: string, cwd: string): Promise<DriftHistory>;
  cancel(): void;
  dispose(): void;
}

export type Reason = Extract<FromDrift, { kind: "problem" }>["reason"];

/** For questions whose progress nobody follows. */
export const silent: Events = { progress: () => {}, opened: () => {}, facts: () => {} };

export class ComparerProblem extends Error {
  constructor(
    readonly reason: Reason,
    message: string,
  ) {
    super(message);
  }
}

export function problemOf(error: unknown): { readonly reason: Reason; readonly message: string } {
  if (error instanceof ComparerProblem) return { reason: error.reason, message: error.message };
  return { reason: "broken", message: error instanceof Error ? error.message : String(error) };
}

/** Where there is no machine to compare on. */
export function noComparer(unavailable: string): Comparer {
  const refuse = () => Promise.reject(new ComparerProblem("unavailable", unavailable));
  return {
    unavailable,
    compare: refuse,
    tests: refuse,
    baseline: refuse,
    columns: refuse,
    statements: refuse,
    history: refuse,
    cancel: () => {},
    dispose: () => {},
  };
}
