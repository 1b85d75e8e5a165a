"""Writes feature_engine.generated.json and pyspark.generated.json from the installed packages.

    python scripts/knowledge/packages.py [feature_engine | pyspark] [--into DIR]

What these packages do not say of themselves (which steps only look at the row itself, which encode the target) is
listed here by name. Whatever pyspark.json says by hand is left out, so no API has two rows.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
import json
import sys
import warnings
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path = [entry for entry in sys.path if Path(entry or ".").resolve() != HERE]  # sklearn.py beside this file hides scikit-learn
sys.path.append(str(HERE))
from layout import destination, write  # noqa: E402

KNOWLEDGE = HERE.parent.parent / "server" / "knowledge"


def signature(call: Any) -> str:
    """Names and literal defaults, without types."""
    parts: list[str] = []
    starred = False
    for parameter in inspect.signature(call).parameters.values():
        if parameter.name == "self":
            continue
        if parameter.kind is parameter.VAR_POSITIONAL:
            starred = True
            parts.append(f"*{parameter.name}")
        elif parameter.kind is parameter.VAR_KEYWORD:
            parts.append(f"**{parameter.name}")
        else:
            if parameter.kind is parameter.KEYWORD_ONLY and not starred:
                starred = True
                parts.append("*")
            default = parameter.default
            text = repr(default) if isinstance(default, (str, int, bool, type(None))) or (isinstance(default, float) and default == default) else "..."
            parts.append(parameter.name if default is parameter.empty else f"{parameter.name}={text}")
    return f"({', '.join(parts)})"


def classes_of(module: Any) -> list[tuple[str, type]]:
    names = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
    return [(name, getattr(module, name)) for name in sorted(set(names)) if inspect.isclass(getattr(module, name, None))]


# feature-engine

FEATURE_ENGINE = "creation datetime discretisation encoding imputation outliers preprocessing scaling selection text timeseries.forecasting transformation variable_handling wrappers".split()

# Each row is changed by itself, whatever fit() saw.
ROW_BY_ROW = """
ArbitraryNumberImputer ArbitraryOutlierCapper ArbitraryDiscretiser LogTransformer LogCpTransformer ReciprocalTransformer PowerTransformer ArcsinTransformer ArcSinhTransformer
DropFeatures MathFeatures RelativeFeatures CyclicalFeatures GeoDistanceFeatures TextFeatures DatetimeFeatures DatetimeSubtraction DatetimeOrdinal LagFeatures WindowFeatures
ExpandingWindowFeatures MatchCategories MatchVariables StringSimilarityEncoder AddMissingIndicator DropMissingData
""".split()
TARGET_ENCODERS = ["MeanEncoder", "WoEEncoder", "PRatioEncoder", "DecisionTreeEncoder", "DecisionTreeDiscretiser", "DecisionTreeFeatures", "OrdinalEncoder"]
VOCABULARY = ["OneHotEncoder", "RareLabelEncoder"]
SUPERVISED_SELECTION = """
MRMR ProbeFeatureSelection RecursiveFeatureAddition RecursiveFeatureElimination SelectByInformationValue SelectByShuffling SelectBySingleFeaturePerformance SelectByTargetMeanPerformance
""".split()


def feature_engine_row(module: str, name: str, cls: type) -> dict[str, Any]:
    kind = "selector" if module == "selection" and name not in ROW_BY_ROW else "encoder" if module == "encoding" else "transformer"
    row: dict[str, Any] = {"is": kind, "init": signature(cls)}
    traits: dict[str, Any] = {}
    if name in ROW_BY_ROW:
        traits["stateless"] = True
    if name in VOCABULARY:
        traits["vocabulary"] = True
    if name in TARGET_ENCODERS:
        traits.update(supervised=True, targetEncoder=True)
    if name == "OrdinalEncoder":
        traits["countsWhen"] = {"param": "encoding_method", "values": ["arbitrary"]}
    if kind == "selector":
        traits["selects"] = True
    if name in SUPERVISED_SELECTION:
        traits["supervised"] = True
    if name == "SklearnTransformerWrapper":
        traits["wraps"] = ["transformer"]
        row["is"] = "columnTransformer"
    return {**row, "traits": traits} if traits else row


def feature_engine() -> None:
    modules: dict[str, Any] = {}
    for short in FEATURE_ENGINE:
        path = f"feature_engine.{short}"
        module = importlib.import_module(path)
        rows = {name: feature_engine_row(short, name, cls) for name, cls in classes_of(module) if hasattr(cls, "transform") and cls.__module__.startswith("feature_engine")}
        if rows:
            modules[path] = {"classes": rows}
    save("feature_engine.generated.json", "feature_engine", "feature_engine", modules)


# PySpark ML

SPARK_VOCABULARY = ["StringIndexer", "OneHotEncoder", "CountVectorizer", "VectorIndexer", "RFormula"]
SPARK_SELECTION = {"ChiSqSelector": True, "UnivariateFeatureSelector": True, "VarianceThresholdSelector": False}


def spark_row(short: str, name: str, cls: type, estimators: tuple[type, ...]) -> dict[str, Any] | None:
    estimator, transformer, evaluator, model = estimators
    if issubclass(cls, model):
        return None
    init = signature(cls)
    if issubclass(cls, evaluator):
        return {"is": "sparkEvaluator", "init": init}
    if short in ("classification", "regression", "clustering", "recommendation") and issubclass(cls, estimator):
        task = {"classification": "classification", "clustering": "clustering"}.get(short, "regression")
        wraps = {"wraps": ["classifier"]} if name == "OneVsRest" else {}
        return {"is": "sparkModel", "init": init, "traits": {"task": task, **wraps}}
    if not issubclass(cls, (estimator, transformer)):
        return None
    traits: dict[str, Any] = {}
    if not issubclass(cls, estimator) or name in ("BucketedRandomProjectionLSH", "MinHashLSH"):
        traits["stateless"] = True
    if name in SPARK_VOCABULARY:
        traits["vocabulary"] = True
    if name in SPARK_SELECTION:
        traits["selects"] = True
        if SPARK_SELECTION[name]:
            traits["supervised"] = True
    if name == "TargetEncoder":
        traits.update(supervised=True, targetEncoder=True)
    row: dict[str, Any] = {"is": "sparkTransformer", "init": init}
    return {**row, "traits": traits} if traits else row


def pyspark() -> None:
    from pyspark.ml import Estimator, Model, Transformer
    from pyspark.ml.evaluation import Evaluator

    by_hand = json.loads((KNOWLEDGE / "pyspark.json").read_text(encoding="utf-8"))["modules"]
    modules: dict[str, Any] = {}
    for short in ("feature", "classification", "regression", "clustering", "recommendation", "evaluation"):
        path = f"pyspark.ml.{short}"
        known = by_hand.get(path, {}).get("classes", {})
        rows: dict[str, Any] = {}
        for name, cls in classes_of(importlib.import_module(path)):
            row = None if name in known or inspect.isabstract(cls) else spark_row(short, name, cls, (Estimator, Transformer, Evaluator, Model))
            if row:
                rows[name] = row
        modules[path] = {"classes": rows}
    save("pyspark.generated.json", "pyspark", "pyspark", modules)


def installed(distribution: str) -> str:
    """The version of a distribution; `pyspark-client` holds the Python part of `pyspark`."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return importlib.metadata.version(f"{distribution}-client")


def save(file: str, package: str, distribution: str, modules: dict[str, Any]) -> None:
    checked = f"{distribution} {installed(distribution)}"
    write(destination(file, KNOWLEDGE), {"package": package, "provenance": "generated", "checked": checked, "modules": modules})
    print(f"{file}: {sum(len(m['classes']) for m in modules.values())} classes ({checked})")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    makers = {"feature_engine": feature_engine, "pyspark": pyspark}
    for name in [arg for arg in sys.argv[1:] if arg in makers] or makers:
        makers[name]()
