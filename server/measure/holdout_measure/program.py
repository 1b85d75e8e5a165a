"""One run of a script, or of the cells of a notebook one after the other."""
import ast
import builtins
import inspect
import json
import linecache
import os
import sys
import time
import traceback
import types

from .guard import guard, watch
from .hooks import AfterImport
from .records import Output, Records, as_number
from .scores import Scores
from .seeds import Seeds


def run(plan_file, here):
    """The exit status: 0 if the program came to its end, else 1; the records say why."""
    with open(plan_file, encoding="utf-8") as file:
        plan = json.load(file)
    watch(plan["limit"] + 60)
    root = os.path.realpath(plan["root"])
    notebook = plan["notebook"]
    units = plan["units"]
    records = Records(plan["records"], root, {unit["name"]: number for number, unit in enumerate(units)})
    records.write("started", python=sys.version.split()[0])
    here_and = os.path.join(here, "")

    seeds = Seeds(plan["run"])
    seeds.standard()
    hooks = {}
    for actions in (seeds.actions(), Scores(records).actions(), quiet(notebook)):
        for name, functions in actions.items():
            hooks.setdefault(name, []).extend(functions)
    AfterImport(hooks, records.note).install()

    output = Output(sys.stdout, records)
    sys.stdout = output
    builtins.input = no_input
    main = types.ModuleType("__main__")
    main.__builtins__ = builtins
    sys.modules["__main__"] = main
    sys.path[:] = paths_of_copy(os.path.dirname(plan["script"]), root, plan["original"])
    sys.argv = [plan["script"]]
    os.chdir(plan["cwd"])
    if notebook:
        builtins.get_ipython = Shell
        builtins.display = nothing
        main.__holdout_shown__ = shown(output)
    else:
        main.__file__ = plan["script"]
    guard(records, root, os.path.realpath(plan["original"]), os.path.realpath(plan["scratch"]))

    began = time.monotonic()
    try:
        if notebook:
            run_cells(units, main.__dict__)
        else:
            with open(plan["script"], "rb") as file:
                code = compile(file.read(), plan["script"], "exec", dont_inherit=True)
            exec(code, main.__dict__)
        status = 0
    except SystemExit as end:
        status = 0 if end.code in (None, 0) else 1
        if status:
            records.write("error", text="The program ended itself with status %s." % (end.code,))
    except BaseException as error:
        status = 1
        records.write("error", text=told(error, here_and))
    output.end()
    records.write("ended", status=status, seconds=round(time.monotonic() - began, 3))
    try:
        sys.stdout.flush()
    except Exception:
        pass
    return status


def run_cells(units, names):
    """Each cell is compiled by itself, as in a notebook: `from __future__` and `await` hold where they hold there."""
    flags = 0
    for unit in units:
        text, name = unit["text"], unit["name"]
        linecache.cache[name] = (len(text), None, text.splitlines(True), name)
        tree = ast.parse(text, name)
        last = tree.body[-1] if tree.body else None
        if isinstance(last, ast.Expr) and not text.rstrip().endswith(";"):
            call = ast.Call(func=ast.Name(id="__holdout_shown__", ctx=ast.Load()), args=[last.value], keywords=[])
            last.value = ast.copy_location(call, last.value)
            ast.fix_missing_locations(tree)
        code = compile(tree, name, "exec", flags=flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        flags |= code.co_flags & FUTURES
        if code.co_flags & inspect.CO_COROUTINE:
            import asyncio

            asyncio.run(eval(code, names))
        else:
            exec(code, names)


def _futures():
    import __future__

    flags = 0
    for name in __future__.all_feature_names:
        flags |= getattr(__future__, name).compiler_flag
    return flags


FUTURES = _futures()


def shown(output):
    """What a cell shows as its result is noted if it is a number, or a few."""

    def show(value):
        values = value if isinstance(value, (list, tuple)) and len(value) <= 10 else [value]
        if values and all(as_number(each) is not None for each in values):
            output._records.write("out", text=" ".join(repr(as_number(each)) for each in values), path=output._records.path_to(sys._getframe(1)))

    return show


def told(error, here):
    """The traceback without the frames that run the program."""
    parts = traceback.TracebackException.from_exception(error)
    seen = set()
    each = parts
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        each.stack = traceback.StackSummary.from_list([frame for frame in each.stack if not frame.filename.startswith(here)])
        each = each.__cause__ or each.__context__
    return "".join(parts.format())


def paths_of_copy(folder, root, original):
    """Where modules are found: what lies in the original folder is taken from the copy, if it was copied."""
    paths = [folder]
    for entry in sys.path:
        below = os.path.relpath(entry, original) if entry and os.path.isabs(entry) and entry.startswith(os.path.join(original, "")) else None
        copied = os.path.normpath(os.path.join(root, below)) if below else None
        paths.append(copied if copied and os.path.exists(copied) else entry)
    return [entry for entry in paths if entry]


def quiet(notebook):
    """No windows: figures are drawn into memory and shown to nobody."""
    actions = {
        "matplotlib": [lambda m: setattr(m, "use", nothing)],
        "matplotlib.pyplot": [lambda m: setattr(m, "show", nothing), lambda m: setattr(m, "switch_backend", nothing)],
        "plotly.basedatatypes": [lambda m: setattr(m.BaseFigure, "show", nothing)],
        "webbrowser": [lambda m: setattr(m, "open", lambda *_, **__: False)],
    }
    if notebook:
        actions["IPython.core.display_functions"] = [lambda m: setattr(m, "display", nothing)]
        actions["IPython.display"] = [lambda m: setattr(m, "display", nothing)]
    return actions


def nothing(*_args, **_more):
    return None


def no_input(prompt=""):
    raise EOFError("Holdout runs this program with nobody at the keyboard: input(%r) gets no answer." % (prompt,))


class Shell:
    """Stands for IPython where a notebook asks for it: there is no kernel, and magics do nothing."""

    def __getattr__(self, _name):
        return nothing
