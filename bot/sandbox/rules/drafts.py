"""A message as its author wants it, and what is refused before it becomes one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.sandbox import permissions
from bot.sandbox.bodies import components, embeds
from bot.sandbox.errors import Reason, Refusal, invalid
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import access, emojis, files, mentions, polls
from bot.sandbox.rules.files import Upload
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.messages import COMPONENTS_V2, Attachment
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World


@dataclass(slots=True)
class Draft:
    """A message as its author wants it, before anything was checked."""

    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: dict[int, Upload] = field(default_factory=dict)
    flags: int = 0
    tts: bool = False
    nonce: str | int | None = None
    enforce_nonce: bool = False
    allowed_mentions: Json | None = None
    reference: Json | None = None
    poll: Json | None = None

    @classmethod
    def from_body(cls, body: Json, files: dict[int, Upload]) -> "Draft":
        """Read a checked create body; nulls mean absent."""
        return cls(
            content=(body.get("content") or "").strip(),
            embeds=body.get("embeds") or [],
            components=body.get("components") or [],
            attachments=body.get("attachments") or [],
            files=files,
            flags=body.get("flags") or 0,
            tts=body.get("tts") or False,
            nonce=body.get("nonce"),
            enforce_nonce=body.get("enforce_nonce") or False,
            allowed_mentions=body.get("allowed_mentions"),
            reference=body.get("message_reference"),
            poll=body.get("poll"),
        )


def require_parts(world: World, actor: User, channel: Channel, draft: Draft) -> None:
    """Refuse what the author may not put into a message in this channel."""
    needed = 0
    if draft.embeds:
        needed |= permissions.EMBED_LINKS
    if draft.files:
        needed |= permissions.ATTACH_FILES
    if draft.tts:
        needed |= permissions.SEND_TTS_MESSAGES
    if draft.poll:
        needed |= permissions.SEND_POLLS
    access.require(world, actor, channel, needed)


def refuse_malformed(
    world: World, author: User, draft: Draft, present: Sequence[Attachment] = ()
) -> None:
    """Refuse what no single field's shape can tell; `present` are the files of a message edited.

    What passes here can be posted: nothing is refused once something has changed.
    """
    embeds.refuse_too_long(draft.embeds)
    modern = bool(draft.flags & COMPONENTS_V2)
    components.refuse_misplaced(draft.components, modern=modern)
    if modern and (draft.content or draft.embeds or draft.poll):
        words = "The 'content', 'embeds' and 'poll' fields cannot be used with components v2."
        raise invalid("flags", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words)
    mentions.read_allowed(draft.allowed_mentions)
    files.refuse_unfit(draft.attachments, draft.files, present)
    refuse_unknown_emojis(world, author, draft.components)
    if draft.poll:
        polls.refuse_unknown_emojis(world, author, draft.poll)
    _refuse_missing_media(draft, present)
    if not _shows_something(draft):
        raise Refusal(Reason.EMPTY_MESSAGE)


def _shows_something(draft: Draft) -> bool:
    parts = (draft.content, draft.components, draft.files, draft.attachments, draft.poll)
    return any(parts) or any(map(embeds.shows_something, draft.embeds))


def refuse_unknown_emojis(world: World, author: User, shown: list[Json]) -> None:
    """Refuse emoji on buttons and options that are none, or not the author's to use."""
    for each in components.walk(shown):
        for bearer in (each, *(each.get("options") or [])):
            if not bearer.get("emoji"):
                continue
            try:
                emojis.pick(world, author, bearer["emoji"])
            except Refusal:
                words = "Invalid emoji"
                raise invalid("components", "COMPONENT_INVALID_EMOJI", words) from None


def _refuse_missing_media(draft: Draft, present: Sequence[Attachment]) -> None:
    """Refuse components that show a file the message does not have."""
    named = files.names(draft.attachments, draft.files, present)
    for url in _media(draft.components):
        if url.startswith("attachment://") and url.removeprefix("attachment://") not in named:
            words = "The attachment is not among the files of the message."
            code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
            raise invalid("components", code, words)


def _media(shown: list[Json]) -> Iterator[str]:
    for each in components.walk(shown):
        for bearer in (each, *(each.get("items") or [])):
            for name in ("media", "file"):
                if name in bearer:
                    yield bearer[name]["url"]
