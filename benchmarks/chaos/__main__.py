"""`python -m benchmarks.chaos [--seeds N] [--first N]`: plays; a JSON line for each figure.

The last lines on stderr say how to play again what failed.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import traceback
from pathlib import Path

from benchmarks.chaos.play import play
from benchmarks.chaos.reckoning import Account

_AT_ONCE = 4  # a play mostly waits
_AGAIN = "python -m benchmarks.chaos --seeds 1 --first"


def main() -> int:
    """Play every seed; 1 where anything was lost, doubled or miscounted."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, default=300, help="how many plays")
    parser.add_argument(
        "--first", type=int, default=1, help="the first seed; with --seeds 1 that one"
    )
    parser.add_argument("--at-once", type=int, default=_AT_ONCE, help="plays at the same time")
    given = parser.parse_args()
    return asyncio.run(_play_all(range(given.first, given.first + given.seeds), given.at_once))


async def _play_all(seeds: range, at_once: int) -> int:
    total = Account([], [], [])
    failed: list[int] = []
    places = asyncio.Semaphore(at_once)

    async def one(seed: int) -> None:
        async with places:
            account = await _play_one(seed)
        if account:
            failed.append(seed)
        total.lost += account.lost
        total.doubled += account.doubled
        total.miscounted += account.miscounted

    async with asyncio.TaskGroup() as group:
        for seed in seeds:
            group.create_task(one(seed))
    for seed in failed:
        print(f"failed: {_AGAIN} {seed}", file=sys.stderr, flush=True)
    for name in ("lost", "doubled", "miscounted"):
        value = len(getattr(total, name))
        line = {"bench": f"chaos.{name}", "value": value, "unit": "", "bar": 0, "ok": not value}
        print(json.dumps(line), flush=True)
    return 1 if total else 0


async def _play_one(seed: int) -> Account:
    log: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            account = await play(seed, Path(folder), log)
        except Exception as error:  # noqa: BLE001 - whatever ended it, the other seeds are played
            # What cannot be reckoned up is lost.
            account = Account([f"the play: {error!r}"], [], [])
            traceback.print_exception(error)
    verdict = "ok" if not account else f"FAILED {account}"
    print(f"seed {seed}: {len(log)} troubles, {verdict}", file=sys.stderr, flush=True)
    if account:
        print("\n".join(f"  {line}" for line in log), file=sys.stderr, flush=True)
    return account


if __name__ == "__main__":
    sys.exit(main())
