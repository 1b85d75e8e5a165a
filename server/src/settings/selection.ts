/** Builds the `Selection` of a document: which rules report there, how loudly, and what its directives silence. */
import { lineStarts, positionAt, type SourceId, type Span } from "../base/span.js";
import type { Selection, Severity, UnusedDirective } from "../engine.types.js";
import { type CatalogueEntry, catalogue, findRule } from "./catalogue.js";
import { type Directive, readDirectives } from "./directives.js";
import { pathMatcher } from "./paths.js";
import type { Settings } from "./schema.js";

/** What the selection has to know of a unit. */
export interface SelectableUnit {
  readonly source: SourceId;
  readonly text: string;
  readonly tags?: readonly string[];
}

/** `relativePath`: below the project's root, for per-file-ignores; null if the document has no place on disk. */
export function buildSelection(settings: Settings, relativePath: string | null, units: readonly SelectableUnit[]): Selection {
  const severityByCode = severities(settings, relativePath);
  const silencer = new Silencer(units);
  return {
    minConfidence: settings.minConfidence,
    severity: (code) => severityByCode.get(code) ?? "off",
    suppressed: (code, slug, at) => silencer.silences(code, slug, at),
    unused: () => silencer.unused((rule) => (severityByCode.get(rule.code) ?? "off") !== "off"),
  };
}

/** The same selection, silenced by the directives of these units. */
export function withDirectives(selection: Selection, units: readonly SelectableUnit[]): Selection {
  const silencer = new Silencer(units);
  return {
    ...selection,
    suppressed: (code, slug, at) => silencer.silences(code, slug, at) || selection.suppressed(code, slug, at),
    unused: () => silencer.unused((rule) => selection.severity(rule.code) !== "off"),
  };
}

/** How precisely a selector names a rule: 0 not at all, then ALL, DEFAULT, prefixes by their length, and code or slug. */
function precision(selector: string, rule: CatalogueEntry): number {
  const name = selector.toUpperCase();
  if (name === rule.code || selector.toLowerCase() === rule.slug) return 100;
  if (name === "ALL") return 1;
  if (name === "DEFAULT") return rule.severity === "hint" ? 0 : 2;
  return name.startsWith("HLD") && rule.code.startsWith(name) ? 2 + name.length : 0;
}

const best = (selectors: readonly string[], rule: CatalogueEntry) => Math.max(0, ...selectors.map((selector) => precision(selector, rule)));

function severities(settings: Settings, relativePath: string | null): Map<string, Severity | "off"> {
  const ignoredHere =
    relativePath === null
      ? []
      : Object.entries(settings.perFileIgnores)
          .filter(([pattern]) => pathMatcher([pattern])(relativePath))
          .flatMap(([, selectors]) => selectors);
  return new Map(catalogue.map((rule) => [rule.code, severityOf(rule, settings, ignoredHere)]));
}

function severityOf(rule: CatalogueEntry, settings: Settings, ignoredHere: readonly string[]): Severity | "off" {
  const [selector] = Object.keys(settings.severity)
    .filter((name) => precision(name, rule) > 0)
    .sort((a, b) => precision(b, rule) - precision(a, rule));
  const wanted = selector === undefined ? undefined : settings.severity[selector];
  const selected = Math.max(best(settings.select, rule), wanted !== undefined && wanted !== "off" && selector !== undefined ? precision(selector, rule) : 0);
  const off = selected === 0 || best(settings.ignore, rule) >= selected || best(ignoredHere, rule) > 0;
  return off ? "off" : (wanted ?? rule.severity);
}

/** Whether a selector that silenced nothing says something about the text: a rule that is off may be on elsewhere. */
function mayBeMissed(selector: string, on: (rule: CatalogueEntry) => boolean): boolean {
  const named = catalogue.filter((rule) => precision(selector, rule) > 0);
  const exact = named.find((rule) => precision(selector, rule) === 100);
  return exact ? exact.code !== unusedSuppression && on(exact) : named.length === 0 || named.some(on);
}

const unusedSuppression = "HLD900";

/** Answers whether a directive silences a finding. Units are read only when a finding stands in them. */
class Silencer {
  private readonly bySource = new Map<SourceId, { starts: readonly number[]; directives: readonly Directive[] }>();
  private readonly units: ReadonlyMap<SourceId, SelectableUnit>;
  private fileWide: readonly Directive[] | null = null;
  private readonly used = new Set<Directive>();

  constructor(units: readonly SelectableUnit[]) {
    this.units = new Map(units.map((unit) => [unit.source, unit]));
  }

  silences(code: string, slug: string, at: Span): boolean {
    const rule: CatalogueEntry = findRule(code) ?? { code, slug, severity: "warning" };
    const unit = this.units.get(at.source);
    if (!unit) return false;
    if (unit.tags?.includes("holdout:ignore")) return true;
    this.fileWide ??= [...this.units.values()]
      .filter((each) => /ignore-file/i.test(each.text))
      .flatMap((each) => this.read(each).directives)
      .filter((each) => each.scope === "file");
    const { starts, directives } = this.read(unit);
    const first = positionAt(starts, at.start).line;
    const here = directives.filter((each) => each.scope !== "file" && each.lines.first <= first && first <= each.lines.last);
    const fitting = [...here, ...this.fileWide].filter((each) =>
      // A directive that silences nothing does not silence that it is said so, unless it asks for it by name.
      code === unusedSuppression ? best(each.selectors ?? [], rule) === 100 : each.selectors === null || best(each.selectors, rule) > 0,
    );
    for (const each of fitting) this.used.add(each);
    return fitting.length > 0;
  }

  /** Directives of our own that silenced nothing, though a rule that they name is on. */
  unused(on: (rule: CatalogueEntry) => boolean): UnusedDirective[] {
    const out: UnusedDirective[] = [];
    for (const unit of this.units.values()) {
      if (unit.tags?.includes("holdout:ignore") || !/holdout|HLD/i.test(unit.text)) continue;
      const { starts, directives } = this.read(unit);
      for (const each of directives) {
        const words = unit.text.slice(each.comment.start, each.comment.end);
        // A bare noqa speaks to other tools; one that names this rule wants to be left alone.
        if (this.used.has(each) || (!/holdout\s*:/i.test(words) && each.selectors === null)) continue;
        if (each.selectors?.some((selector) => !mayBeMissed(selector, on))) continue;
        const end = starts[each.lines.last + 1] ?? unit.text.length;
        out.push({
          at: { source: unit.source, start: each.comment.start, end: each.comment.end },
          covers: { source: unit.source, start: starts[each.lines.first] ?? 0, end },
          selectors: each.selectors,
        });
      }
    }
    return out;
  }

  private read(unit: SelectableUnit) {
    let known = this.bySource.get(unit.source);
    if (!known) this.bySource.set(unit.source, (known = { starts: lineStarts(unit.text), directives: readDirectives(unit.text) }));
    return known;
  }
}
