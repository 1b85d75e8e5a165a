/** Exact distances within stretches of a column, from its grouped values. */
import type { StretchPlan, WithinStretch } from "./engine.js";

type Grouped = readonly (readonly [value: number, rows: number])[];

/**
 * Largest |F − G| in each stretch and ∫ |F − G| over it; each begins with what lies before it and ends at its end.
 * `reference` and `current`: distinct values inside the stretches, ascending, with their rows.
 */
export function withinStretches({ rows, stretches }: StretchPlan, reference: Grouped, current: Grouped): WithinStretch[] {
  let [i, j] = [0, 0];
  return stretches.map(({ from, to, reference: before, current: now }) => {
    let [f, g] = [before, now];
    let gap = f / rows.reference - g / rows.current;
    let [best, location, at, area] = [gap, from, from, 0];
    while (true) {
      const next = Math.min(reference[i]?.[0] ?? Infinity, current[j]?.[0] ?? Infinity);
      if (next > to) break;
      area += Math.abs(gap) * (next - at);
      at = next;
      if (reference[i]?.[0] === next) f += (reference[i++] as Grouped[number])[1];
      if (current[j]?.[0] === next) g += (current[j++] as Grouped[number])[1];
      gap = f / rows.reference - g / rows.current;
      if (Math.abs(gap) > Math.abs(best)) [best, location] = [gap, at];
    }
    area += Math.abs(gap) * (to - at);
    return { ks: Math.abs(best), location, sign: best < 0 ? -1 : 1, wasserstein: area };
  });
}
