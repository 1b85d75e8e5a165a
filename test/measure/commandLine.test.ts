/** `holdout measure` before anything runs: what it is asked, what it lists, and that it asks. */
import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildCommandLine, project } from "../cli/commandLine.js";

const text = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("p.csv")
scaler = StandardScaler()
X = scaler.fit_transform(df[["a", "b"]])
X_train, X_test, y_train, y_test = train_test_split(X, df["y"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
const sound = text.replace("X = scaler.fit_transform(df", "X = (df").replace("scaler = StandardScaler()\n", "");

describe("holdout measure", () => {
  let bundle = "";
  beforeAll(async () => {
    bundle = await buildCommandLine({ fake: false });
  }, 60_000);

  it.each([
    ["measure", "measure takes one file"],
    ["measure nowhere.py", "no such file"],
    ["measure train.py --runs 0", "--runs must be a whole number from 1 to 10"],
    ["measure train.py --output-format sarif", "--output-format must be one of text, json"],
    ["measure train.py --finding HLD999", "there is no finding HLD999:\n  HLD101:8 "],
    ["measure train.py --fix 9 --finding HLD101:8", "no fix 9"],
    ["measure sound.py", "there is no finding in this file"],
    ["measure train.py --python ./no-python", "is no Python that can be run"],
  ])(
    "%s: says what is wrong",
    async (args, message) => {
      const { run } = project(bundle, { "train.py": text, "sound.py": sound });
      const { status, out, err } = await run(args);
      expect(err).toContain(message);
      expect([status, out]).toEqual([2, ""]);
    },
    60_000,
  );

  it("tells its options", async () => {
    const { status, out } = await project(bundle, {}).run("measure --help");
    expect(status).toBe(0);
    expect(out).toContain("--finding WHERE");
  }, 60_000);

  // An interpreter that only tells its version: nothing else may run without a yes.
  it.skipIf(process.platform === "win32")(
    "runs nothing that nobody has agreed to",
    async () => {
      const files = { "train.py": text, python: '#!/bin/sh\n[ "$1" = -c ] && echo 3.12.1 || touch ran\n', "p.csv": "a,b,y\n1,2,0\n" };
      const { run, folder } = project(bundle, files);
      fs.chmodSync(path.join(folder, "python"), 0o755);
      const { status, out, err } = await run("measure train.py --python ./python");
      expect(err).toContain("Run train.py 6 times?");
      expect(err).toContain(`Python 3.12.1: ${path.join(folder, "python")}`);
      expect(err).toContain("Nothing was run. --yes agrees to this.");
      expect([status, out]).toEqual([2, ""]);
      expect(fs.readdirSync(folder).sort()).toEqual(Object.keys(files).sort());
    },
    60_000,
  );
});
