/** What the drift panel asks of programs: which files they read and where they name a column. */
import type { Connection } from "vscode-languageserver";
import { lineStarts, type SourceId, type Span } from "../base/span.js";
import type { Engine } from "../engine.types.js";
import {
  type ColumnUsesParams,
  type ColumnUsesResult,
  columnUsesMethod,
  type DataReadPlace,
  type DataReadsParams,
  type DataReadsResult,
  dataReadsMethod,
  type Place,
} from "../protocol.js";
import { readDocument } from "../report/readDocument.js";
import { isNeverChecked } from "../settings/paths.js";
import type { Checker } from "./checker.js";
import type { HostFiles } from "./host.js";
import type { ImportedFiles } from "./imports.js";
import type { Projects } from "./projects.js";
import { rangeOf } from "./texts.js";

export interface ReadsServices {
  readonly engine: Promise<Engine>;
  readonly files: HostFiles;
  readonly imports: ImportedFiles;
  readonly projects: Projects;
  readonly checkers: ReadonlyMap<string, Checker>;
  log(message: string): void;
}

/** Looking through files that nobody opened ends after so long; what was found until then is enough to choose from. */
const patience = 4000;

/** Answers both questions; a fault is logged and answered with nothing. */
export function serveReads(connection: Connection, services: ReadsServices): void {
  const logged = <T>(what: string, ask: () => Promise<readonly T[]> | readonly T[]) =>
    Promise.resolve()
      .then(ask)
      .catch((error: unknown): readonly T[] => {
        services.log(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        return [];
      });
  connection.onRequest(dataReadsMethod, (params: DataReadsParams) => logged("data reads", () => dataReads(services, params)));
  connection.onRequest(columnUsesMethod, (params: ColumnUsesParams) => logged("column uses", () => columnUses(services, params)));
}

/** Read calls of open documents, and of the workspace's other files if asked. */
async function dataReads(services: ReadsServices, { workspace }: DataReadsParams): Promise<DataReadsResult> {
  const found: DataReadPlace[] = [];
  for (const [document, checker] of services.checkers) {
    const { reads, view } = checker.reads() ?? { reads: [], view: null };
    for (const { at, ...rest } of reads) {
      const place = placeIn(at, (source) => view?.texts.get(source)?.text);
      if (place) found.push({ ...place, ...rest, document });
    }
  }
  return workspace ? [...found, ...(await closedReads(services))] : found;
}

async function closedReads({ engine, files, imports, projects, checkers }: ReadsServices): Promise<DataReadPlace[]> {
  const found: DataReadPlace[] = [];
  const end = Date.now() + patience;
  const lists = await Promise.all(projects.getFolders().map((folder) => files.list(folder, isNeverChecked)));
  for (const uri of [...new Set(lists.flat())].sort()) {
    if (Date.now() > end) break;
    if (checkers.has(uri)) continue;
    const text = await files.read(uri);
    // Without the word there is no call of that name; reading whole programs for nothing takes time.
    if (text === null || !/read|load|open|from_csv|scan/i.test(text)) continue;
    const document = readDocument(text, uri);
    if (!document.ok) continue;
    const analysis = (await engine).open(imports);
    try {
      analysis.update(document.input);
      for (const { at, ...rest } of analysis.reads()) {
        const place = placeIn(at, (source) => document.textOf(source) ?? undefined);
        const line = place && document.rawLine(at.source, place.range.start.line);
        // A cell of a closed notebook has no document of its own.
        if (place && document.input.kind === "script") found.push({ ...place, ...rest, document: uri });
        else if (place && typeof line === "number")
          found.push({ uri, range: { start: { line, character: 0 }, end: { line, character: 0 } }, ...rest, document: uri });
      }
    } finally {
      analysis.dispose();
    }
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
  }
  return found;
}

/** Where open documents name a column. */
function columnUses({ checkers }: ReadsServices, { column, documents }: ColumnUsesParams): ColumnUsesResult {
  const order = [...checkers].sort(([a], [b]) => Number(documents.includes(b)) - Number(documents.includes(a)));
  return order.flatMap(([, checker]) => {
    const { uses, view } = checker.columnUses(column) ?? { uses: [], view: null };
    return uses.flatMap((at) => placeIn(at, (source) => view?.texts.get(source)?.text) ?? []);
  });
}

function placeIn(at: Span, textOf: (source: SourceId) => string | undefined): Place | null {
  const text = textOf(at.source);
  return text === undefined ? null : { uri: at.source, range: rangeOf(at, lineStarts(text)) };
}
