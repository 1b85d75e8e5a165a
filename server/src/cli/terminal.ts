/** Where a command runs, and what it was installed with. */

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly colour: boolean;
  readonly cwd: string;
  /** Settles when what was written has been taken; at once where it is absent. */
  readonly taken?: () => Promise<void>;
  /** How far a command is among its files; absent where nobody looks on. */
  readonly progress?: (done: number, total: number) => void;
}

export interface Installation {
  readonly version: string;
  /** The bundle that serves tasks when it is run as a thread. */
  readonly workerFile: string;
}
