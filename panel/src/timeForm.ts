/** How windows of time are laid: which column has the dates, how long a window is, and which columns hold labels and predictions. */
import * as l10n from "@vscode/l10n";
import { oneSpan, wordFor } from "../../server/src/drift/words.js";
import type { DriftColumn } from "../../server/src/protocol.js";
import { h } from "./dom.js";
import type { FromPage, TimeOptions, TimeRole, View } from "./messages.js";

type Send = (message: FromPage) => void;

interface RoleField {
  readonly role: TimeRole;
  readonly title: string;
  readonly none: string;
}

const fields = (): readonly RoleField[] => [
  { role: "date", title: l10n.t("Date"), none: l10n.t("choose a column") },
  { role: "label", title: l10n.t("Label"), none: l10n.t("none") },
  { role: "prediction", title: l10n.t("Prediction"), none: l10n.t("none") },
  { role: "probability", title: l10n.t("Probability"), none: l10n.t("none") },
];

/** What a role is played by: as somebody set it, else as it is guessed; "" for none. */
const playedBy = ({ session: { time }, guesses }: Pick<View, "session" | "guesses">, role: TimeRole): string => time[role] ?? guesses[role]?.name ?? "";

/** Why nothing can be compared over time yet, or null. */
export function obstacle(view: View): string | null {
  const { reference, current } = view.session;
  if (!reference || !current) return l10n.t("Choose reference and current data first.");
  if (reference.data.server || current.data.server) return l10n.t("Windows of time are for files. Of a table on a server, compare a query for each window.");
  if (view.columns === null) return view.problem ? null : l10n.t("Looking at the columns…");
  return playedBy(view, "date") === "" ? l10n.t("No column looks like dates: choose one, or windows of so many rows by a column of numbers that grow.") : null;
}

/** `open`: whether it is unfolded; folded, one line says what is set. */
export function timeForm(view: View, open: boolean, send: Send): HTMLElement {
  const { time } = view.session;
  const change = (part: Partial<TimeOptions>) => send({ kind: "time", time: { ...time, ...part } });
  const why = obstacle(view);
  const [date, ...others] = fields().map((each) => roleField(view, each, change));
  return h(
    "details",
    { id: "time-settings", open },
    h("summary", {}, l10n.t("Windows:"), " ", h("span", { class: "faint" }, summaryOf(view))),
    h(
      "div",
      { class: "options" },
      date,
      windowField(time, change),
      ...others,
      textField("positive", l10n.t("Positive class"), l10n.t("by its name"), time.positive, (positive) => change({ positive })),
      textField("format", l10n.t("Format of dates"), l10n.t("as they tell, or %d/%m/%Y"), time.format, (format) => change({ format })),
    ),
    why && h("p", { class: "faint", id: "time-obstacle" }, why),
  );
}

function summaryOf(view: View): string {
  const { time } = view.session;
  const span = time.window === "rows" ? l10n.t("{0} rows", time.rows.toLocaleString("en-US")) : oneSpan(time.window);
  const named = (role: TimeRole) => playedBy(view, role);
  const parts = [l10n.t("{0} by {1}", span, named("date") || "…")];
  for (const role of ["label", "prediction", "probability"] as const) if (named(role)) parts.push(`${wordFor(role)} ${named(role)}`);
  return parts.join(", ");
}

function roleField(view: View, { role, title, none }: RoleField, change: (part: Partial<TimeOptions>) => void): HTMLElement {
  const chosen = playedBy(view, role);
  const guess = view.guesses[role];
  const columns = inOrder(view, role);
  const names = columns.map(({ name }) => name);
  // What was set for other data stays in sight, so that nobody wonders where it went.
  const gone = chosen !== "" && !names.includes(chosen) ? [h("option", { value: chosen, selected: true }, l10n.t("{0} (not in these data)", chosen))] : [];
  const isGuess = view.session.time[role] === null && guess !== undefined;
  return h(
    "label",
    { title: isGuess ? guess.why : null },
    title,
    h(
      "select",
      {
        id: `time-${role}`,
        disabled: view.columns === null,
        "aria-describedby": isGuess ? `time-${role}-why` : null,
        change: (event) => change({ [role]: (event.target as HTMLSelectElement).value }),
      },
      h("option", { value: "", selected: chosen === "" }, none),
      ...gone,
      ...columns.map(({ name, type }) => h("option", { value: name, selected: name === chosen }, `${name} (${type.toLowerCase()})`)),
    ),
    isGuess && h("span", { id: `time-${role}-why`, class: "faint" }, l10n.t("guessed: {0}", guess.why)),
  );
}

/** Those that may play the role come first. */
function inOrder({ columns }: View, role: TimeRole): readonly DriftColumn[] {
  const all = columns?.current ?? [];
  const onlyBefore = role === "label" ? (columns?.reference ?? []).filter(({ name }) => !all.some((column) => column.name === name)) : [];
  const fits = (column: DriftColumn) => (role === "date" ? column.dates : role === "probability" ? column.shares : false) ?? false;
  return [...all.filter(fits), ...all.filter((column) => !fits(column)), ...onlyBefore];
}

function windowField({ window, rows }: TimeOptions, change: (part: Partial<TimeOptions>) => void): HTMLElement {
  const spans = [
    ["day", l10n.t("a day")],
    ["week", l10n.t("a week, from Monday")],
    ["month", l10n.t("a month")],
    ["rows", l10n.t("so many rows")],
  ] as const;
  return h(
    "span",
    { class: "pair" },
    h(
      "label",
      {},
      l10n.t("Window"),
      h(
        "select",
        { id: "time-window", change: (event) => change({ window: (event.target as HTMLSelectElement).value as TimeOptions["window"] }) },
        ...spans.map(([value, title]) => h("option", { value, selected: value === window }, title)),
      ),
    ),
    window === "rows" &&
      h("input", {
        id: "time-rows",
        type: "number",
        min: 10,
        max: 999_999_999,
        step: 1,
        value: rows,
        "aria-label": l10n.t("Rows of a window"),
        change: (event) => {
          const value = Math.round(Number((event.target as HTMLInputElement).value));
          change({ rows: Number.isFinite(value) ? Math.min(999_999_999, Math.max(10, value)) : rows });
        },
      }),
  );
}

const textField = (id: "positive" | "format", title: string, placeholder: string, value: string, change: (value: string) => void): HTMLElement =>
  h(
    "label",
    {},
    title,
    h("input", {
      id: `time-${id}`,
      type: "text",
      value,
      placeholder,
      change: (event) => change((event.target as HTMLInputElement).value.trim()),
    }),
  );
