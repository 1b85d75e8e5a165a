/** Profiles of Parquet files, as pandas, Polars, Arrow and DuckDB write them, and of files that are broken. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { profileNow } from "../../server/src/host/dataFiles.js";
import { decompressors } from "../../server/src/host/decompress.js";
import { type DataFileRead, type FileProfile, limits, UnusableFile } from "../../server/src/profiles/dataFile.js";
import { parquetProfile } from "../../server/src/profiles/parquet.js";

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "parquet");
const plain: DataFileRead = {
  path: "d.parquet",
  format: "parquet",
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

const take = (file: string, targets: readonly string[] = ["healthy"], read: Partial<DataFileRead> = {}): FileProfile =>
  profileNow({ file, size: fs.statSync(file).size, version: "" }, { ...plain, ...read }, targets);
const shipped = (name: string) => path.join(folder, `${name}.parquet`);
const column = (profile: FileProfile, name: string) => profile.columns.get(name) ?? expect.fail(`there is no column ${name}`);

/** A profile of bytes in memory, and what was read for it. */
function inMemory(bytes: Uint8Array, clock: () => number = () => 0): { profile: FileProfile; read: number; longest: number } {
  let [read, longest] = [0, 0];
  const work = parquetProfile("d.parquet", bytes.length, plain, ["y"], clock, decompressors);
  for (let step = work.next(); ; ) {
    if (step.done) return { profile: step.value, read, longest };
    const { at, length } = step.value;
    expect(at >= 0 && length >= 0 && at + length <= bytes.length).toBe(true);
    read += length;
    longest = Math.max(longest, length);
    step = work.next(bytes.subarray(at, at + length));
  }
}

function temporary(): string {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-parquet-"));
  onTestFinished(() => fs.rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A file of DuckDB: `select` is a query, `options` are those of its COPY. */
async function duck(select: string, options = ""): Promise<string> {
  const file = path.join(temporary(), "d.parquet");
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  await connection.run(`copy (${select}) to '${file}' (format parquet${options})`);
  connection.closeSync();
  return file;
}

describe("files that libraries write", () => {
  it.each(["pandas", "polars", "none", "gzip", "brotli", "zstd"])("%s", (name) => {
    const profile = take(shipped(name));
    expect(profile).toMatchObject({ name: `${name}.parquet`, rows: 240, sampled: false, complete: 234, duplicates: 0, index: [] });
    expect([...profile.columns.keys()]).toEqual(["day", "patient", "dose", "group", "healthy", "note"]);
    expect(column(profile, "day").time).toEqual({ order: "up", regular: 1 });
    expect(column(profile, "patient").ids).toEqual({ distinct: 60, shared: 240 });
    expect(column(profile, "dose")).toMatchObject({ kind: "number", missing: 6, distinct: 234 });
    // A text is missing where the file says so, not where it reads like a missing value.
    expect(column(profile, "group")).toMatchObject({
      missing: 0,
      counts: [
        { value: "b", count: 180 },
        { value: "NA", count: 60 },
      ],
    });
    expect(column(profile, "healthy").counts).toEqual([
      { value: "True", count: 192 },
      { value: "False", count: 48 },
    ]);
    expect(column(profile, "note")).toMatchObject({ missing: 0, distinct: 2 });
    expect(profile.targets.get("healthy")?.alike.get("patient")).toBe(1);
  });

  it("the columns that pandas says are the index", () => {
    expect(take(shipped("index")).index).toEqual(["day"]);
    const unnamed = take(shipped("unnamed"));
    expect(unnamed.index).toEqual(["index"]);
    expect(column(unnamed, "index").time?.order).toBe("up");
  });

  it("columns that are not looked into make no two rows equal", () => {
    const profile = take(shipped("nested"));
    expect([...profile.columns.keys()].slice(-2)).toEqual(["words", "picture"]);
    expect(column(profile, "picture")).toMatchObject({ kind: "text", missing: 0 });
    expect(profile.duplicates).toBe(0);
  });

  it("values of every kind in full", () => {
    const profile = take(shipped("kinds"));
    const values = (name: string) => column(profile, name).counts?.map(({ value, count }) => `${value}: ${count}`);
    expect(values("small")).toEqual(["0: 35", "1: 35", "2: 34", "3: 34", "4: 34", "5: 34", "6: 34"]);
    expect(values("kind")).toEqual(["k0: 80", "k1: 80", "k2: 80"]);
    expect(values("date")).toEqual(["1999-12-31: 240"]);
    expect(column(profile, "nothing")).toMatchObject({ missing: 240, distinct: 0 });
    // Numbers beyond the precision of a double, moments that differ in a millionth and a thousand-millionth of a second.
    for (const name of ["whole", "micro", "nano", "decimal"]) expect([name, column(profile, name).distinct]).toEqual([name, 240]);
    expect(column(profile, "micro").kind).toBe("date");
  });

  it("compressions that are not read are named", () => {
    expect(() => take(shipped("lz4"))).toThrow(new UnusableFile("its columns are compressed with LZ4_RAW, which Holdout does not read"));
  });

  it("only the rows that the program reads", () => {
    expect(take(shipped("pandas"), [], { limit: 30 })).toMatchObject({ rows: 30, sampled: false });
    expect(take(shipped("zstd"), [], { limit: 130 })).toMatchObject({ rows: 130 });
  });

  it.each(["", ", compression zstd", ", parquet_version v2", ", compression gzip, row_group_size 2048"])("DuckDB%s", async (options) => {
    const select = "select i % 50 as id, case when i % 10 = 0 then 'yes' else 'no' end as y, (i % 10 = 0)::int as told, i // 2 as n from range(5000) t(i)";
    const profile = take(await duck(select, options), ["y"]);
    expect(profile).toMatchObject({ rows: 5000, sampled: false, complete: 5000 });
    expect(profile.targets.get("y")?.told).toEqual([
      { column: "id", how: "tells", values: 50 },
      { column: "told", how: "renamed", values: 2 },
    ]);
    expect(column(profile, "n").distinct).toBe(null);
  });

  it("whole rows that stand there twice", async () => {
    const profile = take(await duck("select i % 1000 as a, (i % 1000) * 7 as b from range(1500) t(i)"), []);
    expect([profile.rows, profile.duplicates]).toEqual([1500, 500]);
  });
});

describe("large files", () => {
  let sorted: Uint8Array;
  beforeAll(async () => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "holdout-parquet-")), "d.parquet");
    const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
    await connection.run(`copy (select i as n, (i >= 1000000)::int as y from range(2000000) t(i)) to '${file}' (format parquet, row_group_size 4096)`);
    connection.closeSync();
    sorted = fs.readFileSync(file);
    fs.rmSync(path.dirname(file), { recursive: true });
  });

  it("are looked at from all over, so that a sorted target shows its shares", () => {
    const { profile, read, longest } = inMemory(sorted);
    expect(profile.sampled).toBe(true);
    expect(profile.rows).toBeLessThanOrEqual(limits.rows);
    expect(profile.rows).toBeGreaterThan(0.9 * limits.rows);
    expect(read).toBeLessThan(sorted.length / 3);
    expect(longest).toBeLessThan(1_000_000);
    const shares = column(profile, "y").counts?.map(({ count }) => count / profile.rows);
    expect(shares).toHaveLength(2);
    expect(shares?.[0]).toBeCloseTo(0.5, 1);
    // Neighbours of two stretches are no neighbours.
    expect(profile.duplicates).toBe(0);
  });

  it("are given up when the time is over", () => {
    let now = 0;
    expect(() => inMemory(sorted, () => (now += limits.time / 20))).toThrow(new UnusableFile("it takes too long to read"));
  });

  it("are left alone where only a part is read that is too large", async () => {
    const file = path.join(temporary(), "d.parquet");
    fs.writeFileSync(file, sorted);
    expect(() => take(file, ["y"], { limit: 1_900_000 })).toThrow("it takes too long to read");
    expect(take(file, ["y"], { limit: 1_000 }).rows).toBe(1_000);
  });
});

