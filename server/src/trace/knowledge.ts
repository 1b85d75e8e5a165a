/**
 * The vocabulary in which library knowledge (server/knowledge/*.json) is written, and its look-up.
 * The trace interprets effects; it knows no library. The knowledge names libraries; it knows no rule.
 */

/** What one file of server/knowledge/ holds. */
export interface KnowledgeFile {
  /** Package whose rows these are, e.g. "sklearn". */
  readonly package: string;
  readonly provenance: "manual" | "generated";
  /** The version that the rows were checked against, e.g. "scikit-learn 1.7.2", or "-" for long-dead APIs. */
  readonly checked: string;
  /** Dotted module path → what it exports. A name exported by several modules is listed in each, or through `aliases`. */
  readonly modules: Readonly<Record<string, ModuleRow>>;
  /** Module path → module path that exports the same names (old or private homes of an API). */
  readonly aliases?: Readonly<Record<string, string>>;
}

export interface ModuleRow {
  readonly classes?: Readonly<Record<string, ClassRow>>;
  readonly functions?: Readonly<Record<string, CallableRow>>;
  /** Plain values: submodules need no row; constants such as `np.nan` do. */
  readonly values?: Readonly<Record<string, "nan" | "none" | "opaque">>;
}

export interface ClassRow {
  /** Protocol in protocols.json: transformer, classifier, splitter, search, pipeline, kerasModel … */
  readonly is: string;
  /** Constructor signature, e.g. "(n_splits=5, *, shuffle=False, random_state=None)". Defaults matter: they decide behaviour. */
  readonly init?: string;
  /** Flags that the protocol's effects read, see {@link ClassTraits}. */
  readonly traits?: ClassTraits;
  /** Methods that differ from the protocol's. */
  readonly methods?: Readonly<Record<string, CallableRow>>;
}

