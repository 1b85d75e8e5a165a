"""Finds names in the sources of packages that are not installed: their modules are parsed, never run.

A package too heavy to be installed for a check still says in its sources what it exports: definitions, imports, star
imports with `__all__`, tables of names that are imported when they are asked for, stubs beside compiled modules.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Iterable, Iterator

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass
class Found:
    """What a name stands for. `kind`: module, class, function, or value for anything that is not looked into."""

    kind: str
    where: "Module | None" = None
    nodes: list[ast.AST] = field(default_factory=list)
    owner: "Found | None" = None


@dataclass
class Module:
    name: str
    is_package: bool
    folder: Path
    trees: list[ast.Module]
    """The source, then the stub, where there are both."""
    closed: bool = False
    """Compiled, made at import (protocol buffers), or not understood: it may have any name."""
    bindings: dict[str, list[tuple]] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    listed: set[str] | None = None
    """`__all__`, where it is written out."""
    lazy: bool = False
    texts: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for tree in self.trees:
            self.collect(tree.body)
        self.lazy = "__getattr__" in self.bindings or any("sys.modules[__name__]" in text or "lazy" in text.lower() for text in self.calls)

    @property
    def calls(self) -> Iterable[str]:
        for tree in self.trees:
            for node in tree.body:
                for inner in ast.walk(node) if not isinstance(node, (ast.ClassDef, *FUNCTION)) else ():
                    if isinstance(inner, ast.Call):
                        yield ast.unparse(inner.func)
                    elif isinstance(inner, ast.Assign):
                        yield ast.unparse(inner.targets[0])

    def absolute(self, module: str | None, level: int) -> str:
        if level == 0:
            return module or ""
        parts = self.name.split(".")
        base = parts[: len(parts) - level + (1 if self.is_package else 0)]
        return ".".join([*base, *([module] if module else [])])

    def bind(self, name: str, *what: object) -> None:
        self.bindings.setdefault(name, []).append(what)

    def collect(self, body: list[ast.stmt]) -> None:
        for node in body:
            if isinstance(node, FUNCTION):
                self.bind(node.name, "function", node)
            elif isinstance(node, ast.ClassDef):
                self.bind(node.name, "class", node)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    self.bind(alias.asname or alias.name.split(".")[0], "module", alias.name if alias.asname else alias.name.split(".")[0])
            elif isinstance(node, ast.ImportFrom):
                home = self.absolute(node.module, node.level)
                for alias in node.names:
                    if alias.name == "*":
                        self.stars.append(home)
                    else:
                        self.bind(alias.asname or alias.name, "from", home, alias.name)
            elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
                self.assign(node)
            elif isinstance(node, ast.Expr):
                self.expression(node.value)
            else:
                for inner in ("body", "orelse", "finalbody"):
                    self.collect([each for each in getattr(node, inner, []) if isinstance(each, ast.stmt)])
                for handler in getattr(node, "handlers", []):
                    self.collect(handler.body)

    def assign(self, node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            for each in target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]:
                if isinstance(each, ast.Name):
                    self.bind(each.id, "value", node.value if each is target else None)
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            self.list_names(node.value)

    def expression(self, value: ast.expr) -> None:
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and ast.unparse(value.func) in ("__all__.extend", "__all__.append", "__all__.__iadd__"):
            self.list_names(value.args[0] if value.args else None)

    def list_names(self, value: ast.expr | None) -> None:
        texts = {each.value for each in ast.walk(value) if isinstance(each, ast.Constant) and isinstance(each.value, str)} if value else set()
        self.listed = (self.listed or set()) | texts


class Sources:
    """Packages unpacked below a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.versions: dict[str, list[str]] = json.loads((folder / "versions.json").read_text(encoding="utf-8"))
        self.modules: dict[str, Module | None] = {}

    def module(self, name: str) -> Module | None:
        if name not in self.modules:
            self.modules[name] = self.read(name)
        return self.modules[name]

    def read(self, name: str) -> Module | None:
        if not name or name.split(".")[0] not in self.versions:
            return None
        base = self.folder.joinpath(*name.split("."))
        is_package = any((base / f"__init__.{kind}").exists() for kind in ("py", "pyi"))
        stem = base / "__init__" if is_package else base
        texts = [file for kind in ("py", "pyi") if (file := stem.parent / f"{stem.name}.{kind}").exists()]
        compiled = (stem.parent / f"{stem.name}.so").exists()
        # A folder alone is a package too, without names of its own.
        if not texts and not compiled and not (base.is_dir() and any(base.glob("*"))):
            return None
        trees = [parsed(file) for file in texts]
        closed = name.endswith("_pb2") or any(tree is None for tree in trees) or (compiled and not any(file.suffix == ".pyi" for file in texts))
        return Module(name, is_package or not texts, base, [tree for tree in trees if tree], closed)

    def find(self, path: str) -> Found | None:
        """What a dotted name stands for; None when it does not exist; `value` where that cannot be told from sources."""
        parts = path.split(".")
        here = self.module(parts[0])
        found = Found("module", here) if here else None
        for part in parts[1:]:
            found = found and self.attribute(found, part, frozenset())
        return found

    def attribute(self, found: Found, name: str, seen: frozenset[tuple[str, str]]) -> Found | None:
        if found.kind == "module" and found.where:
            return self.name(found.where, name, seen)
        if found.kind == "class":
            return self.member(found, name, 0)
        return Found("value")

    def name(self, module: Module, name: str, seen: frozenset[tuple[str, str]]) -> Found | None:
        """A name of a module."""
        if (module.name, name) in seen:
            return None
        seen |= {(module.name, name)}
        results = [found for what in module.bindings.get(name, []) if (found := self.bound(module, what, seen))]
        if results:
            best = next((found for found in results if found.kind != "value"), results[0])
            nodes = [node for found in results if found.kind == best.kind and found.where is best.where for node in found.nodes]
            return Found(best.kind, best.where, nodes or best.nodes, best.owner)
        if submodule := self.module(f"{module.name}.{name}"):
            return Found("module", submodule)
        for star in module.stars:
            if not self.mentions(star, name):
                continue
            target = self.module(star)
            if target is None:
                # A package that is not here may export anything.
                if star.split(".")[0] not in self.versions:
                    return Found("value")
            elif exports(target, name) and (found := self.name(target, name, seen)):
                return found
        if module.closed:
            return Found("value")
        return self.lazily(module, name, seen) if module.lazy else None

    def mentions(self, module: str, name: str) -> bool:
        """Whether it is worth parsing a module to find a name in it."""
        base = self.folder.joinpath(*module.split("."))
        texts = [words(file) for file in (base.with_suffix(".py"), base.with_suffix(".pyi"), base / "__init__.py", base / "__init__.pyi") if file.exists()]
        return not texts or any(name in text or "import *" in text for text in texts)

    def bound(self, module: Module, what: tuple, seen: frozenset[tuple[str, str]]) -> Found | None:
        kind, *rest = what
        if kind in ("function", "class"):
            return Found(kind, module, [rest[0]])
        if kind == "module":
            target = self.module(rest[0])
            return Found("module", target) if target else (None if rest[0].split(".")[0] in self.versions else Found("value"))
        if kind == "from":
            home, name = rest
            target = self.module(home)
            if target is None:
                return None if home.split(".")[0] in self.versions else Found("value")
            return self.name(target, name, seen)
        # Another name for something, or a value.
        value = rest[0]
        if isinstance(value, (ast.Name, ast.Attribute)) and (path := dotted(value)):
            found: Found | None = Found("module", module)
            for part in path.split("."):
                found = found and self.attribute(found, part, seen)
            return found or Found("value")
        return Found("value")

    def lazily(self, module: Module, name: str, seen: frozenset[tuple[str, str]]) -> Found | None:
        """A name that is imported when it is asked for: it stands as a text in a table, or in `__all__` of a module below."""
        if name in texts_in(module):
            for file in sorted(module.folder.rglob("*.py")):
                if defines(file, name):
                    path = ".".join(file.relative_to(self.folder).with_suffix("").parts).removesuffix(".__init__")
                    if (home := self.module(path)) and home is not module and (found := self.name(home, name, seen)):
                        return found
            return Found("value")
        return None

    def member(self, cls: Found, name: str, depth: int) -> Found | None:
        """A name of a class or of those that it is made of."""
        open_base = False
        for node in cls.nodes:
            members = [each for each in bodies(node.body) if isinstance(each, (*FUNCTION, ast.ClassDef)) and each.name == name]
            if members:
                kind = "class" if isinstance(members[0], ast.ClassDef) else "function"
                return Found(kind, cls.where, members, cls)
            for each in bodies(node.body):
                targets = each.targets if isinstance(each, ast.Assign) else [each.target] if isinstance(each, ast.AnnAssign) else []
                if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                    return Found("value")
            for base in node.bases:
                found = self.base(cls, base)
                if found is None or found.kind != "class" or depth > 20:
                    open_base = open_base or not (isinstance(base, ast.Name) and base.id == "object")
                elif inherited := self.member(found, name, depth + 1):
                    return inherited
        return Found("value") if open_base else None

    def base(self, cls: Found, base: ast.expr) -> Found | None:
        path = dotted(base.value if isinstance(base, ast.Subscript) else base)
        found: Found | None = Found("module", cls.where) if path and cls.where else None
        for part in (path or "").split("."):
            found = found and self.attribute(found, part, frozenset())
        return found

    def parameters(self, found: Found) -> list[tuple[str, str]] | None:
        """Names and kinds (positional, keyword) in order, without self. None when anything may be given, or it cannot be told."""
        if found.kind == "class":
            if any(is_record(node) for node in found.nodes):
                return None
            maker = self.member(found, "__init__", 0) or self.member(found, "__new__", 0)
            return self.parameters(maker) if maker else None
        if found.kind != "function":
            return None
        functions = [node for node in found.nodes if isinstance(node, FUNCTION)]
        if len(functions) != 1:
            return None
        [node] = functions
        args = node.args
        if args.vararg or args.kwarg:
            return None
        positional = [*args.posonlyargs, *args.args]
        if found.owner and not any(dotted(each) == "staticmethod" for each in node.decorator_list):
            positional = positional[1:]
        return [*((each.arg, "positional") for each in positional), *((each.arg, "keyword") for each in args.kwonlyargs)]


def exports(module: Module, name: str) -> bool:
    return name in module.listed if module.listed is not None and name in module.listed else not name.startswith("_")


def bodies(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        yield node
        if isinstance(node, (ast.If, ast.Try, ast.With)):
            yield from bodies([*node.body, *getattr(node, "orelse", [])])


def is_record(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any("dataclass" in ast.unparse(each) or "define" in ast.unparse(each) for each in node.decorator_list)


def dotted(node: ast.expr) -> str | None:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None


def parsed(file: Path) -> ast.Module | None:
    """None for what is written for a newer Python than this one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(file.read_bytes(), str(file))
        except SyntaxError:
            return None


def texts_in(module: Module) -> set[str]:
    if not module.texts:
        module.texts = {node.value for tree in module.trees for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return module.texts


@lru_cache(maxsize=None)
def words(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def defines(file: Path, name: str) -> bool:
    return re.search(rf"^(class|def|async def) {re.escape(name)}\b|^{re.escape(name)}\b.*=", words(file), re.MULTILINE) is not None
