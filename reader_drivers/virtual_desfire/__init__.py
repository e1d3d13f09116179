"""A virtual MIFARE DESFire card with its own cryptography and framing, apart from the driver's on purpose."""

from reader_drivers.virtual_desfire.card import DESFIRE_ATR, HISTORICAL_BYTES, VirtualDesfire
from reader_drivers.virtual_desfire.tearing import Moment, TearingCard

__all__ = ["DESFIRE_ATR", "HISTORICAL_BYTES", "Moment", "TearingCard", "VirtualDesfire"]