/** How instances of a class differ inside their protocol. */
export interface ClassTraits {
  /** fit() learns nothing from rows (Normalizer, HashingVectorizer, FunctionTransformer). */
  readonly stateless?: boolean;
  /** fit() learns codes or categories only (LabelEncoder, OneHotEncoder, CountVectorizer, Tokenizer). */
  readonly vocabulary?: boolean;
  /** fit() learns from y as well (SelectKBest, RFE, TargetEncoder, LDA). */
  readonly supervised?: boolean;
  /** Answers without looking at the features (DummyClassifier): a yardstick, not a model to choose. */
  readonly noSkill?: boolean;
  /** Trains what it wraps once for each class: the same model, asked class by class. */
  readonly perClass?: boolean;
  /** Made of decision trees: only the order of values in a column matters. */
  readonly trees?: boolean;
  /** Predicts the same however each column is moved and stretched (least squares with an intercept and no penalty), while these parameters have these values. */
  readonly affine?: Readonly<Record<string, string | number | boolean | null>>;
  /** Moves and stretches each column: a scaler after it undoes what it learned. */
  readonly scales?: boolean;
  /** Only fills in what is missing: complete rows do not need it. The parameter that tells another value than NaN to be missing. */
  readonly fills?: string;
  /** fit() chooses columns. */
  readonly selects?: boolean;
  /** Group or category statistics of the target (TargetEncoder, CatBoostEncoder). */
  readonly targetEncoder?: boolean;
  /** classifier | regressor | clusterer | outlier | density: what predict gives. */
  readonly task?: "classification" | "regression" | "clustering" | "outlier" | "any";
  /** Splitters: test sides of the folds do not overlap (KFold) or may (ShuffleSplit). */
  readonly folds?: "disjoint" | "overlapping";
  /** Splitters: rows are permuted before cutting: always, never, or as the `shuffle` parameter says. */
  readonly shuffles?: "always" | "never" | "param";
  /** Splitters that respect groups or time. */
  readonly by?: "group" | "time" | "strata";
  /** Resamplers: over copies or synthesises rows, copies does no more than copy them, under drops rows, both does both. */
  readonly resamples?: "over" | "copies" | "under" | "both";
  /** Callbacks. stop: ends training by a monitored score; checkpoint: keeps the best weights when `save_best_only`; best: keeps them when it has a `monitor`. */
  readonly callback?: "stop" | "checkpoint" | "best" | "none";
  /** Constructor parameters that hold estimators or lists/tuples of (name, estimator[, columns]). */
  readonly wraps?: readonly string[];
  /** Composites that leave out what none of their parts is told: the parameter with the parts, where in a part its columns stand, the parameter that keeps the others unless it has this value. */
  readonly parts?: { readonly param: string; readonly columns: "first" | "last"; readonly rest: string; readonly dropped: string | boolean };
  /** Constructor parameters that hold data (TensorDataset(*arrays), DMatrix(data, label)). */
  readonly data?: readonly string[];
  /** Parameter naming the labels among `data`. */
  readonly label?: string;
  /** Estimator does its own hold-out when this parameter is truthy (early_stopping=True), or its own CV (LassoCV, RFECV): "cv". */
  readonly inner?: string;
  /** Iterating, indexing or calling instances gives row-wise pieces of the data. */
  readonly rowwiseCall?: boolean;
  /** Stateless if a constructor parameter has this value (SimpleImputer(strategy="constant")). */
  readonly statelessWhen?: { readonly param: string; readonly value: string | number | boolean };
  /** Selectors: the constructor parameter that says how many columns are left, or "all" (SelectKBest(k=…)). */
  readonly keeps?: string;
  /** Stateless if this constructor parameter lists what would be learned (OrdinalEncoder(categories=…)). */
  readonly told?: string;
  /** A vocabulary that comes with statistics of the rows if a constructor parameter has one of these values (TF-IDF). */
  readonly weighsWhen?: { readonly param: string; readonly values: readonly string[] };
  /** Learns no more than a vocabulary, whatever it learns else, if a constructor parameter has one of these values (encoding_method="arbitrary"). */
  readonly countsWhen?: { readonly param: string; readonly values: readonly string[] };
  /** A regressor that predicts classes, or chances of them, if a constructor parameter has one of these values (an objective). */
  readonly classesWhen?: { readonly param: string; readonly values: readonly string[] };
  /** fit() learns only if one of these constructor parameters is true (ImageDataGenerator's featurewise_*). */
  readonly learnsWhen?: readonly string[];
  /** Changes rows at random: always, or when one of these constructor parameters is truthy. */
  readonly augments?: "always" | readonly string[];
  /** Behaves differently in training: always, or when one of these constructor parameters is truthy. */
  readonly modes?: "always" | readonly string[];
  /** The activation it applies last, or the parameters that name it and the width. */
  readonly ends?: string | { readonly param: string; readonly units?: readonly string[] };
  /** Losses: what they want to be given: logits, probabilities or logprobabilities. */
  readonly expects?: "logits" | "probabilities" | "logprobabilities";
  /** Searches: the constructor parameter with the settings to try. */
  readonly space?: string;
  /** Constructor parameter that switches early stopping on (XGBClassifier(early_stopping_rounds=…)). */
  readonly stop?: string;
  /** Parameters of fit that the constructor takes and does nothing with. */
  readonly onlyInFit?: readonly string[];
  /** Early stopping that is asked for is left out under this setting. */
  readonly neverStops?: NeverStops;
  /** The rows that fit() learns from are given to the constructor, by this parameter (OLS(y, X).fit()); `label` names the target. */
  readonly fits?: string;
  /** Construction fits at once (Word2Vec(sentences)). Only together with `fits`. */
  readonly atOnce?: boolean;
  /** Constructor parameter that says, where it is True, that what is wrapped is trained already: nothing is learned anew (SelectFromModel(prefit=True)). */
  readonly trained?: string;
  /** Constructor parameter with a function that transform() calls on its rows (FunctionTransformer(func)). */
  readonly calls?: string;
  /** Generators: constructor parameter with the seed. */
  readonly seed?: string;
}

