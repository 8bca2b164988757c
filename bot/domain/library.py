"""An article as a server's library keeps it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.article import Article
from bot.domain.ids import ArticleId, QuestionId


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSummary:
    """A line of the server's list of articles."""

    article_id: ArticleId
    title: str
    sections: int
    questions: int
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptArticle:
    """An article as it was added; `question_ids` run along `article.questions`."""

    article_id: ArticleId
    article: Article
    question_ids: tuple[QuestionId, ...]
