"""The ledger of erasures: kept apart, never lost to a torn line, silent about who."""

import resource
import signal
import stat

import pytest

from bot.errors import LedgerUnreadable
from bot.storage.ledger import Ledger

GUILD, ADA, BEN = 11, 101, 102


@pytest.fixture
def ledger(tmp_path):
    """Give a ledger that nothing has been written to."""
    return Ledger(tmp_path / "colloquy.db.erasures")


def test_begins_with_the_first_erasure(ledger):
    """Where nobody was erased there is no file, and nobody's hash is anything."""
    assert ledger.hash_member(GUILD, ADA) == ""
    assert ledger.erasures() == ()
    assert not ledger.path.exists()


def test_gives_back_what_was_added(ledger):
    """Erasures come back in order, to whoever opens the file, each with an id of its own."""
    added = [ledger.add(GUILD, ADA), ledger.add(GUILD, BEN), ledger.add(GUILD, ADA)]

    assert list(Ledger(ledger.path).erasures()) == added
    assert len({erasure.erasure_id for erasure in added}) == 3
    assert added[0].hash == added[2].hash != added[1].hash


def test_knows_members_again(ledger):
    """The hash of a member is the same for whoever has the file, and another in another server."""
    erasure = ledger.add(GUILD, ADA)
    again = Ledger(ledger.path)

    assert again.hash_member(GUILD, ADA) == erasure.hash
    assert again.hash_member(GUILD + 1, ADA) != erasure.hash


def test_says_nobodys_id(ledger, tmp_path):
    """Only the owner may read the file, no id of a member stands in it, and no two keys agree."""
    ledger.add(GUILD, 123_456_789_012_345)
    other = Ledger(tmp_path / "other")
    other.add(GUILD, 123_456_789_012_345)

    assert stat.S_IMODE(ledger.path.stat().st_mode) == 0o600
    assert "123456789012345" not in ledger.path.read_text(encoding="utf-8")
    assert ledger.erasures()[0].hash != other.erasures()[0].hash


@pytest.mark.parametrize("kept", range(1, 40, 3))
def test_survives_a_torn_line(ledger, kept):
    """A line that a power cut left half-written costs that line alone, now and later."""
    first = ledger.add(GUILD, ADA)
    before = ledger.path.read_bytes()
    ledger.add(GUILD, BEN)
    ledger.path.write_bytes(ledger.path.read_bytes()[: len(before) + kept])
    again = Ledger(ledger.path)

    third = again.add(GUILD, BEN)

    assert again.erasures() == (first, third)


def test_a_full_disk_leaves_no_ledger_without_a_key(ledger):
    """What cannot be written whole is not there afterwards, and the next erasure begins anew."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heeded = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            ledger.add(GUILD, ADA)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heeded)
    assert not ledger.path.exists()
    assert ledger.hash_member(GUILD, ADA) == ""

    erasure = ledger.add(GUILD, ADA)

    assert Ledger(ledger.path).erasures() == (erasure,)


def test_an_empty_file_is_begun_anew(ledger):
    """What was left empty holds nobody's erasure, and keeps none from being written."""
    ledger.path.touch()
    assert ledger.hash_member(GUILD, ADA) == ""
    assert ledger.erasures() == ()

    erasure = ledger.add(GUILD, ADA)

    assert Ledger(ledger.path).erasures() == (erasure,)


@pytest.mark.parametrize("text", ['{"key": "0badc0', '{"key": "xyz"}', "Dear reader"])
def test_a_lost_key_is_told(ledger, text):
    """Without its key the file is of no use, and is left as it is for whoever mends it."""
    ledger.path.write_text(text, encoding="utf-8")

    for use in (ledger.erasures, lambda: ledger.add(GUILD, ADA)):
        with pytest.raises(LedgerUnreadable) as refusal:
            use()
        assert refusal.value.path == ledger.path
    assert ledger.path.read_text(encoding="utf-8") == text
