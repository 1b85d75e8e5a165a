/** Servers as sources: which table, the password in the editor's secret storage, and which statements somebody has agreed to. */
import { type ExtensionContext, l10n, type QuickPickItem, window } from "vscode";
import type { Choice } from "../../../panel/src/messages";
import type { DriftStatements } from "../../../server/src/protocol";

const serversKey = "holdout.drift.servers";
const consentsKey = "holdout.drift.consents";
const secretOf = (server: string) => `holdout.drift.password ${server}`;
const consentOf = ({ server, table }: Pick<DriftStatements, "server" | "table">) => `${server} ${table}`;
/** Tables may change; so many sets of statements of each are remembered. */
const mostHashes = 40;

type Consents = Readonly<Record<string, readonly string[]>>;

interface Kind {
  readonly protocol: "postgresql" | "trinos" | "trino";
  readonly label: string;
  readonly description: string;
}

export class Servers {
  constructor(private readonly context: ExtensionContext) {}

  /** Asks for a server and a table; nothing is connected to. */
  async choose(): Promise<Choice | undefined> {
    const server = await this.pickServer();
    if (server === undefined) return undefined;
    const table = await window.showInputBox({
      title: server,
      prompt: l10n.t("A table such as sales.orders, or a query that starts with SELECT"),
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === "" ? l10n.t("A table or a query is needed.") : null),
    });
    if (!table?.trim()) return undefined;
    const stored = (await this.context.secrets.get(secretOf(server))) !== undefined;
    const password = await window.showInputBox({
      title: server,
      prompt: stored
        ? l10n.t("Password; leave it empty to use the one that is stored")
        : l10n.t("Password, kept in the secret storage of the editor; leave it empty if none is needed"),
      password: true,
      ignoreFocusOut: true,
    });
    if (password === undefined) return undefined;
    await this.remember(server, password === "" ? null : password);
    return choiceOfTable(server, table.trim());
  }

  async remember(server: string, password: string | null): Promise<void> {
    await this.context.workspaceState.update(serversKey, [server, ...this.known().filter((other) => other !== server)].slice(0, 20));
    if (password !== null) await this.context.secrets.store(secretOf(server), password);
  }

  async passwords(choices: readonly Choice[]): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const { data } of choices) {
      const password = data.server === undefined ? undefined : await this.context.secrets.get(secretOf(data.server));
      if (data.server !== undefined && password !== undefined) found[data.server] = password;
    }
    return found;
  }

  /** Whether every statement is one that somebody has agreed to for this server and table. */
  agreed(tables: readonly DriftStatements[]): boolean {
    const consents = this.context.workspaceState.get<Consents>(consentsKey, {});
    return tables.every((each) => each.hashes.every((hash) => consents[consentOf(each)]?.includes(hash)));
  }

  async agree(tables: readonly DriftStatements[]): Promise<void> {
    const consents: Record<string, readonly string[]> = { ...this.context.workspaceState.get<Consents>(consentsKey, {}) };
    for (const each of tables) {
      const key = consentOf(each);
      consents[key] = [...new Set([...each.hashes, ...(consents[key] ?? [])])].slice(0, mostHashes);
    }
    await this.context.workspaceState.update(consentsKey, consents);
  }

  /** `given`: the servers to forget, for other extensions and tests; asked for otherwise. */
  async forget(given?: readonly string[]): Promise<void> {
    const known = this.known();
    if (known.length === 0) return void window.showInformationMessage(l10n.t("No server is remembered."));
    const picked =
      given ?? (await window.showQuickPick(known, { canPickMany: true, title: l10n.t("Forget passwords and what was agreed to, of these servers") }));
    if (!picked || picked.length === 0) return;
    const consents = Object.entries(this.context.workspaceState.get<Consents>(consentsKey, {}));
    await this.context.workspaceState.update(
      consentsKey,
      Object.fromEntries(consents.filter(([key]) => !picked.some((server) => key.startsWith(`${server} `)))),
    );
    for (const server of picked) await this.context.secrets.delete(secretOf(server));
    await this.context.workspaceState.update(
      serversKey,
      known.filter((server) => !picked.includes(server)),
    );
  }

  private known(): readonly string[] {
    return this.context.workspaceState.get<string[]>(serversKey, []);
  }

  private async pickServer(): Promise<string | undefined> {
    const known = this.known();
    const another: QuickPickItem = { label: l10n.t("$(add) Another server…") };
    if (known.length > 0) {
      const picked = await window.showQuickPick([...known.map((label): QuickPickItem => ({ label })), another], {
        title: l10n.t("On which server is the table?"),
      });
      if (!picked) return undefined;
      if (picked !== another) return picked.label;
    }
    return this.askServer();
  }

  private async askServer(): Promise<string | undefined> {
    const kinds: (Kind & QuickPickItem)[] = [
      { protocol: "postgresql", label: "PostgreSQL", description: l10n.t("and what speaks its protocol") },
      { protocol: "trinos", label: "Trino", description: l10n.t("over HTTPS") },
      { protocol: "trino", label: "Trino", description: l10n.t("over HTTP; passwords are sent to this machine alone") },
    ];
    const kind = await window.showQuickPick(kinds, { title: l10n.t("What kind of server?") });
    if (!kind) return undefined;
    const needed = (text: string) => (text.trim() === "" ? l10n.t("This is needed.") : null);
    const ask = async (prompt: string, placeHolder: string, validateInput?: (text: string) => string | null) =>
      (await window.showInputBox({ title: kind.label, prompt, placeHolder, ignoreFocusOut: true, ...(validateInput && { validateInput }) }))?.trim();
    const host = await ask(l10n.t("Host, with a port if it is not the usual one"), "db.example.org:5432", (text) =>
      /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:]+\](:\d{1,5})?$/i.test(text.trim())
        ? null
        : l10n.t("A name or an address, such as db.example.org or db.example.org:5433."),
    );
    if (!host) return undefined;
    const isPostgres = kind.protocol === "postgresql";
    const database = isPostgres
      ? await ask(l10n.t("Database"), "warehouse", needed)
      : await ask(l10n.t("Catalog, and a schema if tables are named without one"), "hive/ml", needed);
    if (!database) return undefined;
    const user = await ask(l10n.t("User"), "me", needed);
    if (!user) return undefined;
    return addressOf(kind.protocol, host, user, database);
  }
}

/** Without a password, which stands nowhere but in the secret storage. */
const addressOf = (protocol: Kind["protocol"], host: string, user: string, database: string): string =>
  `${protocol}://${encodeURIComponent(user)}@${host}/${database.split("/").map(encodeURIComponent).join("/")}`;

function choiceOfTable(server: string, table: string): Choice {
  const name = table.length > 60 ? `${table.slice(0, 59)}…` : table;
  return { data: { paths: [table], server }, name, origin: server };
}
