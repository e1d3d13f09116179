"""The font: one that can draw 市民卡, found on Linux, Windows and macOS; and what to show for a glyph that it lacks."""

import unicodedata
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication

PROBE = "市民卡點"
FAMILIES = (
    "Noto Sans TC",
    "Noto Sans CJK TC",
    "Source Han Sans TC",
    "Microsoft JhengHei UI",
    "Microsoft JhengHei",
    "PingFang TC",
    "Noto Sans CJK HK",
    "Noto Sans CJK JP",
    "Noto Sans CJK SC",
)
"""In order of preference: drawn for Taiwan first, any full CJK font last."""

BOX = "□"


@dataclass(frozen=True)
class FontReport:
    """Which font the windows use. `draws_chinese` is False when none with the needed glyphs was found."""

    family: str
    draws_chinese: bool


def install_font(app: QApplication) -> FontReport:
    """Make the best CJK family the application's font. GUI thread, once, before the first window."""
    report = find_font()
    made = QFont(report.family)
    made.setStyleHint(QFont.StyleHint.SansSerif)
    made.setPixelSize(16)
    made.setFeature(QFont.Tag("tnum"), 1)
    app.setFont(made)
    return report


def find_font() -> FontReport:
    """The first of `FAMILIES` that is installed and draws `PROBE`, else any installed family that does, else Qt's own."""
    installed = QFontDatabase.families()
    known = [family for family in FAMILIES if family in installed]
    others = QFontDatabase.families(QFontDatabase.WritingSystem.TraditionalChinese)
    for family in (*known, *others):
        if draws(family, PROBE):
            return FontReport(family, True)
    return FontReport(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family(), False)


def draws(family: str, text: str) -> bool:
    """Whether the family itself, without Qt's fallbacks, has a glyph for every character of `text`."""
    raw = QRawFont.fromFont(QFont(family))
    return raw.isValid() and all(raw.supportsCharacter(ord(character)) for character in text)


def cap_height(family: str) -> float:
    """The height of capitals as a part of the em, for `ui.theme.kiosk_theme`."""
    made = QFont(family)
    made.setPixelSize(1000)
    return QFontMetricsF(made).capHeight() / 1000


def missing(text: str, font: QFont) -> list[str]:
    """The characters of `text` that neither `font` nor any font that Qt falls back to can draw, each once."""
    metrics = QFontMetricsF(font)
    return [each for each in dict.fromkeys(text) if not _invisible(each) and not metrics.inFontUcs4(ord(each))]


def displayable(text: str, font: QFont) -> str:
    """`text` with every character that cannot be drawn replaced by a box and its code: `王□(U+E000)明`. Never drops one."""
    lacking = missing(text, font)
    return "".join(f"{BOX}(U+{ord(each):04X})" if each in lacking else each for each in text)


def _invisible(character: str) -> bool:
    """Control and format characters and variation selectors, which have no glyph of their own."""
    return (
        unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")
        or unicodedata.combining(character) > 0
        or _selects(character)
    )


def _selects(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
