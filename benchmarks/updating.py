"""What proposing, taking and undoing a corrected text of a whole book costs the bot's loop."""

import tempfile
from pathlib import Path

from benchmarks.figures import Bench
from benchmarks.reading_worker import GUILD, ORGANIZER, stall_during
from bot.app import App, assembled
from bot.clock import SystemClock
from bot.domain.article import Article
from bot.domain.ids import ArticleId
from bot.memory import keep_what_is_there
from bot.reading.submission import Submission
from bot.settings import Settings

_PARAGRAPHS = 13_000


async def _update_a_book() -> float:
    """Give the longest the loop stood still, in milliseconds, while a book was updated."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database=Path(folder) / "book.db")
        async with assembled(settings, SystemClock()) as app:
            library = app.services.library
            kept = await library.add(GUILD, _write("the town waits"), added_by=ORGANIZER)
            corrected = await library.read(_write("nobody waits"))
            keep_what_is_there()  # as the bot does once it has started
            return await stall_during(_update(app, kept.article_id, corrected))


async def _update(app: App, article_id: ArticleId, corrected: Article) -> None:
    updating, editing = app.services.updating, app.services.editing
    proposal = await updating.propose(GUILD, article_id, corrected)
    await updating.take(GUILD, article_id, proposal.number, seen=0, by=ORGANIZER)
    await editing.undo(GUILD, article_id, seen=1, by=ORGANIZER)


def _write(end: str) -> Submission:
    """Write a text of a megabyte in one section, the hardest to go through, or a version of it.

    Every tenth paragraph ends in these words, and every hundredth asks something.
    """
    lines = ["A Long Book"]
    for number in range(_PARAGRAPHS):
        ending = end if number % 10 == 0 else "that the bridge is old"
        question = f" Is bridge {number} safe?" if number % 100 == 0 else ""
        lines.append(f"Paragraph {number} says that the river is wide, and {ending}.{question}")
    return Submission(data="\n\n".join(lines).encode(), name="book.txt")


BENCHES = (Bench(name="reading.update_stall_ms", unit="ms", bar=20, run=_update_a_book),)
