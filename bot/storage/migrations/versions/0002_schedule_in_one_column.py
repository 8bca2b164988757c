"""A schedule in one column, since it is more than days, times and a zone.

Revises 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# The form as it is at this revision; `bot/storage/schedules.py` may know a later one.
_FILL = """
UPDATE discussions
   SET schedule = json_object(
           'version', 1,
           'recurrence', json_object(
               'kind', 'weekly', 'days', json(days), 'times', json(times)
           ),
           'time_zone', time_zone,
           'starts_on', NULL,
           'ends_on', NULL,
           'blackout', json('[]'),
           'quiet', NULL,
           'missed', 'shift'
       )
"""


def upgrade() -> None:
    """Put the three columns of each discussion's schedule into one.

    Column by column, not by copying the table: the other tables' references would not let the old
    one go.
    """
    # SQLite wants a default where a column that must not be null joins rows that are there.
    op.add_column(
        "discussions", sa.Column("schedule", sa.JSON(), nullable=False, server_default="{}")
    )
    op.execute(_FILL)
    for column in ("days", "times", "time_zone"):
        op.drop_column("discussions", column)
