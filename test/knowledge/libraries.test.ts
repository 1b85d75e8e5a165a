/** Programs with libraries beyond scikit-learn and pandas: the leak is found where it is, and the clean way is silent. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string) => places((await check([text])).findings, [text]).map((place) => place.replace("cell1:", ""));

/** Lines of `program` with "!" at their ends are where findings are expected. */
async function expectFindings(code: string, program: string): Promise<void> {
  const lines = program.trim().split("\n");
  const expected = lines.flatMap((line, i) => (line.endsWith("  # !") ? [`${code} ${i + 1}`] : []));
  expect(await found(lines.join("\n"))).toEqual(expected);
}

const sklearnEnd = `
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`;
const sklearnStart = `
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split`;

describe("Polars", () => {
  const program = (before: string, after = "") => `${sklearnStart}
import polars as pl
df = pl.read_csv("a.csv")
${before}
train = df.filter(pl.col("day") < 300)
test = df.filter(pl.col("day") >= 300)
${after}
X_train, y_train = train.drop("y"), train["y"]
X_test, y_test = test.drop("y"), test["y"]${sklearnEnd}`;
  it.each([
    ['df = df.with_columns((pl.col("x") - pl.col("x").mean()) / pl.col("x").std())  # !', ""],
    ['df = df.with_columns(z=pl.col("x") - pl.col("x").median())  # !', ""],
    ['df = df.with_columns([pl.col("x").fill_null(pl.col("x").median())])  # !', ""],
    ['df = df.with_columns(pl.col("x") / pl.mean("x"))  # !', ""],
    ['mean = df.select(pl.col("x").mean()).item()  # !\ndf = df.with_columns(pl.col("x") - mean)', ""],
    ['df = df.with_columns(pl.col("x") * 2, pl.col("s").str.to_lowercase(), (pl.col("a") + pl.col("b")).alias("c"))', ""],
    ['df = df.lazy().with_columns(pl.col("x").log()).drop_nulls().collect()', ""],
    ['df = df.with_columns(z=pl.col("other") - pl.col("other").mean()).drop("z")', ""],
    ["", 'm = train.select(pl.col("x").mean()).item()\ntrain = train.with_columns(pl.col("x") - m)\ntest = test.with_columns(pl.col("x") - m)'],
  ])("%s %s", (before, after) => expectFindings("HLD101", program(before, after)));
});

describe("PySpark", () => {
  const program = (before: string, after: string) => `
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.ml import Pipeline
from pyspark.ml.feature import StandardScaler, VectorAssembler, StringIndexer, Imputer
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
spark = SparkSession.builder.appName("x").getOrCreate()
df = spark.read.csv("a.csv", header=True, inferSchema=True)
assembler = VectorAssembler(inputCols=["a", "b"], outputCol="v")
scaler = StandardScaler(inputCol="v", outputCol="features")
lr = LogisticRegression(labelCol="y")
${before}
train, test = df.randomSplit([0.8, 0.2], seed=1)
${after}
print(BinaryClassificationEvaluator(labelCol="y").evaluate(predictions))`;
  const fit = "model = lr.fit(train)\npredictions = model.transform(test)";
  it.each([
    ["df = assembler.transform(df)\ndf = scaler.fit(df).transform(df)  # !", fit],
    ['df = Imputer(inputCols=["a"], outputCols=["a"]).fit(df).transform(df)  # !', fit],
    ["df = Pipeline(stages=[assembler, scaler]).fit(df).transform(df)  # !", fit],
    ['mean = df.select(F.mean("a")).first()[0]  # !\ndf = df.withColumn("a", F.col("a") - mean)', fit],
    ['df = df.withColumn("a", F.log("a")).dropna()', fit],
    ["", "model = Pipeline(stages=[assembler, scaler, lr]).fit(train)\npredictions = model.transform(test)"],
    [
      "",
      "grid = ParamGridBuilder().addGrid(lr.regParam, [0.1, 1.0]).build()\ncv = CrossValidator(estimator=Pipeline(stages=[assembler, scaler, lr]), estimatorParamMaps=grid, evaluator=BinaryClassificationEvaluator())\npredictions = cv.fit(train).transform(test)",
    ],
  ])("%s %s", (before, after) => expectFindings("HLD101", program(before, after)));

  it("knows the rows that a model was fitted on", () =>
    expectFindings("HLD106", program("", "model = Pipeline(stages=[assembler, lr]).fit(df)  # !\npredictions = model.transform(test)")));
});

