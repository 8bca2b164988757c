"""An article as a server's library keeps it: its text, and how it is prepared for posting."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Self

from bot.domain.adding import still_dropped
from bot.domain.article import Article, Block, Section
from bot.domain.ids import ArticleId, MemberId, QuestionId
from bot.domain.length import PromptLength
from bot.domain.preparation import (
    Preparation,
    PreparedSection,
    blocks_of,
    compose_from,
    prepare,
)


class ArticleLabel(NamedTuple):
    """As much of an article as it takes to choose it from a list."""

    article_id: ArticleId
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSummary:
    """A line of the server's list of articles."""

    article_id: ArticleId
    title: str
    sections: int
    questions: int
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Where a preparation stands among those before it; 0 is the article as it was added.

    `edit` names what was done and `made_by` who did it. `undo_to` and `redo_to` are the versions
    that undoing and redoing would bring back, None for none. `text` says which of the article's
    texts it prepares; 0 is the one it was added with.
    """

    number: int = 0
    edit: str = ""
    text: int = 0
    made_by: MemberId | None = None
    undo_to: int | None = None
    redo_to: int | None = None


AS_ADDED = Version()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptArticle:
    """An article with its preparation; `question_ids` run along `article.questions`.

    `length` is how much of a section is posted unless a discussion says otherwise. `blocks` are the
    article's, as the preparation counts them.
    """

    article_id: ArticleId
    article: Article
    question_ids: tuple[QuestionId, ...]
    preparation: Preparation
    version: Version = AS_ADDED
    length: PromptLength = PromptLength.FULL
    blocks: tuple[Block, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Gather the blocks once: each section is made from them."""
        object.__setattr__(self, "blocks", blocks_of(self.article))

    @classmethod
    def as_added(
        cls, article_id: ArticleId, article: Article, question_ids: Sequence[QuestionId]
    ) -> Self:
        """Give an article that nobody has edited."""
        ids = tuple(question_ids)
        return cls(
            article_id=article_id,
            article=article,
            question_ids=ids,
            preparation=prepare(article, ids),
        )

    @property
    def still_dropped(self) -> dict[int, str]:
        """Give by its place each line that the reader left out and nobody has taken back."""
        return still_dropped(self.article, self.preparation)

    def text_of(self, number: int) -> str:
        """Give the words of a block, or of an added paragraph; raise `SectionNotFound`."""
        if number >= 0:
            return self.blocks[number].text
        return self.preparation.added_paragraph(number).text

    def compose(self, section: PreparedSection) -> Section:
        """Give a section as it is posted."""
        return compose_from(self.blocks, self.preparation, section)
