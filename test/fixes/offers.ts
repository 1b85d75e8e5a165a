/** Asks for the fixes of small programs in tests, and applies them. */
import { sourceId } from "../../server/src/base/span.js";
import type { Finding, FixOptions, Offer, Report, Selection } from "../../server/src/engine.types.js";
import { applyToDocument } from "../../server/src/fixes/apply.js";
import { type DocumentInput, noFiles } from "../../server/src/program/program.js";
import { withDirectives } from "../../server/src/settings/selection.js";
import { cellsOf, defaults, testEngine } from "../helpers/check.js";

export interface Offered {
  readonly document: DocumentInput;
  readonly report: Report;
  readonly offers: readonly { finding: Finding; offer: Offer }[];
}

/** Cells as a document: one cell is a script. */
export function documentOf(cells: readonly string[]): DocumentInput {
  const units = cells.map((text, i) => ({ source: sourceId(`cell${i + 1}`), text, cell: cells.length > 1 ? i + 1 : null }));
  return { path: "/test/program.py", kind: cells.length > 1 ? "notebook" : "script", units };
}

export const textsOf = (document: DocumentInput): string[] => document.units.map((unit) => unit.text);

/** All offers for all findings of a document, those that are withheld too. */
export async function offersOf(document: DocumentInput, options: Partial<Pick<FixOptions, "importsCell">> & { selection?: Selection } = {}): Promise<Offered> {
  const analysis = (await testEngine()).open(noFiles);
  const selection = options.selection ?? defaults;
  const selectionFor: FixOptions["selectionFor"] = (units) => withDirectives(selection, units);
  analysis.update(document);
  const report = analysis.check(selectionFor(document.units));
  const offers = report.findings.flatMap((finding) =>
    analysis.offers(finding, { importsCell: options.importsCell ?? "first", selectionFor }).map((offer) => ({ finding, offer })),
  );
  analysis.dispose();
  return { document, report, offers };
}

/** The document after the first offer of a code that holds; throws with the reasons where none does. */
export async function fixed(document: DocumentInput, code: string, options: Parameters<typeof offersOf>[1] = {}): Promise<DocumentInput> {
  const { offers } = await offersOf(document, options);
  const own = offers.filter(({ finding }) => finding.code === code);
  const found = own.find(({ offer }) => offer.fix);
  if (!found?.offer.fix) throw new Error(`no fix of ${code}: ${own.map(({ offer }) => `${offer.title}: ${offer.withheld}`).join("; ") || "none was offered"}`);
  return applyToDocument(document, found.offer.fix.edits);
}

/** Of a program with `# %%` between its cells: what is offered for the findings of a code. */
export const offered = async (text: string, code: string) => (await offersOf(documentOf(cellsOf(text)))).offers.filter(({ finding }) => finding.code === code);
export const titles = async (text: string, code: string): Promise<string[]> =>
  (await offered(text, code)).flatMap(({ offer }) => (offer.fix ? [offer.title] : []));
export const reasons = async (text: string, code: string): Promise<string[]> => (await offered(text, code)).flatMap(({ offer }) => offer.withheld ?? []);
/** The reasons, one an offer, for which no fix of a code is offered; throws where one is, or where there is nothing to fix. */
export async function withheld(text: string, code: string): Promise<string[]> {
  const own = await offered(text, code);
  const fixes = own.filter(({ offer }) => offer.fix);
  if (!own.length || fixes.length) throw new Error(`${code} offers ${fixes.map(({ offer }) => offer.title).join("; ") || "nothing, not even a reason"}`);
  return own.flatMap(({ offer }) => offer.withheld ?? []);
}
export const fixedText = async (text: string, code: string): Promise<string> => textsOf(await fixed(documentOf(cellsOf(text)), code)).join("# %%\n");
