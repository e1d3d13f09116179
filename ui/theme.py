"""The tokens of the one visual language: colours, sizes, radii, motion. Every other look is derived from these.

A theme belongs to a window, so that a kiosk and a counter can live in one process. Widgets find theirs with `theme_of`.
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from math import ceil

from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QWidget

from domain.contrast import WHITE, contrast

INK = "#14202B"
PAPER = "#F7F8FA"
BLACK = "#000000"
DEFAULT_BRAND = "#1B4F72"

TEXT_RATIO = 4.5
GRAPHIC_RATIO = 3.0
"""Large text and graphics: WCAG 2.2, 1.4.3 and 1.4.11."""

MOTION_MS = 150
MM_PER_INCH = 25.4
DESK_DPI = 96.0
NOTO_CAP_HEIGHT = 0.733
"""Capital height of Noto Sans CJK as a part of its em, for sizes worked out before a font is loaded."""


class Scheme(StrEnum):
    """The three looks a person or a place can choose."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


@dataclass(frozen=True, kw_only=True)
class Colours:
    """Every colour there is, each `#RRGGBB`. `hairline`, `shadow` and `sunken` only decorate and carry no meaning."""

    paper: str
    """Behind everything."""
    surface: str
    """Cards, fields, the rail."""
    sunken: str
    """A field that cannot be used just now."""
    ink: str
    ink_soft: str
    line: str
    """Edges of controls."""
    hairline: str
    """Separators and edges of cards."""
    shadow: str
    brand: str
    brand_pressed: str
    on_brand: str
    brand_text: str
    """The brand as text, icon or focus ring on paper, surface and `brand_soft`."""
    brand_soft: str
    green: str
    green_soft: str
    amber: str
    """The triangle; `amber_text` is for words."""
    amber_text: str
    amber_soft: str
    red: str
    red_soft: str
    on_outcome: str
    """The sign inside an outcome's shape."""


_GROUNDS = ("paper", "surface")
_SOFT_OUTCOMES = ("green_soft", "amber_soft", "red_soft")

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *(("ink", ground) for ground in (*_GROUNDS, "sunken", "brand_soft", *_SOFT_OUTCOMES)),
    *(("ink_soft", ground) for ground in (*_GROUNDS, "sunken", "brand_soft", *_SOFT_OUTCOMES)),
    *(("brand_text", ground) for ground in (*_GROUNDS, "brand_soft")),
    ("on_brand", "brand"),
    ("on_brand", "brand_pressed"),
    ("paper", "ink"),
    *((tone, ground) for tone in ("green", "red") for ground in (*_GROUNDS, f"{tone}_soft")),
    *(("amber_text", ground) for ground in (*_GROUNDS, "amber_soft")),
)
"""Every text colour with every background it is put on."""

