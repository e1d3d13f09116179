"""The platform as staff ask it from a station, as a Protocol."""

from typing import Protocol

from domain.office_calls import AskedT, GivenT, OfficeCall, OfficeFile, OfficeFileCall
from domain.wire_access import StaffSessionRequest, StaffSessionResponse


class OfficeLine(Protocol):
    """Calls with a staff session; `staff` is its token. Each raises as `domain.ports.Platform`, off any screen's thread."""

    def open_staff_session(self, request: StaffSessionRequest, timeout_s: float) -> StaffSessionResponse:
        """Sign a member of staff in at the platform."""
        ...

    def end_staff_session(self, staff: str, timeout_s: float) -> None:
        """The session is over."""
        ...

    def ask_as_staff(self, call: OfficeCall[AskedT, GivenT], request: AskedT, staff: str, timeout_s: float) -> GivenT:
        """What the platform answers them."""
        ...

    def file_as_staff(self, call: OfficeFileCall[AskedT], request: AskedT, staff: str, timeout_s: float) -> OfficeFile:
        """The file that the platform answers them with."""
        ...
