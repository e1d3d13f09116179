"""Which drivers there are for `domain.programme.Purse.driver`."""

from collections.abc import Sequence
from typing import Literal

from domain.ports import PurseDriver

DEFAULT_VENDOR_TIMEOUT_S = 10.0


def purse_driver(
    name: Literal["account", "vendor", "desfire"],
    *,
    vendor_command: Sequence[str] = (),
    vendor_timeout_s: float = DEFAULT_VENDOR_TIMEOUT_S,
) -> PurseDriver:
    """The driver of that name. The vendor's is the carrier's own program, started by `vendor_command`."""
    if name == "desfire":
        from reader_drivers.purses.desfire import DesfirePurse

        return DesfirePurse()
    if name == "vendor":
        from reader_drivers.purses.vendor import VendorPurse

        return VendorPurse(vendor_command, vendor_timeout_s)
    from reader_drivers.purses.account import AccountPurse

    return AccountPurse()
