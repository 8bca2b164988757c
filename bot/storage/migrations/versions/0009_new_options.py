"""An open poll's options may be replaced while nobody has voted.

Revises 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """No poll's options are being replaced."""
    op.add_column("polls", sa.Column("new_options", sa.JSON()))
