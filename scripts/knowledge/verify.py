"""Checks the rows of server/knowledge against packages: those that are installed, and sources of others.

    python scripts/knowledge/verify.py [--sources FOLDER]    # report; fails when a row is wrong
    python scripts/knowledge/verify.py --record              # also writes the versions that were looked at into `checked`
    python scripts/knowledge/verify.py --json                # one line of JSON for each file that names packages, for the test

`--sources`: what unpack.py made of the wheels that test/knowledge/sources.txt pins; nothing of it is run.

A row is right when the class, its methods and the function exist, and the signature has every parameter that the row's
effects and traits name. What older versions had stands in past.txt: `package.name`, `package.name(parameter)`. Other
parameters of the past (`early_stopping_rounds` of LightGBM's fit) stay in signatures on purpose; they are listed under
"gone" and fail nothing. Files whose `checked` is "-" hold APIs of the past and are skipped.
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
from typing import Any, Iterator, NamedTuple

HERE = Path(__file__).resolve().parent
sys.path = [entry for entry in sys.path if Path(entry or ".").resolve() != HERE]  # sklearn.py beside this file hides scikit-learn

sys.path.append(str(HERE))
from sources import Sources  # noqa: E402

KNOWLEDGE = HERE.parent.parent / "server" / "knowledge"
SCHEMA = json.loads((HERE.parent.parent / "syntaxes" / "knowledge.schema.json").read_text(encoding="utf-8"))["definitions"]

# Distributions whose import names differ.
DISTRIBUTIONS = {"sklearn": "scikit-learn", "imblearn": "imbalanced-learn", "xgboost": "xgboost-cpu", "mlflow": "mlflow-skinny", "feature_engine": "feature-engine"}

# Files of APIs that are gone altogether.
OLD_FILES = {"sklearn_old.json"}

# Modules that only help old code, inside files that are checked.
OLD = re.compile(r"^(pandas\.(io\.(sql|parsers|json)|tools|Panel)|imblearn\.(keras|tensorflow)|.*_$)")


def key(distribution: str) -> str:
    return distribution.lower().replace("_", "-").removesuffix("-cpu").removesuffix("-client")


# Distributions that the check pins, whose versions `checked` names.
PINS = (HERE.parent.parent / "test" / "knowledge" / name for name in ("requirements.txt", "sources.txt"))
PINNED = {"python"} | {key(line.split("==")[0]) for file in PINS for line in file.read_text(encoding="utf-8").split()}


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


def naming(definition: str) -> set[str]:
    """Options of the vocabulary whose values are names of parameters."""

    def names(schema: dict[str, Any]) -> bool:
        inner = [*schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]
        return str(schema.get("$ref", "")).startswith("#/definitions/parameter") or any(map(names, inner))

    return {name for name, schema in SCHEMA[definition]["properties"].items() if names(schema)}


EFFECT_OPTIONS, TRAIT_OPTIONS = naming("effectRow"), naming("traits")


def bound(rows: list[Any], options: set[str]) -> set[str]:
    """Parameters that effects or traits name."""
    found: set[str] = set()
    for row in rows:
        if isinstance(row, dict) and not row.get("fromInit"):
            for value in (row[option] for option in options if option in row):
                found.update(each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))
    return found - {"self", "reset", "always", "args", "kwargs"}


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


class Row(NamedTuple):
    name: str
    sig: str | None
    bound: set[str]
    """Parameters of the signature that the row speaks of."""
    methods: tuple[str, ...] = ()


def rows(module: dict[str, Any]) -> Iterator[Row]:
    for name, row in module.get("classes", {}).items():
        yield Row(name, row.get("init"), bound([row.get("traits", {})], TRAIT_OPTIONS), tuple(row.get("methods", {})))
    for name, row in module.get("functions", {}).items():
        does = row.get("does", [])
        yield Row(name, row.get("sig"), bound(does if isinstance(does, list) else [does], EFFECT_OPTIONS))


def version(package: str) -> str | None:
    """Of the distribution that a package comes in; `pyspark-client` holds the Python part of `pyspark`."""
    for name in (DISTRIBUTIONS.get(package, package), package, f"{package}-client"):
        try:
            return importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            pass
    return None


class Result:
    """What was looked at in one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.rows = 0
        self.unvouched = 0
        self.missing: list[str] = []
        self.gone: list[str] = []
        self.unbound: list[str] = []
        self.versions: dict[str, str] = {}

    def signature(self, where: str, row: Row, real: set[str] | None) -> None:
        """`real`: the parameters that there are, if that can be told."""
        named = set(parameters(row.sig or "()"))
        if real is None:
            return
        if extra := [p for p in parameters(row.sig or "()") if p not in real and p not in ("args", "kwargs")]:
            self.gone.append(f"{self.file}: {where}: {', '.join(extra)}")
        self.unbound += [f"{self.file}: {where}({p})" for p in sorted(row.bound & named - real)]


