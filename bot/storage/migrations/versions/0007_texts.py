"""An article may have more than one text.

Revises 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the texts, and say of each version which it prepares."""
    op.create_table(
        "texts",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"]),
        sa.PrimaryKeyConstraint("article_id", "number"),
    )
    op.create_index("ix_texts_guild_id", "texts", ["guild_id"], unique=False)
    op.add_column(
        "preparations", sa.Column("text", sa.Integer(), nullable=False, server_default="0")
    )
