"""`python -m bot demo` from outside: what it prints, keeps and ends with."""

import asyncio
import json
import signal

from bot.storage.database import open_database
from tests.command_line import SECRET, ended, started, stop
from tests.e2e.troupe import ARTICLE
from tests.patience import PATIENCE_SECONDS


async def test_demo_prints_one_json_object_and_keeps_its_database(tmp_path):
    """Nothing else is on stdout or stderr, the file is kept, and a host's settings do not count."""
    walk, database = tmp_path / "walk.txt", tmp_path / "kept.db"
    walk.write_text(ARTICLE, encoding="utf-8")

    code, out, err = await ended(
        *("demo", "--exit", "--json", "--article", walk, "--database", database),
        folder=tmp_path,
        token=SECRET,
        log="loud",
    )

    assert (code, err) == (0, "")
    assert out.count("\n") == 1
    summary = json.loads(out)
    assert list(summary) == ["article", "sections", "guilds", "database", "unrouted_requests"]
    assert summary["article"] == "A Short Walk Through Open Questions"
    assert summary["sections"] == 3
    assert summary["unrouted_requests"] == 0
    assert summary["database"] == str(database)
    assert len(summary["guilds"]) == 2
    for guild in summary["guilds"]:
        assert list(guild) == [
            *("guild_id", "name", "sections_posted", "polls", "turnout", "tallies"),
        ]
        assert (guild["sections_posted"], guild["polls"]) == (3, 3)
        for tally in guild["tallies"]:
            assert list(tally) == ["question", "kind", "options", "turnout"]
            assert all(list(each) == ["label", "emoji", "votes"] for each in tally["options"])
            assert sum(each["votes"] for each in tally["options"]) == tally["turnout"]
            assert 0 < tally["turnout"] <= guild["turnout"]
    async with open_database(database) as kept:
        assert kept.key


async def test_demo_stays_up_until_it_is_interrupted(tmp_path):
    """Without `--exit` it says that it stays, and Ctrl-C ends it as if nothing had happened."""
    file = tmp_path / "quiet.txt"
    file.write_text("A Quiet Walk\n\nThe road is long. The evening is mild.\n", encoding="utf-8")

    async with started("demo", "--article", file, folder=tmp_path) as process:
        told = ""
        while "stay up" not in told:
            line = await asyncio.wait_for(process.stdout.readline(), PATIENCE_SECONDS)
            assert line, (await process.stderr.read()).decode()
            told += line.decode()
        await stop(process, signal.SIGINT)

    assert "1 section" in told
