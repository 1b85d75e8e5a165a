/** Predictions against labels, as counts by window; and what calibrated probabilities lead to expect. */
import * as l10n from "@vscode/l10n";
import type { CountPlan, Failed, Watch } from "../../drift/engine.js";
import type { ErrorsBy, Estimate, Mark, MarkPlan, Marks, Outcome, OutcomePlan } from "../../drift/series/timeEngine.js";
import { AdaptiveWindow, type Detector, DriftDetectionMethod, PageHinkley } from "../../drift/stats/detectors.js";
import type { Calibration, ScoredGroup } from "../../drift/stats/isotonic.js";
import { laidOut } from "./byWindow.js";
import { type Desk, windowName } from "./desk.js";
import { asNumber, bisect, double, doubles, isFiniteNumber, name, text, texts } from "./sql.js";

/** Probabilities of 0 and 1 are kept from infinite losses as scikit-learn does. */
const epsilon = 2 ** -52;

/** Rows as w (window), l (label), p (prediction), s (probability) and x (whether the probability is none). */
function rowsOf(desk: Desk, id: string, { asNumbers, label, prediction, probability, positive, negative }: OutcomePlan, more = ""): string {
  const laid = desk.laid(id);
  const value = (column: string | null) => (column === null ? (asNumbers ? "NULL::DOUBLE" : "NULL::VARCHAR") : classSql(desk, id, column, asNumbers));
  const score = probability === null ? "NULL::DOUBLE" : asNumber(desk.column(id, probability));
  const inside = `CASE WHEN ${score} BETWEEN 0 AND 1 THEN ${score} END`;
  const named = (value: string | null) => (value === null ? "NULL" : asNumbers ? double(Number(value)) : text(value));
  const said =
    prediction === null && probability !== null
      ? `CASE WHEN ${inside} >= 0.5 THEN ${named(positive)} WHEN ${inside} < 0.5 THEN ${named(negative)} END`
      : value(prediction);
  const from = laid ? laid.relation : desk.of(id).relation;
  return `(SELECT ${laid ? windowName : "0"} AS w, ${value(label)} AS l, ${said} AS p, ${inside} AS s, ${score} IS NOT NULL AND (${inside}) IS NULL AS x${more} FROM ${from} ${laid ? `WHERE ${windowName} IS NOT NULL` : ""})`;
}

function classSql(desk: Desk, id: string, column: string, asNumbers: boolean): string {
  const typed = desk.column(id, column);
  if (!asNumbers) return `${name(column)}::VARCHAR`;
  const number = typed.family === "boolean" ? `${name(column)}::INTEGER::DOUBLE` : asNumber(typed);
  return `CASE WHEN isfinite(${number}) THEN ${number} END`;
}

export function classes(desk: Desk, id: string, columns: readonly string[], asNumbers: boolean, watch: Watch): Promise<readonly string[]> {
  const union = columns.map((column) => `SELECT ${classSql(desk, id, column, asNumbers)} AS v FROM ${desk.of(id).relation}`).join(" UNION ALL ");
  return desk.working(l10n.t("finding classes"), watch, async () => {
    const rows = await desk.query(`SELECT v FROM (${union}) WHERE v IS NOT NULL GROUP BY v ORDER BY count(*) DESC, v LIMIT 1000`);
    return rows.map(([each]) => String(each));
  });
}

const isPositive = ({ asNumbers, positive }: OutcomePlan) => (positive === null ? "IS NULL" : `= ${asNumbers ? double(Number(positive)) : text(positive)}`);

