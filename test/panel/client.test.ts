/** What of the panel's client knows no editor. */
import { describe, expect, it } from "vitest";
import { candidates, isAbsolute, isData, joined, shortPath } from "../../client/src/drift/paths.js";

describe("a path in a program", () => {
  it("is looked for beside the program, then upwards to the workspace", () => {
    expect(candidates("data/a.csv", "/w/src/deep/train.py", ["/w"])).toEqual(["/w/src/deep/data/a.csv", "/w/src/data/a.csv", "/w/data/a.csv"]);
    expect(candidates("../a.csv", "/w/notebooks/n.ipynb", ["/w"])).toEqual(["/w/a.csv", "/a.csv"]);
    expect(candidates("a.csv", "/elsewhere/x.py", ["/w"])).toEqual(["/elsewhere/a.csv", "/w/a.csv"]);
    expect(candidates("a.csv", "", ["/w"])).toEqual(["/w/a.csv"]);
  });

  it("may be absolute, and is nothing when it is an address", () => {
    expect(candidates("/data/a.csv", "/w/t.py", ["/w"])).toEqual(["/data/a.csv"]);
    expect(candidates("C:\\data\\a.csv", "/w/t.py", ["/w"])).toEqual(["C:/data/a.csv"]);
    expect(candidates("s3://bucket/a.csv", "/w/t.py", ["/w"])).toEqual([]);
  });

  it("is written relative to the workspace where it is inside", () => {
    expect(shortPath("/w/data/a.csv", "/w")).toBe("data/a.csv");
    expect(shortPath("/wider/a.csv", "/w")).toBe("/wider/a.csv");
    expect(joined("/w/a", "../b/./c.csv")).toBe("/w/b/c.csv");
    expect([isAbsolute("/a"), isAbsolute("C:/a"), isAbsolute("a/b")]).toEqual([true, true, false]);
  });

  it("is data by its ending", () => {
    expect(["a.csv", "a.csv.gz", "A.PARQUET", "a.jsonl", "a.tsv", "a.feather"].every(isData)).toBe(true);
    expect(["a.py", "a.json", "csv"].some(isData)).toBe(false);
  });
});
