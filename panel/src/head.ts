/** The upper part of the panel: which data sets, what is under way, the verdict, and what went wrong. */
import * as l10n from "@vscode/l10n";
import { sideWords } from "../../server/src/drift/renderText.js";
import type { Report } from "../../server/src/drift/report.js";
import { wordFor } from "../../server/src/drift/words.js";
import type { DriftStatements } from "../../server/src/protocol.js";
import { type Child, h } from "./dom.js";
import { stateIcon } from "./icons.js";
import type { Choice, FromPage, Options, Tab, View } from "./messages.js";
import { summaryOf } from "./rows.js";
import { obstacle } from "./timeForm.js";

type Send = (message: FromPage) => void;

export function pickers(view: View, tab: Tab, columns: readonly string[], send: Send): HTMLElement {
  const { session, running, unavailable } = view;
  const { reference, current, options, watch } = session;
  const picker = (side: "reference" | "current", title: string, choice: Choice | null) =>
    h(
      "button",
      { id: `choose-${side}`, class: "picker", disabled: running !== null || unavailable !== null, click: () => send({ kind: "choose", side }) },
      h("span", { class: "side" }, title),
      h("span", { class: "file" }, choice ? choice.name : l10n.t("Choose data…")),
      h("span", { class: "faint origin" }, choice?.origin ?? (side === "reference" ? l10n.t("what the model learned from") : l10n.t("what it meets now"))),
    );
  const ready = reference !== null && current !== null && unavailable === null;
  const canStart = ready && (tab === "columns" || obstacle(view) === null);
  const onServer = current?.data.server !== undefined;
  return h(
    "div",
    { class: "pickers" },
    picker("reference", l10n.t("Reference"), reference),
    h(
      "button",
      {
        id: "swap",
        class: "plain",
        disabled: running !== null || !ready || reference.data.baseline === true,
        "aria-label": l10n.t("Exchange reference and current data"),
        title: l10n.t("Exchange"),
        click: () => send({ kind: "swap" }),
      },
      "⇄",
    ),
    picker("current", l10n.t("Current"), current),
    running
      ? h("button", { id: "compare", class: "primary", click: () => send({ kind: "cancel" }) }, l10n.t("Cancel"))
      : h("button", { id: "compare", class: "primary", disabled: !canStart, click: () => send({ kind: "compare", tab }) }, l10n.t("Compare")),
    h(
      "button",
      {
        id: "watch",
        class: "plain toggle",
        "aria-pressed": String(watch && !onServer),
        disabled: unavailable !== null || onServer,
        title: onServer ? l10n.t("Tables on a server are not watched") : l10n.t("Compare again whenever the current files change"),
        click: () => send({ kind: "watch", on: !watch }),
      },
      l10n.t("Watch"),
    ),
    optionsForm(options, columns, send),
  );
}

function optionsForm(options: Options, columns: readonly string[], send: Send): HTMLElement {
  const change = (part: Partial<Options>) => send({ kind: "options", options: { ...options, ...part } });
  const column = (id: "label" | "prediction", title: string) =>
    h(
      "label",
      {},
      title,
      h("input", {
        id: `option-${id}`,
        type: "text",
        list: "known-columns",
        value: options[id],
        placeholder: l10n.t("none"),
        change: (event) => change({ [id]: (event.target as HTMLInputElement).value.trim() }),
      }),
    );
  const check = (id: "decimalComma" | "exact", title: string) =>
    h(
      "label",
      { class: "check" },
      h("input", {
        id: `option-${id}`,
        type: "checkbox",
        checked: options[id],
        change: (event) => change({ [id]: (event.target as HTMLInputElement).checked }),
      }),
      title,
    );
  return h(
    "details",
    { id: "options" },
    h("summary", {}, l10n.t("Options")),
    h(
      "div",
      { class: "options" },
      column("label", l10n.t("Label")),
      column("prediction", l10n.t("Prediction")),
      h(
        "label",
        {},
        l10n.t("Encoding of CSV"),
        h("input", {
          id: "option-encoding",
          type: "text",
          value: options.encoding,
          placeholder: "utf-8",
          change: (event) => change({ encoding: (event.target as HTMLInputElement).value.trim() }),
        }),
      ),
      check("decimalComma", l10n.t("Decimal comma in CSV")),
      check("exact", l10n.t("Look at every row of every number")),
      h("button", { id: "edit-thresholds", class: "secondary", click: () => send({ kind: "thresholds" }) }, l10n.t("Edit thresholds")),
      h("button", { id: "write-baseline", class: "secondary", click: () => send({ kind: "baseline" }) }, l10n.t("Write a baseline of the reference…")),
      h("datalist", { id: "known-columns" }, ...columns.map((name) => h("option", { value: name }))),
    ),
  );
}

export function progress({ running, opened }: View): HTMLElement | null {
  if (!running) return null;
  const percent = running.share > 0 ? Math.round(running.share * 100) : null;
  const bar = h("progress", { "aria-label": l10n.t("Progress of the comparison"), max: 100, ...(percent !== null && { value: percent }) });
  const sizes = opened.map(({ side, rows, columns }) => l10n.t("{0}: {1} rows, {2} columns", wordFor(side), rows.toLocaleString("en-US"), columns.length));
  return h(
    "div",
    { class: "running" },
    bar,
    h("span", {}, `${running.step}${percent === null ? "" : ` ${percent} %`}`),
    sizes.length > 0 && h("span", { class: "faint" }, sizes.join("; ")),
  );
}

