"""How the kiosk looks to the person who stands before it: text size, contrast, reach; and what that makes of the theme."""

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QSize

from ui.i18n import KIOSK_LANGUAGES, next_language
from ui.theme import Scheme, Theme, kiosk_theme, px_per_mm

TEXT_SCALES = (1.0, 1.5, 2.0)
_PORTRAIT_MM, _LANDSCAPE_MM = 400, 480
"""Width of a 32-inch glass standing up and a 22-inch glass lying down."""
_SMALL_MM, _LARGE_MM = 220, 398
"""Shorter sides of a 15-inch glass lying down and of a 32-inch one."""
_ON_SMALL_MM = {"body": 7.0, "title": 9.5, "display": 14.0}
_ON_LARGE_MM = {"body": 9.0, "title": 13.0, "display": 22.0}
"""Height of capitals. A small glass is read from nearer by: its texts keep 6.1 mm and more, and leave room for one another."""
_TITLE_PART, _DISPLAY_PART = 12, 9
"""A heading's size is at most such a part of the glass's shorter side, so that a line holds a few words in any text size."""

_LOW_MM = 420
"""A glass that is not so high has, in reach mode, no room for keys in four rows below its middle."""
_STANDING_CONTROL = 1.35
"""A glass that stands has height to spare for larger buttons."""

Tool = Literal["volume", "restore", "language", "reach", "speech", "contrast", "text_size", "still"]
"""What changes how a screen looks and sounds: on every screen (`kiosk.tools`), and `still` on the wake screen."""
Volume = Literal["usual", "loud", "soft"]
_NEXT_VOLUME: dict[Volume, Volume] = {"usual": "loud", "loud": "soft", "soft": "usual"}
_LOUDER, _SOFTER = (5, 3), (1, 2)
"""Parts of the settings' volume."""

