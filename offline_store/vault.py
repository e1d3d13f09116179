"""Where a station keeps its secrets: the operating system's keyring, or else a file of mode 0600 beside the store.

The secrets are the two files' keys, the station's signing seed, its token and the fleet's digest keys. A disk alone, without
the keyring, then tells a thief nothing. `citycard doctor` warns when the file is in use.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from domain.errors import Code, EnvironmentProblem

_KEY_BYTES = 32
_SERVICE = "citycard-station"
_FILE = "secrets.json"


class Secrets(msgspec.Struct, frozen=True, kw_only=True):
    """A station's secrets. Never printed, never logged."""

    journal_key: bytes
    registry_key: bytes
    signing_seed: bytes
    """Ed25519 private key, 32 bytes."""
    token: str = ""
    """Bearer token from the platform; empty before enrolment."""
    digest_keys: dict[str, bytes] = {}
    """The fleet's digest keys by id."""

    def __repr__(self) -> str:
        return "Secrets(…)"


def new_secrets() -> Secrets:
    """Fresh keys for a station that does not exist yet."""
    return Secrets(
        journal_key=secrets.token_bytes(_KEY_BYTES),
        registry_key=secrets.token_bytes(_KEY_BYTES),
        signing_seed=secrets.token_bytes(_KEY_BYTES),
    )


class Vault:
    """The secrets of the station whose state lies in `directory`. Called from one thread at a time."""

    def __init__(self, directory: Path, *, read: Callable[[], str | None], write: Callable[[str], None], in_file: bool) -> None:
        self.directory = directory
        self.in_file = in_file
        """True when the secrets lie in a file, not in a keyring."""
        self._read = read
        self._write = write

    def load(self) -> Secrets | None:
        """The secrets, or None when there are none yet. Raises `EnvironmentProblem(STORE_WRONG_KEY)` when unreadable."""
        text = self._read()
        if text is None:
            return None
        try:
            return msgspec.json.decode(text, type=Secrets)
        except msgspec.DecodeError as problem:
            raise EnvironmentProblem(Code.STORE_WRONG_KEY, file=_FILE) from problem

    def save(self, kept: Secrets) -> None:
        """Replace the secrets."""
        self._write(msgspec.json.encode(kept).decode())


def open_vault(directory: Path, source: str) -> Vault:
    """The vault of a state directory. `source` is `keyring`, `file`, or `auto`: the keyring where one works.

    A file that exists already is used whatever `auto` would choose, so that a keyring that comes and goes cannot orphan a
    store. Raises `EnvironmentProblem(PACKAGE_MISSING)` when `keyring` is asked for and none works.
    """
    if source == "file" or (source == "auto" and (directory / _FILE).exists()):
        return _file_vault(directory)
    vault = _keyring_vault(directory)
    if vault is not None:
        return vault
    if source == "keyring":
        raise EnvironmentProblem(Code.PACKAGE_MISSING, package="keyring")
    return _file_vault(directory)


def _file_vault(directory: Path) -> Vault:
    path = directory / _FILE

    def read() -> str | None:
        return path.read_text("utf-8") if path.exists() else None

    def write(text: str) -> None:
        fresh = path.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)

    return Vault(directory, read=read, write=write, in_file=True)


def _keyring_vault(directory: Path) -> Vault | None:
    import keyring
    import keyring.backends.fail

    if isinstance(keyring.get_keyring(), keyring.backends.fail.Keyring):
        return None
    account = str(directory.resolve())

    def read() -> str | None:
        with _named_keyring():
            return keyring.get_password(_SERVICE, account)

    def write(text: str) -> None:
        with _named_keyring():
            keyring.set_password(_SERVICE, account, text)

    try:
        read()
    except EnvironmentProblem:
        return None
    return Vault(directory, read=read, write=write, in_file=False)


@contextmanager
def _named_keyring() -> Iterator[None]:
    import keyring.errors

    try:
        yield
    except keyring.errors.KeyringError as problem:
        raise EnvironmentProblem(Code.STORE_WRONG_KEY, file="keyring") from problem
