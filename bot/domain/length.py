"""How much of a section's text its prompt has; whether a server may post it is not ours to know."""

from enum import StrEnum


class PromptLength(StrEnum):
    """The whole text, or its opening or its questions with the link to the rest."""

    FULL = "full"
    OPENING = "opening"
    QUESTIONS = "questions"
