/** What people who read offered fixes refused after the third review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { fixedText, offered, reasons } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsRegressor
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"]
`;

describe("texts in other languages", () => {
  const program = (text: string, comment = "fit"): string => `${head}model = LogisticRegression()
# ${comment}
model.fit(X, y)
print(f"${text} {model.score(X, y):.2f}")
`;

  it.each([
    ["训练集准确率", "测试集准确率"],
    ["訓練データの正解率", "テストデータの正解率"],
    ["훈련 데이터 정확도", "테스트 데이터 정확도"],
    ["Precisión de entrenamiento", "Precisión de prueba"],
    ["Acurácia no treino", "Acurácia no teste"],
    ["Trainingsgenauigkeit", "Testgenauigkeit"],
    ["Accuratezza di addestramento", "Accuratezza di test"],
    ["Точность на обучающей выборке", "Точность на тестовой выборке"],
    ["Eğitim doğruluğu", "Test doğruluğu"],
  ])("follow the rows: %s", async (before, after) => {
    expect(await fixedText(program(before), "HLD205")).toContain(`print(f"${after} {model.score(X_test, y_test):.2f}")`);
  });

  it("stay where they name no rows", async () => {
    const both = 'print(f"准确率 {model.score(X_train, y_train):.2f}")\nprint("Test score:", model.score(X_test, y_test))\n';
    expect(await fixedText(program("准确率"), "HLD205")).toContain(both);
  });

  it("are kept true in comments", async () => {
    expect(await fixedText(program("准确率", "用全部数据训练模型"), "HLD205")).toContain("# 用训练数据训练模型");
  });

  it("withhold the fix where the language is not known", async () => {
    expect(await reasons(program("ความแม่นยำ"), "HLD205")).toContain(
      "What is printed of the score is written in a language that is not known here, and may name the rows.",
    );
  });

  it("say validation of what is chosen by", async () => {
    const text = `${head}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
best = 0
for depth in [2, 4, 8]:
    tree = DecisionTreeClassifier(max_depth=depth).fit(X_train, y_train)
    acc = tree.score(X_test, y_test)
    print("测试集准确率", acc)
    if acc > best:
        best, best_depth = acc, depth
print(DecisionTreeClassifier(max_depth=best_depth).fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await fixedText(text, "HLD201")).toContain('print("验证集准确率", acc)');
  });
});

describe("rows that are drawn above a loop", () => {
  it("are picked by membership where the loop drops rows", async () => {
    const text = `${head}for column in ["leaf", "stem"]:
    low = df[column].quantile(0.05)
    high = df[column].quantile(0.95)
    df = df[(df[column] >= low) & (df[column] <= high)]
X, y = df[["leaf", "stem"]], df["kind"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    const fixed = await fixedText(text, "HLD101");
    expect(fixed).not.toContain(".loc[train_rows]");
    expect(fixed).toContain("low = df.loc[df.index.isin(train_rows), column].quantile(0.05)\n");
  });
});

describe("a choice that nothing on the test rows follows", () => {
  it("is left alone where nothing tells the best", async () => {
    const text = `${head}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
scores = {}
for k in range(1, 9):
    near = KNeighborsRegressor(n_neighbors=k).fit(X_train, y_train)
    scores[str(k)] = near.score(X_test, y_test)
print("best", scores)
`;
    expect(await reasons(text, "HLD201")).toContain("Nothing else is scored on the test rows: the program would have no honest score left.");
  });
});

describe("what is made of a whole table", () => {
  it("does not go below the split for the training part alone", async () => {
    const text = `${head}from sklearn.impute import SimpleImputer
y = df["kind"]
X = df.drop(columns=["kind"])
words = X.select_dtypes(include=["object"]).columns
imputer = SimpleImputer(strategy="most_frequent")
X[words] = imputer.fit_transform(X[words])
X = pd.get_dummies(X, columns=words)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    for (const { offer } of await offered(text, "HLD101")) expect(JSON.stringify(offer.fix?.edits ?? [])).not.toContain("get_dummies(X_train");
  });
});

describe("parts to stop by", () => {
  it("are cut once where the inputs are their own labels", async () => {
    const text = `${head}from tensorflow import keras
X_train, X_test = train_test_split(X, random_state=4)
model = keras.Sequential([keras.layers.Dense(2)])
model.compile(loss="mse")
model.fit(x=X_train, y=X_train, epochs=50, validation_data=(X_test, X_test), callbacks=[keras.callbacks.EarlyStopping(patience=2)])
print(model.evaluate(X_test, X_test))
`;
    const fixed = await fixedText(text, "HLD202");
    expect(fixed).toContain("X_fit, X_valid = train_test_split(X_train, test_size=0.2, random_state=4)\n");
    expect(fixed).toContain("model.fit(x=X_fit, y=X_fit, epochs=50, validation_data=(X_valid, X_valid)");
  });

  it("are cut by groups within folds that keep groups together", async () => {
    const text = `${head}from sklearn.model_selection import GroupKFold
from xgboost import XGBClassifier
for train, held in GroupKFold(5).split(X, y, groups=df["bed"]):
    model = XGBClassifier(early_stopping_rounds=5)
    model.fit(X.iloc[train], y.iloc[train], eval_set=[(X.iloc[held], y.iloc[held])])
    print(model.score(X.iloc[held], y.iloc[held]))
`;
    expect(await fixedText(text, "HLD202")).toContain(`
    fit, valid = next(GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=0).split(X.iloc[train], groups=df["bed"].iloc[train]))
    X_fit, X_valid = X.iloc[train[fit]], X.iloc[train[valid]]
    y_fit, y_valid = y.iloc[train[fit]], y.iloc[train[valid]]
    model.fit(X_fit, y_fit, eval_set=[(X_valid, y_valid)])
`);
  });

  it("are not the last rows where these are sorted by group before time", async () => {
    const text = (keys: string): string => `import pandas as pd
import lightgbm as lgb
from sklearn.metrics import mean_absolute_error
df = pd.read_csv("sales.csv", parse_dates=["date"])
df = df.sort_values(by=${keys})
df["last"] = df["sales"].shift(1)
train, held = df[df["date"] < "2017-01-01"], df[df["date"] >= "2017-01-01"]
X_train, y_train, X_val, y_val = train[["last", "price"]], train["sales"], held[["last", "price"]], held["sales"]
model = lgb.LGBMRegressor(n_estimators=500)
model.fit(X_train, y_train, eval_set=[(X_val, y_val)], callbacks=[lgb.early_stopping(20)])
print(mean_absolute_error(y_val, model.predict(X_val)))
`;
    expect(await fixedText(text('["date", "store"]'), "HLD202")).toContain("shuffle=False");
    expect(await reasons(text('["store", "date"]'), "HLD202")).toContain(
      "Its rows are sorted by something else before their time: the last ones are those of a few groups, not of the latest time.",
    );
  });
});

describe("what rows are", () => {
  it("is an array where a part of a bundled data set is taken by its name", async () => {
    const text = `import numpy as np
from sklearn.datasets import fetch_california_housing
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVR
housing = fetch_california_housing()
X = housing["data"]
y = housing["target"]
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X)
print(X_scaled.mean(), X.mean())
X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, random_state=4)
print(LinearSVR().fit(X_train, y_train).score(X_test, y_test))
`;
    const cured = await fixedText(text, "HLD101");
    expect(cured).toContain("X_scaled = scaler.fit(X[train_rows]).transform(X)");
    expect(cured).not.toContain(".iloc");
    expect(await fixedText(text.replace("housing()", "housing(as_frame=True)"), "HLD101")).toContain("scaler.fit(X.iloc[train_rows])");
  });

  it("is not known by number any more once they are cut up", async () => {
    const text = `import numpy as np
from sklearn.preprocessing import StandardScaler
from tensorflow import keras
windows, labels = np.load("windows.npy"), np.load("labels.npy")
X_train, X_val, y_train, y_val = windows[:800], windows[800:], labels[:800], labels[800:]
flat = X_train.reshape(-1, 5)
scaler = StandardScaler()
X_train_scaled = scaler.fit_transform(flat).reshape(X_train.shape)
X_val_scaled = scaler.transform(X_val.reshape(-1, 5)).reshape(X_val.shape)
net = keras.Sequential([keras.layers.GRU(8), keras.layers.Dense(1)])
net.compile("adam", "mse")
net.fit(X_train_scaled, y_train, validation_data=(X_val_scaled, y_val), epochs=90, callbacks=[keras.callbacks.EarlyStopping(patience=3)])
print(net.evaluate(X_val_scaled, y_val))
`;
    expect(await reasons(text, "HLD202")).toEqual(["The change would bring a new finding, HLD101."]);
  });

  it("is another scale where only the training rows went through a scaler before", async () => {
    const twice = (served: string): string => `${head}from sklearn.preprocessing import MinMaxScaler
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
sc = StandardScaler()
scaler = MinMaxScaler()
X_train = sc.fit_transform(X_train)
X_train = scaler.fit_transform(X_train)
${served}X_test = scaler.fit_transform(X_test)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await reasons(twice(""), "HLD111")).toContain(
      "The training rows went through StandardScaler before, and these rows did not: they would be put on another scale.",
    );
    expect(await fixedText(twice("X_test = sc.transform(X_test)\n"), "HLD111")).toContain("X_test = scaler.transform(X_test)");
  });
});
