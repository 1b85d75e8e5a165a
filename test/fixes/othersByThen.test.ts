/** What people who read offered fixes refused after the ninth review: rows, names, numbers and words that are others by then. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons, withheld } from "./offers.js";
import { head, scored, split } from "./plants.js";

describe("a function that splits, called with several tables", () => {
  const text = (drops: string): string => `${head}def trimmed(X, y):
    low = np.quantile(X["leaf"], 0.1)
    X = X.assign(leaf=X["leaf"].clip(lower=low))
${drops}    return X, y
def compared(X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
    print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
compared(X, y)
X_kept, y_kept = trimmed(X, y)
compared(X_kept, y_kept)
`;
  const drops = '    bad = X.index[X["leaf"] <= low]\n    X, y = X.drop(bad), y.drop(bad)\n';

  it("draws other rows where the program has dropped some on the way", async () => {
    expect((await withheld(text(drops), "HLD101")).join()).toContain("do not stand in one line of statements");
  });

  it("draws the same rows where it has not", async () => {
    const fixed = await fixedText(text(""), "HLD101");
    expect(fixed).toContain('low = np.quantile(X["leaf"].iloc[train_rows], 0.1)');
  });
});

describe("rows that are drawn for one arm of a condition", () => {
  const text = (further: string): string => `${head}from keras.layers import Dense
from keras.models import Sequential
def prepared(X, kind):
    if kind == "scaled":
        scaler = StandardScaler()
        X = scaler.fit_transform(X)
    return X
def trained(X, y):
    X_fit, X_stop, y_fit, y_stop = train_test_split(X, y, test_size=0.1, random_state=0)
    model = LogisticRegression().fit(X_fit, y_fit)
    print(model.score(X_stop, y_stop))
    net = Sequential([Dense(1)])
    net.compile("adam", "mse", metrics=["mae"])
    ${further}
trained(prepared(X, "scaled"), y)
`;

  it("are drawn in it", async () => {
    const fixed = await fixedText(text("net.fit(X_fit, y_fit)"), "HLD101");
    expect(fixed).toContain("        scaler = StandardScaler()\n        fit_rows = train_test_split(np.arange(len(X)), test_size=0.1, random_state=0)[0]");
    expect(fixed).toContain("X = scaler.fit(X.iloc[fit_rows]).transform(X)");
  });

  it("are not those that a network takes for its validation by itself", async () => {
    const cuts = (data: string): string => text(`net.fit(${data}, validation_split=0.1)`);
    expect((await withheld(cuts("X, y"), "HLD101")).join()).toContain("cuts its validation part itself, and of other rows than the split");
    expect(await fixedText(cuts("X_fit, y_fit"), "HLD101")).toContain("fit_rows = ");
  });
});

describe("a name that is given to one transformer after the other", () => {
  const section = (model: string): string => `pca = PCA()
pca.fit(X_train)
X_train = pca.transform(X_train)
print(cross_val_score(${model}(), X_train, y_train).mean())
`;
  const text = (second: string): string => `${head}from sklearn.decomposition import PCA
from sklearn.model_selection import cross_val_score
from sklearn.naive_bayes import GaussianNB
${split}${section("LogisticRegression")}${second}`;

  it("stays where a later section goes on with what the first one made", async () => {
    const found = await reasons(text(section("GaussianNB")), "HLD102");
    expect(found).toEqual(["`pca` is another transformer by then, which is fitted on what this one made."]);
  });

  it("goes into the pipeline where each has its own", async () => {
    expect(await fixedText(text(""), "HLD102")).toContain("cross_val_score(make_pipeline(pca, LogisticRegression()), X_train, y_train)");
    const own = section("GaussianNB").replaceAll("pca", "rotation");
    expect(await fixedText(text(own), "HLD102")).toContain("cross_val_score(make_pipeline(pca, rotation, GaussianNB()), X_train, y_train)");
  });
});

describe("a transformer that is fitted twice to show the difference", () => {
  const text = (shown: string): string => `${head}scaler = StandardScaler()
scaled = scaler.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(scaled, y, random_state=4)
${scored}A_train, A_test, b_train, b_test = train_test_split(X, y, random_state=4)
proper = StandardScaler()
proper.fit(A_train)
print(LogisticRegression().fit(proper.transform(A_train), b_train).score(proper.transform(A_test), b_test))
${shown}`;

  it("stays as it is where both are laid side by side", async () => {
    const both = text("print(proper.mean_)\nprint(scaler.mean_)\n");
    expect((await withheld(both, "HLD101")).join()).toContain("shows what both have learned");
  });

  it("is fitted on the training rows where only one is shown", async () => {
    expect(await fixedText(text("print(scaler.mean_)\n"), "HLD101")).toContain("scaler.fit_transform(X_train)");
  });
});

describe("what is said above a transformer that is fitted once more", () => {
  const text = (again: string): string => `${head}${split}scaler = StandardScaler()
# Fit the scaler on the training data and transform it
A = scaler.fit_transform(X_train)
model = LogisticRegression().fit(A, y_train)
${again}
print(model.score(B, y_test))
`;
  const twice = (said: string): string => text(`${said}\nscaler.fit(X_test)\nB = scaler.transform(X_test)`);
  const once = (said: string): string => text(`${said}\nB = scaler.fit_transform(X_test)`);
  const said = (fixed: string): string => /fit\(A, y_train\)\n([\s\S]*?)print/.exec(fixed)?.[1] ?? "";

  it.each([
    ["# Fit the scaler on the test rows and transform them.", "# Transform the test rows with the fitted scaler.\n"],
    ["# fit and transform the test rows", "# transform the test rows\n"],
    ["# Fit scaler on the test rows", ""],
    ["# The same for the test rows", "# The same for the test rows\n"],
  ])("%s", async (was, is) => {
    expect(said(await fixedText(twice(was), "HLD111"))).toBe(`${is}B = scaler.transform(X_test)\n`);
  });

  it.each([
    ["# Fit_transform the test rows", "# Transform the test rows\n"],
    ["# Fit the scaler on the test rows", "# Apply the fitted scaler to the test rows\n"],
    ["# the scaler was fitted on training rows", "# the scaler was fitted on training rows\n"],
  ])("%s, in one call", async (was, is) => {
    expect(said(await fixedText(once(was), "HLD111"))).toBe(`${is}B = scaler.transform(X_test)\n`);
  });
});
