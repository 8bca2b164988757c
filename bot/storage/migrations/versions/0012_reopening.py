"""Polls know what closing time their message bears, and whether they may be opened again.

Revises 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Messages that stand bear the time that rows have."""
    op.add_column("polls", sa.Column("printed_closes_at", sa.BigInteger()))
    op.add_column(
        "polls", sa.Column("final", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute("UPDATE polls SET printed_closes_at = closes_at")
