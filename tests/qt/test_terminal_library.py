"""The library desk at the real window: the patron number or why not, and nothing else about the person."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from tests.qt.terminal_rig import Desk

NUMBER = "L-2026-000817"


@pytest.fixture
def library(counter: Desk) -> Desk:
    """The library desk is open."""
    counter.key(Qt.Key.Key_F5)
    assert counter.shown("terminal.library.lead")
    return counter


def test_patron_number_is_shown_and_copied(library: Desk) -> None:
    library.put("reader")
    library.until(lambda: library.shown("terminal.library.number"))
    assert library.text("terminal.library.number") == NUMBER
    library.enter()
    assert QGuiApplication.clipboard().text() == NUMBER
    assert "已複製" in library.text("terminal.library.copied")
    said = " ".join(label.text() for label in library.window.findChildren(QLabel) if label.isVisible())
    assert "示○○者" not in said
    assert "桃園區" not in said
    library.until(lambda: library.count("patron.looked_up") == 1)


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("senior", "還沒有開通圖書館服務"),
        ("suspended", "圖書館借閱權停用中"),
        ("visitor", "還不是市民卡"),
        ("lost", "已停用"),
        ("clerk", "工作人員的卡片"),
    ],
)
def test_why_there_is_no_number(library: Desk, card: str, words: str) -> None:
    library.put(card)
    library.until(lambda: library.shown("terminal.library.banner"))
    assert words in library.banner("terminal.library.banner")
    assert not library.shown("terminal.library.number")
    assert not library.shown("terminal.library.copy")


def test_answer_goes_when_the_card_has_left(library: Desk) -> None:
    library.window._tasks["library"]._clearing.setInterval(50)  # type: ignore[attr-defined]
    library.put("reader")
    library.until(lambda: library.shown("terminal.library.number"))
    library.take_away()
    library.until(lambda: library.shown("terminal.library.lead"))
    assert library.focus() == "terminal.library"
    library.key(Qt.Key.Key_Return)
    assert library.shown("terminal.library.lead")


def test_next_card_replaces_the_answer(library: Desk) -> None:
    library.put("reader")
    library.until(lambda: library.shown("terminal.library.number"))
    library.put("suspended")
    library.until(lambda: library.shown("terminal.library.banner"))
    assert not library.shown("terminal.library.number")
    library.put("reader")
    library.until(lambda: library.shown("terminal.library.number"))
    assert not library.text("terminal.library.copied")


def test_offline_answers_just_the_same(library: Desk) -> None:
    library.go_offline()
    library.put("reader")
    library.until(lambda: library.shown("terminal.library.number"))
    assert library.text("terminal.library.number") == NUMBER
    library.until(lambda: "待傳 1" in library.status())
    library.come_back()
    assert library.count("patron.looked_up") == 1
