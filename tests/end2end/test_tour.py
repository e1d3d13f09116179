"""The demo's tour as a newcomer runs it, in a process of its own, and the proof that its final check can fail."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from citycard_app.agreement import Agreement
from citycard_app.demo_world import PURSE_FILE
from citycard_app.tour import Summary, agree
from offline_store.encrypted import Connection
from offline_store.vault import open_vault
from station.clock import SystemClock
from station.settings import ReaderSettings, StationSettings, StoreSettings
from station.wiring import open_journal

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The tour's output folder and the state that it left."""
    out, state = tmp_path_factory.mktemp("out"), tmp_path_factory.mktemp("state")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CITYCARD_TOUR_STATE": str(state)}
    environment.pop("PCSCLITE_CSOCK_NAME", None)
    done = subprocess.run(
        [sys.executable, "-m", "citycard_app", "demo", "--tour", "--out", str(out)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out, state


@pytest.mark.reader_stack
def test_every_step_is_ok_on_the_real_reader_stack_and_has_its_pictures(toured: tuple[Path, Path]) -> None:
    out, _ = toured
    summary = msgspec.json.decode((out / "summary.json").read_bytes(), type=Summary)
    assert summary.ok
    assert summary.reader_stack == "pcsc"
    assert [step.name[0] for step in summary.steps] == list("12345678")
    assert all(step.ok and step.seconds > 0 for step in summary.steps)
    pictures = sorted(path.name for path in out.glob("*.png"))
    assert len(pictures) > 25
    assert all(re.fullmatch(r"\d\d-[a-z-]+\.png", name) for name in pictures)
    assert summary.agreement is not None
    assert (summary.agreement.redemptions, summary.agreement.redeemed_ntd) == (2, 150)
    assert (summary.agreement.loads, summary.agreement.loaded_ntd, summary.agreement.on_cards_ntd) == (3, 150, 150)
    assert summary.steps[6].checked == {"loads": 3, "unknown_resolved": 2, "on_card_ntd": 150, "confirmed_ntd": 150}


def settings(state: Path) -> list[StationSettings]:
    return [
        StationSettings(state=str(state / desk), reader=ReaderSettings(driver="virtual"), store=StoreSettings(secrets="file"))
        for desk in ("counter", "kiosk")
    ]


def tampered(toured: tuple[Path, Path], tmp_path: Path, alter: Callable[[Connection], None]) -> Agreement:
    """What the tour's check says after `alter` had its way with the kiosk's journal."""
    state = tmp_path / "state"
    shutil.copytree(toured[1], state)
    kiosk = settings(state)[1]
    kept = open_vault(kiosk.directory, "file").load()
    assert kept is not None
    journal = open_journal(kiosk, kept, SystemClock())
    alter(journal._db)
    journal.close()
    return agree(state / "platform", settings(state), state / PURSE_FILE)


def test_untouched_the_check_passes(toured: tuple[Path, Path], tmp_path: Path) -> None:
    assert tampered(toured, tmp_path, lambda _db: None).disagreements == []


def test_one_altered_amount_in_a_journal_fails_the_check(toured: tuple[Path, Path], tmp_path: Path) -> None:
    def alter(db: Connection) -> None:
        changed = db.execute(
            "UPDATE events SET body = CAST(replace(CAST(body AS TEXT), '\"amount_ntd\":50,', '\"amount_ntd\":60,') AS BLOB)"
            " WHERE kind = 'redeem.requested' AND instr(body, '\"amount_ntd\":50,')"
        )
        assert changed.rowcount == 1

    found = tampered(toured, tmp_path, alter).disagreements
    assert any("altered (hash)" in fault for fault in found)
    assert any("journal (50, 60), ledger (50, 50)" in fault for fault in found)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM events WHERE id = (SELECT max(id) FROM events)",
        "INSERT INTO outbox (event, state) VALUES (1, 'waiting')",
        "UPDATE events SET signature = zeroblob(64) WHERE id = 1",
    ],
)
def test_other_tampering_fails_it_too(toured: tuple[Path, Path], tmp_path: Path, sql: str) -> None:
    def alter(db: Connection) -> None:
        db.execute("PRAGMA foreign_keys = OFF")
        assert db.execute(sql).rowcount == 1

    assert tampered(toured, tmp_path, alter).disagreements


def test_a_card_that_holds_another_value_fails_the_check(toured: tuple[Path, Path], tmp_path: Path) -> None:
    def alter(state: Path) -> None:
        card = state / PURSE_FILE
        changed = card.read_text("utf-8").replace('"value":150', '"value":200')
        assert changed != card.read_text("utf-8")
        card.write_text(changed, "utf-8")

    state = tmp_path / "state"
    shutil.copytree(toured[1], state)
    alter(state)
    found = agree(state / "platform", settings(state), state / PURSE_FILE).disagreements
    assert found == ["a card holds NT$200, the platform has confirmed NT$150"]
