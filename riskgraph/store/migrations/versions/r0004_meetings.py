"""Meetings with their cases, and decisions, which can be added and not changed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_POSTGRES = """
CREATE FUNCTION riskgraph_decision_stands() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'a decision is never changed'; END
$$ LANGUAGE plpgsql
"""


def upgrade() -> None:
    """Make the three tables; only a register that is deleted takes its decisions along."""
    op.create_table(
        "meetings",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", name="pk_meetings"),
        sa.ForeignKeyConstraint(["register_id"], ["registers.register_id"], name="fk_meetings_register_id"),
    )
    op.create_index("ix_meetings_register_id", "meetings", ["register_id"])
    op.create_table(
        "items",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", name="pk_items"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.meeting_id"], name="fk_items_meeting_id"),
        sa.ForeignKeyConstraint(["register_id"], ["registers.register_id"], name="fk_items_register_id"),
    )
    op.create_index("ix_items_meeting_id", "items", ["meeting_id"])
    op.create_index("ix_items_register_id", "items", ["register_id"])
    op.create_table(
        "decisions",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("engagement_id", sa.Text(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("decision_id", name="pk_decisions"),
        sa.ForeignKeyConstraint(["register_id"], ["registers.register_id"], name="fk_decisions_register_id"),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.assessment_id"], name="fk_decisions_assessment_id"),
    )
    op.create_index("ix_decisions_register_id", "decisions", ["register_id"])
    op.create_index("ix_decisions_assessment_id", "decisions", ["assessment_id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER decisions_stand BEFORE UPDATE ON decisions "
            "BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END"
        )
    elif op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRES)
        op.execute(
            "CREATE TRIGGER decisions_stand BEFORE UPDATE ON decisions "
            "FOR EACH STATEMENT EXECUTE FUNCTION riskgraph_decision_stands()"
        )
