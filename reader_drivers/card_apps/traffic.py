"""The TRAFFIC log: every exchange with a card, in full.

It may quote a card's number, so it is below DEBUG, off unless asked for by `CITYCARD_TRAFFIC=1`, and not to be had at all in a
released build. Python's own logging carries it, not structlog, whose levels end at DEBUG: so no setting of the ordinary log can
let it through.
"""

import logging
import os
import sys
from collections.abc import Mapping

TRAFFIC = 5
"""Below `logging.DEBUG` (10)."""
VARIABLE = "CITYCARD_TRAFFIC"

_traffic = logging.getLogger("citycard.traffic")
_traffic.propagate = False
_traffic.setLevel(logging.CRITICAL)


def released() -> bool:
    """Whether this is a released build (PyInstaller's bundle) and not a source tree."""
    return bool(getattr(sys, "frozen", False))


def switch(environment: Mapping[str, str] = os.environ) -> bool:
    """Write traffic to standard error when `environment` asks for it and this is no released build; whether it is on now."""
    on = environment.get(VARIABLE) == "1" and not released()
    _traffic.handlers.clear()
    _traffic.setLevel(TRAFFIC if on else logging.CRITICAL)
    if on:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s TRAFFIC %(message)s"))
        _traffic.addHandler(handler)
    return on


def exchanged(command: bytes, response: bytes) -> None:
    """Note one exchange. Any thread."""
    if _traffic.isEnabledFor(TRAFFIC) and not released():
        _traffic.log(TRAFFIC, "> %s < %s", command.hex(), response.hex())
