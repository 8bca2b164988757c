"""Sending and editing messages."""

from typing import Final

from bot.sandbox import assumptions, permissions
from bot.sandbox.bodies import components
from bot.sandbox.errors import Reason, Refusal, invalid
from bot.sandbox.happenings import Change, MessageChanged
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import access, archiving, media, mentions, pacing, polls, private, threads
from bot.sandbox.rules.drafts import Draft, refuse_malformed, require_parts
from bot.sandbox.rules.files import Upload, attach
from bot.sandbox.state.channels import FORUMS, Channel, ChannelType
from bot.sandbox.state.messages import (
    COMPONENTS_V2,
    CROSSPOSTED,
    EPHEMERAL,
    LOADING,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    WRITTEN,
    Message,
)
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

REPLY: Final = 19
SENDABLE_FLAGS: Final = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2


def send(world: World, actor: User, channel: Channel, draft: Draft) -> Message:
    """Post a message as `actor`; a repeated enforced nonce returns the first one."""
    _require_sending(world, actor, channel, draft)
    refuse_malformed(world, actor, draft)
    if (first := _first_of_nonce(world, actor, draft)) is not None:
        return first
    replied_to = _find_replied(world, actor, channel, draft.reference)
    pacing.keep_slow(world, actor, channel, channel.spoke)
    archiving.revive(world, actor, channel)
    message = new_message(world, actor, channel, draft)
    message.flags = draft.flags & SENDABLE_FLAGS
    if draft.reference:
        message.type = REPLY
        message.reference = _reference(channel, draft.reference)
        message.replied_to = replied_to
    mentions.settle(world, channel, message, mentions.read_allowed(draft.allowed_mentions))
    if draft.nonce is not None:
        world.nonces[actor.id, str(draft.nonce)] = (world.monotonic(), message)
    post(world, channel, message)
    return message


def new_message(world: World, author: User, channel: Channel, draft: Draft) -> Message:
    """Make a message from a draft without posting it."""
    message = Message(
        id=world.ids.draw(),
        channel_id=channel.id,
        guild_id=channel.guild_id,
        author=author,
        content=draft.content,
        tts=draft.tts,
        nonce=draft.nonce,
    )
    message.attachments = attach(world, channel, draft.attachments, draft.files)
    _show(world, message, draft)
    message.poll = polls.begin(world, author, draft.poll) if draft.poll else None
    return message


def _show(world: World, message: Message, draft: Draft) -> None:
    """Fill in what a message shows beside its words; its files are there already."""
    files, numbered = message.attachments, components.number(draft.components)
    message.components = media.finish_components(world, numbered, files)
    message.embeds = [media.finish_embed(world, each, files) for each in draft.embeds]


def post(world: World, channel: Channel, message: Message) -> None:
    """Put a message at the end of its channel and tell everybody."""
    channel.messages.add(message)
    if not message.flags & EPHEMERAL:
        channel.last_message_id = message.id
        archiving.note_activity(world, channel)
    world.publish(MessageChanged(message, Change.CREATED))


def send_post(
    world: World, actor: User, forum: Channel, body: Json, draft: Draft
) -> tuple[Channel, Message]:
    """Open a forum post with its first message; the message has the post's id."""
    require_parts(world, actor, forum, draft)
    refuse_malformed(world, actor, draft)
    thread = threads.open_post(world, actor, forum, body)
    message = new_message(world, actor, thread, draft)
    message.id = thread.id
    message.flags = draft.flags & SENDABLE_FLAGS
    mentions.settle(world, thread, message, mentions.read_allowed(draft.allowed_mentions))
    thread.messages.add(message)
    thread.last_message_id = message.id
    world.publish(MessageChanged(message, Change.CREATED))
    return thread, message


def _require_sending(world: World, actor: User, channel: Channel, draft: Draft) -> None:
    writing = permissions.SEND_MESSAGES_IN_THREADS if channel.thread else permissions.SEND_MESSAGES
    access.require(world, actor, channel, writing)
    if channel.type in FORUMS:
        raise Refusal(Reason.CANNOT_WRITE_IN_FORUM)
    if channel.type is ChannelType.CATEGORY:
        raise Refusal(Reason.NOT_A_TEXT_CHANNEL)
    private.require_reachable(world, actor, channel)
    require_parts(world, actor, channel, draft)


def _first_of_nonce(world: World, actor: User, draft: Draft) -> Message | None:
    """Find the message that already carries the nonce; a deleted one is refused, by design."""
    if draft.nonce is None or not draft.enforce_nonce:
        return None
    key = (actor.id, str(draft.nonce))
    if key not in world.nonces:
        return None
    sent, message = world.nonces[key]
    if world.monotonic() - sent > assumptions.NONCE_SECONDS:
        del world.nonces[key]
        return None
    if message.deleted:
        raise Refusal(Reason.UNKNOWN_MESSAGE)
    return message


