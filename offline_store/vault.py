"""Where a station keeps its secrets: sealed under a systemd credential, in the operating system's keyring, or in a file.

The secrets are the two files' keys, the station's signing seed, its token and the fleet's digest keys. A disk alone then tells
a thief nothing, except where they are in the file of mode 0600, of which `citycard doctor` warns.

A systemd credential (https://systemd.io/CREDENTIALS/) cannot be written to by the service that reads it, so it is only what
the secrets are sealed with: `secrets.sealed` beside the store, AES-256-GCM (NIST SP 800-38D), is written anew when the token or
a key changes. Where the secrets lie already they stay, whatever else could be used.
"""

import os
import secrets
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec
import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import Code, EnvironmentProblem
from offline_store.whole_file import disk_problem, write_whole

log = structlog.get_logger()

CREDENTIAL = "citycard-store-key"
"""Name of the systemd credential: at least 32 random bytes, in any form."""
Place = Literal["credential", "keyring", "file"]
_KEY_BYTES = 32
_NONCE_BYTES = 12
_SERVICE = "citycard-station"
_FILE = "secrets.json"
_SEALED = "secrets.sealed"
_HEAD = b"citycard secrets 1\n"
_OWNER_ALONE = 0o600
_OTHERS = 0o077


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
    station: str = ""
    """Whose key and token these are; empty before enrolment."""
    next_seed: bytes = b""
    """The signing key that this machine is being enrolled anew with; empty when it is not."""
    next_answer: bytes = b""
    """The platform's answer to that (`domain.wire.EnrolResponse`, JSON), until all of it is carried out."""

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

    def __init__(self, directory: Path, *, place: Place, read: Callable[[], str | None], write: Callable[[str], None]) -> None:
        self.directory = directory
        self.place = place
        self._read = read
        self._write = write
        self._changing = threading.Lock()

    @property
    def in_file(self) -> bool:
        """True when the secrets lie readable in a file."""
        return self.place == "file"

    def load(self) -> Secrets | None:
        """The secrets, or None when there are none yet.

        Raises `EnvironmentProblem` with STORE_WRONG_KEY when they cannot be read (their credential or keyring is away, or they
        are another user's).
        """
        text = self._read()
        if text is None:
            return None
        try:
            return msgspec.json.decode(text, type=Secrets)
        except msgspec.DecodeError as problem:
            raise EnvironmentProblem(Code.STORE_WRONG_KEY, file=_FILE) from problem

    def save(self, kept: Secrets) -> None:
        """Replace the secrets, durably. Raises `EnvironmentProblem` with DISK_FULL, DISK_READONLY or DISK_FAILING."""
        self._write(msgspec.json.encode(kept).decode())

    def change(self, **values: object) -> None:
        """Replace some of them, if there are any; from any thread. Raises as `load` and `save`."""
        with self._changing:
            kept = self.load()
            if kept is not None:
                self.save(msgspec.structs.replace(kept, **values))


def open_vault(directory: Path, source: str) -> Vault:
    """The vault of a state directory. `source` is `credential`, `keyring`, `file`, or `auto`: the first of these that works.

    Where the secrets lie already they stay, so that nothing that comes and goes can orphan a store; only those in the plain
    file move, under a credential, when `source` asks for that. Raises `EnvironmentProblem` with STORE_WRONG_KEY (sealed, or
    `credential` asked for, and the credential is away) or PACKAGE_MISSING (`keyring` asked for, and none works).
    """
    plain = directory.joinpath(_FILE).exists()
    if directory.joinpath(_SEALED).exists():
        return _credential_vault(directory)
    if source == "credential":
        sealed = _credential_vault(directory)
        if plain:
            _move(_file_vault(directory), sealed)
        return sealed
    if plain or source == "file":
        return _file_vault(directory)
    keyring = _keyring_vault(directory)
    if source == "auto" and _credential() is not None and (keyring is None or keyring.load() is None):
        return _credential_vault(directory)
    if keyring is not None:
        return keyring
    if source == "keyring":
        raise EnvironmentProblem(Code.PACKAGE_MISSING, package="keyring")
    return _file_vault(directory)


# --- a file ----------------------------------------------------------------------------------------------------------


def _file_vault(directory: Path) -> Vault:
    path = directory / _FILE

    def read() -> str | None:
        if not path.exists():
            return None
        with _named_disk(path):
            _guard(path)
            return path.read_text("utf-8")

    def write(text: str) -> None:
        write_whole(path, text.encode())

    return Vault(directory, place="file", read=read, write=write)


def _guard(path: Path) -> None:
    """Others must not read the secrets: another user's file is refused, an open one of ours is closed again, and told of."""
    if not path.is_file():
        raise EnvironmentProblem(Code.STORE_WRONG_KEY, file=path.name)
    if os.name != "posix":
        return
    found = path.stat()
    if found.st_uid != os.geteuid() and os.geteuid() != 0:
        raise EnvironmentProblem(Code.STORE_WRONG_KEY, file=path.name)
    if stat.S_IMODE(found.st_mode) & _OTHERS:
        path.chmod(_OWNER_ALONE)
        log.warning("others could read the secrets; they cannot any more", file=path.name)


@contextmanager
def _named_disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise disk_problem(problem, path.name) from problem
    except UnicodeDecodeError as problem:
        raise EnvironmentProblem(Code.STORE_WRONG_KEY, file=path.name) from problem


# --- a credential ----------------------------------------------------------------------------------------------------


def _credential() -> bytes | None:
    """What the service manager handed over, None when it did not."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        return None
    try:
        found = Path(folder, CREDENTIAL).read_bytes()
    except OSError:
        return None
    return found if len(found) >= _KEY_BYTES else None


def _credential_vault(directory: Path) -> Vault:
    handed = _credential()
    if handed is None:
        raise EnvironmentProblem(Code.STORE_WRONG_KEY, file=CREDENTIAL)
    box = AESGCM(HKDF(SHA256(), _KEY_BYTES, salt=None, info=_HEAD).derive(handed))
    path = directory / _SEALED

    def read() -> str | None:
        if not path.exists():
            return None
        with _named_disk(path):
            sealed = path.read_bytes()
        nonce = sealed[len(_HEAD) :][:_NONCE_BYTES]
        try:
            return box.decrypt(nonce, sealed[len(_HEAD) + _NONCE_BYTES :], _HEAD).decode()
        except (InvalidTag, ValueError) as problem:
            raise EnvironmentProblem(Code.STORE_WRONG_KEY, file=path.name) from problem

    def write(text: str) -> None:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        write_whole(path, _HEAD + nonce + box.encrypt(nonce, text.encode(), _HEAD))

    return Vault(directory, place="credential", read=read, write=write)


def _move(plain: Vault, sealed: Vault) -> None:
    """The plain file goes when what was sealed has been read again."""
    kept = plain.load()
    if kept is None:
        return
    sealed.save(kept)
    if sealed.load() == kept:
        plain.directory.joinpath(_FILE).unlink()


# --- a keyring -------------------------------------------------------------------------------------------------------


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
    return Vault(directory, place="keyring", read=read, write=write)


@contextmanager
def _named_keyring() -> Iterator[None]:
    import keyring.errors

    try:
        yield
    except keyring.errors.KeyringError as problem:
        raise EnvironmentProblem(Code.STORE_WRONG_KEY, file="keyring") from problem
