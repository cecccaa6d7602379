"""Maps of other people's forms, each number of each map a row; they belong to no register."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of maps."""
    op.create_table(
        "maps",
        sa.Column("map_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("map_id", "number", name="pk_maps"),
    )
    op.create_index("ix_maps_fingerprint", "maps", ["fingerprint"])
