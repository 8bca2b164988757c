"""Control: reading the books."""

from dataclasses import asdict

from bot.sandbox.books import Held, RequestRecord
from bot.sandbox.control.ask import ROUTES, Ask, Desk, get_channel, get_message
from bot.sandbox.control.building import render_state
from bot.sandbox.jsontypes import Json
from bot.sandbox.snowflakes import stamp
from bot.sandbox.state.messages import Message
from bot.sandbox.wire.messages import render_message, with_nonce


@ROUTES.on("GET", "/books/channels/{channel_id}", "deleted", "at_least", "seconds")
async def list_messages(desk: Desk, ask: Ask) -> list[Json]:
    """List a channel's messages, oldest first; waits until there are `at_least` so many."""
    channel_id = ask.integer("channel_id")
    deleted = ask.flag("deleted")
    least, seconds = ask.integer("at_least", 0), ask.seconds(0.0)

    def posted() -> list[Message]:
        return desk.books.posted(channel_id, deleted=deleted)

    await desk.pulse.until(lambda: len(posted()) >= least, seconds)
    return [_render(desk, each) for each in posted()]


def _render(desk: Desk, message: Message) -> Json:
    shown = render_message(desk.world, message, desk.world.bot.id)
    return {
        **with_nonce(message, shown),
        "deleted": message.deleted,
        "visible_to": message.visible_to and str(message.visible_to),
    }


@ROUTES.on(
    "GET", "/books/channels/{channel_id}/messages/{message_id}/reactions", "at_least", "seconds"
)
async def list_held(desk: Desk, ask: Ask) -> list[Json]:
    """List who holds what on a message, in order; waits until there are `at_least` so many."""
    get_channel(desk, ask)
    message = get_message(desk, ask)
    least, seconds = ask.integer("at_least", 0), ask.seconds(0.0)
    await desk.pulse.until(lambda: len(desk.books.held(message)) >= least, seconds)
    return [_render_held(each) for each in desk.books.held(message)]


@ROUTES.on("GET", "/books/reactions")
def list_all_held(desk: Desk, ask: Ask) -> list[Json]:
    """List who holds what on any message."""
    del ask
    return [_render_held(each) for each in desk.books.held_everywhere()]


def _render_held(held: Held) -> Json:
    shown = asdict(held)
    return {**shown, "message_id": str(held.message_id), "user_id": str(held.user_id)}


@ROUTES.on("GET", "/books/requests", "refused")
def list_requests(desk: Desk, ask: Ask) -> list[Json]:
    """List the latest requests, oldest first; `refused` keeps those answered with an error."""
    found = desk.books.refusals if ask.flag("refused") else list(desk.books.requests)
    return [_render_request(each) for each in found]


def _render_request(record: RequestRecord) -> Json:
    return {**asdict(record), "at": stamp(record.at)}


@ROUTES.on("GET", "/books/counts")
def count_requests(desk: Desk, ask: Ask) -> Json:
    """Count requests by method and route."""
    del ask
    return dict(desk.books.request_counts)


@ROUTES.on("GET", "/books/unrouted")
def list_unrouted(desk: Desk, ask: Ask) -> list[Json]:
    """List the requests the sandbox did not understand."""
    del ask
    return [asdict(each) for each in desk.books.unrouted]


@ROUTES.on("GET", "/books/interactions")
def list_interactions(desk: Desk, ask: Ask) -> list[Json]:
    """List what members asked of the bot."""
    del ask
    return [
        {
            "id": str(each.id),
            "type": int(each.type),
            "name": each.name,
            "user_id": str(each.user.id),
            "channel_id": str(each.channel.id),
            "answer": each.answer and int(each.answer),
        }
        for each in desk.books.interactions
    ]


@ROUTES.on("GET", "/state", "connected", "seconds")
async def get_state(desk: Desk, ask: Ask) -> Json:
    """Show everything at a glance; waits until `connected` so many sessions are listened to."""
    least = ask.integer("connected", 0)
    await desk.pulse.until(lambda: len(desk.hub.connected) >= least, ask.seconds(0.0))
    bot = desk.world.bot
    return {
        "bot": {"id": str(bot.id), "name": bot.name},
        "now": stamp(desk.world.clock.now()),
        "guilds": [render_state(desk, each) for each in desk.world.guilds.values()],
        "sessions": [
            {
                "id": each.id,
                "shard": [each.shard, each.shards],
                "intents": each.intents,
                "sequence": each.sequence,
                "connected": each.connection is not None,
            }
            for each in desk.hub
        ],
        "identifies": desk.hub.identifies,
        **desk.books.summary(),
        "invalid_requests": desk.limiter.invalid,
        "faults": [asdict(each) for each in (*desk.faults, *desk.hub.faults)],
    }
