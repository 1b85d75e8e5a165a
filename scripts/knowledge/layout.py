"""Writes a knowledge file as the repository keeps them: one class, function or method per line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

# Keys whose members are one row each.
TABLES = {"classes", "functions", "methods", "attributes", "values", "aliases"}


def one_line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def rows(table: dict[str, Any], indent: str) -> str:
    if not table:
        return "{}"
    lines = [f"{indent}  {json.dumps(name)}: {one_line(row)}" for name, row in table.items()]
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def section(members: dict[str, Any], indent: str) -> str:
    """A module or a protocol: its tables are spread over lines, everything else stays on one."""
    if not members:
        return "{}"
    lines = []
    for key, value in members.items():
        text = rows(value, indent + "  ") if key in TABLES else one_line(value)
        lines.append(f"{indent}  {json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def layout(document: dict[str, Any]) -> str:
    lines = []
    for key, value in document.items():
        if key in ("modules", "protocols"):
            inner = [f"    {json.dumps(name)}: {section(members, '    ')}" for name, members in value.items()]
            text = "{\n" + ",\n".join(inner) + "\n  }" if inner else "{}"
        elif key == "aliases":
            text = rows(value, "  ")
        else:
            text = one_line(value)
        lines.append(f"  {json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def destination(file: str, knowledge: Path) -> Path:
    """Where a generator writes: into the repository, or into the folder after `--into`, which leaves the repository alone."""
    folder = Path(sys.argv[sys.argv.index("--into") + 1]) if "--into" in sys.argv else knowledge
    return folder / file


def write(path: Path, document: dict[str, Any]) -> None:
    path.write_text(layout(document), encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        file = Path(name)
        write(file, json.loads(file.read_text(encoding="utf-8")))
