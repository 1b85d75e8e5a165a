"""Keeps a run to its copy: nothing is written where the original lies, and what is written elsewhere is told."""
import errno
import os
import sys
import threading
import time

MOST = 50
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def guard(records, copy, original, scratch):
    """copy, original, scratch: resolved folders; scratch holds the copy and everything else that goes away after the run."""
    inside = os.path.join(scratch, "")
    forbidden = os.path.join(original, "")
    told = set()
    busy = threading.local()

    def check(path):
        if not isinstance(path, (str, bytes)) or getattr(busy, "now", False):
            return
        busy.now = True
        try:
            whole = os.path.realpath(os.fsdecode(path))
            if whole.startswith(inside) or whole == scratch:
                return
            if whole == original or whole.startswith(forbidden):
                raise PermissionError(
                    errno.EACCES,
                    "Holdout runs this program in a copy of its folder and lets it write nothing into the folder itself",
                    whole,
                )
            if whole not in told and len(told) < MOST and not is_cache(whole):
                told.add(whole)
                records.write("wrote", path=whole)
        finally:
            busy.now = False

    def heard(event, args):
        if event == "open":
            path, mode, flags = args
            if isinstance(mode, str) and any(letter in mode for letter in "wax+") or isinstance(flags, int) and flags & WRITING:
                check(path)
        elif event in ("os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "sqlite3.connect"):
            check(args[0])
        elif event in ("os.rename", "os.link", "os.symlink"):
            check(args[1])
            if event == "os.rename":
                check(args[0])

    sys.addaudithook(heard)


def is_cache(path):
    """Devices, and the hidden folders in which libraries keep what they have downloaded or worked out."""
    return path.startswith(("/dev/", "/proc/")) or any(part.startswith(".") for part in path.split(os.sep))


def watch(seconds):
    """Ends this process and its children if the one that started it is gone, or forgets it."""
    parent = os.getppid()
    ends = time.monotonic() + seconds

    def look():
        while time.monotonic() < ends and os.getppid() == parent:
            time.sleep(1)
        if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
            import signal

            os.killpg(os.getpgrp(), signal.SIGKILL)
        os._exit(70)

    threading.Thread(target=look, daemon=True).start()
