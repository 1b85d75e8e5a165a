/** Formats for continuous integration: what each prints for the same findings. */
import fs from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { renderGithub } from "../../server/src/report/github.js";
import { renderJunit } from "../../server/src/report/junit.js";
import type { CheckedFile, LocatedFinding } from "../../server/src/report/located.js";
import type { RunReport } from "../../server/src/report/runReport.js";
import { renderSarif } from "../../server/src/report/sarif.js";

const inScript: LocatedFinding = {
  code: "HLD106",
  slug: "train-test-overlap",
  severity: "error",
  confidence: "likely",
  message: "`m` is scored on rows < 100% it was\ntrained on",
  filename: "src/a b,c.py",
  cell: null,
  location: { row: 4, column: 7 },
  end_location: { row: 5, column: 2 },
  steps: [{ message: "rows read", filename: "/lib/read.py", cell: null, location: { row: 2, column: 1 } }],
  fix: null,
  url: "https://example.org/HLD106",
};
const inNotebook: LocatedFinding = {
  code: "HLD101",
  slug: "preprocessing-before-split",
  severity: "warning",
  confidence: "certain",
  message: "`X` learned from test rows",
  filename: "n.ipynb",
  cell: 3,
  cell_id: "4f2a",
  location: { row: 2, column: 5 },
  end_location: { row: 2, column: 9 },
  raw_location: { row: 31, column: 1 },
  steps: [
    { message: "rows read", filename: "n.ipynb", cell: 2, location: { row: 1, column: 1 }, raw_location: { row: 17, column: 1 } },
    { message: "learned", filename: "n.ipynb", cell: 3, location: { row: 2, column: 5 }, raw_location: { row: 31, column: 1 } },
  ],
  fix: null,
  url: "https://example.org/HLD101",
};
const file = (filename: string, ...findings: LocatedFinding[]): CheckedFile => ({
  filename,
  findings,
  frames: [],
  evaluations: 1,
  notModelled: [],
  gaveUp: [],
  broken: [],
});
const run: RunReport = {
  files: [file("src/a b,c.py", inScript), file("clean.py"), file("n.ipynb", inNotebook, { ...inNotebook, severity: "information", steps: [] })],
  messages: [{ level: "error", text: "gone.py: the file is gone" }],
  version: "1.2.3",
  pathOf: (name) => (name.startsWith("/") ? name : `project/${name}`),
};
const nothing: RunReport = { ...run, files: [], messages: [] };

it("github: an annotation for each finding, without columns in notebooks", () => {
  expect(renderGithub(run)).toBe(
    [
      "::error title=HLD106 train-test-overlap,file=project/src/a b%2Cc.py,line=4,col=7,endLine=5,endColumn=2::" +
        "`m` is scored on rows < 100%25 it was%0Atrained on%0A1. /lib/read.py, line 2: rows read%0Ahttps://example.org/HLD106",
      "::warning title=HLD101 preprocessing-before-split,file=project/n.ipynb,line=31::" +
        "`X` learned from test rows (cell 3, line 2)%0A1. cell 2, line 1: rows read%0A2. cell 3, line 2: learned%0Ahttps://example.org/HLD101",
      "::notice title=HLD101 preprocessing-before-split,file=project/n.ipynb,line=31::" +
        "`X` learned from test rows (cell 3, line 2)%0Ahttps://example.org/HLD101",
      "::error title=Holdout::gone.py: the file is gone",
      "",
    ].join("\n"),
  );
  expect(renderGithub(nothing)).toBe("");
});

