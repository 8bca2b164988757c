"""Articles prepared by organizers; posts and polls keep the words they are put in.

Revises 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_FILL = (
    "UPDATE posts SET section_id = section",
    """
    UPDATE posts
       SET heading = (SELECT sections.heading
                        FROM sections, discussions
                       WHERE discussions.discussion_id = posts.discussion_id
                         AND sections.article_id = discussions.article_id
                         AND sections.position = posts.section)
    """,
    """
    UPDATE polls
       SET (question, kind) = (SELECT questions.shown, questions.kind
                                 FROM questions
                                WHERE questions.question_id = polls.question_id)
    """,
)


def upgrade() -> None:
    """Add the versions, and give each row the words that stood in other tables."""
    op.create_table(
        "preparations",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("edit", sa.Text(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("undo_to", sa.Integer(), nullable=True),
        sa.Column("redo_to", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sections", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"]),
        sa.PrimaryKeyConstraint("article_id", "number"),
    )
    op.create_index("ix_preparations_guild_id", "preparations", ["guild_id"], unique=False)
    # SQLite wants a default where a column that must not be null joins rows that are there.
    op.add_column(
        "posts", sa.Column("section_id", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("posts", sa.Column("heading", sa.Text(), nullable=True))
    for column in ("question", "kind"):
        op.add_column("polls", sa.Column(column, sa.Text(), nullable=False, server_default=""))
    for column in ("corrected_at", "correction_shown_at"):
        op.add_column("polls", sa.Column(column, sa.BigInteger(), nullable=True))
    for statement in _FILL:
        op.execute(statement)
