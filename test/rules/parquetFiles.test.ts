/** Programs that read Parquet files, with the files: the same findings as with text, and none from files that tell nothing. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { DataFileCache } from "../../server/src/cli/dataFiles.js";
import { check, places } from "../helpers/check.js";

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "../profiles/parquet");
const head = `import pandas as pd
import polars as pl
import pyarrow.parquet as pq
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
`;
const program = (read: string, inputs: string): string => `${head}df = ${read}
X_train, X_test, y_train, y_test = train_test_split(${inputs}, df["healthy"], stratify=df["healthy"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))
`;

/** Codes with their lines, and what is said of files that tell nothing. */
async function found(text: string): Promise<{ places: string[]; said: string[]; messages: string[] }> {
  const said = new Set<string>();
  const dataFiles = new DataFileCache().forProgram(path.join(folder, "a.py"), folder, (file, message) => void said.add(`${path.basename(file)}: ${message}`));
  const { findings } = await check([text], { dataFiles });
  return { places: places(findings, [text]), said: [...said], messages: findings.map(({ message }) => message) };
}

describe("Parquet files", () => {
  it.each([
    'pd.read_parquet("pandas.parquet")',
    'pd.read_parquet("zstd.parquet", engine="pyarrow", columns=["dose", "healthy"])',
    'pq.read_table("none.parquet").to_pandas()',
  ])("show rows of one patient on both sides of a split: %s", async (read) => {
    expect((await found(program(read, 'df[["dose"]]'))).places).toEqual(["HLD110 cell1:8"]);
  });

  it.each(['pl.read_parquet("polars.parquet")', 'pl.scan_parquet("polars.parquet").collect()'])("are read for Polars: %s", async (read) => {
    expect((await found(program(read, 'df.select("dose")'))).places).toEqual(["HLD110 cell1:8"]);
  });

  it("show a column that tells the target, but not where it is the index", async () => {
    const told = await found(program('pd.read_parquet("told.parquet")', 'df.drop(columns="healthy")'));
    expect(told.messages.join()).toContain("`state`");
    expect((await found(program('pd.read_parquet("told-by-index.parquet")', 'df.drop(columns="healthy")'))).places).toEqual([]);
  });

  it.each([
    'pd.read_parquet("pandas.parquet", filters=[("dose", ">", 3)])',
    'pd.read_parquet("s3://bucket/pandas.parquet")',
    'pd.read_parquet("none-such.parquet")',
  ])("are nothing where it cannot be told which rows are read: %s", async (read) => {
    expect(await found(program(read, 'df[["dose"]]'))).toMatchObject({ places: [], said: [] });
  });

  it("that tell nothing are named, with the reason", async () => {
    expect(await found(program('pd.read_parquet("lz4.parquet")', 'df[["dose"]]'))).toMatchObject({
      places: [],
      said: ["lz4.parquet: its columns are compressed with LZ4_RAW, which Holdout does not read"],
    });
  });
});
