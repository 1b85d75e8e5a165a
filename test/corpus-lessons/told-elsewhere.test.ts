/** HLD111: faults of another file. */
import { describe, expect, it } from "vitest";
import type { FileSource } from "../../server/src/program/program.js";
import { check } from "../helpers/check.js";

const found = async (text: string, codes: RegExp, files?: FileSource): Promise<string[]> =>
  (await check([text], files ? { files } : {})).findings
    .filter((f) => codes.test(f.code))
    .map((f) => `${f.code} ${text.slice(0, f.at.start).split("\n").length}${f.severity === "hint" ? " hint" : ""}`);

describe("a scaler that is fitted again in another file (HLD111)", () => {
  const prepare = `    train, test = train_test_split(pd.read_csv(path), random_state=1)
    a = StandardScaler().fit_transform(train[["salt", "depth"]])
    b = StandardScaler().fit_transform(test[["salt", "depth"]])
`;
  const module = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
def parts(path):
${prepare}    return a, train["reef"], b, test["reef"]
def whole(path):
${prepare}    return LogisticRegression().fit(a, train["reef"]).score(b, test["reef"])
`;
  const files: FileSource = { resolve: (_, name) => (name === "reefs" ? { path: "/test/reefs.py", text: module } : null) };

  it("is told there, where that file trains and predicts, too", async () => {
    expect(await found('from reefs import whole\nprint(whole("reefs.csv"))\n', /HLD111/, files)).toEqual([]);
    expect(await found(module, /HLD111/)).toEqual(["HLD111 13"]);
  });
  it("is told at the call into it, where the program trains", async () => {
    const program = `from sklearn.linear_model import LogisticRegression
from reefs import parts
a, c, b, d = parts("reefs.csv")
print(LogisticRegression().fit(a, c).score(b, d))
`;
    expect(await found(program, /HLD111/, files)).toEqual(["HLD111 3"]);
  });
});
