/** What the trace found out, as tables of facts and a log in program order. Rules read this and nothing else. */
import type { Span } from "../base/span.js";
import type { Act, ModuleNature } from "./acts.js";
import type { Rows } from "./rows.js";
import type { IdSet, NameSet, Prov } from "./values.js";

/** Something was learned from rows: a statistic, a fitted transformer, a fitted model, a selection, mixed rows. */
export interface Learned {
  readonly id: number;
  /** The arms of conditions around it that are the same arms in every round. */
  readonly arms: readonly string[];
  /** The call at fault, on its callee. */
  readonly at: Span;
  /** Call sites that lead to it, outermost first; empty at module level. */
  readonly path: readonly Span[];
  /** Line of `at` in its unit. */
  readonly line: number;
  /** Callee or class: "StandardScaler", "mean". */
  readonly what: string;
  /** The user's words for the data: "df['age']". */
  readonly name: string;
  readonly via: "statistic" | "transformer" | "model" | "selection" | "mix";
  /** statistic: numbers of the rows. vocabulary: codes or categories. count: lengths, missing values. */
  readonly weight: "statistic" | "vocabulary" | "count";
  readonly rows: Rows;
  /** Provenance of what it was learned from. */
  readonly from: Prov;
  /** Columns that were given as labels. */
  readonly y: Prov | null;
  readonly supervised: boolean;
  /** Only fills in what is missing. */
  readonly fills?: boolean;
  /** It only moved and stretched columns. */
  readonly scales?: boolean;
  /** The largest or smallest of all numbers, not of those of each column. */
  readonly extreme?: boolean;
  /** Columns that the others were measured against (correlations read at a name). */
  readonly against?: NameSet;
  /** Of how many columns, where they can be counted. */
  readonly width?: number;
  /** How many columns its table had lost by then. */
  readonly without?: number;
  /** How many columns a selection leaves at most; Infinity: all of them. */
  readonly keeps?: number;
  /** It copied all rows alike, so the shares of the classes stay. */
  readonly even?: boolean;
  /** What it copied it changed as well: flipped pictures, games as the other side saw them. */
  readonly changed?: boolean;
  /** Target or group statistics that become features (HLD104). */
  readonly grouped: boolean;
  /** The columns whose values tell its groups apart, where they are known. */
  readonly keys?: NameSet;
  /** The grouping of which it is of one group. */
  readonly group?: string;
  /** Heap id of the transformer or model; 0 for plain statistics. */
  readonly object: number;
  readonly conf: number;
  readonly fit: Fit | null;
}

/** undone: the model scales its inputs itself. idle: it only asks which value is larger (trees), or finds the same weights in other units (plain least squares). felt: all others. */
export type Scaling = "undone" | "idle" | "felt";

/** A model's training. */
export interface Fit {
  readonly rows: Rows;
  readonly yRows: Rows | null;
  /** Everything its inputs depend on. */
  readonly x: Prov;
  /** What of that may not be among its inputs: columns of a table that held it, of which the program chose some that nobody can list. */
  readonly perhaps?: ReadonlySet<number> | undefined;
  /** What of that only chose rows, and is in no column. */
  readonly ofRows?: ReadonlySet<number>;
  /** What of that is in no column but those that hold values of earlier rows. */
  readonly ofEarlier?: ReadonlySet<number>;
  /** Origins of its inputs that are proved to be among them; `open` inputs prove nothing. */
  readonly columns: {
    /** Origin → the input column that carries it. */
    readonly named: ReadonlyMap<string, { name: string; at: Span | null }>;
    readonly restMinus: readonly { source: string; minus: NameSet }[];
    /** What the columns hold of knowledge that the program gives their values, each by its name; null where nobody can list the columns. */
    readonly knows: IdSet | null;
    /** Input columns that hold windows over the values of an origin which end with the row itself, the calls that make these, and where the columns got their values. */
    readonly windows: readonly { of: string; name: string; at: Span; set: Span }[];
    /** Where the inputs were put together. */
    readonly at: Span | null;
  };
  readonly y: Prov | null;
  /** The name of the one column that is its target, where it is one. */
  readonly target: string | null;
  readonly settings: Prov;
  readonly task: "classification" | "regression" | "clustering" | "outlier" | "any";
  /** `pred:ID`: trained on the loss of these predictions. `noSkill`: answers without looking at the features. `leastSquares`: plain least squares, of as many numbers as it has columns. `ownSearch`: it chooses its settings by cross-validation of its own rows. `guessed`: a class that nobody knows; what its parameters mean is taken from their places. `inside`: code of the user that was called trains it. `grows`: each fit goes on from the last. */
  readonly flags: ReadonlySet<string>;
  /** The classes it is made of, the predictor with its literal settings; empty when code of the user decides what it is. */
  readonly made: readonly string[];
  readonly told?: Told;
  /** Where a network was put together. */
  readonly born?: Span | null;
  /** What became of the scale of its inputs. */
  readonly scaling: Scaling;
  readonly partial: boolean;
}

