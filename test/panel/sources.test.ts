/** The page of the drift panel: what it says before anything is sent to a server, what is left when one goes, watching, and the trend of a history. */
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { openPage, sample, view } from "./page.js";

const server = "postgresql://me@db.example.org/warehouse";
const onServer = (table: string) => ({ data: { paths: [table], server }, name: table, origin: server });
const session = { ...view().session, reference: onServer("before"), current: onServer("now") };
const relations = [null, null] as const;

describe("a table on a server", () => {
  it("has its statements shown, and nothing is sent before somebody agrees", async () => {
    const page = await openPage();
    const consent = [
      { server, table: "before", statements: ["SELECT 1", "SELECT '<b>'"], hashes: ["a", "b"] },
      { server, table: "now", statements: ["SELECT 2"], hashes: ["c"] },
    ];
    page.receive({ kind: "view", view: view({ session, consent }) });
    expect(page.$("#consent-title").textContent).toBe(`Run 3 statements on ${server}?`);
    expect(page.document.activeElement?.id).toBe("consent-title");
    expect(page.$("#consent pre").textContent).toBe(`-- before on ${server}\nSELECT 1;\n\nSELECT '<b>';\n\n-- now on ${server}\nSELECT 2;`);
    const { violations } = await axe.run(page.document.documentElement, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    page.$("#consent-refuse").click();
    page.$("#consent-run").click();
    expect(page.sent.slice(-2)).toEqual([
      { kind: "consent", agreed: false },
      { kind: "consent", agreed: true },
    ]);
    page.receive({ kind: "view", view: view({ session }) });
    expect(page.document.querySelector("#consent")).toBeNull();
  });

  it("is not watched, and its rows are not looked at one by one", async () => {
    const page = await openPage();
    const { report, profiles } = sample({ moved: 1 });
    page.receive({ kind: "report", report, relations, time: "" });
    page.receive({ kind: "view", view: view({ session }) });
    expect(page.$<HTMLButtonElement>("#watch").disabled).toBe(true);
    page.$('tr[data-name="moved"]').click();
    page.receive({ kind: "profiles", column: "moved", profiles: profiles.get("moved") as [unknown, unknown] });
    expect(page.$<HTMLButtonElement>("#run-tests").disabled).toBe(true);
  });

  it("leaves what was counted when it goes, marked as not compared", async () => {
    const page = await openPage();
    const opened = [
      { side: "reference", name: "before", rows: 1000, columns: [{ name: "age", type: "int4" }] },
      { side: "current", name: "now", rows: 500, columns: [{ name: "age", type: "int4" }] },
    ] as const;
    const facts = [
      { side: "reference", missing: { age: 100 } },
      { side: "current", missing: { age: 200 } },
    ] as const;
    page.receive({ kind: "view", view: view({ session, opened, facts, running: { step: "counting", share: 0 } }) });
    const problem = { reason: "failed", message: "db.example.org:5432/warehouse ended the connection: bye" } as const;
    page.receive({ kind: "view", view: view({ session, opened, facts, problem }) });
    expect(page.texts(".note")).toEqual([
      "The data could not be compared. db.example.org:5432/warehouse ended the connection: bye. What was counted until then is shown below, and nothing of it is judged.",
    ]);
    expect(page.texts("tr.row td.state span")).toEqual(["not compared"]);
    expect(page.$("tr.row .missing").textContent).toBe("10 % → 40 %");
  });
});

describe("watching", () => {
  it("is switched with a button that says whether it is on", async () => {
    const page = await openPage();
    page.receive({ kind: "view", view: view() });
    expect(page.$("#watch").getAttribute("aria-pressed")).toBe("false");
    page.$("#watch").click();
    expect(page.sent.at(-1)).toEqual({ kind: "watch", on: true });
    page.receive({ kind: "view", view: view({ session: { ...view().session, watch: true } }) });
    expect(page.$("#watch").getAttribute("aria-pressed")).toBe("true");
  });
});

describe("the history", () => {
  const trend = (values: readonly number[], p: number | null, direction: string) => ({
    name: "moved",
    measure: "ks",
    times: values.map(String),
    values,
    p,
    direction,
  });
  const history = (part: object) => ({ trends: [], sentence: "", problems: [], written: true, ...part });

  it("draws each column's line, and says in words whether it rises", async () => {
    const page = await openPage();
    const { report, profiles } = sample({ moved: 1, calm: 0 });
    page.receive({ kind: "report", report, relations, time: "" });
    page.receive({ kind: "view", view: view() });
    expect(page.document.querySelector("th.trend")).toBeNull();
    page.receive({ kind: "view", view: view({ history: history({ trends: [trend([0.04, 0.1, 0.12, 0.2, 0.31], 0.03, "rising")] }) }) });
    expect(page.$("th.trend").textContent).toBe("Trend");
    expect(page.$("table[role=grid]").getAttribute("aria-colcount")).toBe("9");
    expect(page.$('tr[data-name="moved"] td.trend').textContent).toBe("from 0.04 to 0.31 in 5 comparisons: rising, p 0.030");
    expect(page.$('tr[data-name="calm"] td.trend').textContent).toBe("–");
    page.$('tr[data-name="moved"]').click();
    page.receive({ kind: "profiles", column: "moved", profiles: profiles.get("moved") as [unknown, unknown] });
    expect(page.$("#trend").textContent).toContain("Distance from 0.04 to 0.31 in 5 comparisons: rising, p 0.030.");
  });

  it("says when a newer Holdout wrote the file", async () => {
    const page = await openPage();
    const { report } = sample({ moved: 1 });
    page.receive({ kind: "report", report, relations, time: "" });
    const problem = "this file has lines of version 2, which a newer Holdout wrote; it is left as it is, and nothing was added";
    page.receive({ kind: "view", view: view({ history: history({ problems: [problem], written: false }) }) });
    expect(page.texts(".note.warning")).toEqual([`The history file: ${problem}`]);
  });
});
