/**
 * Which parts of a Parquet file are read, and its rows in order: all of a small one, stretches from all over a large one.
 * Columns of lists, structures and plain bytes are not looked into: each of their values counts as one of its own.
 */
import { parquetMetadata, parquetSchema } from "hyparquet/src/metadata.js";
import type { FileMetaData, RowGroup, SchemaTree } from "hyparquet/src/types.js";
import { type DataFileRead, type FileProfile, limits, type Piece, UnusableFile } from "./dataFile.js";
import { Budget, ColumnPages, type Decompressors, damaged } from "./parquetPages.js";
import { FileProfiler } from "./profiler.js";

const tail = 64 * 1024;
/** As large as writers make a page, about. */
const usualPage = 1_000_000;
const stretches = { most: 24, fewest: 4 };
/** Values that are counted at a time: a few milliseconds of work. */
const slice = 8_000;

/** Rows of the file from `from` up to, not including, `to`. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

interface Column {
  readonly name: string;
  /** From the root of the schema; null for one that is not looked into. */
  readonly path: SchemaTree[] | null;
}

/**
 * Asks for pieces of a file of `size` bytes and ends with its profile; the caller reads, and may rest between pieces.
 * `now`: a clock in milliseconds. Throws {@link UnusableFile}.
 */
export function* parquetProfile(...given: Parameters<typeof profileOf>): Generator<Piece, FileProfile, Uint8Array> {
  try {
    return yield* profileOf(...given);
  } catch (error) {
    // Bytes may be anything, and what reads them may stumble over them anywhere.
    throw error instanceof UnusableFile ? error : damaged();
  }
}

function* profileOf(
  name: string,
  size: number,
  read: DataFileRead,
  targets: readonly string[],
  now: () => number,
  decompressors: Decompressors,
): Generator<Piece, FileProfile, Uint8Array> {
  const began = now();
  const late = () => now() - began > limits.time;
  const file = yield* readFooter(size);
  const columns = columnsOf(file);
  if (columns.length > limits.columns) throw new UnusableFile(`it has more than ${limits.columns} columns`);
  const index = indexOf(file);
  const groups = new Groups(file, columns, size, decompressors);
  const wanted = Math.min(groups.rows, Math.max(0, read.limit ?? Infinity));
  const plan = planOf(groups, wanted, columns.length);
  if (plan.length > 1 && read.limit !== null) throw new UnusableFile("it takes too long to read");

  const profiler = new FileProfiler(name, { ...read, limit: null }, targets);
  profiler.begins(
    columns.map((column) => shown(column.name, columns)),
    index.map((column) => shown(column, columns)),
  );
  const short = new Map<string, string>();
  const rowsAtOnce = Math.max(1, Math.floor(slice / Math.max(1, columns.length)));
  for (const [i, { from, to }] of plan.entries()) {
    if (i > 0) profiler.jump();
    for (let at = from; at < to; ) {
      if (late()) throw new UnusableFile("it takes too long to read");
      const group = groups.holding(at);
      const end = Math.min(to, at + rowsAtOnce, group.to);
      const values: (string | null)[][] = [];
      for (const pages of group.columns) values.push(yield* valuesOf(pages, group.from, { from: at, to: end }, short));
      for (let row = 0; row < end - at; row++) profiler.row(values.map((column) => column[row] as string | null));
      at = end;
      yield { at: 0, length: 0 };
    }
  }
  return profiler.finish(plan.length > 1);
}

function* readFooter(size: number): Generator<Piece, FileMetaData, Uint8Array> {
  if (size < 12) throw damaged();
  const first = Math.min(size, tail);
  let bytes = yield { at: size - first, length: first };
  if (bytes.length < first) throw new UnusableFile("it changed while it was read");
  const mark = String.fromCharCode(...bytes.subarray(-4));
  if (mark === "PARE") throw new UnusableFile("it is encrypted");
  if (mark !== "PAR1") throw damaged();
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(first - 8, true) + 8;
  if (length > size - 4) throw damaged();
  if (length > limits.parquetFooter) throw new UnusableFile("the list of its columns is too long");
  if (length > first) {
    bytes = yield { at: size - length, length };
    if (bytes.length < length) throw new UnusableFile("it changed while it was read");
  }
  return parquetMetadata(bytes, { geoparquet: false });
}

function columnsOf(file: FileMetaData): Column[] {
  const root = parquetSchema(file);
  return root.children.map((child) => ({ name: child.element.name, path: isPlain(child) ? [root, child] : null }));
}

/** Numbers, truth values, moments and text. */
function isPlain({ children, element }: SchemaTree): boolean {
  const { type, converted_type: converted, logical_type: logical, repetition_type: repetition } = element;
  if (children.length > 0 || repetition === "REPEATED") return false;
  if (type === "BYTE_ARRAY") return converted === "UTF8" || converted === "JSON" || converted === "DECIMAL" || logical?.type === "STRING";
  if (type === "FIXED_LEN_BYTE_ARRAY") return converted === "DECIMAL" || logical?.type === "UUID" || logical?.type === "FLOAT16";
  return type !== undefined;
}

/** What pandas wrote down of its table: which columns were the index. */
function indexOf(file: FileMetaData): string[] {
  const text = file.key_value_metadata?.find(({ key }) => key === "pandas")?.value;
  const columns: unknown = text === undefined ? [] : JSON.parse(text).index_columns;
  return Array.isArray(columns) ? columns.filter((column): column is string => typeof column === "string") : [];
}

