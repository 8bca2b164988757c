"""Whatever breaks, nothing is lost, doubled or miscounted; the long form is `make chaos`."""

import asyncio

import pytest

from benchmarks.chaos.play import play

SEEDS = 20
AT_ONCE = 5  # a play mostly waits


@pytest.mark.chaos
@pytest.mark.parametrize("first", range(1, SEEDS + 1, AT_ONCE))
async def test_chaos(first, tmp_path):
    """Killed, cut off, refused, locked out and misled about the time, the bot keeps its promise."""
    seeds = range(first, first + AT_ONCE)
    folders = [tmp_path / str(seed) for seed in seeds]
    for folder in folders:
        folder.mkdir()

    logs = [[] for _ in seeds]

    accounts = await asyncio.gather(*map(play, seeds, folders, logs))

    for seed, account, log in zip(seeds, accounts, logs, strict=True):
        assert not account, (f"python -m benchmarks.chaos --seeds 1 --first {seed}", account, log)
