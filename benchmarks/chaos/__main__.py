"""`python -m benchmarks.chaos [--seeds N] [--first N]`: plays; a JSON line for each figure."""

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path

from benchmarks.chaos.play import play
from benchmarks.chaos.reckoning import Account

_AT_ONCE = 4  # a play mostly waits


def main() -> int:
    """Play every seed; 1 where anything was lost, doubled or miscounted."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, default=300, help="how many plays")
    parser.add_argument(
        "--first", type=int, default=1, help="the first seed; with --seeds 1 that one"
    )
    given = parser.parse_args()
    return asyncio.run(_play_all(range(given.first, given.first + given.seeds)))


async def _play_all(seeds: range) -> int:
    total = Account([], [], [])
    places = asyncio.Semaphore(_AT_ONCE)

    async def one(seed: int) -> None:
        async with places:
            await _play_one(seed, total)

    async with asyncio.TaskGroup() as group:
        for seed in seeds:
            group.create_task(one(seed))
    for name in ("lost", "doubled", "miscounted"):
        value = len(getattr(total, name))
        line = {"bench": f"chaos.{name}", "value": value, "unit": "", "bar": 0, "ok": not value}
        print(json.dumps(line), flush=True)
    return 1 if total else 0


async def _play_one(seed: int, total: Account) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            account, log = await play(seed, Path(folder))
        except Exception as error:
            error.add_note(f"seed {seed}: python -m benchmarks.chaos --seeds 1 --first {seed}")
            raise
    verdict = "ok" if not account else f"FAILED {account}"
    print(f"seed {seed}: {len(log)} troubles, {verdict}", file=sys.stderr, flush=True)
    if account:
        print("\n".join(f"  {line}" for line in log), file=sys.stderr, flush=True)
    total.lost += account.lost
    total.doubled += account.doubled
    total.miscounted += account.miscounted


if __name__ == "__main__":
    sys.exit(main())
