"""CUPS' ippeveprinter as a card printer: an IPP Everywhere printer whose pages land in a folder.

It wants to tell the network about itself and does not start where nobody passes that on; so it gets a message bus of its own,
which nobody else is on. What it prints goes through a small program of ours, which also plays an empty tray.
"""

import contextlib
import http.client
import os
import socket
import subprocess
import time
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from station.printing.jobs import Patience

QUICK = Patience(answer_s=5.0, look_s=0.02, stopped_s=0.1, whole_s=10.0)
_PATIENCE_S = 10.0
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:path={socket}</listen><auth>EXTERNAL</auth><policy context="default">
<allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>
"""
_COMMAND = """#!/bin/sh
number=$(ls {pages}/*.pdf 2>/dev/null | wc -l)
env | grep '^IPP_\\|^CONTENT_TYPE' > {pages}/$number.told
if [ -f {jammed} ]; then echo 'STATE: +media-jam' >&2; exit 1; fi
echo 'STATE: -media-jam' >&2
cp "$1" {pages}/$number.pdf
"""
_ATTRIBUTES = """ATTR mimeMediaType document-format-supported application/pdf
ATTR keyword media-supported custom_card_53.98x85.6mm,custom_roll_80x200mm
ATTR keyword media-default custom_card_53.98x85.6mm
ATTR keyword media-ready custom_card_53.98x85.6mm
ATTR collection media-size-supported { MEMBER integer x-dimension 5398 MEMBER integer y-dimension 8560 },\
 { MEMBER integer x-dimension 8000 MEMBER rangeOfInteger y-dimension 4000-40000 }
ATTR collection media-col-ready {\
 MEMBER collection media-size { MEMBER integer x-dimension 5398 MEMBER integer y-dimension 8560 }\
 MEMBER keyword media-size-name custom_card_53.98x85.6mm MEMBER keyword media-source main MEMBER keyword media-type cardstock }
ATTR keyword media-source-supported main
ATTR keyword media-type-supported cardstock
ATTR octetString printer-input-tray "type=sheetFeedAutoRemovableTray;maxcapacity=250;level=100;status=0;name=main;"
ATTR keyword media-col-supported media-bottom-margin,media-left-margin,media-right-margin,media-size,media-top-margin
ATTR integer media-bottom-margin-supported 0
ATTR integer media-left-margin-supported 0
ATTR integer media-right-margin-supported 0
ATTR integer media-top-margin-supported 0
"""
"""A printer of ID-1 cards, fed the narrow side first as these are, and of receipts on a roll."""


class CardPrinter:
    """One printer. `pages()` are those that came out."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._pages = directory / "pages"
        self._pages.mkdir()
        self._jammed = directory / "jammed"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = int(free.getsockname()[1])
        self.uri = f"ipp://localhost:{self._port}/ipp/print"

    def load(self, cards: int) -> None:
        """So many cards lie in the tray now, up to 250; a page that finds none waits for some."""
        form = {"size0": "custom_card_53.98x85.6mm", "type0": "cardstock", "level0": str(cards)}
        connection = http.client.HTTPConnection("localhost", self._port, timeout=_PATIENCE_S)
        connection.request("GET", f"/media?{urllib.parse.urlencode(form)}")
        assert connection.getresponse().status == http.HTTPStatus.OK
        connection.close()

    def jam(self, *, jammed: bool) -> None:
        """A card sticks in it: the next page is given up."""
        if jammed:
            self._jammed.touch()
        else:
            self._jammed.unlink()

    def pages(self) -> list[bytes]:
        """The documents that came out."""
        return [each.read_bytes() for each in sorted(self._pages.glob("*.pdf"))]

    def told(self) -> list[str]:
        """What the printer was told with each page."""
        return [each.read_text("utf-8") for each in sorted(self._pages.glob("*.told"))]

    @contextlib.contextmanager
    def running(self) -> Iterator["CardPrinter"]:
        """Switched on."""
        bus = self.directory / "bus"
        (self.directory / "bus.conf").write_text(_BUS.format(socket=bus), "utf-8")
        (self.directory / "attributes.conf").write_text(_ATTRIBUTES.replace("\\\n", ""), "utf-8")
        command = self.directory / "command"
        command.write_text(_COMMAND.format(pages=self._pages, jammed=self._jammed), "utf-8")
        command.chmod(0o700)
        spool = self.directory / "spool"
        spool.mkdir()
        with contextlib.ExitStack() as ending:
            ending.enter_context(_process(["dbus-daemon", f"--config-file={self.directory / 'bus.conf'}", "--nofork"]))
            _until(bus.exists)
            printer = ["ippeveprinter", "-p", str(self._port), "-n", "localhost", "-r", "off", "-c", str(command)]
            printer += ["-d", str(spool), "-a", str(self.directory / "attributes.conf"), "Card printer"]
            environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={bus}"}
            ending.enter_context(_process(printer, environment))
            _until(self._answers)
            yield self

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("localhost", self._port), timeout=1):
            return True
        return False


@contextlib.contextmanager
def _process(arguments: list[str], environment: dict[str, str] | None = None) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    environment = {**(environment or os.environ), "PATH": path}
    program = subprocess.Popen(["/usr/bin/env", *arguments], env=environment, stdout=quiet, stderr=quiet, stdin=quiet)
    try:
        yield
    finally:
        program.terminate()
        program.wait(_PATIENCE_S)


def _until(ready: Callable[[], bool]) -> None:
    end_s = time.monotonic() + _PATIENCE_S
    while not ready():
        assert time.monotonic() < end_s, "the printer never came up (Debian: cups-ipp-utils, dbus-daemon)"
        time.sleep(0.02)


@pytest.fixture
def card_printer(tmp_path: Path) -> Iterator[CardPrinter]:
    """A printer that is on and has cards."""
    directory = tmp_path / "printer"
    directory.mkdir()
    with CardPrinter(directory).running() as printer:
        yield printer
