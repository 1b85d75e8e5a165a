/**
 * Reads the values of one column of a Parquet file, page by page: what a page needs is asked for, pages before the wanted
 * rows are passed over. The format: https://parquet.apache.org/docs/file-format/
 */
import { parquetHeader, readPage } from "hyparquet/src/column.js";
import { convert, DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import type { ColumnDecoder, ColumnMetaData, CompressionCodec, DecodedArray, PageHeader, SchemaTree } from "hyparquet/src/types.js";
import { limits, type Piece, UnusableFile } from "./dataFile.js";

/** Gives the bytes behind a compressed page; `length` is how many there must be. Throws when they are broken. */
export type Decompress = (bytes: Uint8Array, length: number) => Uint8Array;
export type Decompressors = Readonly<Partial<Record<CompressionCodec, Decompress>>>;

/** Bytes asked for where the length of a page's header is not known yet, and where that was not enough. */
const headerPieces = [4_096, 65_536, 1_000_000];
const largestPage = 64_000_000;
const mostValues = 2_000_000;

export const damaged = (): UnusableFile => new UnusableFile("it is damaged, or no Parquet file");

/** What all columns of a file share: bytes read and values held, both of which have an end. */
export class Budget {
  bytes = 0;
  values = 0;

  take(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > 2 * limits.parquetBytes) throw new UnusableFile("its pages are too large for a sample of it");
  }

  hold(more: number): void {
    this.values += more;
    if (this.values > limits.parquetValues) throw new UnusableFile("its pages are too large to be read one by one");
  }
}

/** The values of one column chunk, from its first row on. */
export class ColumnPages {
  private readonly decoder: ColumnDecoder;
  private readonly maxLevel: number;
  private at: number;
  private readonly end: number;
  private dictionary: DecodedArray | undefined;
  private page: DecodedArray = [];
  /** Row of the group that the page begins with, and that the next one does. */
  private from = 0;
  private next = 0;
  private piece: { readonly at: number; readonly bytes: Uint8Array } | null = null;
  /** What the page that is decoded just now is said to be. */
  private header: PageHeader | null = null;

  /** `path`: the schema from its root to the column, which is not nested. Throws {@link UnusableFile}. */
  constructor(
    column: ColumnMetaData,
    path: SchemaTree[],
    private readonly rows: number,
    size: number,
    private readonly budget: Budget,
    decompressors: Decompressors,
  ) {
    const { element } = path.at(-1) as SchemaTree;
    const { codec } = column;
    const decompress = decompressors[codec];
    if (codec !== "UNCOMPRESSED" && !decompress) throw new UnusableFile(`its columns are compressed with ${codec}, which Holdout does not read`);
    const compressors = decompress && { [codec]: (bytes: Uint8Array, length: number) => this.checked(decompress(bytes, length)) };
    this.decoder = { pathInSchema: [...column.path_in_schema], element, schemaPath: path, type: column.type, codec, parsers: asText, compressors, utf8: false };
    this.maxLevel = element.repetition_type === "REQUIRED" ? 0 : 1;
    const data = Number(column.data_page_offset);
    const dictionary = Number(column.dictionary_page_offset ?? 0);
    this.at = dictionary > 0 && dictionary < data ? dictionary : data;
    this.end = this.at + Number(column.total_compressed_size);
    if (!(this.at >= 4 && this.end > this.at && this.end <= size - 8)) throw damaged();
  }

  /** Goes on to the page that a row of the group lies in; rows are asked for in order. Yields the bytes it needs. */
  *upTo(row: number): Generator<Piece, void, Uint8Array> {
    while (row >= this.next) yield* this.turn(row);
  }

  /** The value of a row that {@link upTo} has reached: null for a missing one. Throws {@link UnusableFile}. */
  value(row: number): unknown {
    const value: unknown = this.page[row - this.from];
    // A number that the dictionary does not have.
    if (value === undefined) throw damaged();
    return value;
  }

  /** The row after those whose values are here. */
  get reached(): number {
    return this.next;
  }

