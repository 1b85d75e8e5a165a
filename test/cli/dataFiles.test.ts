/** Data files on the command line. */
import { beforeAll, describe, expect, it } from "vitest";
import { buildCommandLine, project } from "./commandLine.js";

let bundle: string;
beforeAll(async () => {
  bundle = await buildCommandLine({ fake: false });
}, 30_000);

const program = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("d.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age"]], df["fraud"], stratify=df["fraud"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))
`;
const data = `age,fraud\n${Array.from({ length: 400 }, (_, i) => `${i},${i % 20 === 0 ? 1 : 0}`).join("\n")}\n`;

describe("data files", () => {
  it("raise findings that say what they stand on", async () => {
    const { run } = project(bundle, { "a.py": program, "d.csv": data });
    const { status, out } = await run("check a.py");
    expect(status).toBe(1);
    expect(out).toContain("the imbalance shows here: 95 % of the 400 rows of `d.csv` have `fraud` `0`");
  });

  it("are left alone by an option and by the project, and then the report is that of the program alone", async () => {
    const bare = await project(bundle, { "a.py": program }).run("check --output-format json a.py");
    const { run } = project(bundle, { "a.py": program, "d.csv": data });
    expect(await run("check --output-format json --no-data-files a.py")).toEqual(bare);
    const off = project(bundle, { "a.py": program, "d.csv": data, "pyproject.toml": "[tool.holdout]\nevidence-data-files = false\n" });
    expect(await off.run("check --output-format json a.py")).toEqual(bare);
  });

  it("that are broken are named in a warning once, and change nothing else", async () => {
    const { run } = project(bundle, { "a.py": program, "b.py": program, "d.csv": `${data}7,"1\n` });
    const { status, out, err } = await run("check");
    expect(status).toBe(0);
    expect(out).not.toContain("HLD301");
    expect(err).toBe("warning: d.csv is no evidence: a quoted field that begins at line 402 never ends\n");
  });

  it("a setting that is wrong is named with its line", async () => {
    const { run } = project(bundle, { "a.py": "x = 1\n", "pyproject.toml": "[tool.holdout]\nevidence-data-files = 3\nevidence-datafiles = true\n" });
    const { status, err } = await run("check a.py");
    expect(status).toBe(2);
    expect(err).toContain('pyproject.toml:2: "evidence-data-files" must be true or false');
    expect(err).toContain('pyproject.toml:3: unknown setting "evidence-datafiles"; did you mean "evidence-data-files"?');
  });
});
