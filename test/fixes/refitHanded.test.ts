/** A function that fits a transformer to whatever it is handed: what it fitted to the training rows is handed on. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons, titles } from "./offers.js";
import { head, split } from "./plants.js";

const scaled = "model = LogisticRegression()\nmodel.fit(train, y_train)\nprint(model.score(test, y_test))\n";
const calls = "train = prepare(X_train)\ntest = prepare(X_test)\n";
const text = (body: string, called = calls, above = ""): string =>
  `${head}from sklearn.preprocessing import LabelEncoder\n${above}${split}${body}\n${called}${scaled}`;
const title = "Hand on what the function has fitted to the training rows";

describe("a function that fits a scaler to what it is handed", () => {
  const body = (fit: string, parameter = "", more = ""): string => `def prepare(table${parameter}):
    table = table.copy()
${fit}
    return table${more}
`;
  const own = body("    scaler = StandardScaler()\n    table[:] = scaler.fit_transform(table)");
  const anew = body(
    "    if scaler is None:\n        scaler = StandardScaler().fit(table)\n    table[:] = scaler.transform(table)",
    ", scaler=None",
    ", scaler",
  );

  it("gives it back with the training rows, and is handed it with the others", async () => {
    expect(await titles(text(own), "HLD111")).toEqual([title]);
    const fixed = await fixedText(text(own), "HLD111");
    expect(fixed).toBe(text(anew, "train, scaler = prepare(X_train)\ntest, _ = prepare(X_test, scaler=scaler)\n"));
  });

  it("gives it back once where it does so already", async () => {
    const both = own.replace("return table", "return table, scaler");
    const fixed = await fixedText(text(both, "train, fitted = prepare(X_train)\ntest, _ = prepare(X_test)\n"), "HLD111");
    expect(fixed).toBe(text(anew, "train, fitted = prepare(X_train)\ntest, _ = prepare(X_test, scaler=fitted)\n"));
    expect((await reasons(text(both, "train, _ = prepare(X_train)\ntest, _ = prepare(X_test)\n"), "HLD111")).join()).toContain("is not kept");
  });

  it("fits a scaler of the program where it is told to", async () => {
    const module = body("    table[:] = scaler.fit_transform(table)");
    const fixed = await fixedText(text(module, calls, "scaler = StandardScaler()\n"), "HLD111");
    const told = body("    if fit:\n        scaler.fit(table)\n    table[:] = scaler.transform(table)", ", fit=True");
    expect(fixed).toBe(text(told, "train = prepare(X_train)\ntest = prepare(X_test, fit=False)\n", "scaler = StandardScaler()\n"));
  });

  it("stays where what it gives back is annotated, or goes on in another form", async () => {
    expect((await reasons(text(own.replace("):", ") -> pd.DataFrame:")), "HLD111")).join()).toContain("What the function gives back is annotated.");
    const shown = calls.replace("test = prepare(X_test)", "test = prepare(X_test).round(3)");
    expect(await titles(text(own, shown), "HLD111")).toEqual([]);
    expect((await reasons(text(own.replace("(table)", "(table, **more)")), "HLD111")).join()).toContain("any number of arguments");
  });

  it("stays where the call for the training rows comes later", async () => {
    expect(await titles(text(own, "test = prepare(X_test)\ntrain = prepare(X_train)\n"), "HLD111")).not.toContain(title);
  });
});

describe("a function that fits an encoder to column after column", () => {
  const body = (loop: string, parameter = "", more = ""): string => `def prepare(table${parameter}):
    table = table.copy()
    names = ["leaf", "stem"]
${loop}
    return table${more}
`;
  const own = body("    for name in names:\n        encoder = LabelEncoder()\n        table[name] = encoder.fit_transform(table[name])");

  it("keeps one for each column", async () => {
    const made = `    if label_encoders is None:
        label_encoders = {name: LabelEncoder().fit(table[name]) for name in names}
    for name in names:
        table[name] = label_encoders[name].transform(table[name])`;
    const handed = "train, label_encoders = prepare(X_train)\ntest, _ = prepare(X_test, label_encoders=label_encoders)\n";
    expect(await fixedText(text(own), "HLD111")).toBe(text(body(made, ", label_encoders=None", ", label_encoders"), handed));
    expect((await titles(text(own), "HLD111")).join()).toContain("it refuses values that the training rows do not hold");
  });

  it("stays where the loop changes the column first", async () => {
    const filled = own.replace("        encoder = ", "        table[name] = table[name].fillna(table[name].mode()[0])\n        encoder = ");
    expect((await reasons(text(filled), "HLD111")).join()).toContain("The loop changes the column before it is fitted to.");
  });
});

describe("a function that fills gaps behind a function that scales", () => {
  const body = `from sklearn.impute import KNNImputer
def scale(table):
    return StandardScaler().fit_transform(table)
def fill(table):
    imputer = KNNImputer()
    # Fit and transform, so that no gaps are left
    filled = imputer.fit_transform(table)
    return filled
`;
  const called = (last: string): string => `train = fill(scale(X_train))\ntest = fill(${last})\n`;
  it("goes on with what it fitted where the others are scaled too", async () => {
    const found = text(body, "A = scale(X_train)\nB = scale(X_test)\ntrain = fill(A)\ntest = fill(B)\n");
    const fixed = await fixedText(found, "HLD111");
    expect(fixed).toContain("train, imputer = fill(A)\ntest, _ = fill(B, imputer=imputer)\n");
    expect(fixed).toContain("    # Transform, so that no gaps are left\n");
  });
  it("stays where the others are not", async () => {
    expect((await reasons(text(body, called("X_test")), "HLD111")).join()).toContain(
      "The training rows went through StandardScaler before, and those of `fill(X_test)` did not.",
    );
  });
});

describe("a function that scales parts, and copies rows of one of them", () => {
  const body = (made: string, parameter = "", more = ""): string => `from imblearn.over_sampling import RandomOverSampler
def prepare(table, labels, copies=False${parameter}):
${made}
    if copies:
        table, labels = RandomOverSampler().fit_resample(table, labels)
    return table, labels${more}
`;
  const own = body("    scaler = StandardScaler()\n    table = scaler.fit_transform(table)");
  const anew = body("    if scaler is None:\n        scaler = StandardScaler().fit(table)\n    table = scaler.transform(table)", ", scaler=None", ", scaler");
  const third = "X_test, X_last, y_test, y_last = train_test_split(X_test, y_test, random_state=1)\n";
  const called = `${third}train, y_train = prepare(X_train, y_train, copies=True)
last, y_last = prepare(X_last, y_last)
test, y_test = prepare(X_test, y_test)
`;
  const handed = `${third}train, y_train, scaler = prepare(X_train, y_train, copies=True)
last, y_last, _ = prepare(X_last, y_last, scaler=scaler)
test, y_test, _ = prepare(X_test, y_test, scaler=scaler)
`;

  it("hands on the scaler of the training rows, to rows that are kept for later as well", async () => {
    expect(await titles(text(own, called), "HLD111")).toContain(title);
    expect(await fixedText(text(own, called), "HLD111")).toBe(text(anew, handed));
    const evaluated = `print(model.score(last, y_last))\n`;
    expect(await fixedText(text(own, called) + evaluated, "HLD111")).toBe(text(anew, handed) + evaluated);
  });

  it("stays where nobody knows what rows of it go on to", async () => {
    expect(await titles(`${text(own, called)}store(last)\n`, "HLD111")).not.toContain(title);
  });
});
