/** The epoch, checkpoint or number of trees was chosen on the rows that give the reported score */
import { defineRule, unlessCertain } from "./rule.js";

export default defineRule({
  code: "HLD202",
  slug: "early-stopping-on-test",
  severity: "error",
  default: true,
  summary: "The epoch, checkpoint or number of trees was chosen on the rows that give the reported score",
  why: `Stopping where the test score is best is a choice made by the test rows. The score at that point is the best of all epochs on those rows.`,
  whenNot: `Early stopping on a validation part, with another part for the final score, is right. Where a step on the way is not certain, the finding is a hint.`,
  examples: [
    {
      title: "Early stopping on the test part",
      bad: `import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
df = pd.read_csv("clicks.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="click"), df["click"], random_state=0)
model = XGBClassifier(early_stopping_rounds=20)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)])  # error
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))`,
    },
    {
      title: "Early stopping on a validation part",
      good: `import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
df = pd.read_csv("clicks.csv")
X_rest, X_test, y_rest, y_test = train_test_split(df.drop(columns="click"), df["click"], random_state=0)
X_train, X_valid, y_train, y_valid = train_test_split(X_rest, y_rest, random_state=1)
model = XGBClassifier(early_stopping_rounds=20)
model.fit(X_train, y_train, eval_set=[(X_valid, y_valid)])
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))`,
    },
    {
      title: "A network that stops on the test part",
      bad: `from tensorflow import keras
# %%
(X_train, y_train), (X_test, y_test) = keras.datasets.cifar10.load_data()
X_train, X_test = X_train / 255.0, X_test / 255.0
# %%
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(128, activation="relu"), keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=3, restore_best_weights=True)
model.fit(X_train, y_train, epochs=100, validation_data=(X_test, y_test), callbacks=[stop])  # error
# %%
print(model.evaluate(X_test, y_test))`,
    },
    {
      title: "A network that stops on a part of the training rows",
      good: `from tensorflow import keras
# %%
(X_train, y_train), (X_test, y_test) = keras.datasets.cifar10.load_data()
X_train, X_test = X_train / 255.0, X_test / 255.0
# %%
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(128, activation="relu"), keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_accuracy", patience=3, restore_best_weights=True)
model.fit(X_train, y_train, epochs=100, validation_split=0.1, callbacks=[stop])
# %%
print(model.evaluate(X_test, y_test))`,
    },
    {
      title: "XGBoost's own train function",
      bad: `import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("clicks.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="click"), df["click"], random_state=0)
dtrain = xgb.DMatrix(X_train, label=y_train)
dtest = xgb.DMatrix(X_test, label=y_test)
params = {"objective": "binary:logistic", "max_depth": 5}
booster = xgb.train(params, dtrain, num_boost_round=1000, evals=[(dtest, "test")], early_stopping_rounds=25)  # error
print(roc_auc_score(y_test, booster.predict(dtest)))`,
    },
    {
      title: "LightGBM with a callback",
      bad: `import lightgbm as lgb
import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

def train(X_train, y_train, X_test, y_test):
    model = lgb.LGBMRegressor(n_estimators=5000)
    model.fit(X_train, y_train, eval_set=[(X_test, y_test)], callbacks=[lgb.early_stopping(50)])  # error
    return model

df = pd.read_csv("rents.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="rent"), df["rent"], random_state=0)
model = train(X_train, y_train, X_test, y_test)
print(mean_absolute_error(y_test, model.predict(X_test)))`,
    },
  ],
  check: (q) =>
    q
      .tunings()
      .filter((x) => x.kind === "stop")
      .map((x) => ({
        at: x.at,
        message: `\`${x.what}\` chooses when to stop on the rows that give the reported score`,
        ...unlessCertain(q.confidence(x.conf)),
        steps: x.steps,
        variable: null,
      })),
});
