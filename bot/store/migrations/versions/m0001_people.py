"""People, what they keep, what is parked, and the bot's own values."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "person",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("lookup", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("deliver_after", sa.Double),
        sa.Column("seen_at", sa.Double, nullable=False),
        sa.Column("expires_at", sa.Double, nullable=False),
        sa.Column("claimed_by", sa.String(32)),
        sa.Column("claimed_until", sa.Double),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("lookup", name="uq_person_lookup"),
    )
    op.create_index("ix_person_seen_at", "person", ["seen_at"])
    op.create_index("ix_person_expires_at", "person", ["expires_at"])
    unsent = sa.text("deliver_after IS NOT NULL")
    op.create_index(
        "ix_person_deliver_after",
        "person",
        ["deliver_after"],
        sqlite_where=unsent,
        postgresql_where=unsent,
    )
    _belongings()


def _belongings() -> None:
    op.create_table(
        "kept",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kept"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_kept_person_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_kept_person_id", "kept", ["person_id"])
    op.create_table(
        "parked",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("lookup", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_parked"),
    )
    op.create_index("ix_parked_lookup", "parked", ["lookup"])
    op.create_index("ix_parked_at", "parked", ["at"])
    op.create_table(
        "meta",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
