/** Row sets by themselves: how they relate, what is left over, what oversampling does. */
import { describe, expect, it } from "vitest";
import { sourceId } from "../../server/src/base/span.js";
import { splitIdOf } from "../../server/src/trace/describe.js";
import { opposite } from "../../server/src/trace/limits.js";
import {
  type Bound,
  type Cut,
  complement,
  concat,
  cut,
  cutsOf,
  either,
  fromSource,
  type Mix,
  mixBetween,
  mixed,
  type Rows,
  relation,
  type Source,
  shortName,
  sourcesOf,
} from "../../server/src/trace/rows.js";

const source = (key: string): Source => ({ key, kind: "file", label: key, at: null });
const rows = (key: string): Rows => fromSource(source(key));
const part = (id: string, side: string, kind: Cut["kind"] = "random"): Cut => ({ id, part: side, kind, at: null });
const range = (lo: Bound, hi: Bound): Cut => ({ id: "range", part: `${lo}:${hi}`, kind: "range", at: null, lo, hi });
const mix: Mix = { id: "smote", at: { source: sourceId("x"), start: 0, end: 1 }, kind: "over", learned: 1 };

const all = rows("a.csv");
const train = cut(all, part("s", "train"));
const test = cut(all, part("s", "test"));

describe("relation", () => {
  it.each<[string, Rows, Rows, string]>([
    ["a set and itself", all, rows("a.csv"), "same"],
    ["different sources", all, rows("b.csv"), "disjoint"],
    ["all and a part", all, train, "contains"],
    ["a part and all", train, all, "within"],
    ["two sides of a partition", train, test, "disjoint"],
    ["two partitions", train, cut(all, part("other", "test")), "overlaps"],
    ["parts of two sides", cut(train, part("v", "train")), cut(test, part("w", "test")), "disjoint"],
    ["parts of one side", cut(train, part("v", "train")), cut(train, part("v", "test")), "disjoint"],
    ["a part of a part", train, cut(train, part("v", "train")), "contains"],
    ["folds of one round", cut(all, part("k@1", "train", "fold")), cut(all, part("k@1", "test", "fold")), "disjoint"],
    ["folds of two rounds", cut(all, part("k@1", "train", "fold")), cut(all, part("k@2", "test", "fold")), "overlaps"],
    ["a condition and its opposite", cut(all, part("m", "T", "filter")), cut(all, part("m", "!T", "filter")), "disjoint"],
    ["two conditions", cut(all, part("m", "T", "filter")), cut(all, part("n", "T", "filter")), "unknown"],
    ["a condition and a random part", cut(all, part("m", "T", "filter")), train, "overlaps"],
    ["two values of a column", cut(all, part("year", "2020", "value")), cut(all, part("year", "2021", "value")), "disjoint"],
    ["a value and all others", cut(all, part("year", "2020", "value")), cut(all, part("year", "!2020", "value")), "disjoint"],
    ["a value and all but another", cut(all, part("year", "2020", "value")), cut(all, part("year", "!2021", "value")), "unknown"],
    ["opaque parts", cut(all, part("o", "0", "opaque")), cut(all, part("o", "1", "opaque")), "unknown"],
    ["laid end to end, and one of them", concat([all, rows("b.csv")]), all, "contains"],
    ["the sides together, and all", concat([train, test]), train, "contains"],
    ["either of two, and one", either(all, rows("b.csv")), rows("b.csv"), "contains"],
  ])("%s", (_, a, b, expected) => expect(relation(a, b)).toBe(expected));

  it.each<[string, Cut, Cut, string]>([
    ["that meet", range(null, 800), range(800, null), "disjoint"],
    ["that share rows", range(null, 800), range(700, null), "overlaps"],
    ["with a gap", range(0, 500), range(600, 900), "disjoint"],
    ["that meet at a name", range(null, "n"), range("n", null), "disjoint"],
    ["that meet from the end", range(null, -100), range(-100, null), "disjoint"],
    ["with bounds of unknown order", range(null, "n"), range("m", null), "unknown"],
    ["from the start and from the end", range(null, 800), range(-100, null), "unknown"],
  ])("slices %s", (_, a, b, expected) => expect(relation(cut(all, a), cut(all, b))).toBe(expected));

  it("of folds is told by the partition and the round, however long its name", () => {
    const long = "folds of ".padEnd(240, "a path ");
    const [one, two] = [cut(all, part(`${long}@1`, "train", "fold")), cut(all, part(`${long}@2`, "test", "fold"))];
    expect(relation(one, cut(all, part(`${long}@1`, "test", "fold")))).toBe("disjoint");
    expect(relation(one, two)).toBe("overlaps");
    const ids = [one, two].map((r) => splitIdOf(cutsOf(r)[0] as Cut));
    expect(ids).toEqual([shortName(long), shortName(long)]);
  });

  it("turns round when its sides do", () => {
    const turned: Record<string, string> = { contains: "within", within: "contains" };
    const sets = [
      all,
      train,
      test,
      rows("b.csv"),
      concat([train, rows("b.csv")]),
      cut(train, part("m", "T", "filter")),
      cut(all, range(null, 5)),
      mixed(all, mix),
    ];
    for (const a of sets) for (const b of sets) expect(relation(b, a), `${a.key} ${b.key}`).toBe(turned[relation(a, b)] ?? relation(a, b));
  });

  it("does not grow without bound", () => {
    let r = all;
    for (let i = 0; i < 100; i++) r = cut(r, part(`s${i}`, "train"));
    expect(r.terms[0]?.cuts.length).toBeLessThanOrEqual(24);
    // Nor does what was left out make two parts one.
    const [one, other] = [cut(r, part("last", "train")), cut(r, part("last", "test"))];
    expect(relation(one, other)).toBe("unknown");
    expect(relation(one, r)).toBe("unknown");
    expect(relation(one, cut(r, part("last", "train")))).toBe("same");
  });
});

