"""Control: running the bot's commands, and waiting for what it answers."""

from bot.sandbox.control.acting import channel_of
from bot.sandbox.control.ask import ROUTES, Ask, Desk
from bot.sandbox.errors import ClientRefusal
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import interactions
from bot.sandbox.state.interactions import AnswerType, Interaction
from bot.sandbox.wire.messages import render_message

# How long a member waits for a deferred answer unless told otherwise, in real seconds.
_PATIENCE = 15.0


@ROUTES.on("POST", "/commands")
async def run_command(desk: Desk, ask: Ask) -> Json:
    """Run a slash command and wait for its final answer."""
    actor, channel = channel_of(desk, ask)
    files = {name: ask.upload(each) for name, each in ask.get("attachments", {}).items()}
    interaction = interactions.run_command(
        desk.world, actor, channel, ask.text("command"), ask.get("options", {}), files
    )
    return await _conclude(desk, interaction, ask.seconds(_PATIENCE))


async def _conclude(desk: Desk, interaction: Interaction, seconds: float) -> Json:
    await desk.pulse.until(lambda: interaction.answer is not None, interactions.ANSWER_SECONDS)
    if interaction.answer is AnswerType.DEFERRED_MESSAGE:
        await desk.pulse.until(lambda: not interaction.loading, seconds)
    return _render_outcome(desk, interaction)


def _render_outcome(desk: Desk, interaction: Interaction) -> Json:
    viewer = interaction.user.id
    original = interaction.original
    shown = original is not None and not original.deleted and not interaction.loading
    answered = interaction.answered
    return {
        "interaction_id": str(interaction.id),
        "outcome": _name_outcome(interaction),
        "deferred": interaction.answer is AnswerType.DEFERRED_MESSAGE,
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
    interaction = desk.world.interactions.get(ask.integer("interaction_id"))
    if interaction is None:
        raise ClientRefusal("There is no such interaction.")
    return _render_outcome(desk, interaction)


@ROUTES.on("POST", "/autocomplete")
async def autocomplete(desk: Desk, ask: Ask) -> Json:
    """Type into an option and wait for the choices; None when the bot does not answer."""
    actor, channel = channel_of(desk, ask)
    interaction = interactions.type_into(
        desk.world,
        actor,
        channel,
        ask.text("command"),
        ask.get("options", {}),
        ask.text("focused"),
        ask.text("value", ""),
    )
    await desk.pulse.until(lambda: interaction.answer is not None, interactions.ANSWER_SECONDS)
    answered = interaction.answer is AnswerType.CHOICES
    return {"choices": interaction.choices if answered else None}


@ROUTES.on("GET", "/commands")
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
