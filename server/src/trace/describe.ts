/** What reports and hints say of rows: which side of a split they are, and what a model object was made with. */
import * as l10n from "@vscode/l10n";
import type { Lineage } from "./lineage.js";
import { type Cut, cutsOf, overlapping, type Rows, relation, sourcesOf } from "./rows.js";
import type { Trace } from "./trace.js";
import { content, type Model, type Value } from "./values.js";

/** The id of a split in the table of splits; folds carry the round of their loop behind it. */
export const splitIdOf = (c: Cut): string => c.id.replace(/@\d+$/, "");

/** Which side of the splits rows lie on, by the innermost cut that has sides. */
export function sideOf(rows: Rows): "train" | "test" | "folds" | "all" | "other" {
  const cuts = cutsOf(rows);
  if (!cuts.length) return "all";
  const sided = cuts.filter((c) => c.part === "train" || c.part === "test");
  const parts = new Set(sided.map((c) => c.part));
  if (parts.size === 2 && sided.some((c) => c.kind === "fold")) return "folds";
  const last = sided.at(-1);
  return last ? (last.part as "train" | "test") : "other";
}

/** Whether rows hold rows of both sides of a split that the program makes. */
function spansSplit(lineage: Lineage, rows: Rows): boolean {
  return lineage.allSplits.some((s) => s.kind !== "sample" && ["same", "contains"].includes(relation(rows, s.rows)));
}

/** Knowledge in a value that was learned from rows on both sides of a split. */
export function learnedAcross(t: Trace, lineage: Lineage, v: Value): boolean {
  const cell = v.k === "obj" ? t.get(v) : null;
  if (cell?.k !== "data") return false;
  for (const id of content(cell).learned) {
    const l = t.learned.get(id);
    if (l?.weight === "statistic" && l.via !== "model" && spansSplit(lineage, l.rows) && overlapping(relation(l.rows, cell.rows))) return true;
  }
  return false;
}

/** The model behind a training, as it was made; null where nobody saw it made. */
export function modelOf(t: Trace, object: number): Model | null {
  const cell = t.models.get(object) ?? t.heap.get(object);
  return cell?.k === "model" ? cell : null;
}

/** "test part of the train part of `data.csv`": the parts from the innermost to the source. */
export function rowsWords(t: Trace, rows: Rows): string {
  if (!rows.terms.length) return l10n.t("rows");
  const names = allOf([...new Set(sourcesOf(rows).map((s) => (s.label === "?" ? l10n.t("unknown rows") : `\`${s.label}\``)))]);
  const ways = [
    ...new Set(
      rows.terms.map((term) =>
        [...term.cuts, ...term.after]
          .map((c) => partWords(t, c))
          .filter((w, i, all) => w !== all[i - 1])
          .reduce((whole, part) => (whole === "" ? part : l10n.t("{0} of the {1}", part, whole)), ""),
      ),
    ),
  ];
  const way = ways.filter(Boolean);
  const part = way.length === 1 && ways.length === 1 ? (way[0] as string) : l10n.t("parts");
  const told = way.length ? l10n.t("{0} of {1}", part, names) : l10n.t("all rows of {0}", names);
  return rows.terms.some((x) => x.mix) ? l10n.t("oversampled {0}", told) : told;
}

/** "`a` and `b` and `c`". */
export const allOf = (names: readonly string[]): string => names.reduce((all, name) => (all === "" ? name : l10n.t("{0} and {1}", all, name)), "");

/** One side of a split in the singular: "train part", "test fold". */
export const sideWords = (part: "train" | "test", isFold: boolean): string =>
  part === "train" ? (isFold ? l10n.t("train fold") : l10n.t("train part")) : isFold ? l10n.t("test fold") : l10n.t("test part");

function partWords(t: Trace, c: Cut): string {
  if (t.splits.get(splitIdOf(c))?.kind === "sample") return c.part.startsWith("!") ? l10n.t("rows left over by sampling") : l10n.t("sampled rows");
  if (c.part === "train" && c.kind === "fold") return l10n.t("training folds");
  if (c.part === "train" || c.part === "test") return sideWords(c.part, c.kind === "fold");
  return c.kind === "range" ? l10n.t("slice") : l10n.t("selected rows");
}

/** Settings that are written down as literals other than the library's own, and the models in a pipeline by name. */
export function settingsOf(t: Trace, m: Model): { name: string; value: string }[] {
  const out: { name: string; value: string }[] = [];
  const usual = defaultsIn(m.row?.init ?? "");
  for (const [name, v] of m.init) {
    if (name.startsWith("#")) continue;
    if (v.k === "const" || v.k === "any") {
      if (v.p.vary.size) out.push({ name, value: l10n.t("several values") });
      else if (v.k === "const" && usual.get(name) !== literal(v.v)) out.push({ name, value: literal(v.v) });
    } else {
      const names = modelNames(t, v);
      if (names.length) out.push({ name, value: names.join(" → ") });
    }
  }
  return out;
}

/** Defaults of a signature such as "(C=1.0, penalty='l2')", written as {@link literal} writes them. */
function defaultsIn(sig: string): Map<string, string> {
  const out = new Map<string, string>();
  for (const [, name = "", value = ""] of sig.matchAll(/(\w+)\s*=\s*('[^']*'|"[^"]*"|-?[\d.]+(?:e-?\d+)?|None|True|False)/g)) {
    const text = /^['"]/.test(value) ? `"${value.slice(1, -1)}"` : /^-?[\d.]/.test(value) ? String(Number(value)) : value;
    out.set(name, text);
  }
  return out;
}

const literal = (v: string | number | boolean | null): string =>
  v === null ? "None" : v === true ? "True" : v === false ? "False" : typeof v === "string" ? `"${v}"` : String(v);

function modelNames(t: Trace, v: Value, depth = 0): string[] {
  if (depth > 4) return [];
  if (v.k === "tuple") return v.items.flatMap((x) => modelNames(t, x, depth + 1)).slice(0, 12);
  if (v.k !== "obj") return [];
  const c = t.get(v);
  if (c.k === "list") return c.items.flatMap((x) => modelNames(t, x, depth + 1)).slice(0, 12);
  return c.k === "model" ? [c.name] : [];
}

/** Name of a column in an origin such as "file:data.csv::age"; null for all columns that are not named. */
export function columnIn(origin: string): string | null {
  const name = origin.slice(origin.lastIndexOf(":") + 1);
  return name === "*" || name === "" || name.includes("#") ? null : name;
}

/** A piece of code within a sentence. */
export const quote = (text: string): string => `\`${text}\``;
