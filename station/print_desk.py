"""The counter's printers: faces of cards, and receipts."""

import io

from domain import roc_date
from domain.errors import Code, EnvironmentProblem
from domain.programme import CardKind
from station.context import Context
from station.faces.face import FaceContent, draw_face
from station.faces.receipt import WIDTH_HMM, Receipt, draw_receipt, height_hmm
from station.printing.ipp import Media
from station.printing.jobs import CARD, PATIENT, Page, Patience

_TITLE = "citycard"
"""Of every job: whoever stands at the printer, or sees its queue, learns no name."""


class PrintDesk:
    """Draws and prints. Drawing takes a tenth of a second, printing minutes: never on a screen's thread."""

    def __init__(self, context: Context, patience: Patience = PATIENT) -> None:
        self._context = context
        self._patience = patience

    @property
    def has_card_printer(self) -> bool:
        """Whether faces can be printed here."""
        return bool(self._context.settings.printer.card)

    @property
    def has_receipt_printer(self) -> bool:
        """Whether receipts can be printed here."""
        return bool(self._context.settings.printer.receipt)

    def content(self, kind: CardKind, name: str, photo: bytes) -> FaceContent:
        """What this card's face says of its holder, and until when it is valid where the kind lapses."""
        today, note = self._context.today(), ""
        if kind.valid_years is not None:
            leap_day = (today.month, today.day) == (2, 29)
            until = today.replace(year=today.year + kind.valid_years, day=28 if leap_day else today.day)
            note = f"有效至 {roc_date.format_roc(until)}"
        return FaceContent(name=name.strip(), photo=photo if kind.photo else b"", note=note)

    def preview(self, kind: CardKind, content: FaceContent) -> bytes:
        """The face as it will be printed, as a PNG."""
        out = io.BytesIO()
        draw_face(self._context.programme(), kind, content).save(out, "PNG")
        return out.getvalue()

    def card(self, kind: CardKind, content: FaceContent) -> Page:
        """A face to be printed. Raises `EnvironmentProblem` with SETTINGS_INVALID, PROGRAMME_INVALID or PACKAGE_MISSING."""
        image = draw_face(self._context.programme(), kind, content)
        try:
            return Page(self._context.settings.printer.card, image, CARD, title=_TITLE, patience=self._patience)
        except ValueError as problem:
            raise _no_printer("card") from problem

    def receipt(self, receipt: Receipt) -> Page:
        """A receipt to be printed, on a roll of 80 mm or the upper left of a sheet. Raises as `card`."""
        image = draw_receipt(receipt)
        media = Media(width=WIDTH_HMM, height=height_hmm(image))
        uri = self._context.settings.printer.receipt
        try:
            return Page(uri, image, media, title=_TITLE, on_larger=True, patience=self._patience)
        except ValueError as problem:
            raise _no_printer("receipt") from problem


def _no_printer(key: str) -> EnvironmentProblem:
    where = f"$.printer.{key}"
    return EnvironmentProblem(
        Code.SETTINGS_INVALID, file="station.toml", where=where, expected="ipps://HOST/PATH, ipp://localhost/PATH"
    )
