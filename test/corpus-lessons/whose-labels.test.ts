/** Labels that a cell counts are those of the table they were taken from, and predictions are none; a helper of another file has an order of its own. */
import { expect, it } from "vitest";
import type { FileSource, UnitInput } from "../../server/src/program/program.js";
import { check, places } from "../helpers/check.js";

type Cell = string | Partial<UnitInput>;
const found = async (code: string, ...cells: Cell[]): Promise<string[]> => places((await check(cells)).findings, cells).filter((p) => p.startsWith(code));
const head = `import pandas as pd
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB`;
const split = (file: string, target: string): string => `${target}s = pd.read_csv("${file}.csv")
A, B, a, y_test = train_test_split(${target}s.drop(columns="${target}"), ${target}s["${target}"], random_state=0)
print(classification_report(y_test, GaussianNB().fit(A, a).predict(B)))`;
const counts = (text: string, name: string, most: number, few: number): Cell => ({ text, outputs: [`${name}0    ${most}\n1     ${few}\ndtype: int64`] });

it("labels of one split tell nothing of another table's, under the same name", async () => {
  const first = [head, split("mails", "spam"), counts("pd.Series(y_test).value_counts()", "", 930, 70)];
  expect(await found("HLD302", ...first)).toEqual(["HLD302 cell2:2"]);
  expect(await found("HLD302", ...first, split("ships", "lost"))).toEqual(["HLD302 cell2:2"]);
  expect(await found("HLD302", ...first, split("mails", "spam"))).toEqual(["HLD302 cell2:2", "HLD302 cell4:2"]);
});

it("a column that was filled with predictions does not tell how the labels are shared out", async () => {
  const shown = (fill: string): Cell[] => [
    head,
    counts('pd.read_csv("mails.csv")["spam"].value_counts()', "spam\n", 560, 440),
    `coming = pd.read_csv("coming.csv")\n${fill}`,
    counts('coming["spam"].value_counts()', "spam\n", 930, 70),
    split("mails", "spam"),
  ];
  expect(await found("HLD302", ...shown('coming["spam"] = predictions.astype("int")'))).toEqual([]);
  expect(await found("HLD302", ...shown("coming = coming.dropna()"))).toHaveLength(1);
});

it("a helper of another file that exchanges them is not said to take the labels first", async () => {
  const helper = `from sklearn.metrics import classification_report
def tell(table, guesses):
    print(classification_report(guesses, table["spam"]))
`;
  const files: FileSource = { resolve: (_, module) => (module === "helper" ? { path: "/test/helper.py", text: helper } : null) };
  const program = `import helper
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
train, test = train_test_split(pd.read_csv("mails.csv"), random_state=0)
model = GaussianNB().fit(train[["length", "links"]], train["spam"])
helper.tell(test, model.predict(test[["length", "links"]]))
`;
  const said = (await check([program], { files })).findings.filter((f) => f.code === "HLD304").map((f) => f.message);
  expect(said).toEqual(["`tell` gives a metric the predictions where the labels belong"]);
});