GRAPHIC_PAIRS: tuple[tuple[str, str], ...] = (
    *(("line", ground) for ground in (*_GROUNDS, "sunken")),
    *(("brand", ground) for ground in _GROUNDS),
    *(("amber", ground) for ground in (*_GROUNDS, "amber_soft")),
    *(("on_outcome", tone) for tone in ("green", "amber", "red")),
)
"""Every meaningful shape with every background it is put on, beyond the pairs that are text already."""


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Every size there is, in device-independent pixels."""

    unit: int
    """One step of the grid."""
    small: int
    body: int
    title: int
    display: int
    control: int
    """Least height of buttons and fields."""
    touch: int
    """Least side of anything that is touched."""
    gap: int
    """Least distance between two things that are touched."""
    radius_control: int
    radius_card: int
    stroke: int

    def text(self, role: str) -> int:
        """Pixel size of the text role `small`, `body`, `title` or `display`."""
        return {"small": self.small, "body": self.body, "title": self.title, "display": self.display}[role]


@dataclass(frozen=True, kw_only=True)
class Theme:
    """What a window looks like. Build one with `counter_theme` or `kiosk_theme`."""

    scheme: Scheme
    colours: Colours
    sizes: Sizes
    reduced_motion: bool = False

    @property
    def motion_ms(self) -> int:
        """Duration of a movement between two states; 0 when the person or the system asks for none."""
        return 0 if self.reduced_motion else MOTION_MS


def counter_theme(
    brand: str = DEFAULT_BRAND, scheme: Scheme = Scheme.LIGHT, *, text_scale: float = 1.0, reduced_motion: bool = False
) -> Theme:
    """The staff application's theme: 14/16/20/28 px at 96 dpi times `text_scale`. `brand` is the programme's colour."""
    small, body, title, display = (round(px * text_scale) for px in (14, 16, 20, 28))
    sizes = Sizes(
        unit=8,
        small=small,
        body=body,
        title=title,
        display=display,
        control=max(40, round(body * 1.5) + 16),
        touch=32,
        gap=8,
        radius_control=8,
        radius_card=16,
        stroke=1 if scheme is not Scheme.HIGH_CONTRAST else 2,
    )
    return Theme(scheme=scheme, colours=colours_for(scheme, brand), sizes=sizes, reduced_motion=reduced_motion)


def kiosk_theme(
    brand: str = DEFAULT_BRAND,
    scheme: Scheme = Scheme.LIGHT,
    *,
    px_per_mm: float,
    text_scale: float = 1.0,
    reduced_motion: bool = False,
    cap_height: float = NOTO_CAP_HEIGHT,
) -> Theme:
    """The kiosk's theme: capitals 6.5/9/13/22 mm high times `text_scale`, targets 20 mm, gaps 8 mm.

    `px_per_mm` is the screen's real one (see `px_per_mm`); `cap_height` is the font's capital height in ems.
    """
    small, body, title, display = (round(mm * px_per_mm * text_scale / cap_height) for mm in (6.5, 9.0, 13.0, 22.0))
    gap = ceil(8 * px_per_mm)
    unit = ceil(gap / 3)
    touch = ceil(20 * px_per_mm)
    sizes = Sizes(
        unit=unit,
        small=small,
        body=body,
        title=title,
        display=display,
        control=max(touch, round(body * 1.5) + 2 * unit),
        touch=touch,
        gap=gap,
        radius_control=unit,
        radius_card=2 * unit,
        stroke=max(1, round(px_per_mm / 3)) if scheme is not Scheme.HIGH_CONTRAST else max(2, round(px_per_mm / 1.5)),
    )
    return Theme(scheme=scheme, colours=colours_for(scheme, brand), sizes=sizes, reduced_motion=reduced_motion)


def px_per_mm(width_mm: float = 0.0) -> float:
    """Device-independent pixels per millimetre of the primary screen. GUI thread.

    `width_mm` is the glass's real width from the settings; 0 takes what the screen reports about itself, or 96 dpi when that
    is nonsense (a screen smaller than 60 mm or larger than 4 m).
    """
    screen = QGuiApplication.primaryScreen()
    pixels = float(screen.geometry().width())
    millimetres = width_mm or float(screen.physicalSize().width())
    return pixels / millimetres if 60 <= millimetres <= 4_000 else DESK_DPI / MM_PER_INCH


def colours_for(scheme: Scheme, brand: str) -> Colours:
    """The colours of a scheme with a programme's brand colour `#RRGGBB` in it, shifted as far as legibility asks."""
    if scheme is Scheme.LIGHT:
        return _light(brand)
    if scheme is Scheme.DARK:
        return _dark(brand)
    return _high_contrast(brand)


