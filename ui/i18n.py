"""Languages. Traditional Chinese is the source; every other language comes from `assets/translations/citycard_<lang>.qm`.

How words are written so that lupdate finds them:

* In a class derived from QObject: `self.tr("兌換")`, literally `self`, with a plain string literal and with blanks filled
  afterwards: `self.tr("兌換 {points} 點").format(points=50)`. Never an f-string, a variable or a `+` inside `tr(…)`.
  PySide6 looks a text up under the runtime class first and then under every base class, so a base class's texts are found
  from a subclass.
* In functions outside a QObject: `QCoreApplication.translate("Amounts", "…")`. In tables: `noop("Messages", "…")` where the
  text stands and `QCoreApplication.translate("Messages", text)` where it is shown. Never translate at import: the language
  changes later.
* Every text is set in `retranslate()` (see `ui.screen.Screen`), never in `__init__`.

After new words: `python -m ui.translations_tool update`, translate, `python -m ui.translations_tool compile`.
"""

from collections.abc import Mapping
from importlib.resources import as_file, files

import structlog
from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QTranslator

SOURCE = "zh_TW"
LANGUAGES: dict[str, str] = {"zh_TW": "繁體中文", "en": "English"}
"""Each language that every screen speaks, with its own name for itself."""
KIOSK_LANGUAGES: dict[str, str] = {**LANGUAGES, "vi": "Tiếng Việt", "id": "Bahasa Indonesia"}
"""What citizens choose from at a kiosk. In the further ones only what they can meet there is translated: the kiosk's own words,
and of `ui` the contexts and codes of `ui.citizen_words`."""

_log = structlog.get_logger()
_installed: list[QTranslator] = []
_current = [SOURCE]


def noop(_context: str, text: str) -> str:
    """`text` unchanged: marks a text of a table for lupdate (PySide6's QT_TRANSLATE_NOOP, which has no types)."""
    return text


def set_language(language: str) -> None:
    """Show every window in `language` from now on; all have been retranslated when this returns. GUI thread.

    Raises `ValueError` for a language that is not in `KIOSK_LANGUAGES`.
    """
    if language not in KIOSK_LANGUAGES:
        raise ValueError(language)
    for old in _installed:
        QCoreApplication.removeTranslator(old)
    _installed.clear()
    _current[0] = language
    QLocale.setDefault(QLocale(language))
    _install(_qt_translator(language))
    if language != SOURCE:
        _install(_own_translator(language))
    # Windows get their LanguageChange by a posted event; whoever asked for the change may read a text right afterwards.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange.value)


def current_language() -> str:
    """The language of the windows."""
    return _current[0]


def next_language(among: Mapping[str, str] = LANGUAGES) -> str:
    """The one of `among` after the current one, for a switch that goes round; the first, when the current one is another."""
    every, current = list(among), current_language()
    return every[(every.index(current) + 1) % len(every)] if current in among else every[0]


def _install(translator: QTranslator | None) -> None:
    if translator is not None:
        QCoreApplication.installTranslator(translator)
        _installed.append(translator)


def _qt_translator(language: str) -> QTranslator | None:
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator if translator.load(f"qtbase_{language}", folder) else None


def _own_translator(language: str) -> QTranslator | None:
    translator = QTranslator()
    with as_file(files("assets").joinpath("translations", f"citycard_{language}.qm")) as path:
        if translator.load(str(path)):
            return translator
    _log.error("translation_missing", language=language)
    return None