_SCHEMES = {"light": Scheme.LIGHT, "dark": Scheme.DARK, "contrast": Scheme.HIGH_CONTRAST}


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """What one person chose; the next one starts anew."""

    language: str
    scheme: Scheme
    text_scale: float = 1.0
    reach: bool = False
    """Controls in the lower half, for someone who sits."""
    speech: bool = False
    """The screen is read out."""
    volume: Volume = "usual"
    """Of what is heard, as far as `kiosk.volume` leaves something above it."""
    still: bool = False
    """Nothing moves by itself."""

    def after(self, tool: Tool, usual: "Preferences") -> "Preferences":
        """What a touch of a tool makes of it; `usual`: what this person began with."""
        match tool:
            case "volume":
                return replace(self, volume=_NEXT_VOLUME[self.volume])
            case "restore":
                return usual
            case "language":
                return replace(self, language=next_language(KIOSK_LANGUAGES))
            case "reach":
                return replace(self, reach=not self.reach)
            case "speech":
                # Its tool goes with it, so whatever is still heard is as loud as ever.
                return replace(self, speech=not self.speech, volume=usual.volume)
            case "contrast":
                return self.contrasted(usual.scheme)
            case "text_size":
                return self.larger()
            case "still":
                return replace(self, still=not self.still)

    def loudness(self, volume: int) -> int:
        """Of 100, where the settings say `volume`."""
        more, parts = {"usual": (1, 1), "loud": _LOUDER, "soft": _SOFTER}[self.volume]
        return min(100, volume * more // parts)

    def larger(self) -> "Preferences":
        """The next text size, round and round."""
        at = TEXT_SCALES.index(self.text_scale)
        return replace(self, text_scale=TEXT_SCALES[(at + 1) % len(TEXT_SCALES)])

    def contrasted(self, usual: Scheme) -> "Preferences":
        """High contrast, or back to what this kiosk looks like."""
        if self.scheme is not Scheme.HIGH_CONTRAST:
            return replace(self, scheme=Scheme.HIGH_CONTRAST)
        return replace(self, scheme=usual if usual is not Scheme.HIGH_CONTRAST else Scheme.LIGHT)


def usual_preferences(language: str, scheme: str, *, still: bool) -> Preferences:
    """What every person starts with; `scheme` as in the settings (`light`, `dark`, `contrast`)."""
    return Preferences(language=language, scheme=_SCHEMES[scheme], still=still)


def glass_px_per_mm(size: QSize, width_mm: int, *, full_screen: bool) -> float:
    """Device-independent pixels per millimetre of the glass that a window of `size` covers. GUI thread.

    A window that is not full screen stands for a whole glass, of the settings' width or of a usual kiosk's: a smaller window
    is a smaller picture of it.
    """
    if full_screen and not width_mm:
        return px_per_mm()
    usual_mm = _PORTRAIT_MM if is_portrait(size) else _LANDSCAPE_MM
    return size.width() / (width_mm or usual_mm)


def is_portrait(size: QSize) -> bool:
    """Whether it stands up."""
    return size.height() >= size.width()


def theme_for(preferences: Preferences, brand: str, size: QSize, *, scale_px_per_mm: float, cap_height: float) -> Theme:
    """The theme of a glass of `size`. Small and body text grow in full; headings, large already, as far as the glass allows.

    In reach mode a low glass has the height of a few lines to read in, which a heading must not fill alone.
    """
    theme = kiosk_theme(
        brand,
        preferences.scheme,
        px_per_mm=scale_px_per_mm,
        text_scale=preferences.text_scale,
        reduced_motion=preferences.still,
        cap_height=cap_height,
    )
    shorter = min(size.width(), size.height())
    body, title, display = (_pixels(role, shorter, scale_px_per_mm, cap_height) for role in _ON_LARGE_MM)
    scale = preferences.text_scale
    large_body = round(body * scale)
    large_title = max(title, large_body, min(round(title * scale), shorter // _TITLE_PART))
    large_display = max(display, large_title, min(round(display * scale), shorter // _DISPLAY_PART))
    if preferences.reach and is_low(size, scale_px_per_mm):
        large_display = large_title
    control = max(theme.sizes.touch, round(large_body * 1.5) + 2 * theme.sizes.unit)
    if is_portrait(size):
        control = max(control, round(theme.sizes.touch * _STANDING_CONTROL))
    sizes = replace(theme.sizes, body=large_body, title=large_title, display=large_display, control=control)
    return replace(theme, sizes=sizes)


def _pixels(role: str, shorter: int, scale_px_per_mm: float, cap_height: float) -> int:
    """The size of a text role at 100 % on a glass whose shorter side has so many pixels."""
    part = min(1.0, max(0.0, (shorter / scale_px_per_mm - _SMALL_MM) / (_LARGE_MM - _SMALL_MM)))
    millimetres = _ON_SMALL_MM[role] + part * (_ON_LARGE_MM[role] - _ON_SMALL_MM[role])
    return round(millimetres * scale_px_per_mm / cap_height)


def is_low(size: QSize, scale_px_per_mm: float) -> bool:
    """Whether the lower half of a glass has no room for a pad of four rows, as high as keys and bars are."""
    return size.height() < _LOW_MM * scale_px_per_mm


def plain(theme: Theme, preferences: Preferences) -> Theme:
    """The theme with texts at 100 %: for what is large enough already and must leave room for what is read."""
    return _at_scale(theme, preferences, TEXT_SCALES[0])


def down_to_plain(theme: Theme, preferences: Preferences) -> list[Theme]:
    """The theme itself and, below it, those of every smaller text size, the largest first."""
    smaller = [scale for scale in TEXT_SCALES if scale < preferences.text_scale]
    return [theme, *(_at_scale(theme, preferences, scale) for scale in reversed(smaller))]


def _at_scale(theme: Theme, preferences: Preferences, scale: float) -> Theme:
    """`theme`, which is that of the `preferences`, with texts at a smaller `scale`."""
    sizes, part = theme.sizes, scale / preferences.text_scale
    small, body = round(sizes.small * part), round(sizes.body * part)
    title = max(body, min(sizes.title, round(body * 13 / 9)))
    control = max(sizes.touch, round(body * 1.5) + 2 * sizes.unit)
    return replace(theme, sizes=replace(sizes, small=small, body=body, title=title, control=control))
