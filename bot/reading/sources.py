"""Which address an article is said to be from."""

from typing import Final
from urllib.parse import urlsplit

_SCHEMES: Final = frozenset({"http", "https"})
# Names that sites give the same pages for other screens.
_SAME_SITE: Final = ("www.", "m.", "mobile.", "amp.")


def choose_source(fetched: str | None, declared: str | None) -> str | None:
    """Give the address to name: the page's canonical one, unless that is on another site.

    Whoever names another site than the page was `fetched` from is not believed; of a file, there is
    only what it declares.
    """
    if fetched is None or declared is None:
        return fetched or declared
    return declared if _site(declared) == _site(fetched) is not None else fetched


def _site(address: str) -> tuple[str, int | None] | None:
    """Give a site's host and port; None for what is no plain web address."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in _SCHEMES or not host or "@" in parts.netloc:
        return None
    for name in _SAME_SITE:
        host = host.removeprefix(name)
    return host, port
