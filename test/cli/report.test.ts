/** `holdout report` as a process, with the real analysis. */
import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildCommandLine, notebook, project } from "./commandLine.js";

let bundle = "";
beforeAll(async () => {
  bundle = await buildCommandLine({ fake: false });
}, 60_000);

const leaky = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("<a&b>.csv")
X = StandardScaler().fit_transform(df[["age"]])
X_train, X_test, y_train, y_test = train_test_split(X, df["sick"], random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
const sound = leaky.replace('X = StandardScaler().fit_transform(df[["age"]])', 'X = df[["age"]]');

describe("holdout report", () => {
  it("says of each evaluation what it is worth, as Markdown", async () => {
    const { run } = project(bundle, { "leaky.py": leaky, "nb.ipynb": notebook("# Title", sound), "nothing.py": "print(1)\n" });
    const { status, out } = await run("report");
    expect(status).toBe(0);
    expect(out).toMatch(/2 evaluations: 1 \*\*clean\*\*, 1 \*\*optimistic\*\*/);
    expect(out).toMatch(/\| leaky\.py \| – \| 1 \| – \| 1 \|/);
    expect(out).toContain("cell 2, line 8");
    expect(out).toContain("In 1 other file there is no split");
  });

  it("is one HTML page that runs and loads nothing and shows a program's text as text", async () => {
    const { run, folder } = project(bundle, { "leaky.py": leaky });
    const { status, out } = await run("report leaky.py --output-format html --output-file out/report.html");
    expect([status, out]).toEqual([0, "out/report.html holds the report of 1 file, 1 evaluation\n"]);
    const html = fs.readFileSync(path.join(folder, "out", "report.html"), "utf8");
    expect(html).toContain("default-src &#39;none&#39;".replace(/&#39;/g, "'"));
    expect(html).not.toMatch(/<script|<a&b>|<button|src=/);
    expect(html).toContain("&#60;a&#38;b&#62;.csv");
  });

  it("has all places and steps as JSON", async () => {
    const { run } = project(bundle, { "leaky.py": leaky });
    const { out } = await run("report leaky.py --output-format json");
    const { version, files } = JSON.parse(out);
    expect(version).toBe(1);
    const [evaluation] = files[0].summary.evaluations;
    expect(evaluation).toMatchObject({ verdict: "optimistic", at: { filename: "leaky.py", cell: null, location: { row: 8 } } });
    expect(evaluation.why[0]).toMatchObject({ code: "HLD101" });
    expect(evaluation.why[0].steps.map((s: { at: { location: { row: number } } }) => s.at.location.row)).toEqual([5, 6, 7, 8, 8]);
    expect(files[0].summary.graph).toBeUndefined();
  });

  it("is honest about notebooks without models, without cells and with broken cells", async () => {
    const { run } = project(bundle, {
      "plot.ipynb": notebook("print(1)"),
      "none.ipynb": notebook(),
      "blank.ipynb": notebook(""),
      "half.ipynb": notebook("x = ("),
    });
    const { status, out, err } = await run("report");
    expect([status, err]).toEqual([0, ""]);
    expect(out).toContain("No evaluation of a model was found");
    expect(out).not.toMatch(/optimistic \(|clean \(/);
    for (const name of ["plot.ipynb", "none.ipynb", "blank.ipynb"]) expect((await run(`report ${name}`)).out).toContain("No evaluation of a model was found");
    const ready = await run("readiness --output-format json");
    expect([ready.status, ready.err]).toEqual([0, ""]);
    const { items } = JSON.parse(ready.out);
    expect(items.length).toBeGreaterThan(10);
    expect(items.filter(({ found, against }: { found: unknown[]; against: unknown[] }) => found.length + against.length > 0)).toEqual([]);
  });

  it("is honest about emptiness, broken code and what cannot be read", async () => {
    const { run } = project(bundle, { "a.py": "x = (\n", "b.ipynb": "{", "c.py": "" });
    const none = await run("report c.py");
    expect(none.out).toContain("No evaluation of a model was found");
    const { status, out, err } = await run("report");
    expect(status).toBe(2);
    expect(err).toContain("b.ipynb");
    expect(out).toContain("## Not checked");
    expect((await run("report missing.py")).status).toBe(2);
    expect((await run("report --output-format pdf")).err).toContain("markdown");
  });
});
