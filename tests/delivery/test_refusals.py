"""Discord's refusals in our words: what each answer means for another try."""

import json
from types import SimpleNamespace

import aiohttp
import discord
import pytest

from bot.delivery.refusals import translate, translated
from bot.errors import (
    AccessLost,
    NoSuchReaction,
    Permanent,
    TargetGone,
    Temporary,
    ThreadArchived,
    ThreadExists,
    TooManyReactions,
)


def refuse(status, content, content_type="application/json"):
    """Make the error that discord.py raises for an answer that bears this."""
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    kind = kinds.get(status, discord.DiscordServerError if status >= 500 else discord.HTTPException)
    headers = {} if content_type is None else {"Content-Type": content_type}
    return kind(SimpleNamespace(status=status, reason="Reason", headers=headers), content)


def answer(status, code=0, message="said Discord"):
    """Make the error that discord.py raises for an answer of Discord's own."""
    return refuse(status, {"code": code, "message": message})


@pytest.mark.parametrize(
    ("status", "code", "meaning"),
    [
        (403, 50001, AccessLost),
        (403, 50013, AccessLost),
        (403, 90001, AccessLost),
        (403, 0, AccessLost),
        (404, 10003, TargetGone),
        (404, 10004, TargetGone),
        (404, 10008, TargetGone),
        (404, 10014, NoSuchReaction),
        (404, 0, Permanent),
        (400, 50035, Permanent),
        (400, 30010, TooManyReactions),
        (400, 30046, Temporary),
        (429, 30046, Temporary),
        (429, 0, Temporary),
        (400, 50083, ThreadArchived),
        (400, 160004, ThreadExists),
        (401, 0, Temporary),
        (500, 0, Temporary),
        (502, 0, Temporary),
        (503, 0, Temporary),
        (504, 0, Temporary),
        (524, 0, Temporary),
    ],
)
def test_answers(status, code, meaning):
    """Each status and code has one meaning, and its reason keeps what Discord said."""
    error = translate(answer(status, code))

    assert type(error) is meaning
    assert error.reason == f"{status} {code} said Discord"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503, 520])
@pytest.mark.parametrize("content_type", ["text/html; charset=UTF-8", "text/plain", None])
def test_pages_of_what_stands_before_discord(status, content_type):
    """They mean nothing but another try, and are not kept word by word."""
    error = translate(refuse(status, "<html>blocked</html>" * 1000, content_type))

    assert type(error) is Temporary
    assert error.reason == f"{status} and a page instead of Discord's answer"


@pytest.mark.parametrize(
    "trouble",
    [
        aiohttp.ClientConnectionError("reset"),
        aiohttp.ServerDisconnectedError(),
        ConnectionResetError(),
        OSError("no route"),
        TimeoutError(),
        discord.RateLimited(31.0),
        json.JSONDecodeError("cut short", "{", 1),
    ],
)
def test_no_answer(trouble):
    """Where there was no answer, it is worth trying again."""
    with pytest.raises(Temporary) as refusal, translated():
        raise trouble

    assert refusal.value.__cause__ is trouble


def test_answers_within():
    """Answers are translated wherever they are raised within the context."""
    with pytest.raises(AccessLost), translated():
        raise answer(403, 50013)


def test_bugs_stay_bugs():
    """What is neither an answer nor a connection's trouble is passed on as it is."""
    with pytest.raises(ZeroDivisionError), translated():
        raise ZeroDivisionError


def test_nothing_to_translate():
    """Where all is well nothing happens."""
    with translated():
        pass


def test_a_long_reason_is_cut():
    """However much an answer says, what is kept of it fits a line."""
    assert len(translate(answer(400, 50035, "x" * 10_000)).reason) == 200