def _light(brand: str) -> Colours:
    soft = mix(brand, WHITE, 0.10)
    return Colours(
        paper=PAPER,
        surface=WHITE,
        sunken="#EEF1F4",
        ink=INK,
        ink_soft="#4A5866",
        line="#7B8794",
        hairline="#DFE4EA",
        shadow=INK,
        brand=brand,
        brand_pressed=mix(brand, BLACK, 0.82),
        on_brand=WHITE,
        brand_text=_until_legible(brand, BLACK, (PAPER, WHITE, soft), TEXT_RATIO),
        brand_soft=soft,
        green="#17713F",
        green_soft="#E7F4EC",
        amber="#B26A00",
        amber_text="#8F5400",
        amber_soft="#FDF2DF",
        red="#B3261E",
        red_soft="#FCEBE9",
        on_outcome=WHITE,
    )


def _dark(brand: str) -> Colours:
    paper, surface = "#10171E", "#1A242D"
    soft = mix(brand, surface, 0.28)
    light_brand = _until_legible(brand, WHITE, (paper, surface, soft), TEXT_RATIO)
    return Colours(
        paper=paper,
        surface=surface,
        sunken="#141C24",
        ink="#F1F4F7",
        ink_soft="#B6C2CD",
        line="#7F8C99",
        hairline="#2F3C48",
        shadow=BLACK,
        brand=light_brand,
        brand_pressed=mix(light_brand, WHITE, 0.8),
        on_brand="#0B1218",
        brand_text=light_brand,
        brand_soft=soft,
        green="#5CCB93",
        green_soft="#16342A",
        amber="#EDB04E",
        amber_text="#EDB04E",
        amber_soft="#3A2C14",
        red="#FF9A90",
        red_soft="#42211F",
        on_outcome="#0B1218",
    )


def _high_contrast(brand: str) -> Colours:
    light_brand = _until_legible(brand, WHITE, (BLACK,), 10.0)
    return Colours(
        paper=BLACK,
        surface=BLACK,
        sunken=BLACK,
        ink=WHITE,
        ink_soft=WHITE,
        line=WHITE,
        hairline=WHITE,
        shadow=BLACK,
        brand=light_brand,
        brand_pressed=WHITE,
        on_brand=BLACK,
        brand_text=light_brand,
        brand_soft="#1C1C1C",
        green="#6BF2A5",
        green_soft=BLACK,
        amber="#FFD24A",
        amber_text="#FFD24A",
        amber_soft=BLACK,
        red="#FFA79E",
        red_soft=BLACK,
        on_outcome=BLACK,
    )


def mix(one: str, other: str, part: float) -> str:
    """The colour that is `part` (0 to 1) of `one` and the rest of `other`, both `#RRGGBB`."""
    channels = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(first * part + second * (1 - part)):02X}" for first, second in channels)


def _until_legible(colour: str, towards: str, grounds: tuple[str, ...], ratio: float) -> str:
    """`colour`, or the nearest mixture of it with `towards` that reaches `ratio` on each of `grounds`."""
    for percent in range(100, -1, -2):
        mixed = mix(colour, towards, percent / 100)
        if all(contrast(mixed, ground) >= ratio for ground in grounds):
            return mixed
    return towards


_PROPERTY = "citycardTheme"


def set_theme(window: QWidget, theme: Theme) -> None:
    """Remember `theme` on a window for `theme_of`; `ui.stylesheet.apply_theme` does this and dresses the window."""
    window.setProperty(_PROPERTY, theme)


def theme_of(widget: QObject) -> Theme:
    """The theme of the nearest ancestor that has one; the light counter theme for a widget without a window yet."""
    at: QObject | None = widget
    while at is not None:
        theme = at.property(_PROPERTY)
        if isinstance(theme, Theme):
            return theme
        at = at.parent()
    return _FALLBACK


def font(theme: Theme, role: str = "body", *, bold: bool = False) -> QFont:
    """The application's font in the size of a text role, with tabular numerals."""
    made = QFont(QGuiApplication.font())
    made.setPixelSize(theme.sizes.text(role))
    made.setBold(bold)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def colour_values(colours: Colours) -> dict[str, str]:
    """Every colour by its token's name."""
    return {field.name: getattr(colours, field.name) for field in fields(colours)}


_FALLBACK = counter_theme()
