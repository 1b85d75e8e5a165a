/** Facts and counts for each window of a data set, in one scan for all of them. */
import * as l10n from "@vscode/l10n";
import { type Counted, type CountPlan, DriftProblem, type Facts, type Failed, type Read, type Watch } from "../../drift/engine.js";
import { type Desk, type Laid, windowName } from "./desk.js";
import { bucketCount, countsFrom, factsFrom } from "./results.js";
import { asNumber, doubles, factColumns, histogramSql, isFiniteNumber, name, texts } from "./sql.js";

/** Categories of one window that the reference did not name. */
const mostOthers = 100;
const columnsAtOnce = 20;

export function laidOut(desk: Desk, id: string): Laid {
  desk.of(id);
  const laid = desk.laid(id);
  if (!laid) throw new DriftProblem(l10n.t("data set {0} has no windows", id));
  return laid;
}

/** One array for each column; windows without a row in the result keep `empty`. */
function spread<T>(rows: readonly (readonly unknown[])[], windows: number, from: (row: readonly unknown[]) => T, empty: T): T[] {
  const result = new Array<T>(windows).fill(empty);
  for (const row of rows) result[Number(row[0])] = from(row);
  return result;
}

export function summariseByWindow(desk: Desk, id: string, reads: readonly Read[], watch: Watch): Promise<(readonly Facts[] | Failed)[]> {
  const { relation, rows: sizes } = laidOut(desk, id);
  return desk.inGroups(
    l10n.t("describing windows"),
    reads,
    watch,
    async (group, again) => {
      const numeric = group.filter(({ as }) => as === "number" || as === "date").map(({ column }) => column);
      const finite = await desk.allFinite(id, numeric);
      const lists = group.map(({ column, as }) => factColumns(desk.column(id, column), as, { allFinite: finite.has(column), huge: again }));
      const rows = await desk.query(`SELECT ${windowName}, ${lists.flat().join(", ")} FROM ${relation} WHERE ${windowName} IS NOT NULL GROUP BY 1`);
      let at = 1;
      return group.map(({ as }, i) => {
        const [from, to] = [at, (at += (lists[i] as string[]).length)];
        const none: Facts = { missing: 0, infinite: 0, unparsable: 0, numbers: null, distinct: 0 };
        return spread(rows, sizes.length, (row) => factsFrom(as, sizes[Number(row[0])] as number, row.slice(from, to)), none);
      });
    },
    columnsAtOnce,
  );
}

type NumberPlan = CountPlan & { as: "number" };
type CategoryPlan = CountPlan & { as: "category" };

export async function countByWindow(desk: Desk, id: string, plans: readonly CountPlan[], watch: Watch): Promise<(readonly Counted[] | Failed)[]> {
  const { relation, rows: sizes } = laidOut(desk, id);
  const isNumber = (plan: CountPlan): plan is NumberPlan => plan.as === "number";
  const numbers = await desk.inGroups(
    l10n.t("counting numbers by window"),
    plans.filter(isNumber),
    watch,
    async (group) => {
      const finite = await desk.allFinite(
        id,
        group.map(({ column }) => column),
      );
      const list = group.map(({ column, cuts }) => histogramSql(desk.column(id, column), cuts, finite.has(column)));
      const rows = await desk.query(`SELECT ${windowName}, ${list.join(", ")} FROM ${relation} WHERE ${windowName} IS NOT NULL GROUP BY 1`);
      return group.map(({ cuts }, i) =>
        spread(rows, sizes.length, (row) => ({ counts: countsFrom(row[i + 1], cuts.length) }), { counts: countsFrom(null, cuts.length) }),
      );
    },
    columnsAtOnce,
  );
  const others = plans.filter((plan): plan is CategoryPlan => !isNumber(plan));
  const categories = await desk.inGroups(
    l10n.t("counting categories by window"),
    others,
    watch,
    async ([plan]) => [await categoriesByWindow(desk, id, plan as CategoryPlan)],
    1,
  );
  return plans.map((plan) => (isNumber(plan) ? numbers.shift() : categories.shift()) as readonly Counted[] | Failed);
}

async function categoriesByWindow(desk: Desk, id: string, { column, numeric, keep, buckets }: CategoryPlan): Promise<Counted[]> {
  const { relation, rows: sizes } = laidOut(desk, id);
  const typed = desk.column(id, column);
  const value = numeric ? asNumber(typed) : `${name(column)}::VARCHAR`;
  const where = `${windowName} IS NOT NULL AND ${numeric ? isFiniteNumber(typed) : `${name(column)} IS NOT NULL`}`;
  const kept = `SELECT unnest(${numeric ? doubles(keep.map(Number)) : `${texts(keep)}::VARCHAR[]`}) AS value`;
  const rows = await desk.query(`WITH kept AS MATERIALIZED (${kept}),
      groups AS MATERIALIZED (SELECT ${windowName} AS w, ${value} AS value, count(*) AS n FROM ${relation} WHERE ${where} GROUP BY ALL),
      ranked AS (SELECT w, value, n, row_number() OVER (PARTITION BY w ORDER BY n DESC, value) AS r FROM groups WHERE value NOT IN (FROM kept))
    SELECT w, value, n, 0 FROM groups WHERE value IN (FROM kept)
    UNION ALL SELECT w, value, n, 0 FROM ranked WHERE r <= ${mostOthers}
    UNION ALL SELECT w, NULL, sum(n), count(*) FROM ranked WHERE r > ${mostOthers} GROUP BY w
    ORDER BY 1, 3 DESC, 2`);
  const found = sizes.map(() => ({ categories: [] as [string, number][], otherRows: 0, otherDistinct: 0, buckets: null as number[] | null }));
  for (const [w, each, n, distinct] of rows) {
    const window = found[Number(w)] as (typeof found)[number];
    if (each === null) Object.assign(window, { otherRows: Number(n), otherDistinct: Number(distinct) });
    else window.categories.push([numeric ? String(Number(each)) : String(each), Number(n)]);
  }
  if (!buckets) return found;
  const hashed = await desk.query(
    `SELECT ${windowName}, (md5_number_lower((${value})::VARCHAR) % ${bucketCount})::INTEGER, count(*) FROM ${relation} WHERE ${where} GROUP BY ALL`,
  );
  for (const window of found) window.buckets = new Array<number>(bucketCount).fill(0);
  for (const [w, bucket, n] of hashed) (found[Number(w)]?.buckets as number[])[Number(bucket)] = Number(n);
  return found;
}
