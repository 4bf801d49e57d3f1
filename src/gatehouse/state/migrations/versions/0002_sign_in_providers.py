"""Sessions say who is signed in and by which provider; attempts to sign in are kept.

Sessions last hours, so those of the older shape are dropped: everybody signs in once more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of sessions anew, and that of attempts."""
    op.drop_index("ix_web_session_last_seen_at", "web_session")
    op.drop_table("web_session")
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("provider", sa.String(512), nullable=False),
        sa.Column("username", sa.String(128), nullable=False),
        sa.Column("name", sa.String(256), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(), nullable=False),
        sa.Column("csrf", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_web_session"),
        comment="Signed-in browsers and who is at them; the token itself is never stored.",
    )
    op.create_index("ix_web_session_last_seen_at", "web_session", ["last_seen_at"])
    op.create_table(
        "sign_in_attempt",
        sa.Column("state_hash", sa.String(64), nullable=False),
        sa.Column("browser_hash", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(128), nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("next_page", sa.String(2048), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name="pk_sign_in_attempt"),
        comment="Browsers that were sent to the sign-in provider and are not back yet.",
    )
    op.create_index("ix_sign_in_attempt_started_at", "sign_in_attempt", ["started_at"])
