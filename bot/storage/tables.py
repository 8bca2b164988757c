"""The tables, for the queries; in one file, since to read one is to look at those it refers to.

Every row of content carries its `guild_id`, and every query filters by it. Rows are the truth:
whatever memory holds can be read again from here. How a file comes to have them, migrations say.
"""

import sqlalchemy as sa

from bot.storage.instants import Instant

metadata = sa.MetaData()

# A Discord id needs 64 bits; our own ids are SQLite row ids, which must be plain INTEGER.
_snowflake = sa.BigInteger
_row_id = sa.Integer


def _guild_column() -> sa.Column[int]:
    return sa.Column("guild_id", _snowflake, nullable=False, index=True)


installation = sa.Table(
    "installation",
    metadata,
    sa.Column("only", _row_id, primary_key=True),
    # Random, made with the file: part of every nonce, since row ids repeat in another database.
    sa.Column("key", sa.Text, nullable=False),
)

guilds = sa.Table(
    "guilds",
    metadata,
    sa.Column("guild_id", _snowflake, primary_key=True, autoincrement=False),
    sa.Column("organizer_role_id", _snowflake),
    sa.Column("time_zone", sa.Text),
    sa.Column("channel_id", _snowflake),
    sa.Column("log_channel_id", _snowflake),
    sa.Column("language", sa.Text),
    sa.Column("minimum_account_days", sa.Integer, nullable=False, default=0),
    sa.Column("left_at", Instant),
)

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("article_id", _row_id, primary_key=True),
    _guild_column(),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("author", sa.Text),
    sa.Column("source", sa.Text),
    sa.Column("revision", sa.Text, nullable=False),
    sa.Column("dropped", sa.JSON, nullable=False),
    sa.Column("added_by", _snowflake, nullable=False),
    sa.Column("added_at", Instant, nullable=False),
    # Set by /article remove: tallies of past discussions still need the text.
    sa.Column("removed_at", Instant),
    sa.Column("length", sa.Text, nullable=False, default="full"),
)
sa.Index(
    "one_article_per_text",
    articles.c.guild_id,
    articles.c.revision,
    unique=True,
    sqlite_where=articles.c.removed_at.is_(None),
)

sections = sa.Table(
    "sections",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.article_id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    _guild_column(),
    sa.Column("heading", sa.Text),
    sa.Column("blocks", sa.JSON, nullable=False),
)

