"""The stylesheet and palette that follow from a theme. No colour and no size stands here, only where each token goes."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from ui.theme import Scheme, Theme, font, set_theme


def apply_theme(window: QWidget, theme: Theme) -> None:
    """Dress a window and everything in it, now and later. GUI thread. May be called again to change scheme or text size."""
    set_theme(window, theme)
    # A change of stylesheet brings back the palette and font from before the last one, so they come after it.
    window.setStyleSheet(stylesheet(theme))
    window.setPalette(palette(theme))
    window.setFont(font(theme))
    window.setAutoFillBackground(True)
    # Qt keeps parsed stylesheets by address and forgets those of destroyed windows only if they were polished.
    window.ensurePolished()


def palette(theme: Theme) -> QPalette:
    """The palette, for what draws itself without the stylesheet."""
    colours = theme.colours
    made = QPalette()
    role = QPalette.ColorRole
    for which, value in {
        role.Window: colours.paper,
        role.WindowText: colours.ink,
        role.Base: colours.surface,
        role.AlternateBase: colours.paper,
        role.Text: colours.ink,
        role.PlaceholderText: colours.ink_soft,
        role.Button: colours.surface,
        role.ButtonText: colours.ink,
        role.BrightText: colours.red,
        role.Highlight: colours.brand,
        role.HighlightedText: colours.on_brand,
        role.ToolTipBase: colours.ink,
        role.ToolTipText: colours.paper,
        role.Link: colours.brand_text,
        role.LinkVisited: colours.brand_text,
        role.Accent: colours.brand,
    }.items():
        made.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.ink_soft))
    return made


def stylesheet(theme: Theme) -> str:
    """The one stylesheet of the house."""
    return "\n".join((_text(theme), _buttons(theme), _fields(theme), _lists(theme), _surfaces(theme)))


def _text(theme: Theme) -> str:
    c, s = theme.colours, theme.sizes
    tones = {
        "ink": c.ink,
        "soft": c.ink_soft,
        "brand": c.brand_text,
        "error": c.red,
        "good": c.green,
        "attention": c.amber_text,
    }
    roles = ("small", "body", "title", "display")
    return "\n".join(
        [
            f"QLabel {{ color: {c.ink}; background: transparent; font-size: {s.body}px; }}",
            *(f'QLabel[role="{role}"] {{ font-size: {s.text(role)}px; }}' for role in roles),
            'QLabel[strong="true"] { font-weight: 700; }',
            *(f'QLabel[tone="{tone}"] {{ color: {colour}; }}' for tone, colour in tones.items()),
            f'QLabel[tone="on_brand"] {{ color: {c.on_brand}; }}',
            f"QToolTip {{ color: {c.paper}; background: {c.ink}; border: none; padding: {s.unit}px; font-size: {s.small}px; }}",
        ]
    )


def _buttons(theme: Theme) -> str:
    c, s = theme.colours, theme.sizes
    edge, focus = s.stroke, max(2, s.stroke + 1)
    inset = s.unit * 2
    # Without greys, broken edges say that a button is off.
    off = "dashed" if theme.scheme is Scheme.HIGH_CONTRAST else "solid"
    return f"""
