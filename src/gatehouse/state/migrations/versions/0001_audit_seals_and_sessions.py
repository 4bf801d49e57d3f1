"""The audit trail, sealed outputs and browser sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, and have the database itself refuse to change the audit trail."""
    _audit()
    _sealed_output()
    _web_session()
    for table in ("audit_event", "audit_subject"):
        _append_only(table)


def _audit() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("username", sa.String(128), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("product_id", sa.String(128), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(512), nullable=False),
        sa.Column("subject_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_event"),
        comment="Who saw, printed, exported or searched what. Rows are never changed or removed.",
    )
    op.create_index("ix_audit_event_username_id", "audit_event", ["username", "id"])
    op.create_table(
        "audit_subject",
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("prison_number", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "prison_number", name="pk_audit_subject"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name="fk_audit_subject_event_id_audit_event"
        ),
        comment="Each person whose details an audited event showed.",
    )
    op.create_index(
        "ix_audit_subject_prison_number_event_id", "audit_subject", ["prison_number", "event_id"]
    )


def _sealed_output() -> None:
    op.create_table(
        "sealed_output",
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("product_id", sa.String(128), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("username", sa.String(128), nullable=False),
        sa.Column("establishments", sa.JSON(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("data_as_at", sa.DateTime(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("digest", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_sealed_output"),
        comment="What was printed or exported, kept so that it can be verified and compared.",
    )
    op.create_index("ix_sealed_output_expires_at", "sealed_output", ["expires_at"])


def _web_session() -> None:
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("username", sa.String(128), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(), nullable=False),
        sa.Column("csrf", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_web_session"),
        comment="Signed-in browsers; the token itself is never stored.",
    )
    op.create_index("ix_web_session_last_seen_at", "web_session", ["last_seen_at"])


def _append_only(table: str) -> None:
    message = f"{table} is append-only: rows are never changed or removed"
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )
