"""Native polls on the wire."""

from bot.sandbox.jsontypes import Json
from bot.sandbox.snowflakes import stamp
from bot.sandbox.state.emojis import Emoji
from bot.sandbox.state.polls import Answer, Poll


def render_emoji_part(emoji: Emoji) -> Json:
    """Render an emoji inside a reaction, poll or event."""
    shown: Json = {"id": str(emoji.id) if emoji.id else None, "name": emoji.name or None}
    if emoji.id:
        shown["animated"] = emoji.animated
    return shown


def render_poll(poll: Poll, viewer_id: int) -> Json:
    """Render a poll with its counts; an answer without votes has no count, as on Discord."""
    return {
        "question": {"text": poll.question},
        "answers": [_render_answer(each) for each in poll.answers],
        "expiry": stamp(poll.expires_at),
        "allow_multiselect": poll.multiselect,
        "layout_type": poll.layout,
        "results": {
            "is_finalized": poll.finalized,
            "answer_counts": [
                {"id": each.id, "count": len(each.voters), "me_voted": viewer_id in each.voters}
                for each in poll.answers
                if each.voters
            ],
        },
    }


def _render_answer(answer: Answer) -> Json:
    media: Json = {"text": answer.text}
    if answer.emoji:
        media["emoji"] = render_emoji_part(answer.emoji)
    return {"answer_id": answer.id, "poll_media": media}
