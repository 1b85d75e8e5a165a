/** All rules, by code. */
import accuracyOnImbalancedLabels from "./accuracy-on-imbalanced-labels.js";
import activationLossMismatch from "./activation-loss-mismatch.js";
import augmentedEvaluationData from "./augmented-evaluation-data.js";
import earlyStoppingOnTest from "./early-stopping-on-test.js";
import evaluationInTrainingMode from "./evaluation-in-training-mode.js";
import evaluationOnResampledRows from "./evaluation-on-resampled-rows.js";
import futureValuesInFeatures from "./future-values-in-features.js";
import gradientsKeptInEvaluation from "./gradients-kept-in-evaluation.js";
import gradientsNotCleared from "./gradients-not-cleared.js";
import groupsAcrossSplit from "./groups-across-split.js";
import labelsInRankingMetric from "./labels-in-ranking-metric.js";
import metricTaskMismatch from "./metric-task-mismatch.js";
import noOverfittingGuard from "./no-overfitting-guard.js";
import outOfOrderCells from "./out-of-order-cells.js";
import preprocessingBeforeSplit from "./preprocessing-before-split.js";
import preprocessingBeforeValidation from "./preprocessing-before-validation.js";
import preprocessingNotSaved from "./preprocessing-not-saved.js";
import refitOnEvaluationRows from "./refit-on-evaluation-rows.js";
import repeatedTestEvaluation from "./repeated-test-evaluation.js";
import resamplingBeforeSplit from "./resampling-before-split.js";
import type { Rule } from "./rule.js";
import searchScoreAsResult from "./search-score-as-result.js";
import shuffledTimeSeries from "./shuffled-time-series.js";
import supervisedSelectionBeforeSplit from "./supervised-selection-before-split.js";
import swappedMetricArguments from "./swapped-metric-arguments.js";
import swappedSplitOutputs from "./swapped-split-outputs.js";
import targetEncodingBeforeSplit from "./target-encoding-before-split.js";
import targetInFeatures from "./target-in-features.js";
import trainOnlyEvaluation from "./train-only-evaluation.js";
import trainServeSkew from "./train-serve-skew.js";
import trainTestOverlap from "./train-test-overlap.js";
import tuningOnTest from "./tuning-on-test.js";
import undefinedWhenRerun from "./undefined-when-rerun.js";
import unsafeModelLoad from "./unsafe-model-load.js";
import unseededSplit from "./unseeded-split.js";
import unstratifiedSplit from "./unstratified-split.js";
import unusedSuppression from "./unused-suppression.js";
import unversionedArtifact from "./unversioned-artifact.js";
import vocabularyBeforeSplit from "./vocabulary-before-split.js";

export const rules: readonly Rule[] = [
  accuracyOnImbalancedLabels,
  activationLossMismatch,
  augmentedEvaluationData,
  earlyStoppingOnTest,
  evaluationInTrainingMode,
  evaluationOnResampledRows,
  futureValuesInFeatures,
  gradientsKeptInEvaluation,
  gradientsNotCleared,
  groupsAcrossSplit,
  labelsInRankingMetric,
  metricTaskMismatch,
  noOverfittingGuard,
  outOfOrderCells,
  preprocessingBeforeSplit,
  preprocessingBeforeValidation,
  preprocessingNotSaved,
  refitOnEvaluationRows,
  repeatedTestEvaluation,
  resamplingBeforeSplit,
  searchScoreAsResult,
  shuffledTimeSeries,
  supervisedSelectionBeforeSplit,
  swappedMetricArguments,
  swappedSplitOutputs,
  targetEncodingBeforeSplit,
  targetInFeatures,
  trainOnlyEvaluation,
  trainServeSkew,
  trainTestOverlap,
  tuningOnTest,
  undefinedWhenRerun,
  unsafeModelLoad,
  unseededSplit,
  unstratifiedSplit,
  unusedSuppression,
  unversionedArtifact,
  vocabularyBeforeSplit,
].sort((a, b) => a.code.localeCompare(b.code));
