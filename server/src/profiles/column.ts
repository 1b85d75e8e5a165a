/** Counts the values of one column as rows come by. */
import type { ColumnProfile } from "./dataFile.js";

/** What pandas takes for a missing value. */
const missing = new Set(
  ["", "NA", "N/A", "n/a", "nan", "NaN", "-nan", "-NaN", "null", "NULL", "None", "<NA>", "#N/A", "#NA", "#N/A N/A"].concat([
    "1.#IND",
    "1.#QNAN",
    "-1.#IND",
    "-1.#QNAN",
  ]),
);
const isMissing = (text: string): boolean => text.length <= 8 && missing.has(text);

const number = /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/;
const decimalComma = /^\s*[-+]?\d+(\.\d{3})*,\d+\s*$/;
const date = /^\s*(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(?:Z|[-+]\d\d:?\d\d)?)?\s*$/;
/** "user_id", "patientId", "subject": a name alone proves nothing, it says where to look. */
const idName =
  /(?:^|[_\s.-])(?:id|uid|uuid|guid)$|[a-z](?:Id|ID)$|^(?:patient|subject|user|customer|client|person|participant|student|driver|player|household|speaker)s?(?:[_ -]?(?:no|nr|num|number|code|name))?$/i;

/** Values whose rows are listed one by one. */
const listed = 50;
const idsKept = 200_000;
const stepsKept = 200;

export const isIdName = (name: string): boolean => idName.test(name);

export class ColumnTally {
  readonly isId: boolean;
  /** Value → its number, in order of appearance. No more than `cap`, but for ids. */
  readonly codes = new Map<string, number>();
  readonly counts: number[] = [];
  private missing = 0;
  private present = 0;
  private numbers = 0;
  private commas = 0;
  private dates = 0;
  private lastDate: number | null = null;
  private readonly directions = { up: 0, down: 0, same: 0 };
  private readonly steps = new Map<number, number>();
  /** More values than are kept. */
  overflown = false;

  constructor(
    readonly name: string,
    private readonly cap: number,
  ) {
    this.isId = idName.test(name);
  }

  /** Takes a field of text. Returns the number of the value; -1 for a missing one, -2 for one that is not kept. */
  add(text: string): number {
    return this.addValue(isMissing(text) ? null : text);
  }

  /** As {@link add}, for a value that is known to be missing (null), or not to be. */
  addValue(text: string | null): number {
    if (text === null) {
      this.missing++;
      return -1;
    }
    this.present++;
    this.note(text);
    const known = this.codes.get(text);
    if (known !== undefined) {
      this.counts[known] = (this.counts[known] as number) + 1;
      return known;
    }
    if (this.codes.size >= (this.isId ? idsKept : this.cap)) {
      this.overflown = true;
      return -2;
    }
    // A slice of a large text would keep all of it alive.
    const code = this.counts.push(1) - 1;
    this.codes.set(unshared(text), code);
    return code;
  }

  /** Rows that follow do not stand next to those before. */
  gap(): void {
    this.lastDate = null;
  }

  get isNumeric(): boolean {
    return this.present > 0 && this.numbers === this.present;
  }

  private note(text: string): void {
    if (number.test(text)) this.numbers++;
    else if (decimalComma.test(text)) this.commas++;
    else if (this.dates === this.present - 1) this.noteDate(text);
  }

  private noteDate(text: string): void {
    const m = date.exec(text);
    if (!m) return;
    this.dates++;
    const [, y, mo, d, h = "0", mi = "0", s = "0"] = m;
    const now = Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s));
    if (this.lastDate !== null) {
      const step = now - this.lastDate;
      this.directions[step > 0 ? "up" : step < 0 ? "down" : "same"]++;
      if (this.steps.has(step) || this.steps.size < stepsKept) this.steps.set(step, (this.steps.get(step) ?? 0) + 1);
    }
    this.lastDate = now;
  }

  /** Sum of squared shares: the chance that two rows have the same value here. */
  get sameness(): number {
    const rows = this.present + this.missing;
    if (rows === 0) return 1;
    if (this.overflown) return 1 / Math.max(2, this.codes.size);
    let sum = (this.missing / rows) ** 2;
    for (const n of this.counts) sum += (n / rows) ** 2;
    return sum;
  }

  profile(): ColumnProfile {
    const { name, missing } = this;
    const few = !this.overflown && this.codes.size <= listed;
    const counts = few
      ? [...this.codes]
          .map(([value, code]) => ({ value, count: this.counts[code] as number }))
          .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      : null;
    return { name, missing, distinct: this.overflown ? null : this.codes.size, kind: this.kind, counts, time: this.time, ids: this.ids };
  }

  private get kind(): ColumnProfile["kind"] {
    if (this.isNumeric) return "number";
    if (this.commas > 0 && this.commas + this.numbers === this.present) return "unsure";
    return this.present > 0 && this.dates === this.present ? "date" : "text";
  }

  private get time(): ColumnProfile["time"] {
    const { up, down, same } = this.directions;
    if (this.kind !== "date" || this.missing > 0 || (up > 0 && down > 0) || up + down < (up + down + same) / 2) return null;
    return { order: up > 0 ? "up" : "down", regular: Math.max(0, ...this.steps.values()) / (up + down + same) };
  }

  private get ids(): ColumnProfile["ids"] {
    if (!this.isId || this.overflown || this.present === 0) return null;
    // Long ids that a spreadsheet has rounded (1.2E+18) look alike and are not.
    for (const id of this.codes.keys()) if (/^\s*\d+(\.\d+)?e\+?\d+$/i.test(id)) return null;
    return { distinct: this.codes.size, shared: this.counts.reduce((sum, n) => sum + (n > 1 ? n : 0), 0) };
  }
}

const unshared = (text: string): string => (text.length < 13 ? text : ` ${text}`.slice(1));
