"""A question in an organizer's own words ▶ its kind and its alternatives, by its grammar."""

from dataclasses import dataclass

from bot.domain.article import Article, QuestionKind
from bot.reading.alternatives import find_alternatives
from bot.reading.clauses import find_core
from bot.reading.languages import Language, recognise_language
from bot.reading.questions import kind_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What sort of answers some words ask for."""

    kind: QuestionKind
    alternatives: tuple[str, ...]


def language_of(article: Article) -> Language:
    """Give the language that an article is written in."""
    return recognise_language("\n".join(section.text for section in article.sections[:3]))


def read_question(words: str, article: Article) -> Asking:
    """Read a question as if the article asked it, in the article's language."""
    language = language_of(article)
    clause = find_core(words, language)
    alternatives = find_alternatives(clause.core, clause.opening, language)
    return Asking(
        kind=kind_of(clause.core, clause.opening, language, is_choice=bool(alternatives)),
        alternatives=alternatives,
    )
