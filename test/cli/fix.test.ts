/** `--fix`, `--unsafe-fixes` and `--diff`, with the real analysis: what is written, what is shown, and what keeps every byte. */
import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildCommandLine, notebook, project } from "./commandLine.js";

let bundle: string;
beforeAll(async () => {
  bundle = await buildCommandLine({ fake: false });
  return () => fs.rmSync(path.dirname(bundle), { recursive: true, force: true });
});

const make = (files: Record<string, string>) => {
  const made = project(bundle, files);
  return { ...made, read: (name: string) => fs.readFileSync(path.join(made.folder, name), "utf8") };
};

const imports = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
`;
const load = 'df = pd.read_csv("patients.csv")\nX_train, X_test, y_train, y_test = train_test_split(df.drop(columns="sick"), df["sick"], random_state=0)\n';
const refit = "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\nX_test = scaler.fit_transform(X_test)  # same scale?\n";
const score = "print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))\n";
const program = imports + load + refit + score;
const cured = program.replace("scaler.fit_transform(X_test)", "scaler.transform(X_test)");

const overlap = `${imports}df = pd.read_csv("loans.csv")
X, y = df.drop(columns="default"), df["default"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X, y)
print(model.score(X_test, y_test))
`;

describe("--fix", () => {
  it("writes safe fixes and reports what is left", async () => {
    const { run, read } = make({ "a.py": program, "b.py": overlap });
    const { out, err, status } = await run("check --fix");
    expect(read("a.py")).toBe(cured);
    expect(read("b.py")).toBe(overlap);
    expect(out).toContain(": HLD106 ");
    expect(out).toContain("fix: Train on the training part");
    expect(out).not.toContain("HLD111");
    expect(err).toBe("1 fix in 1 file applied.\n");
    expect(status).toBe(1);
  });

  it("writes unsafe fixes only when asked, and nothing twice", async () => {
    const { run, read } = make({ "b.py": overlap });
    expect((await run("check --fix --unsafe-fixes")).status).toBe(0);
    const after = read("b.py");
    expect(after).toBe(overlap.replace("fit(X, y)", "fit(X_train, y_train)"));
    expect((await run("check --fix --unsafe-fixes")).err).toBe("No fixes applied.\n");
    expect(read("b.py")).toBe(after);
  });

  it("keeps line ends, a byte order mark, the mode of a file and the link to it", async () => {
    const { run, folder, read } = make({ "a.py": `\uFEFF${program.replaceAll("\n", "\r\n")}` });
    fs.chmodSync(path.join(folder, "a.py"), 0o755);
    fs.renameSync(path.join(folder, "a.py"), path.join(folder, "real.txt"));
    fs.symlinkSync("real.txt", path.join(folder, "a.py"));
    await run("check --fix a.py");
    expect(read("real.txt")).toBe(`\uFEFF${cured.replaceAll("\n", "\r\n")}`);
    expect(fs.lstatSync(path.join(folder, "a.py")).isSymbolicLink()).toBe(true);
    expect(fs.statSync(path.join(folder, "real.txt")).mode & 0o777).toBe(0o755);
    expect(fs.readdirSync(folder).sort()).toEqual(["a.py", "real.txt"]);
  });

  it("keeps every byte of a notebook but the changed line", async () => {
    const text = notebook("# Title", imports, load, refit, score)
      .replace('"outputs": []', '"outputs": [ {"output_type":"stream","text":["1E5"],"name":"stdout"} ]')
      .replace('"nbformat": 4', '"nbformat":   4');
    const { run, read } = make({ "n.ipynb": text });
    expect((await run("check --fix")).err).toBe("1 fix in 1 file applied.\n");
    expect(read("n.ipynb")).toBe(text.replace("scaler.fit_transform(X_test)", "scaler.transform(X_test)"));
  });

  it("leaves a file that is not in UTF-8 alone, and says so", async () => {
    const { run, folder } = make({});
    const bytes = Buffer.concat([Buffer.from("# -*- coding: latin-1 -*-\n# "), Buffer.from([0xe9, 10]), Buffer.from(program)]);
    fs.writeFileSync(path.join(folder, "a.py"), bytes);
    const { err, status } = await run("check --fix");
    expect(err).toContain("error: a.py: not written: it is not in UTF-8");
    expect(status).toBe(2);
    expect(fs.readFileSync(path.join(folder, "a.py")).equals(bytes)).toBe(true);
  });

  it("heeds the setting for imports", async () => {
    const cells = [
      "import pandas as pd\nfrom sklearn.linear_model import LogisticRegression\nfrom sklearn.model_selection import train_test_split\n",
      'df = pd.read_csv("p.csv")\nX_train, X_test, y_train, y_test = train_test_split(df[["a"]], df["y"], stratify=df["y"], random_state=0)\n',
      "model = LogisticRegression(class_weight={0: 1, 1: 20}).fit(X_train, y_train)\n",
      "print(model.score(X_test, y_test))",
    ];
    const first = make({ "n.ipynb": notebook(...cells) });
    await first.run("check --fix --unsafe-fixes");
    expect(first.read("n.ipynb")).toContain('import train_test_split\\n",\n    "from sklearn.metrics import balanced_accuracy_score\\n"\n');
    const same = make({ "n.ipynb": notebook(...cells), "pyproject.toml": '[tool.holdout]\nfix-imports-cell = "same"\n' });
    await same.run("check --fix --unsafe-fixes");
    const last = JSON.parse(same.read("n.ipynb")).cells.at(-1).source;
    expect(last).toEqual(["from sklearn.metrics import balanced_accuracy_score\n", "print(balanced_accuracy_score(y_test, model.predict(X_test)))"]);
  });
});

describe("--diff", () => {
  it("shows what would change, and changes nothing", async () => {
    const { run, read } = make({ "a.py": program, "n.ipynb": notebook("# Title", imports, load, refit, score) });
    const { out, err, status } = await run("check --diff");
    const lines = [" scaler = StandardScaler()", " X_train = scaler.fit_transform(X_train)", "-X_test = scaler.fit_transform(X_test)  # same scale?"];
    const hunk = [...lines, "+X_test = scaler.transform(X_test)  # same scale?"].join("\n");
    expect(out).toContain(`--- a.py\n+++ a.py\n@@ -6,5 +6,5 @@\n`);
    expect(out).toContain(`--- n.ipynb:cell 4\n+++ n.ipynb:cell 4\n@@ -1,3 +1,3 @@\n${hunk}\n`);
    expect(err).toBe("2 fixes in 2 files would be applied.\n");
    expect(status).toBe(1);
    expect(read("a.py")).toBe(program);
  });

  it("works on standard input", async () => {
    const { run } = make({});
    const { out, status } = await run("check --diff -", { input: program });
    expect(out).toContain("+X_test = scaler.transform(X_test)  # same scale?\n");
    expect(status).toBe(1);
    expect((await run("check --diff -", { input: cured })).status).toBe(0);
  });
});

it("needs options that go together", async () => {
  const { run } = make({ "a.py": program });
  expect((await run("check --unsafe-fixes")).err).toBe("holdout: --unsafe-fixes needs --fix or --diff\n");
  expect((await run("check --fix -", { input: program })).err).toContain("--fix cannot change standard input");
  expect((await run("check --diff --output-format json")).err).toContain("--diff prints differences");
});

it("names the fix of a finding in JSON", async () => {
  const { run } = make({ "a.py": program, "b.py": overlap });
  const findings = JSON.parse((await run("check --output-format json")).out);
  expect(findings.map((finding: { fix: unknown }) => finding.fix)).toEqual([
    { applicability: "safe", title: "Use transform on the evaluation rows" },
    { applicability: "unsafe", title: "Train on the training part" },
  ]);
});
