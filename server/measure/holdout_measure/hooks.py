"""Runs an action on a module right after the module itself has run, whoever imports it."""
import importlib.abc
import sys


class AfterImport(importlib.abc.MetaPathFinder):
    """actions: name of a module -> functions of the module. A function that fails is told to `failed` and stops nothing."""

    def __init__(self, actions, failed):
        self._actions = actions
        self._failed = failed
        self._busy = set()

    def install(self):
        sys.meta_path.insert(0, self)

    def find_spec(self, name, path=None, target=None):
        if name not in self._actions or name in self._busy:
            return None
        self._busy.add(name)
        try:
            for finder in list(sys.meta_path):
                find = getattr(finder, "find_spec", None)
                spec = find(name, path, target) if find and finder is not self else None
                if spec is not None:
                    break
            else:
                return None
        finally:
            self._busy.discard(name)
        if spec.loader is not None and hasattr(spec.loader, "exec_module"):
            spec.loader = _Loader(spec.loader, lambda module: self._run(name, module))
        return spec

    def _run(self, name, module):
        for action in self._actions[name]:
            try:
                action(module)
            except Exception as error:
                self._failed("%s of %s: %r" % (getattr(action, "__name__", "action"), name, error))


class _Loader(importlib.abc.Loader):
    def __init__(self, loader, then):
        self._loader = loader
        self._then = then

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        # Whoever asks the module for its resources meets its own loader.
        if getattr(module, "__spec__", None) is not None:
            module.__spec__.loader = self._loader
        module.__loader__ = self._loader
        self._loader.exec_module(module)
        self._then(module)
