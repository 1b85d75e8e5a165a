/** Models that are stored, and the fitted transformers that their inputs went through and that nothing stores. */
import { samePlace } from "../base/span.js";
import type { Act } from "./acts.js";
import type { Learned } from "./lineage.js";
import type { Questions } from "./questions.js";
import { sharesSource } from "./rows.js";
import { maybeOneFile } from "./texts.js";
import { fromNamed } from "./values.js";

export interface NotSaved {
  readonly act: Extract<Act, { k: "write" }>;
  /** What the model is called. */
  readonly name: string;
  /** Its trainings. */
  readonly fits: readonly Learned[];
  /** What its inputs went through. */
  readonly lost: readonly Learned[];
}

/** Every stored model that lacks something, with what it lacks. */
export function* notSaved(q: Questions): Generator<NotSaved> {
  const acts = q.lineage.acts;
  const written = new Set(acts.flatMap((a) => (a.k === "write" ? [...a.all] : [])));
  // A step of a composite, the coefficients of a scaler: what was learned is kept, in another form.
  const kept = new Set(acts.flatMap((a) => (a.k === "write" ? [...a.knows] : [])));
  // One transformer for each column, put into a dictionary by a loop: the rounds share a place, and the dictionary holds what all of them learned.
  for (const id of acts.flatMap((a) => (a.k === "write" ? a.models.flatMap((m) => [...m.knows]) : []))) {
    const l = q.lineage.learned.get(id);
    if (l && l.via !== "model") kept.add(id);
  }
  // What was read from a file is in that file.
  const loaded = new Set(acts.flatMap((a) => (a.k === "load" ? [a.what] : [])));
  const stored = q.learnings.filter((l) => l.via === "transformer" && written.has(l.object));
  for (const a of acts) {
    if (a.k !== "write" || !a.models.length || /weights|checkpoint|onnx|export/i.test(a.what)) continue;
    // What the same program reads back was stored for itself.
    const { file } = a;
    if (file !== null && acts.some((b) => b.k === "load" && b.file !== null && maybeOneFile(file, b.file))) continue;
    if (file !== null && acts.slice(acts.indexOf(a) + 1).some((b) => takesItsPlace(q, b, file) && !samePlace(a.at, b.at))) continue;
    for (const m of a.models) {
      const fits = [...m.knows].map((id) => q.lineage.learned.get(id)).filter((l): l is Learned => l?.via === "model" && l.fit !== null);
      const needed = fits
        .flatMap((f) => [...(f.fit?.x.learned ?? [])])
        .map((id) => q.lineage.learned.get(id))
        .filter((l): l is Learned => l !== undefined && (l.via === "transformer" || l.via === "selection") && l.object > 0 && l.weight !== "count");
      // Who stores what scales and encodes serves complete rows: nothing is to be filled in.
      const served = needed.some((l) => !l.fills && written.has(l.object)) || stored.some((s) => !s.fills && fits.some((f) => f.rows.key === s.rows.key));
      const lost = needed.filter(
        (l) =>
          l.conf === 0 &&
          !written.has(l.object) &&
          !kept.has(l.id) &&
          !loaded.has(l.what) &&
          !a.otherwise.has(l.object) &&
          !a.rows.includes(l.rows.key) &&
          !(l.fills && served) &&
          !(l.weight === "vocabulary" && encodesNothing(q)) &&
          !stored.some((s) => sameWork(s, l)),
      );
      if (lost.length && !mayBeLabels(fits, lost)) yield { act: a, name: m.name, fits, lost };
    }
  }
}

/** Whether the one thing that is lost may have encoded the labels alone, which are taken by their place: `df.iloc[:, -1]`. */
function mayBeLabels(fits: readonly Learned[], lost: readonly Learned[]): boolean {
  const [one, ...others] = lost;
  if (!one || others.length || one.weight !== "vocabulary" || one.from.origin.size !== 1) return false;
  return fits.length > 0 && fits.every(({ fit }) => fit?.y?.learned.has(one.id) && [...fit.y.origin].some((o) => /:#-?\d+$/.test(o)));
}

/** Whether another model goes into the same file, whatever happens before: it is what stays there. */
const takesItsPlace = (q: Questions, b: Act, file: string): boolean =>
  b.k === "write" && b.models.length > 0 && b.file === file && /^[\w./\\ -]+$/.test(file) && !b.path.length && !b.loops.length && !/^\s/.test(q.before(b.at));

/** Whether an output says that there was nothing to encode. */
const encodesNothing = (q: Questions): boolean =>
  q.units.some((u) => u.input.outputs?.some((text) => /\b(encod|categor)\w*[^\n:]{0,40}:\s*(\[\s*\]|0\s*$)/im.test(text)));

/** Whether a stored transformer may be the lost one made once more: of its class, for a table of columns that nobody lists. */
function sameWork(stored: Learned, lost: Learned): boolean {
  return stored.what === lost.what && ![stored, lost].some((l) => fromNamed(l.from.origin, 2)) && sharesSource(stored.rows, lost.rows);
}
