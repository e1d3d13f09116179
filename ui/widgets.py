"""Every widget that screens are made of, in one place to import from."""

from ui.buttons import ChoiceButton, IconButton, NumPad, PrimaryButton, QuietButton, SecondaryButton
from ui.card_slot import CardSlot, Towards
from ui.choices import CheckBox, ComboBox, RadioButton
from ui.fields import DateField, FieldRow
from ui.outcome import OutcomeBanner, OutcomeIcon, OutcomeKind
from ui.qr import QrView
from ui.rail import Rail
from ui.screen import Screen
from ui.status_line import StatusLine, StatusValues
from ui.surfaces import BusyOverlay, DemoRibbon, Panel, Separator
from ui.text import Text

__all__ = [
    "BusyOverlay",
    "CardSlot",
    "CheckBox",
    "ChoiceButton",
    "ComboBox",
    "DateField",
    "DemoRibbon",
    "FieldRow",
    "IconButton",
    "NumPad",
    "OutcomeBanner",
    "OutcomeIcon",
    "OutcomeKind",
    "Panel",
    "PrimaryButton",
    "QrView",
    "QuietButton",
    "RadioButton",
    "Rail",
    "Screen",
    "SecondaryButton",
    "Separator",
    "StatusLine",
    "StatusValues",
    "Text",
    "Towards",
]
