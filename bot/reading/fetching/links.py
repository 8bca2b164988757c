"""A link as somebody wrote it, or a site sent us on to ▶ a URL that may be asked for."""

import re
from typing import Final

from yarl import URL

from bot.errors import (
    LinkNotPublic,
    LinkOfOtherScheme,
    LinkToOtherPort,
    LinkWithPassword,
    UnreadableLink,
)
from bot.reading.fetching.reach import Reach

LONGEST_LINK: Final = 2_000
_LONGEST_SHOWN: Final = 300
_SCHEMES: Final = frozenset({"http", "https"})
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,30}):")
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?")  # a host and a path, as people say them
_BETWEEN_SPACES = re.compile(r"[^\s\x00-\x1f\x7f\\]+")
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+", re.IGNORECASE)
# By the URL standard such a host is an IPv4 address, in a notation that we do not read.
_NUMBER = re.compile(r"\d+|0[xX][0-9A-Fa-f]*")
_CANONICAL_V4 = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}")


def parse_link(given: str, reach: Reach, *, base: URL | None = None) -> URL:
    """Read a link, relative to `base` if there is one; what it leads to is not yet known.

    Raises `UnreadableLink`, `LinkOfOtherScheme`, `LinkToOtherPort`, `LinkWithPassword`, and
    `LinkNotPublic` for numbers that are a host in disguise.
    """
    url = _parse(given, base)
    link = show(url)
    if url.scheme not in _SCHEMES:
        raise LinkOfOtherScheme(link=link, scheme=url.scheme)
    if url.raw_user is not None or url.raw_password is not None:
        raise LinkWithPassword(link=link)
    host = (url.raw_host or "").rstrip(".")
    if not _HOST.fullmatch(host):
        raise UnreadableLink(link=link)
    if not reach.allows_port(url.port or 0):
        raise LinkToOtherPort(link=link, port=url.port or 0)
    if _NUMBER.fullmatch(host.rpartition(".")[2]) and not _CANONICAL_V4.fullmatch(
        url.raw_host or ""
    ):
        raise LinkNotPublic(link=link)
    return url.with_fragment(None)


def show(url: URL) -> str:
    """Give a URL as it may be shown and logged: without credentials, query and fragment."""
    host = url.raw_host or ""
    where = f"[{host}]" if ":" in host else host
    port = f":{url.explicit_port}" if url.explicit_port else ""
    return f"{url.scheme}://{where}{port}{url.raw_path}"[:_LONGEST_SHOWN]


def _parse(given: str, base: URL | None) -> URL:
    text = _as_meant(given.strip(), is_of_site=base is not None)
    if len(text) > LONGEST_LINK or not _BETWEEN_SPACES.fullmatch(text):
        raise UnreadableLink(link=_show_unread(text))
    scheme = _SCHEME.match(text)
    if base is None and "://" not in text:
        if _BARE.fullmatch(text):
            text = f"https://{text}"
        elif scheme and scheme["scheme"].lower() not in _SCHEMES:
            raise LinkOfOtherScheme(link=_show_unread(text), scheme=scheme["scheme"].lower())
        else:
            raise UnreadableLink(link=_show_unread(text))
    try:
        url = URL(text)
        return base.join(url) if base is not None else url
    except (ValueError, UnicodeError):
        raise UnreadableLink(link=_show_unread(text)) from None


def _as_meant(text: str, *, is_of_site: bool) -> str:
    """Take off the brackets people write to Discord; read sites' spaces as browsers do."""
    return text.replace(" ", "%20") if is_of_site else text.removeprefix("<").removesuffix(">")


def _show_unread(text: str) -> str:
    """Show what could not be read up to where secrets may begin."""
    before, _, after = text.rpartition("@")
    scheme = before.partition("//")[0] + "//" if "//" in before else ""
    return scheme + re.split(r"[?#]", after, maxsplit=1)[0][:_LONGEST_SHOWN]
