"""Runs programs, each in a process of its own that starts with the libraries loaded: a list of files in, one JSON line for each out."""
import contextlib
import io
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
import traceback
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))


def run(job):
    """What a program prints, and its traceback where it fails. Programs write files: each has a copy of the folder for itself."""
    with tempfile.TemporaryDirectory() as own:
        shutil.copytree(job["folder"], own, dirs_exist_ok=True)
        os.chdir(own)
        try:
            return run_here(job)
        finally:
            os.chdir(job["folder"])


def run_here(job):
    warnings.simplefilter("ignore")
    with open(job["file"], encoding="utf-8", newline="") as f:
        text = f.read()
    out = io.StringIO()
    error = None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        try:
            exec(compile(text, job["file"], "exec"), {"__name__": "__main__"})
        except BaseException:
            error = traceback.format_exc()
    return {"name": job["name"], "out": out.getvalue(), "error": error}


def main():
    jobs = json.load(sys.stdin)
    import imblearn.over_sampling, lightgbm, numpy, pandas, sklearn.ensemble, sklearn.feature_selection, sklearn.model_selection, sklearn.pipeline, sklearn.svm, xgboost  # noqa: E401, F401
    import data

    with tempfile.TemporaryDirectory() as folder:
        data.write(folder)
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        with multiprocessing.get_context(method).Pool(min(4, os.cpu_count() or 1), maxtasksperchild=1) as pool:
            for result in pool.imap(run, [{**job, "folder": folder} for job in jobs], chunksize=1):
                print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
