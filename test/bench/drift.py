"""The same questions by pandas and SciPy, or by Evidently's preset: `python drift.py pandas|evidently REFERENCE CURRENT`."""

import json
import resource
import sys
import time

start = time.perf_counter()
import numpy as np
import pandas as pd
from scipy import stats

imported = time.perf_counter()
tool, *files = sys.argv[1:]
read = pd.read_parquet if files[0].endswith(".parquet") else pd.read_csv
reference, current = (read(file) for file in files)
loaded = time.perf_counter()

if tool == "evidently":
    from evidently import Dataset, Report
    from evidently.presets import DataDriftPreset

    Report([DataDriftPreset()]).run(Dataset.from_pandas(current), Dataset.from_pandas(reference)).dict()
else:
    results = {}
    for name in reference.columns:
        before, now = reference[name], current[name]
        nulls = [[before.isna().sum(), before.notna().sum()], [now.isna().sum(), now.notna().sum()]]
        before, now = before.dropna(), now.dropna()
        if pd.api.types.is_numeric_dtype(before) and before.nunique() > 10:
            a, b = before.to_numpy(float), now.to_numpy(float)
            a, b = a[np.isfinite(a)], b[np.isfinite(b)]
            edges = np.unique(np.quantile(a, np.linspace(0, 1, 11))[1:-1])
            r = np.bincount(np.searchsorted(edges, a), minlength=len(edges) + 1) / len(a)
            c = np.bincount(np.searchsorted(edges, b), minlength=len(edges) + 1) / len(b)
            r, c = np.where(r == 0, 1e-4, r), np.where(c == 0, 1e-4, c)
            test = stats.ks_2samp(a, b)
            results[name] = [test.statistic, test.pvalue, stats.wasserstein_distance(a, b) / a.std(), float(((r - c) * np.log(r / c)).sum())]
            results[name] += [a.mean(), a.std(), a.min(), a.max(), *np.quantile(a, [0.05, 0.25, 0.5, 0.75, 0.95]), *np.quantile(b, [0.05, 0.25, 0.5, 0.75, 0.95])]
        else:
            table = pd.concat([before.value_counts(), now.value_counts()], axis=1).fillna(0).to_numpy().T
            share = table / table.sum(axis=1, keepdims=True)
            results[name] = [stats.chi2_contingency(table, correction=False).pvalue, 0.5 * abs(share[0] - share[1]).sum()]
        results[name].append(nulls)

peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": time.perf_counter() - start, "imports": imported - start, "read": loaded - imported, "peakMb": peak}))
