"""Which erasures have been done, and whose marks on open polls are not read back.

Revises 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add both tables; nobody has been erased yet."""
    op.create_table("erasures", sa.Column("erasure_id", sa.Text(), primary_key=True))
    op.create_table(
        "erased_voters",
        sa.Column("poll_id", sa.Integer(), sa.ForeignKey("polls.poll_id"), primary_key=True),
        sa.Column("hash", sa.Text(), primary_key=True),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_erased_voters_guild_id", "erased_voters", ["guild_id"])