  /** The column is done with. */
  close(): void {
    this.budget.hold(-this.page.length);
    this.page = [];
    this.piece = null;
  }

  private *turn(row: number): Generator<Piece, void, Uint8Array> {
    if (this.at >= this.end) throw damaged();
    const { header, length } = yield* this.readHeader();
    const body = this.at + length;
    const size = header.compressed_page_size;
    this.at = body + size;
    if (!(size >= 0 && this.at <= this.end && header.uncompressed_page_size >= 0)) throw damaged();
    const data = header.data_page_header ?? header.data_page_header_v2;
    if (!data && header.type !== "DICTIONARY_PAGE") return;
    const count = data?.num_values ?? header.dictionary_page_header?.num_values ?? 0;
    if (count < 0 || (data && this.next + count > this.rows)) throw damaged();
    if (data && (count === 0 || this.next + count <= row)) {
      this.next += count;
      return;
    }
    if (size > largestPage || header.uncompressed_page_size > largestPage || count > mostValues)
      throw new UnusableFile("its pages are too large to be read one by one");
    this.budget.take(header.uncompressed_page_size);
    const bytes = yield* this.bytesAt(body, size);
    const values = this.decode(header, bytes) ?? [];
    if (!data) {
      this.dictionary = values;
      return;
    }
    if (values.length !== count) throw damaged();
    this.budget.hold(values.length - this.page.length);
    this.page = values;
    this.from = this.next;
    this.next += count;
  }

  private decode(header: PageHeader, bytes: Uint8Array): DecodedArray | undefined {
    const { decoder } = this;
    this.header = header;
    // With no compression, and for levels that never are compressed, nothing asks on the way.
    if (header.type !== "DICTIONARY_PAGE" && decoder.codec === "UNCOMPRESSED" && !header.data_page_header_v2) this.checked(bytes);
    if (header.data_page_header_v2) this.checkSecond(header, bytes);
    const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
    const { data } = readPage(reader, header, decoder, this.dictionary, undefined, 0);
    return data && header.type === "DICTIONARY_PAGE" ? convert(data, decoder) : data;
  }

  /** A page after decompression: runs of its levels and of its numbers of a dictionary give no more values than it has. */
  private checked(page: Uint8Array): Uint8Array {
    const header = this.header?.data_page_header;
    const second = this.header?.data_page_header_v2;
    const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
    if (header) {
      let at = 0;
      let present = header.num_values;
      if (this.maxLevel > 0) {
        const length = view.getUint32(0, true);
        present = runs(view, 4, 4 + length, 1, header.num_values);
        at = 4 + length;
      }
      this.checkNumbers(view, at, header.encoding, present);
    } else if (second) this.checkNumbers(view, 0, second.encoding, second.num_values - second.num_nulls);
    return page;
  }

  private checkNumbers(view: DataView, at: number, encoding: string, count: number): void {
    if (count === 0) return;
    if (encoding.endsWith("_DICTIONARY")) {
      const width = view.getUint8(at);
      if (width > 32) throw damaged();
      if (width > 0) runs(view, at + 1, view.byteLength, width, count);
    } else if (encoding === "RLE") runs(view, at + 4, view.byteLength, 1, count);
  }

