/** HLD106: a second split that draws from rows which the first one has given away. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";
import { head } from "./plants.js";

const first = "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=4)\n";
const fitted = "model = LogisticRegression().fit(X_train, y_train)\n";
const score = (part: string): string => `print(model.score(X_${part}, y_${part}))\n`;

describe("all rows split once more", () => {
  const rest = first.replaceAll("_test,", "_rest,").replace("y_test =", "y_rest =");
  const valid = "X_valid, X_test, y_valid, y_test = train_test_split(X, y, test_size=0.5, random_state=5, stratify=y)\n";
  const both = fitted + score("valid") + score("test");

  it("give way to what nobody reads of the first split", async () => {
    for (const more of ["", "del X_rest, y_rest\n"])
      expect(await fixedText(head + rest + valid + more + both, "HLD106")).toContain(
        "X_valid, X_test, y_valid, y_test = train_test_split(X_rest, y_rest, test_size=0.5, random_state=5, stratify=y_rest)\n",
      );
  });

  it("give way to the training part where the second split gives it anew", async () => {
    const again = "X_train, X_valid, y_train, y_valid = train_test_split(X, y, test_size=0.25, random_state=7)\n";
    const text = await fixedText(head + first + again + both, "HLD106");
    expect(text).toContain("X_train, X_valid, y_train, y_valid = train_test_split(X_train, y_train, test_size=0.25, random_state=7)\n");
  });

  it("are left alone where both parts of the first split are read", async () => {
    for (const [between, more] of [
      ["", score("rest")],
      ["X_rest = X_rest * 2\n", ""],
    ])
      expect((await withheld(`${head}${rest}${between}${valid}${both}${more}`, "HLD106")).join()).toContain("which part of the first split is meant");
  });
});

describe("fewer rows of each class, split beside all rows", () => {
  const even = (made: string): string => `${head}few = df.index[df["kind"] == 1]
some = np.random.choice(df.index[df["kind"] == 0], len(few), replace=False)
even = ${made}
X_even, y_even = even[["leaf", "stem"]], even["kind"]
${first}X_fit, X_held, y_fit, y_held = train_test_split(X_even, y_even, test_size=0.2, random_state=4)
model = LogisticRegression().fit(X_fit, y_fit)
`;
  const plain = even("df.loc[np.concatenate([few, some])]");

  it("go by the parts of all rows, in their order", async () => {
    const text = await fixedText(plain + score("held") + score("test"), "HLD106");
    expect(text).toContain(`X_fit, X_held, y_fit, y_held = (
    X_even.loc[X_train.index[X_train.index.isin(X_even.index)]], X_even.loc[X_test.index[X_test.index.isin(X_even.index)]],
    y_even.loc[X_train.index[X_train.index.isin(y_even.index)]], y_even.loc[X_test.index[X_test.index.isin(y_even.index)]],
)
`);
  });

  it("are left alone where their rows are numbered anew", async () => {
    const text = even("df.loc[np.concatenate([few, some])].reset_index(drop=True)") + score("test");
    expect((await withheld(text, "HLD106")).join()).toContain("may number the rows anew");
  });

  it("are left alone where the parts of all rows were changed since", async () => {
    const changed = plain.replace("X_fit, X_held", "X_train = X_train.reset_index(drop=True)\nX_fit, X_held") + score("test");
    expect((await withheld(changed, "HLD106")).join()).toContain("`X_train` was changed since it was cut.");
  });
});
