"""Interactions: what a member begins, how the bot may answer, and the deadlines for it."""

from typing import Final

from bot.sandbox import assumptions
from bot.sandbox.bodies import modals
from bot.sandbox.bodies.commands import GROUP, SUBCOMMAND, VALUES
from bot.sandbox.bodies.components import number
from bot.sandbox.bodies.interactions import DATA
from bot.sandbox.errors import Reason, Refusal, invalid
from bot.sandbox.happenings import InteractionAnswered, InteractionBegan
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import deleting, mentions, messages
from bot.sandbox.rules.commands import find_invocable
from bot.sandbox.rules.drafts import Draft, refuse_malformed, refuse_unknown_emojis
from bot.sandbox.rules.files import Upload
from bot.sandbox.rules.options import Filling
from bot.sandbox.shapes import check
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.interactions import AnswerType, Interaction, InteractionType
from bot.sandbox.state.messages import EPHEMERAL, LOADING, Message
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World
from bot.sandbox.wire.users import render_user

ANSWER_SECONDS: Final = 3.0
TOKEN_SECONDS: Final = 900.0
COMMAND_REPLY: Final = 20
CONTEXT_MENU_REPLY: Final = 23
_ANSWERS: Final = {
    InteractionType.COMMAND: {
        AnswerType.MESSAGE,
        AnswerType.DEFERRED_MESSAGE,
        AnswerType.MODAL,
    },
    InteractionType.COMPONENT: set(AnswerType) - {AnswerType.CHOICES},
    InteractionType.MODAL: set(AnswerType) - {AnswerType.CHOICES, AnswerType.MODAL},
    InteractionType.AUTOCOMPLETE: {AnswerType.CHOICES},
}


def begin(world: World, interaction: Interaction) -> Interaction:
    """Let an interaction begin: the bot is told, and its deadlines run."""
    world.interactions[interaction.id] = interaction
    world.interactions_by_token[interaction.token] = interaction
    world.publish(InteractionBegan(interaction))
    return interaction


def draw_up(
    world: World, actor: User, channel: Channel, kind: InteractionType, data: Json, name: str
) -> Interaction:
    """Make an interaction without letting it begin."""
    return Interaction(
        id=world.ids.draw(),
        token=world.ids.draw_token(64),
        type=kind,
        user=actor,
        channel=channel,
        data=data,
        began=world.monotonic(),
        name=name,
    )


def run_command(
    world: World, actor: User, channel: Channel, name: str, given: Json, files: dict[str, Upload]
) -> Interaction:
    """Run a slash command as a member; what a client would refuse raises ClientRefusal."""
    found = find_invocable(world, actor, channel, name)
    filling = Filling(world, actor, channel, files)
    options = _nest(found.path, filling.fill(found.options, given))
    data = _command_data(found.command.body, options)
    if filling.resolved:
        data["resolved"] = filling.resolved
    return begin(world, draw_up(world, actor, channel, InteractionType.COMMAND, data, name))


def type_into(
    world: World, actor: User, channel: Channel, name: str, given: Json, focused: str, typed: str
) -> Interaction:
    """Ask for the choices of an option while a member types."""
    found = find_invocable(world, actor, channel, name)
    filling = Filling(world, actor, channel, {})
    options = filling.fill_partly(found.options, given, focused, typed)
    data = _command_data(found.command.body, _nest(found.path, options))
    return begin(world, draw_up(world, actor, channel, InteractionType.AUTOCOMPLETE, data, name))


def _command_data(command: Json, options: list[Json]) -> Json:
    data: Json = {"id": command["id"], "name": command["name"], "type": 1}
    if options:
        data["options"] = options
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data


def _nest(path: tuple[str, ...], options: list[Json]) -> list[Json]:
    for depth, name in enumerate(reversed(path)):
        kind = GROUP if depth else SUBCOMMAND
        options = [{"name": name, "type": kind, "options": options}]
    return options


