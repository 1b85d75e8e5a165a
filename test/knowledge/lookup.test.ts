/** Names as people import them, old homes and nested ones included, lead to a row. */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { KnowledgeFile } from "../../server/src/trace/knowledge.js";
import { createLibrary } from "../../server/src/trace/library.js";

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../server/knowledge");
const read = (name: string) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));
const special = ["magics.json", "conventions.json", "protocols.json"];
const files = fs.readdirSync(folder).filter((name) => !special.includes(name));
const library = createLibrary(
  files.map((name) => read(name) as KnowledgeFile),
  read("protocols.json"),
  read("conventions.json"),
);

describe("looking names up", () => {
  it.each([
    ["sklearn.preprocessing.StandardScaler", "transformer"],
    ["sklearn.preprocessing.LabelEncoder", "labelEncoder"],
    ["sklearn.preprocessing.data.MinMaxScaler", "transformer"],
    ["sklearn.linear_model.LogisticRegression", "classifier"],
    ["sklearn.linear_model.logistic.LogisticRegression", "classifier"],
    ["sklearn.cross_validation.KFold", "oldSplitter"],
    ["sklearn.model_selection.KFold", "splitter"],
    ["sklearn.grid_search.GridSearchCV", "search"],
    ["sklearn.decomposition.PCA", "decomposition"],
    ["sklearn.feature_selection.SelectKBest", "selector"],
    ["sklearn.dummy.DummyClassifier", "classifier"],
    ["sklearn.base.TransformerMixin", "mixin"],
    ["imblearn.over_sampling.SMOTE", "resampler"],
    ["xgboost.XGBClassifier", "boostClassifier"],
    ["lightgbm.Dataset", "dmatrix"],
    ["lightgbm.early_stopping", "kerasCallback"],
    ["keras.layers.core.Dense", "kerasLayer"],
    ["tensorflow.keras.layers.Dense", "kerasLayer"],
    ["tensorflow.python.keras.models.Sequential", "kerasModel"],
    ["tensorflow.keras.callbacks.EarlyStopping", "kerasCallback"],
    ["tensorflow.keras.preprocessing.text.Tokenizer", "tokenizer"],
    ["torch.nn.Module", "torchModule"],
    ["torch.utils.data.DataLoader", "torchLoader"],
    ["category_encoders.TargetEncoder", "encoder"],
    ["fbprophet.Prophet", "forecaster"],
  ])("%s is a %s", (name, protocol) => {
    const entry = library.find(name);
    expect(entry.what === "class" ? entry.row.is : entry.what).toBe(protocol);
  });

  it.each([
    "pandas.read_csv",
    "pandas.DataFrame",
    "pandas.DataFrame.from_dict",
    "numpy.log1p",
    "numpy.c_",
    "numpy.random.shuffle",
    "sklearn.externals.joblib.load",
    "sklearn.cross_validation.train_test_split",
    "scipy.stats.stats.pearsonr",
    "matplotlib.pyplot.style.use",
    "datetime.datetime.now",
    "tensorflow.data.Dataset.from_tensor_slices",
    "keras.utils.np_utils.to_categorical",
    "builtins.len",
  ])("%s is a function", (name) => expect(library.find(name).what).toBe("function"));

  it("finds methods and attributes through what a protocol extends", () => {
    expect(library.method("boostClassifier", "predict_proba")?.does).toMatchObject({ op: "predict", kind: "proba" });
    expect(library.method("decomposition", "fit_transform")?.does).toMatchObject({ op: "fitTransform" });
    expect(library.method("dmatrix", "mean")?.does).toBe("reduce");
    expect(library.attribute("search", "best_score_")?.op).toBe("bestScore");
  });
});
