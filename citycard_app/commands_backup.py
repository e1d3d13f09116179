"""`citycard admin backup` and `restore`: what is done to a platform that is not opened, or not there yet."""

import argparse
from collections.abc import Callable
from contextlib import closing

from central import backup as backups
from central.platform import Platform


def backup(arguments: argparse.Namespace) -> None:
    """Copy the database. Raises as `central.backup.backup`."""
    print(backups.backup(arguments.data, arguments.database, arguments.target, with_keys=arguments.with_keys))


def restore(arguments: argparse.Namespace) -> None:
    """Put a backup back, bring it up to date, and begin a new generation. Raises as `central.backup.restore`."""
    more = {"overwrite": arguments.overwrite, "with_keys": arguments.with_keys}
    backups.restore(arguments.data, arguments.database, arguments.source, **more)
    with closing(Platform.open(arguments.data, database=arguments.database)) as platform:
        print(platform.start_new_generation())


ACTS: dict[str, Callable[[argparse.Namespace], None]] = {"backup": backup, "restore": restore}
