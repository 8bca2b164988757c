"""Refusals of links: why a page is not fetched, and how its text comes in all the same."""

from typing import Final

from bot import errors
from bot.ui.replies.phrases import FALLBACK, megabytes, quoted

# Whatever a program may not have, a person who can read it can still hand over.
_OTHERWISE: Final = "Save the page and attach it in `file`, or leave both out and paste its text."
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _GONE, _BUSY = 401, 403, 404, 410, 429
_SERVER_ERRORS: Final = 500


def about_link(error: errors.LinkRefused) -> str:
    """Word why a page is not fetched."""
    link = quoted(error.link)
    match error:
        case errors.UnreadableLink():
            return (
                f"{link} is no web address I can read. "
                "Give it whole, as `https://example.org/the-article`."
            )
        case errors.LinkOfOtherScheme(scheme=scheme):
            return (
                f"{link} begins with {quoted(scheme)}; I open only web addresses, which begin with "
                "`https` or `http`. Give the page’s address, or attach the text in `file`."
            )
        case errors.LinkToOtherPort(port=port):
            return (
                f"{link} leads to port {port}; I open web pages only where they usually are, at "
                f"ports 80 and 443. {_OTHERWISE}"
            )
        case errors.LinkWithPassword():
            return (
                f"The address of {link} has a user’s name or password in it, which I neither use "
                f"nor keep. Leave that out, or do this: {_lowered(_OTHERWISE)}"
            )
        case errors.LinkNotPublic():
            return (
                f"I find no public address for {link}. Check that it is spelled right; what only a "
                f"private network can reach I do not open. {_OTHERWISE}"
            )
        case _:
            return _about_connection(error, link) or _about_answer(error, link)


def _about_connection(error: errors.LinkRefused, link: str) -> str | None:
    match error:
        case errors.LinkUnreachable():
            return (
                f"The connection to {link} failed or broke off. "
                f"Try again in a minute. If it goes on: {_lowered(_OTHERWISE)}"
            )
        case errors.LinkTookTooLong(seconds=seconds):
            return (
                f"{link} was not here within {seconds} seconds. "
                f"Try again in a minute. If it goes on: {_lowered(_OTHERWISE)}"
            )
        case errors.TooManyRedirects(most=most):
            return (
                f"{link} sent me on to other pages more than {most} times. Open it in a browser "
                "and give the address that you end up at."
            )
        case errors.RobotsForbid():
            return (
                f"The site asks programs to leave {link} alone (in its robots.txt), so I do. "
                f"If you may post its text here: {_lowered(_OTHERWISE)}"
            )
        case errors.RobotsUnreachable():
            return (
                f"The site does not say just now whether programs may open {link} (its robots.txt "
                f"cannot be read). Try again later, or do this: {_lowered(_OTHERWISE)}"
            )
        case _:
            return None


def _about_answer(error: errors.LinkRefused, link: str) -> str:
    match error:
        case errors.LinkAnswered(status=status):
            return f"{_about_status(status, link)} (status {status})."
        case errors.LinkNotText(media_type=media_type):
            what = quoted(media_type) if media_type else "something else"
            return (
                f"{link} is {what}; I read web pages, Markdown and plain text. "
                f"Give the address of the article’s page. {_OTHERWISE}"
            )
        case errors.LinkPacked(encoding=encoding):
            return f"{link} comes packed as {quoted(encoding)}, which I cannot unpack. {_OTHERWISE}"
        case errors.LinkTooLarge(limit=limit):
            return (
                f"{link} has more than {megabytes(limit)}, which is more than I fetch. "
                "Save the article’s text alone and attach that in `file`."
            )
        case _:
            return FALLBACK


def _about_status(status: int, link: str) -> str:
    if status in {_NOT_FOUND, _GONE}:
        return f"There is no page at {link}. Check the address, and whether it opens in a browser"
    if status in {_UNAUTHORIZED, _FORBIDDEN}:
        return (
            f"The site does not let me see {link}; it may want people to log in. "
            "Save the page and attach it in `file`, or leave both out and paste its text"
        )
    if status == _BUSY or status >= _SERVER_ERRORS:
        return f"The site of {link} has trouble just now. Try again later, or attach the text"
    return f"The site gave no page for {link}. Check whether it opens in a browser"


def _lowered(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
