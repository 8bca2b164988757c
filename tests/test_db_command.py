"""`python -m bot db`: copies, checks and restores, each refusal in one plain sentence."""

import pytest

from bot.storage.database import open_database
from tests.command_line import ended
from tests.test_main import (  # noqa: F401 - a fixture
    BAD_CONFIGURATION,
    TRY_AGAIN,
    invoke,
    only_sentence,
)

NOT_DONE = 1


@pytest.fixture
def db(invoke, database_file):  # noqa: F811 - the fixture
    """Give `db` over a database of the test's own."""

    def run(*arguments):
        return invoke("db", *arguments, database=database_file)

    return run


def test_backs_up_checks_and_restores(db, database_file, tmp_path):
    """The round trip, each step said in a sentence."""
    copy = tmp_path / "copy.db"

    assert db("backup", copy) == (0, f"Copied to {copy}.\n", "")
    code, out, err = db("check", copy)
    assert (code, err) == (0, "")
    assert out.startswith(f"{copy} is sound")
    database_file.unlink()
    assert db("restore", copy) == (0, f"Restored {copy} to {database_file}.\n", "")
    code, out, _ = db("check")
    assert code == 0
    assert str(database_file) in out


async def test_backs_up_while_another_process_holds_the_database(database_file, tmp_path):
    """The bot need not be stopped for a copy; to restore, it must be."""
    copy = tmp_path / "copy.db"
    async with open_database(database_file):
        code, _, err = await ended("db", "backup", copy, folder=tmp_path, database=database_file)
        assert (code, err) == (0, "")
        result = await ended("db", "restore", copy, folder=tmp_path, database=database_file)

    assert "in use by another Colloquy" in only_sentence(result, TRY_AGAIN)


def test_refusals(db, database_file, tmp_path):
    """Files in the way, missing, or of another kind are named."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader, " * 1000, encoding="utf-8")

    assert "exists already" in only_sentence(db("backup", letter), NOT_DONE)
    assert "could not be written" in only_sentence(db("backup", tmp_path / "no" / "x.db"), NOT_DONE)
    assert "There is no database" in only_sentence(db("check", tmp_path / "no.db"), NOT_DONE)
    missing = only_sentence(db("restore", tmp_path / "no.db"), NOT_DONE)
    assert f"There is no copy {tmp_path / 'no.db'}" in missing
    assert "cannot be opened" in only_sentence(db("check", letter), BAD_CONFIGURATION)
    assert "cannot be opened" in only_sentence(db("restore", letter), BAD_CONFIGURATION)
    copy = tmp_path / "copy.db"
    db("backup", copy)
    assert f"{database_file} exists already" in only_sentence(db("restore", copy), NOT_DONE)
    assert letter.read_text(encoding="utf-8").startswith("Dear reader, ")
