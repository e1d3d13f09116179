"""Some seconds of the monkey of `./citycard bench kiosk-monkey`, and proof that it would notice."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from benchmarks._monkey import Monkey
from benchmarks._monkey_eyes import CLIPBOARD, Told
from domain.errors import Code
from kiosk.states import Attract, Cannot, OutOfService, Result

SEED, SECONDS = 7, 6.0


def test_a_monkey_finds_nothing_wrong_for_some_seconds(tmp_path: Path, qapp: QApplication) -> None:
    monkey = Monkey(tmp_path, SEED)
    try:
        wrong = monkey.live(SECONDS) or monkey.settle()
        assert wrong == [], "\n".join(monkey.last)
        assert len(monkey.pages) >= 5, "it came nowhere"
    finally:
        monkey.close()


def test_the_monkey_notices(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkey = Monkey(tmp_path, SEED)
    try:
        assert _noticed(monkey) == []
        monkey.window._top.mark.set_name("示範長者")
        assert "['示範長者'] of senior" in " ".join(_noticed(monkey))
        monkey.window._name_all()
        QGuiApplication.clipboard().setText("0105")
        assert "something is on the clipboard" in _noticed(monkey)
        QGuiApplication.clipboard().setText(CLIPBOARD)
        monkey.window.flow.state = OutOfService(code=Code.INTERNAL)
        assert any("a fault of ours" in each for each in _noticed(monkey))
        monkey.window.flow.state = Attract()
        assert any("the screen shows" in each for each in _noticed(monkey)), "a screen that was not brought up to date"
        monkeypatch.setattr(monkey.window.flow, "_tick", lambda now_s: None)
        monkey.window.flow.state = Cannot(code=Code.CARD_UNKNOWN)
        monkey.window._show()
        monkey._alone()
        assert any("nobody touched anything" in each for each in _noticed(monkey))
        done = Result(end="done", points=50, amount_ntd=50, recovery_code="7K3M-Q9ZT")
        monkey.eyes._hear(done)
        monkey.eyes._hear(msgspec.structs.replace(done, end="refused", code=Code.AMOUNT_OVER_BALANCE))
        assert any("after Told" in each for each in _noticed(monkey)), repr(Told)
    finally:
        monkey.close()


def _noticed(monkey: Monkey) -> list[str]:
    monkey.eyes.look()
    found = monkey.wrong()
    monkey.eyes.wrong.clear()
    monkey._broken.clear()
    return found
