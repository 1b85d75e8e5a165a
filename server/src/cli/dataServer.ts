/** `holdout drift --server`: which server, what would be sent to it, and whether that is wanted. */
import readline from "node:readline/promises";
import { DriftProblem, type Watch } from "../drift/engine.js";
import { connect } from "../host/sql/connect.js";
import { ConsentsFile, defaultConsentsFile } from "../host/sql/consents.js";
import { SqlEngine } from "../host/sql/engine.js";
import { statementsFor } from "../host/sql/statementsFor.js";
import { UsageError } from "./arguments.js";
import type { Terminal } from "./terminal.js";

export interface ServerOptions {
  readonly server?: string | undefined;
  readonly sql?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly forget?: boolean | undefined;
}

/** Options that are about files, or that need rows. */
const forFiles = ["date", "decimal", "encoding", "exact", "memory", "watch"] as const;

export function refuseWithServer(values: ServerOptions & Partial<Record<(typeof forFiles)[number], unknown>>): void {
  if (values.server === undefined) {
    const alone = (["sql", "yes", "forget"] as const).find((option) => values[option]);
    if (alone) throw new UsageError(`--${alone} needs --server`);
    return;
  }
  const wrong = forFiles.find((option) => values[option]);
  if (wrong) throw new UsageError(`--${wrong} is for files, and does not go with --server`);
}

/** Forgets which statements were agreed to for good on this server. */
export function forgetConsents(server: string, terminal: Terminal): void {
  const count = new ConsentsFile(defaultConsentsFile()).forget(server);
  terminal.out(
    count === 0 ? `nothing was remembered of ${server}\n` : `forgot what was agreed to for ${count === 1 ? "1 table" : `${count} tables`} of ${server}\n`,
  );
}

/**
 * The engine on that server, once the person at the terminal, --yes, or an earlier "always" has agreed to the statements. Null where they
 * were only to be shown, or are not wanted. Throws {@link DriftProblem}.
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
    const found = await statementsFor(engine, tables.reference, tables.current);
    const statements = found.flatMap((each) => each.statements);
    const text = `${statements.map((each) => `${each};\n`).join("\n")}`;
    if (sql) {
      terminal.out(
        `-- ${connection.name}: one scan for each statement. 0.25, 0.5 and 0.75 stand for cuts that the quantiles give.\n-- Where counts leave a verdict open, values of at most 20 % of the rows are fetched, grouped.\n${text}`,
      );
      await engine.dispose();
      return null;
    }
    const consents = new ConsentsFile(defaultConsentsFile());
    if (consents.agreed(server, found)) return engine;
    if (!process.stdin.isTTY)
      throw new DriftProblem(`${statements.length} statements would be run on ${connection.name}; look at them with --sql, then run them with --yes`);
    terminal.err(`${text}\n`);
    const lines = readline.createInterface({ input: process.stdin, output: process.stderr });
    const answer = (await lines.question(`Run such statements on ${connection.name}? [y]es, [a]lways these, [N]o `)).trim();
    lines.close();
    if (/^a(lways)?$/i.test(answer)) consents.agree(server, found);
    if (/^(y(es)?|a(lways)?)$/i.test(answer)) return engine;
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
