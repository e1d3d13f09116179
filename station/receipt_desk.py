"""Receipts of a kiosk's, on its own printer. What could not be printed has changed nothing else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from domain.errors import Code, EnvironmentProblem
from domain.wire_fleet import Part, PartState
from station.context import Context
from station.faces.receipt import ROLL_58, ROLL_80, Receipt, draw_receipt
from station.printing.roll import Condition, EscPosPrinter, RollPrinter
from station.settings import KioskSettings

_PATIENCE_S = 20.0
"""How long one receipt waits for the one before it."""


def has_knife(settings: KioskSettings) -> bool:
    """Whether the receipt printer cuts."""
    return settings.paper_mm == 80 if settings.paper_cut == "auto" else settings.paper_cut == "yes"


class ReceiptDesk:
    """`kiosk.printer` of the settings. Methods wait for the printer: never on a screen's thread; any other thread."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lock = threading.Lock()
        self._last: PartState = "ok"

    def parts(self) -> list[Part]:
        """How the printer was when it was last asked for something, for the heartbeat; any thread, waits for nothing."""
        return [Part(name="printer-receipts", state=self._last)] if self.has_printer else []

    @property
    def has_printer(self) -> bool:
        """Whether receipts can be printed here; any thread, waits for nothing."""
        return bool(self._context.settings.kiosk.printer)

    def condition(self) -> Condition:
        """How the printer is. Raises as `print`."""
        printer = self._printer()
        self._take_turn()
        try:
            with self._noted():
                found = printer.condition()
            self._last = "low" if found.near_end else "ok"
            return found
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
            with self._noted():
                printer.print(image)
        finally:
            self._lock.release()

    @contextmanager
    def _noted(self) -> Iterator[None]:
        try:
            yield
        except EnvironmentProblem as problem:
            self._last = "absent" if problem.code is Code.PRINTER_UNREACHABLE else "failed"
            raise
        if self._last != "low":
            self._last = "ok"

    def _take_turn(self) -> None:
        if not self._lock.acquire(timeout=_PATIENCE_S):
            raise EnvironmentProblem(Code.PRINTER_STOPPED, reason="busy")

    def _printer(self) -> RollPrinter:
        settings = self._context.settings.kiosk
        try:
            return EscPosPrinter(settings.printer, knife=has_knife(settings))
        except ValueError as problem:
            expected = "file:/PATH, usb:VVVV:PPPP, network:HOST[:PORT]"
            raise EnvironmentProblem(
                Code.SETTINGS_INVALID, file="station.toml", where="$.kiosk.printer", expected=expected
            ) from problem
