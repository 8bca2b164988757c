"""`python -m benchmarks [SUITE …] [--runs N]`: one JSON line for each figure on stdout."""

import argparse
import asyncio
import sys

from benchmarks import (
    autocomplete,
    checks,
    due,
    fanout,
    fetching,
    memory,
    readback,
    reading,
    sandbox,
    tallies,
)
from benchmarks.figures import RUNS, measure
from benchmarks.votes import bench as votes

SUITES = {
    "sandbox": sandbox.BENCHES,
    "reading": reading.BENCHES,
    "fetching": fetching.BENCHES,
    "autocomplete": autocomplete.BENCHES,
    "votes": votes.BENCHES,
    "tallies": tallies.BENCHES,
    "checks": checks.BENCHES,
    "due": due.BENCHES,
    "fanout": fanout.BENCHES,
    "readback": readback.BENCHES,
    "memory": memory.BENCHES,
}


def main() -> int:
    """Measure the suites asked for, all if none is; 1 where a bar was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("suite", nargs="*", choices=[*SUITES, []], help="all, if none is named")
    parser.add_argument(
        "--runs",
        type=int,
        default=RUNS,
        help="the median of so many counts; %(default)s by default",
    )
    parser.add_argument("--only", default="", help="only figures whose name contains this")
    given = parser.parse_args()
    kept = True
    for suite in given.suite or SUITES:
        for bench in SUITES[suite]:
            if given.only in bench.name:
                kept &= asyncio.run(measure(bench, given.runs))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
