/** Columns of a report as rows of the table: what is shown of each, their order, and which pass the filter. Knows no page. */
import * as l10n from "@vscode/l10n";
import type { Report, ReportColumn } from "../../server/src/drift/report.js";
import type { Measure } from "../../server/src/drift/thresholds.js";
import type { Check, State } from "../../server/src/drift/verdict.js";
import { measureNames } from "../../server/src/drift/verdict.js";
import { effectFigure, percent, probability, wordFor } from "../../server/src/drift/words.js";
import type { View } from "./messages.js";

export type RowState = State | "comparing" | "missing" | "new";

export interface Row {
  readonly name: string;
  readonly kind: string;
  readonly state: RowState;
  /** Null while the comparison is under way, and for columns on one side only. */
  readonly column: ReportColumn | null;
  /** The check that stands for the column: the gravest alarm, else the distribution. */
  readonly check: Check | null;
  /** Shares of rows, before and now; null where not known. */
  readonly missing: readonly [number | null, number | null];
  readonly newShare: number;
  readonly sentence: string;
}

export type SortKey = "name" | "state" | "effect" | "p" | "missing" | "new";

export interface Sort {
  readonly by: SortKey;
  readonly descending: boolean;
}

/** By what was found, as the report has it. */
export const defaultSort: Sort = { by: "state", descending: false };

export type Show = "all" | "drifted" | "major" | "sound" | "unjudged";

/** States that only the table knows. */
const ownStates: Partial<Record<RowState, () => string>> = {
  comparing: () => l10n.t("comparing"),
  missing: () => l10n.t("missing now"),
  new: () => l10n.t("new"),
};

export const stateWord = (state: RowState): string => ownStates[state]?.() ?? wordFor(state);

const order: readonly RowState[] = ["major", "missing", "moderate", "not-enough-rows", "ok", "new", "not-compared", "comparing"];

/** A change of type is an alarm of its own, also where the values that remain look the same. */
export function rowsOf(report: Report): Row[] {
  const typed = new Map(report.schemaChanges.flatMap((change) => (change.change === "type" ? [[change.column, change] as const] : [])));
  const compared = report.columns.map((column): Row => {
    const { name, kind, reference, current } = column;
    const change = typed.get(name);
    const state = change && change.level !== "none" && order.indexOf(change.level) < order.indexOf(column.state) ? change.level : column.state;
    const share = (side: typeof reference) => (side.rows > 0 ? side.missing / side.rows : null);
    const newShare = column.checks.find(({ question }) => question === "newCategory")?.effect.value ?? 0;
    const sentence = change ? `${change.sentence}. ${column.sentence}` : column.sentence;
    return { name, kind, state, column, check: mainCheck(column), missing: [share(reference), share(current)], newShare, sentence };
  });
  const alone = report.schemaChanges.flatMap(({ column, change, sentence, level }): Row[] => {
    if (change === "type") return [];
    const state = change === "new" ? "new" : level === "none" ? "not-compared" : "missing";
    return [{ name: column, kind: "", state, column: null, check: null, missing: [null, null], newShare: 0, sentence: `${sentence}.` }];
  });
  return [...compared, ...alone]
    .map((row, i) => ({ row, i }))
    .sort((a, b) => rank(a.row) - rank(b.row) || a.i - b.i)
    .map(({ row }) => row);
}

const rank = ({ state }: Row) => order.indexOf(state);

/** What is known while a comparison is under way: names, types, missing values. */
export function earlyRows({ opened, facts }: Pick<View, "opened" | "facts">): Row[] {
  const [before, now] = (["reference", "current"] as const).map((side) => opened.find((each) => each.side === side));
  const names = [...new Set([...(before?.columns ?? []), ...(now?.columns ?? [])].map(({ name }) => name))];
  const share = (side: "reference" | "current", name: string) => {
    const rows = opened.find((each) => each.side === side)?.rows ?? 0;
    const missing = facts.find((each) => each.side === side)?.missing[name];
    return missing === undefined || rows === 0 ? null : missing / rows;
  };
  return names.map((name): Row => {
    const kind = (before ?? now)?.columns.find((column) => column.name === name)?.type ?? "";
    const missing = [share("reference", name), share("current", name)] as const;
    return { name, kind: kind.toLowerCase(), state: "comparing", column: null, check: null, missing, newShare: 0, sentence: "" };
  });
}

const levels = ["none", "moderate", "major"];

/** How many times its floor an effect is. */
const strength = (check: Check | null): number => (check ? check.effect.value / check.floor.moderate : -1);

function mainCheck({ checks }: ReportColumn): Check | null {
  let best: Check | null = null;
  for (const check of checks) {
    if (!best) best = check;
    const [a, b] = [levels.indexOf(check.level), levels.indexOf(best.level)];
    const graver = a > b || (a === b && a > 0 && strength(check) > strength(best));
    if (graver || (a === 0 && b === 0 && check.question === "distribution")) best = check;
  }
  return best;
}

