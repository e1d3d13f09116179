"""Verification, virtual cards, service use and retention."""

import json
from base64 import b64decode

import sqlalchemy as sa
from alembic import op

from central.migrations.append_only import keep_append_only

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Flag = sa.Integer().with_variant(sa.Boolean(), "postgresql")
Uuid16 = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
_AT_ONCE = 1_000


def upgrade() -> None:
    """Make the tables; what was sealed is found again by its medium and its holder, so that it can be forgotten."""
    _questions()
    _virtual_cards()
    _use()
    _people()
    _sealed()
    keep_append_only("kpi_cells", "corrections", "forgotten")


def _questions() -> None:
    op.create_table(
        "verification_use",
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("service_key", sa.Text, sa.ForeignKey("service_keys.service_key"), primary_key=True),
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("valid", Flag, primary_key=True),
        sa.Column("stripe", sa.Integer, primary_key=True),
        sa.Column("answers", BIG, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "limit_counts",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("began_ms", BIG, nullable=False),
        sa.Column("used", BIG, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "done_requests",
        sa.Column("op_id", Uuid16, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("content_sha256", sa.LargeBinary, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=False),
        sa.Column("at_ms", BIG, nullable=False, index=True),
        sqlite_strict=True,
    )


def _virtual_cards() -> None:
    op.create_table(
        "virtual_card_keys",
        sa.Column("key_id", sa.LargeBinary, primary_key=True),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("wrapped", sa.LargeBinary),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("made_ms", BIG, nullable=False),
        sa.Column("retired_ms", BIG),
        sa.CheckConstraint("state IN ('next', 'active', 'retired', 'withdrawn')", name="state"),
        sa.CheckConstraint("(wrapped IS NULL) = (state IN ('retired', 'withdrawn'))", name="wrapped"),
        sqlite_strict=True,
    )
    op.create_table(
        "virtual_card_activations",
        sa.Column("op_id", Uuid16, primary_key=True),
        sa.Column("code_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
        sa.Column("medium", sa.LargeBinary, nullable=False),
        sa.Column("staff", sa.Text, nullable=False),
        sa.Column("expires_ms", BIG, nullable=False),
        sa.Column("device", Uuid16),
        sqlite_strict=True,
    )
    op.create_table(
        "virtual_card_devices",
        sa.Column("device", Uuid16, primary_key=True),
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
        sa.Column("medium", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("enrolled_ms", BIG, nullable=False),
        sa.Column("revoked_ms", BIG),
        sqlite_strict=True,
    )
    op.create_table(
        "virtual_card_digits",
        sa.Column("code_hash", sa.LargeBinary, primary_key=True),
        sa.Column("device", Uuid16, sa.ForeignKey("virtual_card_devices.device"), nullable=False, index=True),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("expires_ms", BIG, nullable=False, index=True),
        sqlite_strict=True,
    )
    op.create_table(
        "used_codes",
        sa.Column("cti", sa.LargeBinary, primary_key=True),
        sa.Column("op_id", Uuid16, nullable=False, index=True),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("expires_ms", BIG, nullable=False, index=True),
        sa.Column("used_ms", BIG, nullable=False, index=True),
        sqlite_strict=True,
    )


def _use() -> None:
    op.create_table(
        "kpi_months",
        sa.Column("month", sa.Text, primary_key=True),
        sa.Column("wrapped", sa.LargeBinary),
        sa.Column("closed_ms", BIG),
        sa.CheckConstraint("(wrapped IS NULL) = (closed_ms IS NOT NULL)", name="closed"),
        sqlite_strict=True,
    )
    op.create_table(
        "kpi_people",
        sa.Column("month", sa.Text, sa.ForeignKey("kpi_months.month"), primary_key=True),
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("pseudonym", sa.LargeBinary, primary_key=True),
        sa.Column("district", sa.Text, nullable=False),
        sa.Column("age", sa.Text, nullable=False),
        sa.Column("uses", BIG, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "kpi_cells",
        sa.Column("month", sa.Text, sa.ForeignKey("kpi_months.month"), primary_key=True),
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("breakdown", sa.Text, primary_key=True),
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("people", BIG),
        sa.Column("uses", BIG),
        sa.CheckConstraint("(people IS NULL) = (uses IS NULL)", name="suppressed"),
        sqlite_strict=True,
    )
    op.create_table(
        "satisfaction",
        sa.Column("month", sa.Text, primary_key=True),
        sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), primary_key=True),
        sa.Column("service", sa.Text, primary_key=True),
        sa.Column("answer", sa.Integer, primary_key=True),
        sa.Column("answers", BIG, nullable=False),
        sa.CheckConstraint("answer BETWEEN 1 AND 5", name="answer"),
        sqlite_strict=True,
    )


def _people() -> None:
    op.create_table(
        "last_uses",
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "corrections",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
        sa.Column("staff", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("parts", sa.Text, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "deletion_requests",
        sa.Column("op_id", Uuid16, primary_key=True),
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
        sa.Column("staff", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("requested_ms", BIG, nullable=False),
        sa.Column("done_ms", BIG),
        sqlite_strict=True,
    )
    op.create_table(
        "forgotten",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_strict=True,
    )


def _sealed() -> None:
    """Which card and which person each sealed part is about. Whose body cannot be read is about nobody."""
    op.add_column("journal_sealed", sa.Column("medium", sa.LargeBinary))
    op.add_column("journal_sealed", sa.Column("holder", Uuid16))
    op.create_index("ix_journal_sealed_medium", "journal_sealed", ["medium"])
    op.create_index("ix_journal_sealed_holder", "journal_sealed", ["holder"])
    connection, last = op.get_bind(), 0
    rows = sa.text(
        "SELECT journal_sealed.journal, journal.body FROM journal_sealed JOIN journal ON journal.id = journal_sealed.journal"
        " WHERE journal_sealed.journal > :last ORDER BY journal_sealed.journal LIMIT :most"
    )
    note = sa.text("UPDATE journal_sealed SET medium = :medium WHERE journal = :journal")
    while found := connection.execute(rows, {"last": last, "most": _AT_ONCE}).all():
        last = found[-1].journal
        for row in found:
            connection.execute(note, {"medium": _medium(bytes(row.body)), "journal": row.journal})


def _medium(body: bytes) -> bytes | None:
    try:
        return b64decode(json.loads(body)["medium"])
    except (ValueError, LookupError, TypeError):
        return None
