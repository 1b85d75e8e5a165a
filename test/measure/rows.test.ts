/** Scores of both sides: found again, paired, judged and put into words. */
import { describe, expect, it } from "vitest";
import { readRecords } from "../../server/src/measure/records.js";
import { directionOf, pairScores } from "../../server/src/measure/rows.js";
import type { CodePlace, Run, Score, Side } from "../../server/src/measure/types.js";
import { judgedRow, rangeOf, verdictOf } from "../../server/src/measure/verdict.js";

const same = (place: CodePlace): CodePlace => place;

const score = (name: string, value: number, line: number, more: Partial<Score> = {}): Score => ({
  how: "metric",
  name,
  value,
  decimals: null,
  path: [{ unit: 0, line }],
  ...more,
});

const run = (side: Side, seed: number, scores: readonly Score[]): Run => ({
  side,
  seed,
  scores,
  outcome: "done",
  seconds: 1,
  error: null,
  ended: true,
  wrote: [],
  notes: [],
  output: "",
});

const printedScore = (name: string, value: number, decimals: number, line: number) => score(name, value, line, { how: "printed", decimals });

/** One metric at one place, with a value for each seed. */
const measured = (leak: readonly number[], fixed: readonly number[], name = "accuracy_score", how: Score["how"] = "metric") => {
  const runs = [leak, fixed].flatMap((values, side) => values.map((value, seed) => run(side === 0 ? "leak" : "fixed", seed, [score(name, value, 5, { how })])));
  return pairScores(runs, same);
};

const verdict = (...of: Parameters<typeof measured>) => verdictOf(measured(...of)[0] ?? null);

describe("records", () => {
  it("give computed scores with the places that led to them", () => {
    const line = '{"k":"score","how":"cv","name":"accuracy","value":0.5,"parts":[0.4,0.6],"path":[[0,12],["lib/eval.py",3]]}';
    expect(readRecords(`${line}\n`).scores).toEqual([
      {
        how: "cv",
        name: "accuracy",
        value: 0.5,
        decimals: null,
        path: [
          { unit: 0, line: 12 },
          { unit: "lib/eval.py", line: 3 },
        ],
      },
    ]);
  });

  it("give numbers with a point or a percent sign out of what is printed, and no counts", () => {
    const out = (text: string) =>
      readRecords(`${JSON.stringify({ k: "out", text, path: [[0, 1]] })}\n`).scores.map(({ name, value, decimals }) => [name, value, decimals]);
    expect(out("Accuracy of knn2 on 120 rows: 0.93")).toEqual([["Accuracy of knn2 on # rows: #", 0.93, 2]]);
    expect(out("auc 0.81 (+/- .02)")).toEqual([
      ["auc # (+/- #) (1)", 0.81, 2],
      ["auc # (+/- #) (2)", 0.02, 2],
    ]);
    expect(out("83 % right")).toEqual([["# % right", 83, 0]]);
    expect(out("loss 1.5e-3, version 1.2.3, 2024-01-05, 12 rows")).toEqual([["loss #, version 1.2.3, #-#-#, # rows", 0.0015, null]]);
    expect(out("0.1 0.2 0.3 0.4 0.5 0.6 0.7")).toEqual([]);
  });

  it("leave out lines that were cut off, and values that are no numbers", () => {
    const text = '{"k":"score","how":"metric","name":"f1","value":"x","path":[]}\n{"k":"wrote","path":"/tmp/a"}\n{"k":"ended"}\n{"k":"score","how":"me';
    expect(readRecords(text)).toEqual({ scores: [], wrote: ["/tmp/a"], notes: [], error: null, ended: true });
  });

  it("keep the end of a long traceback", () => {
    const { error, ended } = readRecords(`${JSON.stringify({ k: "error", text: `${"x".repeat(30_000)}ValueError: no` })}\n`);
    expect(error?.length).toBeLessThan(20_100);
    expect(error).toMatch(/^….*ValueError: no$/);
    expect(ended).toBe(false);
  });
});

describe("pairs", () => {
  it("find a score that has moved to another line", () => {
    const runs = [
      run("leak", 0, [score("f1_score", 0.9, 5), score("f1_score", 0.8, 6)]),
      run("fixed", 0, [score("f1_score", 0.7, 8), score("f1_score", 0.6, 9)]),
    ];
    const rows = pairScores(runs, ({ unit, line }) => ({ unit, line: line - 3 }));
    expect(rows.map(({ place, leak, fixed }) => [place, leak.values, fixed.values])).toEqual([
      [{ unit: 0, line: 5 }, [0.9], [0.7]],
      [{ unit: 0, line: 6 }, [0.8], [0.6]],
    ]);
  });

  it("find one whose line was rewritten by its metric, in order, and never one of another metric", () => {
    const runs = [
      run("leak", 0, [score("f1_score", 0.9, 5), score("accuracy_score", 0.8, 6)]),
      run("fixed", 0, [score("accuracy_score", 0.6, 9), score("r2_score", 0.1, 10)]),
    ];
    expect(pairScores(runs, () => null).map(({ name, leak, fixed }) => [name, leak.values, fixed.values])).toEqual([
      ["f1_score", [0.9], []],
      ["accuracy_score", [0.8], [0.6]],
      ["r2_score", [], [0.1]],
    ]);
  });

  it("tell calls of one helper apart by where it is called from", () => {
    const from = (line: number, value: number) =>
      score("accuracy_score", value, 0, {
        path: [
          { unit: 0, line },
          { unit: 0, line: 2 },
        ],
      });
    const rows = pairScores([run("leak", 0, [from(10, 0.9), from(11, 0.8)]), run("fixed", 0, [from(10, 0.7), from(11, 0.6)])], same);
    expect(rows.map(({ leak, fixed }) => [leak.values, fixed.values])).toEqual([
      [[0.9], [0.7]],
      [[0.8], [0.6]],
    ]);
  });

  it("take the calls of a loop together as their mean, run by run", () => {
    const [row] = pairScores([run("leak", 0, [score("r2_score", 0.8, 3), score("r2_score", 0.6, 3)]), run("leak", 1, [score("r2_score", 1, 3)])], same);
    expect(row?.leak).toEqual({ values: [0.7, 1], calls: 2 });
  });

  it("leave out what is printed where it only repeats what was computed, with its digits or as per cent", () => {
    const side = (which: Side, value: number, shown: number, percent: number) =>
      run(which, 0, [
        score("accuracy_score", value, 5),
        printedScore("acc #", shown, 2, 6),
        printedScore("acc # %", percent, 0, 7),
        printedScore("other #", 0.11, 2, 8),
      ]);
    const rows = pairScores([side("leak", 0.9342, 0.93, 93), side("fixed", 0.7061, 0.71, 71)], same);
    expect(rows.map(({ name }) => name)).toEqual(["accuracy_score", "other #"]);
  });
});

