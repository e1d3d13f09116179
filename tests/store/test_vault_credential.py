"""Secrets sealed under a systemd credential, and that what was chosen once stays."""

import os
import secrets
import stat
from pathlib import Path

import keyring
import keyring.backend
import msgspec
import pytest
import structlog.testing

from domain.errors import Code, EnvironmentProblem
from offline_store.vault import CREDENTIAL, Secrets, new_secrets, open_vault


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that works, in memory."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def credential(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As the service manager hands it over: a read-only file in a folder of its own."""
    folder = tmp_path / "credentials"
    folder.mkdir()
    handed = folder / CREDENTIAL
    handed.write_bytes(secrets.token_bytes(32))
    handed.chmod(0o400)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    return handed


@pytest.fixture
def state(tmp_path: Path) -> Path:
    made = tmp_path / "state"
    made.mkdir()
    return made


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring.backends.fail

    monkeypatch.setattr(keyring, "get_keyring", keyring.backends.fail.Keyring)


@pytest.fixture
def working_keyring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    made = MemoryKeyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    monkeypatch.setattr(keyring, "get_password", made.get_password)
    monkeypatch.setattr(keyring, "set_password", made.set_password)
    return made


def refused(state: Path, source: str) -> Code:
    with pytest.raises(EnvironmentProblem) as caught:
        open_vault(state, source).load()
    return caught.value.code


@pytest.mark.parametrize("source", ["auto", "credential"])
def test_secrets_are_sealed_and_can_change_although_the_credential_cannot(
    state: Path, credential: Path, no_keyring: None, source: str
) -> None:
    vault = open_vault(state, source)
    assert (vault.place, vault.in_file, vault.load()) == ("credential", False, None)
    kept = msgspec.structs.replace(new_secrets(), token="示範 token")
    vault.save(kept)
    assert open_vault(state, source).load() == kept
    sealed = (state / "secrets.sealed").read_bytes()
    for secret in (kept.journal_key, kept.signing_seed, kept.token.encode(), b"journal_key"):
        assert secret not in sealed
    rotated = msgspec.structs.replace(kept, token="another")
    vault.save(rotated)
    assert open_vault(state, "auto").load() == rotated
    assert [path.name for path in state.iterdir()] == ["secrets.sealed"]
    assert stat.S_IMODE((state / "secrets.sealed").stat().st_mode) == 0o600


def test_the_disk_alone_and_another_credential_open_nothing(
    state: Path, credential: Path, no_keyring: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_vault(state, "auto").save(new_secrets())
    credential.unlink()
    credential.write_bytes(secrets.token_bytes(32))
    assert refused(state, "auto") is Code.STORE_WRONG_KEY
    monkeypatch.delenv("CREDENTIALS_DIRECTORY")
    for source in ("auto", "credential", "file", "keyring"):
        assert refused(state, source) is Code.STORE_WRONG_KEY
    assert [path.name for path in state.iterdir()] == ["secrets.sealed"]


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: data[:10], lambda _: b"", lambda data: data[:-1] + b"x"]
)
def test_what_was_sealed_and_altered_is_named(state: Path, credential: Path, no_keyring: None, damage) -> None:  # type: ignore[no-untyped-def]
    open_vault(state, "auto").save(new_secrets())
    path = state / "secrets.sealed"
    path.write_bytes(damage(path.read_bytes()))
    assert refused(state, "auto") is Code.STORE_WRONG_KEY


def test_a_credential_that_is_too_short_is_none(state: Path, credential: Path, no_keyring: None) -> None:
    credential.unlink()
    credential.write_bytes(b"short")
    assert open_vault(state, "auto").place == "file"
    assert refused(state, "credential") is Code.STORE_WRONG_KEY


# --- what was chosen once stays --------------------------------------------------------------------------------------


def test_a_credential_that_comes_later_orphans_no_keyring_and_no_file(
    tmp_path: Path, state: Path, working_keyring: MemoryKeyring, credential: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = os.environ["CREDENTIALS_DIRECTORY"]
    monkeypatch.delenv("CREDENTIALS_DIRECTORY")
    kept = new_secrets()
    assert open_vault(state, "auto").place == "keyring"
    open_vault(state, "auto").save(kept)
    other = tmp_path / "other"
    other.mkdir()
    open_vault(other, "file").save(kept)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", folder)
    assert open_vault(state, "auto").place == "keyring"
    assert open_vault(other, "auto").place == "file"
    assert open_vault(state, "auto").load() == open_vault(other, "auto").load() == kept


def test_a_plain_file_moves_under_the_credential_when_that_is_asked_for(
    state: Path, credential: Path, no_keyring: None
) -> None:
    kept = new_secrets()
    open_vault(state, "file").save(kept)
    assert open_vault(state, "credential").load() == kept
    assert [path.name for path in state.iterdir()] == ["secrets.sealed"]
    assert open_vault(state, "file").place == "credential"


# --- the plain file --------------------------------------------------------------------------------------------------


def saved(state: Path) -> tuple[Path, Secrets]:
    kept = new_secrets()
    open_vault(state, "file").save(kept)
    return state / "secrets.json", kept


def test_a_file_that_others_could_read_is_closed_and_told_of(state: Path) -> None:
    path, kept = saved(state)
    path.chmod(0o644)
    with structlog.testing.capture_logs() as entries:
        assert open_vault(state, "file").load() == kept
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry["log_level"] for entry in entries] == ["warning"]


def test_another_users_file_is_refused(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = saved(state)
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    assert refused(state, "file") is Code.STORE_WRONG_KEY


def test_a_folder_in_the_files_place_is_named(state: Path) -> None:
    (state / "secrets.json").mkdir()
    assert refused(state, "file") is Code.STORE_WRONG_KEY
