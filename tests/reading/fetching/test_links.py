"""Whatever is given as a link is refused by name, or is a URL that may be asked for."""

import re
from ipaddress import ip_address

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import LinkRefused
from bot.reading.fetching.links import parse_link, show
from bot.reading.fetching.reach import PUBLIC, WEB_PORTS

_SECRET = "hush"
_PIECES = st.sampled_from(
    [
        *(
            "http://",
            "https://",
            "HTTPS:",
            "//",
            "/",
            "\\",
            "@",
            ":",
            "?",
            "#",
            "[",
            "]",
            "%",
            "%00",
        ),
        *("%40", "%2f", ".", "..", "。", "ﬁ", "ß", "İ", "\u200d", "\u202e", "\ud800", "\x00", "\t"),
        *(
            "\n",
            " ",
            "0",
            "0x7f",
            "127",
            "１",
            "①",
            "::1",
            "::ffff:",
            "80",
            "443",
            "22",
            "a",
            "b.org",
        ),
        *("xn--", "xn--a", "localhost", "é", "日本", "<", ">", "|", "^", "`", "{", ";", "_", "-"),
    ]
)
_WORDS = st.one_of(st.text(max_size=40), st.lists(_PIECES, max_size=12).map("".join))


@given(_WORDS)
def test_what_is_no_link_is_refused_and_nothing_else_happens(words):
    """A link that passes is one of the web at its ports, without credentials or fragment."""
    try:
        url = parse_link(words, PUBLIC)
    except LinkRefused:
        return
    assert url.scheme in {"http", "https"}
    assert url.port in WEB_PORTS
    assert url.raw_user is url.raw_password is None
    assert not url.raw_fragment
    assert url.raw_host
    assert url.raw_host.isascii()


@given(_WORDS)
def test_a_host_of_numbers_is_an_address_or_refused(words):
    """No notation of an address comes through that would be read as another one elsewhere."""
    try:
        host = parse_link(f"http://{words}/", PUBLIC).raw_host or ""
    except LinkRefused:
        return
    last = host.rstrip(".").rpartition(".")[2]
    if re.fullmatch(r"\d+|0x[0-9a-f]*", last):
        assert str(ip_address(host)) == host


@given(_WORDS, st.sampled_from(["?", "/?", "#", "/#", "/a?b#"]))
def test_what_follows_the_question_mark_is_never_shown(words, mark):
    """Nor is a password: neither where a link is refused nor where it is asked for."""
    given_link = f"{words.replace('hush', '')}{mark}{_SECRET}"
    for link in (given_link, f"http://ada:{_SECRET}@{words}", f"//ada:{_SECRET}?@{words}"):
        try:
            shown = show(parse_link(link, PUBLIC))
        except LinkRefused as refusal:
            shown = repr(refusal)
        assert _SECRET not in shown
