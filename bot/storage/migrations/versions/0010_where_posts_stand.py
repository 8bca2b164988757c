"""A discussion knows the kind of its channel, a post the channel it was sent to.

Revises 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Until now every discussion was in a text channel, and stayed there."""
    op.add_column(
        "discussions", sa.Column("channel_kind", sa.Text(), nullable=False, server_default="text")
    )
    op.add_column("posts", sa.Column("channel_id", sa.BigInteger()))
    op.add_column("posts", sa.Column("channel_kind", sa.Text()))
    op.execute(
        "UPDATE posts SET channel_kind = 'text', channel_id = ("
        "SELECT channel_id FROM discussions WHERE discussions.discussion_id = posts.discussion_id"
        ") WHERE claimed_at IS NOT NULL"
    )
