/** What counts as evidence: declared, used, written or proved, each with its line; and nothing else. */
import fs from "node:fs";
import Ajv from "ajv";
import { beforeAll, describe, expect, it } from "vitest";
import { readiness } from "../../server/src/readiness/collect.js";
import { dependenciesIn } from "../../server/src/readiness/dependencies.js";
import { readinessItems } from "../../server/src/readiness/items.js";
import { scaffolds } from "../../server/src/readiness/scaffolds.js";
import { buildCommandLine, project } from "../cli/commandLine.js";

const json = (file: string) => JSON.parse(fs.readFileSync(file, "utf8"));

describe("the items", () => {
  it("follow their schema, with patterns that are patterns, guides and scaffolds that exist", () => {
    const validate = new Ajv({ strict: false }).compile(json("syntaxes/readiness.schema.json"));
    expect(validate(json("server/readiness/items.json")) || validate.errors).toBe(true);
    const guide = fs.readFileSync("docs/readiness.md", "utf8");
    const ids = readinessItems().map((item) => item.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, title, why, firstStep, scaffold, evidence } of readinessItems()) {
      const step = `${firstStep.charAt(0).toLowerCase()}${firstStep.slice(1)}`;
      expect(guide).toContain(`<a id="${id}"></a>\n\n### ${title}\n\n${why} First step: ${step}\n`);
      if (scaffold && scaffold !== "model-card") expect(scaffolds[scaffold]).toBeDefined();
      for (const { pattern } of evidence.lines ?? []) expect(() => new RegExp(pattern, "i")).not.toThrow();
    }
  });

  it("name every theme of production", () => {
    const ids = readinessItems().map(({ id }) => id);
    const themes = {
      validation: ["out-of-sample", "validation-apart", "overfitting-guards", "metrics"],
      data: ["data-checks", "same-preparation", "missing-values", "provenance"],
      serving: ["fallback", "tests", "service-tests", "load-tests", "latency", "service"],
      operation: ["versioning", "rollback", "pinned", "seeds", "ci", "drift", "performance-monitoring", "alerts", "retraining", "feedback"],
      trust: ["interpretability", "fairness", "business", "security", "input-limits", "secrets", "vulnerabilities", "robustness", "owners", "compliance"],
    };
    expect([...ids].sort()).toEqual(Object.values(themes).flat().sort());
  });

  it("find nothing in a project that has nothing", async () => {
    const results = await readiness(readinessItems(), { reports: [], files: [{ path: "notes.txt", filename: "notes.txt" }], read: () => "" });
    expect(results?.filter((r) => r.found.length + r.against.length > 0)).toEqual([]);
  });

  it("stop when they are cancelled", async () => {
    expect(await readiness(readinessItems(), { reports: [], files: [{ path: "a", filename: "a" }], read: () => null }, () => true)).toBeNull();
  });
});

describe("declared dependencies", () => {
  const names = (file: string, text: string) => dependenciesIn(file, text).map((d) => `${d.name}@${d.row}${d.pinned ? "!" : ""}`);

  it("are read from every kind of file, with their lines", () => {
    expect(names("requirements.txt", "# comment\nPandas==2.2.1\nscikit_learn>=1.4 ; python_version > '3'\n-r other.txt\nshap[all]~=0.4\n")).toEqual([
      "pandas@2!",
      "scikit-learn@3",
      "shap@5",
    ]);
    expect(
      names("pyproject.toml", '[project]\nname = "x"\ndependencies = [\n  "mlflow>=2",\n  "shap",\n]\n[tool.poetry.dependencies]\nevidently = "^0.4"\n'),
    ).toEqual(["mlflow@4", "shap@5", "evidently@8"]);
    expect(names("environment.yml", "name: x\ndependencies:\n  - python=3.11\n  - pip:\n    - fairlearn==0.10\n")).toEqual(["python@3!", "fairlearn@5!"]);
    expect(names("Pipfile", '[packages]\ndvc = "*"\n[requires]\npython_version = "3.11"\n')).toEqual(["dvc@2"]);
  });

  it("are none in text that is nothing of the kind", () => {
    expect(names("requirements.txt", "\u0000\n--hash=sha256:abc\n")).toEqual([]);
    expect(names("pyproject.toml", "[tool.ruff]\nline-length = 100\n")).toEqual([]);
  });
});

