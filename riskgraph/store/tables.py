"""The tables, as the newest migration leaves them; a test compares the two.

The convention that bites: what is listed, searched or locked has a column; the rest of a record is its JSON in
`body`, and large content lies compressed in `blobs`, named by the SHA-256 of what it was. Times are ISO text in
UTC, because SQLite has no type that keeps a zone.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_ID, _SHA = String(32), String(64)

BLOBS = Table(
    "blobs",
    METADATA,
    Column("sha256", _SHA, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
REGISTERS = Table(
    "registers",
    METADATA,
    Column("register_id", _ID, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("parameters_id", Integer, nullable=False),
    Column("is_deleted", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("retention", Text, nullable=False),
)
VERSIONS = Table(
    "versions",
    METADATA,
    Column("register_id", _ID, ForeignKey("registers.register_id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("content_sha256", _SHA, nullable=False),
    Column("body", Text, nullable=False),
)
VERSION_FILES = Table(
    "version_files",
    METADATA,
    Column("register_id", _ID, ForeignKey("registers.register_id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("sha256", _SHA, nullable=False),
    Column("is_deleted", Boolean, nullable=False),
)
UPLOADS = Table(
    "uploads",
    METADATA,
    Column("upload_id", _ID, primary_key=True),
    Column("purpose", String(40), nullable=False),
    Column("register_id", _ID, nullable=False),
    Column("made_at", String(40), nullable=False, index=True),
    Column("actor", Text, nullable=False),
)
UPLOAD_FILES = Table(
    "upload_files",
    METADATA,
    Column("upload_id", _ID, ForeignKey("uploads.upload_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("sha256", _SHA, nullable=False),
)
REQUESTS = Table(
    "requests",
    METADATA,
    Column("request_id", Integer, primary_key=True),
    Column("register_id", _ID, ForeignKey("registers.register_id"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
QUESTIONNAIRES = Table(
    "questionnaires",
    METADATA,
    Column("questionnaire_id", Integer, primary_key=True),
    Column("register_id", _ID, ForeignKey("registers.register_id"), nullable=False, index=True),
    Column("party_id", Text, nullable=False),
    Column("file_sha256", _SHA, nullable=False),
    Column("form_sha256", _SHA, nullable=False),
    Column("is_deleted", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
VERIFICATIONS = Table(
    "verifications",
    METADATA,
    Column("verification_id", Integer, primary_key=True),
    Column("register_id", _ID, ForeignKey("registers.register_id"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
PARAMETER_SETS = Table(
    "parameter_sets",
    METADATA,
    Column("parameters_id", Integer, primary_key=True),
    Column("register_id", _ID, ForeignKey("registers.register_id"), nullable=False, index=True),
    Column("sha256", _SHA, nullable=False),
    Column("body", Text, nullable=False),
)
ASSESSMENTS = Table(
    "assessments",
    METADATA,
    Column("assessment_id", Integer, primary_key=True),
    Column("register_id", _ID, ForeignKey("registers.register_id"), nullable=False, index=True),
    Column("assessment_sha256", _SHA, nullable=False),
    Column("submission_sha256", _SHA, nullable=False),
    Column("is_deleted", Boolean, nullable=False),
    Column("body", Text, nullable=False),
)
TOMBSTONES = Table(
    "tombstones",
    METADATA,
    Column("tombstone_id", Integer, primary_key=True),
    Column("register_id", _ID, nullable=False, index=True),
    Column("body", Text, nullable=False),
)
MAPS = Table(
    "maps",
    METADATA,
    Column("map_id", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("fingerprint", _SHA, nullable=False, index=True),
    Column("body", Text, nullable=False),
)
FINDINGS = Table(
    "findings",
    METADATA,
    Column("finding_id", Integer, primary_key=True),
    Column("register_id", _ID, ForeignKey("registers.register_id"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
COSTS = Table(
    "costs",
    METADATA,
    Column("register_id", _ID, ForeignKey("registers.register_id"), primary_key=True),
    Column("measure_id", String(200), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
PAYEES = Table(
    "payees",
    METADATA,
    Column("register_id", _ID, ForeignKey("registers.register_id"), primary_key=True),
    Column("sha256", _SHA, nullable=False),
    Column("body", Text, nullable=False),
)
MEETINGS = Table(
    "meetings",
    METADATA,
    Column("meeting_id", Integer, primary_key=True),
    Column("register_id", _ID, ForeignKey("registers.register_id"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
ITEMS = Table(
    "items",
    METADATA,
    Column("item_id", Integer, primary_key=True),
    Column("meeting_id", Integer, ForeignKey("meetings.meeting_id"), nullable=False, index=True),
    Column("register_id", _ID, ForeignKey("registers.register_id"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
DECISIONS = Table(  # a trigger keeps its rows from being changed
    "decisions",
    METADATA,
    Column("decision_id", Integer, primary_key=True),
    Column("register_id", _ID, ForeignKey("registers.register_id"), nullable=False, index=True),
    Column("engagement_id", Text, nullable=False),
    Column("assessment_id", Integer, ForeignKey("assessments.assessment_id"), nullable=False, index=True),
    Column("body", Text, nullable=False),
)
SETTINGS = Table(
    "settings", METADATA, Column("key", String(120), primary_key=True), Column("value", Text, nullable=False)
)
AUDIT = Table(
    "audit",
    METADATA,
    Column("sequence", Integer, primary_key=True),
    Column("register_id", _ID, nullable=False, index=True),
    Column("body", Text, nullable=False),
    Column("hash", _SHA, nullable=False),
)
