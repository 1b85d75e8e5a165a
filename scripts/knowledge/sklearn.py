"""Writes server/knowledge/sklearn.generated.json from the installed scikit-learn.

Whatever server/knowledge/sklearn.json says by hand is left out here, so no API has two rows.

    python scripts/knowledge/sklearn.py [--into DIR]
"""

from __future__ import annotations

import importlib
import inspect
import re
import json
import sys
import warnings
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path = [entry for entry in sys.path if Path(entry or ".").resolve() != HERE]  # or this file hides scikit-learn

import sklearn  # noqa: E402
from sklearn import base  # noqa: E402
from sklearn.feature_selection import SelectorMixin  # noqa: E402
from sklearn.utils import get_tags  # noqa: E402
from sklearn.utils.discovery import all_displays, all_estimators  # noqa: E402

sys.path.append(str(HERE))
from layout import destination, write  # noqa: E402
from signatures import signature  # noqa: E402

KNOWLEDGE = HERE.parent.parent / "server" / "knowledge"

MODULES = """
base calibration cluster compose covariance cross_decomposition datasets decomposition discriminant_analysis dummy ensemble
exceptions experimental feature_extraction feature_extraction.image feature_extraction.text feature_selection frozen
gaussian_process gaussian_process.kernels impute inspection isotonic kernel_approximation kernel_ridge linear_model manifold
metrics metrics.pairwise mixture model_selection multiclass multioutput naive_bayes neighbors neural_network
pipeline preprocessing random_projection semi_supervised svm tree utils
""".split()

# Most particular first: the first mixin that fits names the protocol.
PROTOCOLS: list[tuple[type, str]] = [
    (SelectorMixin, "selector"),
    (base.ClassifierMixin, "classifier"),
    (base.RegressorMixin, "regressor"),
    (base.OutlierMixin, "outlierDetector"),
    (base.ClusterMixin, "clusterer"),
    (base.DensityMixin, "densityEstimator"),
    (base.TransformerMixin, "transformer"),
]

TASKS = {"classifier": "classification", "regressor": "regression", "clusterer": "clustering", "outlierDetector": "outlier"}

# Parameters by which an estimator keeps rows of its training data for itself when they are given.
INNER = {"early_stopping": False, "n_iter_no_change": None}


def instance(cls: type) -> Any:
    """An estimator to ask for its tags; those that wrap others get one to wrap."""
    from sklearn.linear_model import LogisticRegression, Ridge

    inner = Ridge() if issubclass(cls, base.RegressorMixin) else LogisticRegression()
    needed = {
        name: ([("inner", inner)] if name in ("estimators", "transformers", "steps", "transformer_list") else inner)
        for name, parameter in inspect.signature(cls).parameters.items()
        if parameter.default is parameter.empty and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
    }
    return cls(**needed)


def protocol(cls: type) -> str:
    return next((name for mixin, name in PROTOCOLS if issubclass(cls, mixin)), "estimator")


# Estimators made of decision trees: only the order of values in a column matters to them, and of isolating ones how far these lie apart among each other.
TREES = re.compile(r"\.tree\.|\.(RandomForest|ExtraTrees|(Hist)?GradientBoosting)(Classifier|Regressor)$|\.IsolationForest$")
# Estimators that predict the same however each column is moved and stretched, while these parameters have these values: no penalty, an intercept.
AFFINE = {"LinearRegression": {"fit_intercept": True}, "QuadraticDiscriminantAnalysis": {"reg_param": 0.0}}


