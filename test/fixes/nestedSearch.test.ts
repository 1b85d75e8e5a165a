/** HLD201: what a search found is cross-validated on the rows that it searched, in a function or by predictions in folds. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";

const head = `import pandas as pd
from sklearn.metrics import r2_score
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score
from sklearn.linear_model import Ridge
df = pd.read_csv("a.csv")
X = df[["a", "b"]]
y = df["y"]
`;

describe("a function that cross-validates the model that it is given", () => {
  const text = (body: string, given = "found, X, y"): string => `${head}def summary(model, data, labels):
${body}
    return cross_val_score(model, data, labels, cv=5).mean()
def searched(X, y):
    search = GridSearchCV(Ridge(), {"alpha": [1, 10]}, cv=5)
    search.fit(X, y)
    found = search.best_estimator_
    return found, summary(${given})
print(summary(Ridge(), X, y))
print(searched(X, y))
`;
  const shows = "    print(len(data))";

  it("is given the search", async () => {
    expect(await fixedText(text(shows), "HLD201")).toBe(text(shows, "search, X, y"));
    expect(await fixedText(text(shows, "data=X, labels=y, model=found"), "HLD201")).toBe(text(shows, "data=X, labels=y, model=search"));
  });

  it("is left alone where it does more with the model, or binds its rows anew", async () => {
    const unclear = "What it found is scored in a way that cannot be followed.";
    expect(await reasons(text("    model.fit(data, labels)"), "HLD201")).toContain(unclear);
    expect(await reasons(text("    data = data * 2"), "HLD201")).toContain(unclear);
    expect(await reasons(text(shows, "*[found, X, y]"), "HLD201")).toContain(unclear);
  });
});

describe("predictions in folds", () => {
  const text = (model: string, rows = "X.values"): string => `${head}search = GridSearchCV(Ridge(tol=1), {"alpha": [1, 10]}, cv=5)
search.fit(X.values, y)
best = search.best_params_
found = Ridge(tol=1, **best)
print(r2_score(y, cross_val_predict(${model}, ${rows}, y, cv=5)))
`;

  it("come from the search, also where its best parameters have a name", async () => {
    expect(await fixedText(text("found"), "HLD201")).toBe(text("search"));
  });

  it("are left alone where they are made of other data", async () => {
    expect(await reasons(text("found", "X.to_numpy()"), "HLD201")).toContain("What it found is scored on other data than it searched on.");
  });

  it("are left alone where the parameters are others by then", async () => {
    const other = text("found").replace("found =", 'best = {"alpha": best["alpha"]}\nfound =');
    expect(await reasons(other, "HLD201")).toContain("`found` is made in a way that cannot be followed from what the search found.");
  });
});

describe("a function that gives back what it found", () => {
  const text = (back: string, more = "", doc = ""): string => `${head}def tuned(data, labels):
${doc}    search = GridSearchCV(Ridge(), {"alpha": [1, 10]}, cv=5)
    search.fit(data, labels)
    return ${back}
def predicted(model, data, labels):
    return cross_val_predict(model, data, labels, cv=5)
def report(labels, guess):
    print(r2_score(labels, guess))
best = tuned(X, y)
guess = predicted(best, X, y)
${more}report(y, guess)
`;
  const unclear = "What it found is scored in a way that cannot be followed.";

  it("gives back the search where that is only cross-validated", async () => {
    expect(await fixedText(text("search.best_estimator_"), "HLD201")).toBe(text("search"));
  });

  it("is left alone where the model is used otherwise, of other rows, or told of", async () => {
    expect(await reasons(text("search.best_estimator_", "print(best.coef_)\n"), "HLD201")).toContain(unclear);
    expect(await reasons(text("search.best_estimator_", "print(tuned(X, y))\n"), "HLD201")).toContain(unclear);
    expect(await reasons(text("search.best_estimator_", "", '    """Returns the best model."""\n'), "HLD201")).toContain(unclear);
    const other = text("search.best_estimator_").replace("guess = predicted", "X = X * 2\nguess = predicted");
    expect(await reasons(other, "HLD201")).not.toEqual([]);
  });
});

describe("a model that is made of the best parameters one by one", () => {
  const text = (
    made: string,
    scored: string,
    grid = '{"alpha": [1, 10], "tol": [0.1]}',
  ): string => `${head}search = GridSearchCV(Ridge(max_iter=9), ${grid}, cv=5)
search.fit(X, y)
best = search.best_params_
found = Ridge(${made})
print(cross_val_score(${scored}, X, y, cv=5).mean())
`;
  const each = 'alpha=best["alpha"], tol=best["tol"], max_iter=9';

  it("is the search's best, as is one of the attribute itself", async () => {
    expect(await fixedText(text(each, "found"), "HLD201")).toBe(text(each, "search"));
    const read = each.replaceAll("best[", "search.best_params_[");
    expect(await fixedText(text(read, "found"), "HLD201")).toBe(text(read, "search"));
  });

  it("is another where a parameter is left out, exchanged, or set by hand", async () => {
    const wrong = ['alpha=best["alpha"], max_iter=9', 'alpha=best["tol"], tol=best["alpha"], max_iter=9', each.replace("9", "8")];
    for (const made of wrong)
      expect(await reasons(text(made, "found"), "HLD201")).toContain("`found` is made in a way that cannot be followed from what the search found.");
  });
});

it("a search without labels is cross-validated without them", async () => {
  const text = (model: string): string => `${head}from sklearn.neighbors import KernelDensity
search = GridSearchCV(KernelDensity(), {"bandwidth": [0.1, 1]}, cv=5)
search.fit(X)
print(cross_val_score(${model}, X, cv=5).mean())
`;
  expect(await fixedText(text("search.best_estimator_"), "HLD201")).toBe(text("search"));
});