def answer(
    world: World, interaction_id: int, token: str, body: Json, files: dict[int, Upload]
) -> Interaction:
    """Take the bot's first answer: within three seconds, once, of a kind that fits."""
    interaction = world.interactions.get(interaction_id)
    if interaction is None or interaction.token != token:
        raise Refusal(Reason.UNKNOWN_INTERACTION)
    if interaction.answer is not None:
        raise Refusal(Reason.ALREADY_ACKNOWLEDGED)
    if is_too_late(world, interaction):
        raise Refusal(Reason.UNKNOWN_INTERACTION)
    _require_place(world, interaction)
    kind = AnswerType(body["type"])
    _refuse_unfit(interaction, kind)
    data = body.get("data") or {}
    check(DATA[kind], data)
    _apply(world, interaction, kind, data, files)
    interaction.answer = kind
    interaction.answered = world.monotonic()
    if interaction.opener:
        interaction.opener.modal_closed = True
    world.publish(InteractionAnswered(interaction))
    return interaction


def _require_place(world: World, interaction: Interaction) -> None:
    """Refuse to answer where the channel is gone by now."""
    if interaction.channel.id not in world.channels:
        raise Refusal(Reason.UNKNOWN_CHANNEL)


def is_too_late(world: World, interaction: Interaction) -> bool:
    """Tell whether the time for the first answer has gone by."""
    return world.monotonic() - interaction.began > ANSWER_SECONDS


def _refuse_unfit(interaction: Interaction, kind: AnswerType) -> None:
    """Refuse an answer of a kind that this interaction cannot have."""
    fit = _ANSWERS[interaction.type]
    if interaction.message is None:
        fit = fit - {AnswerType.UPDATE, AnswerType.DEFERRED_UPDATE}
    if kind not in fit:
        words = f"Value must be one of {sorted(map(int, fit))}."
        raise invalid("type", "BASE_TYPE_CHOICES", words)


def _apply(
    world: World, interaction: Interaction, kind: AnswerType, data: Json, files: dict[int, Upload]
) -> None:
    if kind is AnswerType.MESSAGE:
        _reply(world, interaction, Draft.from_body(data, files))
    elif kind is AnswerType.DEFERRED_MESSAGE:
        _defer(world, interaction, data.get("flags", 0))
    elif kind is AnswerType.CHOICES:
        _refuse_wrong_choices(interaction, data["choices"])
        interaction.choices = data["choices"]
    elif kind is AnswerType.MODAL:
        modals.refuse_inconsistent(data)
        refuse_unknown_emojis(world, world.bot, data["components"])
        interaction.modal = {**data, "components": number(data["components"])}
    elif interaction.message is not None:
        if kind is AnswerType.UPDATE:
            messages.rewrite(world, interaction.channel, interaction.message, data, files)
        interaction.original = interaction.message


def _refuse_wrong_choices(interaction: Interaction, choices: list[Json]) -> None:
    """Refuse choices whose values are not of the type of the option that is typed into."""
    fit = VALUES[find_focused(interaction.data["options"])["type"]]
    for position, each in enumerate(choices):
        if isinstance(each["value"], bool) or not isinstance(each["value"], fit):
            words = f'Could not interpret "{each["value"]}" as a value of the option.'
            path = f"data.choices.{position}.value"
            raise invalid(path, "APPLICATION_COMMAND_OPTION_CHOICE_VALUE", words)


def find_focused(options: list[Json]) -> Json:
    """Find the option that is typed into, in whatever subcommand it is."""
    for each in options:
        if each.get("focused"):
            return each
        if each["type"] in {SUBCOMMAND, GROUP}:
            return find_focused(each["options"])
    raise LookupError


def _reply(world: World, interaction: Interaction, draft: Draft) -> None:
    refuse_malformed(world, world.bot, draft)
    interaction.original = _post(world, interaction, draft, _reply_type(interaction))


def _reply_type(interaction: Interaction) -> int:
    if interaction.type is not InteractionType.COMMAND:
        return 0
    return COMMAND_REPLY if interaction.data["type"] == 1 else CONTEXT_MENU_REPLY


