"""Legibility, computed from the theme's own tokens; nothing looks like anything but them."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from domain.contrast import WHITE, contrast
from domain.programme_file import parse
from ui.fonts import cap_height
from ui.stylesheet import apply_theme, palette, stylesheet
from ui.theme import (
    GRAPHIC_PAIRS,
    GRAPHIC_RATIO,
    TEXT_PAIRS,
    TEXT_RATIO,
    Colours,
    Scheme,
    Theme,
    colour_values,
    colours_for,
    counter_theme,
    font,
    kiosk_theme,
    theme_of,
)

PROGRAMMES = sorted((Path(__file__).parents[2] / "assets" / "programmes").glob("*.toml"))
BRANDS = {path.stem: parse(path.read_text(encoding="utf-8"), path.name).brand_colour for path in PROGRAMMES}
WORST_ALLOWED = "#767676"
"""The palest grey that a programme file may name: 4.54:1 with white."""


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("brand", [*BRANDS.values(), WORST_ALLOWED, "#000000", "#B3261E", "#8A5A00"])
def test_every_pair_that_the_tokens_define_is_legible(scheme: Scheme, brand: str) -> None:
    values = colour_values(colours_for(scheme, brand))
    poor = [
        (above, below, round(contrast(values[above], values[below]), 2))
        for pairs, ratio in ((TEXT_PAIRS, TEXT_RATIO), (GRAPHIC_PAIRS, GRAPHIC_RATIO))
        for above, below in pairs
        if contrast(values[above], values[below]) < ratio
    ]
    assert poor == []


def test_every_colour_is_judged_or_is_decoration() -> None:
    judged = {name for pair in (*TEXT_PAIRS, *GRAPHIC_PAIRS) for name in pair}
    assert {field.name for field in fields(Colours)} - judged == {"hairline", "shadow"}


def test_a_programme_keeps_its_own_brand_in_light() -> None:
    assert BRANDS, "no programme file"
    for brand in BRANDS.values():
        assert colours_for(Scheme.LIGHT, brand).brand == brand
        assert contrast(brand, WHITE) >= TEXT_RATIO


@pytest.mark.parametrize("scheme", Scheme)
def test_the_stylesheet_has_no_colour_of_its_own(scheme: Scheme) -> None:
    theme = counter_theme(BRANDS["taoyuan"], scheme)
    used = set(re.findall(r"#[0-9A-Fa-f]{6}\b", stylesheet(theme)))
    assert used <= set(colour_values(theme.colours).values())
    assert not re.search(r"\b(gradient|rgba?\(|white|black|gray|grey)\b", stylesheet(theme))


def test_the_palette_follows_the_theme() -> None:
    theme = counter_theme(scheme=Scheme.DARK)
    assert palette(theme).color(QPalette.ColorRole.Window).name().upper() == theme.colours.paper


@pytest.mark.parametrize("px_per_mm", [1.8, 2.71, 4.03])
def test_kiosk_sizes_are_millimetres_of_the_real_screen(qapp: QApplication, px_per_mm: float) -> None:
    caps = cap_height(qapp.font().family())
    theme = kiosk_theme(px_per_mm=px_per_mm, cap_height=caps)
    for role, wanted_mm in {"small": 6.5, "body": 9.0, "title": 13.0, "display": 22.0}.items():
        height_mm = QFontMetricsF(font(theme, role)).capHeight() / px_per_mm
        assert height_mm == pytest.approx(wanted_mm, abs=0.5)
        assert height_mm >= 6.1
    assert theme.sizes.touch / px_per_mm >= 20
    assert theme.sizes.gap / px_per_mm >= 8
    assert theme.sizes.unit * 3 >= theme.sizes.gap


def test_counter_sizes_and_text_at_200_percent() -> None:
    plain, double = counter_theme().sizes, counter_theme(text_scale=2.0).sizes
    assert (plain.small, plain.body, plain.title, plain.display) == (14, 16, 20, 28)
    assert double.body == 32
    assert double.control > double.body * 1.45


def test_numerals_are_tabular(qapp: QApplication) -> None:
    metrics = QFontMetricsF(font(counter_theme()))
    assert len({metrics.horizontalAdvance(digit * 8) for digit in "0123456789"}) == 1


def test_two_windows_keep_their_own_theme(qapp: QApplication, qtbot) -> None:  # type: ignore[no-untyped-def]
    windows = [QWidget(), QWidget()]
    themes: list[Theme] = [counter_theme(), kiosk_theme(px_per_mm=3.0, scheme=Scheme.DARK)]
    for window, theme in zip(windows, themes, strict=True):
        qtbot.addWidget(window)
        apply_theme(window, theme)
        child = QLabel(parent=window)
        assert theme_of(child) is theme
    assert theme_of(QWidget()).scheme is Scheme.LIGHT


def test_a_change_of_theme_reaches_every_control(qtbot) -> None:  # type: ignore[no-untyped-def]
    window = QWidget()
    qtbot.addWidget(window)
    button, field = QPushButton("x", window), QLineEdit(window)
    apply_theme(window, counter_theme())
    window.show()
    before = button.sizeHint().height()
    apply_theme(window, counter_theme(text_scale=2.0))
    assert before == 40
    assert button.sizeHint().height() == counter_theme(text_scale=2.0).sizes.control
    assert field.font().pixelSize() == 32


def test_reduced_motion_means_none() -> None:
    assert counter_theme().motion_ms == 150
    assert counter_theme(reduced_motion=True).motion_ms == 0
