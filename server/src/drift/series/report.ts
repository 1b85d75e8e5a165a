/** What a comparison over time found, as plain data: aggregates only. The JSON output is this; docs/drift.md describes it. */
import type { Kind } from "../profile.js";
import type { ReportColumn, Side } from "../report.js";
import type { Floor, Measure } from "../thresholds.js";
import type { Level, State } from "../verdict.js";
import type { Metric } from "./performance.js";
import type { Marks, OutcomePlan, Span, Timeline } from "./timeEngine.js";

export const seriesVersion = 1;

/** One column in one window. */
export interface Point {
  readonly state: State;
  /** The distribution's effect that is largest for its floor; null where none was judged. */
  readonly measure: Measure | null;
  readonly value: number | null;
  readonly floor: number | null;
  /** D of numbers, total variation of categories: to draw against `line`. */
  readonly distance: number | null;
  /** What 95 % of windows stay below if nothing has changed; of total variation an approximation. */
  readonly line: number | null;
  /** The smallest adjusted p of this column's questions. */
  readonly adjustedP: number | null;
  /** One for each alarm. */
  readonly sentences: readonly string[];
  readonly rows: number;
  readonly missing: number;
  /** 5, 25, 50, 75 and 95 %. */
  readonly quantiles: readonly number[] | null;
  /** Of {@link SeriesColumn.categories}. */
  readonly shares: readonly number[] | null;
  /** Against the window before it. */
  readonly before: { readonly state: State; readonly distance: number | null; readonly adjustedP: number | null } | null;
}

export interface SeriesColumn {
  readonly name: string;
  readonly kind: Kind;
  readonly role: ReportColumn["role"];
  /** The worst of its windows. */
  readonly state: State;
  readonly sentence: string;
  /** Numbers of the windows with an alarm. */
  readonly alarms: readonly number[];
  /** The commonest in the reference. */
  readonly categories: readonly string[] | null;
  /** Of `distance`; other measures and questions have their own. Null where there is no distance. */
  readonly floors: Floor | null;
  readonly reference: Pick<Point, "rows" | "missing" | "quantiles" | "shares">;
  readonly windows: readonly Point[];
}

export interface MetricPoint {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly rows: number;
  /** Against the reference; null for estimates and for the reference itself. */
  readonly adjustedP: number | null;
  readonly level: Level;
}

/** Why predictions got worse: `concept`, labels no longer follow from inputs as before; `data` or `label`, what is drifted explains it. */
export type Cause = "concept" | "data" | "label" | "unclear";

export interface CauseFound {
  readonly window: number;
  readonly cause: Cause;
  readonly sentence: string;
}

export interface SeriesMetric {
  readonly metric: Metric;
  readonly reference: Omit<MetricPoint, "adjustedP" | "level"> | null;
  readonly windows: readonly (MetricPoint | null)[];
  /** Expected from calibrated probabilities: never a measurement. */
  readonly estimates: readonly (MetricPoint | null)[];
}

export interface SeriesPerformance {
  readonly task: OutcomePlan["task"];
  readonly positive: string | null;
  /** What performance is compared with: the reference, or the first window that has enough labels. */
  readonly against: "reference" | "first window" | null;
  readonly metrics: readonly SeriesMetric[];
  readonly causes: readonly CauseFound[];
  readonly marks: Marks | null;
}

export interface SeriesWindow {
  readonly from: string;
  readonly to: string;
  readonly rows: number;
  /** Rows with a label and a prediction; null without either column. */
  readonly labelled: number | null;
  /** Names of columns. */
  readonly drifted: readonly string[];
  readonly driftedSinceBefore: readonly string[];
  readonly performance: Level;
  readonly level: Level;
}

export interface SeriesReport {
  readonly schema: "holdout-drift-series";
  readonly version: typeof seriesVersion;
  readonly level: Level;
  readonly sentence: string;
  readonly reference: Side & { readonly baseline: boolean };
  readonly current: Side;
  readonly date: string;
  readonly span: Span;
  readonly windows: readonly SeriesWindow[];
  readonly gaps: Timeline["gaps"];
  /** Rows in no window. */
  readonly dateless: { readonly missing: number; readonly unreadable: number };
  readonly columns: readonly SeriesColumn[];
  readonly performance: SeriesPerformance | null;
  /** Advised where predictions, not only data, are worse in the last window that can be judged. */
  readonly retrain: { readonly advised: boolean; readonly sentence: string };
  readonly tests: number;
  readonly falseDiscoveryRate: number;
  readonly minimumRows: number;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly partial: boolean;
}
