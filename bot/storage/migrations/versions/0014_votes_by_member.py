"""A poll's votes lie member by member, so that the counting rule needs no sorting.

Revises 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Order what is there anew."""
    op.create_table(
        "votes_by_member",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("arrival", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.poll_id"]),
        sa.PrimaryKeyConstraint("poll_id", "member_id", "position"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO votes_by_member (poll_id, member_id, position, guild_id, arrival, at) "
        "SELECT poll_id, member_id, position, guild_id, arrival, at FROM votes "
        "ORDER BY poll_id, member_id, position"
    )
    op.drop_table("votes")
    op.rename_table("votes_by_member", "votes")