describe("broken files", () => {
  const bytes = (name: string): Uint8Array => new Uint8Array(fs.readFileSync(shipped(name)));
  const broken = new UnusableFile("it is damaged, or no Parquet file");

  it.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["text", Buffer.from("a,b\n1,2\n".repeat(100))],
    ["the first half", bytes("pandas").subarray(0, 5_000)],
    ["a footer longer than the file", Buffer.concat([Buffer.from("PAR1"), Buffer.alloc(40, 0x7f), Buffer.from([255, 255, 255, 127]), Buffer.from("PAR1")])],
    ["a footer of nothing", Buffer.concat([Buffer.from("PAR1"), Buffer.alloc(40), Buffer.from([40, 0, 0, 0]), Buffer.from("PAR1")])],
  ])("%s", (_, content) => {
    expect(() => inMemory(content)).toThrow(broken);
  });

  it("an encrypted one, one with a list of columns beyond all measure, one without rows", async () => {
    expect(() => inMemory(Buffer.concat([bytes("pandas").subarray(0, -4), Buffer.from("PARE")]))).toThrow("it is encrypted");
    const long = Buffer.alloc(5_000_000);
    long.writeUInt32LE(4_500_000, long.length - 8);
    long.write("PAR1", long.length - 4);
    expect(() => inMemory(long)).toThrow("the list of its columns is too long");
    expect(take.bind(null, await duck("select 1 as a where false"))).toThrow("it has no rows");
    const wide = Array.from({ length: limits.columns + 1 }, (_, i) => `${i} as c${i}`).join(", ");
    expect(take.bind(null, await duck(`select ${wide}`))).toThrow(`it has more than ${limits.columns} columns`);
  });

  it("one that becomes shorter while it is read", () => {
    const whole = bytes("pandas");
    const work = parquetProfile("d.parquet", whole.length, plain, [], () => 0, decompressors);
    const first = work.next().value as { at: number; length: number };
    work.next(whole.subarray(first.at));
    expect(() => work.next(new Uint8Array(3))).toThrow("it changed while it was read");
  });

  it.each(["pandas", "polars", "none", "gzip", "zstd", "kinds", "nested"])("%s with bytes that were turned over gives a profile or a reason", (name) => {
    const whole = bytes(name);
    const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const copy = whole.slice();
        for (const { at, to } of changes) copy[at] = to;
        try {
          expect(inMemory(copy).profile.rows).toBeLessThanOrEqual(limits.rows);
        } catch (error) {
          if (!(error instanceof UnusableFile)) throw error;
        }
      }),
      { numRuns: 60 },
    );
  });
});
