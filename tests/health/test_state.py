"""What health calls wrong, and what it bears with."""

import pytest
from structlog.testing import capture_logs

from bot.domain.ids import MemberId, MessageId
from bot.domain.walk import Phase
from bot.services.walks import Waiting
from bot.storage import posts
from tests.builders import GUILD, NOW, make_open_poll
from tests.health.stands import Shard
from tests.storage.stands import set_up


async def test_a_bot_at_work_is_well(patient):
    """Nothing is wrong with a bot whose loop turns and whose gateway answers."""
    for beat in range(300):
        patient.shards[0].latency = 0.1 + beat
        patient.look(after=1.0)

    assert patient.health.state().well


async def test_a_loop_that_stands_still(patient):
    """A loop that has not come round for seconds is told of until it does."""
    patient.monotonic.now += 4.0
    assert patient.reasons() == ()

    patient.monotonic.now += 8.0
    assert patient.reasons() == ("the event loop has stood still for 12 s",)

    patient.look()
    assert patient.reasons() == ()


async def test_a_shard_that_lost_its_connection(patient):
    """A connection may be lost for a while; for a minute it is worth a word."""
    patient.shards[0].closed = True
    patient.look()
    patient.look(after=59.0)
    assert patient.reasons() == ()

    patient.look(after=2.0)
    assert patient.reasons() == ("shard 0 has been without the gateway for 61 s",)

    patient.shards[0].closed = False
    patient.look()
    assert patient.reasons() == ()


async def test_a_gateway_that_acknowledges_nothing(patient):
    """A connection that looks open and on which no heartbeat is answered is told of."""
    patient.shards[1] = Shard(0.05)
    patient.look()
    for beat in range(4):
        patient.shards[1].latency = 0.05 + beat
        patient.look(after=41.0)

    assert patient.reasons() == ("the gateway has acknowledged no heartbeat of shard 0 for 164 s",)


async def test_a_gateway_never_reached(patient):
    """Where no shard ever came up, that is said and not taken for health."""
    patient.shards.clear()
    patient.gateway._lines.clear()
    patient.look(after=30.0)
    assert patient.reasons() == ()

    patient.look(after=31.0)
    assert patient.reasons() == ("the gateway has not been reached for 61 s",)


async def test_requests_held_back(patient):
    """What is held back lest Discord bans the bot needs attention, and no restart."""
    patient.look()
    patient.pace.hold(600)
    patient.monotonic.now = patient.pace.held_until - 598.0

    assert patient.reasons() == ()
    (warning,) = patient.health.state().warnings
    assert warning.startswith("too many requests were refused: ")
    assert warning.endswith(" for 598 s")

    patient.monotonic.now += 598.0
    assert patient.health.state().warnings == ()


async def test_votes_that_cannot_be_written(patient):
    """Votes that wait for the database are told of once they wait for long."""
    poll = make_open_poll()
    patient.intake.listen(poll)
    patient.intake.added(MessageId(poll.message_id), poll.options[0].emoji, MemberId(7))
    patient.look(after=9.0)
    assert patient.reasons() == ()

    patient.look(after=11.0)
    (reason,) = patient.reasons()
    assert reason.startswith("votes have waited for the database for ")


async def test_nothing_that_is_due_is_found(patient):
    """A dispatch that has failed for long keeps every section from being posted."""
    patient.failing_since = patient.monotonic.now
    patient.look(after=9.0)
    assert patient.reasons() == ()

    patient.look(after=3.0)
    assert patient.reasons() == ("nothing that is due could be looked up for 12 s",)

    patient.failing_since = None
    assert patient.health.state().well


async def test_a_section_that_is_long_overdue(patient, database):
    """A section that hangs, due for a quarter of an hour, is told of until it goes on."""

    def wait(seconds):
        for beat in range(seconds):
            patient.shards[0].latency = 0.1 + beat
            patient.look(after=1.0)

    stand = await set_up(database)
    post = stand.posts[0]
    overdue = patient.health.overdue
    async with database.write() as unit:
        await posts.attend(unit, post=post, at=NOW)
    await overdue.look()
    wait(890)
    await overdue.look()
    assert patient.reasons() == ()

    wait(20)
    assert patient.reasons() == ("a section is overdue and nothing came of it for 910 s",)

    patient.walks.add(Waiting(GUILD, post.discussion_id, post.post_id, fresh=False), Phase.SEED)
    await overdue.look()
    assert patient.reasons() == ()

    async with database.write() as unit:
        await posts.attend(unit, post=post, at=None)
    await overdue.look()
    wait(1_000)
    assert patient.reasons() == ()


async def test_tells_the_log_of_a_second_trouble(patient):
    """What comes to be wrong while something else is wrong already has a line of its own."""
    with capture_logs() as entries:
        patient.failing_since = patient.monotonic.now
        patient.shards[0].closed = True
        for _ in range(150):
            patient.look(after=1.0)
            patient.health.tell()
        patient.failing_since = None
        patient.health.tell()

    first, second = entries
    assert len(first["reasons"]) == 1
    assert len(second["reasons"]) == 2


@pytest.mark.parametrize("closed", [True, False])
async def test_tells_the_log_once(patient, closed):
    """The log gets one line when something goes wrong and one when all is well again."""
    with capture_logs() as entries:
        patient.shards[0].closed = closed
        for _ in range(150):
            patient.look(after=1.0)
            patient.health.tell()
        patient.shards[0] = Shard(0.2)
        patient.look()
        patient.health.tell()

    first, last = entries
    assert (first["log_level"], last["log_level"]) == ("warning", "info")
    assert "docs/hosting.md" in first["event"]
    assert len(first["reasons"]) == 1