describe("oversampling", () => {
  const more = mixed(all, mix);
  const left = cut(more, part("s", "train"));
  const right = cut(more, part("s", "test"));

  it("leaves rows apart that a later split separates, but not their content", () => {
    expect(relation(left, right)).toBe("disjoint");
    expect(mixBetween(left, right)).toBe(mix);
  });

  it("does no harm after the split", () => {
    const moreTrain = mixed(train, mix);
    expect(relation(moreTrain, test)).toBe("disjoint");
    expect(mixBetween(moreTrain, test)).toBeNull();
  });
});

describe("complement", () => {
  it.each<[string, Rows, Rows | null]>([
    ["of a side", train, test],
    ["of the other side", test, train],
    ["of a condition", cut(all, part("m", "T", "filter")), cut(all, part("m", "!T", "filter"))],
    ["of an unrelated set", rows("b.csv"), null],
    ["of a part of a part", cut(train, part("v", "train")), null],
    ["of nothing cut", all, null],
  ])("%s", (_, piece, expected) => expect(complement(all, piece)?.key ?? null).toBe(expected?.key ?? null));

  it("of a slice is what comes before or after it", () => {
    expect(relation(complement(all, cut(all, range(null, 10))) as Rows, cut(all, range(0, 10)))).toBe("disjoint");
    expect(relation(complement(all, cut(all, range(10, null))) as Rows, cut(all, range(10, 20)))).toBe("disjoint");
  });

  it("names the other side", () => {
    for (const side of ["train", "test", "T", "!T", "2020"]) expect(opposite(opposite(side))).toBe(side);
  });
});

describe("sources", () => {
  it("are told once each", () => {
    expect(sourcesOf(concat([train, test, rows("b.csv")])).map((s) => s.key)).toEqual(["a.csv", "b.csv"]);
  });

  it("keep the order in which they were laid end to end", () => {
    expect(concat([all, rows("b.csv")]).parts?.map((p) => p.key)).toEqual(["a.csv|", "b.csv|"]);
    expect(either(all, rows("b.csv")).parts).toBeNull();
  });
});
