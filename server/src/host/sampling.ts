/** Which bytes of a data file are read, and in which order: all of a small one, stretches from all over a large one. */
import { type DataFileRead, type FileProfile, limits, type Piece, UnusableFile } from "../profiles/dataFile.js";
import { parquetProfile } from "../profiles/parquet.js";
import { FileProfiler } from "../profiles/profiler.js";
import { decompressors } from "./decompress.js";

/** So much is read and counted at a time: a few milliseconds of work. */
const pieceLength = 64 * 1024;
const stretches = 24;

/**
 * Asks for pieces of a file of `size` bytes and ends with its profile; the caller reads, and may rest between pieces.
 * `now`: a clock in milliseconds. Throws {@link UnusableFile}.
 */
export function* profileOf(
  name: string,
  size: number,
  read: DataFileRead,
  targets: readonly string[],
  now: () => number,
): Generator<Piece, FileProfile, Uint8Array> {
  if (read.format === "parquet") return yield* parquetProfile(name, size, read, targets, now, decompressors);
  const began = now();
  const profiler = new FileProfiler(name, read, targets);
  const late = () => now() - began > limits.time;
  let decoder = decoderFor(read.encoding);
  const give = (bytes: Uint8Array, last: boolean): void => {
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: !last });
    } catch {
      throw new UnusableFile(`it is not written in ${read.encoding}`);
    }
    profiler.push(text);
  };
  const head = Math.min(pieceLength, size);
  give(yield { at: 0, length: head }, head === size);
  if (head === size || profiler.isFull) return profiler.finish(false);
  const rowLength = head / Math.max(1, profiler.seen);
  const budget = Math.min(limits.bytes, limits.rows * rowLength);
  if (size <= budget || read.limit !== null) {
    for (let at = head; at < size && !profiler.isFull; at += pieceLength) {
      if (late() || at > limits.bytes) throw new UnusableFile("it takes too long to read");
      const length = Math.min(pieceLength, size - at);
      give(yield { at, length }, at + length === size);
    }
    return profiler.finish(false);
  }
  if (!profiler.mayJump || !/^utf-?8$|^latin|^iso-8859|^windows-|^cp125|^ascii$/i.test(read.encoding))
    throw new UnusableFile("it is too large to be read whole, and cannot be entered in its middle");
  const each = Math.max(pieceLength, Math.floor(budget / stretches / pieceLength) * pieceLength);
  for (let i = 0; i < stretches && !late(); i++) {
    const from = Math.floor(head + ((size - head - each) * i) / (stretches - 1));
    profiler.jump();
    decoder = decoderFor(read.encoding);
    let started = false;
    for (let at = from; at < Math.min(size, from + each) && !late(); at += pieceLength) {
      const bytes = yield { at, length: Math.min(pieceLength, size - at) };
      // The first line of a stretch has lost its beginning.
      const start = started ? 0 : bytes.indexOf(10) + 1;
      if (!started && start === 0) continue;
      started = true;
      give(bytes.subarray(start), false);
    }
    if (!profiler.mayJump) break;
  }
  return profiler.finish(true);
}

/** Python's names for encodings that the platform calls otherwise. */
const otherNames: Readonly<Record<string, string>> = {
  latin: "latin1",
  latin1: "latin1",
  "latin-1": "latin1",
  cp1252: "windows-1252",
  cp1251: "windows-1251",
  utf8: "utf-8",
  "utf-8-sig": "utf-8",
  utf16: "utf-16",
  sjis: "shift_jis",
};

function decoderFor(encoding: string): InstanceType<typeof TextDecoder> {
  const name = encoding.toLowerCase().replace(/_/g, "-");
  try {
    return new TextDecoder(otherNames[name] ?? name.replace(/^cp(125\d)$/, "windows-$1"), { fatal: true });
  } catch {
    throw new UnusableFile(`the encoding ${encoding} is not known here`);
  }
}
