/** `holdout drift --server`: which server, what would be sent to it, and whether that is wanted. */
import readline from "node:readline/promises";
import { DriftProblem, type Watch } from "../drift/engine.js";
import { connect } from "../host/sql/connect.js";
import { SqlEngine } from "../host/sql/engine.js";
import { UsageError } from "./arguments.js";
import type { Terminal } from "./run.js";

export interface ServerOptions {
  readonly server?: string | undefined;
  readonly sql?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

/** Options that are about files, or that need rows. */
const forFiles = ["date", "decimal", "encoding", "exact", "memory", "watch"] as const;

export function refuseWithServer(values: ServerOptions & Partial<Record<(typeof forFiles)[number], unknown>>): void {
  if (values.server === undefined) {
    if (values.sql || values.yes) throw new UsageError(`--${values.sql ? "sql" : "yes"} needs --server`);
    return;
  }
  const wrong = forFiles.find((option) => values[option]);
  if (wrong) throw new UsageError(`--${wrong} is for files, and does not go with --server`);
}

/**
 * The engine on that server, once the person at the terminal, or --yes, has agreed to the statements. Null where they were only to be
 * shown, or are not wanted. Throws {@link DriftProblem}.
 */
export async function engineOn(
  { server = "", sql, yes }: ServerOptions,
  tables: { reference: string | null; current: string },
  terminal: Terminal,
): Promise<SqlEngine | null> {
  const connection = await connect(server, process.env);
  const engine = new SqlEngine(connection);
  try {
    if (yes && !sql) return engine;
    const statements = await engine.preview(tables.reference, tables.current);
    const text = `${statements.map((each) => `${each};\n`).join("\n")}`;
    if (sql) {
      terminal.out(
        `-- ${connection.name}: one scan for each statement. 0.25, 0.5 and 0.75 stand for cuts that the quantiles give.\n-- Where counts leave a verdict open, values of at most 20 % of the rows are fetched, grouped.\n${text}`,
      );
      await engine.dispose();
      return null;
    }
    if (!process.stdin.isTTY)
      throw new DriftProblem(`${statements.length} statements would be run on ${connection.name}; look at them with --sql, then run them with --yes`);
    terminal.err(`${text}\n`);
    const lines = readline.createInterface({ input: process.stdin, output: process.stderr });
    const answer = await lines.question(`Run such statements on ${connection.name}? [y/N] `);
    lines.close();
    if (/^y(es)?$/i.test(answer.trim())) return engine;
    await engine.dispose();
    return null;
  } catch (error) {
    await engine.dispose();
    throw error;
  }
}

/** Lets Ctrl+C end the statement on the server; the second ends the program. */
export function interruptible(watch: Watch): Watch {
  let act: () => void = () => {};
  process.once("SIGINT", () => act());
  return { ...watch, onCancel: (cancel) => (act = cancel) };
}
