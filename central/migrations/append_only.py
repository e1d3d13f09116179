"""Triggers that keep rows as they are, for migrations on either database.

A migration that makes an append-only table calls `keep_append_only("its_table")` after making it, and the table's name goes
into `central.schema.APPEND_ONLY`. Nothing else is needed on either database.
"""

from alembic import op

_FUNCTION = "citycard_append_only"


def on_postgres() -> bool:
    """Whether the migration runs on PostgreSQL."""
    return op.get_context().dialect.name == "postgresql"


def keep_append_only(*tables: str) -> None:
    """From now on rows of these tables are neither altered nor deleted: whoever tries gets an `IntegrityError`.

    From migration 0004 on; what came before is looked after there.
    """
    for table in tables:
        if on_postgres():
            for what, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{what.split()[0].lower()} BEFORE {what} ON {table}"
                    f" FOR EACH {each} EXECUTE FUNCTION {_FUNCTION}()"
                )
        else:
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
                    f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )


def make_function() -> None:
    """PostgreSQL's function behind those triggers, once (migration 0004). Its error is SQLSTATE class 23, as a constraint's."""
    op.execute(
        f"CREATE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
