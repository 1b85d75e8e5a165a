/** Holdout: Measure This Finding. Nothing of the user's runs before they have read what it means and agreed. */
import { commands, type Diagnostic, l10n, type MessageItem, Uri, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  type MeasurableFinding,
  type MeasurableParams,
  type MeasurableResult,
  type MeasureFixesParams,
  type MeasureFixesResult,
  type MeasurePlace,
  type MeasurePlanParams,
  type MeasurePlanResult,
  type MeasureRunParams,
  measurableMethod,
  measureFixesMethod,
  measurePlanMethod,
  measureRunMethod,
  type ViewResult,
} from "../../../server/src/protocol";
import { withServerProgress } from "../progress";
import { activeDocument, type Views } from "../views/commands";
import { Interpreters, type Machine } from "./interpreters";

/** `machine`: null where there are no processes. The command takes a {@link MeasurePlace}, an item of the findings tree, or nothing for the cursor. */
export function measureFindings(client: BaseLanguageClient, views: Views, machine: Machine | null): (target?: unknown) => Promise<void> {
  const interpreters = machine && new Interpreters(machine);
  let running = false;
  return async (target) => {
    if (!interpreters)
      return say(
        l10n.t(
          "Measuring runs your program, which a browser cannot do. Use Holdout on the desktop or on a remote machine (SSH, WSL, containers, code-server).",
        ),
      );
    if (!workspace.isTrusted) return askForTrust();
    if (running) return say(l10n.t("Another finding is being measured. Cancel it first, or wait until it is done."));
    running = true;
    try {
      await new Measuring(client, views, interpreters).start(target);
    } catch (error) {
      await window.showErrorMessage(l10n.t("Measuring failed: {0}", error instanceof Error ? error.message : String(error)));
    } finally {
      running = false;
    }
  };
}

const say = async (message: string): Promise<void> => void (await window.showInformationMessage(message));

async function askForTrust(): Promise<void> {
  const manage = l10n.t("Manage Workspace Trust");
  const answer = await window.showWarningMessage(l10n.t("Measuring runs the program of this workspace, and the workspace is not trusted."), manage);
  if (answer === manage) await commands.executeCommand("workbench.trust.manage");
}

class Measuring {
  constructor(
    private readonly client: BaseLanguageClient,
    private readonly views: Views,
    private readonly interpreters: Interpreters,
  ) {}

  async start(target: unknown): Promise<void> {
    const place = this.placeOf(target);
    const document = place ? ownerOf(place.text) : activeDocument();
    if (!document) return say(l10n.t("Put the cursor on a finding to have it measured."));
    if (document.scheme !== "file") return say(l10n.t("Only a program that is a file on this machine can be run. Save it first."));
    const uri = this.uriOf(document);
    const finding = await this.chooseFinding({ uri, ...(place && { at: place }) });
    const fix = finding && (await this.chooseFix(uri, finding));
    if (!finding || fix === undefined) return;
    const first = await this.measure(document, finding, fix);
    if (!first) return;
    let shown: ViewResult | undefined = first;
    await this.views.panels.show(`measure ${uri} ${finding.code}`, async () => {
      const result = shown ?? (await this.measure(document, finding, fix));
      shown = undefined;
      return result;
    });
  }

  private uriOf(uri: Uri): string {
    return this.client.code2ProtocolConverter.asUri(uri);
  }

  private placeOf(target: unknown): MeasurePlace | undefined {
    const { text, line, character, uri, diagnostic } = (target ?? {}) as Partial<MeasurePlace> & { uri?: unknown; diagnostic?: Diagnostic };
    if (typeof text === "string" && typeof line === "number" && typeof character === "number") return { text, line, character };
    if (uri instanceof Uri && diagnostic) return { text: this.uriOf(uri), line: diagnostic.range.start.line, character: diagnostic.range.start.character };
    const editor = window.activeTextEditor;
    if (editor?.document.languageId !== "python") return undefined;
    return { text: this.uriOf(editor.document.uri), line: editor.selection.active.line, character: editor.selection.active.character };
  }

  private async chooseFinding(params: MeasurableParams): Promise<MeasurableFinding | undefined> {
    const { findings, problem } = await this.client.sendRequest<MeasurableResult>(measurableMethod, params);
    const [only] = findings;
    if (!only) return void (await say(problem ?? l10n.t("Holdout finds nothing here that could be measured.")));
    if (findings.length === 1) return only;
    const items = findings.map((finding) => ({ label: `${finding.code} ${finding.message}`, description: finding.where, finding }));
    return (await window.showQuickPick(items, { placeHolder: l10n.t("Finding to measure"), matchOnDescription: true }))?.finding;
  }