/** The settings of a model that its maker gave as constants, and those that vary with a loop. */
export interface Told {
  readonly names: ReadonlySet<string>;
  readonly tried: ReadonlySet<string>;
  /** Where the model is made. */
  readonly at: Span;
  /** Where it and all models that it holds or is held by are made: steps, estimators, members of an ensemble. */
  readonly sites: readonly Span[];
}

export interface Pred {
  /** Made by cross-validation: each row by a model that did not see it. */
  readonly crossed?: true;
  /** What became of the scale of the inputs, where it was. */
  readonly scaling?: Scaling;
  readonly id: number;
  readonly at: Span;
  readonly fits: IdSet;
  readonly rows: Rows;
  readonly features: Prov;
  readonly kind: string;
  readonly task: Fit["task"];
  readonly settings: Prov;
  readonly object: number;
  readonly model: string;
  readonly depth: number;
  readonly conf: number;
}

export interface Score {
  readonly id: number;
  readonly at: Span;
  /** The metric's own call, where the score stands at the call of a helper of the same program that makes it. */
  readonly inner: Span | null;
  /** The metric's own call stands in another file. */
  readonly elsewhere: boolean;
  readonly path: readonly Span[];
  readonly metric: string;
  /** holdout: predictions against labels. cv: inside cross-validation of its rows. monitor: a fit's own validation log. */
  readonly kind: "holdout" | "cv" | "monitor";
  readonly preds: IdSet;
  readonly fits: IdSet;
  readonly rows: Rows;
  /** What the features of the scored rows had learned. */
  readonly features: Prov;
  readonly settings: Prov;
  readonly truth: Prov | null;
  readonly models: readonly { object: number; name: string }[];
  readonly name: string;
  /** What the program calls the rows that a training watches, where the score is read off it. */
  readonly watched?: string;
  /** The earlier trainings that the one goes on from whose rows are watched. */
  readonly after?: IdSet;
  readonly order: number;
  readonly conf: number;
  /** Loops around it, innermost last, and those its model's settings vary with. */
  readonly loops: readonly number[];
  /** The column whose equal values no two folds of its cross-validation share. */
  readonly groups?: string;
  /** Whether its cross-validation was given groups, of whatever kind, that no two folds share. */
  readonly grouped?: boolean;
  /** The arms of conditions that nobody can decide around it: `place#arm`. */
  readonly arms: readonly string[];
  readonly needs: string;
  readonly task: string;
  /** What became of the scale of its inputs, where the model was cross-validated. */
  readonly scaling?: Scaling;
  /** Its settings, where the model was cross-validated. */
  readonly told?: Told;
  /** Predictions stand where the labels belong, and the labels where the predictions belong. */
  readonly swapped?: boolean;
  /** The metric gives the same number either way. */
  readonly symmetric?: boolean;
  /** The predictions are scored as the model gave them: not rounded, not cut at a threshold. */
  readonly raw?: boolean;
  /** They were cut at a threshold or rounded. */
  readonly hard?: boolean;
}

export interface Choice {
  readonly id: number;
  readonly at: Span;
  readonly path: readonly Span[];
  readonly kind: "search" | "stop" | "checkpoint" | "optimize" | "compare";
  readonly rows: Rows;
  /** By cross-validation inside the rows, or directly on them. */
  readonly inner: boolean;
  /** The settings that were searched, where a grid names them. */
  readonly tried?: ReadonlySet<string>;
  readonly what: string;
  /** It waits for as many rounds as there are, and the model keeps them all: only who asks for the best of them chooses. */
  readonly lasts?: true;
  readonly conf: number;
}

