/** What is run and copied, and what people are told before: without running anything. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { sourceId } from "../../server/src/base/span.js";
import type { Finding, Fix } from "../../server/src/engine.types.js";
import { applyToDocument } from "../../server/src/fixes/apply.js";
import { copyFiles, makeScratch, removeScratch, survey } from "../../server/src/host/measure/mirror.js";
import { consentFor } from "../../server/src/measure/consent.js";
import { joined, sizeText, workingFolder } from "../../server/src/measure/mirror.js";
import { absolutePaths, comparableLiterals, namesFile, pathsAbove } from "../../server/src/measure/paths.js";
import { type Given, prepare } from "../../server/src/measure/prepare.js";
import { leftOutLines, placesBefore, variantOf } from "../../server/src/measure/variants.js";
import type { DocumentInput } from "../../server/src/program/program.js";

const script = (text: string): DocumentInput => ({ path: "/p/a.py", kind: "script", units: [{ source: sourceId("a"), text, cell: null }] });
const notebook = (...cells: string[]): DocumentInput => ({
  path: "/p/a.ipynb",
  kind: "notebook",
  units: cells.map((text, i) => ({ source: sourceId(`c${i}`), text, cell: 2 * i + 1 })),
});

describe("variants", () => {
  it("mask what IPython adds, line for line, and leave scripts alone", () => {
    const { notebook: is, units } = variantOf(notebook("!pip install x\nx = 1", "%%bash\nls", "%time y = f(x)"));
    expect(is).toBe(true);
    expect(units.map(({ cell, text }) => [cell, text.trim()])).toEqual([
      [1, "#pip install x\nx = 1"],
      [3, ""],
      [5, "y = f(x)"],
    ]);
    expect(variantOf(script("%x")).units[0]?.text).toBe("%x");
  });

  it("name the lines that do not run, but no magics without an effect", () => {
    const cells = notebook("%matplotlib inline\n!pip install x\nnames = !ls\n# !no", "%%writefile helper.py\nx = 1\n", "%cd ..\n%time f()\nf?");
    expect(leftOutLines(cells)).toEqual(["cell 1: !pip install x", "cell 1: names = !ls", "cell 3: %%writefile helper.py", "cell 5: %cd .."]);
  });

  it("find places of the fixed program in the one before", () => {
    const before = notebook("a\nb\nc\n", "d\n");
    const [first, second] = before.units.map(({ source }) => source) as [ReturnType<typeof sourceId>, ReturnType<typeof sourceId>];
    const after = applyToDocument(before, [
      { at: { source: first, start: 2, end: 4 }, text: "new\nB\n" },
      { cell: "before", of: second, text: "added\n" },
    ]);
    const place = placesBefore(before, after);
    expect([1, 2, 3, 4].map((line) => place({ unit: 0, line }))).toEqual([{ unit: 0, line: 1 }, null, null, { unit: 0, line: 3 }]);
    expect(place({ unit: 1, line: 1 })).toBeNull();
    expect(place({ unit: 2, line: 1 })).toEqual({ unit: 1, line: 1 });
    expect(place({ unit: "lib.py", line: 9 })).toEqual({ unit: "lib.py", line: 9 });
  });
});

describe("paths", () => {
  it("are named where they are absolute, with what is done there", () => {
    const text = [
      'df = pd.read_csv("/data/in.csv")',
      'df.to_csv("/data/out/a.csv")',
      "OUT = r'C:\\results'",
      'open("~/log.txt", "a")',
      'open("/data/in2.csv")',
      "# see '/data/comment.csv'",
      'app.get("/predict")',
      'requests.get("https://example.org/a/b")',
      'sep = "/"',
      'fig.savefig(f"/plots/{name}.png")',
    ].join("\n");
    expect(absolutePaths(text, new Set(["/data/in.csv"])).map(({ path: name, line, use }) => [name, line, use])).toEqual([
      ["/data/in.csv", 1, "read"],
      ["/data/out/a.csv", 2, "written"],
      ["C:\\results", 3, "unknown"],
      ["~/log.txt", 4, "written"],
      ["/data/in2.csv", 5, "unknown"],
      ["/plots/{name}.png", 10, "written"],
    ]);
  });

  it("that lead out of the folder are told from those that stay in it", () => {
    const text = 'a = "../data/a.csv"\nb = "../../data/b.csv"\nc = "data/c.csv"';
    expect(pathsAbove(text, 0)).toEqual(["../data/a.csv", "../../data/b.csv"]);
    expect(pathsAbove(text, 1)).toEqual(["../../data/b.csv"]);
  });

  it("name files by their end, their whole or a folder", () => {
    const literals = comparableLiterals('x = "./data/big.parquet"\ny = "../images/"\nz = "model.pkl"');
    expect(["data/big.parquet", "project/images/train/1.png", "models/model.pkl"].every((file) => namesFile(literals, file))).toBe(true);
    expect(namesFile(literals, "other/huge.bin")).toBe(false);
  });
});

describe("the working directory", () => {
  const files = new Set(["src/data.csv", "data/all.csv"]);
  const exists = (file: string) => files.has(file);

  it("is where the files lie that the program reads", () => {
    expect(workingFolder(["", "src"], ["data.csv"], exists)).toBe("src");
    expect(workingFolder(["src", ""], ["data/all.csv"], exists)).toBe("");
    expect(workingFolder(["", "src"], ["../data/all.csv"], exists)).toBe("src");
  });

  it("is the first of the candidates where nothing tells", () => {
    expect(workingFolder(["notebooks", ""], ["/data/x.csv", "https://x.org/a.csv"], exists)).toBe("notebooks");
  });

  it("understands dots", () => {
    expect(["./b", "../b", "../../b", "b/./c"].map((each) => joined("a", each))).toEqual(["a/b", "b", "../b", "a/b/c"]);
  });
});

describe("sizes", () => {
  it.each([
    [0, "0 bytes"],
    [999, "999 bytes"],
    [4300, "4.3 KB"],
    [3_200_000_000, "3.2 GB"],
    [512_000_000, "512 MB"],
  ])("%d: %s", (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });
});

/** A real folder with all that must not be copied. */
function makeFolder(): string {
  const home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "holdout-mirror-")));
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }));
  const folder = path.join(home, "project");
  const files = {
    "train.py": "import helper\n",
    "helper.py": "OUT = '/srv/models/m.pkl'\n",
    "data/a.csv": "a\n1\n",
    ".git/HEAD": "x",
    "node_modules/x/index.js": "x",
    "env/pyvenv.cfg": "x",
    "env/lib/python3/os.py": "x",
    "__pycache__/train.pyc": "x",
    "data/deep/.ipynb_checkpoints/b.csv": "x",
  };
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  fs.mkdirSync(path.join(folder, "models"));
  fs.writeFileSync(path.join(home, "secret.csv"), "s");
  fs.symlinkSync(path.join("data", "a.csv"), path.join(folder, "latest.csv"));
  fs.symlinkSync(path.join(home, "secret.csv"), path.join(folder, "secret.csv"));
  fs.symlinkSync("data", path.join(folder, "also"));
  fs.symlinkSync("..", path.join(folder, "data", "up"));
  fs.symlinkSync("nowhere", path.join(folder, "dangling"));
  return folder;
}

