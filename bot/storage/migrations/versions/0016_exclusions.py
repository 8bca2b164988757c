"""Votes of some members are set aside, and those of accounts that are too new.

Revises 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Nobody is excluded yet; results that are out stay as they are."""
    op.create_table(
        "exclusions",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("excluded_by", sa.BigInteger()),
        sa.Column("excluded_at", sa.BigInteger()),
        sa.Column("reason", sa.Text()),
        sa.Column("hash", sa.Text()),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.poll_id"]),
        sa.PrimaryKeyConstraint("poll_id", "member_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_exclusions_guild_id", "exclusions", ["guild_id"], unique=False)
    op.add_column("polls", sa.Column("minimum_account_days", sa.Integer()))
    op.execute("UPDATE polls SET minimum_account_days = 0 WHERE state = 'closed'")
