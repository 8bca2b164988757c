"""What is done reaches the log channel; orders of their own; dry runs wait to be confirmed.

Revises 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Nothing recorded so far is told."""
    op.add_column("history", sa.Column("tell_in", sa.BigInteger()))
    op.add_column("history", sa.Column("tell_at", sa.BigInteger()))
    op.add_column("history", sa.Column("tried_at", sa.BigInteger()))
    op.add_column("history", sa.Column("told_at", sa.BigInteger()))
    op.add_column(
        "history", sa.Column("attempts", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_index("history_to_tell", "history", ["tell_at"], unique=False)
    op.add_column(
        "discussions",
        sa.Column("own_order", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "drafts",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"]),
        sa.PrimaryKeyConstraint("draft_id"),
    )
    op.create_index("ix_drafts_guild_id", "drafts", ["guild_id"], unique=False)
