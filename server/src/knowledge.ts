/** All library knowledge that ships with Holdout, put together. */
import boosting from "../knowledge/boosting.json";
import builtins from "../knowledge/builtins.json";
import categoryEncoders from "../knowledge/category_encoders.json";
import conventions from "../knowledge/conventions.json";
import featureEngine from "../knowledge/feature_engine.generated.json";
import forecasting from "../knowledge/forecasting.json";
import huggingface from "../knowledge/huggingface.json";
import images from "../knowledge/images.json";
import imblearn from "../knowledge/imblearn.json";
import keras from "../knowledge/keras.json";
import nlp from "../knowledge/nlp.json";
import numpy from "../knowledge/numpy.json";
import optunaHyperopt from "../knowledge/optuna_hyperopt.json";
import others from "../knowledge/others.json";
import pandas from "../knowledge/pandas.json";
import persistence from "../knowledge/persistence.json";
import plots from "../knowledge/plots.json";
import polars from "../knowledge/polars.json";
import protocols from "../knowledge/protocols.json";
import pysparkGenerated from "../knowledge/pyspark.generated.json";
import pyspark from "../knowledge/pyspark.json";
import scipy from "../knowledge/scipy.json";
import sklearnGenerated from "../knowledge/sklearn.generated.json";
import sklearn from "../knowledge/sklearn.json";
import sklearnOld from "../knowledge/sklearn_old.json";
import statsmodels from "../knowledge/statsmodels.json";
import stdlib from "../knowledge/stdlib.json";
import torch from "../knowledge/torch.json";
import type { KnowledgeFile, ProtocolFile } from "./trace/knowledge.js";
import { createLibrary, type Library, type OwnRows } from "./trace/library.js";

const files = [
  boosting,
  builtins,
  categoryEncoders,
  featureEngine,
  forecasting,
  huggingface,
  images,
  imblearn,
  keras,
  nlp,
  numpy,
  optunaHyperopt,
  others,
  pandas,
  persistence,
  plots,
  polars,
  pyspark,
  pysparkGenerated,
  scipy,
  sklearnGenerated,
  sklearn,
  sklearnOld,
  statsmodels,
  stdlib,
  torch,
] as unknown as KnowledgeFile[];

let shipped: Library | null = null;
const extended = new WeakMap<OwnRows, Library>();

const build = (own?: OwnRows): Library => createLibrary(files, protocols as unknown as ProtocolFile, conventions, own);

/** Built once. The test of the knowledge files checks them against the schema, so the cast above is held by a test. */
export const shippedLibrary = (): Library => (shipped ??= build());

/** What ships and, before it, what a project says of itself; built once for each `own`. */
export function libraryWith(own: OwnRows): Library {
  const library = extended.get(own) ?? build(own);
  extended.set(own, library);
  return library;
}