def _defer(world: World, interaction: Interaction, flags: int) -> None:
    loading = messages.new_message(world, world.bot, interaction.channel, Draft())
    loading.type = _reply_type(interaction)
    _mark(world, interaction, loading, flags & EPHEMERAL | LOADING)
    messages.post(world, interaction.channel, loading)
    interaction.original = loading


def _post(world: World, interaction: Interaction, draft: Draft, kind: int) -> Message:
    message = messages.new_message(world, world.bot, interaction.channel, draft)
    message.type = kind
    _mark(world, interaction, message, draft.flags & (messages.SENDABLE_FLAGS | EPHEMERAL))
    allowed = mentions.read_allowed(draft.allowed_mentions)
    mentions.settle(world, interaction.channel, message, allowed)
    messages.post(world, interaction.channel, message)
    return message


def _mark(world: World, interaction: Interaction, message: Message, flags: int) -> None:
    message.flags = flags
    message.application_id = world.bot.id
    message.visible_to = interaction.user.id if flags & EPHEMERAL else None
    message.interaction = _metadata(interaction)


def _metadata(interaction: Interaction) -> Json:
    shown: Json = {
        "id": str(interaction.id),
        "type": int(interaction.type),
        "user": render_user(interaction.user),
        "authorizing_integration_owners": {"0": str(interaction.channel.guild_id or 0)},
    }
    if interaction.type is InteractionType.COMMAND:
        shown["name"] = interaction.name
    if interaction.type is InteractionType.COMPONENT and interaction.message:
        shown["interacted_message_id"] = str(interaction.message.id)
    if interaction.opener:
        shown["triggering_interaction_metadata"] = _metadata(interaction.opener)
    return shown


def by_token(world: World, application_id: int, token: str) -> Interaction:
    """Find an answered interaction whose token still lives."""
    interaction = world.interactions_by_token.get(token)
    if application_id != world.bot.id or interaction is None or interaction.answer is None:
        raise Refusal(Reason.UNKNOWN_WEBHOOK)
    if world.monotonic() - interaction.began > TOKEN_SECONDS:
        raise Refusal(Reason.UNKNOWN_WEBHOOK)
    _require_place(world, interaction)
    return interaction


def follow_up(
    world: World, interaction: Interaction, body: Json, files: dict[int, Upload]
) -> Message:
    """Post a further answer; directly after a defer it fills the loading message instead."""
    draft = Draft.from_body(body, files)
    refuse_malformed(world, world.bot, draft)
    if interaction.loading and interaction.original:
        return edit_answer(world, interaction, interaction.original, body, files)
    message = _post(world, interaction, draft, assumptions.FOLLOWUP_TYPE)
    interaction.followups.append(message)
    world.publish(InteractionAnswered(interaction))
    return message


def get_answer(interaction: Interaction, name: str) -> Message:
    """Find the original answer (`@original`) or a follow-up by id."""
    candidates = [interaction.original, *interaction.followups]
    for message in candidates:
        if message is None or message.deleted:
            continue
        if str(message.id) == name or (name == "@original" and message is interaction.original):
            return message
    raise Refusal(Reason.UNKNOWN_MESSAGE)


def edit_answer(
    world: World, interaction: Interaction, message: Message, body: Json, files: dict[int, Upload]
) -> Message:
    """Change an answer; the first edit of a deferred one is what the member waited for."""
    if body.get("poll") and not message.flags & LOADING:
        raise invalid("poll", "POLL_CANNOT_BE_ADDED", "Only a deferred answer can get a poll.")
    messages.rewrite(world, interaction.channel, message, body, files)
    interaction.changed = True
    world.publish(InteractionAnswered(interaction))
    return message


def delete_answer(world: World, interaction: Interaction, message: Message) -> None:
    """Delete an answer, ephemeral or not."""
    deleting.remove(world, interaction.channel, message)
    world.publish(InteractionAnswered(interaction))