describe("Hugging Face", () => {
  const text = (before: string, X = 'parts["train"]["text"]', test = 'parts["test"]["text"]') => `${sklearnStart}
from datasets import load_dataset
from sklearn.feature_extraction.text import TfidfVectorizer
ds = load_dataset("imdb")
${before}
X_train, y_train = X(${X}), parts["train"]["label"]
X_test, y_test = X(${test}), parts["test"]["label"]${sklearnEnd}`;
  it("keeps the parts of a data set apart", async () => {
    const clean = text(
      'parts = ds.map(lambda r: {"text": r["text"].lower()}).remove_columns(["id"])\nvectorizer = TfidfVectorizer().fit(parts["train"]["text"])\nX = vectorizer.transform',
    );
    expect(await found(clean)).toEqual([]);
    await expectFindings(
      "HLD101",
      text(
        'parts = ds["train"].train_test_split(test_size=0.2, seed=1)\nvectorizer = TfidfVectorizer().fit(ds["train"]["text"])  # !\nX = vectorizer.transform',
      ),
    );
    expect(
      await found(
        text(
          'parts = ds["train"].shuffle(seed=1).train_test_split(test_size=0.2, seed=1)\nvectorizer = TfidfVectorizer().fit(parts["train"]["text"])\nX = vectorizer.transform',
        ),
      ),
    ).toEqual([]);
  });

  it("reads the parts that are asked for", async () => {
    const program = (train: string, test: string) => `${sklearnStart}
from datasets import load_dataset
train, test = load_dataset("x", split="${train}"), load_dataset("x", split="${test}")
X_train, y_train = np.array(train["v"]), train["y"]
X_test, y_test = np.array(test["v"]), test["y"]${sklearnEnd}`;
    expect(await found(program("train", "test"))).toEqual([]);
    expect(await found(program("train[:80%]", "train[80%:]"))).toEqual([]);
    const scaled = program("train[:80%]", "train[80%:]").replace(
      "X_train, y",
      'mean = np.array(load_dataset("x", split="train")["v"]).mean()  # !\nX_train, y',
    );
    await expectFindings(
      "HLD101",
      scaled.replace('np.array(train["v"])', 'np.array(train["v"]) - mean').replace('np.array(test["v"])', 'np.array(test["v"]) - mean'),
    );
  });

  const trainer = (sets: string, more: string, end: string) => `
from datasets import load_dataset
from transformers import AutoTokenizer, AutoModelForSequenceClassification, Trainer, TrainingArguments, EarlyStoppingCallback
ds = load_dataset("imdb")
tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
ds = ds.map(lambda r: tokenizer(r["text"], truncation=True), batched=True)
model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
args = TrainingArguments("out", ${more.includes("best") ? "load_best_model_at_end=True" : "num_train_epochs=1"})
trainer = Trainer(model=model, args=args, ${sets}${more.includes("stop") ? ", callbacks=[EarlyStoppingCallback(early_stopping_patience=2)]" : ""})
trainer.train()
${end}`;
  it.each([
    ['train_dataset=ds["train"], eval_dataset=ds["validation"]', "best", 'print(trainer.evaluate(ds["test"]))', []],
    ['train_dataset=ds["train"], eval_dataset=ds["test"]', "", "print(trainer.evaluate())", []],
    ['train_dataset=ds["train"], eval_dataset=ds["test"]', "stop", "print(trainer.evaluate())", ["HLD202"]],
    ['train_dataset=ds["train"], eval_dataset=ds["test"]', "best", 'print(trainer.evaluate(ds["test"]))', ["HLD202"]],
  ])("Trainer(%s) %s %s", async (sets, more, end, codes) => {
    expect((await found(trainer(sets, more, end))).map((place) => place.split(" ")[0])).toEqual(codes);
  });
});

