"""How far an article is out: what of it stands in discussions, and so can no longer be cut anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.discussion import Discussion
from bot.domain.ids import ChannelId, PollId, QuestionId, SectionId
from bot.domain.poll import Poll, plan_poll
from bot.domain.preparation import Preparation, PreparedQuestion, PreparedSection


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """The discussions of an article that are on, and what is out in them.

    `posted` says in which channel a section stands or is on its way to; `open_polls` are those that
    can be voted on, `voted_on` those of them that somebody has voted on, `asked` the questions that
    have a poll in what is posted; `without_polls` are channels in which none has. In the channels
    `under_way` a section is being posted.
    """

    discussions: tuple[Discussion, ...] = ()
    posted: Mapping[SectionId, ChannelId] = field(default_factory=dict)
    open_polls: Mapping[QuestionId, tuple[Poll, ...]] = field(default_factory=dict)
    voted_on: frozenset[PollId] = frozenset()
    asked: frozenset[QuestionId] = frozenset()
    without_polls: frozenset[ChannelId] = frozenset()
    under_way: tuple[ChannelId, ...] = ()

    def stale_polls(self, preparation: Preparation, question_id: QuestionId) -> tuple[Poll, ...]:
        """Give a question's open polls that are not put as it is now, and still can be.

        Words always can; options only while nobody has voted.
        """
        planned = plan_poll(preparation.question(question_id))
        return tuple(
            poll
            for poll in self.open_polls.get(question_id, ())
            if poll.question != planned.question
            or (poll.poll_id not in self.voted_on and not poll.offers(planned.options))
        )

    def missed_in(self, preparation: Preparation, question: PreparedQuestion) -> ChannelId | None:
        """Give the channel in which a question came too late, for its section was posted before."""
        section = preparation.section_of(question)
        if section is None or not question.posted or question.question_id in self.asked:
            return None
        channel_id = self.posted.get(section.section_id)
        return None if channel_id in self.without_polls else channel_id

    def find_changed(self, before: Preparation, after: Preparation) -> SectionId | None:
        """Give a posted section whose text an edit would change or take away, if there is one.

        Its heading is not text: posts keep the one they are posted under.
        """
        kept = {_text_of(after, one) for one in after.sections}
        for section in before.sections:
            if section.section_id in self.posted and _text_of(before, section) not in kept:
                return section.section_id
        return None


def _text_of(preparation: Preparation, section: PreparedSection) -> tuple[object, ...]:
    first, *others = section.passages
    return (
        (first.passage_id, first.first, first.stop),
        *((one.heading, one.first, one.stop) for one in others),
        tuple(block for block in section.blocks if block in preparation.left_out),
        preparation.added_to(section),
    )
