"""The first tables.

Revises nothing: this is the first.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, and the installation's own key."""
    op.create_table(
        "articles",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("dropped", sa.JSON(), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("article_id"),
    )
    op.create_index("ix_articles_guild_id", "articles", ["guild_id"], unique=False)
    op.create_index(
        "one_article_per_text",
        "articles",
        ["guild_id", "revision"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "guilds",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("organizer_role_id", sa.BigInteger(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id"),
    )
    op.create_table(
        "installation",
        sa.Column("only", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("only"),
    )
    op.create_table(
        "discussions",
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("pause_reason", sa.Text(), nullable=True),
        sa.Column("prompts_only", sa.Boolean(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("started_by", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"]),
        sa.PrimaryKeyConstraint("discussion_id"),
    )
    op.create_index("ix_discussions_guild_id", "discussions", ["guild_id"], unique=False)
    op.create_index(
        "one_discussion_per_article_and_channel",
        "discussions",
        ["guild_id", "channel_id", "article_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('running', 'paused')"),
    )
    op.create_table(
        "questions",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("alternatives", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"]),
        sa.PrimaryKeyConstraint("question_id"),
    )
    op.create_index("ix_questions_article_id", "questions", ["article_id"], unique=False)
    op.create_index("ix_questions_guild_id", "questions", ["guild_id"], unique=False)
    op.create_table(
        "sections",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=True),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"]),
        sa.PrimaryKeyConstraint("article_id", "position"),
    )
    op.create_index("ix_sections_guild_id", "sections", ["guild_id"], unique=False)
    op.create_table(
        "posts",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("attend_at", sa.BigInteger(), nullable=True),
        sa.Column("claimed_at", sa.BigInteger(), nullable=True),
        sa.Column("posted_at", sa.BigInteger(), nullable=True),
        sa.Column("completed_at", sa.BigInteger(), nullable=True),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("concluded_at", sa.BigInteger(), nullable=True),
        sa.Column("result_message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussions.discussion_id"]),
        sa.PrimaryKeyConstraint("post_id"),
        sa.UniqueConstraint("discussion_id", "section"),
    )
    op.create_index("ix_posts_discussion_id", "posts", ["discussion_id"], unique=False)
    op.create_index("ix_posts_guild_id", "posts", ["guild_id"], unique=False)
    op.create_index("posts_to_attend", "posts", ["attend_at"], unique=False)
    op.create_table(
        "polls",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("multiple", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("seeded_at", sa.BigInteger(), nullable=True),
        sa.Column("closes_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("shown_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussions.discussion_id"]),
        sa.ForeignKeyConstraint(["post_id"], ["posts.post_id"]),
        sa.ForeignKeyConstraint(["question_id"], ["questions.question_id"]),
        sa.PrimaryKeyConstraint("poll_id"),
        sa.UniqueConstraint("message_id"),
    )
    op.create_index("ix_polls_discussion_id", "polls", ["discussion_id"], unique=False)
    op.create_index("ix_polls_guild_id", "polls", ["guild_id"], unique=False)
    op.create_index("ix_polls_post_id", "polls", ["post_id"], unique=False)
    op.create_index("polls_by_state", "polls", ["state"], unique=False)
    op.create_table(
        "post_parts",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.post_id"]),
        sa.PrimaryKeyConstraint("post_id", "part"),
        sa.UniqueConstraint("message_id"),
    )
    op.create_index("ix_post_parts_guild_id", "post_parts", ["guild_id"], unique=False)
    op.create_table(
        "options",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("emoji", sa.Text(), nullable=False),
        sa.Column("neutral", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.poll_id"]),
        sa.PrimaryKeyConstraint("poll_id", "position"),
    )
    op.create_index("ix_options_guild_id", "options", ["guild_id"], unique=False)
    op.create_table(
        "votes",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("arrival", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.poll_id"]),
        sa.PrimaryKeyConstraint("poll_id", "position", "member_id"),
        sqlite_with_rowid=False,
    )
    key = secrets.token_hex(8)
    insert = sa.text('INSERT INTO installation ("only", key) VALUES (1, :key)')
    op.execute(insert.bindparams(key=key))
