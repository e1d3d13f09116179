"""A station's token, and how another one takes its place without ever being lost."""

import threading

from offline_store.journal import Journal
from offline_store.vault import Vault
from sync.http_platform import Renewal

_UNFINISHED = "token_asked_for"


class Credentials:
    """The token as it is now, in the vault. Any thread."""

    def __init__(self, vault: Vault, journal: Journal, token: str) -> None:
        self._vault = vault
        self._journal = journal
        self._lock = threading.Lock()
        self._token = token

    def token(self) -> str:
        """What the next request shows."""
        with self._lock:
            return self._token

    def renewal(self) -> Renewal:
        """How it is replaced."""
        return Renewal(unfinished=self._unfinished, begin=self._begin, finish=self._finish)

    def _unfinished(self) -> bool:
        return self._journal.meta(_UNFINISHED) is not None

    def _begin(self) -> None:
        self._journal.put_meta(**{_UNFINISHED: "yes"})

    def _finish(self, token: str) -> None:
        self._vault.change(token=token)
        with self._lock:
            self._token = token
        self._journal.put_meta(**{_UNFINISHED: None})
