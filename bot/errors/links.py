"""Errors about links: what keeps a page from being fetched.

Each bears the link as it may be shown and logged: without its query, which may hold secrets.
"""

from dataclasses import dataclass

from bot.errors.root import InvalidInput


@dataclass(eq=False)
class LinkRefused(InvalidInput):
    """A page is not fetched; `link` is where it stopped, which may be behind a redirect."""

    link: str


class UnreadableLink(LinkRefused):
    """It is no address of a page at all."""


@dataclass(eq=False)
class LinkOfOtherScheme(LinkRefused):
    """It is no web address but one of mail, files or the like."""

    scheme: str


@dataclass(eq=False)
class LinkToOtherPort(LinkRefused):
    """It names a port at which no web pages are."""

    port: int


class LinkWithPassword(LinkRefused):
    """It has a user's name or password in it."""


class LinkNotPublic(LinkRefused):
    """It leads to no public address, or nowhere; which of both is nobody's business."""


class LinkUnreachable(LinkRefused):
    """The connection failed or broke off."""


@dataclass(eq=False)
class LinkTookTooLong(LinkRefused):
    """The page was not here within the seconds given to it."""

    seconds: int


@dataclass(eq=False)
class TooManyRedirects(LinkRefused):
    """The page sent us on more often than we follow."""

    most: int


@dataclass(eq=False)
class LinkAnswered(LinkRefused):
    """The site answered with another HTTP status than that of a page."""

    status: int


@dataclass(eq=False)
class LinkNotText(LinkRefused):
    """The site says it is no text but `media_type`; empty if it does not say."""

    media_type: str


@dataclass(eq=False)
class LinkPacked(LinkRefused):
    """The site sends it in an encoding that nobody asked for."""

    encoding: str


@dataclass(eq=False)
class LinkTooLarge(LinkRefused):
    """The page is larger, once unpacked, than we fetch; in bytes."""

    limit: int


class RobotsForbid(LinkRefused):
    """The site's robots.txt asks programs to leave the page alone."""


class RobotsUnreachable(LinkRefused):
    """The site's robots.txt cannot be had just now, which bars its pages (RFC 9309, 2.3.1.4)."""
