/** Where findings stand: in methods that nobody calls, and in modules that are imported below the top of a program. */
import { expect, it } from "vitest";
import type { FileSource } from "../../server/src/program/program.js";
import { check } from "../helpers/check.js";

const lines = async (text: string, files?: FileSource): Promise<string[]> =>
  (await check([text], files ? { files } : {})).findings.map((f) => `${f.code} ${text.slice(0, f.at.start).split("\n").length}`);

const wrapper = (method: string): string => `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import MinMaxScaler
class Tides:
    def ${method}(self, X, y):
        self.scaler = MinMaxScaler()
        X = self.scaler.fit_transform(X)
        print(cross_val_score(Ridge(), X, y))
        return self
`;

it("what the fit of a class learns stands where it is called, or where it is written if nobody calls it", async () => {
  expect(await lines(wrapper("fit"))).toEqual(["HLD102 8"]);
  expect(await lines(wrapper("learn"))).toEqual(["HLD102 8"]);
  expect(await lines(`${wrapper("fit")}df = pd.read_csv("tides.csv")\nTides().fit(df[["a", "b"]], df["high"])\n`)).toEqual(["HLD102 12"]);
});

it("a method that nobody calls is called nowhere on the way", async () => {
  const steps = async (text: string): Promise<string[]> => (await check([text])).findings.flatMap((f) => f.steps.map((s) => s.message));
  expect(await steps(wrapper("learn"))).not.toContain("called here");
  expect(await steps(`${wrapper("learn")}df = pd.read_csv("tides.csv")\nTides().learn(df[["a", "b"]], df["high"])\n`)).toContain("called here");
});

it("what a module does when it is started or imported is no fault of the function that imports it", async () => {
  const module = (guard: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
${guard}
    df = pd.read_csv("boats.csv")
    df["age"] = df["age"].fillna(df["age"].median())
    a, b, c, d = train_test_split(df[["age", "size"]], df["sunk"], random_state=1)
    print(LogisticRegression().fit(a, c).score(b, d))
def name():
    return "boats"
`;
  const program = "def main():\n    from boats import name\n    print(name())\nmain()\n";
  for (const guard of ['if __name__ == "__main__":', "if True:"]) {
    const files: FileSource = { resolve: (_, name) => (name === "boats" ? { path: "/test/boats.py", text: module(guard) } : null) };
    expect(await lines(program, files)).toEqual([]);
    expect(await lines(module(guard))).toEqual(["HLD101 6"]);
  }
});
