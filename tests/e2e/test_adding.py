"""Articles come in over the wire, and what cannot be read is refused with a sentence."""

import os
import signal

from tests.e2e.troupe import article


async def test_a_text_that_hangs_is_refused_and_the_next_one_is_read(troupe, guild):
    """The organizer is told what to do; nobody else notices."""
    worker = troupe.app.services.library._worker
    await troupe.command(guild, "article add", file=article())
    worker.seconds = 0.2
    os.kill(worker._process.pid, signal.SIGSTOP)

    said = await troupe.refused(guild, "article add", file=article("Hanging\n\nWhy?"))

    assert "reading it took too long" in said
    worker.seconds = 5.0
    added = await troupe.command(guild, "article add", file=article("Next\n\nIs it read now?"))
    assert "Next" in added.content
