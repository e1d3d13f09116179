import os
import stat
from pathlib import Path

import pytest

from domain.errors import Code, EnvironmentProblem
from offline_store.vault import new_secrets, open_vault


def test_secrets_come_back_and_the_file_is_private(tmp_path: Path) -> None:
    vault = open_vault(tmp_path, "file")
    assert vault.load() is None
    kept = new_secrets()
    vault.save(kept)
    assert open_vault(tmp_path, "file").load() == kept
    assert vault.in_file
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_two_stations_never_share_a_secret() -> None:
    one, other = new_secrets(), new_secrets()
    assert {one.journal_key, one.registry_key, one.signing_seed}.isdisjoint(
        {other.journal_key, other.registry_key, other.signing_seed}
    )
    assert "journal_key" not in repr(one)


def test_a_file_that_exists_is_used_whatever_a_keyring_offers(tmp_path: Path) -> None:
    kept = new_secrets()
    open_vault(tmp_path, "file").save(kept)
    assert open_vault(tmp_path, "auto").load() == kept


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text("{", "utf-8")
    with pytest.raises(EnvironmentProblem) as caught:
        open_vault(tmp_path, "file").load()
    assert caught.value.code is Code.STORE_WRONG_KEY
