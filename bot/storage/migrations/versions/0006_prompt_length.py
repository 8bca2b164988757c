"""How much of a section's text is posted.

Revises 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Give articles and discussions a length: the whole text, as it was before."""
    for table in ("articles", "discussions"):
        op.add_column(table, sa.Column("length", sa.Text(), nullable=False, server_default="full"))
