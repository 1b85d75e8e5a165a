/** The upper part of the panel: which data sets, what is under way, the verdict, and what went wrong. */
import type { Report } from "../../server/src/drift/report.js";
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
      h("span", { class: "file" }, choice ? choice.name : "Choose data…"),
      h("span", { class: "faint origin" }, choice?.origin ?? (side === "reference" ? "what the model learned from" : "what it meets now")),
    );
  const ready = reference !== null && current !== null && unavailable === null;
  const canStart = ready && (tab === "columns" || obstacle(view) === null);
  const onServer = current?.data.server !== undefined;
  return h(
    "div",
    { class: "pickers" },
    picker("reference", "Reference", reference),
    h(
      "button",
      {
        id: "swap",
        class: "plain",
        disabled: running !== null || !ready || reference.data.baseline === true,
        "aria-label": "Exchange reference and current data",
        title: "Exchange",
        click: () => send({ kind: "swap" }),
      },
      "⇄",
    ),
    picker("current", "Current", current),
    running
      ? h("button", { id: "compare", class: "primary", click: () => send({ kind: "cancel" }) }, "Cancel")
      : h("button", { id: "compare", class: "primary", disabled: !canStart, click: () => send({ kind: "compare", tab }) }, "Compare"),
    h(
      "button",
      {
        id: "watch",
        class: "plain toggle",
        "aria-pressed": String(watch && !onServer),
        disabled: unavailable !== null || onServer,
        title: onServer ? "Tables on a server are not watched" : "Compare again whenever the current files change",
        click: () => send({ kind: "watch", on: !watch }),
      },
      "Watch",
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
        placeholder: "none",
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
    h("summary", {}, "Options"),
    h(
      "div",
      { class: "options" },
      column("label", "Label"),
      column("prediction", "Prediction"),
      h(
        "label",
        {},
        "Encoding of CSV",
        h("input", {
          id: "option-encoding",
          type: "text",
          value: options.encoding,
          placeholder: "utf-8",
          change: (event) => change({ encoding: (event.target as HTMLInputElement).value.trim() }),
        }),
      ),
      check("decimalComma", "Decimal comma in CSV"),
      check("exact", "Look at every row of every number"),
      h("button", { id: "edit-thresholds", class: "secondary", click: () => send({ kind: "thresholds" }) }, "Edit thresholds"),
      h("button", { id: "write-baseline", class: "secondary", click: () => send({ kind: "baseline" }) }, "Write a baseline of the reference…"),
      h("datalist", { id: "known-columns" }, ...columns.map((name) => h("option", { value: name }))),
    ),
  );
}

export function progress({ running, opened }: View): HTMLElement | null {
  if (!running) return null;
  const percent = running.share > 0 ? Math.round(running.share * 100) : null;
  const bar = h("progress", { "aria-label": "Progress of the comparison", max: 100, ...(percent !== null && { value: percent }) });
  const sizes = opened.map(({ side, rows, columns }) => `${side}: ${rows.toLocaleString("en-US")} rows, ${columns.length} columns`);
  return h(
    "div",
    { class: "running" },
    bar,
    h("span", {}, `${running.step}${percent === null ? "" : ` ${percent} %`}`),
    sizes.length > 0 && h("span", { class: "faint" }, sizes.join("; ")),
  );
}

const headings = { cancelled: "Cancelled", unavailable: "Not available here", failed: "The data could not be compared", broken: "Holdout failed" } as const;

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
  if (unavailable) note("information", "Not available here.", [unavailable]);
  if (problem && problem.reason !== "cancelled") {
    const kept = report
      ? " What an earlier comparison found is still shown below."
      : early
        ? " What was counted until then is shown below, and nothing of it is judged."
        : "";
    note("error", `${headings[problem.reason]}.`, [`${problem.message}${/[.!?]$/.test(problem.message) ? "" : "."}${kept}`], "alert");
  } else if (problem) note("information", "Cancelled.", [report ? "What an earlier comparison found is still shown below." : "Nothing was kept."]);
  if (stale && report) note("warning", "This may no longer hold.", [stale]);
  if (report && report.problems.length > 0) note("error", "In part only: these could not be done.", report.problems, "alert");
  if (report && report.warnings.length > 0) note("warning", warningTitle(report.warnings), report.warnings);
  if (history && history.problems.length > 0) note("warning", "The history file:", history.problems);
  return list;
}

const warningTitle = (warnings: readonly string[]) => (warnings.every((text) => /left out|in no window/.test(text)) ? "Rows were left out." : "Warnings.");

/** What would be sent to servers, before it is sent for the first time. */
export function consentNote(tables: readonly DriftStatements[], send: Send): HTMLElement {
  const servers = [...new Set(tables.map(({ server }) => server))];
  const count = tables.reduce((sum, { statements }) => sum + statements.length, 0);
  const text = tables.map(({ table, server, statements }) => `-- ${table} on ${server}\n${statements.map((sql) => `${sql};`).join("\n\n")}`).join("\n\n");
  return h(
    "section",
    { class: "note consent", id: "consent", "aria-labelledby": "consent-title" },
    h("b", { id: "consent-title", tabindex: -1 }, `Run ${count} statements on ${servers.join(" and ")}?`),
    h(
      "p",
      {},
      " The server counts, and rows stay there. 0.25, 0.5 and 0.75 stand for cuts that the quantiles give. Where counts leave a verdict open, values of at most 20 % of the rows are fetched, grouped. You are asked again when the statements change.",
    ),
    h("pre", { tabindex: 0, role: "region", "aria-label": "Statements" }, text),
    h(
      "div",
      { class: "bar" },
      h("button", { id: "consent-run", class: "primary", click: () => send({ kind: "consent", agreed: true }) }, "Run them"),
      h("button", { id: "consent-refuse", class: "secondary", click: () => send({ kind: "consent", agreed: false }) }, "Send nothing"),
    ),
  );
}

export function verdict(report: Report, time: string, exports: Child): HTMLElement {
  const state = report.level === "none" ? (report.judged > 0 ? "ok" : "not-enough-rows") : report.level;
  const side = ({ name, rows }: { readonly name: string; readonly rows: number }) => `${name} (${rows.toLocaleString("en-US")} rows)`;
  const exact = report.columns.every(({ checks }) => checks.every((check) => check.exact));
  const facts = [
    `${report.tests} tests`,
    `of the alarms at most ${Number((report.falseDiscoveryRate * 100).toPrecision(2))} % are expected to be false`,
    exact ? "all rows were looked at" : "counts at cuts decided some columns",
    time,
  ];
  return h(
    "section",
    { class: `verdict ${report.level}`, "aria-label": "Verdict" },
    h("div", { class: "bar" }, h("h1", {}, stateIcon(state), h("span", {}, report.sentence)), h("span", { class: "grow" }), exports),
    h(
      "dl",
      { class: "strip" },
      ...summaryOf(report).map(({ label, value, alarm }) => h("div", { class: alarm ? "alarm" : "" }, h("dd", {}, value), h("dt", {}, label))),
    ),
    h("p", { class: "faint" }, `${side(report.reference)}${report.reference.baseline ? ", baseline" : ""} → ${side(report.current)}. ${facts.join("; ")}.`),
  );
}
