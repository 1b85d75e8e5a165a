/** What was learned in front of several splits, or of one in a loop: it is learned behind each of them. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";
import { head, scored, split } from "./plants.js";

const cut = "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=i)";
const rounds = (more = ""): string => `for i in range(9):
    ${cut}
    model = LogisticRegression().fit(X_train, y_train)
    print(i, model.score(X_test, y_test))
${more}`;
const scaled = `${head}scaler = StandardScaler()
X = scaler.fit_transform(X)
`;
const last = `${split}${scored}`;
const crossed = `print(cross_val_score(LogisticRegression(), X, y).mean())
`;
const withCross = (text: string): string => text.replace("import train_test_split", "import cross_val_score, train_test_split");
const in_ = (indent: string, x = "X"): string => `${indent}${x}_train = scaler.fit_transform(${x}_train)\n${indent}${x}_test = scaler.transform(${x}_test)\n`;

describe("a scaler above a loop that splits in each round, and a split behind it", () => {
  it("is fitted behind each split", async () => {
    const text = await fixedText(scaled + rounds(last), "HLD101");
    expect(text).toContain(`    ${cut}\n${in_("    ")}    model =`);
    expect(text).toContain(`${split}${in_("")}${scored}`);
    expect(text).not.toContain("X = scaler");
  });

  it("is a step of what is cross-validated below", async () => {
    const program = withCross(scaled + rounds(last + crossed));
    const text = await fixedText(program, "HLD101");
    expect(text).toContain("cross_val_score(make_pipeline(scaler, LogisticRegression()), X, y)");
    expect(text).not.toContain("X = scaler");
    expect(await titles(program, "HLD101")).toContain("Learn StandardScaler behind each split, from its training part, and inside the folds of all rows");
  });

  it("leaves the data as they are to those who show them", async () => {
    for (const more of ["print(X[:3])\n", "shown = pd.DataFrame(X)\nprint(shown.describe())\n", "print(len(X), X.mean())\n"]) {
      const text = await fixedText(scaled + more + rounds(last), "HLD101");
      expect(text).toContain(`X_raw = X\nX = scaler.fit_transform(X)\n${more}`);
      expect(text).toContain(`${split.replace("(X,", "(X_raw,")}${in_("")}`);
    }
  });

  it("is made anew where it has no name, or another one has it by then", async () => {
    const inline = await fixedText(`${head}X = StandardScaler().fit_transform(X)\n${rounds(last)}`, "HLD101");
    expect(inline).toContain(`    ${cut}\n    scaler = StandardScaler()\n${in_("    ")}`);
    const again = await fixedText(`${scaled}scaler = StandardScaler(with_mean=False)\nscaler.fit(df[["leaf"]])\n${rounds(last)}`, "HLD101");
    expect(again).toContain("    scaler_2 = StandardScaler()\n    X_train = scaler_2.fit_transform(X_train)\n");
  });

  it("goes with the transformers behind it, in their order", async () => {
    const text = await fixedText(
      `${scaled.replace("import StandardScaler", "import StandardScaler, power_transform")}`.replace(
        "X = scaler",
        'X = power_transform(X, method="yeo-johnson")\nX = scaler',
      ) + rounds(last),
      "HLD101",
    );
    expect(text).toContain(`${split}power_transformer = PowerTransformer(method="yeo-johnson")
X_train = power_transformer.fit_transform(X_train)
X_test = power_transformer.transform(X_test)
${in_("")}`);
  });
});

describe("a scaler whose result is made a table", () => {
  const told = "index=X_train.index";

  it("gives each part its names and labels", async () => {
    const table = (made: string): string => `${head}scaler = StandardScaler()\n${made}${rounds(last)}`;
    const own = `    X_train = pd.DataFrame(scaler.fit_transform(X_train), columns=X_train.columns, ${told})
    X_test = pd.DataFrame(scaler.transform(X_test), columns=X_test.columns, index=X_test.index)
`;
    expect(await fixedText(table("X = pd.DataFrame(scaler.fit_transform(X), columns=X.columns)\n"), "HLD101")).toContain(`    ${cut}\n${own}`);
    const apart = await fixedText(table("rows = scaler.fit_transform(X)\nX = pd.DataFrame(rows, columns=X.columns)\n"), "HLD101");
    expect(apart).toContain(`    ${cut}\n${own}`);
    expect(apart).not.toContain("rows");
    const named = table('names = ["a", "b"]\nX = pd.DataFrame(scaler.fit_transform(X), columns=names, index=X.index)\n');
    expect(await fixedText(named, "HLD101")).toContain(`pd.DataFrame(scaler.fit_transform(X_train), columns=names, ${told})`);
  });

  it("stays where the names are others by then, or an array has no labels", async () => {
    const renamed = 'names = ["a", "b"]\nX = pd.DataFrame(scaler.fit_transform(X), columns=names)\nnames = ["c"]\n';
    expect((await withheld(`${head}scaler = StandardScaler()\n${renamed}${rounds(last)}`, "HLD101")).join()).toContain("`names` is another thing at the split");
    const array = "X = X.to_numpy()\nX = pd.DataFrame(scaler.fit_transform(X), columns=list(df.columns[:2]))\n";
    expect((await withheld(`${head}scaler = StandardScaler()\n${array}${rounds(last)}`, "HLD101")).length).toBeGreaterThan(0);
  });
});

describe("a split in the line of what learns", () => {
  const first = "X_train, X_test, y_train, y_test = train_test_split(X, labels)\n";
  const text = (comment = ""): string => `${scaled}labels = open_labels("labels.bin")\nprint(X[:3])\n${comment}${first}${scored}`;

  it("is followed by it where its rows cannot be drawn before", async () => {
    expect(await fixedText(text(), "HLD101")).toContain(`${first.replace("(X,", "(X_raw,")}${in_("")}`);
    expect(await titles(text(), "HLD101")).toEqual(["Learn StandardScaler behind the split, from its training part"]);
  });

  it("is left as it is where a comment says of its rows that they are scaled", async () => {
    expect((await withheld(text("# cut the scaled rows\n"), "HLD101")).length).toBeGreaterThan(0);
  });
});

describe("a split in a loop of a function", () => {
  const search = (more = "", back = ""): string => `def best_seed(model, x, y):
    best = 0
    for seed in range(9):
        x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=seed)
        best = max(best, model.fit(x_train, y_train).score(x_test, y_test))
${more}    print(best)
${back}`;
  const calls = "best_seed(LogisticRegression(), X, y)\nbest_seed(LogisticRegression(C=2), X, y)\n";
  const text = (below = "", more = "", back = ""): string => `${scaled}${search(more, back)}${calls}${below}`;

  it("is followed by what learns, and handed the data as they were by each call", async () => {
    const fixed = await fixedText(text(), "HLD101");
    expect(fixed).toContain(`random_state=seed)
        scaler = StandardScaler()
        x_train = scaler.fit_transform(x_train)
        x_test = scaler.transform(x_test)
`);
    expect(fixed).toContain(calls);
    expect(fixed).not.toContain("X = scaler");
    const shown = await fixedText(text("print(X[:3])\n"), "HLD101");
    expect(shown).toContain(calls.replaceAll("(), X", "(), X_raw").replace("2), X", "2), X_raw"));
  });

  it("stays where the function does more with the data, or is handed others", async () => {
    for (const program of [
      text("", "    print(model.predict(x))\n"),
      text('best_seed(LogisticRegression(), df[["leaf"]], y)\n'),
      text("print(scaler.mean_)\n"),
      `${scaled}${search()}model = LogisticRegression()\nbest_seed(model, X, y)\ndraw_borders(model, X)\n`,
      `${scaled}${search()}for i in range(2):\n    best_seed(LogisticRegression(), X, y)\n    X = df[["stem", "leaf"]]\n`,
    ])
      expect((await withheld(program, "HLD101")).length).toBeGreaterThan(0);
  });
});

describe("splits that each draw other rows, in one line", () => {
  it("are all followed by what learns", async () => {
    const first = "A_train, A_test, a_train, a_test = train_test_split(X, y)\nprint(LogisticRegression().fit(A_train, a_train).score(A_test, a_test))\n";
    const text = await fixedText(scaled + first + last, "HLD101");
    expect(text).toContain(`= train_test_split(X, y)\n${in_("", "A")}`);
    expect(text).toContain(`${split}${in_("")}`);
  });
});

describe("a scaler stays", () => {
  const stays = async (program: string, reason: string): Promise<void> => {
    expect((await withheld(program, "HLD101")).join("\n")).toContain(reason);
  };

  it("where a model is asked about all rows", async () => {
    await stays(scaled + rounds(`${last}print(model.predict(X))\n`), "`X` is used in `print(model.predict(X))` too.");
    await stays(
      `${scaled}def tell(model, rows):\n    print(model.predict(rows))\n${rounds(`${last}tell(model, X)\n`)}`,
      "`X` is used in `tell(model, X)` too.",
    );
    await stays(scaled + rounds(`${last}every = pd.DataFrame(X)\nprint(model.predict(every))\n`), "`every` is used in `print(model.predict(every))` too.");
  });

  it("where something that may be a model of the parts is handed all rows", async () => {
    await stays(
      scaled + rounds(`${last}drawn = LogisticRegression().fit(X_train, y_train)\ndraw_borders(drawn, X)\n`),
      "`X` is used in `draw_borders(drawn, X)` too.",
    );
  });

  it("where it was fitted to other rows, or knows the labels", async () => {
    const apart = (fit: string): string => `${head}scaler = StandardScaler()\n${fit}X = scaler.transform(X)\n`;
    expect(await fixedText(apart("scaler.fit(X)\n") + rounds(last), "HLD101")).toContain(`${split}${in_("")}`);
    await stays(apart('scaler.fit(df[["leaf", "stem"]].dropna())\n') + rounds(last), "The transformer is fitted on other data too.");
    await stays(apart("scaler.fit(X, y)\n") + rounds(last), "It is fitted with further arguments.");
  });

  it("where what it read is written into before the split", async () => {
    const text = `${head}scaler = StandardScaler()\nrows = scaler.fit_transform(X)\nX["leaf"] = 0\n${rounds(last).replaceAll("(X, y", "(rows, y")}`;
    await stays(text, "`X` is changed after it was transformed.");
  });

  it("where it cannot transform rows that it was not fitted to", async () => {
    const text = `${scaled}${rounds(last)}`.replaceAll("StandardScaler", "TSNE").replace("sklearn.preprocessing", "sklearn.manifold");
    expect((await withheld(text, "HLD101")).length).toBeGreaterThan(0);
  });

  it("where it prepares other rows", async () => {
    const other = 'new = scaler.transform(pd.read_csv("new.csv"))\n';
    await stays(scaled + other + rounds(`${last}print(model.predict(new))\n`), "`scaler` is used in `new = scaler.transform(");
    await stays(scaled + rounds(last + other), "`scaler` is used in");
  });

  it("where the loop comes round to other data", async () => {
    await stays(scaled + rounds('    X = df[["stem", "leaf"]][i:]\n    y = df["kind"][i:]\n'), "`X` is another thing in another round.");
  });

  it("where the training part is split again", async () => {
    const again = "X_train, X_valid, y_train, y_valid = train_test_split(X_train, y_train, random_state=1)\nprint(model.score(X_valid, y_valid))\n";
    await stays(scaled + rounds(split + again + scored), "`X_train` is split again.");
  });

  it("where gaps are filled by hand, and the table stays a table", async () => {
    await stays(`${head}X = X.fillna(X.mean())\n${rounds(`${last}print(X)\n`)}`, "Gaps are filled by hand");
  });
});