describe.skipIf(process.platform === "win32")("the copy", () => {
  it("holds what programs read, no environments, histories and caches; links only as what they point at inside", async () => {
    const folder = makeFolder();
    const found = await survey(folder);
    expect(found.files.map((file) => file.path).sort()).toEqual(["also/a.csv", "data/a.csv", "helper.py", "latest.csv", "train.py"]);
    expect(found.folders).toEqual(expect.arrayContaining(["data", "data/deep", "models"]));
    expect(found.skipped.map((each) => each.split(" → ")[0]).sort()).toEqual(["also/up", "dangling", "data/up", "secret.csv"]);
  });

  it("is made of real files that share nothing with the originals, and goes away even if parts are locked", async () => {
    const folder = makeFolder();
    const { files, folders } = await survey(folder);
    const scratch = await makeScratch(folder);
    await copyFiles(folder, scratch.copy, files, folders, () => false);
    expect(path.basename(scratch.copy)).toBe("project");
    const link = fs.lstatSync(path.join(scratch.copy, "latest.csv"));
    expect([link.isSymbolicLink(), link.nlink]).toEqual([false, 1]);
    fs.writeFileSync(path.join(scratch.copy, "latest.csv"), "changed");
    expect(fs.readFileSync(path.join(folder, "data", "a.csv"), "utf8")).toBe("a\n1\n");
    expect(fs.existsSync(path.join(scratch.copy, "models"))).toBe(true);
    fs.chmodSync(path.join(scratch.copy, "data"), 0o500);
    await removeScratch(scratch);
    expect(fs.existsSync(scratch.folder)).toBe(false);
  });

  it("stops when it is told to", async () => {
    const folder = makeFolder();
    const { files } = await survey(folder);
    const scratch = await makeScratch(folder);
    await copyFiles(folder, scratch.copy, files, [], () => true);
    expect(fs.readdirSync(scratch.copy)).toEqual([]);
    await removeScratch(scratch);
  });
});

