"""Seeds. Generators that the program leaves unseeded start from the number of the run; whole numbers that the program gives as seeds
are raised by it. So the first run (0) is the program with its own seeds, and equal seeds in one program stay equal in every run."""
import functools
import itertools
import numbers
import random

LARGEST = 2**32 - 1


class Seeds:
    def __init__(self, run):
        self.run = run
        self._unseeded = itertools.count()

    def shifted(self, seed):
        """What stands for a seed in this run; anything but a whole number is left as it is."""
        if isinstance(seed, bool) or not isinstance(seed, numbers.Integral):
            return seed
        return (int(seed) + self.run) % (LARGEST + 1) if 0 <= seed <= LARGEST else seed

    def own(self):
        """A seed for a generator that was given none: another one for each, the same in each run of this number."""
        return (1000003 * (self.run + 1) + next(self._unseeded)) % LARGEST

    def wrapped(self, function):
        """A function whose first argument is a seed."""

        @functools.wraps(function)
        def seeded(seed=None, *args, **more):
            return function(self.shifted(seed), *args, **more)

        return seeded

    def standard(self):
        original = random.Random.seed

        def seed(generator, a=None, version=2):
            return original(generator, self.shifted(a), version)

        random.Random.seed = seed
        random.seed = random._inst.seed
        original(random._inst, self.run)

    def actions(self):
        return {
            "numpy.random": [self._numpy],
            "torch": [self._torch],
            "tensorflow": [self._tensorflow],
            "xgboost.core": [lambda m: self._boosters(m.Booster, ("seed", "random_state"), "seed")],
            "lightgbm.basic": [lambda m: self._boosters(m.Booster, LIGHTGBM, "seed")],
            "catboost.core": [self._catboost],
        }

    def _numpy(self, module):
        module.seed(self.run)
        module.seed = self.wrapped(module.seed)
        plain = module.RandomState
        seeds = self

        class Meta(type):
            # The global generator is one of the plain kind.
            def __instancecheck__(cls, instance):
                return isinstance(instance, plain)

            def __subclasscheck__(cls, kind):
                return issubclass(kind, plain)

        class RandomState(plain, metaclass=Meta):
            def __init__(self, seed=None):
                plain.__init__(self, seeds.own() if seed is None else seeds.shifted(seed))

        RandomState.__module__ = plain.__module__
        RandomState.__qualname__ = plain.__qualname__
        RandomState.__doc__ = plain.__doc__
        module.RandomState = RandomState
        default = module.default_rng

        @functools.wraps(default)
        def default_rng(seed=None):
            return default(self.own() if seed is None else self.shifted(seed))

        module.default_rng = default_rng

    def _torch(self, module):
        module.manual_seed(self.run)
        module.manual_seed = self.wrapped(module.manual_seed)
        module.random.manual_seed = module.manual_seed

    def _tensorflow(self, module):
        module.random.set_seed(self.run)
        module.random.set_seed = self.wrapped(module.random.set_seed)

    def _boosters(self, kind, names, default):
        original = kind.__init__

        @functools.wraps(original)
        def init(booster, params=None, *args, **more):
            return original(booster, self._params(params, names, default), *args, **more)

        kind.__init__ = init

    def _params(self, params, names, default):
        if isinstance(params, dict):
            changed = {key: self.shifted(value) if key in names else value for key, value in params.items()}
            if self.run and not any(changed.get(name) is not None for name in names):
                changed[default] = self.run
            return changed
        if isinstance(params, (list, tuple)) and all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in params):
            return [(key, self.shifted(value) if key in names else value) for key, value in params]
        return params

    def _catboost(self, module):
        kind = next(k for k in (getattr(module, "_CatBoostBase", None), module.CatBoost) if k is not None and "_train" in vars(k))
        original = kind._train

        @functools.wraps(original)
        def train(model, *args, **more):
            change = lambda value: self._params(value, ("random_seed",), "random_seed") if isinstance(value, dict) else value
            return original(model, *map(change, args), **{name: change(value) for name, value in more.items()})

        kind._train = train


LIGHTGBM = ("seed", "random_state", "random_seed", "bagging_seed", "feature_fraction_seed", "data_random_seed", "extra_seed", "drop_seed")
