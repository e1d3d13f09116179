"""Applications and what is sent about them."""

import sqlalchemy as sa
from alembic import op

from central.migrations.append_only import keep_append_only

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Uuid16 = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
Flag = sa.Integer().with_variant(sa.Boolean(), "postgresql")
_UNDER_WAY = sa.text("closed_ms IS NULL")


def upgrade() -> None:
    """Make the tables."""
    _messages()
    _applications()
    _steps_and_documents()
    _reviews_and_checks()
    _batches()
    _files()
    keep_append_only("application_steps", "office_files", "office_file_rows", "office_file_results")


def _messages() -> None:
    op.create_table(
        "contacts",
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
        sa.Column("encrypted", sa.LargeBinary, nullable=False),
        sa.Column("as_of_ms", BIG, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "messages",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("message", Uuid16, nullable=False, unique=True),
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("encrypted", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_ms", BIG, nullable=False),
        sa.Column("queued_ms", BIG, nullable=False),
        sa.Column("done_ms", BIG),
        sa.Column("problem", sa.Text),
        sa.CheckConstraint("channel IN ('email', 'sms', 'none')", name="channel"),
        sa.CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed', 'unaddressed', 'forgotten')", name="state"),
        sa.Index("ix_messages_state_next_ms", "state", "next_ms"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )


def _applications() -> None:
    op.create_table(
        "applications",
        sa.Column("application", Uuid16, primary_key=True),
        sa.Column("receipt", sa.Text, nullable=False, unique=True),
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
        sa.Column("card_kind", sa.Text, nullable=False),
        sa.Column("carrier", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("batch", Uuid16, index=True),
        sa.Column("batch_row", sa.Integer),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("encrypted", sa.LargeBinary, nullable=False),
        sa.Column("fee_ntd", BIG, nullable=False),
        sa.Column("fee_basis", sa.Text, nullable=False),
        sa.Column("provisional", Flag, nullable=False),
        sa.Column("refusal", sa.Text),
        sa.Column("submitted_ms", BIG, nullable=False),
        sa.Column("changed_ms", BIG, nullable=False),
        sa.Column("closed_ms", BIG),
        sa.Column("medium", sa.LargeBinary),
        sa.Column("issued_by", Uuid16),
        sa.CheckConstraint(
            "(closed_ms IS NOT NULL) = (state IN ('collected', 'refused', 'withdrawn'))",
            name="closed",
        ),
        sa.Index(
            "uq_applications_under_way",
            "holder",
            "card_kind",
            unique=True,
            sqlite_where=_UNDER_WAY,
            postgresql_where=_UNDER_WAY,
        ),
        sa.Index("ix_applications_state", "state", "changed_ms"),
        sqlite_strict=True,
    )


def _steps_and_documents() -> None:
    op.create_table(
        "application_steps",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("application", Uuid16, sa.ForeignKey("applications.application"), nullable=False, index=True),
        sa.Column("op_id", Uuid16, unique=True),
        sa.Column("content", sa.LargeBinary),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("code", sa.Text),
        sa.Column("note_encrypted", sa.LargeBinary),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "application_documents",
        sa.Column("document", Uuid16, primary_key=True),
        sa.Column("application", Uuid16, sa.ForeignKey("applications.application"), nullable=False, index=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("encrypted", sa.LargeBinary),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("added_ms", BIG, nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
        sqlite_strict=True,
    )


def _reviews_and_checks() -> None:
    op.create_table(
        "application_reviews",
        sa.Column("application", Uuid16, sa.ForeignKey("applications.application"), primary_key=True),
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due_ms", BIG, nullable=False),
        sa.Column("wanted", sa.Text, nullable=False),
        sa.Column("decided_ms", BIG),
        sa.Column("decided_by", sa.Text),
        sa.CheckConstraint("state IN ('waiting', 'supplement', 'approved', 'refused')", name="state"),
        sa.Index("ix_application_reviews_agency", "agency", "state", "due_ms"),
        sqlite_strict=True,
    )
    op.create_table(
        "application_checks",
        sa.Column("application", Uuid16, sa.ForeignKey("applications.application"), primary_key=True),
        sa.Column("register", sa.Text, primary_key=True),
        sa.Column("check_id", Uuid16, nullable=False, unique=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("file", sa.Text),
        sa.Column("answer_encrypted", sa.LargeBinary),
        sa.Column("due_ms", BIG, nullable=False),
        sa.Column("answered_ms", BIG),
        sa.CheckConstraint("register IN ('household', 'status')", name="register"),
        sa.CheckConstraint("state IN ('due', 'asked', 'waived', 'answered')", name="state"),
        sa.Index("ix_application_checks_register", "register", "state", "due_ms"),
        sqlite_strict=True,
    )


def _batches() -> None:
    op.create_table(
        "application_batches",
        sa.Column("batch", Uuid16, primary_key=True),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("submitted_by", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("encoding", sa.Text, nullable=False),
        sa.Column("all_or_nothing", Flag, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("rows", BIG, nullable=False),
        sa.Column("done", BIG, nullable=False),
        sa.Column("submitted_ms", BIG, nullable=False),
        sa.CheckConstraint("state IN ('taking', 'handing_in', 'taken', 'refused')", name="state"),
        sqlite_strict=True,
    )
    op.create_table(
        "batch_faults",
        sa.Column("batch", Uuid16, sa.ForeignKey("application_batches.batch"), primary_key=True),
        sa.Column("row", BIG, primary_key=True),
        sa.Column("column", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sqlite_strict=True,
    )


def _files() -> None:
    op.create_table(
        "office_files",
        sa.Column("file", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("receiver", sa.Text, nullable=False),
        sa.Column("rows", BIG, nullable=False),
        sa.Column("sha256", sa.LargeBinary, nullable=False),
        sa.Column("made_ms", BIG, nullable=False),
        sa.CheckConstraint("kind IN ('registration', 'agency', 'production')", name="kind"),
        sa.Index("ix_office_files_kind", "kind", "receiver", "made_ms"),
        sqlite_strict=True,
    )
    op.create_table(
        "office_file_rows",
        sa.Column("file", sa.Text, sa.ForeignKey("office_files.file"), primary_key=True),
        sa.Column("row", BIG, primary_key=True),
        sa.Column("application", Uuid16, sa.ForeignKey("applications.application"), nullable=False, index=True),
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False),
        sa.Column("encrypted", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "office_file_results",
        sa.Column("file", sa.Text, sa.ForeignKey("office_files.file"), primary_key=True),
        sa.Column("row", BIG, primary_key=True),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_strict=True,
    )
