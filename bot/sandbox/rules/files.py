"""Uploaded files: from the parts of a request to attachments of a message."""

import mimetypes
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.sandbox.bodies.messages import MOST_ATTACHMENTS
from bot.sandbox.errors import Reason, Refusal, invalid
from bot.sandbox.jsontypes import Json
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.messages import Attachment
from bot.sandbox.state.world import World

LARGEST_FILE: Final = 10 * 1024 * 1024
_UNSAFE = re.compile(r"[^\w.\-]+")


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came in."""

    filename: str
    content: bytes
    content_type: str = "application/octet-stream"


def store(
    world: World, channel: Channel, upload: Upload, description: str | None = None
) -> Attachment:
    """Keep a file under an id of its own; it is served from the CDN address from now on."""
    if len(upload.content) > LARGEST_FILE:
        raise Refusal(Reason.TOO_LARGE)
    filename = _safe(upload.filename)
    guessed = mimetypes.guess_type(filename)[0] or upload.content_type
    attachment = Attachment(
        id=world.ids.draw(),
        channel_id=channel.id,
        filename=filename,
        size=len(upload.content),
        content_type=f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed,
        description=description,
    )
    world.attachments[attachment.id] = attachment
    world.files[attachment.id] = upload.content
    return attachment


def refuse_unfit(
    wanted: Iterable[Json], files: dict[int, Upload], present: Iterable[Attachment] = ()
) -> None:
    """Refuse too many or too large files, and entries of `attachments` that no file is for."""
    wanted = list(wanted)
    named = [int(each["id"]) for each in wanted]
    if len(named) + len(files.keys() - set(named)) > MOST_ATTACHMENTS:
        words = f"Must be {MOST_ATTACHMENTS} or fewer in length."
        raise invalid("files", "BASE_TYPE_MAX_LENGTH", words)
    if any(len(each.content) > LARGEST_FILE for each in files.values()):
        raise Refusal(Reason.TOO_LARGE)
    known = {each.id for each in present} | files.keys()
    for position, number in enumerate(named):
        if number not in known or number in named[:position]:
            words = "The attachment has no file, or stands there twice."
            raise invalid(f"attachments.{position}.id", "INVALID_ATTACHMENT_ID", words)


def attach(
    world: World,
    channel: Channel,
    wanted: Iterable[Json],
    files: dict[int, Upload],
    present: Iterable[Attachment] = (),
) -> list[Attachment]:
    """Turn the `attachments` list of a body into attachments: new files, and those that stay.

    Files that the list does not mention are attached too, as Discord does. What does not fit was
    refused before.
    """
    kept = {each.id: each for each in present}
    result: list[Attachment] = []
    named: set[int] = set()
    for each in wanted:
        number = int(each["id"])
        if number in kept:
            result.append(kept[number])
        else:
            named.add(number)
            result.append(
                store(world, channel, _named(files[number], each), each.get("description"))
            )
    result += [store(world, channel, f) for n, f in files.items() if n not in named]
    return result


def names(
    wanted: Iterable[Json], files: dict[int, Upload], present: Iterable[Attachment] = ()
) -> set[str]:
    """Give the names that the files of a message would have, as sent and as kept."""
    given = {int(each["id"]): each.get("filename") for each in wanted}
    kept = {each.filename for each in present if each.id in given}
    new = {given.get(number) or each.filename for number, each in files.items()}
    return kept | new | set(map(_safe, new))


def _safe(filename: str) -> str:
    return _UNSAFE.sub("_", filename) or "unknown"


def _named(upload: Upload, wanted: Json) -> Upload:
    filename = wanted.get("filename") or upload.filename
    return Upload(filename, upload.content, upload.content_type)
