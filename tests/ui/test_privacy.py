"""What a member is told about their own data."""

from datetime import UTC, datetime

from bot.domain.holdings import Holdings
from bot.ui.limits import MESSAGE_CONTENT
from bot.ui.privacy import ask_to_erase, say_erased, show_holdings


def make_holdings(**changes):
    """Make the holdings of somebody who never did anything here."""
    values = {
        "open_polls": 0,
        "closed_polls": 0,
        "since": None,
        "articles": (),
        "edits": 0,
        "discussions": (),
        "left_out": 0,
    }
    return Holdings(**values | changes)


def test_nothing_stored():
    """Who has nothing here is told so, and what is never stored."""
    text = show_holdings(make_holdings())

    assert text.startswith("Nothing about you is stored")
    assert "Never stored" in text


def test_everything_stored():
    """Votes, articles, discussions, and what leaving out takes; with the way to erase it."""
    since = datetime(2026, 3, 1, 9, tzinfo=UTC)
    text = show_holdings(
        make_holdings(
            open_polls=1,
            closed_polls=12,
            since=since,
            articles=("On reading",),
            edits=3,
            discussions=("On reading",),
            left_out=2,
        )
    )

    assert "1 open poll and 12 closed polls" in text
    assert f"<t:{int(since.timestamp())}:D>" in text
    assert "added “On reading”" in text
    assert "made 3 changes" in text
    assert "started the discussion of “On reading”" in text
    assert "On 2 open polls" in text
    assert "/privacy erase" in text


def test_hostile_and_many_titles():
    """Titles are quoted harmlessly, and a message holds them however many there are."""
    titles = tuple(f"@everyone <@1> *{number}* " + "x" * 300 for number in range(100))
    holdings = make_holdings(open_polls=9, closed_polls=9, articles=titles, discussions=titles)

    for text in (show_holdings(holdings), ask_to_erase(holdings), say_erased(holdings)):
        assert len(text) <= MESSAGE_CONTENT
        assert "@everyone" not in text
        assert "<@1>" not in text
    assert "95 others" in show_holdings(holdings)


def test_asking_says_what_it_means():
    """Who is asked learns of open polls, closed polls and what stays on Discord."""
    text = ask_to_erase(make_holdings(open_polls=2))

    assert "2 open polls" in text
    for word in ("react anew", "keep their totals", "Your reactions on Discord stay"):
        assert word in text
