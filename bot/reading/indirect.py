"""Indirect questions ("it remains unclear whether …") and questions of degree, for suggestions.

Beside the stream: an article kept is read once more for what its organizer may want to ask.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.article import LONGEST_QUESTION, QuestionKind
from bot.reading import marks
from bot.reading.languages import Language, word_set
from bot.reading.openness import OPENNESS, Openness
from bot.reading.sentences import listen, sentence_spans
from bot.reading.shortening import raise_first, shorten

_LONGEST_SENTENCE = 600  # what is longer asks nothing that could be put in a line
_REACH = 5  # words between a negation and what is not known
_LONGEST_SUBJECT = 8  # words before the verb of a clause
_WORD = re.compile(r"[^\W_]+")
_QUE = re.compile(r"\bque (?=ils?\b|elles?\b|on\b)")
_END_OF_CLAUSE = re.compile(
    r"\s*(?:[;:()—]|\s–\s|\.\s*$|$"
    r"|,\s(?:and|but|et|mais|y|pero|und|aber|e|mas|ma)\s(?!who|what|when|where|why|how|qu|w|c))"
)
_HAVE = word_set("have has had")  # move only where they help another verb
_PARTICIPLE = re.compile(r"\w+(?:ed|en|wn|ne|de|ught|lt|nt|ost|ut)|been|had|done|seen|put|cut|set")
_SUBJECTS = word_set("i you we they he she it")


@dataclass(frozen=True, slots=True)
class IndirectQuestion:
    """A sentence that asks indirectly, and the words in which it could be asked."""

    sentence: str
    words: str
    kind: QuestionKind


def find_indirect(text: str, language: Language) -> Iterator[IndirectQuestion]:
    """Give what a block's text asks indirectly, in the article's own voice, in reading order."""
    voice, table = listen(text), OPENNESS[language.code]
    mark = marks.ITEM.match(text)
    first = mark.end() if mark else 0
    for start, end in sentence_spans(voice, language):
        sentence = text[max(start, first) : end].strip()
        if "?" in sentence or len(sentence) > _LONGEST_SENTENCE:
            continue
        words = [word for word in _WORD.finditer(text, start, end) if voice.is_own(word.start())]
        clause = _clause(words, text, language)
        if clause:
            yield IndirectQuestion(
                sentence=sentence,
                words=shorten(_put(text, end, clause, language, sentence), LONGEST_QUESTION),
                kind=_kind(clause[0], table),
            )


def asks_degree(words: str, language: Language) -> bool:
    """Say whether a question asks how far or how much, so that a scale could answer it."""
    return OPENNESS[language.code].degree.match(words.lstrip(" ¿")) is not None


def _kind(opening: re.Match[str], table: Openness) -> QuestionKind:
    is_whether = opening[0].lower() in table.whether
    return QuestionKind.YES_NO if is_whether else QuestionKind.WH


def _clause(
    words: Sequence[re.Match[str]], text: str, language: Language
) -> Sequence[re.Match[str]]:
    """Give the words from the one that opens an indirect question, none if there is none."""
    table = OPENNESS[language.code]
    lowered = [word[0].lower() for word in words]
    if _stands_first(words, lowered, text, table):
        return words
    for place, word in enumerate(lowered):
        if word not in table.whether and word not in table.wh:
            continue
        # "para quién", "auf wen"
        leads = place and lowered[place - 1] in language.prepositions - table.links
        start = place - 1 if leads else place
        goes_on = place + 1 < len(words) and text[words[place].end()] != ","
        if goes_on and _is_open(lowered[max(start - 2 * _REACH, 0) : start], table):
            return words[start:]
    return ()


def _stands_first(
    words: Sequence[re.Match[str]], lowered: Sequence[str], text: str, table: Openness
) -> bool:
    """Recognise "Whether it will stand, nobody could tell me."."""
    if len(words) <= _REACH or lowered[0] not in table.leading:
        return False
    comma = text.find(",", words[0].end(), words[-1].end())
    after = {low for low, word in zip(lowered, words, strict=True) if word.start() > comma}
    is_unknown = not after.isdisjoint(table.negations) and not after.isdisjoint(table.knowledge)
    return comma >= 0 and (is_unknown or not after.isdisjoint(table.doubts))


def _is_open(before: list[str], table: Openness) -> bool:
    """Say whether what is before a clause says that its answer is not known."""
    end = len(before)
    while end and before[end - 1] in table.links:
        end -= 1
    if not end:
        return False
    near = set(before[max(end - 1 - _REACH, 0) :])
    last = before[end - 1]
    if last in table.doubts:
        return True
    if last in table.knowledge:
        return not near.isdisjoint(table.negations)
    return last in table.negations and not near.isdisjoint(table.knowledge)


# ── in which words it could be asked ──────────────────────────────────────────────────────────


def _put(
    text: str, end: int, clause: Sequence[re.Match[str]], language: Language, sentence: str
) -> str:
    """Turn a clause into a question; give the sentence where that takes more than moving a verb."""
    table = OPENNESS[language.code]
    opening = clause[0]
    is_whether = opening[0].lower() in table.whether
    stop = _END_OF_CLAUSE.search(text, opening.end(), end)
    start = clause[1].start() if is_whether else opening.start()
    words = text[start : stop.start() if stop else end].strip()
    if is_whether and sentence.startswith(opening[0]):
        words = words.partition(",")[0]
    if language.code == "en":
        turned = _turned(words, language, is_whether=is_whether)
        if turned:
            return raise_first(turned) + "?"
    pattern = table.yes_no if is_whether else table.question
    if not pattern or words.startswith("to "):
        return sentence
    return raise_first(_QUE.sub("qu’", pattern.format(words)))


def _turned(words: str, language: Language, *, is_whether: bool) -> str | None:
    """Move the verb of an English clause before its subject, if it is one that moves."""
    parts = words.split()
    phrase = 0 if is_whether else _length_of_wh(parts, language)
    for place in range(phrase, min(len(parts), phrase + _LONGEST_SUBJECT)):
        verb, following = parts[place].lower(), " ".join(parts[place + 1 : place + 2])
        if verb in _HAVE and not _PARTICIPLE.fullmatch(following):
            return None
        if verb in language.auxiliaries:
            return " ".join(
                [*parts[:phrase], parts[place], *parts[phrase:place], *parts[place + 1 :]]
            )
    if is_whether or len(parts) == 1 or parts[0].lower() not in {"who", "what"}:
        return None
    is_subject = parts[1].lower() in language.determiners | language.pronouns
    return words if not is_subject and parts[1].endswith("s") else None


def _length_of_wh(parts: Sequence[str], language: Language) -> int:
    """Count the words that go with a question word: "how much", "which of them", "whose lamp"."""
    opens_subject = language.determiners | language.pronouns | _SUBJECTS
    if parts[0].lower() in {"how", "which", "whose", "what"}:
        for place in range(1, min(len(parts), 4)):
            if parts[place].lower() in opens_subject | language.auxiliaries:
                return place
    return 1
