"""A letter is read without what mail puts around it."""

import pytest

from bot.reading.letters import part_reply
from bot.reading.reader import read_article

TEXT = "The lamps are on. Who turned them on? Nobody in the street will say so."


@pytest.mark.parametrize(
    "line",
    [
        "View this email in your browser",
        "Read online",
        "Ver en el navegador",
        "Im Browser anzeigen",
        "Voir en ligne",
    ],
)
def test_a_link_to_the_letter_is_not_its_title(line):
    """The title is the line below."""
    article = read_article(f"{line}\n\nThe Slow Letter\n\n{TEXT}".encode(), name="a.txt")

    assert (article.title, article.dropped) == ("The Slow Letter", (line,))


@pytest.mark.parametrize(
    "line",
    [
        "Unsubscribe | Update your preferences",
        "You are receiving this email because you signed up. Did you not?",
        "Cancelar la suscripción",
        "Se désabonner",
        "Newsletter abbestellen",
    ],
)
def test_the_lines_by_which_it_is_cancelled_are_set_aside(line):
    """They and what is below them ask nothing."""
    article = read_article(
        f"The Slow Letter\n\n{TEXT}\n\n{line}\n\n12 Harbour Row, is it not?".encode(), name="a.txt"
    )

    assert article.dropped == (line, "12 Harbour Row, is it not?")
    assert [question.text for question in article.questions] == ["Who turned them on?"]


def test_a_signature_is_set_aside():
    """Two dashes on a line part it from the letter."""
    signed = f"The Slow Letter\n\n{TEXT}\n\n-- \nRuth\nWho knows her?\n"
    article = read_article(signed.encode(), name="a.txt")

    assert article.sections[0].text == TEXT
    assert " ".join(article.dropped) == "Ruth Who knows her?"


def test_an_article_about_cancelling_is_kept():
    """Only short lines at the end are mail's."""
    text = f"{TEXT} It is hard to unsubscribe from them, and this is what the letter is about. " * 6
    article = read_article(f"The Slow Letter\n\n{text}".encode(), name="a.txt")

    assert article.dropped == ()


@pytest.mark.parametrize(
    ("head", "title", "author"),
    [
        (
            "From: Ann Hill <ann@hill.example>\nTo: all@hill.example\nSubject: Re: The Slow Letter",
            "The Slow Letter",
            "Ann Hill",
        ),
        (
            "Von: ann@hill.example\nGesendet: Montag, 5. Februar 2024\nBetreff: Wer macht Licht?",
            "Wer macht Licht?",
            None,
        ),
    ],
)
def test_a_mail_head_gives_title_and_author(head, title, author):
    """The subject is the title, the sender's name the author; the lines are set aside."""
    article = read_article(f"{head}\n\n{TEXT}".encode(), name="a.txt")

    assert (article.title, article.author) == (title, author)
    assert article.dropped == tuple(head.split("\n"))
    assert [section.text for section in article.sections] == [TEXT]


def test_lines_that_are_no_mail_head_stay_in_the_text():
    """A list of what goes where has no subject and no sender."""
    above = "To: the bakery\nDate: Monday\nA: two loaves"
    article = read_article(f"{above}\n\n{TEXT}".encode(), name="a.txt")

    assert "two loaves" in " ".join([article.title, *(each.text for each in article.sections)])


@pytest.mark.parametrize(
    "line",
    ["On 12 March 2024 Inge Wolters wrote:", "Am 12.03.2024 um 19:44 schrieb Inge Wolters:"],
)
def test_the_letter_that_a_mail_answers_is_set_aside(line):
    """It is quoted to the end; a quotation within a letter stays."""
    reply = f"{line}\n> Shall we turn them off?\n>\n> Inge"
    article = read_article(f"Lamps\n\n{TEXT}\n\n{reply}\n".encode(), name="a.txt")

    assert [section.text for section in article.sections] == [TEXT]
    assert article.dropped[0] == line

    within = read_article(f"Lamps\n\n{reply}\n\n{TEXT}\n".encode(), name="a.txt")
    assert "Inge" in within.sections[0].text


def test_what_announces_a_quotation_is_looked_for_only_above_it():
    """Such lines by the thousand, with a quoted line at the end, are read nearly at once."""
    text, reply = part_reply("On Monday Inge wrote:\n" * 50_000 + "> Who?\n")

    assert reply == "On Monday Inge wrote:\n> Who?\n"
    assert text.count("wrote") == 49_999
