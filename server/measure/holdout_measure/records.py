"""What a run tells: lines of JSON in a file, in the order of events, with the places of the user's code that led to them."""
import json
import math
import os
import sys
import threading

#: Frames of the user's code that are kept with a record, the innermost ones.
DEEPEST = 6


class Records:
    """Writes records and knows the user's code.

    file: where the lines go. root: the copy of the user's folder, resolved.
    units: name of code as it is compiled -> number of the script (0) or cell.
    """

    def __init__(self, file, root, units):
        self._handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._root = os.path.join(root, "")
        self._units = units
        self._files = {}
        self._lock = threading.Lock()

    def write(self, kind, **fields):
        line = json.dumps({"k": kind, **fields}, allow_nan=False, default=str) + "\n"
        with self._lock:
            os.write(self._handle, line.encode("utf-8", "backslashreplace"))

    def unit_of(self, filename):
        """The number of a unit, the path of another file of the project below the copy, or None for foreign code."""
        if filename in self._units:
            return self._units[filename]
        if filename not in self._files:
            whole = os.path.realpath(filename) if os.path.isabs(filename) else filename
            inside = whole.startswith(self._root) and "site-packages" not in whole
            self._files[filename] = whole[len(self._root):].replace(os.sep, "/") if inside else None
        return self._files[filename]

    def is_users(self, frame):
        return frame is not None and self.unit_of(frame.f_code.co_filename) is not None

    def path_to(self, frame):
        """[[unit, line], ...] of the user's frames from the outermost to the innermost."""
        path = []
        while frame is not None and len(path) < DEEPEST:
            unit = self.unit_of(frame.f_code.co_filename)
            if unit is not None:
                path.append([unit, frame.f_lineno])
            frame = frame.f_back
        return path[::-1]

    def score(self, how, name, value, frame, parts=None):
        """A number that the program computed. parts: what it is the mean of."""
        number = as_number(value)
        if number is None:
            return
        more = [as_number(part) for part in parts] if parts is not None else None
        self.write("score", how=how, name=str(name)[:100], value=number, parts=more, path=self.path_to(frame))

    def note(self, text):
        self.write("note", text=str(text)[:500])


def as_number(value):
    """A finite float, or None. Truth values and texts are no scores."""
    if isinstance(value, (bool, str, bytes)):
        return None
    if type(value).__name__ in ("bool_", "bool"):
        return None
    if getattr(value, "shape", ()) not in ((), None) or not hasattr(value, "__float__"):
        return None
    try:
        number = float(value)
    except Exception:
        return None
    return number if math.isfinite(number) else None


class Output:
    """Standard output that also notes each line that holds a number, with the place that wrote it."""

    #: Lines that are noted in one run; more are somebody's log.
    MOST = 2000
    LONGEST = 300

    def __init__(self, stream, records):
        self._stream = stream
        self._records = records
        self._line = ""
        self._noted = 0

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def write(self, text):
        written = self._stream.write(text)
        if not isinstance(text, str):
            return written
        first, *rest = (self._line + text).split("\n")
        for part in rest:
            self._note(first, sys._getframe(1))
            first = part
        self._line = first[-4 * self.LONGEST:]
        return written

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def end(self):
        if self._line:
            self._note(self._line, None)
        self._line = ""

    def _note(self, line, frame):
        # What a progress bar has overwritten is gone.
        line = line.rstrip("\r").split("\r")[-1].replace("\b", "")
        if self._noted >= self.MOST or len(line) > self.LONGEST or not any(c.isdigit() for c in line):
            return
        self._noted += 1
        self._records.write("out", text=line, path=self._records.path_to(frame))
