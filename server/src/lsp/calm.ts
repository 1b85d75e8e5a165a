/**
 * Keeps the editor calm while someone types: what is cured goes at once, what is new waits for a rest. Between an edit
 * and that rest only findings that are shown already may be shown, at their new places.
 */
import type { SourceId } from "../base/span.js";
import type { Finding } from "../engine.types.js";
import { carryOffset } from "./texts.js";

/** What is on the screen, and the texts that it was computed from. */
export interface Shown {
  readonly findings: readonly Finding[];
  readonly texts: ReadonlyMap<SourceId, string>;
}

export const nothingShown: Shown = { findings: [], texts: new Map() };

/** Those of the `fresh` findings that are on the screen already. Each shown finding answers for one fresh one, the nearest. */
export function stillShown(shown: Shown, fresh: readonly Finding[], texts: ReadonlyMap<SourceId, string>): Finding[] {
  const left = expectedPlaces(shown, texts);
  const pairs = fresh.flatMap((finding) =>
    (left.get(identity(finding)) ?? []).map((place) => ({ finding, place, distance: Math.abs(place.start - finding.at.start) })),
  );
  pairs.sort((a, b) => a.distance - b.distance);
  const kept = new Set<Finding>();
  const taken = new Set<object>();
  for (const { finding, place } of pairs) {
    if (kept.has(finding) || taken.has(place)) continue;
    kept.add(finding);
    taken.add(place);
  }
  return fresh.filter((finding) => kept.has(finding));
}

const identity = ({ code, at, variable }: Finding): string => JSON.stringify([code, at.source, variable]);

/** Where the shown findings should be by now. One whose text was edited is expected where it was. */
function expectedPlaces(shown: Shown, texts: ReadonlyMap<SourceId, string>): Map<string, { start: number }[]> {
  const carriers = new Map<SourceId, (offset: number) => number | null>();
  const places = new Map<string, { start: number }[]>();
  for (const finding of shown.findings) {
    const { source, start } = finding.at;
    let carry = carriers.get(source);
    if (!carry) carriers.set(source, (carry = carryOffset(shown.texts.get(source) ?? "", texts.get(source) ?? "")));
    const key = identity(finding);
    places.set(key, [...(places.get(key) ?? []), { start: carry(start) ?? start }]);
  }
  return places;
}
