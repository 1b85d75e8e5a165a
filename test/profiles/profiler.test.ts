/** Profiles of data files from their text: what is counted, and which texts tell nothing. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DataFileRead, type FileProfile, UnusableFile } from "../../server/src/profiles/dataFile.js";
import { DelimitedReader } from "../../server/src/profiles/delimited.js";
import { FileProfiler } from "../../server/src/profiles/profiler.js";

const plain: DataFileRead = {
  path: "d.csv",
  format: "delimited",
  separator: ",",
  header: true,
  names: null,
  skip: 0,
  limit: null,
  index: null,
  comment: "",
  encoding: "utf-8",
  decimal: ".",
  skipsBadRows: false,
};

function profile(text: string, targets: readonly string[] = [], read: Partial<DataFileRead> = {}, pieces = 1): FileProfile {
  const profiler = new FileProfiler("d.csv", { ...plain, ...read }, targets);
  const length = Math.ceil(text.length / pieces);
  for (let at = 0; at < text.length; at += length) profiler.push(text.slice(at, at + length));
  return profiler.finish(false);
}

const rows = (n: number, row: (i: number) => string, header: string): string => `${header}\n${Array.from({ length: n }, (_, i) => row(i)).join("\n")}\n`;

function fieldsOf(text: string, pieces: readonly number[] = []): string[][] {
  const out: string[][] = [];
  const reader = new DelimitedReader({ separator: ",", comment: "" }, (fields) => void out.push(fields));
  let at = 0;
  for (const length of pieces) {
    reader.push(text.slice(at, at + length));
    at += length;
  }
  reader.push(text.slice(at));
  reader.end();
  return out;
}

describe("delimited text", () => {
  it.each([
    [
      "a,b\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "a,b\r\n1,2\r\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ["a\rb\r", [["a"], ["b"]]],
    ['"x,y","he said ""no"""\n', [["x,y", 'he said "no"']]],
    ['"two\nlines",b\n', [["two\nlines", "b"]]],
    ['5" pipe,b\n', [['5" pipe', "b"]]],
    ['"a"b,c\n', [["ab", "c"]]],
    [
      "a,,\n\n,b,\n",
      [
        ["a", "", ""],
        ["", "b", ""],
      ],
    ],
    ['a,"b"', [["a", "b"]]],
  ])("%j", (text, wanted) => {
    expect(fieldsOf(text)).toEqual(wanted);
  });

  it("reads back what is written, in pieces of any size", () => {
    const field = fc.string({ unit: fc.constantFrom("a", "é", ",", '"', "\n", "\r\n", " ", "7"), maxLength: 6 });
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(table, fc.array(fc.nat(9), { maxLength: 20 }), (written, pieces) => {
        const text = written.map((fields) => fields.map((f) => `"${f.replaceAll('"', '""')}"`).join(",")).join("\n");
        expect(fieldsOf(`${text}\n`, pieces)).toEqual(written);
      }),
    );
  });

  it("never throws anything but its own refusal, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", ";", "\t", "\0") }), (text) => {
        try {
          profile(text, ["a"]);
        } catch (error) {
          expect(error).toBeInstanceOf(UnusableFile);
        }
      }),
    );
  });
});

describe("what is counted", () => {
  it("shares of classes, missing values, kinds", () => {
    const p = profile("\uFEFFage,sick,day\n1.5,no,2024-01-01\nNA,no,2024-01-02\n3e2,yes,2024-01-03\n");
    expect(p.rows).toBe(3);
    expect(p.complete).toBe(2);
    expect([...p.columns.values()].map((c) => c.kind)).toEqual(["number", "text", "date"]);
    expect(p.columns.get("age")?.missing).toBe(1);
    expect(p.columns.get("sick")?.counts).toEqual([
      { value: "no", count: 2 },
      { value: "yes", count: 1 },
    ]);
    expect(p.columns.get("day")?.time).toEqual({ order: "up", regular: 1 });
  });

  it("is the same in pieces of any size", () => {
    const text = rows(200, (i) => `${i},"a, ${i % 3}",${i % 2}`, "n,t,y");
    const whole = profile(text, ["y"]);
    for (const pieces of [2, 7, 50, text.length]) expect(profile(text, ["y"], {}, pieces)).toEqual(whole);
  });

  it("columns that tell the target", () => {
    const text = rows(
      400,
      (i) => `${i % 2},${i % 2 ? "yes" : "no"},${["a", "b", "c", "d"][i % 4]},${i % 7},${i},${(i % 2).toFixed(1)}`,
      "y,alive,letter,other,n,same",
    );
    expect(profile(text, ["y"]).targets.get("y")?.told).toEqual([
      { column: "alive", how: "renamed", values: 2 },
      { column: "letter", how: "tells", values: 4 },
      { column: "same", how: "equal", values: 2 },
    ]);
  });

  it("a column that tells each row apart tells nothing, nor does a handful of rows", () => {
    expect(
      profile(
        rows(400, (i) => `${i},${i % 2}`, "n,y"),
        ["y"],
      ).targets.get("y")?.told,
    ).toEqual([]);
    expect(
      profile(
        rows(14, (i) => `${i % 2 ? "a" : "b"},${i % 2}`, "x,y"),
        ["y"],
      ).targets.get("y")?.told,
    ).toEqual([]);
  });

  it("one exception ends it", () => {
    const text = rows(400, (i) => `${i % 2},${i % 2 || i === 200 ? "yes" : "no"}`, "y,alive");
    expect(profile(text, ["y"]).targets.get("y")?.told).toEqual([]);
  });

  it("equal amounts, written otherwise", () => {
    const text = rows(100, (i) => `${i}.50,${i + 0.5}`, "price,copy");
    expect(profile(text, ["price"]).targets.get("price")?.told).toEqual([{ column: "copy", how: "equal", values: 100 }]);
  });

  it("repeated ids and how alike their rows are", () => {
    const noise = (i: number) => (Math.imul(i + 1, 2654435761) >>> 16) % 2;
    const text = rows(900, (i) => `p${Math.floor(i / 3)},${noise(Math.floor(i / 3))},${noise(i)}`, "patient_id,y,z");
    const p = profile(text, ["y", "z"]);
    expect(p.columns.get("patient_id")?.ids).toEqual({ distinct: 300, shared: 900 });
    expect(p.targets.get("y")?.alike.get("patient_id")).toBe(1);
    expect(p.targets.get("z")?.alike.get("patient_id")).toBeLessThan(0.2);
  });

  it("copies of rows, and how many would be alike by chance", () => {
    const fine = profile(rows(1000, (i) => `${((i % 900) * 7919) % 1000},${i % 900},${(i % 900) * 31}`, "a,b,c"));
    expect(fine.duplicates).toBe(100);
    expect(fine.byChance).toBeLessThan(1);
    const coarse = profile(rows(1000, (i) => `${i % 2},${i % 3}`, "a,b"));
    expect(coarse.duplicates).toBe(994);
    expect(coarse.byChance).toBeGreaterThan(500);
  });

  it("a series whose neighbours are alike", () => {
    const day = (i: number) => new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10);
    const series = profile(
      rows(400, (i) => `${day(i)},${Math.sin(i / 30).toFixed(4)}`, "day,load"),
      ["load"],
    );
    expect(series.columns.get("day")?.time).toEqual({ order: "up", regular: 1 });
    expect(series.targets.get("load")?.neighbours).toBeGreaterThan(0.99);
    const mixed = profile(
      rows(400, (i) => `${day((i * 7) % 400)},${((Math.imul(i + 1, 2654435761) >>> 8) % 1000) / 10}`, "day,load"),
      ["load"],
    );
    expect(mixed.columns.get("day")?.time).toBeNull();
    expect(mixed.targets.get("load")?.neighbours).toBeLessThan(0.5);
  });

  it.each<[string, Partial<DataFileRead>, string[]]>([
    ["1,2\n3,4\n", { header: false }, ["0", "1"]],
    ["1,2\n3,4\n", { header: false, names: ["x", "y"] }, ["x", "y"]],
    ["old,o\n3,4\n", { names: ["x", "y"] }, ["x", "y"]],
    ["# made by a tool\na,b\n1,2\n", { skip: 1 }, ["a", "b"]],
    ["a,a,\n1,2,3\n", {}, ["a", "a.1", "Unnamed: 2"]],
    ["a,b\nr1,1,2\nr2,3,4\n", {}, ["a", "b"]],
    ["a b\n 1   2 \n3 4\n", { format: "blank" }, ["a", "b"]],
    ["a\tb\n1\t2\n", { separator: "\t" }, ["a", "b"]],
    ['{"a":1,"b":"x"}\n\n{"a":2,"c":null}\n', { format: "jsonLines" }, ["a", "b", "c"]],
  ])("columns of %j %j", (text, read, wanted) => {
    expect([...profile(text, [], read).columns.keys()]).toEqual(wanted);
  });

  it("rows that a program leaves out", () => {
    expect(profile("a,b\n1,2\n1,2,3\n4,5\n", [], { skipsBadRows: true }).rows).toBe(2);
    expect(profile("a\n1\n2\n3\n", [], { limit: 2 }).rows).toBe(2);
  });
});

it("a separator behind the last name makes a column that is empty throughout", () => {
  const { columns, rows: n } = profile(`a,b,\n${"1,2\n".repeat(9)}`);
  expect([n, ...[...columns.values()].map((c) => `${c.name} ${c.missing}`)]).toEqual([9, "a 0", "b 0", "Unnamed: 2 9"]);
  expect(() => profile(`a,b,\n${"1\n".repeat(9)}`)).toThrow(UnusableFile);
});

describe("what tells nothing", () => {
  it.each<[string, string, RegExp, Partial<DataFileRead>?]>([
    ["an unfinished quote", 'a,b\n1,"2\n3,4\n', /quoted field that begins at line 2 never ends/],
    ["too many fields", "a,b\n1,2\n1,2,3\n", /line 3 has 3 fields, and there are 2 columns/],
    ["another separator", "a;b;c\n1;2;3\n", /separated by ";", not by ","/],
    ["too few fields", `a,b\n${"1\n".repeat(9)}`, /9 of 9 rows have fewer fields/],
    ["no rows", "a,b\n", /no rows/],
    ["nothing", "", /no rows/],
    ["bytes", "a,b\n1,\0\n", /no text in the expected encoding/],
    ["too many columns", `${"a,".repeat(2001)}\n${"1,".repeat(2001)}\n`, /more than 2000 columns/],
    ["a list", "[1]\n", /line 1 is no JSON object/, { format: "jsonLines" }],
    ["half of it", '{"a":1}\n{"a":', /line 2 is no JSON/, { format: "jsonLines" }],
  ])("%s", (_, text, message, read) => {
    expect(() => profile(text, [], read)).toThrow(UnusableFile);
    expect(() => profile(text, [], read)).toThrow(message);
  });

  it("decimal commas are no numbers, and tell no target", () => {
    const p = profile(
      rows(100, (i) => `"${i},5";"${i},5"`, "price;copy"),
      ["price"],
      { separator: ";" },
    );
    expect(p.columns.get("price")?.kind).toBe("unsure");
    expect(p.targets.get("price")?.told).toEqual([]);
  });
});
