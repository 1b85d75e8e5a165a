/** Comparisons over time to show in the page: real ones, of streams whose changes are known. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { compareOverTime, type SeriesRequest } from "../../server/src/drift/series/overTime.js";
import type { SeriesReport } from "../../server/src/drift/series/report.js";
import { defaultThresholds } from "../../server/src/drift/thresholds.js";
import { DuckDbSession } from "../../server/src/host/duckdb/session.js";
import { mulberry32 } from "../drift/random.js";
import { drawStream, type Regime, steady, streamCsv } from "../drift/stream.js";

export const roles = { label: "label", prediction: "prediction", probability: "probability" } as const;

/** `files`: texts by name. The reference is the first. */
export async function seriesOf(files: readonly [reference: string, current: string], asked: Partial<SeriesRequest> = {}): Promise<SeriesReport> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdout-panel-series-"));
  const session = await DuckDbSession.start({ memoryMb: 256, threads: 1, cache: null });
  try {
    const [reference, current] = ["train.csv", "log.csv"].map((name, i) => {
      fs.writeFileSync(path.join(folder, name), files[i] as string);
      return { paths: [path.join(folder, name)] };
    }) as [{ paths: string[] }, { paths: string[] }];
    const report = await compareOverTime(session, { reference, current, thresholds: defaultThresholds, time: { column: "day", span: "week" }, ...asked });
    return JSON.parse(JSON.stringify(report).replaceAll(`${folder}/`, ""));
  } finally {
    await session.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** 3,000 rows before, 2,800 in ten weeks now. `labelled`: which of the latter have labels. */
export function streamFiles(regimeAt: (share: number) => Regime, labelled?: (i: number) => boolean): [string, string] {
  const random = mulberry32(8);
  const reference = streamCsv(
    drawStream(random, 3000, () => steady),
    100,
  );
  return [reference, streamCsv(drawStream(random, 2800, regimeAt), 40, labelled)];
}
