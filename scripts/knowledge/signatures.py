"""Signatures of real callables, as the rows write them."""

from __future__ import annotations

import inspect
from typing import Any, Callable

PLAIN = (bool, int, float, str, bytes, type(None))


def default(value: Any) -> str:
    if isinstance(value, tuple) and all(isinstance(item, PLAIN) for item in value):
        return repr(value)
    if isinstance(value, float) and value != value:
        return "nan"
    if type(value) in PLAIN:
        return repr(value)
    return "..."


def signature(call: Callable[..., Any]) -> str | None:
    """`(a, b=1, *, c=None)` without self; None when Python itself does not know."""
    try:
        parameters = list(inspect.signature(call).parameters.values())
    except (TypeError, ValueError):
        return None
    parts: list[str] = []
    starred = False
    for parameter in parameters:
        if parameter.name == "self" and not parts:
            continue
        if parameter.kind is parameter.VAR_POSITIONAL:
            starred = True
            parts.append(f"*{parameter.name}")
            continue
        if parameter.kind is parameter.VAR_KEYWORD:
            parts.append(f"**{parameter.name}")
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            starred = True
            parts.append("*")
        text = parameter.name
        if parameter.default is not parameter.empty:
            text += f"={default(parameter.default)}"
        parts.append(text)
    return f"({', '.join(parts)})"
