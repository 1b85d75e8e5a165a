/** The part of the engine's port that knows time: the same counts as for a whole data set, for each of its windows. */
import type { Counted, CountPlan, DriftEngine, Facts, Failed, Read, Watch } from "../engine.js";
import type { Calibration, ScoredGroup } from "../stats/isotonic.js";

/** Days, weeks (from Monday) and months of UTC, or so many rows by order of time; rows of the same time stay together. */
export type Span = "day" | "week" | "month" | number;

export interface TimePlan {
  /** Dates, or for windows of so many rows any number that grows. */
  readonly column: string;
  readonly span: Span;
  /** As strptime takes it, where the dates alone do not tell. */
  readonly format?: string;
  /** More windows than these are refused. */
  readonly most: number;
}

export interface Window {
  /** ISO dates in UTC, or numbers as text: where the window begins and, not included, ends; of windows of so many rows, the first and last row. */
  readonly from: string;
  readonly to: string;
  readonly rows: number;
}

export interface Timeline {
  /** Those that have rows, in order. */
  readonly windows: readonly Window[];
  /** Stretches without rows between them. */
  readonly gaps: readonly { readonly from: string; readonly to: string; readonly windows: number }[];
  /** Rows that are in no window. */
  readonly missing: number;
  readonly unreadable: number;
  /** How the dates were read, where that is not plain. */
  readonly notes: readonly string[];
}

export interface OutcomePlan {
  readonly task: "classes" | "numbers";
  /** Whether labels and predictions are compared as numbers, true and false being 1 and 0, so that 1, 1.0 and true are one class; else as texts. */
  readonly asNumbers: boolean;
  readonly label: string | null;
  readonly prediction: string | null;
  /** Of the positive class. */
  readonly probability: string | null;
  /** As the values are named in {@link Outcome.confusion}; null with more than two classes. */
  readonly positive: string | null;
  readonly negative: string | null;
  /** From the reference; without it there is no estimate. */
  readonly calibration: Calibration | null;
}

/** What predictions and labels of one window add up to. */
export interface Outcome {
  readonly rows: number;
  /** Rows with a prediction and a label. */
  readonly labelled: number;
  /** Labelled rows by label and prediction. */
  readonly confusion: readonly (readonly [label: string, prediction: string, rows: number])[];
  /** Of label − prediction: sums over labelled rows, to the fourth power for the spread of squares. */
  readonly errors: { readonly rows: number; readonly absolute: number; readonly squares: number; readonly fourth: number } | null;
  /** Of labelled rows with a probability. `variance` of AUC by DeLong. */
  readonly ranking: { readonly positives: number; readonly negatives: number; readonly auc: number; readonly variance: number } | null;
  readonly logLoss: { readonly rows: number; readonly sum: number; readonly squares: number } | null;
  /** Probabilities that are none. */
  readonly outside: number;
  /** Expected from calibrated probabilities, whether or not there are labels. */
  readonly estimate: Estimate | null;
}

export interface Estimate {
  readonly rows: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
  /** Σ c(1 − c). */
  readonly variance: number;
  readonly auc: number | null;
  readonly logLoss: number;
  /** Of the labelled rows alone: how many, how many are expected to be right, and Σ c(1 − c). */
  readonly labelled: { readonly rows: number; readonly right: number; readonly variance: number };
}

export interface Mark {
  readonly detector: "DDM" | "Page-Hinkley" | "ADWIN";
  /** As {@link Window.from}. */
  readonly at: string;
  /** Labelled rows up to there. */
  readonly row: number;
  /** Where DDM's warnings before it began. */
  readonly since: string | null;
}

export interface Marks {
  /** The first of each detector. */
  readonly found: readonly Mark[];
  readonly all: Readonly<Partial<Record<Mark["detector"], number>>>;
}

/** How errors are scaled for the detectors, which want values from 0 to 1. */
export interface MarkPlan extends OutcomePlan {
  /** Absolute errors of numbers at least this large count as 1. */
  readonly scale: number;
  /** Absolute errors above this are wrong, for DDM. */
  readonly wrong: number;
}

/** Errors of labelled rows by the bins of a column, in the order of its counts; categories that were not asked for are the last. */
export interface ErrorsBy {
  readonly rows: readonly number[];
  readonly errors: readonly number[];
  readonly squares: readonly number[];
}

export interface TimeEngine extends DriftEngine {
  /** Lays windows over a data set; calls with its id that end in `ByWindow` then answer for each. */
  timeline(id: string, plan: TimePlan, watch?: Watch): Promise<Timeline>;
  summariseByWindow(id: string, reads: readonly Read[], watch?: Watch): Promise<(readonly Facts[] | Failed)[]>;
  countByWindow(id: string, plans: readonly CountPlan[], watch?: Watch): Promise<(readonly Counted[] | Failed)[]>;
  /** One for each window, or a single one if the data set has none. */
  outcomes(id: string, plan: OutcomePlan, watch?: Watch): Promise<readonly Outcome[]>;
  /** The commonest values of a column, named as in confusions, by falling count. */
  classes(id: string, columns: readonly string[], asNumbers: boolean, watch?: Watch): Promise<readonly string[]>;
  /** Probabilities and how often they were positive: one group for each, or for each ten-thousandth if there are more than that. */
  scores(id: string, plan: OutcomePlan, watch?: Watch): Promise<readonly ScoredGroup[]>;
  /** Reads the labelled rows in order of time; rows of one time in an order that depends on nothing but their values. */
  marks(id: string, plan: MarkPlan, watch?: Watch): Promise<Marks>;
  errorsBy(id: string, plan: OutcomePlan, columns: readonly CountPlan[], watch?: Watch): Promise<(ErrorsBy | Failed)[]>;
}