describe("holdout readiness", () => {
  let bundle = "";
  beforeAll(async () => {
    bundle = await buildCommandLine({ fake: false });
  }, 60_000);

  const sound = `import pandas as pd
import shap
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age"]], df["sick"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
shap.Explainer(model)(X_test)
`;

  it("names what it saw with file and line, and says where it saw nothing", async () => {
    const { run } = project(bundle, {
      "train.py": sound,
      "requirements.txt": "pandas==2.2.1\nevidently==0.4\n",
      ".github/workflows/ci.yml": "on: push\njobs: {}\n",
      "node_modules/x/requirements.txt": "fairlearn\n",
    });
    const { status, out } = await run("readiness --output-format json");
    expect(status).toBe(0);
    const items = new Map(JSON.parse(out).items.map((i: { id: string }) => [i.id, i]));
    const found = (id: string) =>
      (items.get(id) as { found: { what: string; filename: string; location: { row: number } }[] }).found.map(
        (f) => `${f.filename}:${f.location.row} ${f.what}`,
      );
    expect(found("out-of-sample")).toEqual(["train.py:8 accuracy on rows that were kept out"]);
    expect(found("interpretability")).toContain("train.py:9 shap.Explainer is used");
    expect(found("drift")).toEqual(["requirements.txt:2 evidently is declared"]);
    expect(found("ci")).toEqual([".github/workflows/ci.yml:1 .github/workflows/ci.yml is there"]);
    expect(found("seeds")).toEqual(["train.py:6 train_test_split has a seed"]);
    expect(found("pinned")).toEqual(["requirements.txt:1 all 2 requirements name one version"]);
    expect(found("fairness")).toEqual([]);
  });

  it("tells services, limits, secrets, attacks and the law apart", async () => {
    const { run } = project(bundle, {
      "app.py":
        'import os\nfrom pydantic import BaseModel, Field\nkey = os.environ["MODEL_API_KEY"]\nclass Row(BaseModel):\n    age: float = Field(ge=0, le=130)\n',
      "attack.py": "from art.attacks.evasion import FastGradientMethod\nFastGradientMethod(None)\n",
      "test_app.py": "from fastapi.testclient import TestClient\ndef test_app(app):\n    assert TestClient(app).get('/').status_code == 200\n",
      "NOTES.md": "Art. 22 of the GDPR applies.\n",
      ".github/workflows/a.yml": "on: push\njobs:\n  a:\n    steps:\n      - run: pip-audit\n",
      "load.py": "import torch\nmodel = torch.load('m.pt', weights_only=True)\n",
    });
    const { out } = await run("readiness --output-format json");
    const items: { id: string; found: { filename: string; location: { row: number } }[] }[] = JSON.parse(out).items;
    const places = (id: string) => [...new Set(items.find((item) => item.id === id)?.found.map((f) => `${f.filename}:${f.location.row}`))];
    expect(places("service-tests")).toContain("test_app.py:1");
    expect(places("input-limits")).toEqual(["app.py:5"]);
    expect(places("secrets")).toEqual(["app.py:3"]);
    expect(places("robustness")).toEqual(["attack.py:1"]);
    expect(places("compliance")).toEqual(["NOTES.md:1"]);
    expect(places("vulnerabilities")).toEqual([".github/workflows/a.yml:5"]);
    expect(places("security")).toEqual(["load.py:2"]);
    expect(places("load-tests")).toEqual([]);
  });

  it("carries its guide with it, for what is missing only", async () => {
    const { run } = project(bundle, { "train.py": sound, CODEOWNERS: "* @ann\n" });
    const markdown = (await run("readiness --output-format markdown")).out;
    expect(markdown).toContain("[Guide](#load-tests)");
    expect(markdown).toContain("### Load tests\n\nThe time of one prediction");
    expect(markdown).not.toContain("### Owners and model card");
    const html = (await run("readiness --output-format html")).out;
    for (const [, id] of html.matchAll(/href="#([^"]*)"/g)) expect(html).toContain(`id="${id}"`);
    expect(html.match(/href="#/g)?.length).toBeGreaterThan(10);
    expect((await run("readiness")).out).not.toContain("#load-tests");
  });

  it("puts findings beside the evidence, gives a first step, and writes no score", async () => {
    const leaky = sound.replace('df = pd.read_csv("a.csv")', 'df = pd.read_csv("a.csv")\ndf["age"] = df["age"].fillna(df["age"].mean())');
    const { run } = project(bundle, { "train.py": leaky });
    const { out } = await run("readiness --output-format markdown");
    expect(out).toMatch(/\*\*Out-of-sample validation\*\* \| \*\*findings against it\*\* \| no evidence found\. Against it: HLD101/);
    expect(out).toMatch(/\*\*Load tests\*\* \| \*\*no evidence\*\* \| no evidence found \| Ask the service/);
    expect(out.split("## Guide")[0]).not.toMatch(/\d+ ?%|score of|\/ ?100/);
    expect((await run("readiness --output-format html")).out).toMatch(/^<!doctype html>/);
  });

  it("says what is wrong with its arguments", async () => {
    const { run } = project(bundle, { "a.py": "" });
    expect((await run("readiness missing")).status).toBe(2);
    expect((await run("readiness --output-format pdf")).err).toContain("text, markdown, html, json");
  });
});
