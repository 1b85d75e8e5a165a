/** `holdout server`: the language server, for editors that start one themselves. */
import fs from "node:fs";
import { pathToFileURL } from "node:url";
import { UsageError } from "./arguments.js";
import type { Terminal } from "./terminal.js";

const serverHelp = `The language server, for any editor that speaks LSP (Neovim, Emacs, Helix, JupyterLab-LSP).

Usage: holdout server [--stdio]

  --stdio                     talk over standard input and output, which is also the default
  --help

The editor starts it, talks to it and ends it; in a terminal it only waits. Data files that programs read are looked at
if the editor sends the initialization option {"trusted": true}. Settings come from [tool.holdout] in the nearest
pyproject.toml, and from the editor's section "holdout".
`;

/**
 * Starts the server of the bundle `bundle` in this process, which then lives until the editor ends it.
 * Returns the exit status of the start alone. Throws {@link UsageError}.
 */
export async function serve(args: readonly string[], terminal: Terminal, bundle: string): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    terminal.out(serverHelp);
    return 0;
  }
  // Editors' clients add this one by themselves; the server watches the process that it is told in "initialize" in any case.
  const wrong = args.find((arg) => arg !== "--stdio" && !/^--clientProcessId=\d+$/.test(arg));
  if (wrong !== undefined) throw new UsageError(`holdout server does not know "${wrong}"; it talks over standard input and output (--stdio) alone`);
  if (!fs.existsSync(bundle)) throw new UsageError(`the language server is not part of this installation: ${bundle} is missing`);
  // The transport is read from the command line by the protocol's library.
  if (!args.includes("--stdio")) process.argv.push("--stdio");
  await import(pathToFileURL(bundle).href);
  return 0;
}
