"""PostgreSQL's own form of what SQLite has: triggers, and a feed in the order in which transactions become visible."""

import sqlalchemy as sa
from alembic import op

from central.migrations.append_only import keep_append_only, make_function, on_postgres

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_APPEND_ONLY = ("journal", "transfers", "entries", "operations", "card_key_grants", "load_grants", "record_reads")
_DECISION = (
    *("op_id", "station", "medium", "purse", "driver", "point_kind", "points", "amount_ntd"),
    *("state", "refusal", "decided_ms", "decided_by", "decided_how"),
)


def upgrade() -> None:
    """Make the triggers of the earlier schemas on PostgreSQL, and number the feed's rows by transaction."""
    _feed()
    if on_postgres():
        make_function()
        keep_append_only(*_APPEND_ONLY)
        _loads()


def _feed() -> None:
    op.add_column("changes", sa.Column("tx", BIG, nullable=False, server_default="0"))
    op.create_index("ix_changes_tx_seq", "changes", ["tx", "seq"])
    if on_postgres():
        op.execute("ALTER TABLE changes ALTER COLUMN tx SET DEFAULT (pg_current_xact_id()::text::bigint)")


def _loads() -> None:
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _DECISION)
    once = " OR ".join(
        f"(OLD.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column})" for column in ("holder", "late_ms")
    )
    op.execute(
        "CREATE FUNCTION citycard_loads_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF TG_OP <> 'UPDATE' THEN"
        " RAISE EXCEPTION 'loads stay' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        f" IF OLD.state <> 'authorised' AND ({changed} OR {once}) THEN"
        " RAISE EXCEPTION 'a decided load stays as it is' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        " RETURN NEW; END $$"
    )
    for what, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER loads_stay_{what.split()[0].lower()} BEFORE {what} ON loads"
            f" FOR EACH {each} EXECUTE FUNCTION citycard_loads_stay()"
        )
