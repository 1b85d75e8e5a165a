/** What a function made of the data before it was cross-validated, as a step of a pipeline: scaled columns, and the results of several transformers side by side. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";

const head = `import pandas as pd
from scipy.sparse import hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import minmax_scale, scale
df = pd.read_csv("letters.csv")
y = df["kind"]
`;

describe("scaled by a function", () => {
  const scaled = (call: string): string => `${head}X = df[["height", "width"]]
X_scaled = ${call}
print(cross_val_score(LogisticRegression(), X_scaled, y).mean())
`;

  it("is scaled by the transformer that does the same", async () => {
    const after = await fixedText(scaled("scale(X)"), "HLD102");
    expect(after).toContain(`from sklearn.preprocessing import minmax_scale, scale, StandardScaler
`);
    expect(after).toContain(`X = df[["height", "width"]]
print(cross_val_score(make_pipeline(StandardScaler(), LogisticRegression()), X, y).mean())
`);
  });

  it("with the options that it was given", async () => {
    expect(await fixedText(scaled("minmax_scale(X, feature_range=(-1, 1))"), "HLD102")).toContain("make_pipeline(MinMaxScaler(feature_range=(-1, 1)), ");
    expect((await reasons(scaled("scale(X, 1)"), "HLD102")).join()).not.toContain("make_pipeline");
  });

  it("in the columns of a table that it was written into", async () => {
    const text = `${head}X = df[["height", "width", "lines"]]
X[["height", "width"]] = scale(X[["height", "width"]])
print(cross_val_score(LogisticRegression(), X, y).mean())
`;
    expect(await fixedText(text, "HLD102")).toContain(`X = df[["height", "width", "lines"]]
print(cross_val_score(make_pipeline(make_column_transformer((StandardScaler(), ["height", "width"]), remainder="passthrough"), LogisticRegression()), X, y).mean())
`);
  });
});

describe("a power transformation by a function", () => {
  const imports = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.preprocessing import StandardScaler, power_transform, quantile_transform
df = pd.read_csv("letters.csv")
X, y = df[["height", "width"]], df["kind"]
`;
  const split = `X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
  const drawn = async (made: string, code = "HLD101"): Promise<string> => fixedText(`${imports}${made}\n${split}`, code);

  it("learns from the training rows, with the options that it was given", async () => {
    expect(await drawn('X = power_transform(X, method="yeo-johnson")')).toContain(
      'X = PowerTransformer(method="yeo-johnson").fit(X.iloc[train_rows]).transform(X)\n',
    );
    expect(await drawn("X = quantile_transform(X, n_quantiles=20)")).toContain(
      "X = QuantileTransformer(n_quantiles=20).fit(X.iloc[train_rows]).transform(X)\n",
    );
  });

  it("gives an array, whose rows go by their numbers", async () => {
    expect(await drawn("X = power_transform(X)\nX = StandardScaler().fit_transform(X)")).toContain(
      "X_train, X_test, y_train, y_test = X[train_rows], X[test_rows], ",
    );
  });

  it("becomes a step", async () => {
    const text = `${imports}X_even = power_transform(X)\nprint(cross_val_score(LogisticRegression(), X_even, y).mean())\n`;
    expect(await fixedText(text, "HLD102")).toContain("cross_val_score(make_pipeline(PowerTransformer(), LogisticRegression()), X, y)");
  });

  it("stays where it is given options without their names, goes along the rows, or is of one column", async () => {
    for (const made of ['X = power_transform(X, "box-cox")', "X = quantile_transform(X, axis=1)"])
      expect((await reasons(`${imports}${made}\n${split}`, "HLD101")).join()).not.toContain("Transformer");
    const column = `${imports}X = X.copy()\nX["height"] = quantile_transform(X["height"])\n${split}`;
    expect(await reasons(column, "HLD101")).toContain("A single column is scaled, which a transformer does not take.");
  });
});

describe("results side by side", () => {
  const fitted = `words = TfidfVectorizer()
signs = CountVectorizer(analyzer="char")
`;
  const both = `${fitted}X_words = words.fit_transform(df["text"])
X_signs = signs.fit_transform(df["text"])
X = hstack([X_words, X_signs]).tocsr()
`;
  const scored = `print(cross_val_score(LogisticRegression(), X, y).mean())
`;

  it("are the result of a union, and nothing else of them stays", async () => {
    expect(
      await fixedText(head + both + scored, "HLD102"),
    ).toContain(`${fitted}print(cross_val_score(make_pipeline(make_union(words, signs), LogisticRegression()), df["text"], y).mean())
`);
  });

  it("stay where another model is trained on them", async () => {
    const after = await fixedText(
      `${head}${both}${scored}model = LogisticRegression().fit(X, y)
`,
      "HLD102",
    );
    expect(after).toContain(`${both}print(cross_val_score(make_pipeline(make_union(words, signs), LogisticRegression()), df["text"], y).mean())
`);
  });

  it("of transformers that were fitted on more texts", async () => {
    const text = `${head}new = pd.read_csv("new.csv")
texts = pd.concat([df["text"], new["text"]])
${fitted}words.fit(texts)
signs.fit(texts)
X = hstack((signs.transform(df["text"]), words.transform(df["text"])))
${scored}`;
    expect(
      await fixedText(text, "HLD102"),
    ).toContain(`${fitted}print(cross_val_score(make_pipeline(make_union(signs, words), LogisticRegression()), df["text"], y).mean())
`);
  });

  it("are what a search predicts by, too", async () => {
    const text = `${head}new = pd.read_csv("new.csv")
${both}search = GridSearchCV(LogisticRegression(), {"C": [1, 10]})
search.fit(X, y)
print(search.best_score_)
print(search.predict(hstack([words.transform(new["text"]), signs.transform(new["text"])])))
`;
    expect(
      await fixedText(text, "HLD102"),
    ).toContain(`search = GridSearchCV(make_pipeline(make_union(words, signs), LogisticRegression()), {"logisticregression__C": [1, 10]})
search.fit(df["text"], y)
print(search.best_score_)
print(search.predict(new["text"]))
`);
  });

  it("of another column, or beside what no transformer made, are those of a transformer of columns", async () => {
    const other = both.replace('signs.fit_transform(df["text"])', 'signs.fit_transform(df["title"])');
    expect(await fixedText(head + other + scored, "HLD102")).toContain(
      `make_column_transformer((words, "text"), (signs, "title")), LogisticRegression()), df, y)`,
    );
    const beside = both.replace("X_signs]", 'df[["length"]]]');
    expect(await fixedText(head + beside + scored, "HLD102")).toContain(`(words, "text"), ("passthrough", ["length"]))`);
  });

  it("of a transformer that was fitted on other texts stay as they are", async () => {
    const text = `${head}more = pd.read_csv("more.csv")
${fitted}signs.fit(more["text"])
X = hstack([words.fit_transform(df["text"]), signs.transform(df["text"])])
${scored}`;
    expect(await reasons(text, "HLD102")).toEqual(["It goes through something that was fitted elsewhere."]);
  });
});