/** Settings, by any of their names, under which training goes on to the last round. */
export interface NeverStops {
  readonly params: readonly string[];
  readonly value: string;
}

export interface CallableRow {
  /** Python signature without self. Parameters bind by it, positional or keyword alike. */
  readonly sig?: string;
  /** What the call does; default: opaque. Several effects apply in order, the last one's value is the result. */
  readonly does?: Effect | readonly Effect[];
}

/** An effect is its name, or an object with `op` and options. Parameter names refer to `sig`; "self" is the receiver. */
export type Effect = OpName | EffectRow;

export interface EffectRow {
  readonly op: OpName;
  /** Parameter (or "self") whose rows are meant. Default: self for methods of data, else the first parameter. */
  readonly of?: string;
  /** Further options by op, listed with {@link OpName}. */
  readonly [option: string]: unknown;
}

/**
 * The closed set of operations.
 *
 * Data in, data out (rows of `of`):
 * - same: the value itself (`copy` of a frame is `copy`, which makes a new object; `same` keeps the alias).
 * - copy: a new object with equal content.
 * - rowwise: new data, same rows; each row depends on that row only. All data arguments are combined. Honours `inplace=True`. `measures`: says how long each is.
 * - reduce: a statistic of the rows (mean, max, quantile, corr, value_counts). `axis` 1/"columns" makes it rowwise. Options: `weak: true` for
 *   counts of missing or distinct values (nothing that a reviewer calls learned); `against` for columns measured against one another, or against that parameter; `extreme: true` for the first or last value: subtracting it
 *   alone only moves the origin.
 * - learn: same rows, each now depends on statistics of all (qcut, rank, scale, minmax). Options: `unless`: "edges" = parameter `edges` given
 *   as a literal list makes it rowwise (pd.cut: `{"op":"learn","unless":{"param":"bins","kind":"list"}}`).
 * - vocab: same rows, codes or categories learned (get_dummies, factorize, astype('category')). Columns become open.
 * - count: a length or shape (len, shape, size, nunique). Learns nothing. `measures`: mapped over elements it says how long each is.
 * - filter: fewer rows of the same (dropna, drop_duplicates, query, head, nlargest). Options: `axis` honoured (axis=1 selects columns), `head`: n, `once`: no row twice.
 * - fill: fillna/replace-like: rowwise with the value argument's knowledge added; options `value`, `method` parameter names. ffill/bfill/interpolate: `window`.
 * - window: depends on neighbouring rows (rolling, shift, diff, ffill); breaks the link of a column with itself. `shift`: the same for shift.
 * - sort: same rows, order decided by a column. shuffle: same rows, random order (seed: parameter name).
 * - sample: a random subset: options n, frac, replace, seed (parameter names). `replace=True` or frac > 1 makes it resample.
 * - resample: rows repeated or synthesised from all rows (`kind`: over | under). Several arrays: returns a tuple of them.
 * - repeat: every row copied (np.repeat, np.tile, df.append(df)). `axis`, and `times` along each axis (parameter names): rows of which each is widened stay as many.
 * - concat: rows of the parts in order, or columns side by side with axis=1 (parameter names `parts`, `axis`, `ignoreIndex`). `append`: self + other.
 * - join: rows of the left part, columns of both (merge, join); the right part's content becomes known to the rows.
 * - columns: selects/drops/renames columns: options `select`, `drop`, `labels`, `axis`. `open`: result has columns that cannot be named.
 * - align: a pair: the same rows and those of the parameter `other`, with the same columns.
 * - assign: adds columns given as keywords. insert: adds one column (loc, column, value).
 * - groupby: a grouped view (`by`); agg gives statistics, transform gives them back row by row, both learned.
 * - apply: calls its argument on columns, rows (axis=1) or groups. map: calls it or looks it up, element by element (a dict or Series argument adds its knowledge).
 * - pipe: calls its argument with the receiver.
 * - fresh: unrelated new data (zeros, DataFrame from literals, random; `scale`: numbers in even steps, no rows of a table). like: shaped as the argument, content unrelated.
 * - construct: builds data from its arguments (np.array, DataFrame, Series, tensor, list → array, DMatrix): rows and columns come along.
 * - hstack/vstack: columns/rows side by side. stack of parts given as one sequence.
 * - positions: row numbers of something: arange(n), RangeIndex. permutation: the same in random order (seed option).
 * - randomMask: independent draws, used as masks (np.random.rand(n) < .8).
 * - indexset: set arithmetic over positions (setdiff1d, delete). - delete: rows at positions removed.
 * - where: elements chosen by a condition (np.where, mask, select): all arguments combined; one argument: positions.
 * - read: rows from a file or query (`path` parameter; `text`: its format, where Holdout reads the file itself: delimited | jsonLines | numbers, all of them text, and parquet; `one`: an example a file, as pictures are). write: to a file (`path`, `data`).
 * - dataset: a bundled data set (`shape`: bunch | xy | trainTest | frame | loader | parts by name, all or the `split`; `weights` names an imbalance parameter, `wide` the one with the number of features).
 * - ignore: uses its arguments for show only (plots, print, describe); result opaque. output: shows numbers to the reader (print, display, logging).
 * - opaque: depends on all arguments, learns nothing, changes nothing, lowers confidence. pure: the same, but modelled: no loss of confidence (math, str, os);
 *   `exits`: the program ends with it (sys.exit).
 *
 * Splits:
 * - holdout: train_test_split: `arrays`, `test_size`, `train_size`, `seed`, `shuffle`, `stratify`. Returns train, test for each array in order.
 * - randomSplit: torch random_split / Spark randomSplit: a list of disjoint parts of `of`, as many as `lengths` has.
 * - split: yields (train, test) positions of folds over `of` (splitter.split). `groups` option. subset: `of` at `positions`.
 * - batch: iterating gives pieces of the same rows (DataLoader, flow). `flowFrom`: rows of a directory (`path`), `subset` with `validation_split`.
 *
 * Models and transformers (receiver = self):
 * - fit: learns rows `X`, `y`. Options: X, y, data (one argument with both), `validation` (parameter with evaluation sets: tuple, list of tuples, dataset),
 *   `validationSplit`, `callbacks`, `stop` (parameter that switches early stopping on), `groups`, `loaders` (what a trainer asks a data module or network for). Returns self (or a history for Keras: `returns: "history"`).
 * - partialFit: adds to what is known. transform: rows of X through what self learned. fitTransform: both. fitPredict.
 * - predict: `X`; `kind`: labels | proba | scores | raw | clusters. score: evaluates self on `X`, `y` with the default metric (`metric`: by task).
 * - evaluate: like score for networks: returns loss and compiled metrics. compile: metrics, loss.
 * - fitResample: returns resampled X, y. crossValidate: `estimator`, `X`, `y`, `cv`, `groups`, `scoring`; `returns`: scores | predictions | dict.
 * - trainBooster: native train(params, train data, evals=…, early_stopping_rounds=…): returns a fitted model. Options: params, data, validation, stop, callbacks,
 *   `rounds` (the number of rounds, all of which the model keeps unless it is stopped), `neverStops` (a setting under which it is not). boosterCV: its cross-validation.
 * - search is a protocol: its fit chooses by cross-validation or on a given part. best: attribute holding what was chosen; bestScore.
 * - optimize: calls the objective `fn` repeatedly and chooses by what it returns (study.optimize, fmin, gp_minimize).
 * - makeModel: functions that build estimators (make_pipeline: `steps`; make_column_transformer: `parts`). clone: an unfitted copy. load: a stored model. setParams.
 * - runGraph: a session runs a graph: `fetches` says whether it trains, predicts or scores, `data` which rows its placeholders are fed. A node
 *   (`fetches` "self") runs in the parameter `session`, or in the session made last.
 *   keepWeights: what a session (`of`) knows is stored under `path`; restoreWeights: it knows what is stored there.
 * - mode: train/eval switches. step: optimizer step. backward. loadWeights (`best`: the parameter that names the checkpoint). noGrad.
 *
 * Options of several operations (the schema, syntaxes/knowledge.schema.json, lists and describes every option):
 * - `as`: protocol of the result. `returns`: a tuple, e.g. ["rows", "statistic"]; `tuple: {param, returns}`: a tuple if that parameter is true.
 * - `of: "self"` on a model's attribute or method: what it was fitted on (coef_ is `reduce`, labels_ is `learn` of self; `outOfBag`: told by trees of the rows they were not given). `fromInit`: see trait `fits`.
 * - rowwise: `mask` "missing" | "present", `index: "reset"`, `open`, `turns` (rows become columns). reduce: `indexLabels` (an index gives its labels). window: `looks` back | ahead | both, `center`, `periods`. fit: `adds` to what is known.
 * - mode: `set` "train" | "eval" | "zeroGrad". batch: `pairs` yields (key, piece). read: `listing` gives names of files. best: `what` was chosen, or the `steps` of a pipeline.
 *
 * Numbers:
 * - metric: options `metric` (accuracy, f1, auc, mse, report, confusion …), `truth`, `pred`, `task`, `needs` (labels | proba | either).
 * - expression: a column, named by `of`, of the table whose method will be given it (pl.col, F.col); `reduces`: a statistic of it (F.mean).
 *   What it is given to takes it for a column of its own. `assign` with `parts` takes such columns in order, with `only` nothing else.
 * - call: calls its function argument with unknown arguments (parameter `fn`), e.g. Parallel, map.
 */
