"""An organizer's own words ▶ what they ask, of which kind, with which alternatives."""

from dataclasses import dataclass

from bot.domain.article import Article, Block, BlockKind, Question, QuestionKind, Section
from bot.reading.alternatives import find_alternatives
from bot.reading.clauses import find_core
from bot.reading.languages import Language, recognise_language
from bot.reading.questions import find_questions, kind_of
from bot.reading.sections import Cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What sort of answers some words ask for."""

    kind: QuestionKind
    alternatives: tuple[str, ...]


def language_of(article: Article) -> Language:
    """Give the language that an article is written in."""
    return recognise_language("\n".join(section.text for section in article.sections[:3]))


def questions_in(paragraph: str, language: Language) -> tuple[Question, ...]:
    """Give what a paragraph asks, as if it stood in an article."""
    block = Block(kind=BlockKind.PARAGRAPH, text=paragraph)
    section = Section(heading=None, blocks=(block,))
    return find_questions("", Cut(sections=(section,), bare=(), foreign={}), language)


def read_question(words: str, article: Article) -> Asking:
    """Read a question as if the article asked it, in the article's language."""
    language = language_of(article)
    clause = find_core(words, language)
    alternatives = find_alternatives(clause.core, clause.opening, language)
    return Asking(
        kind=kind_of(clause.core, clause.opening, language, is_choice=bool(alternatives)),
        alternatives=alternatives,
    )
