/**
 * A unit that does not parse serves its last good tree, so what is found in it stands in its last good text. Here such
 * places are carried to the text as it is; a finding whose own words were edited is dropped, for it may be cured.
 */
import type { SourceId, Span } from "../base/span.js";
import type { Finding } from "../engine.types.js";
import type { UnitInput } from "../program/program.js";
import { carryOffset } from "./texts.js";

export class LastGoodTexts {
  private readonly good = new Map<SourceId, string>();

  /** The units as the analysis sees them: those that are broken now with their last good texts. */
  asAnalysed(units: readonly UnitInput[], broken: readonly SourceId[]): readonly UnitInput[] {
    return units.map((unit) => ({ ...unit, text: (broken.includes(unit.source) ? this.good.get(unit.source) : undefined) ?? unit.text }));
  }

  /** Whether a unit is served from an older text. */
  isStale(unit: UnitInput, broken: readonly SourceId[]): boolean {
    return broken.includes(unit.source) && (this.good.get(unit.source) ?? unit.text) !== unit.text;
  }

  /** Carries findings into the units' present texts, and remembers the texts that parsed. */
  carry(findings: readonly Finding[], units: readonly UnitInput[], broken: readonly SourceId[]): readonly Finding[] {
    const carriers = new Map<SourceId, (offset: number) => number | null>();
    const brokenNow = new Set(broken);
    for (const { source, text } of units) {
      const good = this.good.get(source);
      if (!brokenNow.has(source)) this.good.set(source, text);
      else if (good !== undefined && good !== text) carriers.set(source, carryOffset(good, text));
    }
    if (carriers.size === 0) return findings;
    const span = (at: Span): Span | null => {
      const carry = carriers.get(at.source);
      if (!carry) return at;
      const [start, end] = [carry(at.start), carry(at.end)];
      return start === null || end === null ? null : { ...at, start, end };
    };
    return findings.flatMap((finding) => {
      const at = span(finding.at);
      const steps = finding.steps.flatMap((step) => {
        const place = span(step.at);
        return place ? [{ ...step, at: place }] : [];
      });
      return at ? [{ ...finding, at, steps, fix: carriers.has(at.source) ? null : finding.fix }] : [];
    });
  }
}
