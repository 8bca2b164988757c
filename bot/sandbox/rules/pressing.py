"""What members press: buttons, selects, and the commands of context menus."""

from collections.abc import Sequence
from typing import Final

from bot.sandbox.bodies.components import BUTTON, LINK_STYLE, SELECTS, walk
from bot.sandbox.errors import ClientRefusal
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import access, choosing, history
from bot.sandbox.rules.commands import find_shown
from bot.sandbox.rules.interactions import begin, draw_up
from bot.sandbox.rules.resolving import Resolver
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.interactions import Interaction, InteractionType
from bot.sandbox.state.messages import LOADING, Message
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

USER_COMMAND: Final = 2
MESSAGE_COMMAND: Final = 3


def click(
    world: World, actor: User, channel: Channel, message: Message, custom_id: str
) -> Interaction:
    """Press a button of the bot's."""
    button = _find_component(world, actor, channel, message, custom_id)
    if button["type"] != BUTTON or button["style"] >= LINK_STYLE:
        raise ClientRefusal(f"{custom_id!r} is no button that tells the bot.")
    return _press(world, actor, channel, message, button, {})


def choose(
    world: World,
    actor: User,
    channel: Channel,
    message: Message,
    custom_id: str,
    values: Sequence[str],
) -> Interaction:
    """Choose from a select of the bot's."""
    select = _find_component(world, actor, channel, message, custom_id)
    if select["type"] not in SELECTS:
        raise ClientRefusal(f"{custom_id!r} is no select.")
    resolver = Resolver(world, actor, channel)
    choosing.choose(resolver, select, values)
    data: Json = {"values": list(values)}
    if resolver.resolved:
        data["resolved"] = resolver.resolved
    return _press(world, actor, channel, message, select, data)


def _find_component(
    world: World, actor: User, channel: Channel, message: Message, custom_id: str
) -> Json:
    """Find a component that the actor sees and may use."""
    access.refuse_silenced(world, actor, channel)
    if not history.is_visible(message, actor):
        raise ClientRefusal(f"{actor.name} does not see this message.")
    if message.author is not world.bot or message.flags & LOADING:
        raise ClientRefusal("There is nothing to press on this message.")
    for each in walk(message.components):
        if each.get("custom_id") == custom_id:
            if each.get("disabled"):
                raise ClientRefusal(f"{custom_id!r} is disabled.")
            return each
    raise ClientRefusal(f"The message has no component {custom_id!r}.")


def _press(
    world: World, actor: User, channel: Channel, message: Message, component: Json, data: Json
) -> Interaction:
    data = {
        "component_type": component["type"],
        "custom_id": component["custom_id"],
        "id": component.get("id", 0),
        **data,
    }
    name = component["custom_id"]
    interaction = draw_up(world, actor, channel, InteractionType.COMPONENT, data, name)
    interaction.message = message
    return begin(world, interaction)


def point_at_user(
    world: World, actor: User, channel: Channel, name: str, target_id: int
) -> Interaction:
    """Run a command from a user's context menu."""
    resolver = Resolver(world, actor, channel)
    if not resolver.user(target_id):
        raise ClientRefusal(f"There is no user {target_id}.")
    return _point(world, actor, channel, name, USER_COMMAND, target_id, resolver)


def point_at_message(
    world: World, actor: User, channel: Channel, name: str, message: Message
) -> Interaction:
    """Run a command from a message's context menu."""
    if not history.is_visible(message, actor):
        raise ClientRefusal(f"{actor.name} does not see this message.")
    resolver = Resolver(world, actor, channel)
    resolver.message(message)
    return _point(world, actor, channel, name, MESSAGE_COMMAND, message.id, resolver)


def _point(
    world: World,
    actor: User,
    channel: Channel,
    name: str,
    kind: int,
    target_id: int,
    resolver: Resolver,
) -> Interaction:
    command = find_shown(world, actor, channel, name, kind).body
    data: Json = {
        "id": command["id"],
        "name": command["name"],
        "type": kind,
        "target_id": str(target_id),
        "resolved": resolver.resolved,
    }
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return begin(world, draw_up(world, actor, channel, InteractionType.COMMAND, data, name))