def traits(cls: type, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    try:
        tags = get_tags(instance(cls))
    except Exception:
        tags = None
    changes = hasattr(cls, "transform")
    if tags is not None and not tags.requires_fit and changes:
        found["stateless"] = True
    if tags is not None and changes and tags.target_tags.required and kind not in ("clusterer", "outlierDetector"):
        found["supervised"] = True
    if TREES.search(f"{cls.__module__}.{cls.__name__}"):
        found["trees"] = True
    if cls.__name__ in AFFINE:
        found["affine"] = AFFINE[cls.__name__]
    if cls.__module__ == "sklearn.dummy":
        found["noSkill"] = True
    if kind == "selector":
        found["selects"] = True
    if kind in TASKS:
        found["task"] = TASKS[kind]
    parameters = inspect.signature(cls).parameters
    wraps = [name for name in ("estimator", "regressor", "estimators", "kernel_") if name in parameters]
    if wraps:
        found["wraps"] = wraps
    if cls.__name__.endswith("CV") and "cv" in parameters:
        found["inner"] = "cv"
    else:
        for name, off in INNER.items():
            if name in parameters and parameters[name].default is off:
                found["inner"] = name
    return found


TRANSFORM = {
    "transform": {"sig": "(X)", "does": {"op": "transform", "X": "X"}},
    "fit_transform": {"sig": "(X, y=None, **fit_params)", "does": {"op": "fitTransform", "X": "X", "y": "y"}},
}


def class_row(cls: type) -> dict[str, Any]:
    kind = protocol(cls)
    row: dict[str, Any] = {"is": kind}
    init = signature(cls)
    if init:
        row["init"] = init
    flags = traits(cls, kind)
    if flags:
        row["traits"] = flags
    if kind in ("classifier", "regressor", "outlierDetector", "densityEstimator", "estimator") and hasattr(cls, "transform"):
        row["methods"] = TRANSFORM
    return row


def function_row(module: str, name: str, call: Any) -> dict[str, Any]:
    row: dict[str, Any] = {}
    sig = signature(call)
    if sig:
        row["sig"] = sig
    if module == "datasets":
        if name.startswith(("make_", "load_svm")):
            row["does"] = {"op": "dataset", "shape": "xy"}
        elif name.startswith(("load_", "fetch_")):
            row["does"] = {"op": "dataset", "shape": "bunch"}
    elif module == "metrics.pairwise":
        row["does"] = "rowwise"
    elif name.startswith(("check_", "is_", "get_", "has_", "assert_", "set_", "estimator_html", "show_", "all_")):
        row["does"] = "pure"
    return row


def public_names(module: Any) -> list[str]:
    """What a module exports; without `__all__`, what it defines."""
    names = getattr(module, "__all__", None)
    if names is None:
        own = module.__name__
        names = [name for name, value in vars(module).items() if not name.startswith("_") and getattr(value, "__module__", "") == own]
    return sorted(names)


def main() -> None:
    warnings.simplefilter("ignore")
    by_hand = json.loads((KNOWLEDGE / "sklearn.json").read_text(encoding="utf-8"))["modules"]
    estimators = {cls for _, cls in all_estimators()}
    displays = {cls for _, cls in all_displays()}
    modules: dict[str, Any] = {}
    for short in MODULES:
        path = f"sklearn.{short}"
        module = importlib.import_module(path)
        hand = by_hand.get(path, {})
        known = {*hand.get("classes", {}), *hand.get("functions", {})}
        classes: dict[str, Any] = {}
        functions: dict[str, Any] = {}
        for name in public_names(module):
            if name in known:
                continue
            try:
                value = getattr(module, name)
            except Exception:
                continue
            if inspect.isclass(value) and value in estimators:
                classes[name] = class_row(value)
            elif inspect.isclass(value) and value in displays:
                functions[name] = {"sig": "(*args, **kwargs)", "does": "ignore"}
            elif inspect.isclass(value):
                classes[name] = {"is": "pure", **({"init": text} if (text := signature(value)) else {})}
            elif callable(value):
                functions[name] = function_row(short, name, value)
        tables = {key: rows for key, rows in (("classes", classes), ("functions", functions)) if rows}
        if tables:
            modules[path] = tables
    write(
        destination("sklearn.generated.json", KNOWLEDGE),
        {"package": "sklearn", "provenance": "generated", "checked": f"scikit-learn {sklearn.__version__}", "modules": modules},
    )
    print(sum(len(t.get("classes", {})) for t in modules.values()), "classes,", sum(len(t.get("functions", {})) for t in modules.values()), "functions")


if __name__ == "__main__":
    main()
