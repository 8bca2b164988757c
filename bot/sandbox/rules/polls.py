"""Native polls: beginning, voting, ending."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from bot.sandbox.bodies.polls import USUAL_HOURS
from bot.sandbox.errors import ClientRefusal, Reason, Refusal
from bot.sandbox.happenings import Change, MessageChanged, PollVoted
from bot.sandbox.jsontypes import Json
from bot.sandbox.rules import access, emojis
from bot.sandbox.state.channels import Channel
from bot.sandbox.state.emojis import Emoji
from bot.sandbox.state.messages import Message
from bot.sandbox.state.polls import Answer, Poll
from bot.sandbox.state.users import User
from bot.sandbox.state.world import World

POLL_RESULT: Final = 46


def begin(world: World, author: User, body: Json) -> Poll:
    """Make an author's poll from a checked body; it runs from now."""
    hours = body.get("duration") or USUAL_HOURS
    answers = [
        Answer(
            number, each["poll_media"]["text"].strip(), _emoji(world, author, each["poll_media"])
        )
        for number, each in enumerate(body["answers"], 1)
    ]
    return Poll(
        question=body["question"]["text"].strip(),
        answers=answers,
        expires_at=world.clock.now() + timedelta(hours=int(hours)),
        multiselect=body.get("allow_multiselect") or False,
        layout=body.get("layout_type") or 1,
    )


def refuse_unknown_emojis(world: World, author: User, body: Json) -> None:
    """Refuse emoji on answers that are none, or not the author's to use."""
    for each in body["answers"]:
        _emoji(world, author, each["poll_media"])


def _emoji(world: World, author: User, media: Json) -> Emoji | None:
    if not media.get("emoji"):
        return None
    try:
        return emojis.pick(world, author, media["emoji"])
    except Refusal:
        raise Refusal(Reason.POLL_EMOJI) from None


def vote(
    world: World, actor: User, channel: Channel, message: Message, answer_ids: Collection[int]
) -> None:
    """Vote for these answers and no others; for none takes the vote back."""
    access.refuse_silenced(world, actor, channel)
    poll = message.poll
    if poll is None:
        raise ClientRefusal("There is no poll on this message.")
    if actor.bot:
        raise ClientRefusal("Bots cannot vote.")
    if poll.finalized or world.clock.now() >= poll.expires_at:
        raise ClientRefusal("The poll has ended.")
    access.require_unarchived(channel)
    wanted = set(answer_ids)
    if not wanted <= {each.id for each in poll.answers}:
        raise ClientRefusal(f"The poll has answers 1 to {len(poll.answers)}.")
    if len(wanted) > 1 and not poll.multiselect:
        raise ClientRefusal("The poll takes one answer.")
    for each in poll.answers:
        if each.id not in wanted and each.voters.pop(actor.id, 0):
            world.publish(PollVoted(message, actor.id, each.id, added=False))
    for each in poll.answers:
        if each.id in wanted and actor.id not in each.voters:
            each.voters[actor.id] = world.next_order()
            world.publish(PollVoted(message, actor.id, each.id, added=True))


def voters(world: World, message: Message, answer_id: int, after: int, limit: int) -> list[User]:
    """List who voted for an answer, ascending by user id from just after `after`."""
    poll = message.poll
    answer = next((each for each in poll.answers if each.id == answer_id), None) if poll else None
    if answer is None:
        raise Refusal(Reason.UNKNOWN_ANSWER)
    return [world.users[each] for each in sorted(answer.voters) if each > after][:limit]


def end(world: World, actor: User, channel: Channel, message: Message) -> None:
    """End one's own poll before its time."""
    if message.poll is None:
        raise Refusal(Reason.NO_POLL)
    if message.author is not actor:
        raise Refusal(Reason.NOT_AUTHOR)
    if message.poll.finalized:
        raise Refusal(Reason.POLL_ENDED)
    message.poll.expires_at = min(message.poll.expires_at, world.clock.now())
    _finalize(world, channel, message, message.poll)


def end_due(world: World) -> None:
    """End the polls whose time has gone by; the clock has moved."""
    now = world.clock.now()
    for channel in tuple(world.channels.values()):
        for message in tuple(channel.messages):
            poll = message.poll
            if poll and not poll.finalized and poll.expires_at <= now:
                _finalize(world, channel, message, poll)


def _finalize(world: World, channel: Channel, message: Message, poll: Poll) -> None:
    poll.finalized = True
    world.publish(MessageChanged(message, Change.UPDATED))
    result = Message(
        id=world.ids.draw(),
        channel_id=channel.id,
        guild_id=channel.guild_id,
        author=message.author,
        type=POLL_RESULT,
        embeds=[_result(poll)],
        reference={"type": 0, "channel_id": str(channel.id), "message_id": str(message.id)},
    )
    if channel.guild_id and result.reference:
        result.reference["guild_id"] = str(channel.guild_id)
    channel.messages.add(result)
    channel.last_message_id = result.id
    world.publish(MessageChanged(result, Change.CREATED))


def _result(poll: Poll) -> Json:
    """Render the embed of a result; a tie has no victor."""
    most = max(len(each.voters) for each in poll.answers)
    first = [each for each in poll.answers if len(each.voters) == most]
    fields = {
        "poll_question_text": poll.question,
        "victor_answer_votes": str(most),
        "total_votes": str(sum(len(each.voters) for each in poll.answers)),
    }
    if len(first) == 1 and most:
        victor = first[0]
        fields |= {"victor_answer_id": str(victor.id), "victor_answer_text": victor.text}
        if victor.emoji:
            fields["victor_answer_emoji_name"] = victor.emoji.name
            if victor.emoji.id:
                fields["victor_answer_emoji_id"] = str(victor.emoji.id)
                fields["victor_answer_emoji_animated"] = str(victor.emoji.animated).lower()
    shown = [{"name": name, "value": value, "inline": False} for name, value in fields.items()]
    return {"type": "poll_result", "fields": shown}
