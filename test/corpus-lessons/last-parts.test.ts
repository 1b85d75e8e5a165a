/** Parts that a counter takes from a list, numbers nobody sees, patience without end: what a program holds out and what it shows. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (code: string, text: string): Promise<string[]> => {
  const { findings } = await check([text]);
  const at = places(findings, [text]);
  return findings.map((f, i) => `${at[i]} ${f.severity}`).filter((p) => p.startsWith(code));
};

describe("parts of one table, taken by the counter of a loop", () => {
  const program = (fitted: string, scored: string, before = ""): string => `import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.naive_bayes import GaussianNB
from sklearn.metrics import accuracy_score
herd = pd.read_csv("herd.csv")
X, y = herd[["milk", "weight"]].values, herd["ill"].values
${before}xs, ys, n = np.array_split(X, 20), np.array_split(y, 20), 20
for i in range(n):
    A = np.concatenate(${fitted.replaceAll("$", "xs")})
    a = np.concatenate(${fitted.replaceAll("$", "ys")})
    m = GaussianNB().fit(A, a)
    print(accuracy_score(${scored.replace("$", "ys")}, m.predict(${scored.replace("$", "xs")})))
`;
  const rest = "$[:i] + $[i + 1:]";
  it("are other rows than the parts before and behind", async () => {
    expect(await found("HLD205", program(rest, "$[i]"))).toEqual([]);
    expect(await found("HLD205", program("$[:i + 1]", "$[i + 1]"))).toEqual([]);
  });
  it("are held out: a scaler that saw all of them is said", async () => {
    const scaled = program(rest, "$[i]", "X = StandardScaler().fit_transform(X)\n");
    expect((await found("HLD10", scaled)).map((p) => p.split(" ")[0])).toEqual(["HLD102"]);
  });
  it("are training rows where those that were joined are scored", async () => {
    const text = program(rest, "$[i]").replace(/accuracy_score\(.*/, "accuracy_score(a, m.predict(A)))");
    expect((await found("HLD205", text)).length).toBe(1);
  });
  it("are told apart as numbers of rows, too", async () => {
    const text = (at: string): string => `import numpy as np
import pandas as pd
from sklearn.naive_bayes import GaussianNB
herd = pd.read_csv("herd.csv")
X, y = herd[["milk", "weight"]].values, herd["ill"].values
blocks = np.array_split(np.random.permutation(len(X)), 15)
for i in range(15):
    rows = np.concatenate(blocks[:i] + blocks[i + 1:])
    m = GaussianNB().fit(X[rows], y[rows])
    print(m.score(X[${at}], y[${at}]))
`;
    expect(await found("HLD205", text("blocks[i]"))).toEqual([]);
    expect((await found("HLD205", text("rows"))).length).toBe(1);
  });
});

describe("arrays of an archive that are numbered in front", () => {
  const text = (part: string): string => `import numpy as np
from sklearn.svm import SVC
box = np.load("box.npz")
m = SVC().fit(box["t3x_train"], np.ravel(box["t3y_train"]))
print(np.mean(m.predict(box["t3x_${part}"]) == box["t3y_${part}"]))
`;
  it("are the parts that the rest of the name says", async () => {
    expect(await found("HLD205", text("test"))).toEqual([]);
    expect((await found("HLD205", text("train"))).length).toBe(1);
  });
});