QPushButton {{
    color: {c.brand_text}; background: {c.surface}; border: {edge}px solid {c.line}; border-radius: {s.radius_control}px;
    min-height: {s.control - 2 * edge}px; padding: 0 {inset}px; font-size: {s.body}px; font-weight: 700;
}}
QPushButton:hover {{ background: {c.brand_soft}; }}
QPushButton:pressed {{ background: {c.brand_soft}; border-color: {c.brand_text}; }}
QPushButton:focus {{
    border: {focus}px solid {c.brand_text}; min-height: {s.control - 2 * focus}px; padding: 0 {inset + edge - focus}px;
}}
QPushButton:disabled {{ color: {c.ink_soft}; background: {c.sunken}; border: {edge}px {off} {c.hairline}; }}
QPushButton[role="primary"] {{ color: {c.on_brand}; background: {c.brand}; border: {edge}px solid {c.brand}; }}
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:pressed {{
    background: {c.brand_pressed}; border-color: {c.brand_pressed};
}}
QPushButton[role="primary"]:focus {{ border: {focus}px solid {c.ink}; }}
QPushButton[role="primary"]:disabled {{ color: {c.ink_soft}; background: {c.sunken}; border: {edge}px {off} {c.hairline}; }}
QPushButton[role="quiet"] {{ color: {c.brand_text}; background: transparent; border: {edge}px solid transparent; }}
QPushButton[role="quiet"]:hover {{ background: {c.brand_soft}; }}
QPushButton[role="quiet"]:focus {{ border: {focus}px solid {c.brand_text}; }}
QPushButton[role="quiet"]:disabled {{ color: {c.ink_soft}; }}
QPushButton[role="status"] {{
    color: {c.amber_text}; background: transparent; border: {edge}px solid {c.amber_text}; font-size: {s.small}px;
    min-height: {s.unit * 4 - 2 * edge}px; padding: 0 {s.unit}px;
}}
QPushButton[role="status"]:hover {{ background: {c.amber_soft}; }}
QPushButton[role="status"]:disabled {{ border-color: transparent; }}
QPushButton[role="icon"] {{
    background: transparent; border: {edge}px solid transparent; padding: 0; min-width: {s.control - 2 * edge}px;
}}
QPushButton[role="icon"]:hover {{ background: {c.brand_soft}; }}
QPushButton[role="icon"]:checked {{ background: {c.brand_soft}; border: {edge}px solid {c.brand_text}; }}
QPushButton[role="icon"]:focus {{
    border: {focus}px solid {c.brand_text}; padding: 0; min-width: {s.control - 2 * focus}px;
}}
QPushButton[role="choice"] {{ padding: 0; text-align: left; border-radius: {s.radius_card}px; }}
QPushButton[role="choice"]:focus {{ padding: 0; }}
QPushButton[role="choice"]:checked {{ background: {c.brand_soft}; border: {focus}px solid {c.brand_text}; }}
QPushButton[role="rail"] {{
    padding: 0; text-align: left; background: transparent; border: {focus}px solid transparent;
}}
QPushButton[role="rail"]:hover {{ background: {c.brand_soft}; }}
QPushButton[role="rail"]:checked {{ background: {c.brand_soft}; }}
QPushButton[role="rail"]:focus {{ padding: 0; border: {focus}px solid {c.brand_text}; }}
QPushButton[role="tab"] {{
    color: {c.ink_soft}; background: transparent; border: {edge}px solid transparent; border-radius: 0; padding: 0 {s.unit}px;
    border-bottom: {focus}px solid {c.hairline}; font-weight: 400;
}}
QPushButton[role="tab"]:hover {{ background: {c.brand_soft}; }}
QPushButton[role="tab"]:checked {{ color: {c.brand_text}; border-bottom-color: {c.brand_text}; font-weight: 700; }}
QPushButton[role="tab"]:focus {{ padding: 0 {s.unit}px; border: {focus}px solid {c.brand_text}; }}
QPushButton[role="key"] {{ font-size: {s.title}px; padding: 0; color: {c.ink}; min-width: {s.control}px; }}
QPushButton[role="key"]:focus {{ padding: 0; }}
"""


def _fields(theme: Theme) -> str:
    c, s = theme.colours, theme.sizes
    edge, focus = s.stroke, max(2, s.stroke + 1)
    inset = round(s.unit * 1.5)
    entry = "QLineEdit, QComboBox"
    return f"""
{entry} {{
    color: {c.ink}; background: {c.surface}; border: {edge}px solid {c.line}; border-radius: {s.radius_control}px;
    min-height: {s.control - 2 * edge}px; padding: 0 {inset}px; font-size: {s.body}px;
    selection-background-color: {c.brand}; selection-color: {c.on_brand};
}}
QPlainTextEdit, QTextBrowser {{
    color: {c.ink}; background: {c.surface}; border: {edge}px solid {c.line}; border-radius: {s.radius_control}px;
    padding: {s.unit}px; font-size: {s.body}px;
    selection-background-color: {c.brand}; selection-color: {c.on_brand};
}}
QLineEdit:focus, QComboBox:focus {{
    border: {focus}px solid {c.brand_text}; min-height: {s.control - 2 * focus}px; padding: 0 {inset + edge - focus}px;
}}
QPlainTextEdit:focus, QTextBrowser:focus {{ border-color: {c.brand_text}; }}
QLineEdit:disabled, QComboBox:disabled, QLineEdit:read-only {{ color: {c.ink_soft}; background: {c.sunken}; }}
QLineEdit[wrong="true"], QComboBox[wrong="true"] {{
    border: {focus}px solid {c.red}; min-height: {s.control - 2 * focus}px; padding: 0 {inset + edge - focus}px;
}}
QComboBox QLineEdit, QComboBox QLineEdit:focus {{ border: none; background: transparent; min-height: 0; padding: 0; }}
QComboBox::drop-down {{ border: none; width: {s.control}px; }}
QComboBox::down-arrow {{ image: none; width: 0; height: 0; }}
QComboBox QAbstractItemView {{
    color: {c.ink}; background: {c.surface}; border: {edge}px solid {c.line}; outline: none;
    selection-background-color: {c.brand_soft}; selection-color: {c.ink}; font-size: {s.body}px;
}}
QComboBox QAbstractItemView::item {{ min-height: {s.touch}px; padding: 0 {inset}px; }}
QCheckBox, QRadioButton {{
    color: {c.ink}; background: transparent; font-size: {s.body}px; spacing: {s.unit}px;
}}
QCheckBox:disabled, QRadioButton:disabled {{ color: {c.ink_soft}; }}
QProgressBar {{
    color: {c.ink}; background: {c.brand_soft}; border: {edge}px solid {c.line}; border-radius: {s.unit // 2}px;
    min-height: {s.unit}px; max-height: {s.unit}px; text-align: center;
}}
QProgressBar[role="busy"] {{
    background: transparent; border: none; min-height: {6 * s.unit}px; max-height: {6 * s.unit}px;
}}
QProgressBar::chunk {{ background: {c.brand}; border-radius: {s.unit // 2 - edge}px; }}
"""


def _lists(theme: Theme) -> str:
    c, s = theme.colours, theme.sizes
    bar = max(10, s.unit + 2)
    return f"""
QListView, QTableView, QTreeView {{
    color: {c.ink}; background: {c.surface}; alternate-background-color: {c.paper}; border: {s.stroke}px solid {c.hairline};
    border-radius: {s.radius_control}px; outline: none; font-size: {s.body}px; gridline-color: {c.hairline};
    selection-background-color: {c.brand_soft}; selection-color: {c.ink};
}}
QListView::item {{ min-height: {s.control}px; padding: 0 {s.unit}px; border-radius: {s.radius_control}px; }}
QListView::item:hover {{ background: {c.brand_soft}; }}
QListView::item:selected {{ color: {c.ink}; background: {c.brand_soft}; border: {s.stroke}px solid {c.brand_text}; }}
QTableView::item {{ padding: 0 {s.unit}px; }}
QTableView::item:selected {{ color: {c.ink}; background: {c.brand_soft}; }}
QHeaderView::section {{
    color: {c.ink_soft}; background: {c.surface}; border: none; border-bottom: {s.stroke}px solid {c.line};
    padding: {s.unit}px; font-size: {s.small}px;
}}
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {bar}px; margin: 0; }}
QScrollBar::handle {{ background: {c.line}; border-radius: {bar // 2 - 1}px; margin: 1px; }}
QScrollBar::handle:vertical {{ min-height: {s.control}px; }}
QScrollBar::handle:horizontal {{ min-width: {s.control}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _surfaces(theme: Theme) -> str:
    c, s = theme.colours, theme.sizes
    return f"""
QDialog {{ background: {c.paper}; }}
QFrame[role="separator"] {{ background: {c.hairline}; border: none; max-height: {s.stroke}px; min-height: {s.stroke}px; }}
"""