it("junit: a suite for each file, a test for each finding", () => {
  expect(renderJunit(run)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="holdout" tests="5" failures="3" errors="1">
<testsuite name="project/src/a b,c.py" tests="1" failures="1" errors="0">
<testcase name="HLD106 train-test-overlap (line 4)" classname="project/src/a b,c.py" file="project/src/a b,c.py" line="4">
<failure type="error" message="\`m\` is scored on rows &lt; 100% it was&#10;trained on">project/src/a b,c.py, line 4
1. /lib/read.py, line 2: rows read
https://example.org/HLD106</failure>
</testcase>
</testsuite>
<testsuite name="project/clean.py" tests="1" failures="0" errors="0">
<testcase name="no findings" classname="project/clean.py" file="project/clean.py"/>
</testsuite>
<testsuite name="project/n.ipynb" tests="2" failures="2" errors="0">
<testcase name="HLD101 preprocessing-before-split (cell 3, line 2)" classname="project/n.ipynb" file="project/n.ipynb" line="31">
<failure type="warning" message="\`X\` learned from test rows (cell 3, line 2)">project/n.ipynb, cell 3, line 2
1. cell 2, line 1: rows read
2. cell 3, line 2: learned
https://example.org/HLD101</failure>
</testcase>
<testcase name="HLD101 preprocessing-before-split (cell 3, line 2)" classname="project/n.ipynb" file="project/n.ipynb" line="31">
<failure type="information" message="\`X\` learned from test rows (cell 3, line 2)">project/n.ipynb, cell 3, line 2
https://example.org/HLD101</failure>
</testcase>
</testsuite>
<testsuite name="holdout" tests="1" failures="0" errors="1">
<testcase name="gone.py: the file is gone" classname="holdout">
<error type="error" message="gone.py: the file is gone"/>
</testcase>
</testsuite>
</testsuites>
`);
  expect(renderJunit(nothing)).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="holdout" tests="0" failures="0" errors="0"/>\n');
});

it("junit: holds no character that XML cannot", () => {
  const odd = { ...inScript, message: '\u0000\u001b[1m"&\uD800😀\t' };
  expect(renderJunit({ ...nothing, files: [file("a.py", odd)] })).toContain('message="\uFFFD\uFFFD[1m&quot;&amp;\uFFFD😀&#9;"');
});

describe("sarif", () => {
  const { $schema: _, id: __, ...schema } = JSON.parse(fs.readFileSync("test/report/sarif-2.1.0.schema.json", "utf8"));
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

  it.each([
    ["findings", run],
    ["nothing", nothing],
  ])("is valid by the schema for %s", (_name, each) => {
    validate(JSON.parse(renderSarif(each)));
    expect(validate.errors).toBeNull();
  });

  it("is checked by a schema that notices faults", () => {
    const log = JSON.parse(renderSarif(run));
    log.runs[0].results[0].rank = 101;
    expect(validate(log)).toBe(false);
  });

  const [log] = JSON.parse(renderSarif(run)).runs;

  it("describes each rule once", () => {
    expect(log.tool.driver).toMatchObject({ name: "Holdout", version: "1.2.3" });
    expect(log.tool.driver.rules).toMatchObject([
      { id: "HLD101", helpUri: "https://example.org/HLD101", defaultConfiguration: { level: "warning" } },
      { id: "HLD106", shortDescription: { text: "Train test overlap" }, defaultConfiguration: { level: "error" } },
    ]);
    expect(log.results.map((result: { ruleId: string; ruleIndex: number }) => log.tool.driver.rules[result.ruleIndex].id)).toEqual([
      "HLD106",
      "HLD101",
      "HLD101",
    ]);
  });

  it("gives a script's region to the column", () => {
    expect(log.results[0]).toMatchObject({ level: "error", rank: 60 });
    expect(log.results[0].locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: "project/src/a%20b%2Cc.py", uriBaseId: "%SRCROOT%" },
          region: { startLine: 4, startColumn: 7, endLine: 5, endColumn: 2 },
        },
      },
    ]);
  });

  it("gives a notebook's line in the file, and its cell", () => {
    expect(log.results[1]).toMatchObject({ level: "warning", rank: 100, message: { text: "`X` learned from test rows (cell 3, line 2)" } });
    expect(log.results[1].locations).toEqual([
      {
        physicalLocation: { artifactLocation: { uri: "project/n.ipynb", uriBaseId: "%SRCROOT%" }, region: { startLine: 31 } },
        logicalLocations: [{ name: "cell 3", fullyQualifiedName: "project/n.ipynb/cell 3", kind: "cell" }],
        properties: { cell: 3, line: 2, column: 5 },
      },
    ]);
  });

  it("tells the steps as one flow, wherever they stand", () => {
    const flow = (i: number) =>
      log.results[i].codeFlows[0].threadFlows[0].locations.map(({ location }: { location: LocationObject }) => [
        location.message.text,
        location.physicalLocation.artifactLocation.uri,
        location.physicalLocation.region.startLine,
      ]);
    expect(flow(0)).toEqual([["rows read", "file:///lib/read.py", 2]]);
    expect(flow(1)).toEqual([
      ["rows read", "project/n.ipynb", 17],
      ["learned", "project/n.ipynb", 31],
    ]);
    expect(log.results[2]).not.toHaveProperty("codeFlows");
  });

  it("says what went wrong", () => {
    expect(log.invocations).toEqual([
      { executionSuccessful: false, toolExecutionNotifications: [{ level: "error", message: { text: "gone.py: the file is gone" } }] },
    ]);
    expect(JSON.parse(renderSarif(nothing)).runs[0].invocations[0].executionSuccessful).toBe(true);
  });
});

interface LocationObject {
  readonly message: { readonly text: string };
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } };
}
