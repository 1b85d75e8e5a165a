"""python __main__.py PLAN: runs what a plan says, a JSON file that server/src/host/measure writes, and leaves records in the file it names."""
import os
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path[0] = os.path.dirname(HERE)
from holdout_measure.program import run  # noqa: E402

if __name__ == "__main__":
    sys.path.pop(0)
    sys.exit(run(sys.argv[1], HERE))