describe("the consent", () => {
  const text =
    'import helper\nfrom lib import more\ndf = read("big.parquet")\ndf.save("/elsewhere/x/df.pkl")\ndf.save("/home/me/p/df.pkl")\nopen("../up.csv")\n';
  const document = script(text);
  const at = { source: sourceId("a"), start: 0, end: 1 };
  const finding: Finding = { code: "HLD101", slug: "s", severity: "error", confidence: "certain", message: "m", at, steps: [], fix: null, variable: null };
  const fix: Fix = { applicability: "unsafe", title: "Split first", edits: [{ at, text: "I" }] };
  const given: Given = {
    document,
    path: "a.py",
    finding,
    fix,
    evaluations: [],
    reads: [],
    folder: "/home/me/p",
    survey: {
      files: [
        { path: "a.py", bytes: 200 },
        { path: "helper.py", bytes: 100 },
        { path: "lib/more.py", bytes: 100 },
        { path: "big.parquet", bytes: 2_000_000_000 },
        { path: "unused.bin", bytes: 1_000_000_000 },
      ],
      folders: [],
      skipped: ["link → /mnt/x"],
    },
    textOf: (file) => (file === "helper.py" ? 'import deep\nP = "/srv/models/m.pkl"\n' : file === "lib/more.py" ? 'Q = "/srv/more/q.txt"\n' : null),
  };
  const prepared = prepare(given);
  const consent = consentFor(
    {
      document: "a.py",
      fix: fix.title,
      folder: given.folder,
      interpreter: { path: "/usr/bin/python3", version: "3.12.1" },
      seeds: 3,
      limitSeconds: 600,
      skipped: given.survey.skipped,
    },
    prepared,
  );
  const all = consent.details.join("\n");

  it("names the interpreter, the fix, the runs, the time and what is copied", () => {
    expect(consent.question).toBe("Run a.py 6 times?");
    expect(all).toContain("3 times as it stands and 3 times with the fix “Split first”, with other seeds each time, for 10 minutes at most each.");
    expect(all).toContain("Python 3.12.1: /usr/bin/python3");
    expect(all).toContain("/home/me/p (5 files, 3.0 GB)");
    expect(all).toContain("network");
  });

  it("names paths that are written, those of imported files too, and what is refused, missing or not copied", () => {
    expect(all).toContain("/elsewhere/x/df.pkl (line 4)");
    expect(all).toContain("/srv/models/m.pkl (helper.py, line 2)");
    expect(all).toContain("/srv/more/q.txt (lib/more.py, line 1)");
    expect(all).toMatch(/writing is refused:\n {2}\/home\/me\/p\/df\.pkl/);
    expect(all).toMatch(/will not be found:\n {2}\.\.\/up\.csv/);
    expect(all).toContain("link → /mnt/x");
  });

  it("knows what a smaller copy would hold", () => {
    expect(prepared.files.needed.map((file) => file.path)).toEqual(["a.py", "helper.py", "lib/more.py", "big.parquet"]);
    expect(consent.bytes).toEqual({ all: 3_000_000_400, needed: 2_000_000_400 });
  });
});
