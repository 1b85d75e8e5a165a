/**
 * Splits of the same rows with one seed and test parts of different sizes: the seed shuffles the rows in one way, and the largest test part holds
 * the others. What is learned without it is learned without any of them.
 */
import type { Late } from "./late.js";
import { standsAlone, trailingComment } from "./lines.js";
import { factOf, type WrittenSplit } from "./splits.js";

/** What is said where the rows are drawn. */
export const holdsOthers = "  # with this seed, the other splits' test rows are among these";

/** The same before the split of the largest test part, where that is another one. */
export function beforeWidest(late: Late): Late {
  const { split } = late;
  const order = orderOf(late, split);
  const alike = order === null ? [] : late.others.filter((s) => orderOf(late, s) === order && standsAlone(late.view, s.place.stmt));
  const largest = Math.max(...[split, ...alike].map(testOf));
  const widest = alike.find((s) => testOf(s) === largest);
  if (!widest || testOf(split) === largest || alike.some((s) => testOf(s) < 1 !== testOf(split) < 1) || trailingComment(late.view, widest.place.stmt))
    return late;
  return { ...late, split: widest, others: [split, ...late.others.filter((s) => s !== widest)] };
}

/** Whether another split of these rows has a smaller test part, which this one's holds. */
export const isWidest = (late: Late): boolean => {
  const order = orderOf(late, late.split);
  return order !== null && late.others.some((s) => orderOf(late, s) === order && testOf(s) < testOf(late.split));
};

/** The rows and the seed that a split shuffles them with; null where it draws by anything else. */
function orderOf({ q }: Late, split: WrittenSplit): string | null {
  const { options } = split;
  const fact = factOf(q, split);
  const seed = options.find((o) => o.name === "random_state")?.value;
  const isPlain = fact?.shuffled && !fact.stratified && !options.some((o) => o.name === "train_size");
  return isPlain && seed?.k === "const" && typeof seed.value === "number" ? `${fact.rows.key}:${seed.value}` : null;
}

/** The size of a test part: a share of the rows, or a number of them. */
function testOf({ options }: WrittenSplit): number {
  const size = options.find((o) => o.name === "test_size")?.value;
  return size === undefined ? 0.25 : size.k === "const" && typeof size.value === "number" ? size.value : Number.NaN;
}
