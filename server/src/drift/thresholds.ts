/** When a change is large enough to report: defaults, and the repo file that changes them. */
import * as l10n from "@vscode/l10n";
import type { Kind } from "./profile.js";

export interface Floor {
  readonly moderate: number;
  readonly major: number;
}

/** The effects that have a floor. Shares are of rows; `wasserstein` is in standard deviations of the reference. */
const defaultFloors = {
  ks: { moderate: 0.1, major: 0.25 },
  wasserstein: { moderate: 0.1, major: 0.5 },
  psi: { moderate: 0.1, major: 0.25 },
  totalVariation: { moderate: 0.1, major: 0.25 },
  missing: { moderate: 0.02, major: 0.1 },
  infinite: { moderate: 0.001, major: 0.01 },
  unparsable: { moderate: 0.01, major: 0.05 },
  outOfRange: { moderate: 0.01, major: 0.05 },
  newCategory: { moderate: 0.01, major: 0.1 },
  vanishedCategory: { moderate: 0.01, major: 0.1 },
} satisfies Record<string, Floor>;

export type Measure = keyof typeof defaultFloors;

/** How much worse predictions must be: by so much, and for losses by such a share of the reference's. */
const performanceFloors = {
  accuracy: { moderate: 0.03, major: 0.1 },
  balancedAccuracy: { moderate: 0.03, major: 0.1 },
  f1: { moderate: 0.03, major: 0.1 },
  auc: { moderate: 0.03, major: 0.1 },
  logLoss: { moderate: 0.1, major: 0.3 },
  rmse: { moderate: 0.1, major: 0.3 },
  mae: { moderate: 0.1, major: 0.3 },
} satisfies Record<string, Floor>;

export type PerformanceMeasure = keyof typeof performanceFloors;

export interface ColumnThresholds {
  readonly ignore?: boolean;
  readonly kind?: Kind;
  readonly effects?: Partial<Record<Measure, Partial<Floor>>>;
}

export interface Thresholds {
  /** Expected share of false alarms among the alarms, over all tests of a comparison. */
  readonly falseDiscoveryRate: number;
  /** On each side; below it a column is not judged. */
  readonly minimumRows: number;
  readonly effects: Readonly<Record<Measure, Floor>>;
  readonly performance: Readonly<Record<PerformanceMeasure, Floor>>;
  readonly columns: Readonly<Record<string, ColumnThresholds>>;
}

export const defaultThresholds: Thresholds = { falseDiscoveryRate: 0.05, minimumRows: 30, effects: defaultFloors, performance: performanceFloors, columns: {} };

export function floorFor(thresholds: Thresholds, column: string, measure: Measure): Floor {
  return { ...thresholds.effects[measure], ...thresholds.columns[column]?.effects?.[measure] };
}

const kinds: readonly Kind[] = ["number", "category", "date", "text", "other"];
const measures = Object.keys(defaultFloors) as Measure[];
const performanceMeasures = Object.keys(performanceFloors) as PerformanceMeasure[];
/** Not shares, so above 1 if need be. */
const unbounded: readonly string[] = ["wasserstein", "psi", "logLoss", "rmse", "mae"];

/** Reads a thresholds file; each problem names its place. */
export function readThresholds(text: string): { readonly thresholds: Thresholds; readonly problems: readonly string[] } {
  const problems: string[] = [];
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return { thresholds: defaultThresholds, problems: [l10n.t("not JSON: {0}", (error as Error).message)] };
  }
  const table = (value: unknown, at: string, allowed: readonly string[] | null): Record<string, unknown> => {
    if (value === undefined) return {};
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      problems.push(l10n.t("{0} must be an object, found {1}", at || l10n.t("the file"), shown(value)));
      return {};
    }
    if (allowed)
      for (const key of Object.keys(value))
        if (!allowed.includes(key))
          problems.push(l10n.t("{0} is unknown; known are {1}", at ? `${at}.${key}` : key, allowed.filter((name) => !name.startsWith("$")).join(", ")));
    return value as Record<string, unknown>;
  };
  const number = (value: unknown, at: string, least: number, most: number, fallback: number): number => {
    if (value === undefined) return fallback;
    if (typeof value === "number" && value >= least && value <= most) return value;
    problems.push(
      most === Infinity
        ? l10n.t("{0} must be a number of at least {1}, found {2}", at, least, shown(value))
        : l10n.t("{0} must be a number from {1} to {2}, found {3}", at, least, most, shown(value)),
    );
    return fallback;
  };
  const floors = <M extends string>(value: unknown, at: string, base: Readonly<Record<M, Floor>>, names: readonly M[]): Record<M, Floor> => {
    const given = table(value, at, names);
    const result: Record<M, Floor> = { ...base };
    for (const measure of names) {
      if (given[measure] === undefined) continue;
      const place = `${at}.${measure}`;
      const floor = table(given[measure], place, ["moderate", "major"]);
      const most = unbounded.includes(measure) ? Infinity : 1;
      const moderate = number(floor.moderate, `${place}.moderate`, 0, most, base[measure].moderate);
      const major = number(floor.major, `${place}.major`, 0, most, Math.max(moderate, base[measure].major));
      if (major < moderate) problems.push(l10n.t("{0}.major ({1}) must not be below {2}.moderate ({3})", place, major, place, moderate));
      result[measure] = { moderate, major: Math.max(major, moderate) };
    }
    return result;
  };
  const effects = (value: unknown, at: string, base: Readonly<Record<Measure, Floor>>) => floors(value, at, base, measures);
  const file = table(data, "", ["$schema", "version", "falseDiscoveryRate", "minimumRows", "effects", "performance", "columns"]);
  if (file.version !== undefined && file.version !== 1) problems.push(l10n.t("version must be 1, found {0}", shown(file.version)));
  const all = effects(file.effects, "effects", defaultFloors);
  const columns: Record<string, ColumnThresholds> = {};
  for (const [name, value] of Object.entries(table(file.columns, "columns", null))) {
    const at = `columns.${name}`;
    const { ignore, kind, effects: own } = table(value, at, ["ignore", "kind", "effects"]);
    if (ignore !== undefined && typeof ignore !== "boolean") problems.push(l10n.t("{0}.ignore must be true or false, found {1}", at, shown(ignore)));
    if (kind !== undefined && !kinds.includes(kind as Kind)) problems.push(l10n.t("{0}.kind must be one of {1}, found {2}", at, kinds.join(", "), shown(kind)));
    columns[name] = {
      ...(ignore === true && { ignore }),
      ...(kinds.includes(kind as Kind) && { kind: kind as Kind }),
      ...(own !== undefined && { effects: effects(own, `${at}.effects`, all) }),
    };
  }
  const thresholds = {
    falseDiscoveryRate: number(file.falseDiscoveryRate, "falseDiscoveryRate", 0, 1, defaultThresholds.falseDiscoveryRate),
    minimumRows: number(file.minimumRows, "minimumRows", 2, Infinity, defaultThresholds.minimumRows),
    effects: all,
    performance: floors(file.performance, "performance", performanceFloors, performanceMeasures),
    columns,
  };
  return { thresholds, problems };
}

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 40) ?? l10n.t("nothing");
