/** Data files on disk: which one a path means, how large ones are sampled, and files that cannot be read. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { findDataFile, profileNow } from "../../server/src/host/dataFiles.js";
import { profileOf } from "../../server/src/host/sampling.js";
import { type DataFileRead, limits, UnusableFile } from "../../server/src/profiles/dataFile.js";

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

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "holdout-data-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

describe("which file a path means", () => {
  const find = (root: string, given: string, document: string) => {
    const found = findDataFile(given, { document: path.join(root, document), root });
    return found && (found.near ? "near " : "") + path.relative(root, found.file);
  };

  it("looks beside the program, then where the project begins", () => {
    const root = folderWith({ "data/a.csv": "x", "notebooks/b.csv": "x", "both.csv": "x", "notebooks/both.csv": "y" });
    expect(find(root, "b.csv", "notebooks/n.ipynb")).toBe(path.join("notebooks", "b.csv"));
    expect(find(root, "data/a.csv", "notebooks/s.py")).toBe(path.join("data", "a.csv"));
    expect(find(root, "../data/a.csv", "notebooks/n.ipynb")).toBe(path.join("data", "a.csv"));
    expect(find(root, path.join(root, "data/a.csv"), "notebooks/s.py")).toBe(path.join("data", "a.csv"));
    // A notebook runs where it lies; a script may run in either folder.
    expect(find(root, "both.csv", "notebooks/n.ipynb")).toBe(path.join("notebooks", "both.csv"));
    expect(find(root, "both.csv", "notebooks/s.py")).toBeNull();
  });

  it("takes a full path of another machine for the file of that name beside the program", () => {
    const root = folderWith({ "lab/mails.csv": "x", "there/far/other.csv": "x" });
    for (const given of ["/content/mails.csv", "/content/drive/MyDrive/lab 3/mails.csv", "C:\\Users\\me\\lab\\mails.csv", "D:/lab/mails.csv"])
      expect(find(root, given, "lab/n.ipynb")).toBe(path.join("lab", "mails.csv"));
    expect(find(root, "/content/other.csv", "lab/n.ipynb")).toBeNull();
    // A file that is there is what the path means, even out of reach.
    const outside = folderWith({ "mails.csv": "x" });
    expect(find(root, path.join(outside, "mails.csv"), "lab/n.ipynb")).toBeNull();
  });

  it("takes the only file of that name nearby for what may be meant, and says so", () => {
    const root = folderWith({ "data/a.csv": "x", "src/raw/b.csv": "x", "data/twice.csv": "x", "src/raw/twice.csv": "x", "data/deep/c.csv": "x", "c.csv": "x" });
    const near = (...parts: string[]): string => `near ${path.join(...parts)}`;
    expect(find(root, "../input/a.csv", "src/s.py")).toBe(near("data", "a.csv"));
    expect(find(root, "/content/a.csv", "src/n.ipynb")).toBe(near("data", "a.csv"));
    expect(find(root, "b.csv", "src/s.py")).toBe(near("src", "raw", "b.csv"));
    expect(find(root, "c.csv", "src/s.py")).toBe("c.csv");
    expect(find(root, "twice.csv", "src/s.py")).toBeNull();
    expect(find(path.join(root, "src"), "a.csv", "s.py")).toBeNull();
  });

  it("reads the folders nearby again only when something has come or gone", () => {
    const root = folderWith({ "data/a.csv": "x", "s.py": "" });
    const settled = () => fs.utimesSync(root, new Date(), new Date(Date.now() - 60_000));
    settled();
    expect(find(root, "/content/b.csv", "s.py")).toBeNull();
    const reads = vi.spyOn(fs, "readdirSync");
    onTestFinished(() => reads.mockRestore());
    fs.writeFileSync(path.join(root, "data", "b.csv"), "x");
    expect(find(root, "/content/b.csv", "s.py")).toBe(`near ${path.join("data", "b.csv")}`);
    expect(reads.mock.calls.filter(([folder]) => folder === root)).toEqual([]);
    fs.mkdirSync(path.join(root, "more"));
    fs.renameSync(path.join(root, "data", "b.csv"), path.join(root, "more", "b.csv"));
    expect(find(root, "/content/b.csv", "s.py")).toBe(`near ${path.join("more", "b.csv")}`);
    // Just changed: what was read may be out of date already, and is read once more.
    expect(find(root, "/content/b.csv", "s.py")).toBe(`near ${path.join("more", "b.csv")}`);
    expect(reads.mock.calls.filter(([folder]) => folder === root)).toHaveLength(2);
    settled();
    fs.rmSync(path.join(root, "more"), { recursive: true });
    expect(find(root, "/content/b.csv", "s.py")).toBeNull();
  });

  it("never leaves the project", () => {
    const outside = folderWith({ "secret.csv": "x" });
    const root = folderWith({ "s.py": "", "folder.csv/x": "" });
    fs.symlinkSync(path.join(outside, "secret.csv"), path.join(root, "link.csv"));
    for (const given of [path.join(outside, "secret.csv"), `../${path.basename(outside)}/secret.csv`, "link.csv", "folder.csv", "none.csv", "a\0b"])
      expect(find(root, given, "s.py")).toBeNull();
  });
});

describe("reading", () => {
  const take = (content: string | Uint8Array, read: Partial<DataFileRead> = {}) => {
    const file = path.join(folderWith({ "d.csv": content }), "d.csv");
    return profileNow({ file, size: fs.statSync(file).size, version: "" }, { ...plain, ...read }, ["y"]);
  };

  it("takes the encoding that the program names, and refuses what is not in it", () => {
    const latin = Buffer.from("stadt,y\nKöln,1\nBonn,0\n", "latin1");
    expect(() => take(latin)).toThrow("it is not written in utf-8");
    expect(take(latin, { encoding: "latin-1" }).rows).toBe(2);
    expect(take(latin, { encoding: "cp1252" }).columns.get("stadt")?.counts?.[1]?.value).toBe("Köln");
    expect(() => take(latin, { encoding: "klingon" })).toThrow("the encoding klingon is not known here");
  });

  it("refuses what cannot be opened", () => {
    expect(() => profileNow({ file: path.join(os.tmpdir(), "holdout-none.csv"), size: 9, version: "" }, plain, [])).toThrow(UnusableFile);
  });

  it("takes letters that pieces cut through", () => {
    const text = `wort,y\n${Array.from({ length: 60_000 }, (_, i) => `größe${"ä".repeat(i % 3)},${i % 2}`).join("\n")}\n`;
    const profile = take(text);
    expect([profile.rows, profile.sampled, profile.columns.get("wort")?.distinct]).toEqual([60_000, false, 3]);
  });
});

describe("large files", () => {
  /** A file that exists only as the rows that are asked for. */
  function sample(rows: number, row: (i: number) => string, clock: () => number = () => 0) {
    const length = Buffer.byteLength(row(0));
    const header = `${"n,y".padEnd(length - 1)}\n`;
    const read: { at: number; length: number }[] = [];
    const work = profileOf("d.csv", length * (rows + 1), plain, ["y"], clock);
    for (let step = work.next(); ; ) {
      if (step.done) return { profile: step.value, bytes: read.reduce((sum, piece) => sum + piece.length, 0) };
      read.push(step.value);
      const first = Math.floor(step.value.at / length);
      const last = Math.ceil((step.value.at + step.value.length) / length);
      const text = Array.from({ length: last - first }, (_, i) => (first + i === 0 ? header : row(first + i - 1))).join("");
      const from = step.value.at - first * length;
      step = work.next(Buffer.from(text).subarray(from, from + step.value.length));
    }
  }

  it("are looked at from all over, so that a sorted target shows its shares", () => {
    const rows = 5_000_000;
    const { profile, bytes } = sample(rows, (i) => `${String(i).padStart(9, "0")},${i < rows / 2 ? 0 : 1}\n`);
    expect(profile.sampled).toBe(true);
    expect(bytes).toBeLessThan(limits.bytes);
    const shares = profile.columns.get("y ".trim())?.counts ?? [...profile.columns.values()][1]?.counts ?? [];
    expect(shares).toHaveLength(2);
    expect((shares[0]?.count ?? 0) / profile.rows).toBeLessThan(0.6);
  });

  it("are given up where fields go over lines, since nobody can enter them in their middle", () => {
    expect(() => sample(5_000_000, (i) => `"${String(i).padStart(9, "0")}\n",${i % 2}\n`)).toThrow("cannot be entered in its middle");
  });

  it("are given up when they take too long", () => {
    let now = 0;
    const slow = () => (now += 5_000);
    expect(() => sample(40_000, (i) => `${String(i).padStart(9, "0")},${i % 2}\n`, slow)).toThrow("takes too long");
  });
});
