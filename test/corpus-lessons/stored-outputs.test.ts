/** Stored outputs of every kind: what is a table of counts, and what is not. */
import { expect, it } from "vitest";
import { gapsIn } from "../../server/src/trace/gapsShown.js";
import { binaryMeans, namesClassMetric, tablesIn } from "../../server/src/trace/outputs.js";

const report = `              precision    recall  f1-score   support

           0       0.96      0.99      0.97       950
           1       0.63      0.31      0.42        50

    accuracy                           0.95      1000
   macro avg       0.80      0.65      0.70      1000
weighted avg       0.94      0.95      0.94      1000
`;

it("a classification report and printed scores are no counts", () => {
  expect(tablesIn(report)).toEqual([]);
  expect(tablesIn("Accuracy:  0.95\nLoss:  0.21\n")).toEqual([]);
  expect([...binaryMeans(report)]).toEqual([]);
});

it("a report that was shown tells the classes apart", () => {
  const units = (outputs: string[]) => [{ input: { text: "evaluate(model)", outputs } }] as unknown as Parameters<typeof namesClassMetric>[0];
  expect(namesClassMetric(units([report]))).toBe(true);
  expect(namesClassMetric(units(["Accuracy: 0.95"]))).toBe(false);
});

it("what was cut off is no evidence", () => {
  expect(tablesIn("unpaid\n0    950\n1     50\n")).toEqual([]);
  expect(tablesIn("town\na    90\nb    80\n     ..\ny     2\nz     1\nName: town, Length: 26, dtype: int64")).toEqual([]);
  expect(tablesIn("a    90\n..\nz    1\nName: town, dtype: int64\n0    950\n1     50\nName: unpaid, dtype: int64")).toEqual([
    { names: ["unpaid"], numbers: [950, 50] },
  ]);
  expect([...binaryMeans("          unpaid\ncount  2000.000\nmean      0.060\nstd       0.240\n")]).toEqual([]);
  expect([...binaryMeans("       a  ...  unpaid\ncount  2  ...  2000")]).toEqual([]);
});

it("of an output whose beginning was dropped, the first table is not whole", () => {
  const text = "Streaming output truncated to the last 5000 lines.\n0    950\n1     50\nName: unpaid, dtype: int64\n";
  expect(tablesIn(text)).toEqual([]);
  expect(tablesIn(`${text}unpaid\n0    90\n1    10\ndtype: int64`)).toEqual([{ names: ["unpaid"], numbers: [90, 10] }]);
  expect(gapsIn("Streaming output truncated to the last 5000 lines.\nage    0\ndtype: int64")?.has("...")).toBe(true);
});

it("a listing of missing values that was shortened says nothing of the columns that it leaves out", () => {
  expect(gapsIn("age      0\n        ..\nincome    0\nLength: 90, dtype: int64")?.has("...")).toBe(true);
  expect(gapsIn("RangeIndex: 900 entries, 0 to 899\nColumns: 120 entries, a to z\ndtypes: float64(120)\nmemory usage: 844.0 KB")).toBeNull();
  expect(gapsIn("age  town  ...  y\n0  31  Ulm  ...  1\n\n[100 rows x 5 columns]")).toBeNull();
});

it("a table of rows is no table of counts", () => {
  expect(tablesIn("     unpaid  ...  age\n0         0  ...   31\n..      ...  ...  ...\n99        1  ...   40\n\n[100 rows x 5 columns]")).toEqual([]);
  expect(tablesIn("    unpaid\n0        0\n1        1\n..     ...\n\n[100 rows x 1 columns]")).toEqual([]);
});

it("markup is not read", () => {
  const html = '<table border="1"><tr><th>0</th><td>950</td></tr><tr><th>1</th><td>50</td></tr></table>';
  expect(tablesIn(html)).toEqual([]);
  expect([...binaryMeans(html)]).toEqual([]);
});
