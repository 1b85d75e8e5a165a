"""Notes the scores that a program computes: what metric functions, `score` methods and evaluations of the libraries in use give to the
user's own code. What libraries compute among themselves is none of it."""
import functools
import sys
import types

from .records import as_number


class Scores:
    def __init__(self, records):
        self._records = records

    def actions(self):
        return {
            "sklearn.metrics": [self._metrics],
            "imblearn.metrics": [self._metrics],
            "sklearn.base": [lambda m: self._mixin(m.ClassifierMixin, "accuracy"), lambda m: self._mixin(m.RegressorMixin, "r2")],
            "sklearn.pipeline": [lambda m: self._method(m.Pipeline, "score", None)],
            "sklearn.model_selection._search": [self._search],
            "sklearn.model_selection._validation": [self._validation],
            "catboost.core": [
                lambda m: self._method(m.CatBoostClassifier, "score", "accuracy"),
                lambda m: self._method(m.CatBoostRegressor, "score", "r2"),
            ],
            "keras": [self._keras],
            "tensorflow.python.keras.engine.training": [self._keras],
            "transformers.trainer": [lambda m: self._evaluation(m.Trainer, "evaluate")],
            "lightning.pytorch.trainer.trainer": [self._lightning],
            "pytorch_lightning.trainer.trainer": [self._lightning],
        }

    def _seen(self, frame):
        return frame if self._records.is_users(frame) else None

    def _metrics(self, module):
        for name in module.__all__:
            function = getattr(module, name, None)
            if not isinstance(function, types.FunctionType) or name.startswith(("make_", "get_", "check_", "pairwise_")):
                continue
            recorded = self._function(function, name)
            setattr(module, name, recorded)
            # Where it is defined as well, so that it can be pickled by name.
            home = sys.modules.get(function.__module__)
            if getattr(home, name, None) is function:
                setattr(home, name, recorded)

    def _function(self, function, name):
        @functools.wraps(function)
        def recorded(*args, **more):
            result = function(*args, **more)
            frame = self._seen(sys._getframe(1))
            if frame is not None:
                self._records.score("metric", name, result, frame)
            return result

        return recorded

    def _mixin(self, kind, metric):
        """The method that all estimators of a kind inherit, and those of them that have one of their own."""
        self._method(kind, "score", metric)
        scores = self

        def init_subclass(cls, **more):
            super(kind, cls).__init_subclass__(**more)
            if isinstance(cls.__dict__.get("score"), types.FunctionType):
                scores._method(cls, "score", metric if cls.__module__.startswith("sklearn.") else "score")

        kind.__init_subclass__ = classmethod(init_subclass)

    def _method(self, kind, name, metric):
        """`metric`: what the method computes; None where the object's own kind tells."""
        scores = self

        def note(owner, result, frame):
            scores._records.score("score", metric or metric_of(owner), result, frame)

        setattr(kind, name, _Recorded(kind.__dict__[name], note, self._seen))

    def _search(self, module):
        kind = module.BaseSearchCV
        self._method(kind, "score", None)

        def note(search, _result, frame):
            best = as_number(getattr(search, "best_score_", None))
            if best is not None:
                name = search.scoring if isinstance(search.scoring, str) else metric_of(search.estimator)
                self._records.score("search", name, best, frame)

        kind.fit = _Recorded(kind.__dict__["fit"], note, self._seen)
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, kind) and each is not kind and "fit" in vars(each):
                each.fit = _Recorded(each.__dict__["fit"], note, self._seen)

    def _validation(self, module):
        single = module.cross_val_score
        several = module.cross_validate

        @functools.wraps(single)
        def cross_val_score(*args, **more):
            result = single(*args, **more)
            frame = self._seen(sys._getframe(1))
            if frame is not None:
                self._folds(scoring_name(args, more), result, frame)
            return result

        @functools.wraps(several)
        def cross_validate(*args, **more):
            result = several(*args, **more)
            frame = self._seen(sys._getframe(1))
            if frame is not None:
                for key, values in result.items():
                    if key == "test_score":
                        self._folds(scoring_name(args, more), values, frame)
                    elif key.startswith("test_"):
                        self._folds(key[len("test_"):], values, frame)
            return result

        module.cross_val_score = cross_val_score
        module.cross_validate = cross_validate

    def _folds(self, name, values, frame):
        values = list(values)
        if values:
            self._records.score("cv", name, sum(values) / len(values), frame, values)

    def _keras(self, module):
        kind = module.Model
        original = kind.evaluate
        scores = self

        @functools.wraps(original)
        def evaluate(model, *args, **more):
            result = original(model, *args, **more)
            frame = scores._seen(sys._getframe(1))
            if frame is not None:
                scores._note_all(result if isinstance(result, dict) else named_results(model, result), frame)
            return result

        kind.evaluate = evaluate

    def _lightning(self, module):
        for name in ("test", "validate"):
            self._evaluation(module.Trainer, name)

    def _evaluation(self, kind, name):
        original = getattr(kind, name)
        scores = self

        @functools.wraps(original)
        def evaluated(trainer, *args, **more):
            result = original(trainer, *args, **more)
            frame = scores._seen(sys._getframe(1))
            if frame is not None:
                for each in result if isinstance(result, list) else [result]:
                    scores._note_all(each, frame)
            return result

        setattr(kind, name, evaluated)

    def _note_all(self, values, frame):
        if not isinstance(values, dict):
            return
        for name, value in values.items():
            if not any(word in str(name) for word in ("runtime", "per_second", "epoch")):
                self._records.score("evaluate", name, value, frame)


class _Recorded:
    """A method whose results are noted. Reached through the class it is the plain function, as those who inspect signatures expect."""

    def __init__(self, method, note, seen):
        self._method = method
        self._note = note
        self._seen = seen

    def __get__(self, owner, kind=None):
        bound = self._method.__get__(owner, kind)
        if owner is None:
            return bound
        note, seen = self._note, self._seen

        @functools.wraps(bound)
        def recorded(*args, **more):
            result = bound(*args, **more)
            frame = seen(sys._getframe(1))
            if frame is not None:
                note(owner, result, frame)
            return result

        return recorded


def metric_of(estimator):
    """What `score` of an estimator computes, by its kind: "accuracy", "r2" or "score"."""
    try:
        from sklearn.base import is_classifier, is_regressor

        return "accuracy" if is_classifier(estimator) else "r2" if is_regressor(estimator) else "score"
    except Exception:
        return "score"


def scoring_name(args, more):
    """The metric of a cross-validation: by its name, by the function of a scorer, else what the estimator's own score computes."""
    scoring = more.get("scoring")
    if isinstance(scoring, str):
        return scoring
    function = getattr(scoring, "_score_func", scoring)
    if callable(function) and hasattr(function, "__name__"):
        return ("neg_" if getattr(scoring, "_sign", 1) < 0 else "") + function.__name__
    return metric_of(args[0] if args else more.get("estimator"))


def named_results(model, result):
    """Results of `evaluate` by their names, which older and newer versions keep in different places."""
    values = result if isinstance(result, (list, tuple)) else [result]
    try:
        named = {name: value for name, value in model.get_metrics_result().items()}
        if len(named) >= len(values):
            return {name: float(value) for name, value in named.items()}
    except Exception:
        pass
    names = list(getattr(model, "metrics_names", None) or [])
    return {(names[i] if i < len(names) else "result %d" % (i + 1)): value for i, value in enumerate(values)}
