"""When a poll's votes were last known to be those that Discord shows.

Revises 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table; polls that are open are asked about when the bot connects."""
    op.create_table(
        "poll_checks",
        sa.Column("poll_id", sa.Integer(), sa.ForeignKey("polls.poll_id"), primary_key=True),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("thorough", sa.Integer(), nullable=False),
        sa.Column("swept", sa.Integer(), nullable=False),
        sa.Column("exact_at", sa.BigInteger()),
        sa.Column("swept_at", sa.BigInteger()),
        sa.Column("uncounted", sa.JSON(), nullable=False),
    )
    op.create_index("ix_poll_checks_guild_id", "poll_checks", ["guild_id"])