/** pandas gives an index without a name one that nobody sees. */
const shown = (name: string, columns: readonly Column[]): string =>
  name === "__index_level_0__" && !columns.some((column) => column.name === "index") ? "index" : name;

interface Group extends Stretch {
  readonly columns: readonly (ColumnPages | null)[];
}

/** The row groups of a file, of which one is open at a time. */
class Groups {
  private readonly starts: number[] = [];
  readonly rows: number;
  private open: { readonly group: Group; readonly at: number } | null = null;
  private readonly budget = new Budget();

  constructor(
    private readonly file: FileMetaData,
    readonly columns: readonly Column[],
    private readonly size: number,
    private readonly decompressors: Decompressors,
  ) {
    let rows = 0;
    for (const group of file.row_groups) {
      this.starts.push(rows);
      rows += Number(group.num_rows);
      if (!(Number(group.num_rows) >= 0)) throw damaged();
    }
    if (rows !== Number(file.num_rows) || !Number.isSafeInteger(rows)) throw damaged();
    this.rows = rows;
  }

  /** Bytes of the columns that are looked into, unfolded, by group. */
  get sizes(): number[][] {
    return this.file.row_groups.map((group) => this.chunks(group).map((chunk) => Number(chunk?.total_uncompressed_size ?? 0)));
  }

  holding(row: number): Group {
    if (this.open && row >= this.open.group.from && row < this.open.group.to) return this.open.group;
    for (const pages of this.open?.group.columns ?? []) pages?.close();
    const at = this.starts.findLastIndex((start) => start <= row);
    const group = this.file.row_groups[at] as RowGroup;
    const rows = Number(group.num_rows);
    const columns = this.chunks(group).map((chunk, i) => {
      const { path } = this.columns[i] as Column;
      return path && new ColumnPages(chunk as NonNullable<typeof chunk>, path, rows, this.size, this.budget, this.decompressors);
    });
    const from = this.starts[at] as number;
    this.open = { group: { from, to: from + rows, columns }, at };
    return this.open.group;
  }

  /** By column; null for those that are not looked into. */
  private chunks({ columns }: RowGroup) {
    return this.columns.map(({ name, path }) => {
      if (!path) return null;
      const chunk = columns.find(({ meta_data }) => meta_data?.path_in_schema.length === 1 && meta_data.path_in_schema[0] === name);
      if (chunk?.crypto_metadata || chunk?.encrypted_column_metadata) throw new UnusableFile("it is encrypted");
      if (!chunk?.meta_data || chunk.file_path) throw damaged();
      return chunk.meta_data;
    });
  }
}

/** Stretches of rows in order; one alone holds all that is wanted. */
function planOf(groups: Groups, wanted: number, columns: number): Stretch[] {
  const sizes = groups.sizes;
  const bytes = sizes.flat().reduce((sum, size) => sum + size, 0);
  const bytesEach = bytes / Math.max(1, groups.rows);
  const budget = Math.floor(Math.min(limits.rows, limits.parquetCounted / Math.max(1, columns), limits.parquetBytes / Math.max(1, bytesEach)));
  if (wanted <= budget) return [{ from: 0, to: wanted }];
  // Each stretch begins within a page of every column, and pages come whole.
  const pages = sizes.reduce((sum, group) => sum + group.reduce((all, size) => all + Math.min(size, usualPage), 0), 0) / sizes.length;
  const count = Math.max(stretches.fewest, Math.min(stretches.most, Math.floor(limits.parquetBytes / Math.max(1, pages))));
  const each = Math.max(1, Math.floor(budget / count));
  return Array.from({ length: count }, (_, i) => Math.floor(((wanted - each) * i) / (count - 1))).map((from) => ({ from, to: from + each }));
}

/** Values of rows of the file, as the profile counts them. A column that is not looked into has another value in each row. */
function* valuesOf(
  pages: ColumnPages | null,
  group: number,
  { from, to }: Stretch,
  short: Map<string, string>,
): Generator<Piece, (string | null)[], Uint8Array> {
  const out: (string | null)[] = [];
  for (let at = from; at < to; ) {
    if (pages) yield* pages.upTo(at - group);
    const end = pages ? Math.min(to, group + pages.reached) : to;
    for (; at < end; at++) out.push(pages ? textOf(pages.value(at - group), short) : `#${at}`);
  }
  return out;
}

function textOf(value: unknown, short: Map<string, string>): string | null {
  if (typeof value === "string") return value.length > longest ? shortened(value, short) : value;
  if (value === null || (typeof value === "number" && Number.isNaN(value))) return null;
  if (typeof value === "boolean") return value ? "True" : "False";
  return String(value);
}

const longest = 1_000;
/** Stands for a long text, so that one which many rows share is gone through once. */
function shortened(text: string, forms: Map<string, string>): string {
  const known = forms.get(text);
  if (known !== undefined) return known;
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b) ^ (b >>> 13);
  }
  if (forms.size >= 200) forms.clear();
  const short = `${text.slice(0, 100)}… ${text.length} ${a >>> 0} ${b >>> 0}`;
  forms.set(text, short);
  return short;
}