export function outcomes(desk: Desk, id: string, plan: OutcomePlan, watch: Watch): Promise<readonly Outcome[]> {
  const sizes = desk.laid(id)?.rows ?? [desk.of(id).opened.rows];
  const rows = rowsOf(desk, id, plan);
  const positive = isPositive(plan);
  const scored = plan.probability !== null && plan.positive !== null;
  return desk.working(l10n.t("comparing predictions with labels"), watch, async () => {
    const found = sizes.map(
      (size): Writable => ({ rows: size, labelled: 0, confusion: [], errors: null, ranking: null, logLoss: null, outside: 0, estimate: null }),
    );
    const each = async (sql: string, put: (window: Writable, row: readonly unknown[]) => void) => {
      for (const row of await desk.query(sql)) put(found[Number(row[0])] as Writable, row);
    };
    await each(`SELECT w, count(*) FILTER (l IS NOT NULL AND p IS NOT NULL), count(*) FILTER (x) FROM ${rows} GROUP BY w`, (window, [, labelled, outside]) => {
      window.labelled = Number(labelled);
      window.outside = Number(outside);
    });
    if (plan.task === "numbers") {
      await each(
        `SELECT w, count(*), sum(abs(e)), sum(e * e), sum(e ** 4) FROM (SELECT w, l - p AS e FROM ${rows} WHERE l IS NOT NULL AND p IS NOT NULL) GROUP BY w`,
        (window, [, n, absolute, squares, fourth]) => {
          window.errors = { rows: Number(n), absolute: Number(absolute), squares: Number(squares), fourth: Number(fourth) };
        },
      );
      return found;
    }
    if (plan.label !== null)
      await each(`SELECT w, l, p, count(*) FROM ${rows} WHERE l IS NOT NULL AND p IS NOT NULL GROUP BY ALL ORDER BY ALL`, (window, [, label, said, n]) => {
        window.confusion.push([String(label), String(said), Number(n)]);
      });
    if (!scored) return found;
    if (plan.label !== null) {
      const groups = `SELECT w, s, count(*) FILTER (l ${positive})::DOUBLE AS a, count(*) FILTER (NOT (l ${positive}))::DOUBLE AS b FROM ${rows} WHERE l IS NOT NULL AND s IS NOT NULL GROUP BY ALL`;
      await each(rankingSql(groups), (window, row) => {
        const [, a = 0, b = 0, sum = 0, ofPositives = 0, ofNegatives = 0] = row.map(Number);
        if (a === 0 || b === 0) return;
        const auc = sum / (a * b);
        const [p, q] = [(ofPositives / a - auc * auc) / Math.max(1, a - 1), (ofNegatives / b - auc * auc) / Math.max(1, b - 1)];
        window.ranking = { positives: a, negatives: b, auc, variance: Math.max(0, p) + Math.max(0, q) };
      });
      const clipped = `least(${double(1 - epsilon)}, greatest(${double(epsilon)}, s))`;
      const loss = `-ln(CASE WHEN l ${positive} THEN ${clipped} ELSE 1 - ${clipped} END)`;
      await each(
        `SELECT w, count(*), sum(e), sum(e * e) FROM (SELECT w, ${loss} AS e FROM ${rows} WHERE l IS NOT NULL AND s IS NOT NULL) GROUP BY w`,
        (window, [, n, sum, squares]) => {
          window.logLoss = { rows: Number(n), sum: Number(sum), squares: Number(squares) };
        },
      );
    }
    if (plan.calibration) await estimate(plan.calibration);
    return found;

    async function estimate(calibration: Calibration): Promise<void> {
      const known = `(SELECT w, l, s, coalesce(p ${positive}, s >= 0.5) AS yes, ${curveSql(calibration, "s")} AS c FROM ${rows} WHERE s IS NOT NULL)`;
      const clipped = `least(${double(1 - epsilon)}, greatest(${double(epsilon)}, s))`;
      await each(
        `SELECT w, count(*), sum(c) FILTER (yes), sum(1 - c) FILTER (yes), sum(1 - c) FILTER (NOT yes), sum(c) FILTER (NOT yes), sum(c * (1 - c)),
          avg(-(c * ln(${clipped}) + (1 - c) * ln(1 - ${clipped}))), count(l), sum(CASE WHEN yes THEN c ELSE 1 - c END) FILTER (l IS NOT NULL), sum(c * (1 - c)) FILTER (l IS NOT NULL) FROM ${known} GROUP BY w`,
        (window, row) => {
          const [, n = 0, tp = 0, fp = 0, tn = 0, fn = 0, variance = 0, logLoss = 0, labelled = 0, right = 0, spread = 0] = row.map(Number);
          window.estimate = {
            rows: n,
            truePositives: tp,
            falsePositives: fp,
            trueNegatives: tn,
            falseNegatives: fn,
            variance,
            auc: null,
            logLoss,
            labelled: { rows: labelled, right, variance: spread },
          };
        },
      );
      await each(rankingSql(`SELECT w, s, sum(c) AS a, sum(1 - c) AS b FROM ${known} GROUP BY ALL`), (window, [, a, b, sum]) => {
        if (window.estimate && Number(a) > 0 && Number(b) > 0) window.estimate = { ...window.estimate, auc: Number(sum) / (Number(a) * Number(b)) };
      });
    }
  });
}

type Writable = { -readonly [K in keyof Outcome]: Outcome[K] } & { confusion: (readonly [string, string, number])[]; estimate: Estimate | null };

/** Of groups with a positives and b negatives at score s: pairs in the right order, ties by half, and the squares of both sides' shares of them (DeLong 1988). */
const rankingSql = (groups: string) => `
  WITH g AS (${groups}), c AS (SELECT *, sum(a) OVER up - a AS a0, sum(b) OVER up - b AS b0, sum(a) OVER (PARTITION BY w) AS a1, sum(b) OVER (PARTITION BY w) AS b1
    FROM g WINDOW up AS (PARTITION BY w ORDER BY s))
  SELECT w, any_value(a1), any_value(b1), sum(a * (b0 + b / 2)), sum(a * ((b0 + b / 2) / nullif(b1, 0)) ** 2), sum(b * ((a1 - a0 - a / 2) / nullif(a1, 0)) ** 2) FROM c GROUP BY w`;

/** A piecewise linear curve as SQL. */
function curveSql({ x, y }: Calibration, score: string): string {
  const leaf = (i: number) => {
    if (i === 0 || i === x.length) return double(y[Math.max(0, i - 1)] as number);
    const [x0, x1, y0, y1] = [x[i - 1] as number, x[i] as number, y[i - 1] as number, y[i] as number];
    return y0 === y1 ? double(y0) : `${double(y0)} + ${double((y1 - y0) / (x1 - x0))} * (${score} - ${double(x0)})`;
  };
  return bisect(score, ">", x.map(double), leaf);
}

