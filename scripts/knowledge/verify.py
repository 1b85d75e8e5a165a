"""Checks the rows of server/knowledge against the packages that are installed.

    python scripts/knowledge/verify.py            # report; fails when a row names what does not exist
    python scripts/knowledge/verify.py --record   # also writes the versions that were looked at into `checked`
    python scripts/knowledge/verify.py --json     # one line of JSON for each file that names packages, for the test

A row is right about names when the class or function exists and its signature has every parameter that the row's
effects and traits name. Parameters of the past (`early_stopping_rounds` of LightGBM's fit) stay in signatures on purpose;
they are listed under "gone" and fail nothing. Files whose `checked` is "-" hold APIs of the past and are skipped.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
import json
import re
import sys
import warnings
from pathlib import Path
from typing import Any, Iterator

HERE = Path(__file__).resolve().parent
sys.path = [entry for entry in sys.path if Path(entry or ".").resolve() != HERE]  # sklearn.py beside this file hides scikit-learn

KNOWLEDGE = HERE.parent.parent / "server" / "knowledge"

# Distributions whose import names differ.
DISTRIBUTIONS = {"sklearn": "scikit-learn", "imblearn": "imbalanced-learn", "xgboost": "xgboost-cpu", "mlflow": "mlflow-skinny", "feature_engine": "feature-engine"}

# Modules that only help old code, inside files that are checked.
OLD = re.compile(r"^(pandas\.(io\.(sql|parsers|json)|tools|Panel)|imblearn\.(keras|tensorflow)|.*_$)")


def parameters(signature: str) -> list[str]:
    depth, quote, piece, pieces = 0, "", "", []
    for char in signature[1:-1]:
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        if char == "," and depth == 0 and not quote:
            pieces.append(piece)
            piece = ""
        else:
            piece += char
    pieces.append(piece)
    return [match.group(1) for piece in pieces if (match := re.match(r"\s*([A-Za-z_]\w*)", piece))]


def real_parameters(call: Any) -> set[str] | None:
    """None when anything may be given, or nobody knows."""
    try:
        found = inspect.signature(call).parameters.values()
    except (TypeError, ValueError):
        return None
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in found):
        return None
    return {parameter.name for parameter in found}


def load(path: str) -> Any:
    """A module, or an attribute of one (`pandas.DataFrame`)."""
    try:
        return importlib.import_module(path)
    except ImportError as error:
        head, _, last = path.rpartition(".")
        if not head or needs_another(error, path):
            raise
        return getattr(load(head), last)


def needs_another(error: Exception, path: str) -> bool:
    """A part of a package that needs another package, which is not there, tells nothing."""
    return isinstance(error, ModuleNotFoundError) and error.name is not None and error.name.split(".")[0] != path.split(".")[0]


def attribute(home: Any, path: str, name: str) -> Any:
    """A name of a module; submodules need not be imported by their package."""
    try:
        return getattr(home, name)
    except AttributeError:
        return importlib.import_module(f"{path}.{name}")


def rows(module: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    for name, row in module.get("classes", {}).items():
        yield name, row.get("init")
    for name, row in module.get("functions", {}).items():
        yield name, row.get("sig")


def version(package: str) -> str | None:
    """Of the distribution that a package comes in; `pyspark-client` holds the Python part of `pyspark`."""
    for name in (DISTRIBUTIONS.get(package, package), package, f"{package}-client"):
        try:
            return importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            pass
    return None


def check(file: Path, modules: dict[str, Any]) -> dict[str, Any]:
    """What was looked at in one file, what is missing or gone, the versions, and the packages that are not installed."""
    missing: list[str] = []
    gone: list[str] = []
    absent: set[str] = set()
    versions: dict[str, str] = {}
    looked_at = 0
    for path, module in modules.items():
        package = path.split(".")[0]
        here = version(package) or (f"{sys.version_info.major}.{sys.version_info.minor}" if package in sys.stdlib_module_names else None)
        if OLD.match(path):
            continue
        if here is None:
            absent.add(package)
            continue
        try:
            home = load(path)
        except Exception as error:
            if not needs_another(error, path):
                missing.append(f"{file.name}: module {path}")
            continue
        if package in sys.stdlib_module_names:
            versions["Python"] = here
        else:
            versions[DISTRIBUTIONS.get(package, package).removesuffix("-cpu")] = here
        for name, sig in rows(module):
            looked_at += 1
            try:
                value = attribute(home, path, name)
            except Exception as error:
                if not needs_another(error, path):
                    missing.append(f"{file.name}: {path}.{name}")
                continue
            real = real_parameters(value)
            if sig and real is not None:
                extra = [p for p in parameters(sig) if p not in real and p not in ("args", "kwargs")]
                if extra:
                    gone.append(f"{file.name}: {path}.{name}: {', '.join(extra)}")
    return {"file": file.name, "rows": looked_at, "missing": missing, "gone": gone, "versions": versions, "absent": sorted(absent)}


def main() -> int:
    warnings.simplefilter("ignore")
    try:
        from sklearn.experimental import enable_halving_search_cv, enable_iterative_imputer  # noqa: F401
    except ImportError:
        pass
    past = set((HERE / "past.txt").read_text(encoding="utf-8").split())
    results: list[dict[str, Any]] = []
    for file in sorted(KNOWLEDGE.glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        if "modules" not in document or document["checked"] == "-":
            continue
        result = check(file, document["modules"])
        result["fresh"] = [line for line in result["missing"] if line.split()[-1] not in past]
        results.append(result)
        if "--json" in sys.argv:
            print(json.dumps({**result, "checked": document["checked"]}), flush=True)
        if "--record" in sys.argv and result["versions"]:
            text = file.read_text(encoding="utf-8")
            checked = ", ".join(f"{name} {number}" for name, number in sorted(result["versions"].items()))
            file.write_text(re.sub(r'"checked": "[^"]*"', lambda _: f'"checked": "{checked}"', text, count=1), encoding="utf-8")
    missing, gone, fresh = ([line for result in results for line in result[key]] for key in ("missing", "gone", "fresh"))
    if "--json" not in sys.argv:
        print(f"{sum(result['rows'] for result in results)} rows looked at")
        if "--gone" in sys.argv:
            print(f"{len(gone)} rows keep parameters that the installed version does not have:", *gone, sep="\n  ")
        print(f"{len(missing) - len(fresh)} rows for APIs of the past (past.txt)")
        if fresh:
            print(f"{len(fresh)} rows name what does not exist:", *fresh, sep="\n  ")
    return 1 if fresh else 0


if __name__ == "__main__":
    raise SystemExit(main())
