"""Sections ▶ the open questions they ask in the article's own voice."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from bot.domain.article import (
    LONGEST_QUESTION,
    Block,
    BlockKind,
    Question,
    QuestionKind,
    QuestionSource,
    Section,
)
from bot.reading import marks
from bot.reading.alternatives import find_alternatives
from bot.reading.calls import LONGEST_CALL, is_call, leads_to_call
from bot.reading.clauses import find_core
from bot.reading.furniture import is_appendix
from bot.reading.languages import (
    FRENCH,
    GERMAN,
    ITALIAN,
    PORTUGUESE,
    SPANISH,
    Language,
    word_set,
)
from bot.reading.openings import Opening, first_word
from bot.reading.sections import Cut
from bot.reading.sentences import Voice, listen, sentence_spans
from bot.reading.shortening import raise_first, shorten, shorten_start
from bot.reading.wording import Span

# More than any discussion could ask; it also bounds what a text made of question marks costs.
MOST_QUESTIONS = 500

_ASKING = re.compile(
    r"""
    [?？⁇⁈‽][?!？！]*
    (?![a-z0-9=&/])      # not inside a word or address
    """,
    re.VERBOSE,
)
_BEFORE_WORDS = re.compile(r"""[\s)\]}*_~>”"’'»/.,;:!?…—–-]*[(\[{*_~]*""")
_HEADING_NUMBER = re.compile(
    r"\s*(?:\d{1,2}(?:\.\d{1,2}){0,3}[.):]?|[IVXLC]{1,6}[.):]|Q\d{0,2}[.:)])\s+(?=\S)"
)
_INVITATION = re.compile(
    r"(?:so,?\s+)?(?:what\s+do\s+you\s+think|what\s+are\s+your\s+thoughts|do\s+you\s+agree"
    r"|any\s+thoughts|agree\s+or\s+disagree|thoughts|what\s+say\s+you)\s*\?",
    re.IGNORECASE,
)
_COMMENT = re.compile(
    r"\b(?:comments?\b|let\s+(?:me|us)\s+know|reply|tell\s+us|write\s+to|email)", re.IGNORECASE
)
_SPEAK_WITH_DASHES = (SPANISH, FRENCH, PORTUGUESE, ITALIAN)
# "Where is it? she asked": what comes before is somebody's, also without quotation marks.
_SAID = re.compile(
    r"""
    [,;]? \s{0,2} (?:[—–-]\s?)? (?!i\b|we\b) (?:[^\W\d_]{1,20}\s)?
    (?: asked | asks | thought | wondered | whispered | cried
      | pensó | pensou | pensa | pensò | pensai | dachte | dachten | rief | said | says | replied
      | preguntó | preguntaron | pregunta | dijo | dice | contestó | respondió
      | demanda | demande | demandé | dit | répondit | répond
      | fragte | fragt | sagte | sagt | rief
      | perguntou | disse | respondeu
      | chiese | chiede | domandò | rispose
    ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# "And then?" asks what comes.
_WHAT_NEXT = re.compile(
    r"[¿\s]*(?:(?:and|but|so|und|aber|et|mais|y|pero|e|ma|mas)\s+)?"
    r"(?:now|then|next|after\s+that|nun|jetzt|dann|danach|après|maintenant|ensuite|ahora|luego"
    r"|alors|daí|na\s+und|entonces|después|agora|depois|então|ora|adesso|sinon|sonst|otherwise|altrimenti|poi|allora)\s*\?",
    re.IGNORECASE,
)
# "Et si nous avions tort ?" asks what then, as "what if" does.
_WHAT_IF = re.compile(
    r"[¿\s]*(?:(?:and|but)\s+if\s|(?:et|y|pero|e|mas|ma)\s+(?:(?:si|se)\s|s['’](?=ils?\b))"
    r"|(?:und|was),?\s+wenn\s)[^,]{1,200}(?:,\s[^,]{1,30},\s[^,]{1,200})?\?",
    re.IGNORECASE,
)
# "Und die Kosten?", "Et à Paris ?", "And you?" ask what about them; a verb would make it longer.
_WHAT_ABOUT = re.compile(
    r"[¿\s]*(?P<joined>(?:and|but|und|aber|et|mais|y|pero|e|ma|mas)\s+)?"
    r"(?P<first>[^\W_]{1,12}['’]?)(?P<others>(?:(?:\s+|(?<=['’]))[^\W_][\w'’-]{0,40}){0,2})\s*\?",
    re.IGNORECASE,
)
_DEFINITE = word_set("der die das le la les l' el los las il lo gli os as")
_OTHERS = word_set("other autre autres otro otra otros otras outro outra altro altra altri andere")
_TIMES = word_set(
    "tomorrow today demain aujourd'hui morgen heute mañana hoy amanhã hoje domani oggi otherwise"
)
_PERSONS = word_set("you us me them him her sie ihr wir du ich vous nous toi moi tú yo nosotros")
# After a title that ends in a question mark the sentence goes on.
_GOES_ON = re.compile(r"[*_)\]]{0,3},?\s+[a-z]")
_LONGEST_WORK_TITLE = 120  # characters
_SMALL_WORD = 3  # letters; such words may be small in a title
_FEWEST_CAPITALS = 3
_NEAR = 4  # characters at a sentence's end
_PRESENTING = 3  # blocks at the end among which a word about the author stands
_LOOKAHEAD = 200
_LONGEST_SENTENCE = 2_000
_BARE_NOUN = re.compile(r"(?:and|but|or|so)?\s*(?:the|its|their|our|his|her)\b", re.IGNORECASE)
# A verb: "And the council knew?" is a statement that asks.
_PAST = re.compile(
    r"\w{2,}ed|knew|went|came|saw|said|did|had|was|were|told|paid|won|lost|fell|got|gave|took|made"
)
_MOST_BARE_WORDS = 6


@dataclass(frozen=True, slots=True)
class _Asked:
    """The words up to a question mark, and the sentence they stand in."""

    words: str
    sentence: str
    follows_question: bool = False


def find_questions(
    title: str, cut: Cut, language: Language, *, author: str | None = None
) -> tuple[Question, ...]:
    """Give the body's questions in reading order, then the headings', the title's first.

    Nothing is asked by a paragraph at the end that presents the `author`, nor below it.
    """
    body = islice(_in_body(cut, language, author), MOST_QUESTIONS)
    headings = islice(_in_headings(title, cut.sections, language), MOST_QUESTIONS)
    return (*body, *headings)


def _in_body(cut: Cut, language: Language, author: str | None) -> Iterator[Question]:
    for number, section in enumerate(cut.sections):
        if is_appendix(section.heading) or _is_all_call(section):
            continue
        is_last = section is cut.sections[-1]
        end = _where_author_is_presented(section.blocks, author) if is_last and author else None
        for place, block in enumerate(section.blocks[:end]):
            if block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM} and "?" in block.text:
                foreign = cut.foreign.get((number, place), ())
                for asked in _asked_in(block, language, foreign):
                    yield _question(asked, number, QuestionSource.BODY, language)


def _is_all_call(section: Section) -> bool:
    """Say whether a section is headed by a call, and holds no more than calls do."""
    if section.heading is None or not is_call(section.heading):
        return False
    return sum(len(block.text) for block in section.blocks) <= LONGEST_CALL


def _where_author_is_presented(blocks: Sequence[Block], author: str) -> int:
    """Give where a text's last blocks begin to speak of whoever wrote it."""
    first = max(len(blocks) - _PRESENTING, 1)
    for place in range(first, len(blocks)):
        if blocks[place].text.startswith(author):
            return place
    return len(blocks)


def _in_headings(title: str, sections: Sequence[Section], language: Language) -> Iterator[Question]:
    headings = [(None, title), *((at, section.heading) for at, section in enumerate(sections))]
    for number, heading in headings:
        if not heading or "?" not in heading:
            continue
        block = Block(kind=BlockKind.PARAGRAPH, text=heading)
        for asked in _asked_in(block, language):
            mark = _HEADING_NUMBER.match(asked.words)
            words = asked.words[mark.end() :] if mark else asked.words
            whole = _Asked(words, heading)
            yield _question(whole, number, QuestionSource.HEADING, language)


def _asked_in(block: Block, language: Language, foreign: Sequence[Span] = ()) -> Iterator[_Asked]:
    """Give what a block asks outside its quotations, code and addresses."""
    if _is_speech(block, language):
        return
    voice = listen(block.text, foreign)
    mark = marks.ITEM.match(block.text) if block.kind is BlockKind.ITEM else None
    task = marks.TASK.match(block.text, mark.end()) if mark else None
    first = task.end() if task else mark.end() if mark else 0
    follows_question = False
    for start, end in _spans_but_calls(voice, language):
        if end > first:
            for asked in _asked_in_sentence(voice, max(start, first), end):
                yield replace(asked, follows_question=follows_question)
                follows_question = True
        follows_question = "?" in voice.text[max(end - _NEAR, start) : end]


def _spans_but_calls(voice: Voice, language: Language) -> Iterator[Span]:
    """Give the sentences, without those that only lead to a call."""
    spans = [*sentence_spans(voice, language), (len(voice.text), len(voice.text))]
    for (start, end), (following, stop) in pairwise(spans):
        if not leads_to_call(voice.text[start:end].strip(), voice.text[following:stop].strip()):
            yield start, end


def _is_speech(block: Block, language: Language) -> bool:
    """Recognise what somebody says: where dashes open speech, a line begins with one."""
    return language in _SPEAK_WITH_DASHES and block.text.startswith(("—", "―"))


def _asked_in_sentence(voice: Voice, start: int, end: int) -> Iterator[_Asked]:
    if not _ASKING.search(voice.text, start, end):
        return
    sentence = voice.text[start:end].strip()
    if is_call(sentence) or _is_invitation(voice.text, sentence, end):
        return
    begin = start
    for asking in _ASKING.finditer(voice.text, start, end):
        is_doubt = voice.text[asking.start() - 1 : asking.start()] in {"(", "["}  # "some (?)"
        is_said = _SAID.match(voice.text, asking.end(), end) is not None
        is_title = _ends_work_title(voice.text, begin, asking)
        if is_doubt or is_said or is_title or not voice.is_own(asking.start()):
            continue
        skipped = _BEFORE_WORDS.match(voice.text, begin, asking.start())
        first = skipped.end() if skipped else begin
        while first > begin and not voice.may_cut(first):
            first -= 1  # ""Safe" for whom?" begins with its quotation mark
        words = voice.text[first : asking.end()]
        begin = asking.end()
        if any(character.isalpha() for character in words):
            # Hundreds of questions must not each carry a sentence as long as the text.
            yield _Asked(words, sentence if len(sentence) <= _LONGEST_SENTENCE else words)


def _ends_work_title(text: str, begin: int, asking: re.Match[str]) -> bool:
    """Recognise a title in mid-sentence: "read Who Built the Stairs? by Okoro"."""
    if not _GOES_ON.match(text, asking.end()):
        return False
    capitals = 0
    for word in reversed(
        text[max(begin, asking.start() - _LONGEST_WORK_TITLE) : asking.start()].split()
    ):
        if word[0].isupper():
            capitals += 1
        elif len(word) > _SMALL_WORD:
            break
    return capitals >= _FEWEST_CAPITALS


def _is_invitation(text: str, sentence: str, end: int) -> bool:
    """Recognise "What do you think?" before a call to comment: it asks about nothing."""
    if not _INVITATION.fullmatch(sentence):
        return False
    return _COMMENT.search(text, end, end + _LOOKAHEAD) is not None


def _question(
    asked: _Asked, section: int | None, source: QuestionSource, language: Language
) -> Question:
    is_heading = source is QuestionSource.HEADING
    clause = find_core(asked.words, language, is_heading=is_heading)
    alternatives = find_alternatives(clause.core, clause.opening, language)
    if clause.stands_alone or is_heading:
        shown = shorten(raise_first(clause.core), LONGEST_QUESTION)
    else:
        shown = shorten_start(asked.sentence, LONGEST_QUESTION)
    return Question(
        text=clause.core,
        shown=shown,
        sentence=asked.sentence,
        section=section,
        kind=kind_of(
            clause.core,
            clause.opening,
            language,
            is_choice=bool(alternatives),
            follows_question=asked.follows_question,
        ),
        source=source,
        alternatives=alternatives,
    )


def kind_of(
    core: str,
    opening: Opening,
    language: Language,
    *,
    is_choice: bool,
    follows_question: bool = False,
) -> QuestionKind:
    """Give the kind of a question from the clause that asks.

    Behind a question a thing alone is an answer to it, in doubt: "What do we need? The church?".
    """
    if is_choice:
        return QuestionKind.EITHER_OR
    if opening is Opening.WH or _WHAT_NEXT.fullmatch(core) or _WHAT_IF.fullmatch(core):
        return QuestionKind.WH
    if follows_question and first_word(core) not in language.conjunctions:
        return QuestionKind.YES_NO
    words = core.lower().rstrip(" ?").split()
    is_bare = _BARE_NOUN.match(core) and len(words) <= _MOST_BARE_WORDS
    if opening is Opening.NONE and is_bare and not _PAST.fullmatch(words[-1]):
        return QuestionKind.WH  # "And the cost?" asks what about it
    if opening is Opening.NONE and _asks_what_about(core, language):
        return QuestionKind.WH
    return QuestionKind.YES_NO


def _asks_what_about(core: str, language: Language) -> bool:
    """Recognise *and* with a thing or place alone; in German the last word is a noun, too."""
    asked = _WHAT_ABOUT.fullmatch(core)
    if asked is None:
        return False
    first, others = asked["first"].lower().replace("’", "'"), asked["others"].split()
    if not asked["joined"]:  # "Der Rest?"
        return first in _DEFINITE and len(others) == 1
    if not others:
        return first in _PERSONS | _TIMES
    if language is GERMAN and not others[-1][0].isupper():
        return False
    if first in language.prepositions:
        return True
    is_one = len(others) == 1 or others[0].lower() in _OTHERS
    return first in language.determiners and is_one