def _find_replied(
    world: World, actor: User, channel: Channel, reference: Json | None
) -> Message | None:
    if reference is None:
        return None
    if not access.has(world, actor, channel, permissions.READ_MESSAGE_HISTORY):
        raise Refusal(Reason.NO_HISTORY_FOR_REPLY)
    message = channel.messages.get(int(reference["message_id"]))
    if message is not None and message.flags & EPHEMERAL:
        message = None
    if message is None and reference.get("fail_if_not_exists") is not False:
        raise invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    if message is not None and message.type not in WRITTEN:
        words = "Cannot reply to a system message"
        raise invalid("message_reference", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", words)
    return message


def _reference(channel: Channel, reference: Json) -> Json:
    found: Json = {
        "type": 0,
        "channel_id": str(channel.id),
        "message_id": str(reference["message_id"]),
    }
    if channel.guild_id:
        found["guild_id"] = str(channel.guild_id)
    return found


def edit(
    world: World,
    actor: User,
    channel: Channel,
    message: Message,
    body: Json,
    files: dict[int, Upload],
) -> Message:
    """Change a message; others' messages only in the flag that hides embeds."""
    access.require_unarchived(channel)
    access.require_unlocked(world, actor, channel)
    access.require_written(message)
    if message.author is not actor:
        _require_foreign_edit(world, actor, channel, body)
    rewrite(world, channel, message, body, files)
    return message


def _require_foreign_edit(world: World, actor: User, channel: Channel, body: Json) -> None:
    changed = {name for name, value in body.items() if not (name == "tts" and not value)}
    if changed - {"flags", "allowed_mentions"}:
        raise Refusal(Reason.NOT_AUTHOR)
    access.require(world, actor, channel, permissions.MANAGE_MESSAGES)


def rewrite(
    world: World, channel: Channel, message: Message, body: Json, files: dict[int, Upload]
) -> None:
    """Apply an edit body to a message and tell everybody; nothing is checked about the actor.

    Whoever waited for the message waits no more.
    """
    if message.deleted:
        raise Refusal(Reason.UNKNOWN_MESSAGE)
    if message.poll:
        raise Refusal(Reason.POLL_UNEDITABLE)
    after = _after_edit(message, body, files)
    refuse_malformed(world, message.author, after, message.attachments)
    message.content = after.content
    message.flags = message.flags & ~(SUPPRESS_EMBEDS | LOADING) | after.flags & SENDABLE_FLAGS
    message.poll = polls.begin(world, message.author, after.poll) if after.poll else None
    if "attachments" in body or files:
        message.attachments = attach(world, channel, after.attachments, files, message.attachments)
    _show(world, message, after)
    message.edited_at = world.clock.now()
    mentions.settle(world, channel, message, mentions.read_allowed(body.get("allowed_mentions")))
    world.publish(MessageChanged(message, Change.UPDATED))


def _after_edit(message: Message, body: Json, files: dict[int, Upload]) -> Draft:
    """Lay an edit body over a message, as a draft of what would stand there afterwards."""
    flags = body.get("flags")
    kept = [{"id": str(each.id)} for each in message.attachments]
    return Draft(
        content=(body.get("content") or "").strip() if "content" in body else message.content,
        embeds=(body.get("embeds") or []) if "embeds" in body else message.embeds,
        components=(body.get("components") or []) if "components" in body else message.components,
        attachments=(body.get("attachments") or []) if "attachments" in body or files else kept,
        files=files,
        allowed_mentions=body.get("allowed_mentions"),
        poll=body.get("poll"),
        flags=(message.flags if flags is None else flags) | message.flags & COMPONENTS_V2,
    )


def crosspost(world: World, actor: User, channel: Channel, message: Message) -> None:
    """Publish a message of an announcement channel to those who follow it."""
    access.require_in_server(channel)
    access.require(world, actor, channel, permissions.SEND_MESSAGES)
    if message.author is not actor:
        access.require(world, actor, channel, permissions.MANAGE_MESSAGES)
    if channel.type is not ChannelType.ANNOUNCEMENT:
        raise Refusal(Reason.WRONG_CHANNEL_TYPE)
    if message.type not in WRITTEN:
        raise Refusal(Reason.WRONG_MESSAGE_TYPE)
    if message.flags & CROSSPOSTED:
        raise Refusal(Reason.ALREADY_CROSSPOSTED)
    message.flags |= CROSSPOSTED
    world.publish(MessageChanged(message, Change.UPDATED))
