"""sqlite-utils, which makes and migrates the store's files, without NumPy.

It takes NumPy in where that is installed (for charts), for column types that no table of ours has: 20 MB and a part of a second
of every station's start.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_NUMPY = "numpy"


@contextmanager
def _without_numpy() -> Iterator[None]:
    """Nobody finds NumPy meanwhile, unless it is here already. A name that stands for None cannot be imported."""
    modules: dict[str, Any] = sys.modules
    if _NUMPY in modules:
        yield
        return
    modules[_NUMPY] = None
    try:
        yield
    finally:
        del modules[_NUMPY]


with _without_numpy():
    import sqlite_utils

__all__ = ["sqlite_utils"]
