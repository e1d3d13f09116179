"""Receipts of a kiosk's, on its own printer. What could not be printed has changed nothing else."""

import threading

from domain.errors import Code, EnvironmentProblem
from station.context import Context
from station.faces.receipt import ROLL_58, ROLL_80, Receipt, draw_receipt
from station.printing.roll import Condition, EscPosPrinter, RollPrinter

_PATIENCE_S = 20.0
"""How long one receipt waits for the one before it."""


class ReceiptDesk:
    """`kiosk.printer` of the settings. Methods wait for the printer: never on a screen's thread; any other thread."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lock = threading.Lock()

    @property
    def has_printer(self) -> bool:
        """Whether receipts can be printed here; any thread, waits for nothing."""
        return bool(self._context.settings.kiosk.printer)

    def condition(self) -> Condition:
        """How the printer is. Raises as `print`."""
        printer = self._printer()
        self._take_turn()
        try:
            return printer.condition()
        finally:
            self._lock.release()

    def print(self, receipt: Receipt) -> None:
        """Print one and cut it off; returns once it has come out, where the printer says so.

        Raises `EnvironmentProblem` with PRINTER_UNREACHABLE, PRINTER_EMPTY, PRINTER_STOPPED (`reason`), SETTINGS_INVALID or
        PACKAGE_MISSING.
        """
        printer = self._printer()
        image = draw_receipt(receipt, ROLL_58 if self._context.settings.kiosk.paper_mm == 58 else ROLL_80)
        self._take_turn()
        try:
            printer.print(image)
        finally:
            self._lock.release()

    def _take_turn(self) -> None:
        if not self._lock.acquire(timeout=_PATIENCE_S):
            raise EnvironmentProblem(Code.PRINTER_STOPPED, reason="busy")

    def _printer(self) -> RollPrinter:
        settings = self._context.settings.kiosk
        try:
            return EscPosPrinter(settings.printer, settings.paper_mm)
        except ValueError as problem:
            expected = "file:/PATH, usb:VVVV:PPPP, network:HOST[:PORT]"
            raise EnvironmentProblem(
                Code.SETTINGS_INVALID, file="station.toml", where="$.kiosk.printer", expected=expected
            ) from problem
