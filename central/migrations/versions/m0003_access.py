"""Staff sessions, keys of other systems, and who read whose record."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Uuid16 = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")


def upgrade() -> None:
    """Make the tables; staff belong to an agency from now on, or to the city's own counters."""
    op.add_column("staff", sa.Column("agency", sa.Text, nullable=False, server_default=""))
    _callers()
    _record_reads()


def _callers() -> None:
    op.create_table(
        "service_keys",
        sa.Column("service_key", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("secret_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("created_ms", BIG, nullable=False),
        sa.Column("revoked_ms", BIG),
        sqlite_strict=True,
    )
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.LargeBinary, primary_key=True),
        sa.Column("staff", sa.Text, sa.ForeignKey("staff.staff"), nullable=False, index=True),
        sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), nullable=False),
        sa.Column("started_ms", BIG, nullable=False),
        sa.Column("used_ms", BIG, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "staff_pin_failures",
        sa.Column("staff", sa.Text, sa.ForeignKey("staff.staff"), primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_ms", BIG, nullable=False),
        sqlite_strict=True,
    )


def _record_reads() -> None:
    op.create_table(
        "record_reads",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    if op.get_context().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER record_reads_no_{act.lower()} BEFORE {act} ON record_reads"
                " BEGIN SELECT RAISE(ABORT, 'record_reads is append-only'); END"
            )
