"""Discord's own description of its REST API: that it is looked at, and what it would find."""

from pathlib import Path

import pytest

from bot.sandbox.exchanges import Exchange
from tests.sandbox.openapi import DESCRIPTION, EXCEPTIONS, Onlooker, description

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DESCRIPTION.exists(), reason="the description of the API is not here"),
]
_CREATE = "/channels/{channel_id}/messages"
_TESTS = Path(__file__).parents[1]


def _problems(exchange):
    return list(description().look_at(exchange))


class TestLookingOn:
    """What does not fit is found."""

    def test_an_answer_without_what_is_required(self):
        """A missing field of an answer is named."""
        found = _problems(Exchange("POST", _CREATE, {}, {"content": "x"}, status=200, answer={}))
        assert any('"channel_id" is a required property' in each for each in found)

    def test_a_request_of_another_type(self):
        """A field of a request with a wrong type is named, unless it was refused for it."""
        body = {"content": 5}
        accepted = Exchange("POST", _CREATE, {}, body, status=200, answer={})
        refused = Exchange("POST", _CREATE, {}, body, status=400, answer={"code": 1, "message": ""})
        assert any("request content" in each for each in _problems(accepted))
        assert _problems(refused) == []

    @pytest.mark.parametrize(
        ("exchange", "what"),
        [
            (Exchange("GET", "/nowhere", {}, status=200), "request: not described"),
            (Exchange("GET", "/users/@me", {"x": "1"}, status=401), "request ?x: not described"),
            (Exchange("GET", "/users/@me", {}, status=302), "answer 302: not described"),
        ],
    )
    def test_what_is_not_described(self, exchange, what):
        """Routes, parameters and statuses that there are not are named."""
        exchange.answer = {"code": 0, "message": "x"}
        if exchange.query:
            exchange.status = 200
        assert any(what in each for each in _problems(exchange))

    def test_exceptions_have_reasons(self):
        """What is let pass is let pass for a reason, and nothing else is."""
        assert all(reason.endswith(".") for _, reason in EXCEPTIONS)
        onlooker = Onlooker()
        onlooker(Exchange("POST", _CREATE, {}, {"content": "x"}, status=200, answer={}))
        assert onlooker.problems

    @pytest.mark.parametrize("folder", ["sandbox", "e2e", "e2e_shards"])
    def test_every_suite_is_looked_at(self, folder):
        """Wherever a bot lives in a sandbox, what they say to each other is looked at."""
        words = "from tests.sandbox.openapi import conforms"
        assert words in (_TESTS / folder / "conftest.py").read_text("utf-8")
