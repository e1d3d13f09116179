"""Whether this process can do its work: what a load balancer asks before it sends somebody here."""

import shutil
from pathlib import Path

import sqlalchemy as sa

from central.store import Store
from domain.errors import Code, EnvironmentProblem

LEAST_FREE_BYTES = 200 * 1024 * 1024


def require_ready(store: Store, directory: Path, revision: str) -> None:
    """The database answers, has the schema that this version knows, and the disk beside it is not full.

    Raises `EnvironmentProblem` with PLATFORM_BUSY (or what the store names), STORE_NEWER or DISK_FULL.
    """
    with store.read() as connection:
        found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    if found != revision:
        raise EnvironmentProblem(Code.STORE_NEWER, file="alembic_version")
    if shutil.disk_usage(directory).free < LEAST_FREE_BYTES:
        raise EnvironmentProblem(Code.DISK_FULL, file="platform")


def revision_of(store: Store) -> str:
    """The schema that a store has now, which its opening has brought up to date."""
    with store.read() as connection:
        return str(connection.scalar(sa.text("SELECT version_num FROM alembic_version")))