const headings = {
  cancelled: () => l10n.t("Cancelled."),
  unavailable: () => l10n.t("Not available here."),
  failed: () => l10n.t("The data could not be compared."),
  broken: () => l10n.t("Holdout failed."),
} as const;

/** What notes need of a report of either kind. */
type Told = Pick<Report, "problems" | "warnings">;

/** What went wrong, above whatever could be done. `early`: rows and missing values that are known though nothing more is. */
export function notices({ problem, stale, unavailable, history }: View, report: Told | null, early = false): HTMLElement[] {
  const list: HTMLElement[] = [];
  const note = (className: string, title: string, texts: readonly string[], role = "status") =>
    list.push(
      h(
        "div",
        { class: `note ${className}`, role },
        h("b", {}, title),
        texts.length === 1 ? h("span", {}, ` ${texts[0]}`) : h("ul", {}, ...texts.map((text) => h("li", {}, text))),
      ),
    );
  if (unavailable) note("information", l10n.t("Not available here."), [unavailable]);
  if (problem && problem.reason !== "cancelled") {
    const kept = report
      ? l10n.t("What an earlier comparison found is still shown below.")
      : early
        ? l10n.t("What was counted until then is shown below, and nothing of it is judged.")
        : "";
    const message = `${problem.message}${/[.!?]$/.test(problem.message) ? "" : "."}`;
    note("error", headings[problem.reason](), [kept === "" ? message : `${message} ${kept}`], "alert");
  } else if (problem)
    note("information", l10n.t("Cancelled."), [report ? l10n.t("What an earlier comparison found is still shown below.") : l10n.t("Nothing was kept.")]);
  if (stale && report) note("warning", l10n.t("This may no longer hold."), [stale]);
  if (report && report.problems.length > 0) note("error", l10n.t("In part only: these could not be done."), report.problems, "alert");
  if (report && report.warnings.length > 0) note("warning", warningTitle(report.warnings), report.warnings);
  if (history && history.problems.length > 0) note("warning", l10n.t("The history file:"), history.problems);
  return list;
}

const warningTitle = (warnings: readonly string[]) =>
  warnings.every((text) => /left out|in no window/.test(text)) ? l10n.t("Rows were left out.") : l10n.t("Warnings.");

/** What would be sent to servers, before it is sent for the first time. */
export function consentNote(tables: readonly DriftStatements[], send: Send): HTMLElement {
  const servers = [...new Set(tables.map(({ server }) => server))];
  const count = tables.reduce((sum, { statements }) => sum + statements.length, 0);
  const text = tables
    .map(({ table, server, statements }) => `-- ${l10n.t("{0} on {1}", table, server)}\n${statements.map((sql) => `${sql};`).join("\n\n")}`)
    .join("\n\n");
  return h(
    "section",
    { class: "note consent", id: "consent", "aria-labelledby": "consent-title" },
    h("b", { id: "consent-title", tabindex: -1 }, l10n.t("Run {0} statements on {1}?", count, servers.join(", "))),
    h(
      "p",
      {},
      ` ${l10n.t("The server counts, and rows stay there. 0.25, 0.5 and 0.75 stand for cuts that the quantiles give. Where counts leave a verdict open, values of at most 20 % of the rows are fetched, grouped. You are asked again when the statements change.")}`,
    ),
    h("pre", { tabindex: 0, role: "region", "aria-label": l10n.t("Statements") }, text),
    h(
      "div",
      { class: "bar" },
      h("button", { id: "consent-run", class: "primary", click: () => send({ kind: "consent", agreed: true }) }, l10n.t("Run them")),
      h("button", { id: "consent-refuse", class: "secondary", click: () => send({ kind: "consent", agreed: false }) }, l10n.t("Send nothing")),
    ),
  );
}

export function verdict(report: Report, time: string, exports: Child): HTMLElement {
  const state = report.level === "none" ? (report.judged > 0 ? "ok" : "not-enough-rows") : report.level;
  const exact = report.columns.every(({ checks }) => checks.every((check) => check.exact));
  const facts = [
    l10n.t("{0} tests", report.tests),
    l10n.t("of the alarms at most {0} % are expected to be false", Number((report.falseDiscoveryRate * 100).toPrecision(2))),
    exact ? l10n.t("all rows were looked at") : l10n.t("counts at cuts decided some columns"),
    time,
  ];
  return h(
    "section",
    { class: `verdict ${report.level}`, "aria-label": l10n.t("Verdict") },
    h("div", { class: "bar" }, h("h1", {}, stateIcon(state), h("span", {}, report.sentence)), h("span", { class: "grow" }), exports),
    h(
      "dl",
      { class: "strip" },
      ...summaryOf(report).map(({ label, value, alarm }) => h("div", { class: alarm ? "alarm" : "" }, h("dd", {}, value), h("dt", {}, label))),
    ),
    h("p", { class: "faint" }, `${sideWords(report.reference)} → ${sideWords(report.current)}. ${facts.join("; ")}.`),
  );
}