  private checkSecond(header: PageHeader, bytes: Uint8Array): void {
    const second = header.data_page_header_v2;
    if (!second) return;
    const { definition_levels_byte_length: levels, repetition_levels_byte_length: repeats, num_nulls, num_values } = second;
    if (levels < 0 || repeats !== 0 || levels > bytes.length || num_nulls < 0 || num_nulls > num_values) throw damaged();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.maxLevel > 0 && runs(view, 0, levels, 1, num_values) !== num_values - num_nulls) throw damaged();
    if (this.decoder.codec === "UNCOMPRESSED" || second.is_compressed === false) this.checked(bytes.subarray(levels));
  }

  private *readHeader(): Generator<Piece, { header: PageHeader; length: number }, Uint8Array> {
    for (const length of headerPieces) {
      const bytes = yield* this.bytesAt(this.at, Math.min(length, this.end - this.at), true);
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
      try {
        return { header: parquetHeader(reader), length: reader.offset };
      } catch {
        // A header may hold the least and the largest value, which are as long as they are.
        if (bytes.length < length) break;
      }
    }
    throw damaged();
  }

  /** `more`: what was read for a header holds the page as well, often whole. */
  private *bytesAt(at: number, length: number, more = false): Generator<Piece, Uint8Array, Uint8Array> {
    const { piece } = this;
    const skip = piece ? at - piece.at : -1;
    if (piece && skip >= 0 && skip + length <= piece.bytes.length) return piece.bytes.subarray(skip, skip + length);
    this.budget.take(length);
    const bytes = yield { at, length };
    if (bytes.length < length) throw new UnusableFile("it changed while it was read");
    if (more) this.piece = { at, bytes };
    return bytes;
  }
}

/**
 * Goes along runs of the hybrid of run lengths and packed bits, and counts the ones among `count` values of one bit.
 * A broken length would make its reader write on without an end. Throws {@link UnusableFile}.
 */
function runs(view: DataView, from: number, to: number, width: number, count: number): number {
  const end = Math.min(to, view.byteLength);
  const bytesEach = (width + 7) >> 3;
  let at = from;
  let ones = 0;
  for (let seen = 0; seen < count; ) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= end || shift > 28) throw damaged();
      const byte = view.getUint8(at++);
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    const length = Math.floor(header / 2);
    if (header % 2 === 1) {
      // Eight values a group; the last group is filled up.
      if (length === 0 || length > Math.ceil((count - seen) / 8) + 63) throw damaged();
      if (width === 1) ones += onesIn(view, at, end, Math.min(length * 8, count - seen));
      at += length * width;
      seen += length * 8;
    } else {
      if (length === 0 || length > count - seen || at + bytesEach > end) throw damaged();
      if (width === 1 && view.getUint8(at) === 1) ones += length;
      at += bytesEach;
      seen += length;
    }
  }
  return ones;
}

function onesIn(view: DataView, at: number, end: number, count: number): number {
  let ones = 0;
  for (let i = 0; i < count; i += 8) {
    if (at + (i >> 3) >= end) throw damaged();
    let byte = view.getUint8(at + (i >> 3));
    if (count - i < 8) byte &= (1 << (count - i)) - 1;
    for (; byte > 0; byte &= byte - 1) ones++;
  }
  return ones;
}

const twoDigits = (n: number): string => String(n).padStart(2, "0");

/** "2024-03-01", "2024-03-01 10:30:00.25": as people write a moment, to the last digit that is there. */
function moment(milliseconds: number, beyond = ""): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return String(milliseconds);
  const day = `${String(date.getUTCFullYear()).padStart(4, "0")}-${twoDigits(date.getUTCMonth() + 1)}-${twoDigits(date.getUTCDate())}`;
  const digits = `${String(date.getUTCMilliseconds()).padStart(3, "0")}${beyond}`.replace(/0+$/, "");
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(twoDigits).join(":");
  return digits === "" && time === "00:00:00" ? day : `${day} ${time}${digits && `.${digits}`}`;
}

/** `each`: units in a millisecond, a power of ten. */
function finer(value: bigint, each: bigint): string {
  const rest = ((value % each) + each) % each;
  return moment(Number((value - rest) / each), String(rest).padStart(String(each).length - 1, "0"));
}

/** Everything that is no number or truth value becomes text at once, in full. The types of the package speak of dates. */
const asText = {
  ...DEFAULT_PARSERS,
  timestampFromMilliseconds: (value: bigint) => moment(Number(value)),
  timestampFromMicroseconds: (value: bigint) => finer(value, 1000n),
  timestampFromNanoseconds: (value: bigint) => finer(value, 1_000_000n),
  dateFromDays: (days: number) => moment(days * 86_400_000),
  jsonFromBytes: (bytes: Uint8Array) => DEFAULT_PARSERS.stringFromBytes(bytes),
} as ColumnDecoder["parsers"];
