"""Each discussion may have an index; triggers note when what it shows has changed.

Revises 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

# The columns that an index shows, by table; any other may change as often as it likes.
_SHOWN = {
    "discussions": ("channel_id", "state", "schedule", "terms"),
    "posts": (
        "section",
        "heading",
        "state",
        "due_at",
        "posted_at",
        "completed_at",
        "thread_id",
        "attempts",
    ),
    "polls": ("state",),
}
_NOTE = """
UPDATE indexes SET attend_at = 0, stale = stale + 1
WHERE indexes.discussion_id = {row}.discussion_id
"""


def upgrade() -> None:
    """No discussion that is on has an index, until an organizer asks for one."""
    op.create_table(
        "indexes",
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("tried_at", sa.BigInteger()),
        sa.Column("frame", sa.Text()),
        sa.Column("shown", sa.Text()),
        sa.Column("edited_at", sa.BigInteger()),
        sa.Column("pin", sa.Text()),
        sa.Column("dismissed_at", sa.BigInteger()),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("held_until", sa.BigInteger()),
        sa.Column("attend_at", sa.BigInteger()),
        sa.Column("stale", sa.Integer(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussions.discussion_id"]),
        sa.PrimaryKeyConstraint("discussion_id"),
    )
    op.create_index("ix_indexes_guild_id", "indexes", ["guild_id"], unique=False)
    op.create_index("indexes_to_attend", "indexes", ["attend_at"], unique=False)
    for table, columns in _SHOWN.items():
        changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
        note = _NOTE.format(row="NEW")
        op.execute(
            f"CREATE TRIGGER {table}_stir_index AFTER UPDATE OF {', '.join(columns)} ON {table} "
            f"WHEN {changed} BEGIN {note}; END"
        )
    for event, row in (("INSERT", "NEW"), ("DELETE", "OLD")):
        note = _NOTE.format(row=row)
        op.execute(
            f"CREATE TRIGGER posts_{event.lower()}_stir_index AFTER {event} ON posts "
            f"BEGIN {note}; END"
        )