describe("feature-engine and category_encoders", () => {
  const program = (imports: string, step: string, fitOn = "df") => `${sklearnStart}
import pandas as pd
${imports}
df = pd.read_csv("a.csv")
step = ${step}
${fitOn === "df" ? 'X, y = step.fit_transform(df.drop(columns="y"), df["y"]), df["y"]  # !' : 'X, y = df.drop(columns="y"), df["y"]'}
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
${fitOn === "df" ? "" : "X_train = step.fit_transform(X_train, y_train)\nX_test = step.transform(X_test)"}${sklearnEnd}`;
  const mean = "from feature_engine.imputation import MeanMedianImputer";
  it.each([
    ["HLD101", mean, "MeanMedianImputer()"],
    ["HLD103", "from feature_engine.selection import SelectByShuffling", "SelectByShuffling(None)"],
    ["HLD104", "from feature_engine.encoding import MeanEncoder", "MeanEncoder()"],
    ["HLD104", "from category_encoders import CatBoostEncoder", "CatBoostEncoder()"],
  ])("%s: %s", async (code, imports, step) => {
    const text = program(imports, step);
    expect(await found(text.trim())).toEqual([expect.stringMatching(new RegExp(`^${code} `))]);
    expect(await found(program(imports, step, "train").trim())).toEqual([]);
  });
  it("takes what works row by row for that", async () => {
    const text = program("from feature_engine.transformation import LogTransformer", "LogTransformer()").replace("  # !", "");
    expect(await found(text)).toEqual([]);
  });
});

describe("Keras preprocessing layers", () => {
  const program = (on: string) => `
import numpy as np, pandas as pd
from tensorflow import keras
from tensorflow.keras import layers
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
X, y = df.drop(columns="y").values, df["y"].values
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
norm = layers.Normalization()
norm.adapt(${on})${on === "X" ? "  # !" : ""}
model = keras.Sequential([layers.Dense(1)])
model.compile(loss="mse")
model.fit(norm(X_train), y_train, epochs=3)
print(model.evaluate(norm(X_test), y_test))`;
  it("learn in adapt", async () => {
    await expectFindings("HLD101", program("X"));
    expect(await found(program("X_train"))).toEqual([]);
  });
});

describe("forecasting", () => {
  it("splits of sktime, darts and pmdarima are cuts", async () => {
    const sktime = (on: string) => `
import pandas as pd
from sktime.split import temporal_train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
df = pd.read_csv("a.csv")
scaler = StandardScaler()
${on === "df" ? "df = pd.DataFrame(scaler.fit_transform(df), columns=df.columns)  # !" : ""}
train, test = temporal_train_test_split(df, test_size=36)
model = Ridge().fit(train.drop(columns="y"), train["y"])
print(mean_squared_error(test["y"], model.predict(test.drop(columns="y"))))`;
    await expectFindings("HLD101", sktime("df"));
    expect(await found(sktime(""))).toEqual([]);
    const folds = `
import pandas as pd
from pmdarima.model_selection import RollingForecastCV
from sklearn.linear_model import LinearRegression
df = pd.read_csv("a.csv")
X, y = df[["a"]].values, df["y"].values
for tr, te in RollingForecastCV(h=3).split(y):
    model = LinearRegression().fit(X[tr], y[tr])
    print(model.score(X[te], y[te]))`;
    expect(await found(folds)).toEqual([]);
  });
});
