"""`citycard journal`: what a technician is told, and the exit codes."""

import json
from pathlib import Path

import msgspec
import pytest

from citycard_app.cli import EXIT_ENVIRONMENT, EXIT_FAILED, main
from domain.errors import Code, EnvironmentProblem
from domain.events import SignedIn, decode
from domain.wire import Outcome, OutcomeStatus
from offline_store.encrypted import connect
from offline_store.journal import FILE, Journal
from offline_store.vault import Secrets, new_secrets, open_vault
from station.clock import SystemClock
from station.settings import load
from station.wiring import open_journal
from tests.store.conftest import IDENTITY

FLAGGED, REJECTED = OutcomeStatus.FLAGGED, OutcomeStatus.REJECTED


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object) -> Secrets:
    """A station's state folder with three events in its journal."""
    monkeypatch.setenv("CITYCARD_STATE", str(tmp_path))
    monkeypatch.setenv("CITYCARD_STORE_SECRETS", "file")
    made = msgspec.structs.replace(new_secrets(), token="token", digest_keys={"k1": bytes(32)})
    open_vault(tmp_path, "file").save(made)
    journal = Journal(tmp_path, made.journal_key, signing_seed=made.signing_seed, clock=SystemClock(), most_queued=1000)
    journal.put_meta(identity=msgspec.json.encode(IDENTITY).decode(), digest_key_id="k1")
    for number in range(3):
        with journal.act() as act:
            act.append(SignedIn(activity="A", walk_in=False), medium=number.to_bytes(8, "big"))
    journal.close()
    return made


def test_a_whole_journal_is_proven(kept: Secrets, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "verify"]) == 0
    told = capsys.readouterr()
    assert "3 筆 events，1.3" in told.out
    assert told.err == ""


def test_a_fault_is_named_and_is_a_failed_check(kept: Secrets, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = connect(tmp_path / FILE, kept.journal_key, alone=False)
    db.execute("UPDATE events SET hash = zeroblob(32) WHERE seq = 2")
    db.close()
    assert main(["journal", "verify"]) == EXIT_FAILED
    told = capsys.readouterr()
    assert told.out.splitlines() == ["✕ 1.2: altered (hash)", "✕ 1.3: does not continue the event before it"]
    assert "docs/store.md" in told.err


def test_the_status_is_for_people_and_for_programs(kept: Secrets, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "status"]) == 0
    assert "待傳 to send：3" in capsys.readouterr().out
    assert main(["journal", "status", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["journal"]["waiting"], found["journal"]["end"]["seq"]) == (3, 3)
    assert found["journal"]["identity"]["station"] == "S1"


def test_what_is_to_be_looked_at_is_told_in_both_languages_and_for_programs(
    kept: Secrets, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journal", "unsettled"]) == 0
    assert "沒有待處理的事項 nothing to check" in capsys.readouterr().out
    journal = open_journal(load(None), kept, SystemClock())
    for signed, status, said in zip(
        journal.events(), (REJECTED, FLAGGED), ("op_id_not_random", "clock_implausible"), strict=False
    ):
        word = Outcome(op_id=decode(signed.body).op_id, hash=signed.hash, status=status, anomalies=[said])
        journal.record_outcomes([word])
    journal.close()
    assert main(["journal", "unsettled", "--limit", "1"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("1.2　活動簽到 Sign in　")
    assert "已採計 counted" in told[0]
    assert told[1] == "  clock_implausible"
    assert told[2].startswith("    本機的時鐘不準: 請校正")
    assert told[3].startswith("    This machine's clock is wrong: Please correct")
    assert told[4:] == ["… --limit N"]
    assert main(["journal", "unsettled", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["number"], one["counted"], one["anomalies"]) for one in found["entries"]] == [
        ("1.2", True, ["clock_implausible"]),
        ("1.1", False, ["op_id_not_random"]),
    ]
    assert found["more"] is False


@pytest.mark.parametrize("action", ["verify", "status", "unsettled"])
def test_a_running_station_is_named(kept: Secrets, action: str, capsys: pytest.CaptureFixture[str]) -> None:
    journal = open_journal(load(None), kept, SystemClock())
    assert main(["journal", action]) == EXIT_ENVIRONMENT
    assert "[store_locked]" in capsys.readouterr().err
    journal.close()


def test_a_folder_without_a_station_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qapp: object
) -> None:
    monkeypatch.setenv("CITYCARD_STATE", str(tmp_path))
    monkeypatch.setenv("CITYCARD_STORE_SECRETS", "file")
    assert main(["journal", "status"]) == EXIT_ENVIRONMENT
    assert "[not_enrolled]" in capsys.readouterr().err
    (tmp_path / FILE).write_bytes(b"something")
    assert main(["journal", "verify"]) == EXIT_ENVIRONMENT
    assert "[store_wrong_key]" in capsys.readouterr().err


def test_a_copy_is_made_by_hand_proven_and_put_back(kept: Secrets, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert main(["journal", "backup", "--to", str(stick)]) == 0
    made = capsys.readouterr().out.strip()
    assert Path(made).parent == stick
    assert main(["journal", "verify", "--file", made]) == 0
    assert main(["journal", "restore", made]) == EXIT_FAILED
    assert "--aside" in capsys.readouterr().err
    (tmp_path / FILE).write_bytes(b"a fallen disk")
    assert main(["journal", "restore", made, "--aside"]) == 0
    assert "3 筆 events" in capsys.readouterr().out
    (aside,) = tmp_path.glob("journal-set-aside-*.sqlite")
    assert aside.read_bytes() == b"a fallen disk"
    assert main(["journal", "verify"]) == 0


def test_a_copy_without_a_place_says_which_setting_is_missing(kept: Secrets, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "backup"]) == EXIT_ENVIRONMENT
    assert "$.backup.folder" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b""])
def test_an_enrolled_station_never_begins_a_journal_anew(
    kept: Secrets, tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FILE).unlink()
    if content is not None:
        (tmp_path / FILE).write_bytes(content)
    with pytest.raises(EnvironmentProblem) as caught:
        open_journal(load(None), kept, SystemClock())
    assert caught.value.code is Code.STORE_DAMAGED
    main(["doctor"])
    assert "citycard journal restore" in capsys.readouterr().out
    assert [path.read_bytes() for path in tmp_path.glob(f"{FILE}*")] == ([] if content is None else [content])