export interface Split {
  readonly at: Span;
  readonly id: string;
  readonly kind: "holdout" | "folds" | "sample";
  readonly rows: Rows;
  readonly seeded: boolean;
  readonly shuffled: boolean;
  readonly stratified: boolean;
  readonly by: string | null;
  /** The column whose equal values no two folds share. */
  readonly groups?: string;
  readonly label: string;
  /** The argument that says how large the parts are, where the program gives a number: `test_size=0.2`, `n_splits=5`. */
  readonly size?: { readonly name: string; readonly value: number } | null;
  /** Where the rows are shuffled anew for every pass. */
  readonly anew?: Span;
}

export interface Loop {
  readonly id: number;
  readonly at: Span;
  /** What it runs over: folds and seeds are repetitions; settings and models are candidates. */
  readonly over: "folds" | "values" | "models" | "data" | "columns";
  /** Nobody can tell what it runs over: settings, or batches of rows. */
  readonly untold?: boolean;
  /** How many rounds it has, where they can be listed. */
  readonly rounds?: number;
  /** It goes on until something happens: a condition in it may turn out differently in each round. */
  readonly while?: true;
  /** The models or classes of models that it runs over, where not each of them has a round of its own in the trace. */
  readonly models?: readonly string[];
}

/** Signs that classes are imbalanced. */
export interface Evidence {
  readonly at: Span;
  readonly kind: string;
  readonly what: string;
  /** How many times the rarest class the most frequent one has, where the program says it by weights in numbers. */
  readonly ratio: number | null;
  /** A setting of a model, or given to its fit: it tells of the rows that this model is trained on. */
  readonly ofModel: boolean;
}

/** A column took values from earlier or later rows. */
export interface Look {
  readonly id: number;
  readonly at: Span;
  readonly what: string;
  readonly name: string;
  readonly direction: "back" | "ahead" | "both";
  /** The columns whose values are taken, as in `Prov.origin`. */
  readonly of: NameSet;
  /** lag: another row's value. window: a statistic of the rows around. fill: gaps only. */
  readonly kind: "lag" | "window" | "fill";
}

/** Something that the program shows about its data or about how a number was come by. */
export interface Sign {
  readonly at: Span;
  /**
   * groups: a splitter that keeps groups together. clusters: cluster numbers scored as labels. searchScore: the score that chose is read; by a statement that does nothing with it, its `what` is "alone".
   * outOfBag: what the trees of a fit say of the rows that each of them was not given. shown: a score that a loop made is put out, in its rounds or after it.
   */
  readonly kind: "groups" | "clusters" | "searchScore" | "outOfBag" | "shown";
  readonly what: string;
  readonly rows: Rows | null;
  readonly ids: IdSet;
}

export type Event =
  | { readonly k: "learn"; readonly id: number; readonly order: number }
  | { readonly k: "fit"; readonly id: number; readonly order: number }
  | { readonly k: "score"; readonly id: number; readonly order: number }
  | { readonly k: "choice"; readonly id: number; readonly order: number };

export interface Table<K, V> {
  get(key: K): V | undefined;
}

export interface Lineage {
  readonly learned: Table<number, Learned>;
  readonly preds: Table<number, Pred>;
  readonly scores: Table<number, Score>;
  readonly choices: Table<number, Choice>;
  readonly splits: Table<string, Split>;
  readonly loops: Table<number, Loop>;
  readonly looks: Table<number, Look>;
  readonly signs: readonly Sign[];
  /** All splits, in program order. */
  readonly allSplits: readonly Split[];
  readonly evidence: readonly Evidence[];
  readonly events: readonly Event[];
  /** Modes, steps, losses, files: in program order. */
  readonly acts: readonly Act[];
  readonly modules: ReadonlyMap<number, ModuleNature>;
}

/** Whether two things stand in different arms of one condition: one run of the program sees only one of them. */
export const eitherOr = (a: Pick<Score, "arms">, b: Pick<Score, "arms">): boolean =>
  a.arms.some((x) => b.arms.some((y) => x !== y && x.slice(0, x.lastIndexOf("#")) === y.slice(0, y.lastIndexOf("#"))));
