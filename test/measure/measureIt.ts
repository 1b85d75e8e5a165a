/** From a file and the code of a finding to a measurement, as the command line and the editor come to it. */
import fs from "node:fs";
import path from "node:path";
import { createEngine } from "../../server/src/engine.js";
import type { Selection } from "../../server/src/engine.types.js";
import { nodeMeasurer } from "../../server/src/host/measure/measurer.js";
import { consentFor } from "../../server/src/measure/consent.js";
import type { JobEvents } from "../../server/src/measure/job.js";
import { type Given, jobOf, measurementOf, prepare } from "../../server/src/measure/prepare.js";
import type { Measurement } from "../../server/src/measure/types.js";
import { noFiles } from "../../server/src/program/program.js";
import { toPlainText } from "../../server/src/report/blocks.js";
import { measurementReport } from "../../server/src/report/measurement.js";
import { readDocument } from "../../server/src/report/readDocument.js";
import { rules } from "../../server/src/rules/index.js";
import { withDirectives } from "../../server/src/settings/selection.js";

export interface Wanted {
  readonly python: string;
  /** The folder that is copied; the file lies in it. */
  readonly folder: string;
  readonly name: string;
  readonly code: string;
  readonly seeds: number;
  readonly limitSeconds: number;
  readonly cancelled?: JobEvents["cancelled"];
}

const never: JobEvents["cancelled"] = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => {} }) };

const defaults: Selection = {
  severity: (code) => {
    const rule = rules.find((r) => r.code === code);
    return rule?.default ? rule.severity : "off";
  },
  minConfidence: "likely",
  suppressed: () => false,
};

/** `program`: the folder of holdout_measure. */
export async function measurer(grammar: { runtime: Uint8Array; python: Uint8Array }, program: string) {
  const engine = await createEngine(grammar);
  const host = nodeMeasurer(program);
  return async ({
    python,
    folder,
    name,
    code,
    seeds,
    limitSeconds,
    cancelled = never,
  }: Wanted): Promise<{ result: Measurement; text: string; consent: string }> => {
    const document = readDocument(fs.readFileSync(path.join(folder, name), "utf8"), name);
    if (!document.ok) throw new Error(document.message);
    const analysis = engine.open(noFiles);
    analysis.update(document.input);
    const selection = () => withDirectives(defaults, document.input.units);
    const finding = analysis.check(selection()).findings.find((each) => each.code === code);
    if (!finding) throw new Error(`${name} has no ${code}`);
    const fix = analysis.offers(finding, { importsCell: "first", selectionFor: (units) => withDirectives(defaults, units) }).find((offer) => offer.fix)?.fix;
    if (!fix) throw new Error(`${code} in ${name} has no fix`);
    const survey = await host.survey(folder);
    const evaluations = analysis.summary(selection()).evaluations;
    const textOf = (file: string) => fs.readFileSync(path.join(folder, file), "utf8");
    const given: Given = { document: document.input, path: name, finding, fix, evaluations, reads: analysis.reads(), folder, survey, textOf };
    analysis.dispose();
    const prepared = prepare(given);
    const interpreter = await host.interpreter(python);
    const { question, details } = consentFor({ document: name, fix: fix.title, folder, interpreter, seeds, limitSeconds, skipped: survey.skipped }, prepared);
    const job = jobOf(given, prepared, { python, scope: "all", seeds, limitSeconds });
    const runs = await host.run(job, { running: () => {}, cancelled });
    const result = measurementOf(given, prepared, job, runs, { document: name, filename: name, url: "", python: interpreter.version });
    return { result, text: toPlainText(measurementReport(result)), consent: [question, ...details].join("\n") };
  };
}
