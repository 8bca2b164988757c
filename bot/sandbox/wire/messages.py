"""Messages, attachments and reactions on the wire."""

from bot.sandbox.intents import MESSAGE_CONTENT
from bot.sandbox.jsontypes import Json
from bot.sandbox.snowflakes import created_at, stamp
from bot.sandbox.state.messages import HAS_THREAD, Attachment, Message, Reaction
from bot.sandbox.state.world import World
from bot.sandbox.wire.channels import render_thread
from bot.sandbox.wire.guilds import render_member_alone
from bot.sandbox.wire.links import link, renewed
from bot.sandbox.wire.polls import render_emoji_part, render_poll
from bot.sandbox.wire.users import render_user


def _render_embed(embed: Json) -> Json:
    """Render an embed; each field says whether it stands in line."""
    if "fields" not in embed:
        return embed
    return {
        **embed,
        "fields": [{**each, "inline": bool(each.get("inline"))} for each in embed["fields"]],
    }


def render_message(world: World, message: Message, viewer_id: int) -> Json:
    """Render a message as REST answers it to a viewer."""
    shown = _render_alone(world, message, viewer_id)
    if message.reference:
        shown["message_reference"] = message.reference
        origin = message.replied_to
        if message.type in {19, 21}:
            there = origin is not None and not origin.deleted
            shown["referenced_message"] = (
                _render_alone(world, origin, viewer_id) if there and origin else None
            )
    if message.flags & HAS_THREAD and (thread := world.channels.get(message.id)):
        shown["thread"] = render_thread(thread, viewer_id)
    return shown


def _render_alone(world: World, message: Message, viewer_id: int) -> Json:
    channel = world.channels.get(message.channel_id)
    shown: Json = {
        "id": str(message.id),
        "channel_id": str(message.channel_id),
        "type": message.type,
        "content": message.content,
        "author": render_user(message.author),
        "timestamp": stamp(created_at(message.id)),
        "edited_timestamp": stamp(message.edited_at) if message.edited_at else None,
        "tts": message.tts,
        "mention_everyone": message.mention_everyone,
        "mentions": [render_user(each) for each in message.mentions],
        "mention_roles": [str(each) for each in message.mention_roles],
        "attachments": [render_attachment(world, each) for each in message.attachments],
        "embeds": [_render_embed(each) for each in message.embeds],
        "components": message.components,
        "pinned": channel is not None and message.id in channel.pins,
        "flags": message.flags,
    }
    if world.attachments:
        shown |= {name: renewed(world, shown[name]) for name in ("embeds", "components")}
    if message.reactions:
        held = message.reactions.values()
        shown["reactions"] = [render_reaction(each, viewer_id) for each in held]
    if message.poll:
        shown["poll"] = render_poll(message.poll, viewer_id)
    if message.interaction:
        shown["interaction_metadata"] = message.interaction
    if message.application_id:
        shown["application_id"] = shown["webhook_id"] = str(message.application_id)
    return shown


def with_nonce(message: Message, shown: Json) -> Json:
    """Add the nonce, which is told when a message is made and never again."""
    return shown if message.nonce is None else {**shown, "nonce": message.nonce}


def render_gateway_message(world: World, message: Message, viewer_id: int) -> Json:
    """Render a message as the gateway tells it: with the server, and the author's membership."""
    shown = render_message(world, message, viewer_id)
    if message.guild_id is None:
        return shown
    guild = world.guilds[message.guild_id]
    shown["guild_id"] = str(message.guild_id)
    if member := guild.members.get(message.author.id):
        shown["member"] = render_member_alone(member)
    for user in shown["mentions"]:
        if mentioned := guild.members.get(int(user["id"])):
            user["member"] = render_member_alone(mentioned)
    return shown


def render_for_bot(world: World, message: Message, *, pointed_at: bool = False) -> Json:
    """Render a message as the application may read it; what a member points at, it may."""
    shown = render_message(world, message, world.bot.id)
    if world.privileged_intents & MESSAGE_CONTENT:
        return shown
    return restrict(world, message, shown, readable=pointed_at)


def restrict(world: World, message: Message, shown: Json, *, readable: bool = False) -> Json:
    """Empty what a bot without the message-content intent may not see.

    Of the message, unless it is `readable`, and by itself of the message it answers. What the bot
    may see whole comes back as it is.
    """
    if not (readable or may_read(world, message)):
        shown = _withhold(shown)
    origin, answered = message.replied_to, shown.get("referenced_message")
    if origin is not None and answered and not may_read(world, origin):
        shown = {**shown, "referenced_message": _withhold(answered)}
    return shown


def _withhold(shown: Json) -> Json:
    blank = {**shown, "content": "", "embeds": [], "attachments": [], "components": []}
    blank.pop("poll", None)
    return blank


def may_read(world: World, message: Message) -> bool:
    """Tell whether the bot sees a message's content even without the intent."""
    return (
        message.author is world.bot
        or message.guild_id is None
        or world.bot in message.mentions
        or message.application_id == world.bot.id
    )


def render_attachment(world: World, attachment: Attachment) -> Json:
    """Render an attachment with the address its bytes are served from, for a day."""
    url = link(world, attachment)
    shown: Json = {
        "id": str(attachment.id),
        "filename": attachment.filename,
        "size": attachment.size,
        "content_type": attachment.content_type,
        "url": url,
        "proxy_url": url,
    }
    if attachment.description:
        shown["description"] = attachment.description
    return shown


def render_reaction(reaction: Reaction, viewer_id: int) -> Json:
    """Render the count of one emoji, and whether the viewer holds it."""
    return {
        "emoji": render_emoji_part(reaction.emoji),
        "count": reaction.count,
        "count_details": {"normal": len(reaction.normal), "burst": len(reaction.burst)},
        "me": viewer_id in reaction.normal,
        "me_burst": viewer_id in reaction.burst,
        "burst_me": viewer_id in reaction.burst,
        "burst_count": len(reaction.burst),
        "burst_colors": [],
    }
