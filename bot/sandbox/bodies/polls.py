"""Native polls as a message brings them."""

from typing import Final

from bot.sandbox.shapes import array, boolean, nullable, number, one_of, record, snowflake, text

MOST_QUESTION: Final = 300
MOST_ANSWER: Final = 55
MOST_ANSWERS: Final = 10
MOST_HOURS: Final = 768
USUAL_HOURS: Final = 24

_EMOJI = record(
    {"id": nullable(snowflake), "name": nullable(text(32)), "animated": nullable(boolean)}
)
_QUESTION = record({"text": text(MOST_QUESTION, 1)}, required=("text",))
_ANSWER = record(
    {
        "poll_media": record(
            {"text": text(MOST_ANSWER, 1), "emoji": nullable(_EMOJI)}, required=("text",)
        )
    },
    required=("poll_media",),
)
POLL: Final = nullable(
    record(
        {
            "question": _QUESTION,
            "answers": array(_ANSWER, MOST_ANSWERS, 1),
            # discord.py sends hours as a float.
            "duration": nullable(number(1, MOST_HOURS)),
            "allow_multiselect": nullable(boolean),
            "layout_type": nullable(one_of(1)),
        },
        required=("question", "answers"),
    )
)