export type OpName =
  | "same"
  | "copy"
  | "rowwise"
  | "reduce"
  | "learn"
  | "vocab"
  | "count"
  | "filter"
  | "fill"
  | "window"
  | "shift"
  | "sort"
  | "shuffle"
  | "sample"
  | "resample"
  | "repeat"
  | "concat"
  | "append"
  | "join"
  | "columns"
  | "align"
  | "assign"
  | "insert"
  | "groupby"
  | "agg"
  | "groupTransform"
  | "apply"
  | "map"
  | "pipe"
  | "fresh"
  | "like"
  | "construct"
  | "hstack"
  | "vstack"
  | "positions"
  | "permutation"
  | "randomMask"
  | "indexset"
  | "delete"
  | "where"
  | "read"
  | "write"
  | "dataset"
  | "ignore"
  | "output"
  | "opaque"
  | "pure"
  | "holdout"
  | "randomSplit"
  | "split"
  | "subset"
  | "batch"
  | "flowFrom"
  | "fit"
  | "partialFit"
  | "transform"
  | "fitTransform"
  | "fitPredict"
  | "predict"
  | "score"
  | "evaluate"
  | "compile"
  | "fitResample"
  | "crossValidate"
  | "trainBooster"
  | "boosterCV"
  | "best"
  | "bestScore"
  | "optimize"
  | "makeModel"
  | "clone"
  | "load"
  | "setParams"
  | "mode"
  | "step"
  | "backward"
  | "loadWeights"
  | "runGraph"
  | "keepWeights"
  | "restoreWeights"
  | "noGrad"
  | "metric"
  | "call"
  | "expression";

/** protocols.json: what instances of a kind do. `extends` inherits methods and attributes. */
export interface ProtocolRow {
  readonly extends?: string;
  readonly methods?: Readonly<Record<string, CallableRow>>;
  /** Attribute → effect of reading it. */
  readonly attributes?: Readonly<Record<string, Effect>>;
  /** Calling an instance. */
  readonly call?: CallableRow;
  /** Iterating an instance: same ops, `of` self. */
  readonly iterate?: Effect;
  /** Names in brackets are columns, and work on the rows gives such a table again. */
  readonly table?: true;
  /** A file of several arrays: names in brackets that name a part (`x_test`, `Xval`) are that part's rows. */
  readonly archive?: true;
  /** Names in brackets are disjoint parts, of this protocol. */
  readonly parts?: string;
}

export interface ProtocolFile {
  readonly protocols: Readonly<Record<string, ProtocolRow>>;
}
