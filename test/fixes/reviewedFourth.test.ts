/** What people who read offered fixes refused after the third review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";

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
    ["准确率", "准确率"],
  ])("follow the rows: %s", async (before, after) => {
    expect(await fixedText(program(before), "HLD205")).toContain(`print(f"${after} {model.score(X_test, y_test):.2f}")`);
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
    expect(fixed).toContain("low = df[column][df[column].index.isin(train_rows)].quantile(0.05)\n");
  });
});

describe("a choice that nothing on the test rows follows", () => {
  it("is left alone", async () => {
    const text = `${head}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
scores = []
for k in range(1, 9):
    near = KNeighborsRegressor(n_neighbors=k).fit(X_train, y_train)
    scores.append(near.score(X_test, y_test))
print("best", np.argmax(scores) + 1)
`;
    expect(await reasons(text, "HLD201")).toContain("Nothing else is scored on the test rows: the program would have no honest score left.");
  });
});
