/** Transformers that were fitted again on evaluation rows: what stands beside them and belongs to them goes along. */
import { describe, expect, it } from "vitest";
import { fixedText, offered } from "./offers.js";

const head = `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.preprocessing import MinMaxScaler

train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
inputs = MinMaxScaler()
levels = MinMaxScaler()
A = inputs.fit_transform(train[["rain", "snow"]])
b = levels.fit_transform(train[["level"]])
`;
const again = (labels: string): string => `A_test = inputs.fit_transform(test[["rain", "snow"]])
${labels}guessed = levels.inverse_transform(Ridge().fit(A, b).predict(A_test).reshape(-1, 1))
print(mean_absolute_error(test["level"], guessed))
`;
const kinds = async (text: string) => (await offered(text, "HLD111")).map(({ offer }) => offer.fix?.applicability ?? null);

describe("a transformer of inputs that is fitted again", () => {
  it.each(['b_test = levels.fit_transform(test[["level"]])\n', 'levels.fit(test[["level"]])\nb_test = levels.transform(test[["level"]])\n'])(
    "takes that of the labels along, which is not safe: %s",
    async (labels) => {
      const text = head + again(labels);
      expect(await fixedText(text, "HLD111")).toBe(head + again('b_test = levels.transform(test[["level"]])\n').replace("inputs.fit_", "inputs."));
      expect(await kinds(text)).toEqual(["unsafe"]);
    },
  );

  it.each(["", 'b_test = levels.transform(test[["level"]])\n', 'own = MinMaxScaler().fit_transform(test[["level"]])\n'])(
    "goes alone, and is safe, where the labels know the training rows: %s",
    async (labels) => {
      const text = head + again(labels);
      expect(await fixedText(text, "HLD111")).toBe(text.replace("A_test = inputs.fit_", "A_test = inputs."));
      expect(await kinds(text)).toEqual(["safe"]);
    },
  );

  it("goes back to the first one where the same was made anew for it, and so does that of the labels", async () => {
    const anew = again('levels = MinMaxScaler()\nb_test = levels.fit_transform(test[["level"]])\n');
    const text = `${head}# the same for the test rows\ninputs = MinMaxScaler()\n${anew}`;
    const alike = again('b_test = levels.transform(test[["level"]])\n').replace("inputs.fit_", "inputs.");
    expect(await fixedText(text, "HLD111")).toBe(`${head}# the same for the test rows\n${alike}`);
    expect(await kinds(text)).toEqual(["unsafe"]);
    // Another scaler under that name is another one, and so is one that is asked in between.
    expect(await kinds(text.replace("rows\ninputs = MinMaxScaler()", "rows\ninputs = MinMaxScaler((-1, 1))"))).toEqual([null]);
    expect(await kinds(text.replace("rows\ninputs = MinMaxScaler()\n", "rows\ninputs = MinMaxScaler()\nprint(inputs)\n"))).toEqual([null]);
  });

  it("takes labels along that are made a table of first", async () => {
    const named = head.replace("inputs = ", 'y_train, y_test = train["level"], test["level"]\ninputs = ').replace('train[["level"]]', "pd.DataFrame(y_train)");
    const text = named + again("b_test = levels.fit_transform(pd.DataFrame(y_test))\n");
    expect(await fixedText(text, "HLD111")).toBe(text.replace("A_test = inputs.fit_", "A_test = inputs.").replace("b_test = levels.fit_", "b_test = levels."));
  });

  it("is not safe where another one is fitted twice beside it, on rows that are not known to be these", async () => {
    const text = (head + again('b_test = levels.fit_transform(test[["level"]])\n')).replace(/\((\w+)\[\["level"\]\]\)/g, '(pd.DataFrame($1["level"]))');
    expect(await kinds(text)).toEqual(["unsafe"]);
  });

  it("leaves alone what puts the same inputs on another scale for another model", async () => {
    const other = `logs = MinMaxScaler((1, 2))
C = logs.fit_transform(train[["rain", "snow"]])
C_test = logs.fit_transform(test[["rain", "snow"]])
`;
    const text = head + again(other);
    expect(await fixedText(text, "HLD111")).toBe(text.replace("A_test = inputs.fit_", "A_test = inputs."));
  });
});
