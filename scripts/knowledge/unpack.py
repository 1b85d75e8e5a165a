"""Takes the Python sources out of wheels.

    python scripts/knowledge/unpack.py WHEELS FOLDER    # also writes versions.json: the distribution of each package
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from pathlib import Path


def unpack(wheels: Path, folder: Path) -> None:
    """Writes the sources below `folder`, an empty file for each compiled module, and which distribution each package is of."""
    versions: dict[str, list[str]] = {}
    for wheel in sorted(wheels.glob("*.whl")):
        name, version = wheel.name.split("-")[:2]
        with zipfile.ZipFile(wheel) as archive:
            for member in archive.namelist():
                first = member.split("/")[0]
                if ".." in member.split("/") or member.startswith("/") or first.endswith((".dist-info", ".data")) or "/tests/" in member:
                    continue
                target = folder / member
                if member.endswith((".py", ".pyi")):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(archive.read(member))
                elif compiled := re.match(r"(.*/)?(\w+)\.(cpython-[\w-]+\.|abi3\.)?so$", member):
                    target = folder / (compiled.group(1) or "") / f"{compiled.group(2)}.so"
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.touch()
                else:
                    continue
                versions.setdefault(first.split(".")[0], [name.replace("_", "-"), version])
    (folder / "versions.json").write_text(json.dumps(versions, indent=1), encoding="utf-8")


if __name__ == "__main__":
    unpack(Path(sys.argv[1]), Path(sys.argv[2]))
