"""Names for the whole numbers that identify things, so that one cannot be passed for another."""

from typing import NewType

GuildId = NewType("GuildId", int)
ChannelId = NewType("ChannelId", int)
MessageId = NewType("MessageId", int)
MemberId = NewType("MemberId", int)

ArticleId = NewType("ArticleId", int)
SectionId = NewType("SectionId", int)
QuestionId = NewType("QuestionId", int)
DiscussionId = NewType("DiscussionId", int)
PostId = NewType("PostId", int)
PollId = NewType("PollId", int)
DraftId = NewType("DraftId", int)
