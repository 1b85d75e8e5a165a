import fc from "fast-check";
import { expect, it } from "vitest";
import { fromSource } from "../../server/src/trace/rows.js";
import { type Col, content, data, joinProv, nothing, type Prov } from "../../server/src/trace/values.js";

const ids = fc.uniqueArray(fc.nat(6), { maxLength: 6 }).map((list) => new Set(list));
const prov: fc.Arbitrary<Prov> = fc.oneof(
  fc.constant(nothing),
  fc.record({ learned: ids, looks: ids, conf: fc.nat(3) }).map((some) => ({ ...nothing, ...some })),
);
/** As lists: what comes first in a set is told first. */
const inOrder = (p: Prov): unknown => Object.entries(p).map(([key, x]) => [key, x instanceof Set ? [...x] : x]);

it("is for a table what its columns give when they are joined one after the other", () => {
  const rows = fromSource({ key: "file:a.csv", kind: "file", label: "a.csv", at: null });
  fc.assert(
    fc.property(fc.array(prov, { minLength: 1, maxLength: 8 }), fc.array(fc.nat(7), { maxLength: 8 }), (own, again) => {
      // Some columns hold the very same.
      const list = [...own, ...again.map((i) => own[i % own.length] as Prov)];
      const [base = nothing, rest = nothing, ...others] = list;
      const cols = new Map<string, Col>(others.map((p, i) => [`c${i}`, { p }]));
      const before = list.map(inOrder);
      expect(inOrder(content(data(rows, { base, rest: { p: rest }, cols })))).toEqual(inOrder([rest, ...others].reduce(joinProv, base)));
      expect(list.map(inOrder)).toEqual(before);
    }),
    { numRuns: 500 },
  );
});
