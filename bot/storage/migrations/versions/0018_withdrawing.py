"""Withdrawn sections are taken down by their walks; indexes follow votes that are set aside.

Revises 0017.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_NOTE = """
UPDATE indexes SET attend_at = 0, stale = stale + 1
WHERE indexes.guild_id = {row}.guild_id AND indexes.discussion_id = (
  SELECT polls.discussion_id FROM polls WHERE polls.poll_id = {row}.poll_id
)
"""


def upgrade() -> None:
    """Take what was withdrawn before for taken down."""
    op.add_column("posts", sa.Column("taken_down_at", sa.BigInteger()))
    op.execute("UPDATE posts SET taken_down_at = coalesce(posted_at, 0) WHERE state = 'withdrawn'")
    for event, row in (("INSERT", "NEW"), ("DELETE", "OLD")):
        op.execute(
            f"CREATE TRIGGER exclusions_{event.lower()}_stir_index AFTER {event} ON exclusions "
            f"BEGIN {_NOTE.format(row=row)}; END"
        )
