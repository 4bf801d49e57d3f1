"""The tables of the application state, in SQLAlchemy Core."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column of type INTEGER.
_Id = BigInteger().with_variant(Integer(), "sqlite")

audit_event = Table(
    "audit_event",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("username", String(128), nullable=False),
    Column("what", String(32), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("product_id", String(128), nullable=False),
    Column("parameters", JSON, nullable=False),
    Column("outcome", String(512), nullable=False),
    Column("subject_count", Integer, nullable=False),
    Index(None, "username", "id"),
    comment="Who saw, printed, exported or searched what. Rows are never changed or removed.",
)

audit_subject = Table(
    "audit_subject",
    metadata,
    Column("event_id", _Id, ForeignKey("audit_event.id"), primary_key=True),
    Column("prison_number", String(16), primary_key=True),
    Index(None, "prison_number", "event_id"),
    comment="Each person whose details an audited event showed.",
)

sealed_output = Table(
    "sealed_output",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("product_id", String(128), nullable=False),
    Column("parameters", JSON, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("username", String(128), nullable=False),
    Column("establishments", JSON, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("data_as_at", DateTime, nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("expires_at", DateTime, nullable=False),
    Column("digest", String(128), nullable=False),
    Index(None, "expires_at"),
    comment="What was printed or exported, kept so that it can be verified and compared.",
)

web_session = Table(
    "web_session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("provider", String(512), nullable=False),
    Column("username", String(128), nullable=False),
    Column("name", String(256), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("last_seen_at", DateTime, nullable=False),
    Column("csrf", String(128), nullable=False),
    Index(None, "last_seen_at"),
    comment="Signed-in browsers and who is at them; the token itself is never stored.",
)

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("state_hash", String(64), primary_key=True),
    Column("browser_hash", String(64), nullable=False),
    Column("nonce", String(128), nullable=False),
    Column("verifier", String(128), nullable=False),
    Column("next_page", String(2048), nullable=False),
    Column("started_at", DateTime, nullable=False),
    Index(None, "started_at"),
    comment="Browsers that were sent to the sign-in provider and are not back yet.",
)
