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
