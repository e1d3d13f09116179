"""Languages: nothing untranslated, nothing stale, and a base class's words are found from a subclass."""

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from domain.errors import Code
from ui import translations_tool
from ui.i18n import LANGUAGES, SOURCE, current_language, next_language, set_language
from ui.screen import Screen
from ui.widgets import FieldRow, NumPad, OutcomeBanner, StatusLine, StatusValues, Text


@pytest.mark.parametrize("language", translations_tool.TARGETS)
def test_every_word_is_translated_and_compiled(language: str) -> None:
    assert translations_tool.problems(language) == []


def test_the_check_sees_what_is_wrong(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    real = translations_tool.FOLDER
    for path in real.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(translations_tool, "FOLDER", tmp_path)
    listed = tmp_path / "ui_en.ts"
    text = listed.read_text(encoding="utf-8")
    text = text.replace("<translation>Online</translation>", '<translation type="unfinished"></translation>')
    text = text.replace("<translation>Blank card</translation>", "<translation>Empty {nonsense}</translation>")
    text = text.replace("<source>主管</source>", "<source>舊的詞</source>")
    listed.write_text(text, encoding="utf-8")
    monkeypatch.setattr(
        translations_tool, "list_file", lambda package, language, folder=tmp_path: folder / f"{package}_{language}.ts"
    )
    found = "\n".join(translations_tool.problems("en"))
    for part in (
        "unfinished: StatusLine: 已連線",
        "does not have: Messages: 空白卡",
        "in the code; run update: Messages: 舊的詞",
    ):
        assert part in found
    assert "not listed; run update: Messages: 主管" in found
    assert "older than ui_en.ts; run compile (空白卡)" in found


def test_fill_writes_translations(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(
        translations_tool, "list_file", lambda package, language, folder=tmp_path: folder / f"{package}_{language}.ts"
    )
    monkeypatch.setattr(translations_tool, "update", _only_once(translations_tool.update, tmp_path))
    translations_tool.update("en")
    assert translations_tool.fill("en", "主管\tBoss\nMessages\t承辦\tClerk\n沒有這個\tNothing\n") == ["沒有這個"]
    entries = {(entry.context, entry.source): entry for entry in translations_tool.entries(tmp_path / "ui_en.ts")}
    assert entries["Messages", "主管"].translation == "Boss"
    assert entries["Messages", "承辦"].state == ""
    assert entries["Messages", "空白卡"].state == "unfinished"


def _only_once(update, folder):  # type: ignore[no-untyped-def]
    return lambda language: update(language, folder)


class _Mine(NumPad):
    """A subclass in another module: its class name is not in the list of words."""

    def retranslate(self) -> None:
        super().retranslate()
        self.setWindowTitle(self.tr("清除"))


def test_words_of_a_base_class_are_english_from_a_subclass(qtbot) -> None:  # type: ignore[no-untyped-def]
    set_language("en")
    pad = _Mine()
    qtbot.addWidget(pad)
    assert pad.windowTitle() == "Clear"
    assert pad._clear.text() == "Clear"


class _Page(Screen):
    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.calls: list[str] = []
        self.name = name
        self.status = StatusLine(self)
        self.row = FieldRow(Text())
        self.banner = OutcomeBanner()
        column = QVBoxLayout(self)
        for widget in (self.status, self.row, self.banner):
            column.addWidget(widget)
        self.row.set_error(Code.NAME_MISSING)
        self.banner.show_code(Code.PIN_WAIT, seconds=5)
        self.status.set_values(StatusValues(connection="offline", queue=2, oldest_unsent_s=70, reader="R", reader_ready=True))

    def retranslate(self) -> None:
        self.calls.append(self.name + current_language())


class _Further(_Page):
    def __init__(self) -> None:
        super().__init__("further")
        self.late = "set after the base class was ready"

    def retranslate(self) -> None:
        super().retranslate()
        self.calls.append(self.late[:3])


def test_texts_are_set_once_after_the_last_constructor_and_at_each_change(qtbot) -> None:  # type: ignore[no-untyped-def]
    page = _Further()
    qtbot.addWidget(page)
    assert page.calls == ["furtherzh_TW", "set"]
    page.calls.clear()
    set_language("en")
    assert "furtheren" in page.calls


def test_everything_shown_follows_the_language(qtbot) -> None:  # type: ignore[no-untyped-def]
    page = _Page("page")
    qtbot.addWidget(page)
    page.show()
    assert page.status.text() == "離線，照常受理  待傳 2，最久 1 分  讀卡機 R"
    assert page.row.error_text().startswith("還沒有填姓名。")
    set_language("en")
    assert page.status.text() == "Offline, work goes on  To send 2, oldest 1 min  Reader R"
    assert page.row.error_text().startswith("The name is missing. ")
    assert page.banner.what_to_do() == "Please wait before trying again. 5 seconds to go."
    set_language("zh_TW")
    assert page.banner.title() == "密碼錯誤太多次"


def test_languages_go_round_and_unknown_ones_are_refused(qapp: QApplication) -> None:
    seen = []
    for _ in LANGUAGES:
        set_language(next_language())
        seen.append(current_language())
    assert sorted(seen) == sorted(LANGUAGES)
    assert current_language() == SOURCE
    with pytest.raises(ValueError, match="xx"):
        set_language("xx")


def test_qts_own_words_are_translated_too(qapp: QApplication) -> None:
    set_language("zh_TW")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    set_language("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