const finest = 10_000;

export function scores(desk: Desk, id: string, plan: OutcomePlan, watch: Watch): Promise<readonly ScoredGroup[]> {
  return desk.working(l10n.t("calibrating probabilities"), watch, async () => {
    const rows = `(SELECT s, l ${isPositive(plan)} AS yes FROM ${rowsOf(desk, id, plan)} WHERE s IS NOT NULL AND l IS NOT NULL)`;
    const [[distinct] = [0]] = await desk.query(`SELECT count(DISTINCT s) FROM ${rows}`);
    const [score, by] = Number(distinct) > finest ? ["avg(s)", `round(s * ${finest})`] : ["s", "s"];
    const groups = await desk.query(`SELECT ${score}, count(*), count(*) FILTER (yes) FROM ${rows} GROUP BY ${by} ORDER BY 1`);
    return groups.map(([score, n, positives]) => ({ score: Number(score), rows: Number(n), positives: Number(positives) }));
  });
}

const errorOf = ({ task }: OutcomePlan) => (task === "numbers" ? "abs(l - p)" : "(l <> p)::INTEGER::DOUBLE");

/** Of each detector; a stream of millions may have more. */
const mostMarks = 200;

export function marks(desk: Desk, id: string, plan: MarkPlan, watch: Watch): Promise<Marks> {
  const { key, isDate } = laidOut(desk, id);
  const all = desk.of(id).opened.columns.map((column) => name(column.name));
  // Rows of one time are shuffled by all that they hold: sorted by their error, they would look like a change.
  const rows = rowsOf(desk, id, plan, `, ${key} AS k, hash(${all.join(", ")}) AS h`);
  const detectors: [Mark["detector"], Detector, (error: number) => number][] = [
    ["DDM", new DriftDetectionMethod(), (error) => (error > plan.wrong ? 1 : 0)],
    ["Page-Hinkley", new PageHinkley(), (error) => Math.min(1, error / plan.scale)],
    ["ADWIN", new AdaptiveWindow(), (error) => Math.min(1, error / plan.scale)],
  ];
  return desk.working(l10n.t("looking for changes"), watch, async () => {
    const found: Mark[] = [];
    const since = new Map<string, string>();
    const counts = new Map<string, number>();
    let row = 0;
    const shown = (key: unknown) => (isDate ? new Date(Number(key) / 1000).toISOString() : String(Number(key)));
    const take = (columns: readonly (readonly unknown[])[]) => {
      const [keys = [], errors = []] = columns;
      for (let i = 0; i < errors.length; i++) {
        row++;
        for (const [detector, state, scaled] of detectors) {
          const signal = state.update(scaled(errors[i] as number));
          if (signal === "warning") since.set(detector, since.get(detector) ?? shown(keys[i]));
          else {
            if (signal === "drift") {
              const count = (counts.get(detector) ?? 0) + 1;
              counts.set(detector, count);
              if (count <= mostMarks) found.push({ detector, at: shown(keys[i]), row, since: since.get(detector) ?? null });
            }
            since.delete(detector);
          }
        }
      }
    };
    await desk.stream(`SELECT k::DOUBLE, ${errorOf(plan)} FROM ${rows} WHERE l IS NOT NULL AND p IS NOT NULL ORDER BY k, h`, take);
    return { found, all: Object.fromEntries(counts) };
  });
}

export function errorsBy(desk: Desk, id: string, plan: OutcomePlan, columns: readonly CountPlan[], watch: Watch): Promise<(ErrorsBy | Failed)[]> {
  return desk.inGroups(
    l10n.t("comparing errors by column"),
    columns,
    watch,
    async ([first]) => {
      const by = first as CountPlan;
      const typed = desk.column(id, by.column);
      const [size, bin] =
        by.as === "number"
          ? [by.cuts.length + 1, `CASE WHEN ${isFiniteNumber(typed)} THEN ${bisect(asNumber(typed), ">", by.cuts.map(double), String)} END`]
          : [
              by.keep.length + 1,
              `coalesce(list_position(${by.numeric ? doubles(by.keep.map(Number)) : texts(by.keep)}, ${by.numeric ? asNumber(typed) : `${name(by.column)}::VARCHAR`}) - 1, ${by.keep.length})`,
            ];
      const rows = rowsOf(desk, id, plan, `, ${bin} AS bin`);
      const result = { rows: new Array<number>(size).fill(0), errors: new Array<number>(size).fill(0), squares: new Array<number>(size).fill(0) };
      for (const [at, n, sum, squares] of await desk.query(
        `SELECT bin, count(*), sum(e), sum(e * e) FROM (SELECT bin, ${errorOf(plan)} AS e FROM ${rows} WHERE l IS NOT NULL AND p IS NOT NULL AND bin IS NOT NULL) GROUP BY bin`,
      )) {
        result.rows[Number(at)] = Number(n);
        result.errors[Number(at)] = Number(sum);
        result.squares[Number(at)] = Number(squares);
      }
      return [result];
    },
    1,
  );
}