describe("which way is better", () => {
  it.each([
    ["metric", "accuracy_score", "higher"],
    ["metric", "mean_squared_error", "lower"],
    ["metric", "log_loss", "lower"],
    ["metric", "d2_absolute_error_score", "higher"],
    ["cv", "neg_mean_squared_error", "higher"],
    ["score", "r2", "higher"],
    ["evaluate", "loss", "lower"],
    ["evaluate", "val_auc", "higher"],
    ["printed", "RMSE: #", "lower"],
    ["printed", "Test accuracy: #", "higher"],
    ["printed", "mean of the column #", null],
  ] as const)("%s %s: %s", (how, name, better) => {
    expect(directionOf({ how, name })).toBe(better);
  });
});

describe("the judged score", () => {
  const rows = (scores: readonly Score[]) => pairScores([run("leak", 0, scores), run("fixed", 0, scores)], same);
  const at = (line: number) => [{ unit: 0, from: line, to: line }];

  it("is one of the finding's, computed once rather than in a loop", () => {
    const list = rows([score("a_score", 1, 3), score("a_score", 2, 3), score("b_score", 1, 4), score("c_score", 1, 9)]);
    expect(judgedRow(list, [...at(3), ...at(4)])).toEqual({ row: 1, by: "finding" });
    expect(judgedRow(list, at(2))).toEqual({ row: 0, by: "finding" });
  });

  it("is what is printed there where nothing is computed by a known metric", () => {
    const list = rows([printedScore("acc #", 0.9, 2, 4), score("c_score", 1, 9)]);
    expect(judgedRow(list, at(4))).toEqual({ row: 0, by: "finding" });
  });

  it("is the last of the program where the finding's own was not captured", () => {
    expect(judgedRow(rows([score("a_score", 1, 3), score("b_score", 1, 9)]), at(50))).toEqual({ row: 1, by: "last" });
  });

  it("is none where no score is on both sides", () => {
    expect(judgedRow(pairScores([run("leak", 0, [score("a_score", 1, 3)])], same), at(3))).toBeNull();
  });
});

describe("the verdict", () => {
  it("gives both sides and what the leak is worth", () => {
    const { kind, headline, meaning } = verdict([0.93, 0.94, 0.92], [0.7, 0.72, 0.71]);
    expect([kind, headline]).toEqual(["optimistic", "0.93 with the leak, 0.71 without"]);
    expect(meaning).toBe("The leak makes the accuracy score look better by 0.22 than it is.");
  });

  it("is within noise where the ranges touch", () => {
    const { kind, headline, meaning } = verdict([0.8, 0.84, 0.86], [0.78, 0.8, 0.79]);
    expect([kind, headline]).toEqual(["noise", "0.83 with the leak, 0.79 without: within noise"]);
    expect(meaning).toContain("0.80 to 0.86 with the leak, 0.78 to 0.80 without");
  });

  it("turns round for errors", () => {
    expect(verdict([10, 11], [20, 21], "mean_absolute_error").kind).toBe("optimistic");
    expect(verdict([20, 21], [10, 11], "mean_absolute_error").kind).toBe("pessimistic");
  });

  it("says where only one run or no seed tells of noise", () => {
    expect(verdict([0.9], [0.7]).meaning).toContain("one run on a side only");
    expect(verdict([0.9, 0.9], [0.7, 0.7]).meaning).toContain("The seeds change nothing");
  });

  it("shows as many digits as tell the sides apart, and calls equal ones equal", () => {
    expect(verdict([0.9001], [0.9003]).headline).toBe("0.9001 with the leak, 0.9003 without");
    expect(verdict([0.9, 0.9], [0.9, 0.9]).kind).toBe("same");
    expect(verdict([51234.4], [60123.2], "mean_squared_error").headline).toBe("51234 with the leak, 60123 without");
  });

  it("names no winner where the direction is not known", () => {
    expect(verdict([3.1, 3.2], [2.1, 2.2], "spread").meaning).toBe("The two sides differ by 1.00.");
  });

  it("is none without a score", () => {
    expect(verdictOf(null).kind).toBe("none");
    expect(rangeOf({ values: [], calls: 0 })).toBeNull();
  });
});
