/** How the columns of Parquet files are unfolded. What is not here is not read: LZ4 and LZO, which few tools write. */
import zlib from "node:zlib";
import { decompress as unzstd } from "fzstd";
import { snappyUncompress } from "hyparquet/src/snappy.js";
import type { Decompressors } from "../profiles/parquetPages.js";

export const decompressors: Decompressors = {
  SNAPPY(bytes, length) {
    const page = new Uint8Array(length);
    snappyUncompress(bytes, page);
    return page;
  },
  GZIP: (bytes, length) => zlib.gunzipSync(bytes, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (bytes, length) => zlib.brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, length) }),
  ZSTD: (bytes, length) => unzstd(bytes, new Uint8Array(length)),
};