  /** Index of a fix; undefined where there is none or the user chose none. */
  private async chooseFix(uri: string, { id, code }: MeasurableFinding): Promise<number | undefined> {
    const { fixes, withheld } = await this.client.sendRequest<MeasureFixesResult>(measureFixesMethod, { uri, finding: id } satisfies MeasureFixesParams);
    if (fixes.length === 0)
      return void (await say(l10n.t("{0} cannot be measured here: without a fix there is nothing to compare with. {1}", code, withheld ?? "").trim()));
    if (fixes.length === 1) return 0;
    const items = fixes.map((label, index) => ({ label, index }));
    return (await window.showQuickPick(items, { placeHolder: l10n.t("Fix to compare with") }))?.index;
  }

  private async measure(document: Uri, { id }: MeasurableFinding, fix: number): Promise<ViewResult | undefined> {
    let python = await this.interpreters.choose(document);
    for (;;) {
      if (!python) return undefined;
      const plan = await this.planFor({ uri: this.uriOf(document), finding: id, fix, python, limitSeconds: limitOf(document) });
      const answer = plan.problem === null ? await agree(plan, document) : await troubled(plan.problem);
      if (answer === "interpreter") python = await this.interpreters.pick();
      else if (answer === undefined || plan.problem !== null) return undefined;
      else return this.run(plan.id, answer);
    }
  }

  private planFor(params: MeasurePlanParams): Promise<MeasurePlanResult> {
    return this.client.sendRequest<MeasurePlanResult>(measurePlanMethod, params);
  }

  private async run(id: number, scope: MeasureRunParams["scope"]): Promise<ViewResult | undefined> {
    const result = await withServerProgress(this.client, l10n.t("Holdout: measuring"), (workDoneToken, cancel) =>
      this.client.sendRequest<ViewResult | null>(measureRunMethod, { id, scope, workDoneToken } satisfies MeasureRunParams, cancel),
    );
    return result ?? undefined;
  }
}

/** The script, or the notebook of a cell. */
function ownerOf(text: string): Uri | undefined {
  const wanted = Uri.parse(text).toString();
  const isWanted = ({ uri }: { readonly uri: Uri }) => uri.toString() === wanted;
  const notebook = workspace.notebookDocuments.find((each) => each.getCells().some((cell) => isWanted(cell.document)));
  return notebook?.uri ?? (wanted.startsWith("vscode-notebook-cell:") ? undefined : Uri.parse(text));
}

const setting = (document: Uri, name: string, otherwise: number): number =>
  workspace.getConfiguration("holdout", document).get<number>(`measure.${name}`) ?? otherwise;

const limitOf = (document: Uri): number => Math.max(1, Math.round(setting(document, "timeout", 600)));

type Answer = MeasureRunParams["scope"] | "interpreter" | undefined;
interface Button extends MessageItem {
  readonly answer: Answer;
}

async function agree({ question, details, bytes }: MeasurePlanResult & { problem: null }, document: Uri): Promise<Answer> {
  const isLarge = bytes.all > setting(document, "largeCopy", 200) * 1_000_000 && bytes.needed < bytes.all;
  const buttons: Button[] = isLarge
    ? [
        { title: l10n.t("Run, Copy Everything ({0})", megabytes(bytes.all)), answer: "all" },
        { title: l10n.t("Run, Copy Code and Data It Names ({0})", megabytes(bytes.needed)), answer: "needed" },
      ]
    : [{ title: l10n.t("Run"), answer: "all" }];
  const other: Button = { title: l10n.t("Other Python..."), answer: "interpreter" };
  const unsaved = workspace.textDocuments.filter((each) => each.isDirty && each.uri.scheme === "file" && each.uri.toString() !== document.toString());
  const notes = unsaved.length > 0 ? [l10n.t("Changes of other files that are not saved are not in the copy.")] : [];
  const detail = [...details, ...notes].join("\n\n");
  return (await window.showWarningMessage<Button>(question, { modal: true, detail }, ...buttons, other))?.answer;
}

const megabytes = (bytes: number): string =>
  bytes < 100_000_000 ? `${(bytes / 1e6).toFixed(1)} MB` : bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;

async function troubled(problem: string): Promise<Answer> {
  const other: Button = { title: l10n.t("Other Python..."), answer: "interpreter" };
  return (await window.showErrorMessage<Button>(problem, other))?.answer;
}
