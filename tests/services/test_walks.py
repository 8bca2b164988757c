"""Sections on their way: by phase and not by server, few in memory, none held up by a stuck one."""

import asyncio

import pytest

from bot.domain.walk import Phase
from bot.services.walks import Waiting, Walks
from tests.patience import PATIENCE_SECONDS

_WHOLE = (Phase.SECTION, Phase.SECTION, Phase.POLL, Phase.POLL, Phase.SEED)


class Trail:
    """Posting and publisher in one: what sections have left to walk, and how many may at once.

    Sections in `stuck` wait for Discord for good once they walk.
    """

    def __init__(self, *, at_once=1):
        self.left = {}
        self.steps = []
        self.ended = []
        self.fresh = []
        self.stuck = set()
        self.spare = False
        self.in_memory = 0
        self.most_in_memory = 0
        self._at_once = at_once
        self._changed = asyncio.Condition()

    async def room(self):
        """Let so many walk at once; what is stuck does not count."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.in_memory < self._at_once)

    def crowded(self):
        """Have every turn wanted, unless there is room to spare."""
        return not self.spare

    async def load(self, _guild_id, post_id, *, fresh):
        """Read a section."""
        self.fresh.append((post_id, fresh))
        self.in_memory += 1
        self.most_in_memory = max(self.most_in_memory, self.in_memory)
        return post_id

    async def walk(self, post_id, *, gives_way):
        """Take a section's steps, giving way as real ones do."""
        try:
            while self.left[post_id]:
                if gives_way(phase := self.left[post_id][0]):
                    return phase
                if post_id in self.stuck:
                    await self._leave()
                    await asyncio.Event().wait()
                await asyncio.sleep(0)
                self.steps.append((self.left[post_id].pop(0), post_id))
            return None
        finally:
            if post_id not in self.stuck:
                await self._leave()

    async def _leave(self):
        async with self._changed:
            self.in_memory -= 1
            self._changed.notify_all()


async def walk_all(trail, walks, *, expecting):
    """Walk until so many sections have ended."""
    walking = asyncio.create_task(walks.run())
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(trail.ended) < expecting:
            await asyncio.sleep(0)
    walking.cancel()
    await asyncio.wait([walking])


def begin(trail, sections):
    """Queue sections, each with its own steps to take."""
    walks = Walks(trail, trail, on_end=trail.ended.append)
    for post_id, steps in sections.items():
        trail.left[post_id] = list(steps)
        walks.add(Waiting(1, post_id, post_id, fresh=True), steps[0])
    return walks


@pytest.fixture(autouse=True)
def _one_begins(monkeypatch):
    """Begin one walk at a time, so that the order is told apart from chance."""
    monkeypatch.setattr("bot.services.walks._BEGINNERS", 1)


async def test_by_phase_and_not_by_server():
    """Every server has its section before any has a poll, and its polls before any seed."""
    trail = Trail()
    walks = begin(trail, dict.fromkeys(range(40), _WHOLE))

    await walk_all(trail, walks, expecting=40)

    phases = [phase for phase, _ in trail.steps]
    assert phases == sorted(phases)
    assert len(trail.steps) == 40 * len(_WHOLE)
    assert len(walks) == 0


async def test_first_come_first_served():
    """Within a phase the section that was due first goes first."""
    trail = Trail()
    walks = begin(trail, dict.fromkeys(range(10), (Phase.SECTION, Phase.SEED)))

    await walk_all(trail, walks, expecting=10)

    posted = [post_id for phase, post_id in trail.steps if phase is Phase.SECTION]
    assert posted == list(range(10))


async def test_closing_goes_first():
    """What closes goes before all that opens, however late it came."""
    trail = Trail()
    walks = begin(trail, {1: _WHOLE, 2: _WHOLE, 3: (Phase.CLOSING, Phase.CLOSING)})

    await walk_all(trail, walks, expecting=3)

    assert trail.steps[:2] == [(Phase.CLOSING, 3)] * 2


async def test_few_in_memory():
    """Of many sections that are due only so many are in memory as there is room for."""
    trail = Trail(at_once=3)
    walks = begin(trail, dict.fromkeys(range(50), _WHOLE))
    assert len(walks) == walks.waiting[Phase.SECTION] == 50

    await walk_all(trail, walks, expecting=50)

    assert trail.most_in_memory == 3


async def test_stuck_ones_hold_nobody_up():
    """Sections that wait for Discord without end leave their room to the others."""
    trail = Trail()
    trail.stuck = set(range(20))
    walks = begin(trail, dict.fromkeys(range(25), _WHOLE))

    await walk_all(trail, walks, expecting=5)

    assert sorted(trail.ended) == [20, 21, 22, 23, 24]
    assert len(walks) == 20


async def test_what_gave_way_is_still_fresh():
    """A section that gave way need not look whether an earlier try went through."""
    trail = Trail()
    walks = begin(trail, {1: _WHOLE, 2: _WHOLE})

    await walk_all(trail, walks, expecting=2)

    assert trail.fresh.count((1, True)) > 1
    assert (1, False) not in trail.fresh


async def test_turns_to_spare():
    """Where turns would be left unused, a section goes on although others wait to begin."""
    trail = Trail()
    trail.spare = True
    walks = begin(trail, {1: _WHOLE, 2: _WHOLE})

    await walk_all(trail, walks, expecting=2)

    assert [post_id for _, post_id in trail.steps] == [1] * len(_WHOLE) + [2] * len(_WHOLE)


async def test_added_twice():
    """A section that is under way is not begun again."""
    trail = Trail()
    walks = begin(trail, {1: (Phase.SECTION,)})
    walks.add(Waiting(1, 1, 1, fresh=False), Phase.SECTION)

    await walk_all(trail, walks, expecting=1)

    assert trail.fresh == [(1, True)]


async def test_a_bug_ends_one_walk(monkeypatch):
    """A section that stumbles is given back to whoever looks at the rows; the others walk on."""
    monkeypatch.setattr("bot.services.walks._PAUSE_SECONDS", 0.001)
    trail = Trail()
    walks = begin(trail, {1: _WHOLE, 2: _WHOLE})
    del trail.left[1]

    await walk_all(trail, walks, expecting=2)

    assert {post_id for _, post_id in trail.steps} == {2}
    assert sorted(trail.ended) == [1, 2]


async def test_stumbling_again_and_again():
    """A section that stumbles each time rests longer each time, up to a minute."""
    trail = Trail()
    walks = begin(trail, {1: _WHOLE})
    assert [walks._pause(1) for _ in range(9)] == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert walks._pause(2) == 1

    await walk_all(trail, walks, expecting=1)

    assert walks._pause(1) == 1
