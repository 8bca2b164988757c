"""Polls may close with the next section; a section's thread is reminded once.

Revises 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """No section was ever reminded of."""
    op.add_column("posts", sa.Column("reminded_at", sa.BigInteger()))
    op.create_index(
        "polls_to_follow",
        "polls",
        ["discussion_id"],
        unique=False,
        sqlite_where=sa.text("state = 'open' AND closes_at IS NULL"),
    )
