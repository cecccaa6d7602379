"""What people do about findings, what they know of the cost of measures, and the payees of the purchasing ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "findings",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("finding_id", name="pk_findings"),
        sa.ForeignKeyConstraint(["register_id"], ["registers.register_id"], name="fk_findings_register_id"),
    )
    op.create_index("ix_findings_register_id", "findings", ["register_id"])
    op.create_table(
        "costs",
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("measure_id", sa.String(200), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("register_id", "measure_id", name="pk_costs"),
        sa.ForeignKeyConstraint(["register_id"], ["registers.register_id"], name="fk_costs_register_id"),
    )
    op.create_table(
        "payees",
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("register_id", name="pk_payees"),
        sa.ForeignKeyConstraint(["register_id"], ["registers.register_id"], name="fk_payees_register_id"),
    )
