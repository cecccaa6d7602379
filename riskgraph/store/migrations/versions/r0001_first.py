"""The first form of the store."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

APPLICATION_ID = 0x726B6772
_POSTGRES = """
CREATE FUNCTION riskgraph_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$
"""


def upgrade() -> None:
    """Make every table, and let the database itself refuse to change a line of the audit trail."""
    op.create_table(
        "audit",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_audit"),
    )
    op.create_index("ix_audit_register_id", "audit", ["register_id"])
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_blobs"),
    )
    op.create_table(
        "registers",
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parameters_id", sa.Integer(), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("retention", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("register_id", name="pk_registers"),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_settings"),
    )
    op.create_table(
        "tombstones",
        sa.Column("tombstone_id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tombstone_id", name="pk_tombstones"),
    )
    op.create_index("ix_tombstones_register_id", "tombstones", ["register_id"])
    op.create_table(
        "uploads",
        sa.Column("upload_id", sa.String(32), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("made_at", sa.String(40), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("upload_id", name="pk_uploads"),
    )
    op.create_index("ix_uploads_made_at", "uploads", ["made_at"])
    op.create_table(
        "assessments",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("assessment_sha256", sa.String(64), nullable=False),
        sa.Column("submission_sha256", sa.String(64), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["register_id"], ["registers.register_id"], name="fk_assessments_register_id"),
        sa.PrimaryKeyConstraint("assessment_id", name="pk_assessments"),
    )
    op.create_index("ix_assessments_register_id", "assessments", ["register_id"])
    op.create_table(
        "parameter_sets",
        sa.Column("parameters_id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["register_id"], ["registers.register_id"], name="fk_parameter_sets_register_id"),
        sa.PrimaryKeyConstraint("parameters_id", name="pk_parameter_sets"),
    )
    op.create_index("ix_parameter_sets_register_id", "parameter_sets", ["register_id"])
    op.create_table(
        "questionnaires",
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("party_id", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("form_sha256", sa.String(64), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["register_id"], ["registers.register_id"], name="fk_questionnaires_register_id"),
        sa.PrimaryKeyConstraint("questionnaire_id", name="pk_questionnaires"),
    )
    op.create_index("ix_questionnaires_register_id", "questionnaires", ["register_id"])
    op.create_table(
        "requests",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["register_id"], ["registers.register_id"], name="fk_requests_register_id"),
        sa.PrimaryKeyConstraint("request_id", name="pk_requests"),
    )
    op.create_index("ix_requests_register_id", "requests", ["register_id"])
    op.create_table(
        "upload_files",
        sa.Column("upload_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.upload_id"], name="fk_upload_files_upload_id"),
        sa.PrimaryKeyConstraint("upload_id", "position", name="pk_upload_files"),
    )
    op.create_table(
        "verifications",
        sa.Column("verification_id", sa.Integer(), nullable=False),
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["register_id"], ["registers.register_id"], name="fk_verifications_register_id"),
        sa.PrimaryKeyConstraint("verification_id", name="pk_verifications"),
    )
    op.create_index("ix_verifications_register_id", "verifications", ["register_id"])
    op.create_table(
        "version_files",
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["register_id"], ["registers.register_id"], name="fk_version_files_register_id"),
        sa.PrimaryKeyConstraint("register_id", "number", "position", name="pk_version_files"),
    )
    op.create_table(
        "versions",
        sa.Column("register_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["register_id"], ["registers.register_id"], name="fk_versions_register_id"),
        sa.PrimaryKeyConstraint("register_id", "number", name="pk_versions"),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
            )
    elif op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRES)
        op.execute(
            "CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION riskgraph_audit_is_append_only()"
        )
