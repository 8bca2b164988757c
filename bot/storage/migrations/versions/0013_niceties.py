"""Posts are pinned, published and kept open; what a discussion goes without is on record.

Revises 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Nothing is pinned or published yet, and nothing was missed."""
    op.add_column("posts", sa.Column("pin", sa.Text()))
    op.add_column("posts", sa.Column("published", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("posts", sa.Column("archived", sa.Boolean(), nullable=False, server_default="0"))
    op.create_table(
        "shortfalls",
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("nicety", sa.Text(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussions.discussion_id"]),
        sa.PrimaryKeyConstraint("discussion_id", "nicety"),
    )
    op.create_index("ix_shortfalls_guild_id", "shortfalls", ["guild_id"], unique=False)
