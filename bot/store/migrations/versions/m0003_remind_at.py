"""The moment at which a person next has a reminder due."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment, and an index of those who have one."""
    op.add_column("person", sa.Column("remind_at", sa.Double))
    some = sa.text("remind_at IS NOT NULL")
    op.create_index(
        "ix_person_remind_at",
        "person",
        ["remind_at"],
        sqlite_where=some,
        postgresql_where=some,
    )