export function sorted(rows: readonly Row[], { by, descending }: Sort): Row[] {
  const missingChange = ({ missing: [before, now] }: Row) => (before === null || now === null ? -1 : Math.abs(now - before));
  const keys: Record<Exclude<SortKey, "name" | "state">, (row: Row) => number> = {
    effect: (row) => -strength(row.check),
    p: (row) => row.check?.adjustedP ?? 2,
    missing: (row) => -missingChange(row),
    new: (row) => -row.newShare,
  };
  const compare = (a: Row, b: Row): number => {
    if (by === "name") return a.name.localeCompare(b.name, "en", { numeric: true });
    return by === "state" ? rank(a) - rank(b) : keys[by](a) - keys[by](b);
  };
  // Equal rows keep the order of the report either way.
  return rows
    .map((row, i) => ({ row, i }))
    .sort((a, b) => (descending ? -1 : 1) * compare(a.row, b.row) || a.i - b.i)
    .map(({ row }) => row);
}

const shown: Record<Show, (state: RowState) => boolean> = {
  all: () => true,
  drifted: (state) => state === "major" || state === "moderate" || state === "missing",
  major: (state) => state === "major" || state === "missing",
  sound: (state) => state === "ok",
  unjudged: (state) => state === "not-enough-rows" || state === "not-compared",
};

/** `text`: parts of names, apart by blanks, all of which must occur. */
export function filtered(rows: readonly Row[], text: string, show: Show): Row[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ name, kind, state }) => shown[show](state) && words.every((word) => `${name} ${wordFor(kind)}`.toLowerCase().includes(word)));
}

const shortNames = (): Record<Measure, string> => ({
  ks: "D",
  wasserstein: "W/sd",
  psi: "PSI",
  totalVariation: "TV",
  missing: l10n.t("missing"),
  infinite: l10n.t("infinite"),
  unparsable: l10n.t("no numbers"),
  outOfRange: l10n.t("outside"),
  newCategory: l10n.t("new"),
  vanishedCategory: l10n.t("vanished"),
});

/** "W/sd 0.31", and in full for those who ask. */
export const effectText = (check: Check): string => `${shortNames()[check.effect.measure]} ${check.exact ? "" : "≈ "}${effectFigure(check.effect.value)}`;

export function effectTitle({ effect, floor, exact }: Check): string {
  const figures = [questionWords[effect.measure](), measureNames[effect.measure](), effectFigure(effect.value), floor.moderate, floor.major];
  return exact
    ? l10n.t("{0}: {1} {2}; moderate from {3}, major from {4}", ...figures)
    : l10n.t("{0}: {1} about {2}; moderate from {3}, major from {4}", ...figures);
}

const questionWords: Record<Measure, () => string> = {
  ks: () => l10n.t("distribution"),
  wasserstein: () => l10n.t("distribution"),
  psi: () => l10n.t("distribution"),
  totalVariation: () => l10n.t("distribution"),
  missing: () => l10n.t("missing values"),
  infinite: () => l10n.t("infinite values"),
  unparsable: () => l10n.t("values that are no numbers"),
  outOfRange: () => l10n.t("values outside the reference's range"),
  newCategory: () => l10n.t("new categories"),
  vanishedCategory: () => l10n.t("vanished categories"),
};

export const floorText = ({ floor, effect }: Check): string =>
  effect.value >= floor.major ? `≥ ${floor.major}` : effect.value >= floor.moderate ? `≥ ${floor.moderate}` : `< ${floor.moderate}`;

/** Whether one question of a column is an alarm. */
export const isAlarm = ({ column }: Row, question: Check["question"]): boolean =>
  column?.checks.some((check) => check.question === question && check.level !== "none") ?? false;

export const pText = (check: Check): string => `${check.exact || check.adjustedP === 0 ? "" : "≤ "}${probability(check.adjustedP)}`;

export const missingText = ([before, now]: Row["missing"]): string =>
  before === null && now === null ? "–" : `${before === null ? "?" : percent(before)} → ${now === null ? "?" : percent(now)}`;

/** Figures for the strip below the verdict. */
export function summaryOf(report: Report): { readonly label: string; readonly value: string; readonly alarm: boolean }[] {
  const alarms = (question: string) =>
    report.columns.filter(({ checks }) => checks.some((check) => check.question === question && check.level !== "none")).length;
  const count = (state: State) => report.columns.filter((column) => column.state === state).length;
  const serious = report.schemaChanges.filter(({ level }) => level !== "none").length;
  const of = (role: string) => report.columns.find((column) => column.role === role);
  const list = [
    { label: l10n.t("columns drifted"), value: l10n.t("{0} of {1}", report.drifted, report.judged), alarm: report.drifted > 0 },
    { label: l10n.t("of them major"), value: String(count("major")), alarm: count("major") > 0 },
    { label: l10n.t("changes of missing values"), value: String(alarms("missing")), alarm: alarms("missing") > 0 },
    { label: l10n.t("with new categories"), value: String(alarms("newCategory")), alarm: alarms("newCategory") > 0 },
    { label: l10n.t("changes of schema"), value: String(serious), alarm: serious > 0 },
    { label: l10n.t("without enough rows"), value: String(count("not-enough-rows")), alarm: false },
  ];
  for (const role of ["label", "prediction"]) {
    const column = of(role);
    if (column) list.push({ label: wordFor(role), value: stateWord(column.state), alarm: column.state === "major" || column.state === "moderate" });
  }
  return list;
}
