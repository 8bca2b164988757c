"""`python -m bot schedule`: what is asked in words comes back as instants; bad input, in a line."""

import json

import pytest
from click.testing import CliRunner

from bot.__main__ import main

BERLIN = ("--zone", "Europe/Berlin", "--from", "2026-10-20")


def schedule(*arguments):
    """Run the command and give what it did."""
    return CliRunner().invoke(main, ["schedule", *arguments])


def instants(*arguments):
    """Give the instants that the command lists, to the minute."""
    result = schedule(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return [instant.removesuffix(":00Z") for instant in json.loads(result.stdout)["instants"]]


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        (["mon,thu 09:00"], ["2026-10-22T07:00", "2026-10-26T08:00"]),
        (["--cron", "0 9 * * 1,4"], ["2026-10-22T07:00", "2026-10-26T08:00"]),
        (["tue 09:00,18:30"], ["2026-10-20T07:00", "2026-10-20T16:30"]),
        (["daily 00:00"], ["2026-10-19T22:00", "2026-10-20T22:00"]),
        (["--every", "2 weeks", "--at", "09:00"], ["2026-10-20T07:00", "2026-11-03T08:00"]),
        (["--every", "3 days", "--at", "9am, 6pm"], ["2026-10-20T07:00", "2026-10-20T16:00"]),
        (["--monthly", "first-mon", "--at", "09:00"], ["2026-11-02T08:00", "2026-12-07T08:00"]),
        (["--monthly", "last-fri", "--at", "09:00"], ["2026-10-30T08:00", "2026-11-27T08:00"]),
        (
            ["daily 09:00", "--blackout", "2026-10-20..2026-10-24", "--blackout", "2026-10-26"],
            ["2026-10-25T08:00", "2026-10-27T08:00"],
        ),
        (["daily 09:00", "--until", "2026-10-20"], ["2026-10-20T07:00"]),
    ],
)
def test_lists_instants(arguments, first):
    """Every kind of rhythm is counted from local midnight of the first day, which is included."""
    assert instants(*arguments, *BERLIN, "--count", "2") == first


def test_lists_ten_unless_told_otherwise():
    """Without a count there are ten slots, without a first day they begin today."""
    assert len(instants("daily 09:00", "--zone", "UTC")) == 10


def test_for_people():
    """Without --json there is a list with weekdays, local times, UTC and notes."""
    result = schedule("mon,thu 09:00", *BERLIN, "--count", "2")

    assert result.stdout.splitlines() == [
        "Slots in Europe/Berlin time, and in UTC:",
        "  1.  Thu 2026-10-22 09:00  2026-10-22T07:00:00Z",
        "  2.  Mon 2026-10-26 09:00  2026-10-26T08:00:00Z",
        (
            "Note: Clock change: from Mon 2026-10-26 09:00 on, local time is UTC+01:00; "
            "before, it is UTC+02:00."
        ),
    ]


def test_blackout_files(tmp_path):
    """Days of calendar files count, and what was not taken as it stands is told."""
    file = tmp_path / "days.ics"
    file.write_bytes(
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261020\nRRULE:FREQ=HOURLY\nEND:VEVENT\n"
        b"END:VCALENDAR\n"
    )

    result = schedule("daily 09:00", *BERLIN, "--blackout-file", str(file), "--json")

    answer = json.loads(result.stdout)
    assert answer["instants"][0] == "2026-10-21T07:00:00Z"
    assert answer["notes"][0] == "Blackout 2026-10-20: no slot on Tue 2026-10-20 09:00."
    assert answer["notes"][-1].startswith("days.ics: 1 event repeats by a rule")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261020\n", "breaks off before its end"),
        (b"\x89PNG", "is no calendar file that I can read"),
    ],
)
def test_blackout_files_that_cannot_be_used(tmp_path, data, words):
    """A file that breaks off, or is no calendar, is refused in one sentence with its name."""
    file = tmp_path / "days.ics"
    file.write_bytes(data)

    result = schedule("daily 09:00", *BERLIN, "--blackout-file", str(file))

    assert result.exit_code != 0
    assert f"“days.ics” {words}" in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Missing option '--zone'"),
        (["--zone", "UTC"], "Give one of SPEC"),
        (["mon 09:00", "--cron", "0 9 * * 1", "--zone", "UTC"], "Give one of SPEC"),
        (["mon 09:00", "--at", "09:00", "--zone", "UTC"], "Give --at with"),
        (["--every", "2 weeks", "--zone", "UTC"], "Give --at with"),
        (["--every", "2 moons", "--at", "09:00", "--zone", "UTC"], "2 moons"),
        (["--monthly", "mon", "--at", "09:00", "--zone", "UTC"], "first-mon"),
        (["--monthly", "first-mon", "--at", "25:00", "--zone", "UTC"], "25:00"),
        (["--cron", "0 9 31 2 *", "--zone", "UTC"], "cron line"),
        (["", "--zone", "UTC"], "days"),
        (["xyz 09:00", "--zone", "UTC"], "xyz"),
        (["mon,thu", "--zone", "UTC"], 'such as "mon,thu 09:00"'),
        (["--every", "-2 weeks", "--at", "09:00", "--zone", "UTC"], "“-2 weeks”"),
        (["mon 09:00", "--zone", "UTC", "--from", ""], "date"),
        (["mon 09:00", "--zone", "UTC", "--until", ""], "date"),
        (["mon 09:00", "--zone", "Berlin"], "try Europe/Berlin."),
        (["mon 09:00", "--zone", "Xyzzyx"], "no time zone"),
        (["mon 09:00", "--zone", "UTC", "--from", "20.10.2026"], "date"),
        (
            ["mon 09:00", "--zone", "UTC", "--from", "2026-10-20", "--until", "2026-10-19"],
            "--until",
        ),
        (
            ["mon 09:00", "--zone", "UTC", "--blackout", "2027-01-02..2026-12-24"],
            "lies before the first",
        ),
        (["mon 09:00", "--zone", "UTC", "--blackout-file", "none.ics"], "none.ics"),
        (["mon 09:00", "--zone", "UTC", "--blackout-file", __file__], "no calendar"),
        (["mon 09:00", "--zone", "UTC", "--count", "0"], "--count"),
        (["mon 09:00", "--zone", "UTC", "--count", "many"], "--count"),
        (["mon", "09:00", "--zone", "UTC"], "unexpected extra argument"),
        (["mon 09:00", "--zone", "UTC", "--nonsense"], "--nonsense"),
    ],
)
def test_bad_input(arguments, words):
    """Whatever is wrong is said in one line on stderr, and the exit code is 2."""
    result = schedule(*arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stderr.rstrip().endswith((".", "?"))
