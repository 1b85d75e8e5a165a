"""Writes the files of test/profiles/parquet, as pandas, Polars and Arrow write them by themselves.

    python test/profiles/make_parquet.py    # with pandas, pyarrow and polars

Every file has the same 240 rows: day, patient, dose, group, healthy, note, and what the name of the file adds.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent / "parquet"
ROWS = 240


def table() -> pd.DataFrame:
    first = datetime.datetime(2024, 3, 1)
    numbers = range(ROWS)
    return pd.DataFrame(
        {
            "day": [first + datetime.timedelta(days=i) for i in numbers],
            "patient": [f"p{i % 60}" for i in numbers],
            "dose": [None if i % 40 == 7 else i * 0.25 for i in numbers],
            "group": ["NA" if i % 4 == 0 else "b" for i in numbers],
            "healthy": [i % 60 < 48 for i in numbers],
            "note": [("long " * 300 if i % 2 else "") for i in numbers],
        }
    )


def main() -> None:
    HERE.mkdir(exist_ok=True)
    frame = table()
    frame.to_parquet(HERE / "pandas.parquet", index=False)
    frame.set_index("day").to_parquet(HERE / "index.parquet")
    unnamed = frame.set_index("day")
    unnamed.index.name = None
    unnamed.to_parquet(HERE / "unnamed.parquet")
    told = frame[["dose", "healthy"]].assign(dose=range(ROWS), state=["well" if well else "ill" for well in frame["healthy"]])
    told.to_parquet(HERE / "told.parquet")
    told.set_index("state").to_parquet(HERE / "told-by-index.parquet")
    pl.from_pandas(frame).write_parquet(HERE / "polars.parquet")
    arrow = pa.Table.from_pandas(frame, preserve_index=False)
    nested = arrow.append_column("words", pa.array([[i, i + 1] for i in range(ROWS)]))
    pq.write_table(nested.append_column("picture", pa.array([bytes([i]) for i in range(ROWS)], pa.binary())), HERE / "nested.parquet")
    for codec in ("none", "gzip", "brotli", "zstd", "lz4"):
        pq.write_table(arrow, HERE / f"{codec}.parquet", compression=codec, row_group_size=100, data_page_version="2.0" if codec == "zstd" else "1.0")
    kinds = arrow.select(["healthy"])
    for name, values in {
        "decimal": pa.array([i * 125 for i in range(ROWS)], pa.int64()).cast(pa.decimal128(20, 0)),
        "whole": pa.array([2**60 + i for i in range(ROWS)], pa.int64()),
        "small": pa.array([i % 7 for i in range(ROWS)], pa.uint8()),
        "kind": pa.array([f"k{i % 3}" for i in range(ROWS)]).dictionary_encode(),
        "micro": pa.array([1_700_000_000_000_000 + i for i in range(ROWS)], pa.timestamp("us")),
        "nano": pa.array([-1_000_000_001 - i for i in range(ROWS)], pa.timestamp("ns")),
        "date": pa.array([datetime.date(1999, 12, 31)] * ROWS),
        "nothing": pa.nulls(ROWS, pa.float64()),
    }.items():
        kinds = kinds.append_column(name, values)
    pq.write_table(kinds, HERE / "kinds.parquet", version="2.6", column_encoding={"whole": "DELTA_BINARY_PACKED"}, use_dictionary=["kind", "small"])


if __name__ == "__main__":
    main()