def check_installed(result: Result, path: str, module: dict[str, Any], here: str) -> None:
    package = path.split(".")[0]
    try:
        home = load(path)
    except Exception as error:
        if not needs_another(error, path):
            result.missing.append(f"{result.file}: module {path}")
        return
    result.versions["Python" if package in sys.stdlib_module_names else DISTRIBUTIONS.get(package, package).removesuffix("-cpu")] = here
    for row in rows(module):
        result.rows += 1
        try:
            value = attribute(home, path, row.name)
        except Exception as error:
            if not needs_another(error, path):
                result.missing.append(f"{result.file}: {path}.{row.name}")
            continue
        result.missing += [f"{result.file}: {path}.{row.name}.{method}" for method in row.methods if inspect.isclass(value) and not hasattr(value, method)]
        result.signature(f"{path}.{row.name}", row, real_parameters(value))


def check_sources(result: Result, paths: list[str], module: dict[str, Any], sources: Sources) -> None:
    """`paths`: the module, and its other homes."""
    path = paths[0]
    name, number = sources.versions[path.split(".")[0]]
    homes = [home for each in paths if (home := sources.find(each))]
    if not homes:
        result.missing.append(f"{result.file}: module {path}")
        return
    result.versions[name] = number
    for row in rows(module):
        result.rows += 1
        found = [each for i, home in enumerate(homes) if (each := sources.attribute(home, row.name, frozenset())) and (i == 0 or each.kind != "value")]
        if not found:
            result.missing.append(f"{result.file}: {path}.{row.name}")
            continue
        if found[0].kind == "class":
            result.missing += [f"{result.file}: {path}.{row.name}.{method}" for method in row.methods if not sources.member(found[0], method, 0)]
        real = sources.parameters(found[0])
        result.signature(f"{path}.{row.name}", row, None if real is None else {parameter for parameter, _ in real})


def check(file: Path, document: dict[str, Any], sources: Sources | None) -> Result:
    result = Result(file.name)
    for path, module in document["modules"].items():
        package = path.split(".")[0]
        here = version(package) or (f"{sys.version_info.major}.{sys.version_info.minor}" if package in sys.stdlib_module_names else None)
        if OLD.match(path):
            continue
        # Sources are pinned; what is installed may have come along with something else.
        if sources and package in sources.versions:
            others = [alias for alias, target in document.get("aliases", {}).items() if target == path and alias.split(".")[0] in sources.versions]
            check_sources(result, [path, *others], module, sources)
        elif here is not None:
            check_installed(result, path, module, here)
        else:
            result.unvouched += len(list(rows(module)))
    return result


def main() -> int:
    warnings.simplefilter("ignore")
    try:
        from sklearn.experimental import enable_halving_search_cv, enable_iterative_imputer  # noqa: F401
    except ImportError:
        pass
    past = set((HERE / "past.txt").read_text(encoding="utf-8").split())
    sources = Sources(Path(sys.argv[sys.argv.index("--sources") + 1])) if "--sources" in sys.argv else None
    results: list[Result] = []
    fresh: list[str] = []
    unbound: list[str] = []
    for file in sorted(KNOWLEDGE.glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        if "modules" not in document or document["checked"] == "-" and file.name in OLD_FILES:
            continue
        result = check(file, document, sources)
        results.append(result)
        new = {key: [line for line in lines if line.split()[-1] not in past] for key, lines in (("fresh", result.missing), ("unbound", result.unbound))}
        fresh += new["fresh"]
        unbound += new["unbound"]
        if "--json" in sys.argv:
            print(json.dumps({**vars(result), **new, "checked": document["checked"]}), flush=True)
        # What comes along with pinned packages is looked at too, but in whatever version is the newest that day.
        versions = {name: number for name, number in result.versions.items() if key(name) in PINNED}
        if "--record" in sys.argv and versions and document["provenance"] != "generated":
            text = file.read_text(encoding="utf-8")
            checked = ", ".join(f"{name} {number}" for name, number in sorted(versions.items()))
            file.write_text(re.sub(r'"checked": "[^"]*"', lambda _: f'"checked": "{checked}"', text, count=1), encoding="utf-8")
    if "--json" not in sys.argv:
        print(f"{sum(result.rows for result in results)} rows looked at; no package here vouches for {sum(result.unvouched for result in results)} more")
        gone = [line for result in results for line in result.gone]
        if "--gone" in sys.argv:
            print(f"{len(gone)} rows keep parameters that this version does not have:", *gone, sep="\n  ")
        print(f"{sum(len(result.missing) for result in results) - len(fresh)} rows for APIs of the past (past.txt)")
        if fresh:
            print(f"{len(fresh)} rows name what does not exist:", *fresh, sep="\n  ")
        if unbound:
            print(f"{len(unbound)} rows speak of parameters that do not exist:", *unbound, sep="\n  ")
    return 1 if fresh or unbound else 0


if __name__ == "__main__":
    raise SystemExit(main())
