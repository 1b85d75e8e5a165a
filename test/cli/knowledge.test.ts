/** A project's own knowledge, on the command line and with the real analysis. */
import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildCommandLine, project } from "./commandLine.js";

let bundle: string;
beforeAll(async () => {
  bundle = await buildCommandLine({ fake: false });
  return () => fs.rmSync(path.dirname(bundle), { recursive: true, force: true });
});

const program = `import pandas as pd
from proj.features import MyScaler
from sklearn.model_selection import train_test_split
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("a.csv")
X, y = df.drop(columns="y"), df["y"]
X = MyScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
const row = (is: string, more = "") => `{ "modules": { "proj.features": { "classes": {\n  "MyScaler": { "is": "${is}"${more} }\n} } } }\n`;

describe("knowledge", () => {
  it("decides about findings, for many files on several threads", async () => {
    const files = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`a${i}.py`, program]));
    const settings = '[tool.holdout]\nknowledge = ["ml/own.json"]\n';
    const learns = project(bundle, { ...files, "pyproject.toml": settings, "ml/own.json": row("transformer") });
    expect((await learns.run("check --output-format json")).out.match(/"code": ?"HLD101"/g)).toHaveLength(40);
    const harmless = project(bundle, { ...files, "pyproject.toml": settings, "ml/own.json": row("transformer", ', "traits": { "stateless": true }') });
    expect(await harmless.run("check --output-format json")).toMatchObject({ status: 0, err: "" });
  });

  it("takes aliases", async () => {
    const alias = (name: string) => `[tool.holdout.alias]\n"proj.features.MyScaler" = "${name}"\n`;
    expect((await project(bundle, { "a.py": program, "pyproject.toml": alias("sklearn.preprocessing.StandardScaler") }).run("check")).status).toBe(1);
    expect((await project(bundle, { "a.py": program, "pyproject.toml": alias("sklearn.preprocessing.Normalizer") }).run("check")).status).toBe(0);
  });

  it("says what is wrong, at its line, and goes on", async () => {
    const { folder, run } = project(bundle, {
      "a.py": program,
      "pyproject.toml": '[tool.holdout]\nknowledge = ["own.json", "gone.json"]\n',
      "own.json": row("transformr"),
    });
    const { status, err, out } = await run("check");
    expect(status).toBe(2);
    expect(err).toContain(`${path.join(folder, "own.json")}:2: proj.features.MyScaler: there is no kind "transformr"; did you mean "transformer"?`);
    expect(err).toContain(`${path.join(folder, "pyproject.toml")}:2: "knowledge": cannot read "gone.json"`);
    expect(out).toContain("Checked 1 file");
  });
});
