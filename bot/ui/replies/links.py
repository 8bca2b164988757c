"""Refusals of links: why a page is not fetched, and how its text comes in all the same."""

from typing import Final

from bot import errors
from bot.ui.replies.phrases import FALLBACK, megabytes, quoted
from bot.ui.speech import N_, _

# Whatever a program may not have, a person who can read it can still hand over.
_OTHERWISE: Final = N_(
    "Save the page and attach it in `file`, or leave both out and paste its text."
)
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _GONE, _BUSY = 401, 403, 404, 410, 429
_SERVER_ERRORS: Final = 500


def about_link(error: errors.LinkRefused) -> str:
    """Word why a page is not fetched."""
    link = quoted(error.link)
    match error:
        case errors.UnreadableLink():
            return _(
                "{link} is no web address I can read. Give it whole, as "
                "`https://example.org/the-article`.",
                link=link,
            )
        case errors.LinkOfOtherScheme(scheme=scheme):
            return _(
                "{link} begins with {scheme}; I open only web addresses, which begin "
                "with `https` or `http`. Give the page’s address, or attach the text in "
                "`file`.",
                link=link,
                scheme=quoted(scheme),
            )
        case errors.LinkToOtherPort(port=port):
            return _(
                "{link} leads to port {port}; I open web pages only where they usually "
                "are, at ports 80 and 443. {otherwise}",
                link=link,
                port=port,
                otherwise=_(_OTHERWISE),
            )
        case errors.LinkWithPassword():
            return _(
                "The address of {link} has a user’s name or password in it, which I "
                "neither use nor keep. Leave that out, or do this: {otherwise}",
                link=link,
                otherwise=_lowered(_(_OTHERWISE)),
            )
        case errors.LinkNotPublic():
            return _(
                "I find no public address for {link}. Check that it is spelled right; "
                "what only a private network can reach I do not open. {otherwise}",
                link=link,
                otherwise=_(_OTHERWISE),
            )
        case _:
            return _about_connection(error, link) or _about_answer(error, link)


def _about_connection(error: errors.LinkRefused, link: str) -> str | None:
    match error:
        case errors.LinkUnreachable():
            return _(
                "The connection to {link} failed or broke off. Try again in a minute. If "
                "it goes on: {otherwise}",
                link=link,
                otherwise=_lowered(_(_OTHERWISE)),
            )
        case errors.LinkTookTooLong(seconds=seconds):
            return _(
                "{link} was not here within {seconds} seconds. Try again in a minute. If "
                "it goes on: {otherwise}",
                link=link,
                seconds=seconds,
                otherwise=_lowered(_(_OTHERWISE)),
            )
        case errors.TooManyRedirects(most=most):
            return _(
                "{link} sent me on to other pages more than {most} times. Open it in a "
                "browser and give the address that you end up at.",
                link=link,
                most=most,
            )
        case errors.RobotsForbid():
            return _(
                "The site asks programs to leave {link} alone (in its robots.txt), so I "
                "do. If you may post its text here: {otherwise}",
                link=link,
                otherwise=_lowered(_(_OTHERWISE)),
            )
        case errors.RobotsUnreachable():
            return _(
                "The site does not say just now whether programs may open {link} (its "
                "robots.txt cannot be read). Try again later, or do this: {otherwise}",
                link=link,
                otherwise=_lowered(_(_OTHERWISE)),
            )
        case _:
            return None


def _about_answer(error: errors.LinkRefused, link: str) -> str:
    match error:
        case errors.LinkAnswered(status=status):
            return _("{what} (status {status}).", what=_about_status(status, link), status=status)
        case errors.LinkNotText(media_type=media_type):
            what = quoted(media_type) if media_type else _("something else")
            return _(
                "{link} is {what}; I read web pages, Markdown and plain text. Give the "
                "address of the article’s page. {otherwise}",
                link=link,
                what=what,
                otherwise=_(_OTHERWISE),
            )
        case errors.LinkPacked(encoding=encoding):
            return _(
                "{link} comes packed as {encoding}, which I cannot unpack. {otherwise}",
                link=link,
                encoding=quoted(encoding),
                otherwise=_(_OTHERWISE),
            )
        case errors.LinkTooLarge(limit=limit):
            return _(
                "{link} has more than {limit}, which is more than I fetch. Save the "
                "article’s text alone and attach that in `file`.",
                link=link,
                limit=megabytes(limit),
            )
        case _:
            return _(FALLBACK)


def _about_status(status: int, link: str) -> str:
    if status in {_NOT_FOUND, _GONE}:
        return _(
            "There is no page at {link}. Check the address, and whether it opens in a browser",
            link=link,
        )
    if status in {_UNAUTHORIZED, _FORBIDDEN}:
        return _(
            "The site does not let me see {link}; it may want people to log in. Save the "
            "page and attach it in `file`, or leave both out and paste its text",
            link=link,
        )
    if status == _BUSY or status >= _SERVER_ERRORS:
        return _(
            "The site of {link} has trouble just now. Try again later, or attach the text",
            link=link,
        )
    return _("The site gave no page for {link}. Check whether it opens in a browser", link=link)


def _lowered(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
