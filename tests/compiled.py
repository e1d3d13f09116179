"""SQLAlchemy compiles a statement once for each engine; tests open thousands, and those of a kind share what it made.

A fifth of the processor time of the platform's tests. A platform in a process of its own has one engine, as ever.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from central import store_postgres, store_sqlite

_Open = Callable[..., sa.Engine]


def share() -> None:
    """Let every store of this process share, from now on."""
    store_sqlite.open_engine = _sharing(store_sqlite.open_engine)
    store_postgres.open_engine = _sharing(store_postgres.open_engine)


def _sharing(really_open: _Open) -> _Open:
    kept: list[sa.Dialect] = []
    compiled: dict[Any, Any] = {}

    def open_engine(*arguments: Any, **named: Any) -> sa.Engine:
        engine = really_open(*arguments, **named)
        # What is compiled belongs to a dialect, which learns at its first connection what the server can do.
        if kept and getattr(kept[0], "server_version_info", None):
            engine.dialect = kept[0]
        else:
            kept[:] = [engine.dialect]
            compiled.clear()
        engine.update_execution_options(compiled_cache=compiled)
        return engine

    return open_engine
