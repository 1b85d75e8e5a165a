/** What is to be believed of an evaluation: clean, optimistic and why, or unknown and why. Nothing is guessed: what the lineage does not tell is unknown. */
import * as l10n from "@vscode/l10n";
import { type SourceId, type Span, samePlace } from "../base/span.js";
import type { Confidence, Finding } from "../engine.types.js";
import type { Reason, Verdict } from "../summary.types.js";
import type { Evaluation, Leak, Questions } from "../trace/questions.js";

/** What a finding means for a score that it touches: too good to be true, or not what it seems. Others say nothing about a score. */
const effects: Readonly<Record<string, "optimistic" | "unknown">> = {
  HLD101: "optimistic",
  HLD102: "optimistic",
  HLD103: "optimistic",
  HLD104: "optimistic",
  HLD105: "optimistic",
  HLD106: "optimistic",
  HLD107: "optimistic",
  HLD108: "optimistic",
  HLD109: "optimistic",
  HLD110: "optimistic",
  HLD111: "unknown",
  HLD113: "unknown",
  HLD201: "optimistic",
  HLD202: "optimistic",
  HLD203: "optimistic",
  HLD204: "optimistic",
  HLD205: "optimistic",
  HLD301: "optimistic",
  HLD303: "unknown",
  HLD304: "unknown",
  HLD305: "unknown",
  HLD306: "optimistic",
  HLD501: "unknown",
  HLD504: "unknown",
  HLD505: "unknown",
  HLD601: "unknown",
};

export interface Judged {
  readonly verdict: Verdict;
  readonly why: readonly Reason[];
  readonly confidence: Confidence;
}

/** A finding, and whether the user's settings show it. */
export interface KnownFinding {
  readonly finding: Finding;
  readonly shown: boolean;
}

export class Judge {
  private readonly leaks = new Map<Evaluation, Leak[]>();

  /** `findings`: of all rules, silenced ones included. `lost`: units that were given up or did not parse. */
  constructor(
    private readonly q: Questions,
    private readonly findings: readonly KnownFinding[],
    private readonly lost: ReadonlySet<SourceId>,
  ) {
    for (const leak of q.leaks()) {
      const list = this.leaks.get(leak.evaluation);
      if (list) list.push(leak);
      else this.leaks.set(leak.evaluation, [leak]);
    }
  }

  judge(e: Evaluation): Judged {
    const touching = this.findings.filter(({ finding }) => effects[finding.code] && this.touches(finding, e));
    const sure = touching.filter(({ finding }) => finding.confidence !== "possible");
    const optimistic = reasons(sure.filter(({ finding }) => effects[finding.code] === "optimistic"));
    const doubtful = reasons(sure.filter(({ finding }) => effects[finding.code] === "unknown"));
    const confidence = this.q.confidence(e.score.conf, ...e.fits.map((f) => f.conf));
    if (e.role === "train" && !optimistic.length)
      optimistic.push(plain(l10n.t("The scored rows are the rows that the model was trained on: such a score tells how well it remembers them.")));
    if (e.role === "overlap" && !optimistic.length) {
      const text = l10n.t("Some of the scored rows are among the rows that the model was trained on.");
      if (confidence === "possible") doubtful.push(plain(l10n.t("Possibly: {0}", text)));
      else optimistic.push(plain(text));
    }
    if (optimistic.length) return { verdict: "optimistic", why: [...optimistic, ...doubtful], confidence };
    for (const { finding } of touching) if (finding.confidence === "possible") doubtful.push(reason(finding, (message) => l10n.t("Possibly: {0}", message)));
    doubtful.push(...this.unknowns(e));
    if (doubtful.length) return { verdict: "unknown", why: doubtful, confidence };
    return { verdict: "clean", why: [plain(cleanWords(e))], confidence };
  }

  private unknowns(e: Evaluation): Reason[] {
    const out: Reason[] = [];
    if (e.role === "unclear") {
      if (!e.fits.length) out.push(plain(l10n.t("The training of the scored model is not in this program, or could not be followed.")));
      else out.push(plain(l10n.t("How the training rows and the scored rows relate could not be told.")));
    } else if (this.q.confidence(e.score.conf, ...e.fits.map((f) => f.conf)) === "possible")
      out.push(plain(l10n.t("Several calls between the data and this score are not modelled.")));
    if (this.lost.has(e.score.at.source) || e.fits.some((f) => this.lost.has(f.at.source)))
      out.push(plain(l10n.t("A part of this code has syntax errors or is too large, and was not followed to its end.")));
    return out;
  }

  /** Whether a finding concerns this evaluation: it stands on it, on its trainings or its split, its steps lead there, or its knowledge leaks there. */
  private touches(finding: Finding, e: Evaluation): boolean {
    const places: Span[] = [finding.at, ...finding.steps.map((s) => s.at)];
    const own = [e.score.at, ...e.fits.map((f) => f.at)];
    // Steps name the place of one evaluation; those of others in the same place are other calls of the same code.
    if (places.some((p) => own.some((o) => samePlace(p, o)))) return true;
    const split = this.q.splitOf(this.q.separation(e.train, e.score.rows));
    if (split && samePlace(split.at, finding.at)) return true;
    return (this.leaks.get(e) ?? []).some((l) => samePlace(l.learned.at, finding.at)) || Boolean(finding.code === "HLD105" && this.q.mix(e));
  }
}

const plain = (text: string): Reason => ({ text, code: null, steps: [] });

const reason = (f: Finding, told: (message: string) => string = (message) => message): Reason => ({
  text: `${told(f.message)}.`,
  code: f.code,
  steps: f.steps,
});

/** The gravest first; silenced ones are said to be so. */
function reasons(list: readonly KnownFinding[]): Reason[] {
  const rank = { error: 0, warning: 1, information: 2, hint: 3 };
  return [...list]
    .sort((a, b) => rank[a.finding.severity] - rank[b.finding.severity])
    .map(({ finding, shown }) => reason(finding, shown ? undefined : (message) => l10n.t("{0} (silenced by a comment or a setting)", message)));
}

function cleanWords(e: Evaluation): string {
  if (e.role === "folds") return l10n.t("Each row is scored by a model that did not see it, and nothing that was learned from scored rows reached a model.");
  return l10n.t("The scored rows were kept out of training, of what its features learned, and of the choice of settings.");
}
