"""Settings in a store's file, on its connection; the store sees to transactions and threads."""

from offline_store.encrypted import Connection


class Meta:
    """The table `meta`: text by name."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def get(self, key: str) -> str | None:
        """What was set, or None."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def put(self, **values: str | None) -> None:
        """Set several at once; None forgets one."""
        for key, value in values.items():
            if value is None:
                self._db.execute("DELETE FROM meta WHERE key = ?", (key,))
            else:
                self._db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))
