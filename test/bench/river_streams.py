"""Where river's detectors find a rise of errors: `python river_streams.py STREAMS.json`, a list of lists of 0 and 1."""

import json
import sys

from river import drift


def alarms(make, stream):
    detector = make()
    found = []
    for i, value in enumerate(stream):
        before = getattr(detector, "estimation", None)
        detector.update(value)
        # ADWIN reports falls too.
        if detector.drift_detected and (before is None or detector.estimation > before):
            found.append(i)
    return found


makers = {"DDM": drift.binary.DDM, "Page-Hinkley": lambda: drift.PageHinkley(mode="up"), "ADWIN": drift.ADWIN}
streams = json.load(open(sys.argv[1]))
print(json.dumps({name: [alarms(make, stream) for stream in streams] for name, make in makers.items()}))
