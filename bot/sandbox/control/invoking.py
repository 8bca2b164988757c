"""Control: commands, buttons, selects and modals, and waiting for what the bot answers."""

from bot.sandbox.control.acting import channel_of
from bot.sandbox.control.ask import ROUTES, Ask, Desk, get_actor, get_message
from bot.sandbox.errors import ClientRefusal
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import interactions, modals, pressing
from bot.sandbox.state.interactions import AnswerType, Interaction
from bot.sandbox.wire.messages import render_message

# How long a member waits for a deferred answer unless told otherwise, in real seconds.
_PATIENCE = 15.0
_DEFERRED = frozenset({AnswerType.DEFERRED_MESSAGE, AnswerType.DEFERRED_UPDATE})


@ROUTES.on(
    "POST", "/commands", "user_id", "channel_id", "command", "options", "attachments", "seconds"
)
async def run_command(desk: Desk, ask: Ask) -> Json:
    """Run a slash command and wait for its final answer."""
    actor, channel = channel_of(desk, ask)
    files = {name: ask.upload(each) for name, each in ask.mapping("attachments").items()}
    interaction = interactions.run_command(
        desk.world, actor, channel, ask.text("command"), ask.mapping("options"), files
    )
    return await _conclude(desk, interaction, ask.seconds(_PATIENCE))


@ROUTES.on(
    "POST", "/menus", "user_id", "channel_id", "command", "message_id", "target_id", "seconds"
)
async def run_context_menu(desk: Desk, ask: Ask) -> Json:
    """Run a command from the context menu of a message, or of a user."""
    actor, channel = channel_of(desk, ask)
    name = ask.text("command")
    if ask.has("message_id"):
        message = get_message(desk, ask)
        begun = pressing.point_at_message(desk.world, actor, channel, name, message)
    else:
        target_id = ask.integer("target_id")
        begun = pressing.point_at_user(desk.world, actor, channel, name, target_id)
    return await _conclude(desk, begun, ask.seconds(_PATIENCE))


@ROUTES.on("POST", "/clicks", "user_id", "channel_id", "message_id", "custom_id", "seconds")
async def click(desk: Desk, ask: Ask) -> Json:
    """Press a button."""
    actor, channel = channel_of(desk, ask)
    message = get_message(desk, ask)
    begun = pressing.click(desk.world, actor, channel, message, ask.text("custom_id"))
    return await _conclude(desk, begun, ask.seconds(_PATIENCE))


@ROUTES.on(
    "POST", "/choices", "user_id", "channel_id", "message_id", "custom_id", "values", "seconds"
)
async def choose(desk: Desk, ask: Ask) -> Json:
    """Choose from a select."""
    actor, channel = channel_of(desk, ask)
    message = get_message(desk, ask)
    values = [str(each) for each in ask.items("values")]
    begun = pressing.choose(desk.world, actor, channel, message, ask.text("custom_id"), values)
    return await _conclude(desk, begun, ask.seconds(_PATIENCE))


@ROUTES.on("POST", "/modals/{interaction_id}", "user_id", "values", "files", "seconds")
async def submit_modal(desk: Desk, ask: Ask) -> Json:
    """Fill in and submit the modal that an interaction was answered with."""
    opener = _get_interaction(desk, ask)
    if opener.user is not get_actor(desk, ask):
        raise ClientRefusal("Somebody else's modal is open.")
    given = ask.mapping("files")
    within = ask.inner("files", given, *given)
    files = {name: [ask.upload(each) for each in within.items(name)] for name in given}
    begun = modals.submit(desk.world, opener, ask.mapping("values"), files)
    return await _conclude(desk, begun, ask.seconds(_PATIENCE))


def _get_interaction(desk: Desk, ask: Ask) -> Interaction:
    interaction = desk.world.interactions.get(ask.integer("interaction_id"))
    if interaction is None:
        raise ClientRefusal("There is no such interaction.")
    return interaction


async def _conclude(desk: Desk, interaction: Interaction, seconds: float) -> Json:
    await _answered(desk, interaction)
    if interaction.answer is AnswerType.DEFERRED_MESSAGE:
        await desk.pulse.until(lambda: not interaction.loading, seconds)
    if interaction.answer is AnswerType.DEFERRED_UPDATE:
        await desk.pulse.until(lambda: interaction.changed or bool(interaction.followups), seconds)
    return _render_outcome(desk, interaction)


async def _answered(desk: Desk, interaction: Interaction) -> None:
    """Wait until the bot has answered, or can do so no more."""

    def over() -> bool:
        return interaction.answer is not None or interactions.is_too_late(desk.world, interaction)

    await desk.pulse.until(over, interactions.ANSWER_SECONDS)


def _render_outcome(desk: Desk, interaction: Interaction) -> Json:
    viewer = interaction.user.id
    original = interaction.original
    shown = original is not None and not original.deleted and not interaction.loading
    answered = interaction.answered
    return {
        "interaction_id": str(interaction.id),
        "outcome": _name_outcome(interaction),
        "deferred": interaction.answer in _DEFERRED,
        "acknowledged_after": None if answered is None else answered - interaction.began,
        "message": render_message(desk.world, original, viewer) if shown and original else None,
        "followups": [render_message(desk.world, m, viewer) for m in interaction.followups],
        "modal": interaction.modal,
    }


def _name_outcome(interaction: Interaction) -> str:
    if interaction.answer is None:
        return "timeout"
    if interaction.loading:
        return "loading"
    return interaction.answer.name.lower().removeprefix("deferred_")


@ROUTES.on("GET", "/interactions/{interaction_id}")
def get_outcome(desk: Desk, ask: Ask) -> Json:
    """Look again at what came of an interaction."""
    return _render_outcome(desk, _get_interaction(desk, ask))


@ROUTES.on(
    "POST", "/autocomplete", "user_id", "channel_id", "command", "options", "focused", "value"
)
async def autocomplete(desk: Desk, ask: Ask) -> Json:
    """Type into an option and wait for the choices; None when the bot does not answer."""
    actor, channel = channel_of(desk, ask)
    interaction = interactions.type_into(
        desk.world,
        actor,
        channel,
        ask.text("command"),
        ask.mapping("options"),
        ask.text("focused"),
        ask.text("value", ""),
    )
    await _answered(desk, interaction)
    answered = interaction.answer is AnswerType.CHOICES
    return {"choices": interaction.choices if answered else None}


@ROUTES.on("GET", "/commands", "name", "seconds")
async def list_commands(desk: Desk, ask: Ask) -> list[Json]:
    """List the registered commands, waiting until `name` is among them if it is given."""
    name = ask.text("name", "")
    seconds = ask.seconds(0.0)

    def registered() -> list[Json]:
        return [each.body for table in desk.world.commands.values() for each in table.values()]

    await desk.pulse.until(
        lambda: not name or any(each["name"] == name for each in registered()), seconds
    )
    return registered()