questions = sa.Table(
    "questions",
    metadata,
    sa.Column("question_id", _row_id, primary_key=True),
    _guild_column(),
    sa.Column("article_id", sa.ForeignKey("articles.article_id"), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("section", sa.Integer),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("shown", sa.Text, nullable=False),
    sa.Column("sentence", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("alternatives", sa.JSON, nullable=False),
)

# How an article is to be posted, version by version; one that nobody has edited has none.
preparations = sa.Table(
    "preparations",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.article_id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    _guild_column(),
    sa.Column("text", sa.Integer, nullable=False, default=0),
    sa.Column("edit", sa.Text, nullable=False),
    sa.Column("made_by", _snowflake),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("undo_to", sa.Integer),
    sa.Column("redo_to", sa.Integer),
    # In the form that `preparations.py` knows.
    sa.Column("content", sa.JSON, nullable=False),
    # How many of each are posted, for lists.
    sa.Column("sections", sa.Integer, nullable=False),
    sa.Column("questions", sa.Integer, nullable=False),
)

# The texts an article has had, once it has had more than one; until then it is as it was added.
texts = sa.Table(
    "texts",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.article_id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    _guild_column(),
    # In the form that `texts.py` knows.
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("proposed_at", Instant, nullable=False),
)

discussions = sa.Table(
    "discussions",
    metadata,
    sa.Column("discussion_id", _row_id, primary_key=True),
    _guild_column(),
    sa.Column("channel_id", _snowflake, nullable=False),
    sa.Column("channel_kind", sa.Text, nullable=False, default="text"),
    sa.Column("article_id", sa.ForeignKey("articles.article_id"), nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("pause_reason", sa.Text),
    sa.Column("prompts_only", sa.Boolean, nullable=False),
    sa.Column("length", sa.Text, nullable=False, default="full"),
    # In the form that `schedules.py` knows.
    sa.Column("schedule", sa.JSON, nullable=False),
    # In the form that `terms.py` knows.
    sa.Column("terms", sa.JSON, nullable=False, default=dict),
    # Whether an organizer has put what is to come in another order than the article's.
    sa.Column("own_order", sa.Boolean, nullable=False, default=False),
    sa.Column("started_by", _snowflake, nullable=False),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
)
sa.Index(
    "one_discussion_per_article_and_channel",
    discussions.c.guild_id,
    discussions.c.channel_id,
    discussions.c.article_id,
    unique=True,
    sqlite_where=discussions.c.state.in_(["running", "paused"]),
)

posts = sa.Table(
    "posts",
    metadata,
    sa.Column("post_id", _row_id, primary_key=True),
    _guild_column(),
    sa.Column(
        "discussion_id", sa.ForeignKey("discussions.discussion_id"), nullable=False, index=True
    ),
    # Where it was posted; null until it is claimed, for then it goes where the discussion is.
    sa.Column("channel_id", _snowflake),
    sa.Column("channel_kind", sa.Text),
    # Its place in the series.
    sa.Column("section", sa.Integer, nullable=False),
    sa.Column("section_id", sa.Integer, nullable=False),
    sa.Column("heading", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    # The slot; null while earlier sections have not been claimed.
    sa.Column("due_at", Instant),
    # When something must next be done for it: send, retry, close a poll; null for nothing.
    # The one column the alarm is set by.
    sa.Column("attend_at", Instant),
    sa.Column("claimed_at", Instant),
    sa.Column("posted_at", Instant),
    sa.Column("completed_at", Instant),
    sa.Column("thread_id", _snowflake),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("failure", sa.Text),
    sa.Column("concluded_at", Instant),
    sa.Column("result_message_id", _snowflake),
    sa.Column("reminded_at", Instant),
    # Whether its prompt is pinned, or could not be; null if neither.
    sa.Column("pin", sa.Text),
    # How many of its messages have been published, or given up.
    sa.Column("published", sa.Integer, nullable=False, default=0),
    # Its thread was archived although a poll in it is open.
    sa.Column("archived", sa.Boolean, nullable=False, default=False),
    # When what stood of it was deleted, after it was withdrawn.
    sa.Column("taken_down_at", Instant),
    sa.UniqueConstraint("discussion_id", "section"),
)
sa.Index("posts_to_attend", posts.c.attend_at)

post_parts = sa.Table(
    "post_parts",
    metadata,
    sa.Column("post_id", sa.ForeignKey("posts.post_id"), primary_key=True),
    sa.Column("part", sa.Integer, primary_key=True),
    _guild_column(),
    sa.Column("message_id", _snowflake, nullable=False, unique=True),
)

polls = sa.Table(
    "polls",
    metadata,
    sa.Column("poll_id", _row_id, primary_key=True),
    _guild_column(),
    sa.Column(
        "discussion_id", sa.ForeignKey("discussions.discussion_id"), nullable=False, index=True
    ),
    sa.Column("post_id", sa.ForeignKey("posts.post_id"), nullable=False, index=True),
    sa.Column("question_id", sa.ForeignKey("questions.question_id"), nullable=False),
    # As it is put, whatever becomes of the question.
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("of", sa.Integer, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("multiple", sa.Boolean, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("channel_id", _snowflake),
    sa.Column("message_id", _snowflake, unique=True),
    sa.Column("opened_at", Instant),
    sa.Column("seeded_at", Instant),
    sa.Column("closes_at", Instant),
    sa.Column("closed_at", Instant),
    sa.Column("shown_at", Instant),
    sa.Column("corrected_at", Instant),
    sa.Column("correction_shown_at", Instant),
    sa.Column("printed_closes_at", Instant),
    sa.Column("final", sa.Boolean, nullable=False, server_default=sa.false()),
    # Those that are to replace its options, in the form that `polls.py` knows; null for none.
    sa.Column("new_options", sa.JSON(none_as_null=True)),
    # How old an account had to be as it closed; null for what the server has set.
    sa.Column("minimum_account_days", sa.Integer),
)
sa.Index("polls_by_state", polls.c.state)
# Those that close with the next section.
sa.Index(
    "polls_to_follow",
    polls.c.discussion_id,
    sqlite_where=sa.text("state = 'open' AND closes_at IS NULL"),
)

options = sa.Table(
    "options",
    metadata,
    sa.Column("poll_id", sa.ForeignKey("polls.poll_id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    _guild_column(),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("emoji", sa.Text, nullable=False),
    sa.Column("neutral", sa.Boolean, nullable=False),
)

# By poll, then by member: the counting rule goes through a tally's rows without sorting them.
votes = sa.Table(
    "votes",
    metadata,
    sa.Column("poll_id", sa.ForeignKey("polls.poll_id"), primary_key=True),
    sa.Column("member_id", _snowflake, primary_key=True, autoincrement=False),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("guild_id", _snowflake, nullable=False),
    # The order of arrival; null where it is unknown because the vote was read back.
    sa.Column("arrival", _snowflake),
    sa.Column("at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

# Whose votes on a poll are set aside. Of somebody who was erased a stand-in is, and of an open poll
# a hash as well, by which they are known again if they react anew.
exclusions = sa.Table(
    "exclusions",
    metadata,
    sa.Column("poll_id", sa.ForeignKey("polls.poll_id"), primary_key=True),
    sa.Column("member_id", _snowflake, primary_key=True, autoincrement=False),
    _guild_column(),
    # By whom and when; null where the account was too new, which is on record for stand-ins alone.
    sa.Column("excluded_by", _snowflake),
    sa.Column("excluded_at", Instant),
    sa.Column("reason", sa.Text),
    sa.Column("hash", sa.Text),
    sqlite_with_rowid=False,
)

# How sure it is that a poll's votes are those that Discord shows. Askings for a check are numbered
# from 1 and answered up to a number; a poll without a row was never in doubt.
poll_checks = sa.Table(
    "poll_checks",
    metadata,
    sa.Column("poll_id", sa.ForeignKey("polls.poll_id"), primary_key=True),
    _guild_column(),
    sa.Column("asked", sa.Integer, nullable=False),
    sa.Column("answered", sa.Integer, nullable=False),
    # The last asking for which counts are not enough: every voter is to be read.
    sa.Column("thorough", sa.Integer, nullable=False),
    # The asking up to which every voter has been read.
    sa.Column("swept", sa.Integer, nullable=False),
    # As of when the votes were known to be exact, by their counts; by every voter.
    sa.Column("exact_at", Instant),
    sa.Column("swept_at", Instant),
    # By position: how many marks Discord counts that are no votes, such as other bots'.
    sa.Column("uncounted", sa.JSON, nullable=False),
)

# What was done, by whom and when; only ever added to.
history = sa.Table(
    "history",
    metadata,
    sa.Column("entry_id", _row_id, primary_key=True),
    _guild_column(),
    sa.Column("discussion_id", sa.ForeignKey("discussions.discussion_id"), index=True),
    sa.Column("deed", sa.Text, nullable=False),
    # Null where the bot did it by itself.
    sa.Column("done_by", _snowflake),
    sa.Column("done_at", Instant, nullable=False),
    sa.Column("detail", sa.JSON, nullable=False),
    # The server's log channel, if it had one then; when it is next tried to tell it there, null
    # once it is told or given up; since when a try may have gone through; when it was told.
    sa.Column("tell_in", _snowflake),
    sa.Column("tell_at", Instant),
    sa.Column("tried_at", Instant),
    sa.Column("told_at", Instant),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
)
sa.Index("history_to_tell", history.c.tell_at)

# Discussions that were shown to somebody who has not confirmed them yet.
drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("draft_id", _row_id, primary_key=True),
    _guild_column(),
    sa.Column("article_id", sa.ForeignKey("articles.article_id"), nullable=False),
    sa.Column("channel_id", _snowflake, nullable=False),
    # In the form that `drafts.py` knows.
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("made_by", _snowflake, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
)

# The one message that shows a whole discussion; one without a row never had one.
indexes = sa.Table(
    "indexes",
    metadata,
    sa.Column("discussion_id", sa.ForeignKey("discussions.discussion_id"), primary_key=True),
    _guild_column(),
    # Where it stands, or is to.
    sa.Column("channel_id", _snowflake, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    # How often it was sent anew: part of what it is known by.
    sa.Column("number", sa.Integer, nullable=False, default=0, server_default="0"),
    sa.Column("message_id", _snowflake),
    sa.Column("tried_at", Instant),
    # Digests of what it shows, without and with what every vote changes.
    sa.Column("frame", sa.Text),
    sa.Column("shown", sa.Text),
    sa.Column("edited_at", Instant),
    sa.Column("pin", sa.Text),
    sa.Column("dismissed_at", Instant),
    sa.Column("attempts", sa.Integer, nullable=False, default=0, server_default="0"),
    sa.Column("held_until", Instant),
    # Set to the beginning of time, and counted, by triggers whenever rows change that it shows.
    sa.Column("attend_at", Instant),
    sa.Column("stale", sa.Integer, nullable=False, default=0, server_default="0"),
)
sa.Index("indexes_to_attend", indexes.c.attend_at)

# What a discussion goes without because it could not be had, until it works again.
shortfalls = sa.Table(
    "shortfalls",
    metadata,
    sa.Column("discussion_id", sa.ForeignKey("discussions.discussion_id"), primary_key=True),
    sa.Column("nicety", sa.Text, primary_key=True),
    _guild_column(),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("since", Instant, nullable=False),
)

# The erasures of the ledger that have been done in this file; who was erased is not in it.
erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("erasure_id", sa.Text, primary_key=True),
)

# Whose marks on an open poll are not read back: they were erased and have not reacted since.
erased_voters = sa.Table(
    "erased_voters",
    metadata,
    sa.Column("poll_id", sa.ForeignKey("polls.poll_id"), primary_key=True),
    sa.Column("hash", sa.Text, primary_key=True),
    _guild_column(),
    sqlite_with_rowid=False,
)
