"""Discussions have terms, servers more settings, and what is done is on record.

Revises 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Give every discussion the default terms, and begin the record."""
    op.add_column("discussions", sa.Column("terms", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("guilds", sa.Column("channel_id", sa.BigInteger()))
    op.add_column("guilds", sa.Column("log_channel_id", sa.BigInteger()))
    op.add_column("guilds", sa.Column("language", sa.Text()))
    op.add_column(
        "guilds",
        sa.Column("minimum_account_days", sa.Integer(), nullable=False, server_default="0"),
    )
    op.create_table(
        "history",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("discussion_id", sa.Integer(), nullable=True),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("done_by", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussions.discussion_id"]),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    op.create_index("ix_history_guild_id", "history", ["guild_id"], unique=False)
    op.create_index("ix_history_discussion_id", "history", ["discussion_id"], unique=False)
