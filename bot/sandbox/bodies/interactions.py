"""Answers to interactions, and follow-ups."""

from typing import Final

from bot.sandbox.bodies.messages import ANSWER
from bot.sandbox.bodies.modals import MODAL
from bot.sandbox.shapes import (
    Shape,
    anything,
    apart_from,
    array,
    boolean,
    either,
    integer,
    mapping,
    nullable,
    number,
    one_of,
    record,
    text,
)
from bot.sandbox.state.interactions import AnswerType

_CHOICE = record(
    {
        "name": text(100, 1),
        "name_localizations": nullable(mapping(text(100, 1))),
        "value": either(number(), text(100)),
    },
    required=("name", "value"),
)
# Asking for money (10) and launching an activity (12).
_TYPE = apart_from("this kind of answer", [10, 12], one_of(*(int(kind) for kind in AnswerType)))
CALLBACK: Final = record({"type": _TYPE, "data": anything}, required=("type",))
DATA: Final[dict[AnswerType, Shape]] = {
    AnswerType.MESSAGE: ANSWER,
    AnswerType.DEFERRED_MESSAGE: record({"flags": integer(0), "tts": boolean}),
    AnswerType.DEFERRED_UPDATE: record({}),
    AnswerType.UPDATE: ANSWER,
    AnswerType.CHOICES: record({"choices": array(_CHOICE, 25)}, required=("choices",)),
    AnswerType.MODAL: MODAL,
}
FOLLOWUP: Final = ANSWER
